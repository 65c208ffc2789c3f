//! Where each device ended (design: `joined`, `silently-excluded`, `phantom`, `undecryptable`, `removed`, `not-invited`).

use std::collections::{BTreeMap, BTreeSet};

use nostr::EventId;
use sim_device::{Membership, Note};

use super::Chronicle;
use crate::model::Outcome;
use crate::run::Run;

/// Outcome of every device at the end. With several groups, the worst outcome counts; `not-invited` only if it is the only one.
pub(crate) fn outcomes(run: &Run, chronicle: &Chronicle) -> BTreeMap<String, Outcome> {
    let groups = chronicle.groups(run);
    let of = |device: &String| {
        let in_groups = groups.keys().map(|group| in_group(run, chronicle, device, group));
        let worst = in_groups.filter(|o| *o != Outcome::NotInvited).max_by_key(|o| severity(*o));
        (device.clone(), worst.unwrap_or(Outcome::NotInvited))
    };
    run.devices.keys().map(of).collect()
}

fn severity(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::NotInvited => 0,
        Outcome::Joined => 1,
        Outcome::Removed => 2,
        Outcome::Phantom => 3,
        Outcome::SilentlyExcluded => 4,
        Outcome::Undecryptable => 5,
    }
}

pub(super) fn in_group(run: &Run, chronicle: &Chronicle, device: &str, group: &str) -> Outcome {
    let views = run.final_views();
    let view = &views[device];
    let seen = view.groups.get(group);
    let reference = chronicle.reference(run, views, group).map(|(_, seen)| seen);
    let leaves = || reference.into_iter().flat_map(|seen| &seen.state.leaves);
    let owns_leaf = leaves().any(|leaf| chronicle.owner(leaf).is_some_and(|(owner, _)| owner == device));
    let acts = view.alive && seen.is_some_and(|seen| seen.membership == Membership::Active);
    if acts {
        let in_tree = leaves().any(|leaf| view.signature_keys.contains(&leaf.signature_key));
        let reads = !view.online || reads_everybody(run, chronicle, device, group);
        return if in_tree && reads { Outcome::Joined } else { Outcome::Undecryptable };
    }
    if view.alive && seen.is_some_and(|seen| seen.membership == Membership::Inactive) {
        return Outcome::Removed;
    }
    if owns_leaf {
        let holds_leaf = leaves().any(|leaf| {
            chronicle.owner(leaf).is_some_and(|(owner, _)| owner == device)
                && chronicle.leaf_is_live(views, group, leaf)
        });
        return match (holds_leaf, view.alive) {
            (false, _) => Outcome::Phantom,
            (true, true) => Outcome::Undecryptable,
            // Somebody else acts on what was this device's leaf: a clone.
            (true, false) => Outcome::NotInvited,
        };
    }
    let mut invitations = chronicle.invitations.iter().filter(|i| i.group == group);
    let left_out = invitations.any(|i| i.active.iter().any(|d| d == device));
    if left_out && view.alive { Outcome::SilentlyExcluded } else { Outcome::NotInvited }
}

/// Messages of the closing roll call in a group: id and sender.
pub(crate) fn roll_call(run: &Run, group: &str) -> Vec<(EventId, String)> {
    run.notes()
        .filter(|(entry, _, note)| *entry >= run.roll_call && matches!(note, Note::MessageSent { roll_call: true, .. }))
        .filter_map(|(_, device, note)| match note {
            Note::MessageSent { group: g, message, .. } if g == group => Some((*message, device.to_owned())),
            _ => None,
        })
        .collect()
}

/// Has the device read the roll call messages of everybody else who is where the group is? Who went astray is heard by nobody,
/// and that is not the hearers' fault. Before the end nobody has called yet.
fn reads_everybody(run: &Run, chronicle: &Chronicle, device: &str, group: &str) -> bool {
    let views = run.final_views();
    let Some((_, reference)) = chronicle.reference(run, views, group) else { return false };
    let Some(seen) = views[device].groups.get(group) else { return false };
    let with_the_group = |name: &str| {
        let state = views[name].groups.get(group).map(|g| &g.state.authenticator);
        state == Some(&reference.state.authenticator)
    };
    let read: BTreeSet<_> = seen.messages.iter().collect();
    let calls = roll_call(run, group);
    let mut others = calls.iter().filter(|(_, sender)| sender != device && with_the_group(sender));
    with_the_group(device) && others.all(|(message, _)| read.contains(message))
}
