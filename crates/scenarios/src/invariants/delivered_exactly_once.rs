//! `delivered-exactly-once`

use std::collections::{BTreeMap, BTreeSet};

use nostr::EventId;
use sim_device::{Membership, Note};

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::invariants::message::{self, Message};
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "delivered-exactly-once",
    sentence: "A device that was in the group when a message was sent, and is there at the end, reads it exactly once, unless no relay took it and its sender was told so.",
    follows_from: &["converges-when-quiet", "same-epoch-same-state", "all-pairs-decrypt"],
    ..Invariant::of(judge)
};

fn judge(run: &Run, facts: &Facts) -> Verdict {
    let views = run.final_views();
    let mut members = member_since(run);
    members.retain(|(device, group), _| {
        let view = &views[device];
        view.alive && view.online && view.groups.get(group).is_some_and(|g| g.membership == Membership::Active)
    });
    let read = reads(run);
    let failed = known_to_have_failed(run, facts);
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (said, sender, note) in run.notes() {
        let Note::MessageSent { group, message, event, epoch, .. } = note else { continue };
        if failed.contains(message) {
            continue;
        }
        let sent = Message { group, sender, said, message: *message, event: *event };
        let others = members.iter().filter(|((d, g), _)| g == group && d != sender);
        for (device, (since, joined_in)) in others.map(|((device, _), since)| (device, since)) {
            if said < *since || epoch < joined_in {
                continue;
            }
            exercised += 1;
            let times = read.get(&(device.as_str(), *message)).map_or(&[][..], Vec::as_slice);
            if times.len() != 1 {
                violations.push(violation(run, facts, &sent, device, times, *epoch));
            }
        }
    }
    Verdict::of(exercised, violations)
}

/// Why a device did not read a message exactly once.
fn violation(run: &Run, facts: &Facts, sent: &Message<'_>, device: &str, times: &[usize], epoch: u64) -> Violation {
    let named = |what| {
        Cause::new(what)
            .with("device", Part::device(device))
            .with("message", Part::Event(sent.message))
            .with("sender", Part::device(sent.sender))
            .with("group", Part::group(sent.group))
            .with("said", Part::Entry(sent.said))
    };
    if let [_, second, ..] = times {
        let cause = named(What::ReadTwice).with("times", Part::Number(times.len() as u64));
        return Violation::new(*second, device, cause);
    }
    if let Some(entry) = went_back(run, sent.said, sent.sender, sent.group, epoch) {
        return Violation::new(entry, device, named(What::MessageOnLosingBranch));
    }
    let (entry, cause) = message::unread(run, facts, sent, device);
    Violation::new(entry, device, cause)
}

/// The entries at which each device read each message.
fn reads(run: &Run) -> BTreeMap<(&str, EventId), Vec<usize>> {
    let mut read: BTreeMap<(&str, EventId), Vec<usize>> = BTreeMap::new();
    for (entry, device, note) in run.notes() {
        if let Note::MessageRead { message, .. } = note {
            read.entry((device, *message)).or_default().push(entry);
        }
    }
    read
}

/// Messages that no relay took, and whose sender was told so: nobody believes that they were delivered.
fn known_to_have_failed(run: &Run, facts: &Facts) -> BTreeSet<EventId> {
    let carriers: BTreeMap<EventId, EventId> = run
        .notes()
        .filter_map(|(_, _, note)| match note {
            Note::MessageSent { message, event, .. } => Some((*message, *event)),
            _ => None,
        })
        .collect();
    let told = run.notes().filter_map(|(_, _, note)| match note {
        Note::MessageNotTaken { message, .. } => Some(*message),
        _ => None,
    });
    told.filter(|message| carriers.get(message).is_none_or(|event| !facts.roads.was_taken(event))).collect()
}

/// The entry at which the device left the branch on which it said something in this epoch.
fn went_back(run: &Run, said: usize, device: &str, group: &str, epoch: u64) -> Option<usize> {
    run.notes().find_map(|(entry, who, note)| match note {
        Note::RolledBack { group: of, epoch: to } if entry > said && who == device && of == group && *to < epoch => {
            Some(entry)
        }
        _ => None,
    })
}

/// Since when a device is in a group, by its (last) join or the group's creation: transcript entry, and epoch it began in.
fn member_since(run: &Run) -> BTreeMap<(String, String), (usize, u64)> {
    let mut since: BTreeMap<(String, String), (usize, u64)> = BTreeMap::new();
    let mut arriving: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (entry, device, note) in run.notes() {
        match note {
            Note::GroupCreated { group, .. } | Note::Joined { group, .. } => {
                arriving.insert((device.to_owned(), group.clone()), entry);
            }
            Note::Epoch { group, state, .. } => {
                let key = (device.to_owned(), group.clone());
                if let Some(entry) = arriving.remove(&key) {
                    since.insert(key, (entry, state.epoch));
                }
            }
            _ => {}
        }
    }
    since
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, TWO, ("restored-within-an-epoch", Pr40, ClientId), AsItIs);
    }
}
