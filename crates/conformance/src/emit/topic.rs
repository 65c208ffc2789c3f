//! What a topic says of its files, and the files of all topics.

use std::collections::BTreeMap;

use marmot_rules::Profile;

use super::EmitError;
use super::notes::Row;
use crate::format::Vectors;
use crate::format::topics::{self, HasTopic};
use crate::topics::for_each_topic;

/// What a topic says of its files. Implemented for its `File`.
///
/// Most topics have one file for a profile, and give it in `file`; `files` is for those that have several, `all` for those whose
/// profiles are not Marmot's.
pub(crate) trait Emit: HasTopic + Into<Vectors> + Sized {
    /// The folder of the pack in which its files lie; empty for what a client can judge.
    const PACK: &'static str = "";
    /// Flags that it brings beside those of `notes.rs`; tests of another topic may have them too.
    const NOTES: &'static [Row] = &[];

    /// What made the MLS bytes of its files.
    fn maker(_: Profile) -> &'static str {
        "none"
    }

    /// Its file for a profile, if there is one.
    ///
    /// # Errors
    /// See [`EmitError`].
    fn file(_: Profile) -> Result<Option<Self>, EmitError> {
        Ok(None)
    }

    /// Its files for a profile, by name: one, which is called as the topic.
    ///
    /// # Errors
    /// See [`EmitError`].
    fn files(profile: Profile) -> Result<Vec<(String, Self)>, EmitError> {
        Ok(Self::file(profile)?.into_iter().map(|file| (Self::TOPIC.name().to_owned(), file)).collect())
    }

    /// All of its files, by path below the folder of the pack. `next` is told what is made next.
    ///
    /// # Errors
    /// See [`EmitError`].
    fn all(next: &mut dyn FnMut(&str)) -> Result<Vec<(String, Self)>, EmitError> {
        let mut all = Vec::new();
        for profile in Profile::ALL {
            next(&format!("{profile}: file of {}", Self::TOPIC.name()));
            let files = Self::files(*profile)?.into_iter();
            all.extend(files.map(|(name, file)| (format!("{profile}/{name}.json"), file)));
        }
        Ok(all)
    }
}

macro_rules! emitted {
    ($($variant:ident $module:ident $name:literal $prefix:literal;)*) => {
        /// The files of every topic, by path.
        pub(super) fn files(next: &mut dyn FnMut(&str)) -> Result<BTreeMap<String, Vectors>, EmitError> {
            let mut files = BTreeMap::new();
            $(add::<topics::$module::File>(&mut files, next)?;)*
            Ok(files)
        }

        /// The flags that topics bring.
        pub(super) fn notes() -> impl Iterator<Item = &'static Row> {
            [$(<topics::$module::File as Emit>::NOTES),*].into_iter().flatten()
        }
    };
}

for_each_topic!(emitted);

/// Adds the files of a topic, which has some, and none where another one is.
fn add<F: Emit>(files: &mut BTreeMap<String, Vectors>, next: &mut dyn FnMut(&str)) -> Result<(), EmitError> {
    let all = F::all(next)?;
    if all.is_empty() {
        return Err(EmitError::Inconsistent(format!("{} has no file", F::TOPIC.name())));
    }
    for (path, file) in all {
        let path = format!("{}{path}", F::PACK);
        if files.insert(path.clone(), file.into()).is_some() {
            return Err(EmitError::Inconsistent(format!("{path} is made twice")));
        }
    }
    Ok(())
}
