//! Mutable subscription streams (XIP-83): what a node, a client, or both do with a script. `vectors/streams/README.md` explains each member.
//!
//! Schemas name these types `Stream…`: types are made of all schemas together.

mod frame;
mod policy;
mod step;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::format;

pub use frame::{Cursor, Fields, Frame, Kind, Pattern, RowRef, Value};
pub use policy::{Backoff, Limits, OnResume, Page, PingWhen, Policy, ResumeFrom, RetryStamp, Watchdog};
pub use step::{App, Fault, From, Mode, Step, Wish};

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

/// What is tested, with what, and what happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The API: `v3`, with one cursor per topic.
    pub binding: Binding,
    /// Whose behaviour is judged.
    pub under_test: Machine,
    /// The node's keepalive interval I.
    pub interval_ms: u64,
    /// The node's deadline D for a matching Pong.
    pub pong_deadline_ms: u64,
    /// The client gives a wire up after so many intervals of silence (N, at least 1).
    pub watchdog_n: u32,
    /// Everything else that node and client are set to. What is left out is as the README says.
    pub policy: Policy,
    /// Topics by label, as hex: a byte for the kind, then an identifier.
    pub topics: BTreeMap<String, String>,
    /// Rows that the node has, in the order in which they become visible.
    pub log: Vec<Row>,
    /// What happens, in order.
    pub script: Vec<Step>,
    /// When the test is over.
    pub end_ms: u64,
}

/// The API that is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamBinding")]
pub enum Binding {
    /// One cursor per topic.
    V3,
}

/// Whose behaviour is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamMachine")]
pub enum Machine {
    /// The node; the script is the client.
    Node,
    /// The client; the script is the node, the application, and the end of calls.
    Client,
    /// Both, with the pipe in between; the script is the application and the faults of the pipe.
    Pair,
}

/// A row of the node's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamRow")]
pub struct Row {
    /// Kind of its topic.
    pub kind: Kind,
    /// Its number in the sequence of its kind.
    pub id: u64,
    /// Label of its topic.
    pub topic: String,
    /// From when on a reader may see it.
    pub visible_at_ms: u64,
    /// When its id was given out, if that was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allotted_at_ms: Option<u64>,
    /// Bytes of what it carries, 100 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u32>,
    /// The node cannot parse it, and serves it to nobody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unreadable: bool,
}

/// What must come of it. What is left out is not compared.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// Frames that come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frames: Vec<Wanted>,
    /// The first frame with this label comes before any of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<(String, Pattern)>,
    /// Frames that do not come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub never: Vec<Pattern>,
    /// Rows that the node sends on the first call, by topic and lane, exactly and in order.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub delivered: BTreeMap<String, BTreeMap<String, Vec<u64>>>,
    /// Rows that the node sends on the first call, by lane and kind, over all topics, exactly and in order; without those that may be in
    /// either lane.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub merged: BTreeMap<String, BTreeMap<Kind, Vec<u64>>>,
    /// Rows that consumers of the client have at the end, by consumer and topic, exactly. Who has none is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processed: Option<BTreeMap<String, BTreeMap<String, Vec<u64>>>>,
    /// Ids of the acknowledgements on the first call, in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acks: Option<Vec<u64>>,
    /// How the node ends the first call: null if it stays open.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub close: Option<Ending>,
    /// From where topics would resume, right after the step with this label. Topics that are left out are not compared.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub durable: BTreeMap<String, BTreeMap<String, u64>>,
    /// State of the client at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// First and last moment for each call of the client after its first. There are no more calls than these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reconnect_at_ms: Option<Vec<[u64; 2]>>,
    /// Invariants that hold; for people. Whoever can, checks them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invariants: Vec<String>,
}

/// Whether and how a call ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "StreamEnding")]
pub enum Ending {
    /// It stays open.
    Open(()),
    /// It ends.
    Ends(Close),
}

/// How a call ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamClose")]
pub struct Close {
    /// Name of the gRPC status.
    pub code: String,
    /// First and last moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_ms: Option<[u64; 2]>,
}

/// A frame that comes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamWanted")]
pub struct Wanted {
    /// Its name in `before`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whom it goes to.
    pub to: Machine,
    /// What it is like.
    pub frame: Pattern,
    /// First and last moment for the first such frame; left out: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_ms: Option<[u64; 2]>,
    /// How many such frames there are in all; left out: at least one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
}

/// A member that may be null is told apart from one that is not there.
fn present<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
