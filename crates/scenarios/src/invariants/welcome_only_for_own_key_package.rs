//! `welcome-only-for-own-key-package`

use marmot_rules::rules::{cid, rw};
use sim_device::Note;

use crate::facts::{Facts, OwnKeyPackages};
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "welcome-only-for-own-key-package",
    sentence: "A device joins only from a Welcome whose `e` tag names a KeyPackage that its own installation created.",
    rules: &["CID-14", "CID-15", "RW-04"],
    calls: &["CID-14", "CID-15", "RW-04"],
    ..Invariant::of(judge)
};

fn judge(run: &Run, facts: &Facts) -> Verdict {
    let mut exercised = 0;
    let mut violations = Vec::new();
    let mut own = OwnKeyPackages::default();
    for (entry, device, note) in run.notes() {
        own.note(device, note);
        let Note::Joined { group, key_package, wrap, .. } = note else { continue };
        exercised += 1;
        let own = own.of(&facts.chronicle, device);
        let rules =
            [cid::cid_14(&own, key_package), cid::cid_15(&own, key_package, true), rw::rw_04(&own, key_package, true)];
        if rules.iter().any(|rule| !rule.is_kept()) {
            let cause = Cause::new(What::JoinedByForeignWelcome)
                .with("device", Part::device(device))
                .with("group", Part::group(group))
                .with("wrap", Part::Event(*wrap))
                .with("key_package", facts.key_package(*key_package));
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
        shows(&super::INVARIANT, TWO, ("foreign-welcome-joined", Pr40, ClientId), AsItIs);
    }
}
