//! What happens in a test.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Frame;

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
