//! A pass ends: the winner becomes canonical, and everything is judged anew from its path.

use std::collections::BTreeSet;

use super::{Context, Disposition, Group, Phase, WINDOW};
use crate::effect::Effect;
use crate::ids::{MessageId, StateId};
use crate::message::Content;

impl Group {
    /// Makes a State canonical. Nothing but the tree and the inputs decides what follows (CV-01).
    pub(super) fn apply(&mut self, context: &Context<'_>, winner: StateId) {
        let (old, new) = (self.tree.path(self.canonical), self.tree.path(winner));
        let common = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        self.canonical = winner;
        // An own disband that did not win is made again, after everything older.
        if let Some(candidate) = self.candidate.take().filter(|candidate| !new.contains(candidate)) {
            self.supersede(candidate);
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
        self.forget();
        self.end_if_over();
        self.schedule_departures(context);
    }

    fn supersede(&mut self, state: StateId) {
        let Some(state) = self.tree.get(state) else { return };
        let Some(edge) = state.edge.clone() else { return };
        let epoch = state.epoch().saturating_sub(1);
        self.effects.push(Effect::Superseded { commit: edge.commit, epoch, own: edge.own.is_some() });
        // Called from the newest to the oldest: they come first, in the order in which they were made (CV-08).
        if let Some(own) = edge.own {
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

    /// Dispositions of all inputs, in the order of epochs and ids.
    fn judge(&mut self, context: &Context<'_>) {
        let mut ids: Vec<(u64, MessageId)> = self.inputs.iter().map(|(id, input)| (input.message.epoch, *id)).collect();
        ids.sort_unstable();
        let path: BTreeSet<StateId> = self.tree.path(self.canonical).into_iter().collect();
        let taken_up = self.taken_up(&path);
        for (_, id) in ids {
            match self.inputs[&id].message.content {
                Content::Payload => self.judge_payload(context, id),
                Content::Commit => self.judge_commit(id, &path),
                Content::Proposal if taken_up.contains(&id) => self.set(id, Disposition::Accepted),
                Content::Proposal => {}
            }
            self.expire(id);
        }
    }

    /// The standalone proposals that commits of the canonical path took up.
    fn taken_up(&self, path: &BTreeSet<StateId>) -> BTreeSet<MessageId> {
        let states = path.iter().filter_map(|id| self.tree.get(*id));
        states.filter_map(|state| state.edge.as_ref()).flat_map(|edge| edge.proposals.iter().copied()).collect()
    }

    fn judge_commit(&mut self, id: MessageId, path: &BTreeSet<StateId>) {
        match self.state_of(id).map(|state| path.contains(&state.id)) {
            Some(true) => self.set(id, Disposition::Accepted),
            // It competes again while its branch is in reach (CV-06).
            Some(false) => self.set(id, Disposition::Deferred),
            None => {}
        }
    }

    /// What waited too long is stale, measured from the canonical epoch.
    fn expire(&mut self, id: MessageId) {
        let input = &self.inputs[&id];
        if input.disposition == Disposition::Deferred && self.facts().epoch.saturating_sub(input.message.epoch) > WINDOW
        {
            self.set(id, Disposition::Stale);
        }
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
