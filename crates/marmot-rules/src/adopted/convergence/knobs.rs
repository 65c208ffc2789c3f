//! Where the text leaves a choice: D17, D18, D27 and D35 of docs/spec/adopted.md section 9.

use serde::{Deserialize, Serialize};

/// D17: from which state the depth and the witnesses of a branch are counted.
///
/// The text says `fork_epoch`: "the epoch where the branch diverged from retained canonical state". With two branches that is
/// one epoch. With three it depends on which of them a member holds for canonical.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForkBase {
    /// The text, to the letter: each branch from where it left the canonical path, and the canonical one from where the first
    /// of its rivals left it. Depths over different bases are compared.
    OwnFork,
    /// mdk 33dab5ed: all from one state, where the oldest commit that is not accepted left the canonical path.
    CommonBase,
    /// Ours: the innermost fork is decided first, counted from that fork. Its winner stands for the whole subtree in the next
    /// fork outwards.
    #[default]
    InnermostFirst,
}

impl ForkBase {
    /// All three.
    pub const ALL: [Self; 3] = [Self::OwnFork, Self::CommonBase, Self::InnermostFirst];
}

/// D18: from where the rollback horizon is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Horizon {
    /// The text and mdk 33dab5ed: back from the epoch of one's own canonical state when the pass began.
    #[default]
    Base,
    /// Ours, to try out: back from the highest tip of the set, along the path to it. Of several equally high tips the one with
    /// the better class, committer and digest is taken.
    MaxTip,
}

impl Horizon {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Base, Self::MaxTip];
}

/// D27: where the class of the tip stands in the comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClassOrder {
    /// The text and mdk 33dab5ed: after depth, quorum and witness score.
    #[default]
    AsText,
    /// Ours, to try out: before them. One chat message can then not outrank an admin's removal.
    ClassBeforeScore,
}

/// D35: whether a message is shown again when the branch on which it was invalidated wins later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Withdrawn {
    /// Ours: yes, once, while it is inside the window for payloads. The text says only what is accepted and what is not.
    #[default]
    Redeliver,
    /// Never: once invalidated, always invalidated.
    Never,
}

/// One choice for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// D17.
    pub fork_base: ForkBase,
    /// D18.
    pub horizon: Horizon,
    /// D27.
    pub class_order: ClassOrder,
    /// D35.
    pub withdrawn: Withdrawn,
}

impl Rules {
    /// As mdk 33dab5ed chooses; read in its source, not run. For D35 it has no answer that we found.
    pub const MDK: Self = Self {
        fork_base: ForkBase::CommonBase,
        horizon: Horizon::Base,
        class_order: ClassOrder::AsText,
        withdrawn: Withdrawn::Redeliver,
    };

    /// The text to the letter.
    pub const LITERAL: Self = Self { fork_base: ForkBase::OwnFork, ..Self::MDK };
}
