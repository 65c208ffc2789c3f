//! `delivered-exactly-once`

use std::collections::BTreeMap;

use nostr::EventId;
use sim_device::{Membership, Note};

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "delivered-exactly-once",
    sentence: "A device that was in the group when a message was sent, and is there at the end, reads it exactly once.",
    rules: &[],
    judge,
};

fn judge(run: &Run, chronicle: &Chronicle) -> Verdict {
    let views = run.final_views();
    let mut members = member_since(run, chronicle);
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
        let Note::MessageSent { group, message, .. } = note else { continue };
        for (device, since) in members.iter().filter(|((d, g), _)| g == group && d != sender).map(|((d, _), s)| (d, s))
        {
            if entry < *since {
                continue;
            }
            exercised += 1;
            let times = read.get(&(device.as_str(), *message)).copied().unwrap_or(0);
            if times != 1 {
                let text =
                    format!("{device} read message {} of {sender} in {group} {times} times", &message.to_hex()[..8]);
                violations.push(Violation { entry, subject: device.clone(), text });
            }
        }
    }
    Verdict::of(exercised, violations)
}

/// Since which entry a device is in a group: its (last) join, or the group's creation.
fn member_since(run: &Run, _: &Chronicle) -> BTreeMap<(String, String), usize> {
    let mut since = BTreeMap::new();
    for (entry, device, note) in run.notes() {
        if let Note::GroupCreated { group, .. } | Note::Joined { group, .. } = note {
            since.insert((device.to_owned(), group.clone()), entry);
        }
    }
    since
}
