//! What stands in a file, before names are looked up.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::place::{CursorFile, RowFile};
use super::{Knobs, Span};

/// A name and where it stands.
pub(super) type Name = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub format: Name,
    pub id: String,
    pub title: String,
    pub description: Option<String>,
    #[serde(default)]
    pub rules: Vec<String>,
    #[serde(default)]
    pub source: Vec<String>,
    pub dialects: Option<Vec<Name>>,
    pub binding: Option<Name>,
    pub seed: Option<u64>,
    pub end: Span,
    #[serde(default)]
    pub knobs: Knobs,
    #[serde(default)]
    pub variants: BTreeMap<String, Knobs>,
    #[serde(default)]
    pub node: NodeFile,
    #[serde(default)]
    pub pipe: PipeFile,
    pub topics: BTreeMap<String, Name>,
    pub clients: BTreeMap<String, ClientFile>,
    #[serde(default)]
    pub steps: Vec<Spanned<StepFile>>,
    #[serde(default)]
    pub expect: ExpectFile,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NodeFile {
    pub interval: Option<Span>,
    pub pong_deadline: Option<Span>,
    pub page_rows: Option<usize>,
    pub page_every: Option<Span>,
    pub frame_rows: Option<usize>,
    pub row_bytes: Option<usize>,
    pub max_topics: Option<usize>,
    pub max_adds: Option<usize>,
    pub max_cursor_entries: Option<usize>,
    pub max_held: Option<usize>,
    pub max_waiting: Option<usize>,
    pub max_mutates_per_second: Option<usize>,
    pub max_pings_per_second: Option<usize>,
    pub send_within: Option<Span>,
    pub knows_subscribe: Option<bool>,
    #[serde(default)]
    pub denied: Vec<Name>,
    /// Speaks this revision, whatever the clients speak.
    pub dialect: Option<Name>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PipeFile {
    pub up: Option<Span>,
    pub down: Option<Span>,
    pub idle: Option<IdleFile>,
    pub request_bytes_max: Option<usize>,
    pub buffer_bytes: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdleFile {
    pub silence: SilenceName,
    pub after: Span,
    pub code: Name,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SilenceName {
    Up,
    Down,
    Both,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum KindOfClient {
    /// Does what the script says.
    Hand,
    /// The machine.
    Client,
    /// A watchdog.
    Watchdog,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientFile {
    pub kind: Spanned<KindOfClient>,
    pub watchdog_n: Option<u32>,
    pub probe: Option<Span>,
    pub grace: Option<Span>,
    pub backoff_base: Option<Span>,
    pub backoff_cap: Option<Span>,
    pub jitter: Option<Span>,
    pub min_interval: Option<Span>,
    pub buffer_bytes: Option<usize>,
    pub answers: Option<bool>,
    pub idle: Option<Span>,
    pub floor: Option<Span>,
    /// So many alike, with numbers behind their name.
    pub copies: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepFile {
    pub at: Span,
    pub every: Option<Span>,
    pub times: Option<u64>,
    pub label: Option<String>,
    pub client: Option<Name>,
    pub publish: Option<PublishFile>,
    pub allot: Option<AllotFile>,
    pub lose: Option<Name>,
    pub send: Option<RequestFile>,
    #[serde(rename = "do")]
    pub act: Option<ActName>,
    pub subscribe: Option<Vec<(Name, u64)>>,
    pub consumer: Option<String>,
    pub unsubscribe: Option<Vec<Name>>,
    pub fetch: Option<Vec<(Name, u64)>>,
    pub freeze: Option<Span>,
    pub fault: Option<FaultFile>,
}

/// What a client does without further words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ActName {
    Open,
    HalfClose,
    Cancel,
    Answer,
    Deaf,
    Suspend,
    Resume,
    Crash,
    Park,
    Unpark,
    Start,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PublishFile {
    pub topic: Name,
    pub originator: Option<u32>,
    pub ids: Vec<u64>,
    pub bytes: Option<usize>,
    pub readable: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AllotFile {
    pub topic: Name,
    pub originator: Option<u32>,
    pub ids: Vec<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum RequestFile {
    Mutate(MutateFile),
    Ping { nonce: u64 },
    Pong { nonce: u64 },
    Empty {},
    UnknownVersion {},
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MutateFile {
    #[serde(default)]
    pub adds: Vec<(Name, CursorFile)>,
    #[serde(default)]
    pub removes: Vec<Name>,
    #[serde(default)]
    pub history_only: bool,
    #[serde(default)]
    pub mutate_id: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FaultFile {
    pub mode: ModeName,
    pub buffer_bytes: Option<usize>,
    pub frames: Option<u32>,
    pub after: Option<Span>,
    pub code: Option<Name>,
    pub lasts: Option<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ModeName {
    Ok,
    BlackholeUp,
    BlackholeDown,
    ProxyAck,
    HalfClose,
    Stall,
    Close,
    CutAfter,
    AcceptThenDie,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectFile {
    pub close: Option<Name>,
    pub closed_at: Option<Span>,
    pub acks: Option<Vec<u64>>,
    pub frames: Option<Vec<FramesFile>>,
    pub before: Option<Vec<(Name, Spanned<PatternFile>)>>,
    pub never: Option<Vec<Spanned<PatternFile>>>,
    #[serde(default)]
    pub delivered: BTreeMap<Name, BTreeMap<Name, Vec<RowFile>>>,
    #[serde(default)]
    pub processed: BTreeMap<String, BTreeMap<Name, Vec<u64>>>,
    #[serde(default)]
    pub clients: BTreeMap<Name, ClientExpectFile>,
    pub violates: Option<Vec<Name>>,
    #[serde(default)]
    pub exercises: Vec<Name>,
    pub marks: Option<Vec<Name>>,
    pub reconnects_within: Option<(Span, usize)>,
    #[serde(default)]
    pub under: BTreeMap<Name, ExpectFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FramesFile {
    pub label: Option<Name>,
    pub frame: Spanned<PatternFile>,
    pub within: Option<(Span, Span)>,
    pub times: Option<usize>,
}

/// One key: the name of a frame, and what it must carry.
pub(super) type PatternFile = BTreeMap<Name, FieldsFile>;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldsFile {
    pub mutate_id: Option<u64>,
    pub topic: Option<Name>,
    pub ids: Option<Vec<RowFile>>,
    pub nonce: Option<u64>,
    pub after: Option<Name>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientExpectFile {
    pub state: Option<Name>,
    pub calls: Option<u64>,
    pub max_calls: Option<u64>,
    pub stale: Option<Vec<Span>>,
    pub called_at: Option<Vec<Span>>,
    pub resumes: Option<BTreeMap<Name, CursorFile>>,
    pub caught_up: Option<u64>,
    pub owed: Option<u64>,
}
