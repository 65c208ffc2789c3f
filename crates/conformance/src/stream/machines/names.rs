//! Labels of a test and what they stand for.

use std::collections::BTreeMap;

use streams::code::Code;
use streams::frame::{self, Kind as ModelKind, Topic};

use crate::format::topics::stream::{Cursor, Input, Kind, Row, RowRef};

/// Topics and rows of a test.
pub(super) struct Names<'a> {
    input: &'a Input,
    topics: BTreeMap<&'a str, Topic>,
}

impl<'a> Names<'a> {
    pub fn of(input: &'a Input) -> Result<Self, String> {
        let topic = |(label, hex): (&'a String, &String)| {
            let bytes = hex::decode(hex).map_err(|_| format!("topic {label} is `{hex}`, expected hex"))?;
            Ok((label.as_str(), Topic::new(bytes)))
        };
        Ok(Self { input, topics: input.topics.iter().map(topic).collect::<Result<_, String>>()? })
    }

    pub fn topic(&self, label: &str) -> Result<Topic, String> {
        self.topics.get(label).cloned().ok_or_else(|| format!("no topic is called {label}"))
    }

    pub fn topics(&self, labels: &[String]) -> Result<Vec<Topic>, String> {
        labels.iter().map(|label| self.topic(label)).collect()
    }

    /// Topics and cursors of a wish.
    pub fn pairs(&self, pairs: &[(String, u64)]) -> Result<Vec<(Topic, u64)>, String> {
        pairs.iter().map(|(label, cursor)| Ok((self.topic(label)?, *cursor))).collect()
    }

    pub fn label(&self, topic: &Topic) -> String {
        let known = self.topics.iter().find(|(_, own)| *own == topic);
        known.map_or_else(|| format!("{topic:?}"), |(label, _)| (*label).to_owned())
    }

    /// All topics by label.
    pub fn all(&self) -> BTreeMap<String, Topic> {
        self.topics.iter().map(|(label, topic)| ((*label).to_owned(), topic.clone())).collect()
    }

    pub fn row(&self, row: &Row) -> Result<frame::Row, String> {
        Ok(frame::Row {
            kind: kind(row.kind),
            originator: None,
            id: row.id,
            topic: self.topic(&row.topic)?,
            bytes: row.bytes.unwrap_or(100) as usize,
            readable: !row.unreadable,
        })
    }

    pub fn rows(&self, rows: &[RowRef]) -> Result<Vec<frame::Row>, String> {
        let row = |(kind, id): &RowRef| {
            let known = self.input.log.iter().find(|row| (row.kind, row.id) == (*kind, *id));
            self.row(known.ok_or_else(|| format!("the log has no row {kind:?} {id}"))?)
        };
        rows.iter().map(row).collect()
    }
}

pub(super) const fn kind(kind: Kind) -> ModelKind {
    match kind {
        Kind::Group => ModelKind::Group,
        Kind::Welcome => ModelKind::Welcome,
    }
}

pub(super) fn cursor(cursor: &Cursor) -> Result<u64, String> {
    match cursor {
        Cursor::Is(number) => Ok(*number),
        Cursor::Digits(text) => text.parse().map_err(|_| format!("`{text}` is no cursor")),
    }
}

pub(super) fn code(name: &str) -> Result<Code, String> {
    name.parse().map_err(|_| format!("`{name}` is no gRPC status"))
}
