//! `no-phantom-leaf`

use sim_device::{Leaf, Membership, Note};

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "no-phantom-leaf",
    sentence: "At the end, every leaf of a group belongs to an installation that can act on it.",
    rules: &["CID-08", "CID-11", "LC-02", "MD-01"],
    judge,
};

fn judge(run: &Run, chronicle: &Chronicle) -> Verdict {
    let views = run.final_views();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for group in chronicle.groups(run).keys() {
        let Some((_, seen)) = chronicle.reference(run, views, group) else { continue };
        for leaf in &seen.state.leaves {
            exercised += 1;
            if !chronicle.leaf_is_live(views, group, leaf) {
                violations.push(describe(run, chronicle, group, leaf));
            }
        }
    }
    Verdict::of(exercised, violations)
}

fn describe(run: &Run, chronicle: &Chronicle, group: &str, leaf: &Leaf) -> Violation {
    let owner = chronicle.owner(leaf);
    let subject = owner.map_or("an installation that nobody knows".to_owned(), |(device, n)| format!("{device}#{n}"));
    let entry = first_seen(run, group, leaf);
    let why = owner.map(|(device, number)| why(run, chronicle, group, leaf, device, number));
    let why = why.map_or(String::new(), |why| format!(": {why}"));
    let text = format!("leaf {} of {group} belongs to {subject}, which cannot act on it{why}", leaf.index);
    Violation { entry, subject, text }
}

/// What keeps the owner from acting on its leaf.
fn why(run: &Run, chronicle: &Chronicle, group: &str, leaf: &Leaf, device: &str, number: u32) -> String {
    let view = &run.final_views()[device];
    let lives = chronicle.current(device).is_some_and(|life| life.number == number);
    match view.groups.get(group) {
        _ if !lives => "that installation is gone".to_owned(),
        Some(seen) if seen.membership == Membership::Active => {
            let acting = seen.state.leaves.iter().find(|other| other.index == seen.state.own_leaf);
            let together = acting.is_some_and(|acting| first_seen(run, group, acting) == first_seen(run, group, leaf));
            let came = if together { "in the same commit" } else { "in another commit" };
            format!("it acts through another leaf, which came {came}{}", marker(chronicle, leaf))
        }
        Some(_) => "it takes itself for removed".to_owned(),
        None => "it never joined, and its keys are gone".to_owned(),
    }
}

/// What the KeyPackage of the leaf said about its device.
fn marker(chronicle: &Chronicle, leaf: &Leaf) -> &'static str {
    let life = chronicle.key_packages.values().find(|life| life.facts.signature_key == leaf.signature_key);
    match life.map(|life| &life.facts) {
        Some(facts) if facts.client_id.is_some() => ", from a KeyPackage with a client_id",
        Some(facts) if facts.slot.is_some() => ", from a KeyPackage in a slot",
        Some(_) => ", from a KeyPackage without a marker",
        None => "",
    }
}

/// The entry at which a device first reported this leaf.
pub(super) fn first_seen(run: &Run, group: &str, leaf: &Leaf) -> usize {
    let shows = |note: &Note| match note {
        Note::Epoch { group: g, state, .. } => {
            g == group && state.leaves.iter().any(|l| l.signature_key == leaf.signature_key && l.index == leaf.index)
        }
        _ => false,
    };
    run.notes().find(|(_, _, note)| shows(note)).map_or(0, |(entry, ..)| entry)
}
