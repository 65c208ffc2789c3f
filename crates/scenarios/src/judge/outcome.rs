//! Where each device ended (`joined`, `silently-excluded`, `phantom` and so on).

use std::collections::{BTreeMap, BTreeSet};

use sim_device::{Membership, Note};

use crate::facts::{Facts, roll_call};
use crate::model::Outcome;
use crate::run::Run;

/// Outcome of every device at the end. With several groups, the worst outcome counts; `not-invited` only if it is the only one.
pub(crate) fn outcomes(run: &Run, facts: &Facts) -> BTreeMap<String, Outcome> {
    let groups = facts.chronicle.groups(run);
    let of = |device: &String| {
        let in_groups = groups.keys().map(|group| in_group(run, facts, device, group));
        let worst = in_groups.filter(|o| *o != Outcome::NotInvited).max_by_key(|o| severity(*o));
        (device.clone(), worst.unwrap_or(Outcome::NotInvited))
    };
    run.devices.keys().map(of).collect()
}

fn severity(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::NotInvited => 0,
        Outcome::Joined => 1,
        Outcome::Invited => 2,
        Outcome::Declined => 3,
        Outcome::Removed => 4,
        Outcome::Phantom => 5,
        Outcome::NotReached => 6,
        Outcome::SilentlyExcluded => 7,
        Outcome::Undecryptable => 8,
    }
}

pub(super) fn in_group(run: &Run, facts: &Facts, device: &str, group: &str) -> Outcome {
    let chronicle = &facts.chronicle;
    let views = run.final_views();
    let view = &views[device];
    let seen = view.groups.get(group);
    let reference = chronicle.reference(run, views, group).map(|(_, seen)| seen);
    let leaves = || reference.into_iter().flat_map(|seen| &seen.state.leaves);
    let owns_leaf = leaves().any(|leaf| chronicle.owner(leaf).is_some_and(|(owner, _)| owner == device));
    let acts = view.alive && seen.is_some_and(|seen| seen.membership == Membership::Active);
    if acts {
        let in_tree = leaves().any(|leaf| view.signature_keys.contains(&leaf.signature_key));
        let reads = !view.online || reads_everybody(run, facts, device, group);
        return if in_tree && reads { Outcome::Joined } else { Outcome::Undecryptable };
    }
    if view.alive && view.invitations.contains(group) {
        return Outcome::Invited;
    }
    if view.alive && view.declined.contains(group) {
        return Outcome::Declined;
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
    match (left_out && view.alive, asked_for(run, device, group)) {
        (true, _) => Outcome::SilentlyExcluded,
        (false, true) if view.alive => Outcome::NotReached,
        _ => Outcome::NotInvited,
    }
}

/// Whether the device's account was asked for and not reached.
fn asked_for(run: &Run, device: &str, group: &str) -> bool {
    let account = run.accounts.get(run.account_of(device));
    run.notes().any(|(_, _, note)| match note {
        Note::NotReached { group: of, account: whom, .. } => of == group && Some(whom) == account,
        _ => false,
    })
}

/// Has the device read the roll call messages of everybody else who is where the group is? Who went astray is heard by nobody,
/// and that is not the hearers' fault. Before the end nobody has called yet.
fn reads_everybody(run: &Run, facts: &Facts, device: &str, group: &str) -> bool {
    let views = run.final_views();
    let Some((_, reference)) = facts.chronicle.reference(run, views, group) else { return false };
    let Some(seen) = views[device].groups.get(group) else { return false };
    let with_the_group = |name: &str| {
        let state = views[name].groups.get(group).map(|g| &g.state.authenticator);
        state == Some(&reference.state.authenticator)
    };
    let read: BTreeSet<_> = seen.messages.iter().collect();
    let calls = roll_call(run, group);
    let mut others = calls.iter().filter(|call| call.sender != device && with_the_group(call.sender));
    with_the_group(device) && others.all(|call| read.contains(&call.message))
}
