//! What a client is handed, says, and tells; its states.

use std::collections::BTreeMap;

use crate::code::Code;
use crate::frame::{Request, Response, Topic};

/// What a client is handed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum In {
    /// The call that it asked for was taken.
    Opened,
    /// The node sent this.
    Frame(Response),
    /// The call is over.
    Closed(Code),
    /// Time has passed.
    Tick,
    /// A consumer wants rows of these topics above these ids.
    Subscribe {
        /// Its name.
        consumer: String,
        /// Topics and cursors.
        adds: Vec<(Topic, u64)>,
    },
    /// Nobody wants these topics any more.
    Unsubscribe(Vec<Topic>),
    /// A window in the background: replay, half-close, drain (X-C4).
    Fetch {
        /// Who wants the rows.
        consumer: String,
        /// Topics and cursors.
        adds: Vec<(Topic, u64)>,
    },
    /// It goes to the background.
    Suspend,
    /// It is in the foreground again.
    Resume,
    /// Its process dies and is started again at once.
    Crash,
    /// Its consumer takes nothing for now (`true`), or goes on.
    Park(bool),
    /// What the node has, asked for beside the stream.
    Heads(BTreeMap<Topic, u64>),
}

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Out {
    /// Call.
    Open,
    /// Send this.
    Send(Request),
    /// Nothing more will be sent.
    HalfClose,
    /// The call is of no use any more.
    Cancel,
    /// It takes frames (`true`), or none for now.
    Window(bool),
    /// Ask the node, beside the stream, what it has of these topics.
    AskHeads(Vec<Topic>),
    /// Something that an observer wants to know.
    Told(Told),
}

/// What an observer learns of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is in another state.
    State(State),
    /// A consumer has a row, for the first time.
    Processed {
        /// Who.
        consumer: String,
        /// Where.
        topic: Topic,
        /// Which.
        id: u64,
    },
    /// A consumer was spared a row that it had.
    Spared {
        /// Who.
        consumer: String,
        /// Where.
        topic: Topic,
        /// Which.
        id: u64,
    },
    /// A consumer's topic was caught up.
    CaughtUp {
        /// Who.
        consumer: String,
        /// Where.
        topic: Topic,
    },
    /// From where a topic would resume now, saved.
    Saved {
        /// Where.
        topic: Topic,
        /// Above which id.
        cursor: u64,
    },
    /// A reconcile found that the stream owes rows of a topic (X-I26).
    Owed(Topic),
}

/// States of section 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// There is no wire.
    Closed,
    /// A call is under way.
    Opening,
    /// A wave is open.
    CatchingUp,
    /// Nothing is owed.
    Live,
    /// In the background.
    Suspended,
    /// It asks whether the wire lives.
    Resuming,
    /// The wire was found dead.
    Stale,
    /// It waits before it calls again.
    Reconnecting,
    /// It half-closed and waits for the end.
    Draining,
    /// The node does not know the call, or speaks another revision (X-C6).
    FellBack,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 10] = [
        Self::Closed,
        Self::Opening,
        Self::CatchingUp,
        Self::Live,
        Self::Suspended,
        Self::Resuming,
        Self::Stale,
        Self::Reconnecting,
        Self::Draining,
        Self::FellBack,
    ];

    /// The name used in files and reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Opening => "opening",
            Self::CatchingUp => "catching-up",
            Self::Live => "live",
            Self::Suspended => "suspended",
            Self::Resuming => "resuming",
            Self::Stale => "stale",
            Self::Reconnecting => "reconnecting",
            Self::Draining => "draining",
            Self::FellBack => "fell-back",
        }
    }
}
