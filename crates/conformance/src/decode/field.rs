//! A field as a person reads it.

use marmot_rules::key_package::ParseError;
use serde::Serialize;

/// A field of a structure: its name, its bytes or its number, what they mean, and the fields inside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Field {
    /// As the document that defines the structure calls it.
    pub name: String,
    /// Bytes in lower-case hex, a number, or text; empty of what only has fields.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// What the value means, or why the bytes cannot be read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// What is inside, in the order of the bytes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

impl Field {
    /// A value, as it is.
    pub(super) fn new(name: &str, value: impl ToString) -> Self {
        Self { name: name.to_owned(), value: value.to_string(), ..Self::default() }
    }

    /// Bytes, with their number.
    pub(super) fn bytes(name: &str, bytes: &[u8]) -> Self {
        let about = match bytes.len() {
            0 => "empty".to_owned(),
            1 => "1 byte".to_owned(),
            n => format!("{n} bytes"),
        };
        Self::new(name, hex::encode(bytes)).about(about)
    }

    /// A structure.
    pub(super) fn of(name: &str, fields: Vec<Self>) -> Self {
        Self { name: name.to_owned(), fields, ..Self::default() }
    }

    /// What cannot be read.
    pub(super) fn unread(name: &str, why: impl ToString) -> Self {
        Self { name: name.to_owned(), about: format!("cannot be read: {}", why.to_string()), ..Self::default() }
    }

    /// A structure that `read` reads; what came before a fault stays, and the fault is told after it.
    pub(super) fn read(name: &str, read: impl FnOnce(&mut Vec<Self>) -> Result<(), ParseError>) -> Self {
        let mut fields = Vec::new();
        if let Err(error) = read(&mut fields) {
            fields.push(Self::unread("the rest", error));
        }
        Self::of(name, fields)
    }

    pub(super) fn about(mut self, about: impl ToString) -> Self {
        self.about = about.to_string();
        self
    }
}
