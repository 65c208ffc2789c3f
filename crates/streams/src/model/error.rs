//! The one message that a bad scenario file gets.

use std::fmt;
use std::ops::Range;

/// Why a scenario could not be read: where, what was found, what was expected.
///
/// ```text
/// x-t9.toml:12:3: unknown topic `g3`
///   expected: one of `g1`, `g2`
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioError {
    /// File, as the caller named it.
    pub file: String,
    /// Line and column, counted from 1, where the text has them.
    pub position: Option<(usize, usize)>,
    /// What was found.
    pub found: String,
    /// What was expected instead.
    pub expected: Option<String>,
}

impl std::error::Error for ScenarioError {}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some((line, column)) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.found)?;
        if let Some(expected) = &self.expected {
            write!(f, "\n  expected: {expected}")?;
        }
        Ok(())
    }
}

/// A problem in a text, before it is known which line that is.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    span: Option<Range<usize>>,
    found: String,
    expected: Option<String>,
}

impl Trouble {
    pub fn new(span: Option<Range<usize>>, found: impl Into<String>) -> Self {
        Self { span, found: found.into(), expected: None }
    }

    pub fn expected(mut self, what: impl Into<String>) -> Self {
        self.expected = Some(what.into());
        self
    }

    /// Adds the names that would do.
    pub fn one_of<'a>(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
        let names = if names.is_empty() { "there is none".to_owned() } else { format!("one of {}", names.join(", ")) };
        self.expected(names)
    }

    pub fn in_file(self, file: &str, text: &str) -> ScenarioError {
        let position = self.span.map(|span| line_and_column(text, span.start));
        ScenarioError { file: file.to_owned(), position, found: self.found, expected: self.expected }
    }
}

/// What the TOML reader says, in our form.
impl From<toml::de::Error> for Trouble {
    fn from(error: toml::de::Error) -> Self {
        let message = error.message().trim().replace('\n', "; ");
        match message.split_once(", expected ") {
            Some((found, expected)) => Self::new(error.span(), found).expected(expected),
            None => Self::new(error.span(), message),
        }
    }
}

/// Line and column, both from 1, of a byte offset; columns count characters.
fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
