//! Files and texts.

use std::io::Read;
use std::path::Path;

use super::error::{Problem, Trouble};
use super::node::Node;
use super::{Scenario, ScenarioError, read};

/// Largest scenario file, in bytes.
pub const LARGEST_FILE: usize = 1 << 20;

/// Reading.
impl Scenario {
    /// Reads a file: JSON if its name ends in `.json`, TOML otherwise.
    ///
    /// # Errors
    /// One message about the first thing that is wrong.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, ScenarioError> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let unreadable =
            |error: std::io::Error| Trouble::new(None, format!("cannot read the file: {error}")).in_file(&name, "");
        let file = std::fs::File::open(path).map_err(unreadable)?;
        let mut bytes = Vec::new();
        file.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        check_size(bytes.len()).map_err(|trouble| trouble.in_file(&name, ""))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
            Trouble::new(Some(valid..valid), "a byte that is not UTF-8").expected("UTF-8 text").in_file(&name, &before)
        })?;
        Self::parse(&text, &name)
    }

    /// Reads a text. `file_name` is for messages; if it ends in `.json` the text is JSON, otherwise TOML.
    ///
    /// # Errors
    /// One message about the first thing that is wrong.
    pub fn parse(text: &str, file_name: &str) -> Result<Self, ScenarioError> {
        let is_json = Path::new(file_name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        check_size(text.len())
            .and_then(|()| if is_json { Node::from_json(text) } else { Node::from_toml(text) })
            .and_then(|node| read::scenario(&node))
            .map_err(|trouble| trouble.in_file(file_name, text))
    }
}

fn check_size(bytes: usize) -> Result<(), Problem> {
    if bytes <= LARGEST_FILE {
        return Ok(());
    }
    Err(Trouble::new(None, "the file is too large").expected(format!("at most {LARGEST_FILE} bytes")))
}
