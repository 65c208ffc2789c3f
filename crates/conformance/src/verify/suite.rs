//! Every vector file at hand.

use std::collections::{BTreeMap, BTreeSet};

use super::Case;
use crate::format::{Vectors, Wire};

/// Vector files by path.
#[derive(Clone, Debug)]
pub struct Suite {
    files: BTreeMap<String, Vectors>,
    /// Path and place of every test, by id.
    ids: BTreeMap<String, (String, usize)>,
}

impl Suite {
    /// A suite of these files.
    pub fn of(files: BTreeMap<String, Vectors>) -> Self {
        let mut ids = BTreeMap::new();
        for (path, vectors) in &files {
            for (place, (_, test)) in vectors.tests().iter().enumerate() {
                ids.insert(test.head().id.to_owned(), (path.clone(), place));
            }
        }
        Self { files, ids }
    }

    /// The files.
    pub fn files(&self) -> &BTreeMap<String, Vectors> {
        &self.files
    }

    /// The files, taken out.
    pub fn into_files(self) -> BTreeMap<String, Vectors> {
        self.files
    }

    /// Every test of a known profile, by path and place.
    pub fn cases(&self) -> impl Iterator<Item = Case<'_>> {
        self.files.iter().flat_map(move |(path, vectors)| {
            let profile = Wire::of(vectors.topic(), vectors.profile());
            let tests = profile.map(|_| vectors.tests()).unwrap_or_default();
            let case = move |(now, test)| Some(Case { suite: self, path, profile: profile?, now, test });
            tests.into_iter().filter_map(case)
        })
    }

    /// The policies for which tests of a file have answers.
    pub fn policies(&self, path: &str) -> BTreeSet<String> {
        let tests = self.files.get(path).map(Vectors::tests).unwrap_or_default();
        tests.iter().flat_map(|(_, test)| test.head().policies).map(str::to_owned).collect()
    }

    /// The test with this id.
    pub fn case(&self, id: &str) -> Option<Case<'_>> {
        let (path, place) = self.ids.get(id)?;
        let (path, vectors) = self.files.get_key_value(path)?;
        let (now, test) = *vectors.tests().get(*place)?;
        Some(Case { suite: self, path, profile: Wire::of(vectors.topic(), vectors.profile())?, now, test })
    }
}
