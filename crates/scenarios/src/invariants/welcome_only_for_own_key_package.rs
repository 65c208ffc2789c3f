//! `welcome-only-for-own-key-package`

use sim_device::Note;

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "welcome-only-for-own-key-package",
    sentence: "A device joins only from a Welcome whose `e` tag names a KeyPackage that its own installation created.",
    rules: &["CID-14", "CID-15", "RW-04"],
    judge,
};

fn judge(run: &Run, _: &Chronicle) -> Verdict {
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        let Note::Joined { group, own_key_package, key_package, .. } = note else { continue };
        exercised += 1;
        if !own_key_package {
            let text = format!(
                "{device} joined {group} from the Welcome for KeyPackage {key_package}, which it did not create"
            );
            violations.push(Violation { entry, subject: device.to_owned(), text });
        }
    }
    Verdict::of(exercised, violations)
}
