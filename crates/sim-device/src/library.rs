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
    /// "Unprocessable", and nothing else.
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
    /// The library's own record of an own event is gone.
    OwnRecordGone,
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
            Self::LifetimeOver => "lifetime-over",
            Self::ProposalIgnored => "proposal-ignored",
            Self::NoMatchingKeyPackage => "no-matching-key-package",
            Self::TooLong => "too-long",
            Self::AdminCannotLeave => "admin-cannot-leave",
            Self::NotAdmin => "not-admin",
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
    ("proposal ignored", Meaning::ProposalIgnored),
    ("No matching key package was found", Meaning::NoMatchingKeyPackage),
    ("message is too large", Meaning::TooLong),
    ("only admins can perform this operation", Meaning::NotAdmin),
];

impl Said {
    /// Reads what a call said.
    pub fn by(call: Call, words: impl fmt::Display) -> Self {
        let words = words.to_string();
        let means = WORDS.iter().find(|(part, _)| words.contains(part)).map_or(Meaning::NotUnderstood, |(_, m)| *m);
        Self { call, means, words }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}
