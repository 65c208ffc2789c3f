//! Devices of one user that copy every event to each other: whole runs in all orders, and payloads.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::format::{self, Hex};

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

/// What a test is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Input {
    /// A run.
    Run(Box<Run>),
    /// A payload.
    Payload(Payload),
}

/// A run: who takes part, and what happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SyncRun")]
pub struct Run {
    /// Devices.
    pub devices: Vec<String>,
    /// Pairs of siblings; all, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairing_edges: Option<Vec<(String, String)>>,
    /// Contacts.
    pub contacts: Vec<String>,
    /// By contact: who talks to it.
    pub primary: BTreeMap<String, String>,
    /// By contact: who has a record of it; all, if it is left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub known_by: BTreeMap<String, Vec<String>>,
    /// Contacts of which every device made a record of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<String>,
    /// How the plan is read.
    pub readings: Readings,
    /// What the server is like.
    pub server: Server,
    /// Window of the seen table.
    pub prune_days: u64,
    /// MR-5: events are passed on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub flood: bool,
    /// MR-15: so many rows are told.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub backfill: u32,
    /// Which orders are walked.
    pub orders: Orders,
    /// Every item is handed out twice.
    pub duplicates: bool,
    /// What happens.
    pub script: Vec<Step>,
    /// When it is over.
    pub end_ms: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// An enum of words.
macro_rules! words {
    ($($(#[$about:meta])* $name:ident $renamed:literal { $($(#[$what:meta])* $value:ident = $id:literal),* $(,)? })*) => {
        $(
            $(#[$about])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
            #[schemars(rename = $renamed)]
            pub enum $name { $($(#[$what])* #[serde(rename = $id)] $value),* }
        )*
    };
}

words! {
    /// How a `status` or a `forward` is called.
    DedupId "SyncDedupId" {
        /// By the uuid of its message.
        Uuid = "uuid",
        /// By a new id.
        PerEvent = "per_event",
    }
    /// Who sends `msg` for a row that waits.
    MsgHook "SyncMsgHook" {
        /// A sibling, too.
        All = "all",
        /// The primary alone.
        PrimaryOnly = "primary_only",
    }
    /// How devices share the talk.
    Phase "SyncPhase" {
        /// The primary relays.
        Relay = "7B",
    }
    /// Who polls a contact's queue.
    Poll "SyncPoll" {
        /// Everybody.
        AllKeys = "all_keys",
        /// The primary.
        PrimaryOnly = "primary_only",
    }
    /// When an item is gone.
    Read "SyncRead" {
        /// When it is released.
        KeepUntilAck = "keep_until_ack",
        /// When it is handed out.
        Pop = "pop",
    }
    /// In which order items of one device come.
    Order "SyncOrder" {
        /// As they were handed out.
        Fifo = "fifo",
        /// In any.
        Any = "any",
    }
    /// That all orders are walked.
    All "SyncAll" {
        /// All.
        All = "all",
    }
    /// How far a message got.
    State "SyncState" {
        /// A sibling waits for its primary.
        PendingForward = "pending_forward",
        /// It went out.
        Sent = "sent",
        /// The other side has it.
        Received = "received",
        /// The other side read it.
        Processed = "processed",
    }
}

/// Readings of the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SyncReadings")]
pub struct Readings {
    /// How events are called.
    pub dedup_id: DedupId,
    /// When the hook fires.
    pub msg_hook: MsgHook,
    /// How devices share the talk.
    pub phase: Phase,
    /// Who polls.
    pub poll: Poll,
}

/// What the server is like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SyncServer")]
pub struct Server {
    /// When an item is gone.
    pub read: Read,
    /// In which order items come.
    pub order: Order,
    /// How long items are kept.
    pub retention_days: u64,
}

/// Which orders are walked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "SyncOrders")]
pub enum Orders {
    /// All.
    All(All),
    /// These: names of items.
    Listed(Vec<Vec<String>>),
}

/// Something that happens: exactly one verb.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "SyncStep")]
pub struct Step {
    /// The uuid of the message that it makes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// When.
    pub at_ms: u64,
    /// Which device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Which contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The user types.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<Typed>,
    /// The contact writes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_sends: Option<Text>,
    /// A message got further.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The user edits a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit_peer: Option<EditPeer>,
    /// The user edits the own card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit_identity: Option<EditIdentity>,
    /// An invitation is completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meet: Option<Meet>,
    /// Two devices are paired.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pair: Option<Pair>,
    /// The last messages are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask_history: Option<AskHistory>,
    /// The device makes itself the primary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub take_over: Option<TakeOver>,
    /// What it sends next is sealed twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat: Option<Nothing>,
    /// No connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline: Option<Offline>,
    /// It will die.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crash: Option<Crash>,
    /// It is gone for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destroy: Option<Nothing>,
}

/// Plain objects.
macro_rules! objects {
    ($($(#[$about:meta])* $name:ident $renamed:literal { $($(#[$what:meta])* $member:ident: $type:ty),* $(,)? })*) => {
        $(
            $(#[$about])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
            #[serde(deny_unknown_fields)]
            #[schemars(rename = $renamed)]
            pub struct $name { $($(#[$what])* pub $member: $type),* }
        )*
    };
}

objects! {
    /// `type`.
    Typed "SyncType" {
        /// To whom.
        peer: String,
        /// What.
        text: String,
    }
    /// `contact_sends`.
    Text "SyncText" {
        /// What.
        text: String,
    }
    /// `status`.
    Status "SyncStatus" {
        /// With whom.
        peer: String,
        /// Which message.
        of: String,
        /// How far.
        state: State,
    }
    /// `edit_peer`.
    EditPeer "SyncEditPeer" {
        /// Whose record.
        peer: String,
        /// New values.
        set: BTreeMap<String, String>,
    }
    /// `edit_identity`.
    EditIdentity "SyncEditIdentity" {
        /// New values.
        set: BTreeMap<String, String>,
    }
    /// `meet`.
    Meet "SyncMeet" {
        /// Whom.
        contact: String,
    }
    /// `pair`.
    Pair "SyncPair" {
        /// The other device.
        with: String,
    }
    /// `ask_history`.
    AskHistory "SyncAskHistory" {
        /// Whom.
        from: String,
    }
    /// `take_over`.
    TakeOver "SyncTakeOver" {
        /// Whom.
        peer: String,
    }
    /// A verb without members.
    Nothing "SyncNothing" {}
    /// `offline`.
    Offline "SyncOffline" {
        /// Until when.
        until_ms: u64,
    }
    /// `crash`.
    Crash "SyncCrash" {
        /// Where.
        point: String,
        /// On what.
        on: On,
        /// How long.
        down_ms: u64,
    }
    /// What a device takes when it dies.
    On "SyncOn" {
        /// A sync message of this type.
        sync_type: String,
    }
    /// A payload.
    Payload "SyncPayload" {
        /// A `DeviceSyncPayload`.
        payload: Hex,
    }
}

/// What comes out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Expect {
    /// Of a run.
    Run(Ends),
    /// Of a payload.
    Payload(Box<Decoded>),
}

/// How all orders end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SyncEnds")]
pub struct Ends {
    /// Final states.
    pub outcomes: Vec<Outcome>,
    /// Invariants that break in some order. Not compared.
    pub violates: Vec<String>,
}

/// A final state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SyncOutcome")]
pub struct Outcome {
    /// How many orders end so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// By contact: what it read.
    pub contact: BTreeMap<String, Vec<String>>,
    /// By device: its rows.
    pub rows: BTreeMap<String, Vec<Vec<String>>>,
    /// By device and contact: whom it takes for primary.
    pub pointers: BTreeMap<String, BTreeMap<String, String>>,
    /// By device: what the user can edit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registers: Option<BTreeMap<String, BTreeMap<String, String>>>,
    /// What was pushed to contacts.
    pub wire: Vec<(String, String)>,
    /// How many sync messages were sealed.
    pub sync_messages: u32,
}

objects! {
    /// A `DeviceSyncPayload`.
    Decoded "SyncDecoded" {
        /// Its type.
        sync_type: String,
        /// The conversation.
        peer_uid: String,
        /// The message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        db_message: Option<DbMessage>,
        /// The id of the event.
        dedup_id: String,
        /// The record of a contact.
        peer_data: Hex,
        /// The own card.
        identity_data: Hex,
        /// The message that is forwarded.
        forward_payload: Hex,
        /// The conversation of the forward.
        forward_peer_uid: String,
        /// It is one of the types that are not ignored.
        handled: bool,
        /// What is forwarded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        forward: Option<UserMessage>,
    }
    /// A row.
    DbMessage "SyncDbMessage" {
        /// What it says.
        data: String,
        /// The user wrote it.
        outbound: bool,
        /// How far it got.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<Times>,
        /// Files.
        file_paths: Vec<String>,
    }
    /// How far a message got.
    Times "SyncTimes" {
        /// Which message.
        uuid: String,
        /// Unix milliseconds; 0: not yet.
        sent: u64,
        /// Unix milliseconds; 0: not yet.
        received: u64,
        /// Unix milliseconds; 0: not yet.
        processed: u64,
    }
    /// What a session seals.
    UserMessage "SyncUserMessage" {
        /// To whom.
        destination: String,
        /// What it is.
        r#type: String,
        /// The text.
        data: Hex,
        /// Which message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<Times>,
        /// A payload.
        appdata: Hex,
    }
}
