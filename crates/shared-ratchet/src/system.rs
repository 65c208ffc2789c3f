//! The system that the engine runs: what travels, what the script says, what is written down.

use sim_engine::{Fact, System};

use crate::Ms;
use crate::binding::{Announcement, Key, Replica, Sealed, Why};
use crate::leader::Claim;
use crate::tree::{Device, Node};

/// Devices of two users behind one Double Ratchet.
#[derive(Debug)]
pub struct SharedRatchet;

impl System for SharedRatchet {
    type Message = Message;
    type Command = Command;
    type Note = Note;
    type Step = Step;
    type Failure = NotDone;
}

/// What a script and a report call a message: the name of its node if it carries a step and has no name of its own. No device looks at it.
pub type Item = String;

/// What travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// To a device of the other user.
    Data {
        /// For people.
        item: Item,
        /// The ciphertext.
        sealed: Sealed,
    },
    /// To a sibling: the state after a step or a message.
    Copy {
        /// For people.
        item: Item,
        /// The state.
        replica: Replica,
    },
    /// To a sibling: the other user's node was accepted here (`accept = first`).
    News(Replica),
    /// To the user of a node: it was accepted.
    Ack(Node),
    /// To the other user: a root of a new account.
    Rolled(Announcement),
    /// To a sibling behind the one device with a session: what it read or sent.
    Plain(String),
    /// To the device that sends for all: what a sibling wants to say.
    Forward {
        /// Its name.
        message: String,
        /// The outbox refused it before: a copy that says otherwise is void.
        refused: bool,
        /// The step that carried it then.
        step: Option<Node>,
    },
    /// To a sibling: the outbox refused the message that carried this step.
    Withdrawn(Node, Item),
    /// A leader is alive.
    Beat {
        /// Its epoch.
        epoch: u64,
    },
    /// To the outbox: hand this on to the other user.
    Push {
        /// Epoch of the sender's leadership.
        epoch: u64,
        /// Its name.
        item: Item,
        /// The ciphertext.
        sealed: Sealed,
    },
    /// To the outbox: lead, or go on leading.
    Claim(Claim),
    /// To the outbox: who leads?
    Look,
    /// The outbox's answer to a claim or a look.
    Lease(Claim),
    /// The outbox did not hand this on, since a later leader is known.
    Refused {
        /// Its name.
        item: Item,
        /// The later epoch.
        epoch: u64,
    },
}

impl Message {
    /// What is on its way, for scripts that hold it back.
    pub fn parcel(&self) -> Option<Parcel> {
        Some(match self {
            Self::Data { item, .. } | Self::Copy { item, .. } => Parcel::Item(item.clone()),
            Self::Push { item, .. } => Parcel::Push(item.clone()),
            Self::Rolled(announcement) => Parcel::Item(announcement.root.to_string()),
            Self::News(replica) => Parcel::News(replica.node),
            Self::Ack(node) => Parcel::Ack(*node),
            _ => return None,
        })
    }
}

/// Something that a script can deliver by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parcel {
    /// A node or a message, as data or as a copy.
    Item(Item),
    /// The same on its way to the outbox.
    Push(Item),
    /// An acknowledgement of a node.
    Ack(Node),
    /// A sibling's acceptance of a node.
    News(Node),
}

/// What the script tells a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Open the links to everybody that comes later in the order of participants.
    Meet,
    /// A DH step.
    Step {
        /// What the node must be called, if the script says so.
        node: Option<Node>,
        /// On which node, if the script says so.
        on: Option<Node>,
    },
    /// A further message on a chain of the own user.
    Say {
        /// Its name.
        message: String,
        /// On which node, if the script says so.
        on: Option<Node>,
    },
    /// Say something, by whatever the strategy and the selection make of it.
    Send(String),
    /// Say something if that is a DH step; else keep silent.
    Turn(String),
    /// A sibling is no longer one.
    Remove(Device),
    /// Begin anew with a root of a new account.
    Roll(Node),
}

/// How a device came to know a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It made it.
    Made,
    /// It read it.
    Read,
    /// A sibling copied it.
    Copied,
    /// A sibling said that it was accepted.
    News,
    /// The other user announced it: a rolled root.
    Announced,
}

/// What participants report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A message was said.
    Said {
        /// Its name: that of the node if it carries a step.
        message: String,
        /// On which node.
        node: Node,
        /// What the node grew on, if it is new.
        parent: Option<Node>,
        /// Its name on the wire.
        key: Key,
        /// Place in the chain.
        index: u64,
    },
    /// A root of a new account was made.
    Rolled(Node),
    /// Something was given to the network for these devices.
    Posted(Parcel, Vec<Device>),
    /// A node became known.
    Knows(Node, How),
    /// A message was read.
    Read {
        /// Its name.
        message: String,
        /// On which node.
        node: Node,
    },
    /// A message is shown, which a sibling read or said.
    Shown(String),
    /// A message of the other user was not read now.
    Unread {
        /// Which, for people.
        item: Item,
        /// What each pickle said.
        tried: Vec<(Node, Why)>,
        /// What becomes of it.
        then: Then,
    },
    /// The device builds on another node from now on.
    Selects(Node),
    /// Pickles of nodes that can no longer be joined are gone.
    Forgot(Vec<Node>),
    /// A sibling is no longer one.
    Removed(Device),
    /// The device leads from now on.
    Leads(u64),
    /// The device no longer leads.
    Follows(u64),
    /// Messages were encrypted and thrown away, so that no key is used twice.
    Skipped(Node, u32),
    /// A step is unmade, since the outbox refused the message that carried it.
    Withdrawn(Node),
    /// What was asked to be said waits: for a leader, or until something can be said.
    Queued(String),
    /// What was asked to be said is given up.
    NotSaid(String, NotDone),
    /// The outbox handed a push on to the other user.
    HandedOn {
        /// Who pushed it.
        by: Device,
        /// Which.
        item: Item,
        /// Its name on the wire.
        key: Key,
        /// Place in the chain.
        index: u64,
    },
    /// The outbox refused a push of an older epoch.
    Fenced(Item),
    /// The outbox recorded a lease.
    Leased(Claim),
}

/// What becomes of a message that is not read now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Then {
    /// It waits for what it grew on.
    Waits,
    /// It is given up: `orphan = drop`.
    Dropped,
    /// It is given up: another child of its parent was accepted, or its key is gone.
    Lost,
}

/// What the script did, as the transcript has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Place in the file, from 0.
    pub index: usize,
    /// What is done, in the words of the file.
    pub what: String,
    /// What an observer must know of it.
    pub marks: Mark,
}

/// What an observer must know of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    #[default]
    None,
    /// A round is over (for a lasso).
    Round(u32),
    /// This device does not take part any more.
    Gone(Device),
    /// What is there is compared with this expectation of the file.
    Check(usize),
}

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDone {
    /// The device builds on another node.
    #[error("the device builds on {0}")]
    BuildsOn(Node),
    /// A step was asked for, and the device goes on with a chain of its own user.
    #[error("the device builds on {0}, which is its own user's: that is no DH step")]
    NoStep(Node),
    /// A further message was asked for, and the device would step.
    #[error("the device builds on {0}, which is the other user's: that is a DH step")]
    NoMessage(Node),
    /// The node would be called otherwise.
    #[error("the node is called {0}")]
    Named(Node),
    /// Nothing of this is on its way.
    #[error("{0} is not on its way to {1}")]
    NotUnderWay(String, String),
    /// The event is not enabled.
    #[error("{0} at {1}: {2}")]
    NotEnabled(String, Device, &'static str),
    /// Below the tree.
    #[error(transparent)]
    Binding(#[from] crate::binding::BindingError),
    /// A command for another kind of participant.
    #[error("a participant of another kind")]
    Foreign,
}

/// Virtual time in a file is in milliseconds.
pub(crate) const NANOS_PER_MS: Ms = 1_000_000;

/// Facts feed what they print: ciphertexts, keys and pickles print all their bytes.
macro_rules! printed {
    ($($fact:ty),*) => {$(
        impl Fact<SharedRatchet> for $fact {
            fn feed(&self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(format!("{self:?}").as_bytes());
            }
        }
    )*};
}

printed!(Message, Note, Step, NotDone);
