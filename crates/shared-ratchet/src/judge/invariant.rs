//! What must hold: properties of section 7, invariants of section 10, and that the sessions and the tree tell the same story.

use std::fmt;

/// A property or an invariant. Its id is that of `docs/spec/shared-ratchet.md`; `INV-T1` is of this crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Invariant {
    /// Deepest tips at quiescence share an owner.
    OneOwner,
    /// Devices of one user select alike at quiescence.
    SiblingsAgree,
    /// Each node made after a quiescent point descends from what was selected there.
    Finality,
    /// Quiescent, one step, full delivery: one selection.
    OneStepHeals,
    /// Every message is opened by every remote device.
    EveryMessageOpened,
    /// Nothing is readable by a removed device and not by each legitimate one.
    RemovedReadsNothingAlone,
    /// At most one sender for each state of the ratchet.
    OneSender,
    /// No ratchet key and index twice on the wire.
    NoKeyTwice,
    /// Nothing sent before a fail-over is lost.
    FailoverLosesNothing,
    /// Sessions and tree agree on what can be read.
    ReadsAgree,
}

impl Invariant {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::OneOwner,
        Self::SiblingsAgree,
        Self::Finality,
        Self::OneStepHeals,
        Self::EveryMessageOpened,
        Self::RemovedReadsNothingAlone,
        Self::OneSender,
        Self::NoKeyTwice,
        Self::FailoverLosesNothing,
        Self::ReadsAgree,
    ];

    /// The id used in files and reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::OneOwner => "P1",
            Self::SiblingsAgree => "P2",
            Self::Finality => "P4",
            Self::OneStepHeals => "P5",
            Self::EveryMessageOpened => "P7",
            Self::RemovedReadsNothingAlone => "P8",
            Self::OneSender => "INV-L1",
            Self::NoKeyTwice => "INV-L2",
            Self::FailoverLosesNothing => "INV-L3",
            Self::ReadsAgree => "INV-T1",
        }
    }

    /// What must hold, in one sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::OneOwner => "Where nothing is left to deliver, the deepest tips belong to one user.",
            Self::SiblingsAgree => "Where nothing is left to deliver, devices of one user build on one node.",
            Self::Finality => "What is made after nothing was left to deliver descends from what was built on there.",
            Self::OneStepHeals => "One step by one device, fully delivered, and everybody builds on it.",
            Self::EveryMessageOpened => "Every message is opened by every device of the other user.",
            Self::RemovedReadsNothingAlone => {
                "After a device was removed, it reads nothing of the other user that one of its former siblings does not read."
            }
            Self::OneSender => "For each state of the ratchet at most one device sends (under a leader).",
            Self::NoKeyTwice => "No ratchet key occurs twice with one index on the wire.",
            Self::FailoverLosesNothing => "Nothing that a leader sent before a fail-over is lost.",
            Self::ReadsAgree => {
                "A device opens a message exactly when the tree says so: it knows the parent of its node."
            }
        }
    }

    /// Where it comes from.
    pub const fn source(self) -> &'static str {
        match self {
            Self::OneSender | Self::NoKeyTwice | Self::FailoverLosesNothing => "shared-ratchet.md section 10",
            Self::ReadsAgree => "shared-ratchet.md section 8",
            _ => "shared-ratchet.md section 7",
        }
    }
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}
