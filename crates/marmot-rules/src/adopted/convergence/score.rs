//! What a branch is worth, and which of two is better.

use std::cmp::{Ordering, Reverse};

use serde::{Deserialize, Serialize};

use super::knobs::ClassOrder;
use super::policy::{
    APP_PAYLOAD_PAST_EPOCH_LIMIT, MAX_WITNESS_OVERRIDE_DEPTH, WITNESS_QUORUM_EPOCHS, WITNESS_QUORUM_SENDERS_PER_EPOCH,
};
use super::tree::{Account, Digest, State, StateId, Tree};
use crate::adopted::Class;

/// The worth of a branch, counted from a state (`convergence.md`, "App-payload witnesses").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// Its tip.
    pub tip: StateId,
    /// The state from which it is counted (D17). What lies in it or before it does not count.
    pub from: StateId,
    /// `raw_commit_depth`: commits from there to the tip.
    pub depth: u64,
    /// `witness_quorum_met`: whether two accounts wrote in one of its epochs.
    pub quorum: bool,
    /// `effective_commit_depth`: the depth, and one more with a quorum.
    pub effective: u64,
    /// `app_witness_score`: for each of its epochs the number of accounts that wrote, at most two.
    pub witnesses: u64,
    /// `tip_priority`: class of the last commit.
    pub class: Class,
    /// `tip_committer`: account of the last commit.
    pub committer: Account,
    /// `tip_digest`: digest of the last commit.
    pub digest: Digest,
}

/// The comparisons, in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// 1: higher `effective_commit_depth`.
    EffectiveDepth,
    /// 2: witness quorum beats none.
    Quorum,
    /// 3: higher `app_witness_score`.
    WitnessScore,
    /// 4: privileged before ordinary.
    Class,
    /// 5: lower account of the committer.
    Committer,
    /// 6: lower digest.
    Digest,
}

impl Step {
    /// All six, in the order of the text.
    pub const ALL: [Self; 6] =
        [Self::EffectiveDepth, Self::Quorum, Self::WitnessScore, Self::Class, Self::Committer, Self::Digest];

    /// All six in the order of D27.
    pub const fn order(class: ClassOrder) -> [Self; 6] {
        match class {
            ClassOrder::AsText => Self::ALL,
            ClassOrder::ClassBeforeScore => {
                [Self::Class, Self::EffectiveDepth, Self::Quorum, Self::WitnessScore, Self::Committer, Self::Digest]
            }
        }
    }

    fn compare(self, a: &Score, b: &Score) -> Ordering {
        match self {
            Self::EffectiveDepth => a.effective.cmp(&b.effective),
            Self::Quorum => a.quorum.cmp(&b.quorum),
            Self::WitnessScore => a.witnesses.cmp(&b.witnesses),
            Self::Class => Reverse(a.class).cmp(&Reverse(b.class)),
            Self::Committer => Reverse(a.committer).cmp(&Reverse(b.committer)),
            Self::Digest => Reverse(a.digest).cmp(&Reverse(b.digest)),
        }
    }
}

impl Score {
    /// Counts the branch to `tip` from `from`. Nothing if `tip` is the anchor or not there.
    ///
    /// A message counts in its epoch only while the tip is no more than [`APP_PAYLOAD_PAST_EPOCH_LIMIT`] epochs above it.
    pub(super) fn count(tree: &Tree, from: &State, tip: &State) -> Option<Self> {
        let commit = tip.commit.as_ref()?;
        let branch = tree.path(&tip.id).into_iter().filter(|state| state.epoch > from.epoch);
        let inside = branch.filter(|state| tip.epoch - state.epoch <= APP_PAYLOAD_PAST_EPOCH_LIMIT);
        let accounts: Vec<usize> = inside.map(|state| tree.witnesses(&state.id).len()).collect();
        let quorum_epochs = accounts.iter().filter(|count| **count >= WITNESS_QUORUM_SENDERS_PER_EPOCH).count();
        let quorum = quorum_epochs >= WITNESS_QUORUM_EPOCHS;
        let depth = tip.epoch.saturating_sub(from.epoch);
        let capped = accounts.iter().map(|count| (*count).min(WITNESS_QUORUM_SENDERS_PER_EPOCH) as u64);
        Some(Self {
            tip: tip.id.clone(),
            from: from.id.clone(),
            depth,
            quorum,
            effective: depth + if quorum { MAX_WITNESS_OVERRIDE_DEPTH } else { 0 },
            witnesses: capped.sum(),
            class: commit.class,
            committer: commit.committer,
            digest: commit.digest,
        })
    }

    /// `Greater` if this branch is the better one, and the first step at which they differ. No two commits have one digest, so
    /// two branches of one tree always differ.
    pub fn compare(&self, other: &Self, class: ClassOrder) -> (Ordering, Option<Step>) {
        let compared = Step::order(class).into_iter().map(|step| (step.compare(self, other), Some(step)));
        compared.into_iter().find(|(order, _)| order.is_ne()).unwrap_or((Ordering::Equal, None))
    }
}
