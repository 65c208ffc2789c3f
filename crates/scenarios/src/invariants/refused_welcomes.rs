//! `foreign-welcome-changes-nothing` and `failed-welcome-changes-nothing`

use sim_device::{Note, WelcomeRefusal};

use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const FOREIGN: Invariant = Invariant {
    name: "foreign-welcome-changes-nothing",
    sentence: "A device that ignores a Welcome for somebody else's KeyPackage is afterwards exactly as before.",
    rules: &["CID-15", "RW-02", "RW-04"],
    follows_from: &[],
    judge: |run, _| judge(run, |why| *why == WelcomeRefusal::ForeignKeyPackage),
};

pub(super) const FAILED: Invariant = Invariant {
    name: "failed-welcome-changes-nothing",
    sentence: "A device that refuses a Welcome for any other reason keeps its KeyPackages, private keys and groups as they were.",
    rules: &["LC-04", "RW-02", "RW-05"],
    follows_from: &[],
    judge: |run, _| judge(run, |why| *why != WelcomeRefusal::ForeignKeyPackage),
};

fn judge(run: &Run, concerns: fn(&WelcomeRefusal) -> bool) -> Verdict {
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        let Note::WelcomeIgnored { wrap, why, unchanged, .. } = note else { continue };
        if !concerns(why) {
            continue;
        }
        exercised += 1;
        if !unchanged {
            let cause = Cause::new(What::RefusedWelcomeChangedState)
                .because(why.id())
                .with("device", Part::device(device))
                .with("wrap", Part::Event(*wrap));
            violations.push(Violation::new(entry, device, cause));
        }
    }
    Verdict::of(exercised, violations)
}
