//! Where a story begins: what a violation is about, or what a run is about.

use std::collections::BTreeSet;

use nostr::EventId;
use sim_device::{KeyPackageFacts, Note};
use sim_relay::ClientMsg;

use super::links::Links;
use super::{Distance, Violation, fork};
use crate::engine::Record;
use crate::judge::Chronicle;
use crate::model::Action;
use crate::run::Run;
use crate::world::{ScriptEntry, Wire};

type Seeds = Vec<(usize, Distance)>;

const GIFT_WRAP: u16 = 1059;

pub(super) fn of_violation(run: &Run, links: &Links<'_>, violation: &Violation) -> Seeds {
    let names = Names::of(run, violation);
    let mut seeds = Vec::new();
    if let Some(Record::Note(_, note)) = run.transcript.entries.get(violation.entry).map(|entry| &entry.record) {
        // The roll call is the harness's own: it shows what is broken, and does not break it.
        if violation.entry < run.roll_call || matches!(note, Note::MessageSent { .. }) {
            seeds.push((violation.entry, 0));
        }
        seeds.extend(beside(run, links, &names, violation, note));
    }
    seeds.extend(links.named().filter(|(id, _)| names.ids(id)).map(|(_, entry)| (entry, 1)));
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

/// What the sentence of a violation names.
struct Names<'r> {
    words: BTreeSet<&'r str>,
    devices: Vec<&'r str>,
    groups: BTreeSet<&'r str>,
}

impl<'r> Names<'r> {
    fn of(run: &'r Run, violation: &'r Violation) -> Self {
        let words = violation.text.split([' ', ',', ':', ';', '#', '(', ')', '`']).chain(violation.subject.split('#'));
        let words: BTreeSet<_> = words.filter(|word| !word.is_empty()).collect();
        let created = run.notes().filter_map(|(_, _, note)| match note {
            Note::GroupCreated { group, .. } => Some(group.as_str()),
            _ => None,
        });
        Self {
            devices: run.devices.keys().map(String::as_str).filter(|device| words.contains(device)).collect(),
            groups: created.filter(|group| words.contains(group)).collect(),
            words,
        }
    }

    /// Is this id named, in full or by its first eight digits?
    fn ids(&self, id: &str) -> bool {
        self.words.contains(id) || id.get(..8).is_some_and(|head| self.words.contains(head))
    }
}

/// What belongs to the entry that broke an invariant, for the device that it concerns.
fn beside(run: &Run, links: &Links<'_>, names: &Names<'_>, violation: &Violation, note: &Note) -> Seeds {
    let subject = violation.subject.split('#').next().unwrap_or_default();
    match note {
        Note::Epoch { state, .. } => {
            let chronicle = Chronicle::of(run);
            let owned = state.leaves.iter().filter(|leaf| chronicle.owner(leaf).is_some_and(|(who, _)| who == subject));
            let keys: BTreeSet<_> = owned.map(|leaf| leaf.signature_key.as_str()).collect();
            of_key_packages(run, subject, |facts| keys.contains(facts.signature_key.as_str()))
        }
        Note::AccountInvited { .. } => left_waiting(run, links, subject, violation.entry),
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
            after.chain(left_waiting(run, links, subject, violation.entry)).collect()
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
fn left_waiting(run: &Run, links: &Links<'_>, device: &str, invited: usize) -> Seeds {
    let chronicle = Chronicle::of(run);
    let mine = |id: &EventId| chronicle.key_packages.get(id).is_some_and(|life| life.device == device);
    let sent = run.notes().filter_map(|(entry, _, note)| match note {
        Note::WelcomeSent { key_package, wrap, .. } if entry >= invited && mine(key_package) => Some((entry, wrap)),
        _ => None,
    });
    let mut seeds = Vec::new();
    for (entry, wrap) in sent {
        seeds.push((entry, 0));
        let Some(&node) = run.devices.get(device) else { continue };
        seeds.extend(links.arrival(node, wrap, usize::MAX).map(|arrival| (arrival, 0)));
        let asks = |(index, at): &(usize, &crate::engine::Entry<crate::world::Marmot>)| {
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
        match step.action {
            Action::Fault(_) | Action::SetRelay { .. } => Some((index, 2)),
            Action::Skew { .. } | Action::Replay { .. } | Action::Clone { .. } if named => Some((index, 1)),
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
