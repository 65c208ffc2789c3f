//! What becomes of commits and messages once a branch is selected (`convergence.md`, "Applying the selected branch").

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::knobs::{Rules, Withdrawn};
use super::policy::APP_PAYLOAD_PAST_EPOCH_LIMIT;
use super::resolve::Reach;
use super::tree::{Digest, Message, State, StateId, Tree};

/// The four dispositions of adopted.md 6.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Disposition {
    /// On the canonical path. A message with it is shown.
    Accepted,
    /// It may still get there in a later pass.
    Deferred,
    /// Too old, for ever.
    Stale,
    /// A message that only another branch can open. It is not shown, or not any more.
    Invalidated,
}

/// The disposition of every commit and message that a member has dealt with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fates {
    /// Of commits, by digest.
    pub commits: BTreeMap<Digest, Disposition>,
    /// Of messages, by id.
    pub messages: BTreeMap<Digest, Disposition>,
}

impl Fates {
    /// What they are after `winner` was selected in this tree, given what they were. What is not in the tree keeps its own.
    ///
    /// * A commit on the path to the winner is accepted, one on another branch inside the horizon deferred, else stale. The
    ///   horizon is measured anew, from the winner (CV-06).
    /// * A message on the path is accepted if it is inside the window for payloads, and stays so. One on another branch is
    ///   invalidated (CV-07); if nobody had seen it inside the window, it is stale.
    /// * An invalidated message whose branch wins is accepted or not: D35.
    #[must_use]
    pub fn after(&self, tree: &Tree, winner: &StateId, rules: &Rules) -> Self {
        let Some(winner) = tree.state(winner) else { return self.clone() };
        let path: BTreeSet<&StateId> = tree.path(&winner.id).into_iter().map(|state| &state.id).collect();
        let reach = Reach::new(tree, winner, winner.epoch, rules.horizon);
        let mut after = self.clone();
        for state in tree.states() {
            let Some(commit) = &state.commit else { continue };
            let before = self.commits.get(&commit.digest);
            let fate = match before {
                _ if path.contains(&state.id) => Disposition::Accepted,
                Some(Disposition::Stale) => Disposition::Stale,
                _ if reach.holds(&state.id) => Disposition::Deferred,
                _ => Disposition::Stale,
            };
            after.commits.insert(commit.digest, fate);
        }
        for message in tree.messages() {
            if let Some(state) = tree.state(&message.state) {
                let fate = self.of_message(message, state, path.contains(&state.id), winner, rules);
                after.messages.insert(message.id, fate);
            }
        }
        after
    }

    fn of_message(&self, message: &Message, at: &State, on_path: bool, winner: &State, rules: &Rules) -> Disposition {
        let inside = winner.epoch.saturating_sub(at.epoch) <= APP_PAYLOAD_PAST_EPOCH_LIMIT;
        match (self.messages.get(&message.id), on_path) {
            (Some(Disposition::Stale), _) => Disposition::Stale,
            (Some(Disposition::Accepted), true) => Disposition::Accepted,
            (Some(Disposition::Invalidated), true) if !inside || rules.withdrawn == Withdrawn::Never => {
                Disposition::Invalidated
            }
            (Some(Disposition::Accepted | Disposition::Invalidated), false) => Disposition::Invalidated,
            (_, true) if inside => Disposition::Accepted,
            (_, false) if inside => Disposition::Invalidated,
            _ => Disposition::Stale,
        }
    }
}

/// What a member tells its app after a pass (CV-07, CV-10): all by digest, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effects {
    /// Messages to show.
    pub deliver: Vec<Digest>,
    /// Messages that were shown and are to be taken back.
    pub withdraw: Vec<Digest>,
    /// Commits that were canonical and are not any more; every notice that names one is taken back.
    pub supersede: Vec<Digest>,
}

impl Effects {
    /// The difference.
    pub fn between(before: &Fates, after: &Fates) -> Self {
        type Map = BTreeMap<Digest, Disposition>;
        let only_in = |one: &Map, other: &Map| -> Vec<Digest> {
            let accepted = |map: &Map, id: &Digest| map.get(id) == Some(&Disposition::Accepted);
            one.keys().filter(|id| accepted(one, id) && !accepted(other, id)).copied().collect()
        };
        Self {
            deliver: only_in(&after.messages, &before.messages),
            withdraw: only_in(&before.messages, &after.messages),
            supersede: only_in(&before.commits, &after.commits),
        }
    }
}
