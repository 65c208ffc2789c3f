//! Mistakes that devices and outboxes can be told to make. Each breaks one rule, so that the check of this rule can be seen to fail.

/// A mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slip {
    /// A user's last device ranks in reverse: its siblings choose otherwise (P2).
    RanksInReverse,
    /// Steps are not copied to siblings, which then cannot read the replies (P7).
    KeepsToItself,
    /// What has no known parent is thrown away (P7).
    DropsOrphans,
    /// One session instead of one pickle per node: only the first child of a node is read (INV-T1).
    OneSession,
    /// A further message is encrypted on a pickle that is not kept afterwards: its key is used again (INV-L2).
    StalePickle,
    /// The first child that a device knows is gone on with, however deep another chain is (P5).
    NeverHeals,
    /// A new leader does not skip what the old one may have used (INV-L2).
    NoSkip,
    /// The outbox takes pushes of any epoch (INV-L1).
    TakesAnyEpoch,
    /// A new root of the other user is not taken: who was removed goes on reading (P8).
    IgnoresRolls,
}

impl Slip {
    /// Every slip.
    pub const ALL: [Self; 9] = [
        Self::RanksInReverse,
        Self::KeepsToItself,
        Self::DropsOrphans,
        Self::OneSession,
        Self::StalePickle,
        Self::NeverHeals,
        Self::NoSkip,
        Self::TakesAnyEpoch,
        Self::IgnoresRolls,
    ];

    /// The name used in files and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::RanksInReverse => "ranks-in-reverse",
            Self::KeepsToItself => "keeps-to-itself",
            Self::DropsOrphans => "drops-orphans",
            Self::OneSession => "one-session",
            Self::StalePickle => "stale-pickle",
            Self::NeverHeals => "never-heals",
            Self::NoSkip => "no-skip",
            Self::TakesAnyEpoch => "takes-any-epoch",
            Self::IgnoresRolls => "ignores-rolls",
        }
    }
}
