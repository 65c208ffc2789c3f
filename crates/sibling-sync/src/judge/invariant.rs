//! The invariants of section 7.

use std::fmt;

/// An invariant. Its id is that of `docs/spec/sibling-sync.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(into = "&'static str")]
pub enum Invariant {
    /// All devices hold the same messages.
    SameRows,
    /// A message has one row on a device.
    OneRow,
    /// What is sent is read exactly once.
    ReadOnce,
    /// A row is as far as its message.
    FinalStatus,
    /// One sync message for each link and event.
    OnePerLink,
    /// What the user can edit is equal everywhere.
    SameRegisters,
    /// The primary pointers form a tree with one root.
    OnePrimary,
    /// No key of the ratchet is used twice.
    KeyOnce,
    /// A ratchet never falls back.
    RatchetRises,
    /// A crash changes nothing in the end.
    CrashIsHarmless,
    /// A contact hears one device.
    LooksLikeOne,
    /// No payload carries what it must not.
    NothingForbidden,
}

impl Invariant {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 12] = [
        Self::SameRows,
        Self::OneRow,
        Self::ReadOnce,
        Self::FinalStatus,
        Self::OnePerLink,
        Self::SameRegisters,
        Self::OnePrimary,
        Self::KeyOnce,
        Self::RatchetRises,
        Self::CrashIsHarmless,
        Self::LooksLikeOne,
        Self::NothingForbidden,
    ];

    /// The id used in files and reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::SameRows => "INV-M1",
            Self::OneRow => "INV-M2",
            Self::ReadOnce => "INV-M3",
            Self::FinalStatus => "INV-M4",
            Self::OnePerLink => "INV-M5",
            Self::SameRegisters => "INV-M6",
            Self::OnePrimary => "INV-M7",
            Self::KeyOnce => "INV-M8",
            Self::RatchetRises => "INV-M9",
            Self::CrashIsHarmless => "INV-M10",
            Self::LooksLikeOne => "INV-M11",
            Self::NothingForbidden => "INV-M12",
        }
    }

    /// What must hold, in one sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::SameRows => "At the end all devices hold the same messages with the same texts, and show them.",
            Self::OneRow => "A message has one row on a device.",
            Self::ReadOnce => {
                "A contact reads every message that the user sent exactly once, and what it sends reaches a device."
            }
            Self::FinalStatus => "The state of a row is the highest that was told of its message.",
            Self::OnePerLink => {
                "An event makes one sync message for each link of its device (with flooding two at most), and none is caused by another but by a forward."
            }
            Self::SameRegisters => "What the user can edit is equal on all devices.",
            Self::OnePrimary => "The primary pointers form a tree with one root, and that device is there.",
            Self::KeyOnce => "No pair of ratchet key and index occurs twice on the wire in one direction.",
            Self::RatchetRises => "A device's place in a ratchet never falls.",
            Self::CrashIsHarmless => {
                "A crash anywhere and what is handed out again lead to the state that there would be without the crash."
            }
            Self::LooksLikeOne => {
                "What a contact sees of sessions, ratchet keys and indexes could come from one device."
            }
            Self::NothingForbidden => "No payload carries a member that it must not carry.",
        }
    }
}

impl From<Invariant> for &'static str {
    fn from(invariant: Invariant) -> Self {
        invariant.id()
    }
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}
