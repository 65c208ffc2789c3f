//! The text of a scenario as a tree whose nodes know their place, whether it was TOML or JSON.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{Problem, Trouble, shortened};

/// A value and where it stands. JSON values do not know.
#[derive(Clone, Debug)]
pub struct Node {
    /// Bytes of the text.
    pub span: Option<Range<usize>>,
    /// What it holds.
    pub content: Content,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// `null`, in JSON.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i128),
    /// Any other number.
    Float(f64),
    /// A date, in TOML.
    Date(toml::value::Datetime),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A table, in the order of the text.
    Table(Vec<Entry>),
}

/// One key of a table with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Bytes of the key.
    pub key_span: Option<Range<usize>>,
    /// The value.
    pub node: Node,
}

impl Node {
    /// Reads TOML.
    pub fn from_toml(text: &str) -> Result<Self, Problem> {
        let root = DeTable::parse(text).map_err(|error| {
            let span = error.span().unwrap_or_default();
            let found = match (error.message(), text.get(span.clone())) {
                ("duplicate key", Some(key)) => format!("duplicate key `{}`", shortened(key)),
                (message, _) => format!("not TOML: {}", message.trim().replace('\n', "; ")),
            };
            Trouble::new(Some(span), found)
        })?;
        Ok(Self { span: Some(0..0), content: table(root.into_inner())? })
    }

    /// Reads JSON.
    pub fn from_json(text: &str) -> Result<Self, Problem> {
        serde_json::from_str(text).map_err(|error| {
            let line_start =
                text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
            let start = line_start + error.column().saturating_sub(1);
            let message = error.to_string();
            let place = format!(" at line {} column {}", error.line(), error.column());
            Trouble::new(Some(start..start), format!("not JSON: {}", message.trim_end_matches(&place)))
        })
    }

    /// The same without places. Dates become their text.
    pub fn to_json(&self) -> Value {
        match &self.content {
            Content::Null => Value::Null,
            Content::Bool(value) => Value::from(*value),
            Content::Integer(value) => match (i64::try_from(*value), u64::try_from(*value)) {
                (Ok(value), _) => Value::from(value),
                (_, Ok(value)) => Value::from(value),
                _ => Value::from(value.to_string()),
            },
            Content::Float(value) => Value::from(*value),
            Content::Date(date) => Value::from(date.to_string()),
            Content::Text(text) => Value::from(text.as_str()),
            Content::List(items) => items.iter().map(Self::to_json).collect(),
            Content::Table(entries) => Value::Object(
                entries.iter().map(|entry| (entry.key.clone(), entry.node.to_json())).collect::<Map<_, _>>(),
            ),
        }
    }
}

/// What it is, for the message that says that something else was expected.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Content::Null => f.write_str("null"),
            Content::Bool(value) => write!(f, "{value}"),
            Content::Integer(value) => write!(f, "the integer {value}"),
            Content::Float(value) => write!(f, "the number {value}"),
            Content::Date(date) => write!(f, "the date {date}"),
            Content::Text(text) => write!(f, "the text {:?}", shortened(text)),
            Content::List(_) => f.write_str("a list"),
            Content::Table(_) => f.write_str("a table"),
        }
    }
}

fn table(entries: DeTable<'_>) -> Result<Content, Problem> {
    let entry = |(key, value): (Spanned<_>, Spanned<DeValue<'_>>)| {
        let key_span = Some(key.span());
        Ok(Entry { key: std::borrow::Cow::into_owned(key.into_inner()), key_span, node: node(value)? })
    };
    let mut entries: Vec<Entry> = entries.into_iter().map(entry).collect::<Result<_, Problem>>()?;
    entries.sort_by_key(|entry| entry.key_span.as_ref().map(|span| span.start));
    Ok(Content::Table(entries))
}

fn node(value: Spanned<DeValue<'_>>) -> Result<Node, Problem> {
    let span = Some(value.span());
    let content = match value.into_inner() {
        DeValue::String(text) => Content::Text(text.into_owned()),
        DeValue::Integer(number) => match i128::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Content::Integer(number),
            Err(_) => {
                return Err(Trouble::new(span, format!("the integer {} is too large", shortened(&number.to_string()))));
            }
        },
        DeValue::Float(number) => match number.as_str().parse() {
            Ok(number) => Content::Float(number),
            Err(_) => {
                return Err(Trouble::new(span, format!("cannot read the number {}", shortened(&number.to_string()))));
            }
        },
        DeValue::Boolean(value) => Content::Bool(value),
        DeValue::Datetime(date) => Content::Date(date),
        DeValue::Array(items) => Content::List(items.into_iter().map(node).collect::<Result<_, _>>()?),
        DeValue::Table(entries) => table(entries)?,
    };
    Ok(Node { span, content })
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor).map(|content| Self { span: None, content })
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Content, E> {
        Ok(Content::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Content, E> {
        Ok(Content::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Content, E> {
        Ok(Content::Integer(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Content, E> {
        Ok(Content::Integer(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Content, E> {
        Ok(Content::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Content, E> {
        Ok(Content::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Content, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Content::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Content, A::Error> {
        let mut seen = std::collections::BTreeSet::new();
        let mut entries = Vec::new();
        while let Some((key, node)) = map.next_entry::<String, Node>()? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(format_args!("duplicate key `{}`", shortened(&key))));
            }
            entries.push(Entry { key, key_span: None, node });
        }
        Ok(Content::Table(entries))
    }
}
