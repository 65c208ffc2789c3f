//! Where a story begins: what a violation is about, or what a run is about.

use std::collections::BTreeSet;

use nostr::EventId;
use sim_device::{KeyPackageFacts, Note};
use sim_relay::ClientMsg;

use super::links::Links;
use super::{Distance, fork};
use crate::actions;
use crate::facts::Facts;
use crate::model::Action;
use crate::run::Run;
use crate::verdict::{Part, Violation};
use crate::world::{ScriptEntry, Wire};
use sim_engine::Record;

type Seeds = Vec<(usize, Distance)>;

const GIFT_WRAP: u16 = 1059;

pub(super) fn of_violation(run: &Run, facts: &Facts, links: &Links<'_>, violation: &Violation) -> Seeds {
    let names = Names::of(run, violation);
    let mut seeds = Vec::new();
    if let Some(Record::Note(_, note)) = run.transcript.entries.get(violation.entry).map(|entry| &entry.record) {
        seeds.extend(beside(run, facts, links, &names, violation, note));
    }
    seeds.push((violation.entry, 0));
    seeds.extend(names.entries.iter().map(|entry| (*entry, 0)));
    seeds.extend(names.events.iter().filter_map(|event| links.made(event)).map(|entry| (entry, 1)));
    seeds.extend(names.messages(links));
    seeds.extend(names.references.iter().flat_map(|reference| links.published(reference)).map(|entry| (entry, 1)));
    for group in &names.groups {
        for (place, one) in names.devices.iter().enumerate() {
            for other in &names.devices[place + 1..] {
                seeds.extend(fork::seeds(run, links, group, [one, other]));
            }
        }
    }
    seeds.extend(lives(run, &names));
    seeds.extend(meddling(run, &names).into_iter().filter(|(entry, _)| *entry < violation.entry));
    seeds
}

/// What the cause of a violation names.
#[derive(Default)]
struct Names<'r> {
    devices: Vec<&'r str>,
    groups: BTreeSet<&'r str>,
    events: BTreeSet<EventId>,
    references: BTreeSet<&'r str>,
    entries: BTreeSet<usize>,
}

impl<'r> Names<'r> {
    fn of(run: &'r Run, violation: &'r Violation) -> Self {
        let mut names = Self::default();
        for part in violation.cause.parts.values() {
            names.add(part);
        }
        names.devices.retain(|device| run.devices.contains_key(*device));
        names.devices.sort_unstable();
        names.devices.dedup();
        names
    }

    fn add(&mut self, part: &'r Part) {
        match part {
            Part::Device(device) | Part::Installation(device, _) => self.devices.push(device),
            Part::Group(group) => drop(self.groups.insert(group)),
            Part::Event(event) => drop(self.events.insert(*event)),
            Part::KeyPackage(picked) => {
                self.events.insert(picked.event);
                self.devices.extend(picked.device.as_deref());
            }
            Part::KeyPackages(picked) => self.events.extend(picked.iter().map(|picked| picked.event)),
            Part::Reference(reference) => drop(self.references.insert(reference)),
            Part::Entry(entry) => drop(self.entries.insert(*entry)),
            _ => {}
        }
    }

    /// Messages are named by the ids of their rumors.
    fn messages(&self, links: &Links<'_>) -> Seeds {
        self.events.iter().filter_map(|event| links.said(event)).map(|entry| (entry, 1)).collect()
    }
}

/// What belongs to the entry that broke an invariant, for the device that it concerns.
fn beside(run: &Run, facts: &Facts, links: &Links<'_>, names: &Names<'_>, violation: &Violation, note: &Note) -> Seeds {
    let subject = violation.subject.split('#').next().unwrap_or_default();
    match note {
        Note::Epoch { state, .. } => {
            let owned =
                state.leaves.iter().filter(|leaf| facts.chronicle.owner(leaf).is_some_and(|(who, _)| who == subject));
            let keys: BTreeSet<_> = owned.map(|leaf| leaf.signature_key.as_str()).collect();
            of_key_packages(run, subject, |facts| keys.contains(facts.signature_key.as_str()))
        }
        Note::AccountInvited { .. } => left_waiting(run, facts, links, subject, violation.entry),
        Note::Selected { .. } => {
            let own = run.notes().filter(|(entry, who, note)| {
                *entry < violation.entry && *who == subject && matches!(note, Note::KeyPackagePublished { .. })
            });
            own.last().map(|(entry, ..)| (entry, 0)).into_iter().collect()
        }
        Note::KeyPackagePublished { key_package, .. } => {
            let earlier = run.notes().filter(|(entry, ..)| *entry < violation.entry);
            let kin = earlier.filter(|(_, who, note)| match note {
                Note::KeyPackagePublished { key_package: other, .. } => {
                    let same = other.client_id == key_package.client_id && other.slot == key_package.slot;
                    same || (*who == subject)
                }
                _ => false,
            });
            kin.take(3).map(|(entry, ..)| (entry, 1)).collect()
        }
        Note::WelcomeSent { wrap, commit, .. } => {
            let after = run.notes().filter_map(|(entry, _, note)| match note {
                Note::CommitAbandoned { event, .. } | Note::CommitAcknowledged { event, .. } => {
                    (Some(event) == commit.as_ref()).then_some((entry, 0))
                }
                Note::Joined { wrap: joined, .. } => (joined == wrap).then_some((entry, 1)),
                _ => None,
            });
            after.chain(left_waiting(run, facts, links, subject, violation.entry)).collect()
        }
        Note::MessageSent { group, epoch, .. } => {
            let events: BTreeSet<&EventId> = links.events_of(violation.entry).collect();
            let unused = run.notes().filter_map(|(entry, who, note)| match note {
                Note::Unreadable { event, .. } if events.contains(event) && names.devices.contains(&who) => {
                    Some((entry, 0))
                }
                Note::RolledBack { .. } if entry > violation.entry && names.devices.contains(&who) => Some((entry, 0)),
                Note::Epoch { group: of, state, .. } if of == group && state.epoch == *epoch && *who == *subject => {
                    Some((entry, 1))
                }
                _ => None,
            });
            unused.collect()
        }
        _ => Vec::new(),
    }
}

/// KeyPackages of a device and what became of them.
fn of_key_packages(run: &Run, device: &str, meant: impl Fn(&KeyPackageFacts) -> bool) -> Seeds {
    let mut events: BTreeSet<EventId> = BTreeSet::new();
    let mut seeds = Vec::new();
    for (entry, who, note) in run.notes() {
        match note {
            Note::KeyPackagePublished { key_package, .. } if who == device && meant(key_package) => {
                events.insert(key_package.event);
                seeds.push((entry, 1));
            }
            Note::WelcomeSent { key_package, .. } if events.contains(key_package) => seeds.push((entry, 1)),
            Note::Joined { key_package, .. } if events.contains(key_package) => seeds.push((entry, 0)),
            Note::WelcomeIgnored { key_package: Some(id), .. } if who == device && events.contains(id) => {
                seeds.push((entry, 1));
            }
            _ => {}
        }
    }
    seeds
}

/// A Welcome that never came: those that were sent to the device, and what it asked relays for after that.
fn left_waiting(run: &Run, facts: &Facts, links: &Links<'_>, device: &str, invited: usize) -> Seeds {
    let mine = |id: &EventId| facts.chronicle.key_packages.get(id).is_some_and(|life| life.device == device);
    let sent = run.notes().filter_map(|(entry, _, note)| match note {
        Note::WelcomeSent { key_package, wrap, .. } if entry >= invited && mine(key_package) => Some((entry, wrap)),
        _ => None,
    });
    let mut seeds = Vec::new();
    for (entry, wrap) in sent {
        seeds.push((entry, 0));
        let Some(&node) = run.devices.get(device) else { continue };
        seeds.extend(links.arrival(node, wrap, usize::MAX).map(|arrival| (arrival, 0)));
        let asks = |(index, at): &(usize, &sim_engine::Entry<crate::world::Marmot>)| {
            *index > entry
                && matches!(&at.record, Record::Delivered { from, message: Wire::ToRelay(ClientMsg::Req { filters, .. }), .. }
                    if *from == node && filters.iter().any(|f| f.kinds.as_ref().is_some_and(|k| k.contains(&GIFT_WRAP))))
        };
        seeds.extend(run.entries().find(asks).map(|(index, _)| (index, 0)));
    }
    seeds
}

/// What happened to the devices themselves.
fn lives(run: &Run, names: &Names<'_>) -> Seeds {
    let of = run.notes().filter(|(entry, who, _)| *entry < run.roll_call && names.devices.contains(who));
    let told = of.filter_map(|(entry, _, note)| match note {
        Note::Wiped { .. } | Note::Restored { .. } | Note::Crashed { .. } => Some((entry, 1)),
        Note::Network { .. } => Some((entry, 2)),
        _ => None,
    });
    told.collect()
}

/// Steps by which the script meddles with the world, where no note of a device tells of it.
fn meddling(run: &Run, names: &Names<'_>) -> Seeds {
    let told = run.entries().take(run.roll_call).filter_map(|(index, entry)| {
        let Record::Step(ScriptEntry::Step { step, .. }) = &entry.record else { return None };
        let named = step.device.as_deref().is_some_and(|who| names.devices.contains(&who));
        match &step.action {
            Action::Fault(_) | Action::SetRelay(_) => Some((index, 2)),
            Action::Clone(actions::Clone { from }) if named || names.devices.contains(&from.as_str()) => {
                Some((index, 1))
            }
            Action::Skew(_) | Action::Replay(_) if named => Some((index, 1)),
            _ => None,
        }
    });
    told.collect()
}

/// What a run is about: the rarer a thing, the nearer.
pub(super) fn of_run(run: &Run) -> Seeds {
    let told = run.notes().filter(|(entry, ..)| *entry < run.roll_call).filter_map(|(entry, _, note)| {
        let distance = match note {
            Note::Wiped { .. } | Note::Restored { .. } | Note::Crashed { .. } => 0,
            Note::RolledBack { .. } | Note::Removed { .. } => 0,
            Note::Joined { .. } | Note::WelcomeUndeliverable { .. } | Note::CommitAbandoned { .. } => 1,
            Note::Selected { picked, .. } if !picked.is_empty() => 2,
            Note::WelcomeIgnored { .. } | Note::Unreadable { .. } | Note::CommitSent { .. } => 3,
            Note::LeaveProposed { .. } | Note::KeyPackageRefused { .. } => 3,
            Note::MessageSent { roll_call: false, .. } => 4,
            Note::Network { .. } => 4,
            _ => return None,
        };
        Some((entry, distance))
    });
    told.collect()
}
