//! Between the dictionary of openmls and our own, which checks what openmls does not.

use marmot_rules::adopted::components::AppDataDictionary;
use openmls_0_9::prelude::{AppDataDictionary as Raw, AppDataDictionaryExtension, Extension};

use crate::error::MlsError;

/// Our dictionary as an MLS extension.
pub fn to_extension(dictionary: &AppDataDictionary) -> Result<Extension, MlsError> {
    let mut raw = Raw::new();
    for (id, data) in dictionary.iter() {
        raw.insert(id, data.to_vec());
    }
    Ok(Extension::AppDataDictionary(AppDataDictionaryExtension::new(raw)))
}

/// The dictionary of an MLS object; empty if it has none.
pub fn from_extension(extension: Option<&AppDataDictionaryExtension>) -> AppDataDictionary {
    extension
        .into_iter()
        .flat_map(|extension| extension.dictionary().entries())
        .map(|entry| (entry.id(), entry.data().to_vec()))
        .collect()
}
