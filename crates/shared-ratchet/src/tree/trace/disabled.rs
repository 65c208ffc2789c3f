//! What an event that is not enabled says.

use crate::tree::name::{Device, Node, User};

/// Why an event is not enabled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Disabled {
    /// Nobody has that name.
    #[error("there is no device {0}")]
    NoDevice(Device),
    /// Nobody made it.
    #[error("{0} does not exist")]
    NoNode(Node),
    /// It makes another node next.
    #[error("{by} makes {next} next, not {named}")]
    NotNext {
        /// Who.
        by: Device,
        /// What comes next.
        next: Node,
        /// What the event says.
        named: Node,
    },
    /// All steps were made.
    #[error("{0} has no step left")]
    NoStepLeft(Device),
    /// It sends on another node.
    #[error("{by} selects {selected}, not {named}")]
    NotSelected {
        /// Who.
        by: Device,
        /// Its selection.
        selected: Node,
        /// What the event says.
        named: Node,
    },
    /// The selection is of its own user: nobody steps on that.
    #[error("{0} is of its own user: a message there makes no step")]
    OwnNode(Node),
    /// The selection is of the other user: a message there is a step.
    #[error("{0} is of the other user: a message there is a step")]
    ForeignNode(Node),
    /// Nothing new.
    #[error("{0} knows {1} already")]
    Known(Device, Node),
    /// It came before, or was discarded.
    #[error("{0} has processed {1} already")]
    Processed(Device, Node),
    /// Its parent is not known: it waits.
    #[error("{device} does not know {parent}, on which {node} grew")]
    Orphan {
        /// Whom it reached.
        device: Device,
        /// What.
        node: Node,
        /// What is missing.
        parent: Node,
    },
    /// Its parent is known.
    #[error("{0} can process {1}: only a message whose parent is unknown is dropped")]
    NoOrphan(Device, Node),
    /// The switch says so.
    #[error("that needs `{0}`")]
    Switch(&'static str),
    /// A5.
    #[error("{0} rejects {1}: it knows another child of the same node")]
    Rejects(Device, Node),
    /// A5.
    #[error("{0} accepts {1}")]
    Accepts(Device, Node),
    /// A8.
    #[error("{0} has no keys any more to join {1}")]
    TooOld(Device, Node),
    /// A removed device and its former siblings.
    #[error("nothing passes between {0} and its former sibling that made {1}, or sent on it")]
    Apart(Device, Node),
    /// Nobody accepted it.
    #[error("no device of the other user has accepted {0}")]
    NotAnnounced(Node),
    /// Of the wrong user.
    #[error("{1} is not of {0}")]
    NotOf(User, Node),
    /// It heard that before.
    #[error("{0} knows already that {1} was accepted")]
    Acked(Device, Node),
    /// Once is enough.
    #[error("{0} was removed already")]
    Removed(Device),
}
