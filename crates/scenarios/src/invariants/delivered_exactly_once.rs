//! `delivered-exactly-once`

use std::collections::BTreeMap;

use nostr::EventId;
use sim_device::{CommandError, Membership, Note};

use crate::engine::Record;
use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "delivered-exactly-once",
    sentence: "A device that was in the group when a message was sent, and is there at the end, reads it exactly once, unless its sender was told that no relay took it.",
    rules: &[],
    judge,
};

fn judge(run: &Run, _: &Chronicle) -> Verdict {
    let views = run.final_views();
    let mut members = member_since(run);
    members.retain(|(device, group), _| {
        let view = &views[device];
        view.alive && view.online && view.groups.get(group).is_some_and(|g| g.membership == Membership::Active)
    });
    let mut read: BTreeMap<(&str, EventId), usize> = BTreeMap::new();
    for (_, device, note) in run.notes() {
        if let Note::MessageRead { message, .. } = note {
            *read.entry((device, *message)).or_default() += 1;
        }
    }
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, sender, note) in run.notes() {
        let Note::MessageSent { group, message, epoch, .. } = note else { continue };
        if sender_knows_it_failed(run, entry, sender) {
            continue;
        }
        let others = members.iter().filter(|((d, g), _)| g == group && d != sender);
        for (device, (since, joined_in)) in others.map(|((device, _), since)| (device, since)) {
            if entry < *since || epoch < joined_in {
                continue;
            }
            exercised += 1;
            let times = read.get(&(device.as_str(), *message)).copied().unwrap_or(0);
            if times != 1 {
                let id = &message.to_hex()[..8];
                let text = if times > 0 {
                    format!("{device} read message {id} of {sender} in {group} {times} times")
                } else if went_back(run, entry, sender, group, *epoch) {
                    format!(
                        "{device} never read message {id}, which {sender} sent in {group} before it went back an epoch"
                    )
                } else {
                    format!("{device} never read message {id} of {sender} in {group}")
                };
                violations.push(Violation { entry, subject: device.clone(), text });
            }
        }
    }
    Verdict::of(exercised, violations)
}

/// Did the command that said it end with "no relay took" it? Then nobody believes that it was delivered.
fn sender_knows_it_failed(run: &Run, said: usize, sender: &str) -> bool {
    let ends = run.entries().skip(said).find_map(|(_, entry)| match &entry.record {
        Record::Done(who, _, result) if run.name(*who) == sender => Some(result),
        _ => None,
    });
    matches!(ends, Some(Err(CommandError::NotTaken { .. } | CommandError::NoAnswer { .. })))
}

/// Did the device leave the branch on which it said something in this epoch?
fn went_back(run: &Run, said: usize, device: &str, group: &str, epoch: u64) -> bool {
    run.notes().any(|(entry, who, note)| {
        entry > said
            && who == device
            && matches!(note, Note::RolledBack { group: of, epoch: to } if of == group && *to < epoch)
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
