//! The scenarios that come with the program.

use include_dir::{Dir, include_dir};

use crate::model::{Scenario, ScenarioError, parse};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/corpus");

/// Every scenario, by the name of its file.
///
/// # Errors
/// The first file that cannot be read.
pub fn scenarios() -> Result<Vec<Scenario>, ScenarioError> {
    let mut files: Vec<_> = FILES.files().collect();
    files.sort_by_key(|file| file.path());
    files
        .iter()
        .map(|file| parse(file.contents_utf8().unwrap_or_default(), &file.path().display().to_string()))
        .collect()
}

/// The file of the scenario with this id.
pub fn text(id: &str) -> Option<&'static str> {
    FILES.get_file(format!("{id}.toml"))?.contents_utf8()
}
