//! `no-second-leaf-for-a-device`

use std::collections::{BTreeMap, BTreeSet};

use sim_device::Note;

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "no-second-leaf-for-a-device",
    sentence: "In no epoch of a group does a device have two leaves.",
    rules: &["CID-10", "CID-11", "KV-08"],
    judge,
};

fn judge(run: &Run, chronicle: &Chronicle) -> Verdict {
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
            if let Some((device, _)) = chronicle.owner(leaf) {
                leaves.entry(device).or_default().push(leaf.index);
            }
        }
        for (device, indices) in leaves.into_iter().filter(|(_, indices)| indices.len() > 1) {
            if seen.insert((group.clone(), device.to_owned())) {
                let which = indices.iter().map(u32::to_string).collect::<Vec<_>>().join(" and ");
                let text = format!("{device} holds leaves {which} of {group} in epoch {}", state.epoch);
                violations.push(Violation { entry, subject: device.to_owned(), text });
            }
        }
    }
    Verdict::of(exercised, violations)
}
