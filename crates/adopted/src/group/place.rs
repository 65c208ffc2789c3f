//! From a message to the State where it belongs, and everything that becomes possible with it.

use std::collections::{BTreeSet, VecDeque};

use marmot_rules::adopted::convergence::policy::WITNESS_QUORUM_SENDERS_PER_EPOCH as QUORUM;

use super::{Context, Disposition, Group, Input, Pass, Phase};
use crate::envelope::{Envelope, EventKey};
use crate::failure::Failure;
use crate::ids::{MessageId, StateId};
use crate::message::Content;
use crate::process::{self, Opened, Received};
use crate::state::State;

impl Group {
    /// Admits inputs, and goes on until no new State opens another envelope and no deferred message finds its place
    /// (the closure of section 6.4, D39).
    pub(super) fn admit(&mut self, context: &Context<'_>, first: impl IntoIterator<Item = MessageId>) {
        let mut work: VecDeque<MessageId> = first.into_iter().collect();
        while let Some(id) = work.pop_front() {
            work.extend(self.place(context, id));
        }
    }

    /// Tries one input at every State of its epoch. Returns the inputs that are to be tried again.
    fn place(&mut self, context: &Context<'_>, id: MessageId) -> Vec<MessageId> {
        let message = self.inputs[&id].message.clone();
        if self.inputs[&id].disposition != Disposition::Deferred || self.is_placed(id) {
            return Vec::new();
        }
        if let Some(child) = self.given_up(id).cloned() {
            return self.grow(context, child);
        }
        let mut states: Vec<StateId> = self.tree.at_epoch(message.epoch).map(|state| state.id).collect();
        let sealed_in = self.inputs[&id].sealed_in;
        states.sort_by_key(|state| Some(*state) != sealed_in);
        for state in states {
            let at = self.tree.get(state).expect("it was listed");
            match process::receive(context.crypto, &self.id, at, &message, &context.settings.rules, &mut self.live) {
                Ok(Received::Child(child)) => return self.grow(context, *child),
                Ok(Received::Proposal) => return self.store_proposal(context, state, id),
                Ok(Received::Payload(opened)) => {
                    self.opened(context, id, *opened);
                    return Vec::new();
                }
                Err(Failure::NotHere(_)) => {}
                Err(Failure::Local(_)) => drop(self.unjudged.insert(id)),
                Err(Failure::Invalid { category, .. }) => {
                    self.set(id, Disposition::Rejected(category));
                    return Vec::new();
                }
            }
        }
        Vec::new()
    }

    /// True if a State holds what the input brought; false for an id that is not known.
    pub fn is_placed(&self, id: MessageId) -> bool {
        let Some(input) = self.inputs.get(&id) else { return false };
        match input.message.content {
            Content::Payload => input.opened.is_some(),
            Content::Proposal => self.tree.iter().any(|state| state.proposals.contains_key(&id)),
            Content::Commit => self.state_of(id).is_some(),
        }
    }

    /// The State that a commit leads to.
    pub(super) fn state_of(&self, commit: MessageId) -> Option<&State> {
        self.tree.iter().find(|state| state.edge.as_ref().is_some_and(|edge| edge.commit == commit))
    }

    /// A new State: a reason for a pass, a key for sealed envelopes, and a place for deferred messages.
    pub(super) fn grow(&mut self, context: &Context<'_>, child: State) -> Vec<MessageId> {
        let (epoch, key, disbands) = (child.epoch(), child.facts.event_key, child.facts.disbanded);
        let key = key.map(|key| (child.id, key));
        if !self.tree.insert(child) {
            return Vec::new();
        }
        self.relevant(context);
        if (disbands || self.tree.diverges()) && matches!(self.phase, Phase::Stable) {
            self.phase = Phase::Recovering;
        }
        let opened = self.open_sealed(key.as_slice());
        let elsewhere = opened.into_iter().filter(|id| self.inputs[id].message.epoch != epoch);
        elsewhere.chain(self.deferred_at(epoch)).collect()
    }

    /// Opens envelopes with these keys and keeps what is in them for admission. What is a duplicate or out of reach is dropped.
    pub(super) fn open_sealed(&mut self, keys: &[(StateId, EventKey)]) -> Vec<MessageId> {
        let open = |envelope: &Envelope| keys.iter().find_map(|(state, key)| Some((*state, envelope.open(key)?)));
        let opened: Vec<_> =
            self.sealed.iter().filter_map(|(event, sealed)| Some((*event, open(&sealed.envelope)?))).collect();
        opened
            .into_iter()
            .filter_map(|(event, (state, bytes))| {
                self.sealed.remove(&event);
                self.record(event, state, &bytes).ok()
            })
            .collect()
    }

    fn store_proposal(&mut self, context: &Context<'_>, state: StateId, id: MessageId) -> Vec<MessageId> {
        let message = self.inputs[&id].message.clone();
        let epoch = message.epoch;
        self.tree.get_mut(state).expect("it was listed").proposals.insert(id, message);
        if state == self.canonical {
            self.schedule_departures(context);
        }
        self.deferred_at(epoch)
    }

    /// Messages of an epoch that wait for something.
    fn deferred_at(&self, epoch: u64) -> Vec<MessageId> {
        self.deferred().into_iter().filter(|id| self.inputs[id].message.epoch == epoch).collect()
    }

    /// Messages that wait for something and may be admitted, by id.
    pub(super) fn deferred(&self) -> Vec<MessageId> {
        let waits = |(id, input): &(&MessageId, &Input)| {
            input.disposition == Disposition::Deferred && !self.waiting.contains(id)
        };
        self.inputs.iter().filter(waits).map(|(id, _)| *id).collect()
    }

    fn opened(&mut self, context: &Context<'_>, id: MessageId, opened: Opened) {
        let state = opened.state;
        let new_witness = {
            let witnesses = self.witnesses(state);
            witnesses.len() < QUORUM && !witnesses.contains(&opened.sender)
        };
        self.inputs.get_mut(&id).expect("it is being placed").opened = Some(opened);
        if self.tree.diverges() && new_witness && !self.on_every_branch(state) {
            self.relevant(context);
            self.phase = Phase::Recovering;
        }
        if self.pass.is_none() {
            self.follow_rules(context, |one| one == id);
        }
    }

    pub(super) fn set(&mut self, id: MessageId, disposition: Disposition) {
        self.inputs.get_mut(&id).expect("inputs are never dropped while they are judged").disposition = disposition;
    }

    /// The accounts whose payloads a State opened.
    pub(super) fn witnesses(&self, state: StateId) -> BTreeSet<crate::ids::Account> {
        let opened = self.inputs.values().filter_map(|input| input.opened.as_ref());
        opened.filter(|opened| opened.state == state).map(|opened| opened.sender).collect()
    }

    fn on_every_branch(&self, state: StateId) -> bool {
        self.tree.tips().iter().all(|tip| self.tree.path(*tip).contains(&state))
    }

    /// An input that can change the selection: it opens a pass, or restarts the quiet time of the open one.
    pub(super) fn relevant(&mut self, context: &Context<'_>) {
        let (now, base_epoch) = (context.now.monotonic, self.facts().epoch);
        let pass = self.pass.get_or_insert(Pass { opened: now, relevant: now, base_epoch });
        pass.relevant = now;
    }
}
