//! The server's end: streams that share a log and nothing else.

mod deliver;
mod log;
mod mutate;
mod options;
mod pulse;
mod slip;
mod stream;
mod wave;

use std::collections::BTreeMap;

pub use options::{Limits, NodeOptions, Page, PingWhen};
pub use slip::Slip;

use crate::Ms;
use crate::code::Code;
use crate::cursor::Sequence;
use crate::frame::{Request, Response, Row, Topic};
use log::Log;
use stream::{Around, Stream};

/// Rows that wait, in the order in which they will be sent.
type Held = BTreeMap<(Sequence, u64, Topic), Row>;

/// Names a stream of a node.
pub type StreamId = u64;

/// What a stream is handed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum In {
    /// A client called.
    Open,
    /// The client sent this.
    Frame(Request),
    /// The client sends nothing more.
    HalfClose,
    /// The call is gone.
    Cancel,
    /// The transport takes frames again (`true`), or none for now.
    Window(bool),
    /// This row of the log became visible.
    Visible(Row),
    /// Time has passed.
    Tick,
}

/// What a stream says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Out {
    /// Send this.
    Send(Response),
    /// End the call. Nothing follows.
    Close(Code),
    /// Something worth knowing happened inside.
    Mark(Mark),
}

/// What came of a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// Rows that readers see from now on, in the order of their ids.
    pub visible: Vec<Row>,
    /// What streams say to it.
    pub said: Vec<(StreamId, Out)>,
}

/// What a generator wants to have seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// An arrival waits for the end of its topic's wave.
    Held,
    /// An arrival went out with its topic's wave.
    Folded,
    /// A wave ended while another was under way.
    WavesOverlap,
    /// A live row overtook the replay of its topic.
    Overtook,
    /// A row became visible too late to be sent.
    Missed,
}

impl Mark {
    /// The name used in files and reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Folded => "folded",
            Self::WavesOverlap => "waves-overlap",
            Self::Overtook => "overtook",
            Self::Missed => "missed",
        }
    }
}

/// A node.
#[derive(Debug)]
pub struct Node {
    options: NodeOptions,
    log: Log,
    streams: BTreeMap<StreamId, Stream>,
}

impl Node {
    /// A node without rows and streams.
    pub fn new(options: NodeOptions) -> Self {
        Self { log: Log::new(options.fence), options, streams: BTreeMap::new() }
    }

    /// What it is like.
    pub fn options(&self) -> &NodeOptions {
        &self.options
    }

    /// Hands one stream an input. A stream that is not there says nothing.
    pub fn handle(&mut self, now: Ms, stream: StreamId, input: In) -> Vec<Out> {
        if input == In::Open {
            self.streams.insert(stream, Stream::new(now));
        }
        let around = Around { now, options: &self.options, log: &self.log };
        let Some(open) = self.streams.get_mut(&stream) else { return Vec::new() };
        let out = open.handle(&around, input);
        if out.iter().any(|out| matches!(out, Out::Close(_))) {
            self.streams.remove(&stream);
        }
        out
    }

    /// A writer was given an id, and commits its row later.
    pub fn allot(&mut self, sequence: impl Into<Sequence>, id: u64) {
        self.log.allot(sequence.into(), id);
    }

    /// A row is committed; whatever becomes visible with it goes to every stream.
    pub fn commit(&mut self, now: Ms, row: Row) -> Committed {
        let visible = self.log.commit(row);
        let mut said = Vec::new();
        for row in &visible {
            for stream in self.open_streams() {
                let out = self.handle(now, stream, In::Visible(row.clone()));
                said.extend(out.into_iter().map(|out| (stream, out)));
            }
        }
        Committed { visible, said }
    }

    /// Time has passed for everybody.
    pub fn tick(&mut self, now: Ms) -> Vec<(StreamId, Out)> {
        let mut out = Vec::new();
        for stream in self.open_streams() {
            let said = self.handle(now, stream, In::Tick);
            out.extend(said.into_iter().map(|said| (stream, said)));
        }
        out
    }

    /// When a tick is due.
    pub fn next_wake(&self) -> Option<Ms> {
        self.streams.values().filter_map(|stream| stream.next_wake(&self.options)).min()
    }

    /// Streams that are open.
    pub fn open_streams(&self) -> Vec<StreamId> {
        self.streams.keys().copied().collect()
    }

    /// The highest visible id of each topic: what a client may ask for beside its stream (X-I26).
    pub fn heads(&self, topics: impl IntoIterator<Item = Topic>) -> BTreeMap<Topic, u64> {
        topics.into_iter().map(|topic| (topic.clone(), self.log.head_of(&topic))).collect()
    }

    /// The world's doing: every stream loses its registration of a topic and goes on as if nothing were (X-I26).
    pub fn lose(&mut self, topic: &Topic) {
        for stream in self.streams.values_mut() {
            stream.registrations.remove(topic);
        }
    }
}
