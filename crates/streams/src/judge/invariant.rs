//! The invariants of section 10.

use std::fmt;

/// An invariant. Its id is that of `docs/spec/streams.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Invariant {
    /// No loss: a consumer has every row above its first cursor.
    NoLoss,
    /// No id twice in one registration.
    NoIdTwice,
    /// Across calls nothing comes again from below what was saved, and every effect happens once.
    EffectOnce,
    /// Ids ascend in every lane.
    LaneOrder,
    /// Nothing live of a topic before its wave ends.
    Seam,
    /// Every Mutate is acknowledged once.
    Acknowledged,
    /// A frame carries rows of one lane, and of topics that belong there; so does a marker.
    Purity,
    /// `Started` comes first.
    StartedFirst,
    /// A silent death is noticed in time, and nothing else is taken for one.
    DeathNoticed,
    /// The node ends calls whose client is dead.
    Reaped,
    /// A refused Mutate changes nothing, and nothing that may not be read is sent.
    RefusalIsWhole,
    /// What is saved is never ahead of what was processed.
    SavedIsProcessed,
}

impl Invariant {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 12] = [
        Self::NoLoss,
        Self::NoIdTwice,
        Self::EffectOnce,
        Self::LaneOrder,
        Self::Seam,
        Self::Acknowledged,
        Self::Purity,
        Self::StartedFirst,
        Self::DeathNoticed,
        Self::Reaped,
        Self::RefusalIsWhole,
        Self::SavedIsProcessed,
    ];

    /// The id used in files and reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NoLoss => "INV-X1",
            Self::NoIdTwice => "INV-X2",
            Self::EffectOnce => "INV-X3",
            Self::LaneOrder => "INV-X4",
            Self::Seam => "INV-X5",
            Self::Acknowledged => "INV-X6",
            Self::Purity => "INV-X7",
            Self::StartedFirst => "INV-X8",
            Self::DeathNoticed => "INV-X9",
            Self::Reaped => "INV-X10",
            Self::RefusalIsWhole => "INV-X11",
            Self::SavedIsProcessed => "INV-X12",
        }
    }
}

impl Invariant {
    /// What must hold, in one sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NoLoss => "A consumer has every row above its first cursor, over any number of silent deaths.",
            Self::NoIdTwice => "No id comes twice in one registration.",
            Self::EffectOnce => {
                "Across calls nothing comes again from below what was saved, and every effect happens once."
            }
            Self::LaneOrder => "Ids ascend in every lane.",
            Self::Seam => "Nothing live of a topic comes before its wave ends.",
            Self::Acknowledged => "Every Mutate is acknowledged once.",
            Self::Purity => "A frame carries rows of one lane, and of topics that belong there; so does a marker.",
            Self::StartedFirst => "`Started` comes first.",
            Self::DeathNoticed => "A silent death is noticed in time, and nothing else is taken for one.",
            Self::Reaped => "The node ends calls whose client is dead.",
            Self::RefusalIsWhole => "A refused Mutate changes nothing, and nothing that may not be read is sent.",
            Self::SavedIsProcessed => "What is saved is never ahead of what was processed.",
        }
    }
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}
