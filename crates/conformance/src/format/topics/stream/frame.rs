//! Frames as they stand in scripts, and patterns of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a topic is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamKind")]
pub enum Kind {
    /// A group.
    Group,
    /// An installation.
    Welcome,
}

/// A row of the log: its kind and its id.
pub type RowRef = (Kind, u64);

/// A number that one of the two sides chooses, or the name of one: `$ping1` is the nonce of the first Ping that the machine under test
/// sent, `$mutate2` the id of its second Mutate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "StreamValue")]
pub enum Value {
    /// The number.
    Is(u64),
    /// Its name.
    Named(String),
}

/// A cursor: a number, or decimal digits where it is 2^53 or more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "StreamCursor")]
pub enum Cursor {
    /// The number.
    Is(u64),
    /// Its digits.
    Digits(String),
}

/// A frame of a script. Topics are labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "StreamFrame")]
pub enum Frame {
    /// From the client: changes the topics.
    Mutate {
        /// What to add: label and cursor.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        adds: Vec<(String, Cursor)>,
        /// What to remove.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        removes: Vec<String>,
        /// Replay only.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        history_only: bool,
        /// Its id.
        mutate_id: Value,
    },
    /// From the node: the first frame of a call.
    Started {
        /// Its interval.
        keepalive_interval_ms: u32,
        /// Optional features.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        capabilities: Vec<u32>,
    },
    /// From the node: rows of one lane.
    Messages {
        /// The lane: the id of a wave, 0 for live.
        mutate_id: Value,
        /// The rows.
        rows: Vec<RowRef>,
    },
    /// From the node: these topics were replayed.
    TopicsLive {
        /// Labels.
        topics: Vec<String>,
    },
    /// From the node: acknowledges a Mutate.
    CatchupComplete {
        /// Its id.
        mutate_id: Value,
    },
    /// From either.
    Ping {
        /// Its nonce.
        nonce: Value,
    },
    /// From either.
    Pong {
        /// The nonce of the Ping that it answers.
        nonce: Value,
    },
    /// From the client: V1 without any request in it.
    Empty {},
    /// From the client: no version, or one that nobody knows.
    UnknownVersion {},
}

/// Frames that are alike: the name of the frame, and what it must carry. What is left out may be anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamPattern")]
#[allow(missing_docs, reason = "they are those of `Frame`")]
pub enum Pattern {
    Mutate(Fields),
    Started(Fields),
    Messages(Fields),
    TopicsLive(Fields),
    CatchupComplete(Fields),
    Ping(Fields),
    Pong(Fields),
    /// Nothing more will be sent. No frame, but counted as one.
    HalfClose(Fields),
    /// Any frame.
    Any(Fields),
}

/// What a frame must carry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamFields")]
pub struct Fields {
    /// Its `mutate_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mutate_id: Option<Value>,
    /// Its nonce.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<Value>,
    /// A topic that it names, or to which a row of it belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// It carries one of these rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<Vec<RowRef>>,
    /// Exactly what it adds, in any order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adds: Option<Vec<(String, u64)>>,
    /// Exactly what it removes, in any order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removes: Option<Vec<String>>,
    /// Whether it asks for a replay only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history_only: Option<bool>,
    /// On this call of the client, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<u32>,
    /// Brought about by the step with this label, or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl Pattern {
    /// The name of the frame; none for any.
    pub const fn name(&self) -> Option<&'static str> {
        match self {
            Self::Mutate(_) => Some("mutate"),
            Self::Started(_) => Some("started"),
            Self::Messages(_) => Some("messages"),
            Self::TopicsLive(_) => Some("topics_live"),
            Self::CatchupComplete(_) => Some("catchup_complete"),
            Self::Ping(_) => Some("ping"),
            Self::Pong(_) => Some("pong"),
            Self::HalfClose(_) => Some("half_close"),
            Self::Any(_) => None,
        }
    }

    /// What it must carry.
    pub const fn fields(&self) -> &Fields {
        match self {
            Self::Mutate(fields)
            | Self::Started(fields)
            | Self::Messages(fields)
            | Self::TopicsLive(fields)
            | Self::CatchupComplete(fields)
            | Self::Ping(fields)
            | Self::Pong(fields)
            | Self::HalfClose(fields)
            | Self::Any(fields) => fields,
        }
    }

    /// The pattern of the frames with this name.
    pub fn named(name: &str, fields: Fields) -> Option<Self> {
        Some(match name {
            "mutate" => Self::Mutate(fields),
            "started" => Self::Started(fields),
            "messages" => Self::Messages(fields),
            "topics_live" => Self::TopicsLive(fields),
            "catchup_complete" => Self::CatchupComplete(fields),
            "ping" => Self::Ping(fields),
            "pong" => Self::Pong(fields),
            "half_close" => Self::HalfClose(fields),
            "any" => Self::Any(fields),
            _ => return None,
        })
    }
}
