//! Names of things.

use std::fmt;

/// A device of the one user: `A`.
pub type DeviceName = String;

/// Somebody whom the user writes to: `P`.
pub type ContactName = String;

/// What names a message: the label of the step that made it.
pub type Uuid = String;

/// `dedup_id` of a sync message.
pub type EventId = String;

/// A queue of the server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QueueKey {
    /// What siblings send to a device.
    Device(DeviceName),
    /// What the user sends to a contact.
    Contact(ContactName),
    /// What a contact sends to the user; with a device: to a record or a session that is that device's alone.
    User(ContactName, Option<DeviceName>),
}

impl fmt::Display for QueueKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Device(device) => write!(f, "msg:device/{device}"),
            Self::Contact(contact) => write!(f, "msg:contact/{contact}"),
            Self::User(contact, None) => write!(f, "msg:user/{contact}"),
            Self::User(contact, Some(device)) => write!(f, "msg:user/{contact}/{device}"),
        }
    }
}

/// `sync_type` of a sync message (section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum SyncType {
    /// A message came in or went out.
    Msg,
    /// A message got further.
    Status,
    /// The record of a contact.
    PeerUpdate,
    /// The user's own card.
    IdentityUpdate,
    /// A message that the primary is to send.
    Forward,
    /// Reserved; whoever gets it ignores it.
    ServerAdd,
}

impl SyncType {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Msg, Self::Status, Self::PeerUpdate, Self::IdentityUpdate, Self::Forward, Self::ServerAdd];

    /// The name on the wire.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Msg => "msg",
            Self::Status => "status",
            Self::PeerUpdate => "peer_update",
            Self::IdentityUpdate => "identity_update",
            Self::Forward => "forward",
            Self::ServerAdd => "server_add",
        }
    }

    /// The type with this name.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.id() == id)
    }
}

impl fmt::Display for SyncType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// How far a message got; later is higher (MR-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowState {
    /// A sibling waits for its primary.
    PendingForward,
    /// It went out, or it came in from the contact.
    Sent,
    /// The other side has it.
    Received,
    /// The other side read it.
    Processed,
}

impl RowState {
    /// All of them, the lowest first.
    pub const ALL: [Self; 4] = [Self::PendingForward, Self::Sent, Self::Received, Self::Processed];

    /// The name in files and in the database.
    pub const fn id(self) -> &'static str {
        match self {
            Self::PendingForward => "pending_forward",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Processed => "processed",
        }
    }

    /// The state with this name.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.id() == id)
    }
}

impl fmt::Display for RowState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}
