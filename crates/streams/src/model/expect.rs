//! What is expected of a run: the members of a vector's `expect` (section 12), and what only a run has.

use std::collections::{BTreeMap, BTreeSet};

use crate::Ms;
use crate::client::State;
use crate::code::Code;
use crate::cursor::{Cursor, RowId};
use crate::frame::Topic;
use crate::judge::Invariant;
use crate::node::Mark;

/// What is expected. Everything that is left out is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// How the node ends the first call; `Some(None)`: it stays open.
    pub close: Option<Option<Code>>,
    /// When it does.
    pub closed_at: Option<Ms>,
    /// `CatchupComplete` ids of the first call, in order.
    pub acks: Option<Vec<u64>>,
    /// Frames of the node that come.
    pub frames: Option<Vec<Wanted>>,
    /// Frames (by the label of a wanted one) that come before any of these.
    pub before: Option<Vec<(String, Pattern)>>,
    /// Frames that do not come.
    pub never: Option<Vec<Pattern>>,
    /// Rows of the first call by topic and lane, exactly, over all frames of that lane.
    pub delivered: BTreeMap<Topic, BTreeMap<Lane, Vec<RowId>>>,
    /// Rows that a consumer has at the end, exactly.
    pub processed: BTreeMap<String, BTreeMap<Topic, Vec<u64>>>,
    /// What is expected of clients.
    pub clients: BTreeMap<String, ClientExpect>,
    /// Invariants that are violated; all others hold.
    pub violates: Option<BTreeSet<Invariant>>,
    /// Invariants that the run must have exercised.
    pub exercises: BTreeSet<Invariant>,
    /// What must have happened inside the node.
    pub marks: Option<BTreeSet<Mark>>,
    /// So many calls that are not a client's first begin within any such window, at most.
    pub reconnects_within: Option<(Ms, usize)>,
}

impl Expect {
    /// This, with what `over` says in its place, member by member.
    pub(super) fn with(self, over: &Self) -> Self {
        fn list<T: Clone + Default + PartialEq>(own: T, over: &T) -> T {
            if *over == T::default() { own } else { over.clone() }
        }
        Self {
            close: over.close.or(self.close),
            // Another end has another time.
            closed_at: if over.close.is_some() { over.closed_at } else { over.closed_at.or(self.closed_at) },
            acks: over.acks.clone().or(self.acks),
            frames: over.frames.clone().or(self.frames),
            before: over.before.clone().or(self.before),
            never: over.never.clone().or(self.never),
            delivered: list(self.delivered, &over.delivered),
            processed: list(self.processed, &over.processed),
            clients: list(self.clients, &over.clients),
            violates: over.violates.clone().or(self.violates),
            exercises: list(self.exercises, &over.exercises),
            marks: over.marks.clone().or(self.marks),
            reconnects_within: over.reconnects_within.or(self.reconnects_within),
        }
    }
}

/// Where a row came.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// Live.
    Live,
    /// In a wave.
    Wave(u64),
    /// In a wave or live.
    Either(u64),
    /// Anywhere: the only lane that r5 tells.
    Any,
}

/// A frame that comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its name in `before`.
    pub label: Option<String>,
    /// What it is.
    pub frame: Pattern,
    /// First and last moment for the first such frame.
    pub within: Option<(Ms, Ms)>,
    /// How many such frames there are; left out: at least one.
    pub times: Option<usize>,
}

/// Frames that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Name of the frame.
    pub frame: String,
    /// `mutate_id`, of `messages` and `catchup_complete`.
    pub mutate_id: Option<u64>,
    /// A topic that it names.
    pub topic: Option<Topic>,
    /// Exactly the rows that it carries.
    pub ids: Option<Vec<RowId>>,
    /// Its nonce.
    pub nonce: Option<u64>,
    /// After the step with this label.
    pub after: Option<String>,
}

/// What is expected of one client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientExpect {
    /// State at the end.
    pub state: Option<State>,
    /// How often it called.
    pub calls: Option<u64>,
    /// How often it called at most.
    pub max_calls: Option<u64>,
    /// When it found its wire dead.
    pub stale: Option<Vec<Ms>>,
    /// When it called.
    pub called_at: Option<Vec<Ms>>,
    /// With which cursors its last call began.
    pub resumes: Option<BTreeMap<Topic, Cursor>>,
    /// How often a consumer was told that a topic is caught up.
    pub caught_up: Option<u64>,
    /// How often a reconcile found something owed.
    pub owed: Option<u64>,
}
