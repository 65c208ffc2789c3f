//! What devices and contacts write to each other, in protobuf (section 4).

use std::collections::BTreeMap;

use crate::vocabulary::{RowState, Uuid};

/// `UserMessage.type` of what siblings send to each other (M-3).
pub const DEVICE_SYNC: &str = "device_sync";

/// `UserMessage.type` of an acknowledgement of a contact.
pub const STATUS: &str = "status";

/// `UserMessage.type` of a message between people.
pub const CHAT: &str = "chat";

/// What a session seals. Field numbers are of this model: the plan names the members and not their numbers.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct UserMessage {
    /// The lookup key of the receiver.
    #[prost(string, tag = "1")]
    pub destination: String,
    /// What it is.
    #[prost(string, tag = "2")]
    pub r#type: String,
    /// The text of a message between people.
    #[prost(bytes = "vec", tag = "3")]
    pub data: Vec<u8>,
    /// Which message; for a sync message the uuid is `dedup_id`.
    #[prost(message, optional, tag = "4")]
    pub status: Option<ConversationStatus>,
    /// A [`DeviceSyncPayload`], encoded.
    #[prost(bytes = "vec", tag = "5")]
    pub appdata: Vec<u8>,
}

/// A sync message.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct DeviceSyncPayload {
    /// Its type.
    #[prost(string, tag = "1")]
    pub sync_type: String,
    /// The conversation, as the sender names it.
    #[prost(string, tag = "2")]
    pub peer_uid: String,
    /// The message.
    #[prost(message, optional, tag = "3")]
    pub db_message: Option<DbMessage>,
    /// What it is known by.
    #[prost(string, tag = "4")]
    pub dedup_id: String,
    /// The record of a contact, JSON.
    #[prost(bytes = "vec", tag = "5")]
    pub peer_data: Vec<u8>,
    /// The own card, JSON.
    #[prost(bytes = "vec", tag = "6")]
    pub identity_data: Vec<u8>,
    /// The [`UserMessage`] that the primary is to send, encoded.
    #[prost(bytes = "vec", tag = "7")]
    pub forward_payload: Vec<u8>,
    /// The conversation, as the primary names it.
    #[prost(string, tag = "8")]
    pub forward_peer_uid: String,
}

/// A row of a conversation, files by path only.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct DbMessage {
    /// What it says.
    #[prost(string, tag = "1")]
    pub data: String,
    /// Did the user write it?
    #[prost(bool, tag = "2")]
    pub outbound: bool,
    /// How far it got.
    #[prost(message, optional, tag = "3")]
    pub status: Option<ConversationStatus>,
    /// Paths of files; what is in them stays where it is (M-7).
    #[prost(string, repeated, tag = "4")]
    pub file_paths: Vec<String>,
}

/// How far a message got. Times are Unix milliseconds, 0 for not yet.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct ConversationStatus {
    /// Which message.
    #[prost(string, tag = "1")]
    pub uuid: String,
    /// When it was sent.
    #[prost(uint64, tag = "2")]
    pub sent: u64,
    /// When it was received.
    #[prost(uint64, tag = "3")]
    pub received: u64,
    /// When it was processed.
    #[prost(uint64, tag = "4")]
    pub processed: u64,
}

impl ConversationStatus {
    /// A message that went nowhere yet.
    pub fn pending(uuid: &Uuid) -> Self {
        Self { uuid: uuid.clone(), sent: 0, received: 0, processed: 0 }
    }

    /// How far it got.
    pub fn state(&self) -> RowState {
        match (self.sent, self.received, self.processed) {
            (_, _, 1..) => RowState::Processed,
            (_, 1.., _) => RowState::Received,
            (1.., _, _) => RowState::Sent,
            _ => RowState::PendingForward,
        }
    }

    /// It got this far now; what happened before keeps its time.
    pub fn reach(&mut self, state: RowState, now: u64) {
        let set = |time: &mut u64| *time = if *time == 0 { now } else { *time };
        match state {
            RowState::PendingForward => {}
            RowState::Sent => set(&mut self.sent),
            RowState::Received => set(&mut self.received),
            RowState::Processed => set(&mut self.processed),
        }
    }

    /// MR-3: every time that is known, the earliest of both.
    pub fn join(&mut self, other: &Self) {
        let earliest = |mine: u64, theirs: u64| match (mine, theirs) {
            (0, time) | (time, 0) => time,
            (mine, theirs) => mine.min(theirs),
        };
        self.sent = earliest(self.sent, other.sent);
        self.received = earliest(self.received, other.received);
        self.processed = earliest(self.processed, other.processed);
    }
}

/// What lies in a queue: the server sees its bytes only.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Envelope {
    /// Who sealed it.
    #[prost(string, tag = "1")]
    pub from: String,
    /// [`Envelope::PRE_KEY`], [`Envelope::NORMAL`] or [`Envelope::CARD`].
    #[prost(uint32, tag = "2")]
    pub kind: u32,
    /// A message of a session, or a card.
    #[prost(bytes = "vec", tag = "3")]
    pub body: Vec<u8>,
}

impl Envelope {
    /// A message that begins a session.
    pub const PRE_KEY: u32 = 0;
    /// Any other message of a session.
    pub const NORMAL: u32 = 1;
    /// A card: how a session can be begun with its writer (M-P).
    pub const CARD: u32 = 2;
}

/// A card, shown from one screen to the other (M-P).
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Card {
    /// Identity key.
    #[prost(bytes = "vec", tag = "1")]
    pub identity: Vec<u8>,
    /// A key for one session.
    #[prost(bytes = "vec", tag = "2")]
    pub one_time: Vec<u8>,
}

/// One field of a snapshot: its value, and with MR-6 its stamp.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Field {
    /// Without a stamp.
    Plain(String),
    /// With a stamp.
    Stamped {
        /// The value.
        value: String,
        /// Logical clock.
        clock: u64,
        /// The device that set it.
        device: String,
    },
}

/// A snapshot of a record or of the own card, by member.
pub type Snapshot = BTreeMap<String, Field>;
