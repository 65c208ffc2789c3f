//! The words of outside libraries: the one place where they are read. What is not understood is kept as it came.

use std::fmt;

use serde::Serialize;

/// What a library said when it refused something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The call that refused.
    pub call: Call,
    /// What it means.
    pub means: Meaning,
    /// Its words, as they came.
    pub words: String,
    /// The words of the library below it, if it keeps them for itself: what OpenMLS says where mdk-core says "unprocessable".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inner: Option<String>,
}

/// A call into a library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Call {
    /// `MDK::create_group`.
    CreateGroup,
    /// `MDK::add_members`, `remove_members`, `self_update`.
    Commit,
    /// `MDK::leave_group`.
    LeaveGroup,
    /// `MDK::create_message`.
    CreateMessage,
    /// `MDK::create_key_package_for_event`.
    CreateKeyPackage,
    /// `MDK::process_message`.
    ProcessMessage,
    /// `MDK::process_welcome`, `accept_welcome`, or OpenMLS when it stages a Welcome.
    ProcessWelcome,
    /// NIP-44 and NIP-59 of rust-nostr.
    Envelope,
    /// What the device asks of mdk-core's storage.
    Storage,
}

/// What the words of a library mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// "Unprocessable", and the library below gives no reason either.
    Unprocessable,
    /// The event was refused before, and is not looked at again.
    FailedBefore,
    /// The event is older than the library takes (45 days in mdk-core 0.8.0).
    TooOld,
    /// The event is further in the future than the library takes (300 s in mdk-core 0.8.0).
    TooFarInTheFuture,
    /// No key that the library kept opens it.
    CannotDecrypt,
    /// It comes from an epoch before the oldest whose secrets are kept.
    NoPastEpoch,
    /// The library's own record of an own event is gone: another copy of this leaf sent it.
    OwnRecordGone,
    /// It was sent from the device's own leaf, and so cannot be decrypted by it.
    OwnLeaf,
    /// A commit or proposal of an epoch that is over, and nothing is known that it competes with.
    EpochOver,
    /// A commit of an epoch that the group left with a better one (MD-09).
    LostItsRace,
    /// A better commit of an epoch that the group has left, and the snapshot to go back to is not kept any more (mdk-core 0.8.0
    /// keeps five).
    SnapshotGone,
    /// A better commit of an epoch that the group has left, and the snapshot to go back to is kept, but not which commit was followed
    /// then: mdk-core 0.8.0 knows that until it is restarted.
    SnapshotForgotten,
    /// A better commit of an epoch that the group has left, and there never was a snapshot to go back to: the client merged its own
    /// commit itself, or stored state was restored since.
    NoSnapshot,
    /// A commit that carries out a proposal that the device does not hold.
    ProposalMissing,
    /// The key of this very message was used before, or is deleted: two copies of a leaf send with the same keys.
    KeyUsedUp,
    /// The lifetime of a KeyPackage or of a leaf is over, or has not begun.
    LifetimeOver,
    /// A proposal that changes nothing.
    ProposalIgnored,
    /// The library holds no private keys for the Welcome.
    NoMatchingKeyPackage,
    /// The NIP-44 payload would be too long.
    TooLong,
    /// An admin cannot do this.
    AdminCannotLeave,
    /// Only an admin can do this.
    NotAdmin,
    /// A message whose id is not the hash of the message (mdk-core 0.8.0 does not compare).
    NotItsId,
    /// A message that was read before, in another wrap (mdk-core 0.8.0 gives it out again after a rollback).
    ReadBefore,
    /// Words that are not in the table.
    NotUnderstood,
}

impl Meaning {
    /// The name used in reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Unprocessable => "unprocessable",
            Self::FailedBefore => "failed-before",
            Self::TooOld => "too-old",
            Self::TooFarInTheFuture => "too-far-in-the-future",
            Self::CannotDecrypt => "cannot-decrypt",
            Self::NoPastEpoch => "no-past-epoch",
            Self::OwnRecordGone => "own-record-gone",
            Self::OwnLeaf => "own-leaf",
            Self::EpochOver => "epoch-over",
            Self::LostItsRace => "lost-its-race",
            Self::SnapshotGone => "snapshot-gone",
            Self::SnapshotForgotten => "snapshot-forgotten",
            Self::NoSnapshot => "no-snapshot",
            Self::ProposalMissing => "proposal-missing",
            Self::KeyUsedUp => "key-used-up",
            Self::LifetimeOver => "lifetime-over",
            Self::ProposalIgnored => "proposal-ignored",
            Self::NoMatchingKeyPackage => "no-matching-key-package",
            Self::TooLong => "too-long",
            Self::AdminCannotLeave => "admin-cannot-leave",
            Self::NotAdmin => "not-admin",
            Self::NotItsId => "not-its-id",
            Self::ReadBefore => "read-before",
            Self::NotUnderstood => "not-understood",
        }
    }
}

/// Words and what they mean, by the first that is found in them. Pinned by `tests/library_words.rs`.
const WORDS: &[(&str, Meaning)] = &[
    ("unprocessable", Meaning::Unprocessable),
    ("failed before", Meaning::FailedBefore),
    ("is too old", Meaning::TooOld),
    ("is too far in the future", Meaning::TooFarInTheFuture),
    ("No past epochs available for decryption", Meaning::NoPastEpoch),
    ("Failed to decrypt message", Meaning::CannotDecrypt),
    ("Processed message not found", Meaning::OwnRecordGone),
    ("Lifetime is not acceptable", Meaning::LifetimeOver),
    ("The lifetime of the leaf node is not valid", Meaning::LifetimeOver),
    ("proposal ignored", Meaning::ProposalIgnored),
    ("No matching key package was found", Meaning::NoMatchingKeyPackage),
    ("message too long", Meaning::TooLong),
    ("only admins can perform this operation", Meaning::NotAdmin),
    ("not processing commit from non-admin", Meaning::NotAdmin),
    ("Admins must self-demote before leaving", Meaning::AdminCannotLeave),
    ("The message is from an epoch too far in the past", Meaning::NoPastEpoch),
    ("Message epoch differs from the group's epoch", Meaning::EpochOver),
    ("Cannot decrypt own messages", Meaning::OwnLeaf),
    ("The proposal queue is missing a proposal for the commit", Meaning::ProposalMissing),
    ("The requested secret was deleted to preserve forward secrecy", Meaning::KeyUsedUp),
];

fn meaning(words: &str) -> Meaning {
    WORDS.iter().find(|(part, _)| words.contains(part)).map_or(Meaning::NotUnderstood, |(_, means)| *means)
}

impl Said {
    /// Reads what a call said.
    pub fn by(call: Call, words: impl fmt::Display) -> Self {
        let words = words.to_string();
        Self { call, means: meaning(&words), words, inner: None }
    }

    /// What the device says of a message that mdk-core took and it does not.
    pub(crate) fn of_message(means: Meaning) -> Self {
        let words = match means {
            Meaning::NotItsId => "the id of the message is not its hash",
            _ => "the message was read before",
        };
        Self::by(Call::ProcessMessage, words).meaning(means)
    }

    /// Adds the words of the library below. They say more than the library's own, if they are understood.
    pub(crate) fn with_inner(mut self, inner: Option<String>) -> Self {
        match inner.as_deref().map(meaning) {
            None | Some(Meaning::NotUnderstood) => {}
            Some(means) => self.means = means,
        }
        self.inner = inner;
        self
    }

    /// Puts what the device found out in place of what the words mean.
    pub(crate) fn meaning(self, means: Meaning) -> Self {
        Self { means, ..self }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)?;
        match &self.inner {
            Some(inner) => write!(f, " ({inner})"),
            None => Ok(()),
        }
    }
}
