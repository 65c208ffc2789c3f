//! Small readers that turn nodes into values and know what to say when they cannot.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::ops::Range;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::error::{Problem, Trouble, shortened};
use super::node::{Content, Entry, Node};
use super::{BadSpan, Span};

/// Clocks are wrong by a hundred years at most.
pub const LARGEST_SKEW_SECS: i64 = 36_525 * 86_400;

/// A node and the path that leads to it.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// The node.
    pub node: &'a Node,
    /// The path: `steps[1].send`.
    pub path: String,
}

/// A table that has no keys but those it may have.
#[derive(Debug)]
pub struct Table<'a> {
    entries: &'a [Entry],
    span: Option<Range<usize>>,
    path: String,
}

impl<'a> Item<'a> {
    /// A problem at this place; `found` begins with a verb, as in "is empty".
    pub fn trouble(&self, found: impl Display) -> Problem {
        Trouble::new(self.node.span.clone(), format!("`{}` {found}", self.path))
    }

    fn not(&self, expected: impl Into<String>) -> Problem {
        self.trouble(format_args!("is {}", self.node)).expected(expected)
    }

    /// A table with these keys and no others.
    pub fn table(&self, known: &[&str]) -> Result<Table<'a>, Problem> {
        let table = Table { entries: self.entries()?, span: self.node.span.clone(), path: self.path.clone() };
        table.refuse_others(known)?;
        Ok(table)
    }

    /// The keys of a table whose keys are names.
    pub fn entries(&self) -> Result<&'a [Entry], Problem> {
        match &self.node.content {
            Content::Table(entries) => Ok(entries),
            _ => Err(self.not("a table")),
        }
    }

    /// A table without a key.
    pub fn nothing(&self) -> Result<(), Problem> {
        match self.entries()?.first() {
            None => Ok(()),
            Some(entry) => Err(unknown_key(entry, &self.path).expected("an empty table: `{}`")),
        }
    }

    /// The value of one entry of this table.
    pub fn child(&self, entry: &'a Entry) -> Self {
        Self { node: &entry.node, path: join(&self.path, &entry.key) }
    }

    /// The items of a list.
    pub fn list(&self) -> Result<Vec<Self>, Problem> {
        match &self.node.content {
            Content::List(items) => Ok(items
                .iter()
                .enumerate()
                .map(|(index, node)| Self { node, path: format!("{}[{index}]", self.path) })
                .collect()),
            _ => Err(self.not("a list")),
        }
    }

    /// A list of which each item is read by `read` and occurs once.
    pub fn distinct<T: PartialEq>(&self, mut read: impl FnMut(&Self) -> Result<T, Problem>) -> Result<Vec<T>, Problem> {
        let mut values = Vec::new();
        for item in self.list()? {
            let value = read(&item)?;
            if values.contains(&value) {
                return Err(item.trouble(format_args!("is {} again", item.node)).expected("each entry once"));
            }
            values.push(value);
        }
        Ok(values)
    }

    /// As [`Item::distinct`], with one item at least.
    pub fn some_distinct<T: PartialEq>(
        &self,
        read: impl FnMut(&Self) -> Result<T, Problem>,
    ) -> Result<Vec<T>, Problem> {
        let values = self.distinct(read)?;
        if values.is_empty() { Err(self.trouble("is empty").expected("at least one entry")) } else { Ok(values) }
    }

    /// Any text.
    pub fn text(&self) -> Result<&'a str, Problem> {
        match &self.node.content {
            Content::Text(text) => Ok(text),
            _ => Err(self.not("a text")),
        }
    }

    /// A text that says something.
    pub fn sentence(&self) -> Result<String, Problem> {
        let text = self.text()?;
        if text.trim().is_empty() { Err(self.trouble("is empty").expected("a text")) } else { Ok(text.to_owned()) }
    }

    /// A name that the scenario makes up.
    pub fn new_name(&self) -> Result<String, Problem> {
        let text = self.text()?;
        check_name(text).map_err(|expected| self.not(expected))?;
        Ok(text.to_owned())
    }

    /// A name that was declared before.
    pub fn known<'n>(&self, what: &str, valid: impl IntoIterator<Item = &'n str>) -> Result<String, Problem> {
        let text = self.text()?;
        let valid: Vec<&str> = valid.into_iter().collect();
        if valid.contains(&text) {
            return Ok(text.to_owned());
        }
        let found = format!("{what} {:?} in `{}`", shortened(text), self.path);
        Err(Trouble::new(self.node.span.clone(), found).one_of(text, valid))
    }

    /// One of a closed list of words.
    pub fn one_of<T: Copy>(&self, valid: &[(&str, T)]) -> Result<T, Problem> {
        let word = self.known("unknown value", valid.iter().map(|(word, _)| *word))?;
        let chosen = valid.iter().find(|(valid, _)| *valid == word);
        chosen.map(|(_, value)| *value).ok_or_else(|| self.not("a known value"))
    }

    /// An id of a list that is kept elsewhere.
    pub fn id<T: FromStr>(&self, what: &str, valid: &[String]) -> Result<T, Problem> {
        let text = self.text()?;
        text.parse().map_err(|_| {
            let found = format!("unknown {what} {:?} in `{}`", shortened(text), self.path);
            Trouble::new(self.node.span.clone(), found).one_of(text, valid.iter().map(String::as_str))
        })
    }

    /// A length of time.
    pub fn span(&self) -> Result<Span, Problem> {
        let expected = "a number with a unit: `250ms`, `90s`, `10m`, `6h`, `7d` or several, longest first: `1h30m`";
        let Content::Text(text) = &self.node.content else { return Err(self.not(expected)) };
        text.parse().map_err(|error| match error {
            BadSpan::Malformed => self.not(expected),
            BadSpan::TooLong => self.not("at most a hundred years"),
        })
    }

    /// A length of time that is not nothing.
    pub fn positive_span(&self) -> Result<Span, Problem> {
        let span = self.span()?;
        if span == Span::ZERO { Err(self.not("more than no time")) } else { Ok(span) }
    }

    /// `true` or `false`.
    pub fn boolean(&self) -> Result<bool, Problem> {
        match self.node.content {
            Content::Bool(value) => Ok(value),
            _ => Err(self.not("`true` or `false`")),
        }
    }

    /// A whole number between two bounds.
    pub fn integer<T: TryFrom<i128> + Into<i128> + Copy>(&self, least: T, most: T) -> Result<T, Problem> {
        let (low, high) = (least.into(), most.into());
        let expected = format!("a whole number from {low} to {high}");
        match self.node.content {
            Content::Integer(number) if (low..=high).contains(&number) => {
                T::try_from(number).map_err(|_| self.not(expected))
            }
            _ => Err(self.not(expected)),
        }
    }

    /// Seconds by which a clock is wrong.
    pub fn skew(&self) -> Result<i64, Problem> {
        self.integer(-LARGEST_SKEW_SECS, LARGEST_SKEW_SECS)
    }

    /// A table of settings that another crate defines: `base` with what the table says in its place.
    ///
    /// Taken key by key, so that every objection has a place.
    pub fn settings<T: Serialize + DeserializeOwned>(&self, base: T) -> Result<T, Problem> {
        let mut settings = base;
        for entry in self.entries()? {
            let changed = serde_json::to_value(&settings)
                .and_then(serde_json::from_value::<Map<String, Value>>)
                .and_then(|mut fields| {
                    fields.insert(entry.key.clone(), entry.node.to_json());
                    serde_json::from_value(Value::Object(fields))
                });
            settings = changed.map_err(|error| self.objection(entry, &error.to_string()))?;
        }
        Ok(settings)
    }

    /// What serde says against one entry of this table, in our words.
    pub fn objection(&self, entry: &'a Entry, message: &str) -> Problem {
        let value = self.child(entry);
        let (complaint, valid) = message.split_once(", expected ").unwrap_or((message, ""));
        let names: Vec<&str> = valid.split('`').skip(1).step_by(2).collect();
        if complaint.starts_with("unknown field") {
            return unknown_key(entry, &self.path).one_of(&entry.key, names);
        }
        if let Some(given) = complaint.strip_prefix("unknown variant ") {
            let found = format!("unknown value {:?} in `{}`", shortened(given.trim_matches('`')), value.path);
            return Trouble::new(value.node.span.clone(), found).one_of(given.trim_matches('`'), names);
        }
        if complaint.starts_with("invalid ") {
            return value.not(in_words(valid));
        }
        value.trouble(format_args!("is not valid: {}", shortened(message)))
    }
}

impl<'a> Table<'a> {
    /// The root of a scenario.
    pub fn root(node: &'a Node, known: &[&str]) -> Result<Self, Problem> {
        Item { node, path: String::new() }.root_table(known)
    }

    /// The value of a key, if it is there.
    pub fn get(&self, key: &str) -> Option<Item<'a>> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        Some(Item { node: &entry.node, path: join(&self.path, key) })
    }

    /// The value of a key that must be there.
    pub fn need(&self, key: &str, expected: &str) -> Result<Item<'a>, Problem> {
        self.get(key).ok_or_else(|| {
            let found = format!("missing key `{key}`{}", in_path(&self.path));
            Trouble::new(self.span.clone(), found).expected(expected)
        })
    }

    /// What `read` makes of a key, or nothing if it is not there.
    pub fn read<T>(&self, key: &str, read: impl FnOnce(&Item<'a>) -> Result<T, Problem>) -> Result<Option<T>, Problem> {
        self.get(key).as_ref().map(read).transpose()
    }

    /// Names of the keys that are there.
    pub fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.entries.iter().map(|entry| entry.key.as_str())
    }

    /// A problem with the table as a whole.
    pub fn trouble(&self, found: impl Display) -> Problem {
        Trouble::new(self.span.clone(), format!("{found}{}", in_path(&self.path)))
    }

    fn refuse_others(&self, known: &[&str]) -> Result<(), Problem> {
        match self.entries.iter().find(|entry| !known.contains(&entry.key.as_str())) {
            Some(entry) => Err(unknown_key(entry, &self.path).one_of(&entry.key, known.iter().copied())),
            None => Ok(()),
        }
    }
}

impl<'a> Item<'a> {
    fn root_table(&self, known: &[&str]) -> Result<Table<'a>, Problem> {
        let Content::Table(entries) = &self.node.content else {
            return Err(Trouble::new(None, format!("the scenario is {}", self.node)).expected("a table"));
        };
        let table = Table { entries, span: self.node.span.clone(), path: String::new() };
        table.refuse_others(known)?;
        Ok(table)
    }
}

/// Checks a key that is a name which the scenario makes up.
pub fn new_key(entry: &Entry, path: &str, seen: &mut BTreeSet<String>) -> Result<String, Problem> {
    let found = |text: &str| {
        Trouble::new(entry.key_span.clone(), format!("{text} `{}`{}", shortened(&entry.key), in_path(path)))
    };
    check_name(&entry.key).map_err(|expected| found("bad name").expected(expected))?;
    if !seen.insert(entry.key.clone()) {
        return Err(found("duplicate name"));
    }
    Ok(entry.key.clone())
}

/// A key that is not among those that the place has.
pub fn unknown_key(entry: &Entry, path: &str) -> Problem {
    Trouble::new(entry.key_span.clone(), format!("unknown key `{}`{}", shortened(&entry.key), in_path(path)))
}

/// What serde expected, for people who do not write Rust.
fn in_words(expected: &str) -> &str {
    match expected {
        "" => "another value",
        "a boolean" => "true or false",
        "string or map" | "a string" => "a text",
        "usize" | "u64" | "u32" | "u16" | "i64" => "a whole number",
        other => other,
    }
}

fn check_name(text: &str) -> Result<(), &'static str> {
    if super::is_name(text) { Ok(()) } else { Err("lower-case letters and digits in words joined by `-`, at most 64") }
}

fn in_path(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!(" in `{path}`") }
}

fn join(path: &str, key: &str) -> String {
    let key = if key.contains(['/', '.']) { format!("{:?}", shortened(key)) } else { shortened(key) };
    if path.is_empty() { key } else { format!("{path}.{key}") }
}
