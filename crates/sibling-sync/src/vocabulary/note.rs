//! What participants report for the transcript: everything that an oracle or an observer needs.

use std::collections::BTreeSet;

use super::{ContactName, CrashPoint, DeviceName, DeviceView, EventId, QueueKey, RowState, SyncType, Uuid};

/// What became of a sync message at its receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It was applied.
    Applied,
    /// Its id was in the seen table.
    Seen,
    /// It was marked as seen, and there was no conversation to apply it to.
    NoConversation,
    /// It was marked as seen and kept for its conversation (MR-11).
    Parked,
    /// A status for a message that is not there; it was marked as seen.
    NoRow,
    /// A forward at a device that is not the primary (MR-5, MR-7), or one that was sent already (MR-4).
    NotMine,
    /// A reserved type.
    Reserved,
}

/// Why a ciphertext could not be read: the library's error, as a name of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unreadable {
    /// `MissingMessageKey`: the key of this index was used already.
    KeyUsed,
    /// `InvalidMAC`: another chain than the reader's.
    WrongChain,
    /// No session with the sender.
    NoSession,
    /// Anything else.
    Other,
}

/// What participants report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A device: the user typed.
    Typed {
        /// To whom.
        peer: ContactName,
        /// Which message.
        uuid: Uuid,
    },
    /// A device: a message cannot go anywhere (no primary that it is paired with, no record, no session).
    Stranded {
        /// To whom.
        peer: ContactName,
        /// Which message.
        uuid: Uuid,
    },
    /// A device: a ciphertext for a contact goes out. What INV-M8 and INV-M11 are read from.
    Wire {
        /// To whom.
        contact: ContactName,
        /// Which message.
        uuid: Uuid,
        /// Id of the session.
        session: String,
        /// Ratchet key, hex.
        ratchet_key: String,
        /// Index in its chain.
        chain_index: u64,
        /// Bytes.
        size: usize,
    },
    /// A device: a sync message goes out to one sibling.
    SyncSent {
        /// To whom.
        to: DeviceName,
        /// Type.
        sync_type: SyncType,
        /// `dedup_id`.
        event: EventId,
        /// The message that it is about.
        uuid: Option<Uuid>,
        /// The sync message (type and id) on whose receipt it is sent; none for what the user or a contact did.
        cause: Option<(SyncType, EventId)>,
        /// Is the same event passed on (MR-5), or a forward passed to the primary (MR-7)?
        passed_on: bool,
        /// Names of the members of its snapshot, for INV-M12.
        members: BTreeSet<String>,
        /// Bytes of the plaintext payload, hex: what a scan of payloads looks at.
        payload: String,
        /// Bytes on the wire.
        size: usize,
    },
    /// A device: a sync message could not be sealed, since there is no session with the sibling.
    Unsealed {
        /// To whom.
        to: DeviceName,
        /// Type.
        sync_type: SyncType,
        /// `dedup_id`.
        event: EventId,
    },
    /// A device: a sync message was read.
    SyncTook {
        /// From whom.
        from: DeviceName,
        /// Type.
        sync_type: SyncType,
        /// `dedup_id`.
        event: EventId,
        /// The message that it is about.
        uuid: Option<Uuid>,
        /// What became of it.
        fate: Fate,
    },
    /// A device or a contact: an item could not be read.
    Unread {
        /// From which queue.
        key: QueueKey,
        /// Number of the item in its queue.
        item: u64,
        /// Why.
        why: Unreadable,
    },
    /// A device: a row was written. Told for every write, so that what broke can be pointed at.
    Row {
        /// Whose conversation.
        peer: ContactName,
        /// Which message.
        uuid: Uuid,
        /// Its state now.
        state: RowState,
        /// A new row, and not a change of one.
        added: bool,
    },
    /// A device: its state of the session with a contact is now at this place (INV-M9).
    Ratchet {
        /// With whom.
        contact: ContactName,
        /// Id of the session.
        session: String,
        /// How many ratchet steps it made.
        count: u64,
        /// The index that its next message has.
        index: u64,
        /// Taken from a sibling, and not by an own step.
        adopted: bool,
    },
    /// A device (`dr_guard`): a copy was refused. A fork if its ratchet key is another at an equal count.
    Guarded {
        /// With whom.
        contact: ContactName,
        /// A fork?
        fork: bool,
    },
    /// A device: whom it takes for primary now.
    Pointer {
        /// Of whom.
        contact: ContactName,
        /// Which device.
        primary: DeviceName,
        /// Epoch, 0 without MR-7.
        epoch: u64,
    },
    /// A device: a pairing ended.
    Paired {
        /// With whom.
        with: DeviceName,
        /// SHA-256 of what both ends derived, hex: equal at both.
        root: String,
    },
    /// A device: the pairing graph, as it knows it, lacks an edge (MR-5).
    MeshIncomplete {
        /// Pairs that it misses.
        missing: BTreeSet<(DeviceName, DeviceName)>,
    },
    /// A device: a message came from a contact.
    Heard {
        /// From whom.
        contact: ContactName,
        /// Which.
        uuid: Uuid,
    },
    /// A device: old entries of the seen table were thrown away.
    Pruned {
        /// How many.
        entries: usize,
    },
    /// A device died.
    Crashed(CrashPoint),
    /// A device at the end of the run: it was to die there, and never came there.
    NotCrashed(CrashPoint),
    /// A device was started again.
    Restarted,
    /// A device lost its connection, or has it again.
    Online(bool),
    /// A device is gone for ever.
    Destroyed,
    /// A device took a contact over, or could not.
    TookOver {
        /// Whom.
        peer: ContactName,
        /// Could it?
        done: bool,
    },
    /// A contact read a message.
    Read {
        /// Which.
        uuid: Uuid,
        /// Id of the session.
        session: String,
        /// Ratchet key, hex.
        ratchet_key: String,
        /// Index in its chain.
        chain_index: u64,
        /// Known already: not shown again (MR-14).
        again: bool,
    },
    /// A contact wrote.
    ContactWrote {
        /// Which message.
        uuid: Uuid,
        /// Ciphertexts: one for each session.
        copies: usize,
    },
    /// The server took an item.
    Pushed {
        /// Where.
        key: QueueKey,
        /// Number of the item in its queue.
        item: u64,
        /// By whom: the connection.
        by: String,
        /// Bytes.
        size: usize,
    },
    /// The server was polled.
    Polled {
        /// What.
        key: QueueKey,
        /// By whom: the connection.
        by: String,
    },
    /// The server handed an item out.
    Handed {
        /// From where.
        key: QueueKey,
        /// Number of the item.
        item: u64,
        /// To whom.
        to: String,
        /// Handed out before?
        again: bool,
    },
    /// The server forgot an item: taken, or too old.
    Forgot {
        /// Where.
        key: QueueKey,
        /// Number of the item.
        item: u64,
        /// It was too old; nobody had taken it.
        expired: bool,
    },
    /// A device of phase 7A on the library.
    Aware(Box<crate::aware::Told>),
    /// A device at the end of the run.
    End(Box<DeviceView>),
}
