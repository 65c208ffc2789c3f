//! `same-epoch-same-state`

use std::collections::BTreeMap;

use sim_device::{EpochState, Membership, Note};

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "same-epoch-same-state",
    sentence: "Whenever the world is quiet, members of a group in the same epoch agree on tree hash, epoch authenticator and exporter.",
    rules: &["MD-09", "CW-02"],
    itself: &[
        (&["CW-02"], "looks at states, which show what merging too early leads to"),
        (&["MD-09"], "looks at states, which show what following the wrong commit leads to"),
    ],
    follows_from: &["converges-when-quiet"],
    ..Invariant::of(judge)
};

/// The entry at which the device reached this very epoch.
fn reached(run: &Run, device: &str, group: &str, state: &EpochState, before: usize) -> usize {
    let is_it = |note: &Note| matches!(note, Note::Epoch { group: of, state: s, .. } if of == group && s.authenticator == state.authenticator);
    let reached = run.notes().take_while(|(entry, ..)| *entry < before);
    let last = reached.filter(|(_, who, note)| *who == device && is_it(note)).last();
    last.map_or(before.saturating_sub(1), |(entry, ..)| entry)
}

fn judge(run: &Run, _: &Facts) -> Verdict {
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
                    let cause = Cause::new(What::SameEpochOtherState)
                        .with("device", Part::device(other))
                        .with("other", Part::device(device))
                        .with("epoch", Part::Number(state.epoch))
                        .with("group", Part::group(group));
                    let entry = reached(run, device, group, state, checkpoint.entries);
                    violations.push(Violation::new(entry, group, cause));
                }
            }
        }
    }
    Verdict::of(exercised, violations)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::invariants::worlds::*;
    use crate::run::Run;

    fn one_member_has_another_tree(run: &mut Run) {
        Arc::make_mut(&mut seen_by(run, "bob/laptop").state).tree_hash = "00".repeat(32);
    }

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, TWO, TWO, Forged(one_member_has_another_tree));
    }
}
