//! Files and texts.

use std::path::Path;

use experiment::file;

use super::{Scenario, ScenarioError, read};

/// Reading.
impl Scenario {
    /// Reads a file: JSON if its name ends in `.json`, TOML otherwise.
    ///
    /// # Errors
    /// One message about the first thing that is wrong.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, ScenarioError> {
        let path = path.as_ref();
        Self::parse(&file::read(path)?, &path.display().to_string())
    }

    /// Reads a text. `file_name` is for messages; if it ends in `.json` the text is JSON, otherwise TOML.
    ///
    /// # Errors
    /// One message about the first thing that is wrong.
    pub fn parse(text: &str, file_name: &str) -> Result<Self, ScenarioError> {
        file::load::tree(text, file_name)
            .and_then(|node| read::scenario(&node))
            .map_err(|trouble| trouble.in_file(file_name, text))
    }
}
