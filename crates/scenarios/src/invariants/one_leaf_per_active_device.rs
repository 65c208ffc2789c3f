//! `one-leaf-per-active-device`

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "one-leaf-per-active-device",
    sentence: "At the end, every device that was active when its account was invited, and still lives, has exactly one leaf.",
    rules: &["CID-10", "CID-12", "MD-01"],
    judge,
};

fn judge(run: &Run, chronicle: &Chronicle) -> Verdict {
    let views = run.final_views();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (group, device, entry) in super::every_active_device_joins::invited_devices(run, chronicle) {
        let Some((_, seen)) = chronicle.reference(run, views, &group) else { continue };
        exercised += 1;
        let owned = |leaf: &&sim_device::Leaf| chronicle.owner(leaf).is_some_and(|(owner, _)| owner == device);
        let leaves: Vec<_> = seen.state.leaves.iter().filter(owned).map(|leaf| leaf.index.to_string()).collect();
        if leaves.len() != 1 {
            let which =
                if leaves.is_empty() { "no leaf".to_owned() } else { format!("leaves {}", leaves.join(" and ")) };
            violations.push(Violation { entry, text: format!("{device} has {which} in {group}"), subject: device });
        }
    }
    Verdict::of(exercised, violations)
}
