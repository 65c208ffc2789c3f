//! A pass ends: the winner becomes canonical, and everything is judged anew from its path.

use super::{Context, Group, Phase, WINDOW};
use crate::effect::Effect;
use crate::ids::StateId;

impl Group {
    /// Makes a State canonical. Nothing but the tree and the inputs decides what follows (CV-01).
    pub(super) fn apply(&mut self, context: &Context<'_>, winner: StateId) {
        self.forget();
        let (old, new) = (self.tree.path(self.canonical), self.tree.path(winner));
        let common = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        self.canonical = winner;
        // An own disband that did not win is made again, after everything older. It was never canonical: nothing is taken back.
        if let Some(candidate) = self.candidate.take().filter(|candidate| !new.contains(candidate)) {
            self.make_again(candidate);
        }
        for state in old[common..].iter().rev() {
            self.supersede(*state);
        }
        for state in &new[common..] {
            self.announce(*state);
        }
        self.pass = None;
        self.phase = Phase::Stable;
        self.judge(context);
        self.prune();
        self.end_if_over();
        self.schedule_departures(context);
    }

    fn supersede(&mut self, id: StateId) {
        let Some(state) = self.tree.get(id) else { return };
        let Some(edge) = state.edge.clone() else { return };
        let epoch = state.epoch().saturating_sub(1);
        self.effects.push(Effect::Superseded { commit: edge.commit, epoch, own: edge.own.is_some() });
        self.make_again(id);
    }

    /// Called from the newest to the oldest: they come first, in the order in which they were made (CV-08).
    fn make_again(&mut self, state: StateId) {
        let edge = self.tree.get(state).and_then(|state| state.edge.clone());
        if let Some(own) = edge.and_then(|edge| edge.own) {
            self.queue.push_front(own.into());
        }
    }

    fn announce(&mut self, state: StateId) {
        let state = self.tree.get(state).expect("it is on the path");
        let Some(edge) = state.edge.clone() else { return };
        let epoch = state.epoch();
        if let Some(own) = &edge.own
            && let Some(at) = self.queue.iter().position(|queued| queued.origin == Some(own.origin))
        {
            // A commit that came back needs no replacement.
            self.queue.remove(at);
        }
        let (commit, committer, class) = (edge.commit, edge.committer, edge.class);
        let carrier = self.inputs.get(&commit).and_then(|input| input.event);
        self.effects.push(Effect::Applied { commit, carrier, epoch, committer, class });
        self.welcome_after_all(commit);
    }

    /// Forgets States out of reach: older than the window, and branches that leave the path before it.
    fn prune(&mut self) {
        let oldest = self.facts().epoch.saturating_sub(WINDOW);
        let path = self.tree.path(self.canonical);
        let anchor = path.iter().rev().find(|id| self.tree.get(**id).is_some_and(|state| state.epoch() <= oldest));
        if let Some(anchor) = anchor.copied() {
            self.tree.advance_anchor(anchor);
        }
        let tree = &self.tree;
        self.given_up.retain(|pending| pending.child.parent.is_some_and(|parent| tree.get(parent).is_some()));
    }

    fn end_if_over(&mut self) {
        let facts = self.facts();
        let (phase, effect) = if facts.own_leaf.is_none() {
            (Phase::Removed, Effect::Removed)
        } else if facts.disbanded {
            (Phase::Disbanded, Effect::Disbanded)
        } else {
            return;
        };
        self.phase = phase;
        self.give_up_all("this copy of the group is over");
        self.departures_due = None;
        self.effects.push(effect);
    }
}
