//! What there is: values that can be copied, so that every order is walked from a copy.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::slips::Slip;

/// Milliseconds of a day.
pub(super) const DAY: u64 = 86_400_000;

/// How the plan is read, what is mended, what the server is like.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    pub repairs: BTreeSet<u8>,
    pub per_event: bool,
    pub hook_primary_only: bool,
    pub poll_primary_only: bool,
    pub pop: bool,
    pub any: bool,
    pub retention: u64,
    pub prune: u64,
    pub duplicates: bool,
    pub flood: bool,
    pub backfill: usize,
    pub slip: Option<Slip>,
}

impl Rules {
    pub fn has(&self, repair: u8) -> bool {
        self.repairs.contains(&repair)
    }

    pub fn slips(&self, slip: Slip) -> bool {
        self.slip == Some(slip)
    }
}

/// A value with its stamp.
pub(super) type Register = (String, u64, String);
/// Registers by name.
pub(super) type Registers = BTreeMap<String, Register>;

#[derive(Clone, Debug)]
pub(super) struct Record {
    pub uid: String,
    pub contact: String,
    pub queue: Option<String>,
    pub primary: String,
    pub epoch: u64,
    pub registers: Registers,
    /// The session with the contact: whose, and which of them.
    pub session: Option<Session>,
}

/// A session with a contact: the device, and how many it has begun.
pub(super) type Session = (String, u32);

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub uid: String,
    pub uuid: String,
    pub text: Option<String>,
    pub outbound: bool,
    pub state: u8,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Message {
    pub uuid: String,
    pub text: String,
    pub outbound: bool,
    pub state: u8,
}

/// What a sync message carries.
#[derive(Clone, Debug)]
pub(super) enum Body {
    Msg(String, Message),
    Status(String, String, u8),
    Forward(String, Message),
    Peer { uid: String, contact: Option<String>, registers: Registers, claim: Option<(String, u64)>, of: String },
    Identity(Registers),
}

impl Body {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Msg(..) => "msg",
            Self::Status(..) => "status",
            Self::Forward(..) => "forward",
            Self::Peer { .. } => "peer_update",
            Self::Identity(_) => "identity_update",
        }
    }

    /// What names of items call it.
    pub fn about(&self) -> &str {
        match self {
            Self::Msg(_, message) | Self::Forward(_, message) => &message.uuid,
            Self::Status(_, uuid, _) => uuid,
            Self::Peer { of, .. } => of,
            Self::Identity(_) => "identity",
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Event {
    pub id: String,
    pub body: Body,
}

#[derive(Clone, Debug)]
pub(super) enum Sealed {
    Event(Event),
    Card,
    Answer,
    End,
    AskHistory,
}

/// An item of a device's queue.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub number: u32,
    pub from: String,
    pub since: u64,
    pub sealed: Sealed,
}

/// A message of a contact in a queue of the user.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    pub number: u32,
    pub since: u64,
    pub session: Session,
    pub uuid: String,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Life {
    Up,
    Offline(Option<u64>),
    Down(u64),
    Destroyed,
}

#[derive(Clone, Debug)]
pub(super) struct Crash {
    pub point: String,
    pub sync_type: Option<String>,
    pub of: Option<String>,
    pub down: u64,
}

/// What a device keeps.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    pub records: Vec<Record>,
    pub rows: Vec<Row>,
    pub seen: BTreeMap<String, u64>,
    pub siblings: BTreeSet<String>,
    pub sessions: BTreeSet<String>,
    pub opened: BTreeSet<u32>,
    pub card: Registers,
    pub events: u64,
    pub clock: u64,
    pub parked: Vec<(String, String, Event)>,
    pub jobs: Vec<Job>,
    pub pruned: u64,
    pub begun: u32,
}

/// A message for a contact.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub contact: String,
    pub uuid: String,
    pub session: Session,
}

#[derive(Clone, Debug)]
pub(super) struct Device {
    pub name: String,
    pub kept: Kept,
    pub life: Life,
    pub crash: Option<Crash>,
    pub repeat: bool,
    pub polled: BTreeSet<(String, Option<String>)>,
    /// Items under way to it, in the order in which they were handed out.
    pub under_way: VecDeque<Item>,
    /// Pushes that wait for a connection.
    pub waiting: Vec<Push>,
}

/// Something for the server.
#[derive(Clone, Debug)]
pub(super) enum Push {
    ToDevice(String, Sealed),
    ToContact(Job),
}

#[derive(Clone, Debug, Default)]
pub(super) struct Contact {
    pub read: Vec<String>,
    pub session: Option<Session>,
    pub queue: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct World {
    pub now: u64,
    pub devices: BTreeMap<String, Device>,
    pub contacts: BTreeMap<String, Contact>,
    pub queues: BTreeMap<String, Vec<Item>>,
    pub letters: BTreeMap<(String, Option<String>), Vec<Letter>>,
    pub next: u32,
    pub wire: Vec<(String, String)>,
    pub sync_messages: u32,
}
