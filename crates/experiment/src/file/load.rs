//! From a path to a text, and from a text to its tree.

use std::io::Read;
use std::path::Path;

use super::ScenarioError;
use super::error::{Problem, Trouble};
use super::node::{Content, Node};

/// Largest scenario file, in bytes.
pub const LARGEST_FILE: usize = 1 << 20;

/// The text of a scenario file.
///
/// # Errors
/// The file cannot be read, is too large, or is no UTF-8.
pub fn read(path: &Path) -> Result<String, ScenarioError> {
    let name = path.display().to_string();
    let unreadable =
        |error: std::io::Error| Trouble::new(None, format!("cannot read the file: {error}")).in_file(&name, "");
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    check_size(bytes.len()).map_err(|trouble| trouble.in_file(&name, ""))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
        Trouble::new(Some(valid..valid), "a byte that is not UTF-8").expected("UTF-8 text").in_file(&name, &before)
    })
}

/// The tree of a text: JSON if the name of its file ends in `.json`, TOML otherwise.
///
/// # Errors
/// The text is too large, or neither.
pub fn tree(text: &str, file_name: &str) -> Result<Node, Problem> {
    check_size(text.len())?;
    let is_json = Path::new(file_name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    if is_json { Node::from_json(text) } else { Node::from_toml(text) }
}

/// What a file says that it is: the value of `format`, as in `streams-scenario/1`. None if the text has none, or cannot be read.
pub fn format_of(text: &str, file_name: &str) -> Option<String> {
    let Content::Table(entries) = tree(text, file_name).ok()?.content else { return None };
    match entries.into_iter().find(|entry| entry.key == "format")?.node.content {
        Content::Text(format) => Some(format),
        _ => None,
    }
}

fn check_size(bytes: usize) -> Result<(), Problem> {
    if bytes <= LARGEST_FILE {
        return Ok(());
    }
    Err(Trouble::new(None, "the file is too large").expected(format!("at most {LARGEST_FILE} bytes")))
}
