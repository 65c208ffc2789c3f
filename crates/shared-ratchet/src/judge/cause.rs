//! Why an invariant is broken, as a value; its sentence is made from it.

use super::Invariant;
use crate::Ms;
use crate::tree::{Device, Node};

/// A breach of an invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Of which.
    pub invariant: Invariant,
    /// When.
    pub at_ms: Ms,
    /// The entry of the transcript that shows it.
    pub entry: usize,
    /// Why.
    pub cause: Cause,
}

/// Why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// Deepest tips of both users.
    #[error("{left} and {right} are equally deep and belong to different users")]
    MixedTips {
        /// One.
        left: Node,
        /// Another.
        right: Node,
    },
    /// Siblings build on different nodes.
    #[error("{left} builds on {on_left}, its sibling {right} on {on_right}")]
    Split {
        /// A device.
        left: Device,
        /// Its node.
        on_left: Node,
        /// A sibling.
        right: Device,
        /// Its node.
        on_right: Node,
    },
    /// A node does not descend from what was settled.
    #[error("{node} does not descend from {settled}, which was built on when nothing was left to deliver")]
    Rival {
        /// The new node.
        node: Node,
        /// What was settled.
        settled: Node,
    },
    /// One step did not bring a device round.
    #[error("{device} builds on {on} although {node} was the only step, and everything is delivered")]
    NotHealed {
        /// Who.
        device: Device,
        /// Its node.
        on: Node,
        /// The step.
        node: Node,
    },
    /// A message is not opened.
    #[error("{device} does not open {message}: {loss}")]
    NotOpened {
        /// Who.
        device: Device,
        /// Which.
        message: String,
        /// Why not.
        loss: Loss,
    },
    /// A removed device reads what a former sibling does not.
    #[error("{removed}, which was removed, reads {message}, and {without} does not")]
    ReadsAlone {
        /// Who.
        removed: Device,
        /// What.
        message: String,
        /// The first of its former siblings that does not.
        without: Device,
    },
    /// Two devices stepped on one node.
    #[error("{first} and {second} both step on {parent}")]
    TwoSteps {
        /// Who was first.
        first: Device,
        /// Who came then.
        second: Device,
        /// On which node.
        parent: Node,
    },
    /// Two devices used one key.
    #[error("{first} and {second} both send index {index} of {node}")]
    TwoSenders {
        /// Who was first.
        first: Device,
        /// Who came then.
        second: Device,
        /// On which node.
        node: Node,
        /// Place in the chain.
        index: u64,
    },
    /// A key and an index came twice.
    #[error("{second} has the ratchet key and the index of {first}: {index} of {node}")]
    KeyAgain {
        /// Which message was first.
        first: String,
        /// Which came then.
        second: String,
        /// On which node.
        node: Node,
        /// Place in the chain.
        index: u64,
    },
    /// A message was opened that should not open, by the tree.
    #[error("{device} opens {node} without knowing what it grew on")]
    OpenedTooEarly {
        /// Who.
        device: Device,
        /// Which.
        node: Node,
    },
    /// A message was not opened that should open, by the tree.
    #[error("{device} knows {parent} and does not open {message}, which grew on it")]
    ShouldOpen {
        /// Who.
        device: Device,
        /// What it grew on.
        parent: Node,
        /// Which.
        message: String,
    },
    /// Two nodes have one ratchet key, or one node has two.
    #[error("{node} has another ratchet key than before, or that of another node")]
    KeyOfAnother {
        /// Which.
        node: Node,
    },
}

/// Why a message is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Loss {
    /// What it grew on is not known and will not be.
    #[error("what it grew on never came")]
    Orphan,
    /// Another child of its parent was accepted.
    #[error("another child of its parent was accepted")]
    Rejected,
    /// It came before its parent and was thrown away.
    #[error("it came before its parent and was thrown away")]
    Dropped,
    /// Its key was used for another message, or not kept.
    #[error("its key was used for another message, or was not kept")]
    KeyGone,
    /// The pickle of its parent was given up.
    #[error("the pickle of its parent was given up")]
    Forgotten,
    /// The sessions do not open it although the tree says that they should.
    #[error("no session opens it")]
    DoesNotOpen,
    /// It never came.
    #[error("it never came")]
    NeverCame,
}

impl Loss {
    /// Its id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Orphan => "orphan",
            Self::Rejected => "rejected",
            Self::Dropped => "dropped",
            Self::KeyGone => "key-gone",
            Self::Forgotten => "forgotten",
            Self::DoesNotOpen => "does-not-open",
            Self::NeverCame => "never-came",
        }
    }
}

impl Cause {
    /// Its id, without the names of this run.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::MixedTips { .. } => "mixed-tips",
            Self::Split { .. } => "split",
            Self::Rival { .. } => "rival",
            Self::NotHealed { .. } => "not-healed",
            Self::NotOpened { loss, .. } => loss.id(),
            Self::ReadsAlone { .. } => "reads-alone",
            Self::TwoSteps { .. } => "two-steps",
            Self::TwoSenders { .. } => "two-senders",
            Self::KeyAgain { .. } => "key-again",
            Self::OpenedTooEarly { .. } => "opened-too-early",
            Self::ShouldOpen { .. } => "should-open",
            Self::KeyOfAnother { .. } => "key-of-another",
        }
    }
}
