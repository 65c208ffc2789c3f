//! The selection: one winner among the tips of a tree.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::knobs::{ForkBase, Horizon, Rules};
use super::policy::MAX_REWIND_COMMITS;
use super::score::{Score, Step};
use super::tree::{State, StateId, Tree};

/// What was decided and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// The tip that is canonical from now on.
    pub winner: StateId,
    /// Every tip, and whether it was inside the rollback horizon.
    pub tips: BTreeMap<StateId, bool>,
    /// The comparisons in the order in which they were made: one under [`ForkBase::OwnFork`] and [`ForkBase::CommonBase`], one
    /// for each fork under [`ForkBase::InnermostFirst`]. None where a single tip was eligible.
    pub contests: Vec<Contest>,
}

/// Branches that were compared with each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contest {
    /// The branches, best first.
    pub ranking: Vec<Score>,
    /// The step at which the first two differ.
    pub decided_by: Step,
}

/// Why there is no decision. Canonical state stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum ResolveError {
    #[error("the canonical state {id} is not in the tree")]
    UnknownCanonical { id: StateId },
    /// `MissingRetainedAnchor`: the group is `Unrecoverable` until it is repaired.
    #[error("the branch to {tip} needs {state}, which is lost")]
    MissingRetainedAnchor { tip: StateId, state: StateId },
}

/// Selects the canonical branch (adopted.md 6.4 `resolve`; CV-01, CV-06, CV-09).
///
/// `canonical` is the state that the member holds for canonical, `base_epoch` the epoch of it when the pass began. Under the
/// default rules both matter only for the horizon: which of the tips may take part.
///
/// # Errors
/// [`ResolveError`]: `canonical` is unknown, or a state that an eligible branch needs is lost.
pub fn resolve(tree: &Tree, canonical: &StateId, base_epoch: u64, rules: &Rules) -> Result<Resolution, ResolveError> {
    let Some(canonical) = tree.state(canonical) else {
        return Err(ResolveError::UnknownCanonical { id: canonical.clone() });
    };
    let reach = Reach::new(tree, canonical, base_epoch, rules.horizon);
    let tips: Vec<(&State, bool)> = tree.tips().into_iter().map(|tip| (tip, reach.holds(&tip.id))).collect();
    let eligible: Vec<&State> = tips.iter().filter(|(_, holds)| *holds).map(|(tip, _)| *tip).collect();
    eligible.iter().try_for_each(|tip| nothing_lost(tree, canonical, tip))?;
    let (winner, contests) = match rules.fork_base {
        ForkBase::OwnFork | ForkBase::CommonBase => all_at_once(tree, canonical, &eligible, rules),
        ForkBase::InnermostFirst => innermost_first(tree, &eligible, rules),
    };
    let tips = tips.into_iter().map(|(tip, holds)| (tip.id.clone(), holds)).collect();
    Ok(Resolution { winner: winner.unwrap_or(canonical).id.clone(), tips, contests })
}

/// The rollback horizon (`convergence.md`, "Eligibility"): `reference - fork_epoch <= max_rewind_commits`, where a branch forks
/// from the path to `spine`.
pub(super) struct Reach<'a> {
    tree: &'a Tree,
    spine: &'a State,
    reference: u64,
}

impl<'a> Reach<'a> {
    pub(super) fn new(tree: &'a Tree, canonical: &'a State, base_epoch: u64, horizon: Horizon) -> Self {
        match horizon {
            Horizon::Base => Self { tree, spine: canonical, reference: base_epoch },
            Horizon::MaxTip => {
                let order =
                    |tip: &&State| (tip.epoch, tip.commit.as_ref().map(|c| Reverse((c.class, c.committer, c.digest))));
                let highest = tree.tips().into_iter().max_by_key(order).unwrap_or(canonical);
                Self { tree, spine: highest, reference: base_epoch.max(highest.epoch) }
            }
        }
    }

    /// Whether a branch with this state on it is inside.
    pub(super) fn holds(&self, state: &StateId) -> bool {
        let fork = self.tree.meet(state, &self.spine.id);
        fork.is_some_and(|fork| {
            fork.id == self.spine.id || self.reference.saturating_sub(fork.epoch) <= MAX_REWIND_COMMITS
        })
    }
}

/// A branch is replayed from where it leaves the canonical path: that state and those after it must be there.
fn nothing_lost(tree: &Tree, canonical: &State, tip: &State) -> Result<(), ResolveError> {
    let fork = tree.meet(&tip.id, &canonical.id).map_or(0, |state| state.epoch);
    let needed = tree.path(&tip.id).into_iter().filter(|state| state.epoch >= fork && tip.id != canonical.id);
    match needed.into_iter().find(|state| state.lost) {
        Some(state) => Err(ResolveError::MissingRetainedAnchor { tip: tip.id.clone(), state: state.id.clone() }),
        None => Ok(()),
    }
}

type Decided<'a> = (Option<&'a State>, Vec<Contest>);

/// D17 `own-fork` and `common-base`: every tip against every other.
///
/// A rival forks where it leaves the canonical path. The canonical path itself (or what continues it) has no fork of its own: it
/// takes that of the rival that left first. Under `common-base` everybody takes that one.
fn all_at_once<'a>(tree: &'a Tree, canonical: &'a State, eligible: &[&'a State], rules: &Rules) -> Decided<'a> {
    let fork = |tip: &&State| tree.meet(&tip.id, &canonical.id).unwrap_or(canonical);
    let first = eligible.iter().map(fork).min_by_key(|state| state.epoch).unwrap_or(canonical);
    let base = |tip: &&State| match rules.fork_base {
        ForkBase::OwnFork if fork(tip).id != canonical.id => fork(tip),
        _ => first,
    };
    let scores = eligible.iter().filter_map(|tip| Score::count(tree, base(tip), tip)).collect();
    match contest(scores, rules) {
        Some(contest) => (tree.state(&contest.ranking[0].tip), vec![contest]),
        None => (eligible.first().copied(), Vec::new()),
    }
}

/// D17 `innermost-first`: from the highest states down, each state is given the best tip above it. Where it has several
/// children, their best tips are compared, counted from this state.
fn innermost_first<'a>(tree: &'a Tree, eligible: &[&'a State], rules: &Rules) -> Decided<'a> {
    let eligible: BTreeSet<&StateId> = eligible.iter().map(|tip| &tip.id).collect();
    let mut downwards: Vec<&State> = tree.states().collect();
    downwards.sort_by_key(|state| Reverse(state.epoch));
    let mut rivals: BTreeMap<&StateId, Vec<&State>> = BTreeMap::new();
    let mut contests = Vec::new();
    let mut best = None;
    for state in downwards {
        let above = rivals.remove(&state.id).unwrap_or_default();
        best = if eligible.contains(&state.id) {
            Some(state)
        } else {
            let scores = above.iter().filter_map(|tip| Score::count(tree, state, tip)).collect();
            match contest(scores, rules) {
                Some(contest) => {
                    let winner = tree.state(&contest.ranking[0].tip);
                    contests.push(contest);
                    winner
                }
                None => above.first().copied(),
            }
        };
        if let (Some(tip), Some(commit)) = (best, &state.commit) {
            rivals.entry(&commit.parent).or_default().push(tip);
        }
    }
    (best, contests)
}

/// Compares branches; nothing where there are fewer than two.
fn contest(mut ranking: Vec<Score>, rules: &Rules) -> Option<Contest> {
    ranking.sort_by(|a, b| b.compare(a, rules.class_order).0);
    let [first, second, ..] = ranking.as_slice() else { return None };
    let (_, decided_by) = first.compare(second, rules.class_order);
    decided_by.map(|decided_by| Contest { ranking, decided_by })
}
