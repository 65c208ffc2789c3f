//! `no-second-leaf-for-a-device`

use std::collections::{BTreeMap, BTreeSet};

use sim_device::Note;

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "no-second-leaf-for-a-device",
    sentence: "In no epoch of a group does a device have two leaves.",
    rules: &["CID-10", "CID-11", "KV-08"],
    itself: &[(&["CID-10", "CID-11", "KV-08"], "looks at the tree, which shows what selections lead to")],
    follows_from: &["no-phantom-leaf"],
    ..Invariant::of(judge)
};

fn judge(run: &Run, facts: &Facts) -> Verdict {
    let mut exercised = 0;
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let mut violations = Vec::new();
    for (entry, _, note) in run.notes() {
        let Note::Epoch { group, state, .. } = note else { continue };
        if state.leaves.len() < 2 {
            continue;
        }
        exercised += 1;
        let mut leaves: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for leaf in &state.leaves {
            if let Some((device, _)) = facts.chronicle.owner(leaf) {
                leaves.entry(device).or_default().push(leaf.index);
            }
        }
        for (device, indices) in leaves.into_iter().filter(|(_, indices)| indices.len() > 1) {
            if seen.insert((group.clone(), device.to_owned())) {
                let cause = Cause::new(What::SecondLeaf)
                    .with("device", Part::device(device))
                    .with("leaves", Part::Numbers(indices.into_iter().map(u64::from).collect()))
                    .with("group", Part::group(group))
                    .with("epoch", Part::Number(state.epoch));
                violations.push(Violation::new(entry, device, cause));
            }
        }
    }
    Verdict::of(exercised, violations)
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, TWO, ("reinstall-fresh-client-id", Pr40, ClientId), AsItIs);
    }
}
