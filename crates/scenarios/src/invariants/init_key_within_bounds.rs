//! `init-key-within-bounds`

use marmot_rules::Knobs;
use marmot_rules::key_package::Lifetime;
use marmot_rules::rules::{kv, lc};
use sim_device::{KeyPackageFacts, Note};

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::run::{DEFAULT_START, Run};
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "init-key-within-bounds",
    sentence: "No device joins with an expired KeyPackage, and none keeps a KeyPackage's private keys beyond its lifetime.",
    rules: &["KV-03", "LC-02", "LC-03"],
    calls: &["KV-03", "LC-03"],
    itself: &[(&["LC-02"], "every KeyPackage of mdk-core is last-resort, so LC-03 is what is left of it")],
    ..Invariant::of(judge)
};

fn judge(run: &Run, facts: &Facts) -> Verdict {
    let start = run.scenario.start.unwrap_or(DEFAULT_START);
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        let Note::Joined { group, key_package, .. } = note else { continue };
        let Some(life) = facts.chronicle.key_packages.get(key_package) else { continue };
        exercised += 1;
        let now = start + run.transcript.entries[entry].at.as_secs();
        let (not_before, not_after) = life.facts.lifetime;
        let profile = run.scenario.device(device).profile.unwrap_or(run.options.profile);
        let edge = Knobs::for_profile(profile).not_after;
        let kept = kv::kv_03(profile, Some(Lifetime { not_before, not_after }), now, edge).is_kept();
        // A lifetime that has not begun breaks the rule, too; then the clocks are apart and nothing has expired.
        if !kept && now > not_before {
            let cause = Cause::new(What::JoinedAfterExpiry)
                .with("device", Part::device(device))
                .with("group", Part::group(group))
                .with("key_package", facts.key_package(*key_package))
                .with("since", Part::Seconds(now.saturating_sub(not_after)));
            violations.push(Violation::new(entry, device, cause));
        }
    }
    for checkpoint in &run.checkpoints {
        let now = start + checkpoint.at.as_secs();
        for (device, view) in checkpoint.views.iter().filter(|(_, view)| view.alive && view.online) {
            let due =
                |kp: &&KeyPackageFacts| !lc::lc_03(now.saturating_sub(GRACE_SECS), kp.lifetime.1, None, true).is_kept();
            for kp in view.held_keys.iter().filter(due) {
                let cause = Cause::new(What::PrivateKeysKept)
                    .with("device", Part::device(device))
                    .with("reference", Part::Reference(kp.reference.clone()))
                    .with("expired", Part::Date(kp.lifetime.1));
                let published = facts.chronicle.key_packages.get(&kp.event).map(|life| life.published);
                let entry = published.unwrap_or(checkpoint.entries.saturating_sub(1));
                violations.push(Violation::new(entry, device, cause));
            }
        }
    }
    Verdict::of(exercised, violations)
}

/// A device sweeps when it next publishes; a day covers every sensible schedule.
const GRACE_SECS: u64 = 86_400;

#[cfg(test)]
mod tests {
    use sim_device::behaviour::PrivateKeyDeletion;

    use crate::invariants::worlds::*;

    const TWELVE_WEEKS: World = ("twelve-quiet-weeks", Pr40, ClientId);

    #[test]
    fn it_holds_and_is_violated() {
        shows(
            &super::INVARIANT,
            TWELVE_WEEKS,
            TWELVE_WEEKS,
            Changed(|s| s.defaults.behaviour.private_key = PrivateKeyDeletion::Never),
        );
    }
}
