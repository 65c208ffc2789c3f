//! Scenario files, whatever the system: a text becomes a tree whose nodes know their place, small readers turn nodes into values, and
//! whatever is wrong gets one message with file, line, what was expected, and the nearest valid name.

pub mod error;
pub mod item;
pub mod load;
pub mod node;
mod span;

pub use error::ScenarioError;
pub use load::{LARGEST_FILE, format_of, read};
pub use span::{BadSpan, Span};

/// Longest name that a scenario can give to something.
const LONGEST_NAME: usize = 64;

/// Lower-case letters, digits and single `-` in between: the form of every name that a scenario makes up.
pub fn is_name(text: &str) -> bool {
    let word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.len() <= LONGEST_NAME && text.split('-').all(word)
}
