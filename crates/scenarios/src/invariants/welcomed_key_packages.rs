//! `welcomed-key-packages-are-valid`

use marmot_rules::registry::Level;
use marmot_rules::{Knobs, validate};
use sim_device::Note;

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "welcomed-key-packages-are-valid",
    sentence: "A KeyPackage event for which a Welcome was sent keeps every MUST that its profile has for such events, id and signature included.",
    rules: &["KP-01", "KP-02", "KP-06", "KP-09", "KP-10", "KV-01", "KV-06", "KV-08"],
    calls: &[
        "CID-02", "CID-09", "KP-01", "KP-02", "KP-03", "KP-04", "KP-05", "KP-06", "KP-08", "KP-09", "KP-10", "KP-11",
        "KP-12", "KP-13", "KP-14", "KP-19", "KV-01", "KV-02", "KV-03", "KV-04", "KV-06", "KV-08", "KV-09", "KV-10",
        "KV-13",
    ],
    ..Invariant::of(judge)
};

fn judge(run: &Run, facts: &Facts) -> Verdict {
    let published = run.published();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        let Note::WelcomeSent { key_package, .. } = note else { continue };
        let Some((_, _, event)) = published.iter().find(|(_, _, event)| event.id == *key_package) else { continue };
        exercised += 1;
        let profile = run.scenario.device(device).profile.unwrap_or(run.options.profile);
        let now = run.wall_clock(entry);
        for broken in validate::key_package_event(event, profile, now, &Knobs::for_profile(profile)) {
            if broken.rule.rule().level_in(profile) != Some(Level::Must) {
                continue;
            }
            let cause = Cause::new(What::WelcomeForBrokenKeyPackage)
                .because(broken.rule.rule().id)
                .with("device", Part::device(device))
                .with("key_package", facts.key_package(*key_package))
                .with("rule", Part::Rule(broken.rule.to_string()))
                .with("what", Part::Words(broken.what.to_string()));
            violations.push(Violation::new(entry, key_package.to_hex(), cause));
        }
    }
    Verdict::of(exercised, violations)
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, TWO, TWO, Forged(|run| on_the_wire(run, 443, "\"1.0\"", "\"2.0\"")));
    }
}
