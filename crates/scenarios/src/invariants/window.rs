//! The window of the adopted text: how old a payload may be when its reader decides about it (section 6.3 of docs/spec/adopted.md).

use std::collections::BTreeSet;

use marmot_rules::adopted::convergence::policy::APP_PAYLOAD_PAST_EPOCH_LIMIT;
use nostr::EventId;
use sim_device::Note;

use crate::facts::{End, Facts, Lineage, Stage};
use crate::run::Run;

/// A message on the way that a device took, as far as the window goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// The device had it and its state while it was in the window.
    Inside,
    /// The device came to it, or decided about it, when it was further on.
    Outside {
        /// The epoch in which the device was then.
        epoch: u64,
    },
    /// It is no message of a state on which the device stands at the end, or it never came.
    NotThere,
}

/// A message, and who reads it.
pub(super) struct Reading<'r> {
    pub run: &'r Run,
    pub facts: &'r Facts,
    pub group: &'r str,
    pub device: &'r str,
}

impl Reading<'_> {
    /// Where the reader was when it could first decide about a message. The message was sent at entry `said`, in `epoch`, by `sender`.
    pub fn seen(&self, event: &EventId, sender: &str, said: usize, epoch: u64) -> Seen {
        let own = self.run.scenario.device(self.device).profile;
        if !own.unwrap_or(self.run.options.profile).is_adopted() {
            return Seen::NotThere;
        }
        let Some(since) = self.both_there(event, sender, said, epoch) else { return Seen::NotThere };
        let decided = self.decided_in(since);
        match decided.saturating_sub(epoch) > APP_PAYLOAD_PAST_EPOCH_LIMIT {
            true => Seen::Outside { epoch: decided },
            false => Seen::Inside,
        }
    }

    /// The entry at which the reader had the message and stood on its state, never to leave it again.
    fn both_there(&self, event: &EventId, sender: &str, said: usize, epoch: u64) -> Option<usize> {
        let sent_in = Lineage::before(self.run, sender, self.group, said).stages.pop().filter(|s| s.epoch == epoch)?;
        let reached = self.reached(&sent_in)?;
        let ended = self.facts.roads.end(event, *self.run.devices.get(self.device)?);
        let arrived = ended.entry.filter(|_| ended.end == End::Arrived)?;
        Some(reached.max(arrived))
    }

    /// The entry at which the reader came to a state, or, where one pass took it past that state without telling of it, to the first state
    /// behind it: somebody was in both.
    fn reached(&self, sent_in: &Stage) -> Option<usize> {
        let own = Lineage::of(self.run, self.device, self.group).stages;
        let is = |one: &Stage, other: &Stage| one.authenticator == other.authenticator;
        if let Some(there) = own.iter().find(|stage| is(stage, sent_in)) {
            return Some(there.entry);
        }
        let passed = own.first().is_some_and(|first| first.epoch < sent_in.epoch);
        if !passed {
            return None;
        }
        let behind = |witness: &String| {
            let path = Lineage::of(self.run, witness, self.group).stages;
            let behind: Vec<_> = path.iter().skip_while(|stage| !is(stage, sent_in)).skip(1).collect();
            own.iter().find(|stage| behind.iter().any(|other| is(stage, other))).map(|stage| stage.entry)
        };
        self.run.devices.keys().find_map(behind)
    }

    /// The epoch in which the pass left the reader that was open at an entry, or that was opened next: a device tells of every epoch of a
    /// pass in one moment. An own commit is no pass, and what comes while it is under way waits for the next one (CW-07). What came when
    /// nothing was under way was decided about at once, so this may be a pass too late, and with it several epochs: a loss may be excused,
    /// and nobody is accused without reason.
    fn decided_in(&self, since: usize) -> u64 {
        let at = |entry: usize| self.run.transcript.entries[entry].at;
        let mut made = BTreeSet::new();
        let mut epochs = Vec::new();
        for (entry, _, note) in self.run.notes().filter(|(_, who, _)| *who == self.device) {
            match note {
                Note::CommitSent { event, .. } => drop(made.insert(*event)),
                Note::Epoch { group, by, state } if group == self.group => {
                    epochs.push((entry, state.epoch, by.is_some_and(|by| made.contains(&by))));
                }
                _ => {}
            }
        }
        let next = epochs.iter().find(|(entry, _, own)| *entry > since && !own);
        let until = next.map_or(at(since), |(entry, ..)| at(*entry));
        epochs.iter().rev().find(|(entry, ..)| at(*entry) <= until).map_or(0, |(_, epoch, _)| *epoch)
    }
}
