//! The system that the engine runs: what travels, what the script says, what is written down.

use std::collections::BTreeMap;

use sim_engine::{Fact, System};

use crate::client::{self, Told};
use crate::code::Code;
use crate::cursor::Sequence;
use crate::frame::{Request, Response, Row, Topic};
use crate::node::{Mark, StreamId};
use crate::part::pipe::Mode;
use crate::watchdog;

/// Streams between clients and a node.
#[derive(Debug)]
pub struct Streams;

impl System for Streams {
    type Message = Message;
    type Command = Command;
    type Note = Note;
    type Step = Step;
    type Failure = NotDone;
}

/// What travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// From client to node.
    Up(Request),
    /// From node to client.
    Down(Response),
    /// The end of a call, as the client hears of it.
    Status(Code),
    /// From a writer to the node: a row is committed.
    Row(Row),
    /// A call beside the stream: which rows does the node have?
    HeadsAsked(Vec<Topic>),
    /// Its answer.
    Heads(BTreeMap<Topic, u64>),
}

/// What the script tells a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A node: a row is committed.
    Commit(Row),
    /// A node: a writer was given an id.
    Allot(Sequence, u64),
    /// A node: every stream loses its registration of a topic.
    Lose(Topic),
    /// A client.
    Client(client::In),
    /// A scripted client.
    Hand(Act),
    /// A watchdog.
    Watch(watchdog::In),
    /// A pipe.
    Pipe(Mode),
}

/// What a scripted client does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Call.
    Open,
    /// Send this.
    Send(Request),
    /// Send nothing more.
    HalfClose,
    /// Give the call up.
    Cancel,
    /// Answer Pings, or do not.
    Answer(bool),
}

/// A frame in either direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// From client to node.
    Up(Request),
    /// From node to client.
    Down(Response),
}

/// What participants report. A call is named alike at both of its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A client calls, or a node has a call.
    Opened(StreamId),
    /// A frame goes out.
    Sent(StreamId, Frame),
    /// A frame was taken.
    Took(StreamId, Frame),
    /// Nothing more will be sent, or will come.
    HalfClosed(StreamId),
    /// The call is over.
    Ended(StreamId, Code),
    /// The client gave the call up.
    GaveUp(StreamId),
    /// Something happened inside a node.
    Mark(StreamId, Mark),
    /// Readers of the node see this row from now on.
    Visible(Row),
    /// Something happened inside a client.
    Told(Told),
    /// Something happened inside a watchdog.
    Watched(watchdog::Out),
    /// The pipe did something by itself.
    Pipe(&'static str),
}

impl Note {
    /// The same about a call with another name.
    pub(crate) fn renamed(self, name: impl FnOnce(StreamId) -> StreamId) -> Self {
        match self {
            Self::Opened(call) => Self::Opened(name(call)),
            Self::Sent(call, frame) => Self::Sent(name(call), frame),
            Self::Took(call, frame) => Self::Took(name(call), frame),
            Self::HalfClosed(call) => Self::HalfClosed(name(call)),
            Self::Ended(call, code) => Self::Ended(name(call), code),
            Self::GaveUp(call) => Self::GaveUp(name(call)),
            Self::Mark(call, mark) => Self::Mark(name(call), mark),
            other @ (Self::Visible(_) | Self::Told(_) | Self::Watched(_) | Self::Pipe(_)) => other,
        }
    }
}

/// A step of the script, by its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Place in the file.
    pub index: usize,
    /// Name that expectations refer to.
    pub label: Option<String>,
    /// What it is about.
    pub what: What,
}

/// What an observer must know of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Nothing more than its label.
    Other,
    /// From now on nothing that this client says reaches the node as an answer.
    Dead(String),
    /// From now on it does again, on new calls.
    Alive(String),
    /// The client's machine freezes, or goes on.
    Frozen(String, bool),
    /// The client's consumer takes nothing, or goes on.
    Parked(String, bool),
}

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDone {
    /// The participant does not know it.
    #[error("it cannot do that")]
    Foreign,
    /// There is no call.
    #[error("it has no call")]
    NoCall,
}

/// The bytes that count are those of the debug form, which names every field.
macro_rules! fact {
    ($($type:ty),*) => {
        $(impl Fact<Streams> for $type {
            fn feed(&self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(format!("{self:?}").as_bytes());
            }
        })*
    };
}

fact!(Message, Note, Step, NotDone);
