//! Mutable subscription streams (XIP-83): what a node, a client, or both do with a script. `vectors/streams/README.md` explains each member.
//!
//! Schemas name these types `Stream…`: types are made of all schemas together.

mod frame;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::format;

pub use frame::{Cursor, Fields, Frame, Kind, Pattern, RowRef, Value};

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
    /// The client gives a wire up after so many intervals of silence (N).
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

/// Settings of node and client.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamPolicy")]
pub struct Policy {
    /// When the node challenges its client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ping_when: Option<PingWhen>,
    /// Topics that may not be read stand here with `false`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub allow: BTreeMap<String, bool>,
    /// Bounds of the node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// How the node reads history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// The node does not know the call.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unimplemented: bool,
    /// The node shows no row before every row with a lower id.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fence: bool,
    /// A remove cancels a running `history_only` replay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remove_cancels: Option<bool>,
    /// From where the client resumes what was live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resume_from: Option<ResumeFrom>,
    /// What the client does when it comes to the foreground.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_resume: Option<OnResume>,
    /// How long the client waits for the answer to a probe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probe_ms: Option<u64>,
    /// How long after a suspension the client takes its wire down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace_ms: Option<u64>,
    /// How long the client waits before it calls again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backoff: Option<Backoff>,
    /// How often the client compares its cursors with what the node has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconcile_ms: Option<u64>,
    /// The client is a watchdog around an older call (`under_test` is `client`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watchdog: Option<Watchdog>,
}

/// When a node challenges its client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamPingWhen")]
pub enum PingWhen {
    /// When nothing was sent for an interval.
    SendIdle,
    /// Then, and two intervals after the last matching Pong at the latest.
    Unproven,
}

/// From where a client resumes a topic that was live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamResumeFrom")]
pub enum ResumeFrom {
    /// The live mark of its kind, which is 0 until a live row came.
    Marks,
    /// The highest of that mark, the cursor of the add, and the highest id processed of the topic.
    Floors,
}

/// What a client does when it comes to the foreground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamOnResume")]
pub enum OnResume {
    /// It sends a Ping on the wire that it has.
    Probe,
    /// It drops the wire and calls.
    Reconnect,
}

/// Bounds of a node. What exceeds one ends the call with `RESOURCE_EXHAUSTED`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamLimits")]
pub struct Limits {
    /// Topics of a call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_topics: Option<u32>,
    /// Adds of a Mutate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_adds: Option<u32>,
    /// Rows that wait for the end of waves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_held_rows: Option<u32>,
    /// Bytes of a row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_row_bytes: Option<u32>,
    /// How long a frame may wait for a client that takes nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_within_ms: Option<u64>,
    /// Mutates in any second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mutates_per_second: Option<u32>,
    /// Pings of the client in any second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pings_per_second: Option<u32>,
}

/// How a node reads history: so many rows of a wave at once, then a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamPage")]
pub struct Page {
    /// Rows, of all topics together.
    pub rows: u32,
    /// The pause.
    pub every_ms: u64,
}

/// How long a client waits before it calls again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamBackoff")]
pub struct Backoff {
    /// After the first failure; each further one doubles it.
    pub base_ms: u64,
    /// At most.
    pub cap_ms: u64,
    /// Up to this much more, drawn anew for each call.
    pub jitter_ms: u64,
    /// No two calls are nearer than this.
    pub min_ms: u64,
}

/// A watchdog around a stream without keepalive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamWatchdog")]
pub struct Watchdog {
    /// Silence that trips it.
    pub idle_ms: u64,
    /// Two attempts are at least this far apart.
    pub floor_ms: u64,
    /// When the beginning of an attempt is written down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_stamp: Option<RetryStamp>,
}

/// When a watchdog writes the beginning of an attempt down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamRetryStamp")]
pub enum RetryStamp {
    /// When its stream began, and not again while attempts fail.
    Once,
    /// At every attempt.
    Each,
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

/// Something that happens: `from` says by whom, and exactly one of the members after `call` what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamStep")]
pub struct Step {
    /// Name that expectations refer to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// When.
    pub at_ms: u64,
    /// Who.
    pub from: From,
    /// Of `node` steps of a client's test: on which of the client's calls, from 1. If that is not open, nothing happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<u32>,
    /// `client`: it calls.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
    /// `client` or `node`: this is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<Frame>,
    /// `client`: it sends nothing more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub half_close: bool,
    /// `client`: it gives the call up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancel: bool,
    /// `client`: from now on it answers Pings at once, or does not. It does from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<bool>,
    /// `node`: the call ends with this gRPC status. `pipe`: all calls do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close: Option<String>,
    /// `node`: it loses its registrations of this topic and goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lose: Option<String>,
    /// `app`: a consumer wants rows of these topics above these ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscribe: Option<Wish>,
    /// `app`: nobody wants these topics any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsubscribe: Option<Vec<String>>,
    /// `app`: a window in the background, with these topics and cursors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetch: Option<Wish>,
    /// `app`: something that happens to the client as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<App>,
    /// `pipe`: it behaves so from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
}

/// Who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamFrom")]
#[allow(missing_docs, reason = "the names say it")]
pub enum From {
    Client,
    Node,
    App,
    Pipe,
}

/// What a consumer wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamWish")]
pub struct Wish {
    /// Its name.
    pub consumer: String,
    /// Label and cursor of each topic.
    pub topics: Vec<(String, u64)>,
}

/// What happens to a client as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamApp")]
pub enum App {
    /// It goes to the background.
    Suspend,
    /// It is in the foreground again.
    Resume,
    /// Its process dies and is started again at once.
    Crash,
    /// Its consumers take nothing for now.
    Park,
    /// They go on.
    Unpark,
    /// Its machine stops: no input, no timers.
    Freeze,
    /// Its machine goes on.
    Thaw,
    /// A watchdog begins.
    Start,
}

/// How a pipe behaves from now on, or until `until_ms`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamFault")]
pub struct Fault {
    /// How.
    pub mode: Mode,
    /// When it behaves as usual again. Calls that were dead stay dead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<u64>,
    /// `stall`: so many bytes are buffered before the node has to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buffer_bytes: Option<u32>,
    /// `cut_after`: so many more frames of the node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frames: Option<u32>,
    /// `accept_then_die`: how soon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_ms: Option<u64>,
}

/// How a pipe behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamMode")]
#[allow(missing_docs, reason = "vectors/streams/README.md has a table of them")]
pub enum Mode {
    BlackholeUp,
    BlackholeDown,
    ProxyAck,
    HalfClose,
    Stall,
    CutAfter,
    AcceptThenDie,
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
    /// Rows that a consumer of the client has at the end, by consumer and topic, exactly.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub processed: BTreeMap<String, BTreeMap<String, Vec<u64>>>,
    /// Ids of the acknowledgements on the first call, in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acks: Option<Vec<u64>>,
    /// How the node ends the first call: null if it stays open.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub close: Option<Ending>,
    /// From where each topic would resume, right after the step with this label.
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
    /// First and last moment for the first such frame.
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
