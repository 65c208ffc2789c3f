//! `same-epoch-same-state`

use std::collections::BTreeMap;

use sim_device::{EpochState, Membership};

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "same-epoch-same-state",
    sentence: "Whenever the world is quiet, members of a group in the same epoch agree on tree hash, epoch authenticator and exporter.",
    rules: &["MD-09", "CW-02"],
    judge,
};

fn judge(run: &Run, _: &Chronicle) -> Verdict {
    let mut exercised = 0;
    let mut violations = Vec::new();
    for checkpoint in run.checkpoints.iter().filter(|c| c.quiet) {
        let mut first: BTreeMap<(&str, u64), (&str, &EpochState)> = BTreeMap::new();
        for (device, view) in checkpoint.views.iter().filter(|(_, v)| v.alive && v.online) {
            for (group, seen) in view.groups.iter().filter(|(_, g)| g.membership == Membership::Active) {
                let state = &seen.state;
                let (other, known) = *first.entry((group, state.epoch)).or_insert((device, state));
                if other == device {
                    continue;
                }
                exercised += 1;
                let agree = |s: &EpochState| (s.tree_hash.clone(), s.authenticator.clone(), s.exporter.clone());
                if agree(known) != agree(state) {
                    let text =
                        format!("{other} and {device} are both in epoch {} of {group} and disagree on it", state.epoch);
                    let entry = checkpoint.entries.saturating_sub(1);
                    violations.push(Violation { entry, subject: group.clone(), text });
                }
            }
        }
    }
    Verdict::of(exercised, violations)
}
