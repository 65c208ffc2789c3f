//! What a script says.

use super::{ContactName, DeviceName, RowState, SyncType, Uuid};
use crate::Ms;

/// A moment of the script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at_ms: Ms,
    /// Place in the file, from 0.
    pub index: usize,
    /// Its name; the uuid of the message that it makes, if it makes one.
    pub label: Option<String>,
    /// What happens.
    pub action: Action,
}

impl Step {
    /// The uuid of the message that it makes.
    pub fn uuid(&self) -> Uuid {
        self.label.clone().unwrap_or_else(|| format!("m{}", self.index))
    }
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The user types on a device.
    Type {
        /// Where.
        device: DeviceName,
        /// To whom.
        peer: ContactName,
        /// What.
        text: String,
    },
    /// A contact writes to the user.
    ContactSends {
        /// Who.
        contact: ContactName,
        /// What.
        text: String,
    },
    /// A device learns that a message got further.
    Status {
        /// Which.
        device: DeviceName,
        /// With whom.
        peer: ContactName,
        /// Which message.
        uuid: Uuid,
        /// How far.
        state: RowState,
    },
    /// The user edits the record of a contact on a device.
    EditPeer {
        /// Where.
        device: DeviceName,
        /// Whose.
        peer: ContactName,
        /// What of it.
        fields: Vec<(PeerField, String)>,
    },
    /// The user edits the own card: `Nickname`, `DefaultAvatar`, `Avatars` or `Status`.
    EditIdentity {
        /// Where.
        device: DeviceName,
        /// What of it.
        fields: Vec<(String, String)>,
    },
    /// Two devices are paired (M-P).
    Pair {
        /// Who asks.
        device: DeviceName,
        /// Whom.
        with: DeviceName,
    },
    /// A device completes an invitation of a contact: a new record, a new session, a `peer_update`.
    Meet {
        /// Which.
        device: DeviceName,
        /// Whom.
        contact: ContactName,
    },
    /// A device has no connection for a while.
    Offline {
        /// Which.
        device: DeviceName,
        /// Until when; none: for ever.
        until_ms: Option<Ms>,
    },
    /// A device is to crash, once: at a point, while it handles an item.
    Crash {
        /// Which.
        device: DeviceName,
        /// Where.
        point: CrashPoint,
        /// On what; anything if it says nothing.
        on: On,
        /// How long until it is started again.
        down_ms: Ms,
    },
    /// A device is gone for ever.
    Destroy {
        /// Which.
        device: DeviceName,
    },
    /// A device takes a contact over from its primary (MR-14). Without the repair it cannot.
    TakeOver {
        /// Which.
        device: DeviceName,
        /// Whom.
        peer: ContactName,
    },
    /// A device asks a sibling for the last messages (MR-15). Without the repair it is not answered.
    AskHistory {
        /// Which.
        device: DeviceName,
        /// Whom.
        from: DeviceName,
    },
    /// The next sync messages of a device are each sealed and pushed twice, as by a sender whose first push was not answered.
    Repeat {
        /// Which.
        device: DeviceName,
    },
    /// Something that only phase 7A on the library knows.
    Aware {
        /// Which device.
        device: DeviceName,
        /// What.
        act: Act,
    },
}

/// What a device does with device lists and copies of itself (phase 7A on the library).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// It puts a device on a new list.
    Link(DeviceName),
    /// It takes a device off a new list.
    Unlink(DeviceName),
    /// It publishes once more what is listed, with what it listed itself.
    Relist,
    /// It makes a copy of its state.
    Keep,
    /// It goes back to the copy.
    Restore,
}

/// A field of a record that the user edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeerField {
    /// `Name`.
    Name,
    /// `Blocked`: `true` or `false`.
    Blocked,
    /// `Visible`: `true` or `false`.
    Visible,
    /// `MyName`.
    MyName,
    /// `Avatar`.
    Avatar,
    /// `Notification`.
    Notification,
}

impl PeerField {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Blocked, Self::Visible, Self::MyName, Self::Avatar, Self::Notification];

    /// The name in `peer_data`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Blocked => "Blocked",
            Self::Visible => "Visible",
            Self::MyName => "MyName",
            Self::Avatar => "Avatar",
            Self::Notification => "Notification",
        }
    }
}

/// Between which two durable writes a device dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CrashPoint {
    /// An item is decrypted; nothing is written.
    AfterDecrypt,
    /// It is marked as seen.
    AfterMarkSeen,
    /// The sibling session is written.
    AfterRatchetPersisted,
    /// It is applied; the server does not know yet.
    AfterApply,
    /// The primary has written the job for the contact.
    AfterContactJobQueued,
    /// The primary has written everything but the `msg` back.
    BeforeMsgBack,
}

impl CrashPoint {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::AfterDecrypt,
        Self::AfterMarkSeen,
        Self::AfterRatchetPersisted,
        Self::AfterApply,
        Self::AfterContactJobQueued,
        Self::BeforeMsgBack,
    ];

    /// The name in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::AfterDecrypt => "after_decrypt",
            Self::AfterMarkSeen => "after_mark_seen",
            Self::AfterRatchetPersisted => "after_ratchet_persisted",
            Self::AfterApply => "after_apply",
            Self::AfterContactJobQueued => "after_contact_job_queued",
            Self::BeforeMsgBack => "before_msg_back",
        }
    }
}

/// What a device handles when it crashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct On {
    /// A sync message of this type.
    pub sync_type: Option<SyncType>,
    /// About this message.
    pub uuid: Option<Uuid>,
}
