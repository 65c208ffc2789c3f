//! What led to a transcript entry.

use std::collections::BTreeMap;

use nostr::{EventId, PublicKey};
use sim_device::{CommitKind, Note, WelcomeRefusal};
use sim_relay::RelayMsg;

use super::Distance;
use crate::run::Run;
use crate::world::Wire;
use sim_engine::{NodeId, Record};

/// An entry that led to another, and how much further back it lies.
type Cause = (Option<usize>, Distance);

/// The threads of a run: which note tells of the making of an event or of a message.
pub(super) struct Links<'r> {
    run: &'r Run,
    made: BTreeMap<EventId, usize>,
    said: BTreeMap<EventId, usize>,
    /// KeyPackageRef to every publication of it.
    refs: BTreeMap<&'r str, Vec<usize>>,
    /// Faults that acted on an event.
    faults: BTreeMap<EventId, Vec<usize>>,
}

impl<'r> Links<'r> {
    pub(super) fn of(run: &'r Run) -> Self {
        let mut links =
            Self { run, made: BTreeMap::new(), said: BTreeMap::new(), refs: BTreeMap::new(), faults: BTreeMap::new() };
        for (index, entry) in run.entries() {
            match &entry.record {
                Record::Note(_, note) => links.note(index, note),
                Record::Fault { message, .. } => {
                    if let Some(event) = message.event() {
                        links.faults.entry(event.id).or_default().push(index);
                    }
                }
                _ => {}
            }
        }
        links
    }

    fn note(&mut self, index: usize, note: &'r Note) {
        let event = match note {
            Note::KeyPackagePublished { key_package, .. } => {
                self.refs.entry(&key_package.reference).or_default().push(index);
                &key_package.event
            }
            Note::KeyPackageRefused { event, .. }
            | Note::CommitSent { event, .. }
            | Note::LeaveProposed { event, .. } => event,
            Note::WelcomeSent { wrap, .. } => wrap,
            Note::MessageSent { message, event, .. } => {
                self.said.insert(*message, index);
                event
            }
            _ => return,
        };
        self.made.entry(*event).or_insert(index);
    }

    /// The note that tells of the making of an event.
    pub(super) fn made(&self, event: &EventId) -> Option<usize> {
        self.made.get(event).copied()
    }

    /// The events of messages that a note tells of.
    pub(super) fn events_of(&self, entry: usize) -> impl Iterator<Item = &EventId> {
        self.made.iter().filter(move |(_, made)| **made == entry).map(|(event, _)| event)
    }

    /// The note that tells of the saying of a message, by the id of its rumor.
    pub(super) fn said(&self, message: &EventId) -> Option<usize> {
        self.said.get(message).copied()
    }

    /// The first publication of a KeyPackage, by its KeyPackageRef.
    pub(super) fn published(&self, reference: &str) -> Option<usize> {
        self.refs.get(reference)?.first().copied()
    }

    /// What made every event.
    pub(super) fn into_makers(self) -> BTreeMap<EventId, usize> {
        self.made
    }

    /// The last entry before `before` at which an event reached a device.
    pub(super) fn arrival(&self, who: NodeId, event: &EventId, before: usize) -> Option<usize> {
        self.last(before, |record| match record {
            Record::Delivered { to, message: Wire::ToDevice(RelayMsg::Event { event: e, .. }), .. } => {
                *to == who && e.id == *event
            }
            _ => false,
        })
    }

    /// The last entry before `before` whose record is meant.
    pub(super) fn last(&self, before: usize, meant: impl Fn(&Record<crate::world::Marmot>) -> bool) -> Option<usize> {
        let entries = &self.run.transcript.entries;
        entries[..before.min(entries.len())].iter().rposition(|entry| meant(&entry.record))
    }

    /// The last note of a device before `before` that is meant.
    pub(super) fn last_note(&self, who: NodeId, before: usize, meant: impl Fn(&Note) -> bool) -> Option<usize> {
        self.last(before, |record| matches!(record, Record::Note(of, note) if *of == who && meant(note)))
    }

    /// What a device was handling when it made a note: the event that reached it at that moment, or that a relay answered for.
    fn trigger(&self, who: NodeId, entry: usize) -> Option<(usize, &EventId)> {
        let entries = &self.run.transcript.entries;
        let now = entries[entry].at;
        let together = entries[..entry].iter().enumerate().rev().take_while(|(_, earlier)| earlier.at == now);
        let mut handed = together.filter_map(|(place, earlier)| match &earlier.record {
            Record::Delivered { to, message: Wire::ToDevice(message), .. } if *to == who => Some((place, message)),
            _ => None,
        });
        match handed.next()? {
            (place, RelayMsg::Event { event, .. }) => Some((place, &event.id)),
            (place, RelayMsg::Ok { id, .. }) => Some((place, id)),
            _ => None,
        }
    }

    /// What made the event that a device was handling, and the moment at which that reached it.
    fn of_trigger(&self, who: NodeId, entry: usize) -> Vec<Cause> {
        let Some((place, event)) = self.trigger(who, entry) else { return Vec::new() };
        vec![(self.made(event), 1), (Some(place), 3)]
    }

    /// Where a device came to hold a KeyPackage for a Welcome: it joined with it.
    fn used(&self, who: NodeId, before: usize, meant: impl Fn(&EventId) -> bool) -> Option<usize> {
        self.last_note(who, before, |note| matches!(note, Note::Joined { key_package, .. } if meant(key_package)))
    }

    fn selection(&self, who: NodeId, before: usize, of: impl Fn(&PublicKey, &[EventId]) -> bool) -> Option<usize> {
        self.last_note(
            who,
            before,
            |note| matches!(note, Note::Selected { account, picked, .. } if of(account, picked)),
        )
    }

    /// Faults that acted on the event that a note tells of.
    fn faults_on(&self, note: &Note) -> impl Iterator<Item = usize> {
        let event = match note {
            Note::CommitSent { event, .. } | Note::LeaveProposed { event, .. } => Some(event),
            Note::WelcomeSent { wrap, .. } => Some(wrap),
            _ => None,
        };
        event.and_then(|event| self.faults.get(event)).into_iter().flatten().copied()
    }

    /// What led to an entry, and how much further back each is.
    pub(super) fn causes(&self, entry: usize) -> Vec<(usize, Distance)> {
        let Some(at) = self.run.transcript.entries.get(entry) else { return Vec::new() };
        let causes: Vec<Cause> = match &at.record {
            Record::Note(who, note) => {
                let mut causes = self.of_note(entry, *who, note);
                causes.extend(self.faults_on(note).map(|fault| (Some(fault), 2)));
                causes
            }
            Record::Delivered { message, .. } | Record::Fault { message, .. } => match message {
                Wire::ToDevice(RelayMsg::Ok { id, .. }) => vec![(self.made(id), 1)],
                message => vec![(message.event().and_then(|event| self.made(&event.id)), 1)],
            },
            _ => Vec::new(),
        };
        causes.into_iter().filter_map(|(cause, step)| Some((cause.filter(|cause| *cause != entry)?, step))).collect()
    }

    fn of_note(&self, entry: usize, who: NodeId, note: &Note) -> Vec<Cause> {
        match note {
            Note::Joined { wrap, key_package, .. } => {
                vec![(self.made(wrap), 1), (self.arrival(who, wrap, entry), 3), (self.made(key_package), 2)]
            }
            Note::WelcomeIgnored { wrap, key_package, why, .. } => {
                let mut causes = vec![(self.made(wrap), 1), (self.arrival(who, wrap, entry), 3)];
                causes.extend(key_package.iter().map(|id| (self.made(id), 2)));
                causes.extend(self.of_refusal(entry, who, key_package.as_ref(), why));
                causes
            }
            Note::WelcomeSent { key_package, commit, .. } => vec![
                (self.selection(who, entry, |_, picked| picked.contains(key_package)), 1),
                (commit.as_ref().and_then(|commit| self.made(commit)), 1),
                (self.made(key_package), 2),
            ],
            Note::WelcomeUndeliverable { key_package, .. } => vec![
                (self.selection(who, entry, |_, picked| picked.contains(key_package)), 1),
                (self.made(key_package), 2),
                (self.refusal(who, entry), 2),
            ],
            Note::Selected { picked, rejected, .. } => {
                let picked = picked.iter().map(|id| (self.made(id), 2));
                picked.chain(rejected.iter().map(|(id, _)| (self.made(id), 3))).collect()
            }
            Note::AccountInvited { account, .. } => vec![(self.selection(who, entry, |whom, _| whom == account), 1)],
            Note::KeyPackageDeleted { event } => {
                vec![(self.made(event), 1), (self.used(who, entry, |used| used == event), 1)]
            }
            Note::KeyPackageForgotten { reference } => self.of_forgotten(entry, who, reference),
            Note::CommitAcknowledged { event, .. } => vec![(self.made(event), 1)],
            Note::CommitAbandoned { event, .. } => vec![(self.made(event), 1), (self.refusal(who, entry), 1)],
            Note::CommitSent { what: CommitKind::Add, .. } => vec![(self.selection(who, entry, |_, _| true), 1)],
            Note::CommitSent { what: CommitKind::CommitLeave, .. } | Note::Removed { .. } => {
                self.of_trigger(who, entry)
            }
            Note::Epoch { group, .. } => self.of_epoch(entry, who, group),
            Note::RolledBack { group, epoch } => {
                let own = |note: &Note| matches!(note, Note::CommitSent { group: g, epoch: e, .. } if g == group && e == epoch);
                let mut causes = self.of_trigger(who, entry);
                causes.push((self.last_note(who, entry, own), 1));
                causes
            }
            Note::Unreadable { event, .. } => vec![(self.made(event), 1), (self.arrival(who, event, entry), 3)],
            Note::MessageRead { message, .. } => vec![(self.said.get(message).copied(), 1)],
            Note::MessageSent { group, .. } => {
                let reached = |note: &Note| matches!(note, Note::Epoch { group: g, .. } if g == group);
                vec![(self.last_note(who, entry, reached), 4)]
            }
            _ => Vec::new(),
        }
    }

    /// An epoch is reached by joining, by an own commit, or by following somebody's.
    fn of_epoch(&self, entry: usize, who: NodeId, group: &str) -> Vec<Cause> {
        let now = self.run.transcript.entries[entry].at;
        let joined = self.last_note(who, entry, |note| matches!(note, Note::Joined { group: g, .. } if g == group));
        match joined.filter(|joined| self.run.transcript.entries[*joined].at == now) {
            Some(joined) => vec![(Some(joined), 1)],
            None => self.of_trigger(who, entry),
        }
    }

    /// Private keys are destroyed because they were used or because they expire.
    fn of_forgotten(&self, entry: usize, who: NodeId, reference: &str) -> Vec<Cause> {
        let published = self.refs.get(reference).into_iter().flatten().filter(|place| **place < entry);
        let mut causes: Vec<Cause> = published.map(|place| (Some(*place), 1)).collect();
        let of = |used: &EventId| self.made(used).and_then(|place| self.reference(place)) == Some(reference);
        causes.push((self.used(who, entry, of), 1));
        causes.extend(self.trigger(who, entry).map(|(_, event)| (self.made(event), 2)));
        causes
    }

    /// What a reader must know beside the Welcome itself.
    fn of_refusal(&self, entry: usize, who: NodeId, key_package: Option<&EventId>, why: &WelcomeRefusal) -> Vec<Cause> {
        let last = |meant: &dyn Fn(&Note) -> bool| self.last_note(who, entry, meant);
        match why {
            WelcomeRefusal::KeysGone => {
                let published = key_package.and_then(|id| self.made(id));
                let reference = published.and_then(|at| self.reference(at));
                let forgotten = last(
                    &|note| matches!(note, Note::KeyPackageForgotten { reference: r } if Some(r.as_str()) == reference),
                );
                vec![(forgotten, 1), (self.used(who, entry, |used| Some(used) == key_package), 1)]
            }
            WelcomeRefusal::GroupHeld => vec![(last(&|note| matches!(note, Note::Joined { .. })), 1)],
            WelcomeRefusal::SeenBefore => vec![(last(&|note| matches!(note, Note::WelcomeIgnored { .. })), 1)],
            _ => Vec::new(),
        }
    }

    fn reference(&self, published: usize) -> Option<&'r str> {
        match &self.run.transcript.entries[published].record {
            Record::Note(_, Note::KeyPackagePublished { key_package, .. }) => Some(&key_package.reference),
            _ => None,
        }
    }

    /// The last refusal of an event that reached a device.
    fn refusal(&self, who: NodeId, before: usize) -> Option<usize> {
        self.last(before, |record| match record {
            Record::Delivered { to, message: Wire::ToDevice(RelayMsg::Ok { accepted, .. }), .. } => {
                *to == who && !accepted
            }
            _ => false,
        })
    }
}
