//! `init-key-within-bounds`

use sim_device::Note;

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::{DEFAULT_START, Run};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "init-key-within-bounds",
    sentence: "No device joins with an expired KeyPackage, and none keeps a KeyPackage's private keys beyond its lifetime.",
    rules: &["KV-03", "LC-02", "LC-03"],
    judge,
};

fn judge(run: &Run, chronicle: &Chronicle) -> Verdict {
    let start = run.scenario.start.unwrap_or(DEFAULT_START);
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        let Note::Joined { group, key_package, .. } = note else { continue };
        let Some(life) = chronicle.key_packages.get(key_package) else { continue };
        exercised += 1;
        let now = start + run.transcript.entries[entry].at.as_secs();
        if now >= life.facts.lifetime.1 {
            let text = format!(
                "{device} joined {group} with a KeyPackage that expired {} s before",
                now - life.facts.lifetime.1
            );
            violations.push(Violation { entry, subject: device.to_owned(), text });
        }
    }
    for checkpoint in &run.checkpoints {
        let now = start + checkpoint.at.as_secs();
        for (device, view) in checkpoint.views.iter().filter(|(_, view)| view.alive && view.online) {
            for kp in view.held_keys.iter().filter(|kp| now > kp.lifetime.1.saturating_add(GRACE_SECS)) {
                let text =
                    format!("{device} still holds the private keys of KeyPackage {}, which expired", kp.reference);
                let entry = checkpoint.entries.saturating_sub(1);
                violations.push(Violation { entry, subject: device.clone(), text });
            }
        }
    }
    Verdict::of(exercised, violations)
}

/// A device sweeps when it next publishes; a day covers every sensible schedule.
const GRACE_SECS: u64 = 86_400;
