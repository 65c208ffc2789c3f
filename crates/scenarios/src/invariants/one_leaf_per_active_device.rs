//! `one-leaf-per-active-device`

use sim_device::Note;

use crate::facts::{Facts, device_of};
use crate::invariants::{DEFINITION, Invariant};
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "one-leaf-per-active-device",
    sentence: "At the end, every device that was active when its account was invited, and still lives, has exactly one leaf.",
    rules: &["CID-10", "MD-01"],
    itself: &[(&["CID-10"], "looks at the tree, which shows what selections lead to"), (&["MD-01"], DEFINITION)],
    follows_from: &["every-active-device-joins", "no-phantom-leaf", "no-second-leaf-for-a-device"],
    ..Invariant::of(judge)
};

/// Since the invitation, another device's stored state took the place of this one's: it acts through the leaf of that.
fn was_cloned_over(run: &Run, device: &str, since: usize) -> bool {
    run.notes().any(|(entry, who, note)| {
        entry > since && who == device && matches!(note, Note::Restored { from } if device_of(from) != device)
    })
}

fn judge(run: &Run, facts: &Facts) -> Verdict {
    let views = run.final_views();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (group, device, entry) in super::every_active_device_joins::invited_devices(run, facts) {
        if was_cloned_over(run, &device, entry) {
            continue;
        }
        let Some((_, seen)) = facts.chronicle.reference(run, views, &group) else { continue };
        exercised += 1;
        let owned = |leaf: &&sim_device::Leaf| facts.chronicle.owner(leaf).is_some_and(|(owner, _)| owner == device);
        let leaves: Vec<_> = seen.state.leaves.iter().filter(owned).map(|leaf| u64::from(leaf.index)).collect();
        if leaves.len() != 1 {
            let cause = if leaves.is_empty() {
                Cause::new(What::NoLeaf)
            } else {
                Cause::new(What::SeveralLeaves).with("leaves", Part::Numbers(leaves))
            };
            let cause = cause.with("device", Part::device(&device)).with("group", Part::group(&group));
            violations.push(Violation::new(entry, device, cause));
        }
    }
    Verdict::of(exercised, violations)
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, TWO, ("two-devices", Pr40, NewestOne), AsItIs);
    }
}
