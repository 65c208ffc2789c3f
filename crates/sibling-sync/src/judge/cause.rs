//! Why an invariant is broken, as a value; its sentence and its id are made from it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Invariant;
use crate::Ms;
use crate::vocabulary::{ContactName, CrashPoint, DeviceName, RowState, SyncType, Unreadable, Uuid};

/// A breach of an invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Of which.
    pub invariant: Invariant,
    /// When.
    pub at_ms: Ms,
    /// The entry of the transcript that shows it: the last one without which it would not be.
    pub entry: usize,
    /// Why.
    pub cause: Cause,
}

/// Why an item had no effect at its receiver, or why there was none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lost {
    /// Nobody sent one.
    NeverSent,
    /// Its id was in the seen table, since another item has the same.
    TakenForSeen,
    /// Its receiver had no record of the contact.
    NoConversation,
    /// A status came before its message.
    NoRow,
    /// It is kept for a conversation that never came.
    Parked,
    /// It reached a device that does not act on it.
    NotMine,
    /// It could not be decrypted.
    Unreadable(Unreadable),
    /// Its receiver crashed while it handled it.
    Crash(CrashPoint),
    /// The server threw it away before its receiver came.
    Expired,
    /// It still waits at the server.
    Waits,
    /// Its sender has nobody to send it to, or has not sent it yet.
    Stranded,
}

impl Lost {
    /// All that has a name, for readers of files.
    const IDS: [&'static str; 20] = [
        "never-sent",
        "taken-for-seen",
        "no-conversation",
        "no-row",
        "parked",
        "not-mine",
        "key-used",
        "wrong-chain",
        "no-session",
        "unreadable",
        "after_decrypt",
        "after_mark_seen",
        "after_ratchet_persisted",
        "after_apply",
        "after_contact_job_queued",
        "before_msg_back",
        "expired",
        "waits",
        "stranded",
        "overwritten",
    ];

    /// The name used in files and reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NeverSent => "never-sent",
            Self::TakenForSeen => "taken-for-seen",
            Self::NoConversation => "no-conversation",
            Self::NoRow => "no-row",
            Self::Parked => "parked",
            Self::NotMine => "not-mine",
            Self::Unreadable(Unreadable::KeyUsed) => "key-used",
            Self::Unreadable(Unreadable::WrongChain) => "wrong-chain",
            Self::Unreadable(Unreadable::NoSession) => "no-session",
            Self::Unreadable(Unreadable::Other) => "unreadable",
            Self::Crash(point) => point.id(),
            Self::Expired => "expired",
            Self::Waits => "waits",
            Self::Stranded => "stranded",
        }
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NeverSent => "nobody sent it there",
            Self::TakenForSeen => "an item with the same id had been seen",
            Self::NoConversation => "there was no record of the contact",
            Self::NoRow => "a status came before the message",
            Self::Parked => "it waits for a conversation that never came",
            Self::NotMine => "the device that got it does not act on it",
            Self::Unreadable(Unreadable::KeyUsed) => "the key of its index was used already",
            Self::Unreadable(Unreadable::WrongChain) => "it is of another chain than its reader's",
            Self::Unreadable(Unreadable::NoSession) => "there is no session for it",
            Self::Unreadable(Unreadable::Other) => "it cannot be decrypted",
            Self::Crash(point) => return write!(f, "the device crashed {}", point.id().replace('_', " ")),
            Self::Expired => "the server threw it away",
            Self::Waits => "it waits at the server",
            Self::Stranded => "there is nobody to send it to",
        })
    }
}

/// How a second row came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Second {
    /// The device wrote the message itself, and was told of it.
    OwnCameBack,
    /// Two events with ids of their own tell of one message.
    OtherEvent,
    /// One event was applied twice.
    Again,
    /// One came from the contact itself, which asks no seen table.
    DirectPath,
}

impl Second {
    /// The name used in files and reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::OwnCameBack => "own-came-back",
            Self::OtherEvent => "other-event",
            Self::Again => "again",
            Self::DirectPath => "direct-path",
        }
    }
}

impl fmt::Display for Second {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OwnCameBack => "its own message came back",
            Self::OtherEvent => "two events tell of one message",
            Self::Again => "one event was applied twice",
            Self::DirectPath => "the direct path asks no seen table",
        })
    }
}

/// Why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// A device lacks a message.
    #[error("{device} has no row of {uuid}: {why}")]
    RowMissing {
        /// Who.
        device: DeviceName,
        /// Which.
        uuid: Uuid,
        /// Why.
        why: Lost,
    },
    /// A device has a row that no record shows.
    #[error("{device} has a row of {uuid} that no record of a contact shows")]
    Orphan {
        /// Who.
        device: DeviceName,
        /// Which.
        uuid: Uuid,
    },
    /// Devices have other texts.
    #[error("{device} has another text of {uuid} than others, or none")]
    TextDiffers {
        /// Who.
        device: DeviceName,
        /// Which.
        uuid: Uuid,
    },
    /// A device has several rows of a message.
    #[error("{device} has {rows} rows of {uuid}: {why}")]
    SecondRow {
        /// Who.
        device: DeviceName,
        /// Which.
        uuid: Uuid,
        /// How many.
        rows: usize,
        /// Why.
        why: Second,
    },
    /// A contact did not read a message.
    #[error("{contact} did not read {uuid}: {why}")]
    NotRead {
        /// Who.
        contact: ContactName,
        /// Which.
        uuid: Uuid,
        /// Why.
        why: Lost,
    },
    /// A contact read a message several times.
    #[error("{contact} read {uuid} {times} times")]
    ReadAgain {
        /// Who.
        contact: ContactName,
        /// Which.
        uuid: Uuid,
        /// How often.
        times: usize,
    },
    /// What a contact wrote reached no device.
    #[error("no device read {uuid} of {contact}: {why}")]
    NotHeard {
        /// Who.
        contact: ContactName,
        /// Which.
        uuid: Uuid,
        /// Why.
        why: Lost,
    },
    /// A row is behind.
    #[error("the row of {uuid} on {device} is {state}, and {highest} was told: {why}")]
    Behind {
        /// Who.
        device: DeviceName,
        /// Which.
        uuid: Uuid,
        /// How far it is.
        state: RowState,
        /// How far it should be.
        highest: RowState,
        /// Why.
        why: Stuck,
    },
    /// A sync message was sent because of another.
    #[error("{device} sent a {sync_type} to {to} because of a {because}")]
    Caused {
        /// Who.
        device: DeviceName,
        /// To whom.
        to: DeviceName,
        /// Which type.
        sync_type: SyncType,
        /// Because of which type.
        because: SyncType,
    },
    /// An event made too many sync messages, or too few.
    #[error("{device} sent {sent} sync messages of one {sync_type} event over {links} links")]
    NotOnePerLink {
        /// Who.
        device: DeviceName,
        /// Which type.
        sync_type: SyncType,
        /// How many.
        sent: usize,
        /// Over how many links.
        links: usize,
    },
    /// A register differs.
    #[error("{field} differs: {values:?}")]
    RegisterDiffers {
        /// Which.
        field: String,
        /// What devices have.
        values: BTreeMap<DeviceName, String>,
    },
    /// A register is equal everywhere, and not what was set last, by any stamp.
    #[error("{field} is `{value}` everywhere, which nobody set")]
    RegisterUndone {
        /// Which.
        field: String,
        /// What devices have.
        value: String,
    },
    /// Pointers lead in a circle.
    #[error("the primary pointers of {contact} lead in a circle: {pointers:?}")]
    PointerCircle {
        /// Of whom.
        contact: ContactName,
        /// Who points to whom.
        pointers: BTreeMap<DeviceName, DeviceName>,
    },
    /// Several devices take themselves for primary.
    #[error("several devices take themselves for primary of {contact}: {roots:?}")]
    SeveralPrimaries {
        /// Of whom.
        contact: ContactName,
        /// Which.
        roots: BTreeSet<DeviceName>,
    },
    /// The primary is gone.
    #[error("{root}, the primary of {contact}, is gone")]
    PrimaryGone {
        /// Of whom.
        contact: ContactName,
        /// Which.
        root: DeviceName,
    },
    /// A key of the ratchet was used twice.
    #[error("{first} and {second} went to {contact} under one ratchet key and index {index}")]
    KeyReused {
        /// To whom.
        contact: ContactName,
        /// Which message, by whom.
        first: String,
        /// Which other message, by whom.
        second: String,
        /// The index.
        index: u64,
    },
    /// A device's place in a ratchet fell.
    #[error("the ratchet of {device} with {contact} fell from {from:?} to {to:?}")]
    FellBack {
        /// Who.
        device: DeviceName,
        /// With whom.
        contact: ContactName,
        /// From which count and index.
        from: (u64, u64),
        /// To which.
        to: (u64, u64),
    },
    /// After a crash the end is another.
    #[error("{what} is otherwise than without the crash of {device} ({point})", point = point.id())]
    CrashHarms {
        /// Who crashed.
        device: DeviceName,
        /// Where.
        point: CrashPoint,
        /// Whose state differs.
        what: String,
    },
    /// A contact sees more than one session.
    #[error("{contact} has {sessions} sessions with the user")]
    SeveralSessions {
        /// Who.
        contact: ContactName,
        /// How many.
        sessions: usize,
    },
    /// A contact sees that a ratchet key comes again after another, or that an index is missing or comes again.
    #[error("{contact} sees message {uuid} out of line: another device must have sent it")]
    OutOfLine {
        /// Who.
        contact: ContactName,
        /// Which message.
        uuid: Uuid,
    },
    /// A payload carries what it must not.
    #[error("a {sync_type} from {device} to {to} carries {members:?}")]
    Forbidden {
        /// Who.
        device: DeviceName,
        /// To whom.
        to: DeviceName,
        /// Which type.
        sync_type: SyncType,
        /// Which members.
        members: BTreeSet<String>,
    },
}

/// Why a row is behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stuck {
    /// The news did not reach it.
    Lost(Lost),
    /// A lower state came later and was written over it.
    Overwritten,
    /// The news made a row of its own.
    SecondRow,
}

impl Stuck {
    const fn id(self) -> &'static str {
        match self {
            Self::Lost(why) => why.id(),
            Self::Overwritten => "overwritten",
            Self::SecondRow => "second-row",
        }
    }
}

impl fmt::Display for Stuck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(why) => why.fmt(f),
            Self::Overwritten => f.write_str("a lower state came later"),
            Self::SecondRow => f.write_str("the news made a second row"),
        }
    }
}

impl Cause {
    /// Its kind and its reason, for fingerprints: `not-read/taken-for-seen`.
    pub fn id(&self) -> String {
        let with = |kind: &str, why: &str| format!("{kind}/{why}");
        match self {
            Self::RowMissing { why, .. } => with("row-missing", why.id()),
            Self::Orphan { .. } => "orphan".to_owned(),
            Self::TextDiffers { .. } => "text-differs".to_owned(),
            Self::SecondRow { why, .. } => with("second-row", why.id()),
            Self::NotRead { why, .. } => with("not-read", why.id()),
            Self::ReadAgain { .. } => "read-again".to_owned(),
            Self::NotHeard { why, .. } => with("not-heard", why.id()),
            Self::Behind { why, .. } => with("behind", why.id()),
            Self::Caused { .. } => "caused".to_owned(),
            Self::NotOnePerLink { .. } => "not-one-per-link".to_owned(),
            Self::RegisterDiffers { .. } => "differs".to_owned(),
            Self::RegisterUndone { .. } => "undone".to_owned(),
            Self::PointerCircle { .. } => "circle".to_owned(),
            Self::SeveralPrimaries { .. } => "several-primaries".to_owned(),
            Self::PrimaryGone { .. } => "primary-gone".to_owned(),
            Self::KeyReused { .. } => "key-reused".to_owned(),
            Self::FellBack { .. } => "fell-back".to_owned(),
            Self::CrashHarms { point, .. } => with("crash-harms", point.id()),
            Self::SeveralSessions { .. } => "several-sessions".to_owned(),
            Self::OutOfLine { .. } => "out-of-line".to_owned(),
            Self::Forbidden { .. } => "forbidden".to_owned(),
        }
    }
}

/// Is this the id of a cause?
pub(crate) fn is_cause(id: &str) -> bool {
    const PLAIN: [&str; 15] = [
        "orphan",
        "text-differs",
        "read-again",
        "caused",
        "not-one-per-link",
        "differs",
        "undone",
        "circle",
        "several-primaries",
        "primary-gone",
        "key-reused",
        "fell-back",
        "several-sessions",
        "out-of-line",
        "forbidden",
    ];
    let second = [Second::OwnCameBack, Second::OtherEvent, Second::Again, Second::DirectPath];
    match id.split_once('/') {
        None => PLAIN.contains(&id),
        Some(("row-missing" | "not-read" | "not-heard", why)) => Lost::IDS.contains(&why),
        Some(("behind", why)) => Lost::IDS.contains(&why) || why == "second-row",
        Some(("second-row", why)) => second.iter().any(|one| one.id() == why),
        Some(("crash-harms", why)) => CrashPoint::ALL.iter().any(|one| one.id() == why),
        Some(_) => false,
    }
}
