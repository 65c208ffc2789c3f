//! `leaf-removal-spares-siblings`
//!
//! The only way in which mdk-core 0.8.0 removes one leaf is that its own device asks for it (SelfRemove).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use marmot_rules::rules::md;
use sim_device::{CommitKind, EpochState, Leaf, Membership, Note};

use crate::facts::{Facts, roll_call};
use crate::invariants::{DEFINITION, Invariant};
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "leaf-removal-spares-siblings",
    sentence: "When one device of an account leaves a group, the account's other leaves stay in the tree, and their devices read on.",
    rules: &["MD-01", "MD-04", "MD-06"],
    calls: &["MD-04", "MD-06"],
    itself: &[(&["MD-01"], DEFINITION)],
    follows_from: &["converges-when-quiet"],
    ..Invariant::of(judge)
};

/// A device and the label of a group.
type Seat = (String, String);

fn judge(run: &Run, facts: &Facts) -> Verdict {
    let mut states: BTreeMap<Seat, Arc<EpochState>> = BTreeMap::new();
    let mut committing: BTreeSet<Seat> = BTreeSet::new();
    let mut leaving: BTreeMap<&str, Vec<Leaf>> = BTreeMap::new();
    let mut spared: BTreeSet<Seat> = BTreeSet::new();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        let seat = |group: &str| (device.to_owned(), group.to_owned());
        match note {
            Note::LeaveProposed { group, .. } => {
                leaving.entry(group).or_default().extend(states.get(&seat(group)).and_then(|state| own_leaf(state)));
            }
            Note::CommitSent { group, what: CommitKind::CommitLeave, .. } => drop(committing.insert(seat(group))),
            Note::CommitAbandoned { group, .. } => drop(committing.remove(&seat(group))),
            Note::Epoch { group, state, .. } => {
                let before = states.insert(seat(group), state.clone());
                let (true, Some(before)) = (committing.remove(&seat(group)), before) else { continue };
                let leavers = leaving.get(group.as_str()).map_or(&[][..], Vec::as_slice);
                if let Some(leaf) = carried_out_its_own(&before, state, leavers) {
                    let cause = Cause::new(What::OwnDepartureCommitted)
                        .with("device", Part::device(device))
                        .with("group", Part::group(group))
                        .with("leaf", Part::Number(leaf.index.into()));
                    violations.push(Violation::new(entry, group, cause));
                }
                for sibling in siblings(&before, leavers) {
                    exercised += 1;
                    if !state.leaves.iter().any(|leaf| is_same(leaf, sibling)) {
                        let cause = Cause::new(What::SiblingsLeafGone)
                            .with("device", Part::device(device))
                            .with("group", Part::group(group))
                            .with("leaf", Part::Number(sibling.index.into()));
                        violations.push(Violation::new(entry, group, cause));
                    } else if let Some((owner, _)) = facts.chronicle.owner(sibling) {
                        spared.insert((owner.to_owned(), group.clone()));
                    }
                }
            }
            _ => {}
        }
    }
    violations.extend(spared.iter().filter_map(|(device, group)| cannot_read(run, facts, device, group)));
    Verdict::of(exercised, violations)
}

fn own_leaf(state: &EpochState) -> Option<Leaf> {
    state.leaves.iter().find(|leaf| leaf.index == state.own_leaf).cloned()
}

/// A leaf keeps its place when its keys are updated.
fn is_same(leaf: &Leaf, other: &Leaf) -> bool {
    (leaf.index, &leaf.account) == (other.index, &other.account)
}

/// The leaf of a device that is gone and that the device's own commit removed.
fn carried_out_its_own<'l>(before: &EpochState, after: &EpochState, leavers: &'l [Leaf]) -> Option<&'l Leaf> {
    let stood = |leaf: &Leaf, state: &EpochState| state.leaves.iter().any(|other| is_same(other, leaf));
    let mut gone = leavers.iter().filter(|leaver| stood(leaver, before) && !stood(leaver, after));
    gone.find(|leaver| !md::md_06(leaver.index, before.own_leaf).is_kept())
}

/// The other leaves of the accounts of which a leaf is about to go.
fn siblings<'s>(before: &'s EpochState, leavers: &[Leaf]) -> Vec<&'s Leaf> {
    let leaves = |leaf: &Leaf| leavers.iter().any(|leaver| is_same(leaver, leaf));
    let accounts: BTreeSet<_> =
        before.leaves.iter().filter(|leaf| leaves(leaf)).map(|leaf| leaf.account.as_str()).collect();
    before.leaves.iter().filter(|leaf| accounts.contains(leaf.account.as_str()) && !leaves(leaf)).collect()
}

/// Whether a device that stayed misses something of the closing roll call that was said where the group is.
fn cannot_read(run: &Run, facts: &Facts, device: &str, group: &str) -> Option<Violation> {
    let views = run.final_views();
    let seen = |name: &str| views[name].groups.get(group).filter(|seen| seen.membership == Membership::Active);
    let (_, reference) = facts.chronicle.reference(run, views, group)?;
    let stays =
        reference.state.leaves.iter().any(|leaf| facts.chronicle.owner(leaf).is_some_and(|(owner, _)| owner == device));
    if !(stays && views[device].alive && views[device].online) {
        return None;
    }
    let with_the_group =
        |name: &str| seen(name).is_some_and(|s| s.state.authenticator == reference.state.authenticator);
    let is_removed = !md::md_04(stays, seen(device).is_some()).is_kept();
    let read = |message| !is_removed && seen(device).is_some_and(|seen| seen.messages.contains(message));
    let calls = roll_call(run, group);
    let unheard = calls.iter().find(|call| with_the_group(call.sender) && !read(&call.message))?;
    let cause = Cause::new(What::SiblingCannotRead)
        .with("device", Part::device(device))
        .with("group", Part::group(group))
        .with("message", Part::Event(unheard.message))
        .with("sender", Part::device(unheard.sender));
    let entry = super::all_pairs_decrypt::where_it_ended(run, facts, group, unheard, device);
    Some(Violation::new(entry, device, cause))
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;
    use crate::judge;
    use crate::run::Run;
    use crate::verdict::Verdict;

    const LEFT: World = ("leaving", Pr40, ClientId);

    fn a_departure_took_the_sibling_along(run: &mut Run) {
        let bob = run.accounts["bob"].to_hex();
        for device in ["alice/desktop", "bob/laptop"] {
            let since = around_departure(run, device).map(|(_, since)| since);
            since.into_iter().flatten().for_each(|state| state.leaves.retain(|leaf| leaf.account != bob));
        }
    }

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, LEFT, LEFT, Forged(a_departure_took_the_sibling_along));
    }

    #[test]
    fn a_sibling_that_stays_in_the_tree_and_reads_nothing_is_not_spared() {
        let mut run = run(LEFT);
        seen_by(&mut run, "bob/laptop").messages.clear();
        let verdict = verdict(&judge(&run), super::INVARIANT.name);
        let Verdict::Violated { violations } = &verdict else { panic!("{verdict:?}") };
        assert_eq!((violations.len(), violations[0].subject.as_str()), (1, "bob/laptop"));
    }
}
