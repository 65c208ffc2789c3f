//! The one message that a bad scenario file gets.

use std::fmt;
use std::ops::Range;

/// Columns of a message.
const WIDTH: usize = 120;
/// Names that a message lists.
const MOST_NAMES: usize = 40;
/// Characters of a file that a message repeats.
const LONGEST_QUOTE: usize = 60;

/// Why a scenario could not be read: where, what was found, what was expected, and the nearest valid name.
///
/// ```text
/// trip.toml:9:1: unknown key `devise` in `steps[1]`
///   expected: one of `label`, `at`, `after`, `every`, `times`, `device` or an action
///   did you mean `device`?
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioError {
    /// File, as the caller named it.
    pub file: String,
    /// Line and column, counted from 1, where the text has them.
    pub position: Option<(usize, usize)>,
    /// What was found, and where in the scenario.
    pub found: String,
    /// What was expected instead.
    pub expected: Option<String>,
    /// The valid name that is nearest to what was found.
    pub nearest: Option<String>,
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
            write!(f, "\n  expected: {}", wrapped(expected))?;
        }
        if let Some(nearest) = &self.nearest {
            write!(f, "\n  did you mean `{nearest}`?")?;
        }
        Ok(())
    }
}

/// A problem inside a text, before it is known which line that is. Boxed, because it is the rare way out of every
/// reader.
pub(crate) type Problem = Box<Trouble>;

/// See [`Problem`].
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    /// Bytes of the text that it is about.
    pub span: Option<Range<usize>>,
    pub found: String,
    pub expected: Option<String>,
    pub nearest: Option<String>,
}

impl Trouble {
    /// What was found, at a place.
    pub fn new(span: Option<Range<usize>>, found: impl Into<String>) -> Problem {
        Box::new(Self { span, found: found.into(), expected: None, nearest: None })
    }

    /// Adds what was expected.
    pub fn expected(mut self: Box<Self>, what: impl Into<String>) -> Problem {
        self.expected = Some(what.into());
        self
    }

    /// Adds the valid names and the one that is nearest to `given`.
    pub fn one_of<'a>(mut self: Box<Self>, given: &str, valid: impl IntoIterator<Item = &'a str>) -> Problem {
        let valid: Vec<&str> = valid.into_iter().collect();
        self.nearest = nearest(given, &valid).map(str::to_owned);
        self.expected = Some(match valid.as_slice() {
            [] => "there is none yet".to_owned(),
            [only] => format!("`{only}`"),
            several => format!("one of {}", quoted(several)),
        });
        self
    }

    /// Says of which kind the valid names are.
    pub fn of_kind(mut self: Box<Self>, kind: &str) -> Problem {
        self.expected = self.expected.map(|expected| format!("{kind}: {expected}"));
        self
    }

    /// The message for a person: the place as line and column of `text`.
    pub fn in_file(&self, file: &str, text: &str) -> ScenarioError {
        let position = self.span.as_ref().map(|span| line_and_column(text, span.start));
        ScenarioError {
            file: file.to_owned(),
            position,
            found: self.found.clone(),
            expected: self.expected.clone(),
            nearest: self.nearest.clone(),
        }
    }
}

/// Names in backticks, separated by commas; of very many only the first.
pub(super) fn quoted(names: &[impl fmt::Display]) -> String {
    let shown: Vec<String> = names.iter().take(MOST_NAMES).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(MOST_NAMES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A text as it stands in a file, cut if it is long.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Breaks a long list into lines.
fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    let mut width = "  expected: ".len();
    for word in text.split_inclusive(' ') {
        if width + word.trim_end().chars().count() > WIDTH {
            lines.truncate(lines.trim_end().len());
            lines.push_str("\n    ");
            width = 4;
        }
        lines.push_str(word);
        width += word.chars().count();
    }
    lines
}

/// The valid name that looks most like `given`, if one is near enough to have been meant.
fn nearest<'a>(given: &str, valid: &[&'a str]) -> Option<&'a str> {
    if given.len() > 200 {
        return None;
    }
    let plain = |text: &str| text.to_lowercase().replace('_', "-");
    let likeness = |name: &str| strsim::jaro_winkler(&plain(given), &plain(name));
    let mut best: Option<(f64, &str)> = None;
    for name in valid.iter().copied().filter(|name| *name != given) {
        let score = likeness(name);
        let slip = strsim::damerau_levenshtein(given, name) * 3 <= given.len();
        if (slip || score >= 0.8) && best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, name));
        }
    }
    best.map(|(_, name)| name)
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
