//! Application components: the `app_data_dictionary` extension of the MLS extensions draft.

use std::collections::{BTreeMap, BTreeSet};

use super::{EXT_APP_DATA_DICTIONARY, Extension, ParseError, Reader};

/// `struct { ComponentID component_id; opaque data<V>; } component_data<V>`, empty if there is no dictionary.
pub(super) fn dictionary(extensions: &[Extension]) -> Result<BTreeMap<u16, Vec<u8>>, ParseError> {
    let Some(extension) = extensions.iter().find(|extension| extension.kind == EXT_APP_DATA_DICTIONARY) else {
        return Ok(BTreeMap::new());
    };
    let mut outer = Reader::new(&extension.data);
    let mut inner = Reader::new(outer.vector("component_data")?);
    let mut found = BTreeMap::new();
    while !inner.is_empty() {
        let id = inner.u16("component_id")?;
        let data = inner.vector("component data")?.to_vec();
        if found.insert(id, data).is_some() {
            return Err(ParseError::Duplicate { what: "component", id });
        }
    }
    if outer.is_empty() { Ok(found) } else { Err(ParseError::BadLength { what: "app_data_dictionary" }) }
}

/// The data of `app_components`: `ComponentID component_ids<V>`.
pub(super) fn support_list(data: &[u8]) -> Result<BTreeSet<u16>, ParseError> {
    Ok(Reader::new(data).u16s("app_components")?.into_iter().collect())
}
