//! What `foreign-welcome-changes-nothing` and `failed-welcome-changes-nothing` have in common.

use std::collections::BTreeSet;

use nostr::EventId;
use sim_device::{Note, WelcomeRefusal};

use crate::facts::{Facts, OwnKeyPackages};
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

/// A Welcome that a device did not act on.
pub(super) struct Refused<'r> {
    /// KeyPackages of the device.
    pub own: BTreeSet<EventId>,
    /// The KeyPackage that the Welcome names.
    pub key_package: Option<EventId>,
    /// Why it was refused.
    pub why: &'r WelcomeRefusal,
    /// Did the device's state stay as it was?
    pub unchanged: bool,
}

/// Every Welcome that was refused for such a reason, judged by the rules for it.
pub(super) fn judge(
    run: &Run,
    facts: &Facts,
    concerns: fn(&WelcomeRefusal) -> bool,
    is_kept: fn(&Refused<'_>) -> bool,
) -> Verdict {
    let mut own = OwnKeyPackages::default();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        own.note(device, note);
        let Note::WelcomeIgnored { wrap, key_package, why, unchanged } = note else { continue };
        if !concerns(why) {
            continue;
        }
        exercised += 1;
        let own = own.of(&facts.chronicle, device);
        if !is_kept(&Refused { own, key_package: *key_package, why, unchanged: *unchanged }) {
            let cause = Cause::new(What::RefusedWelcomeChangedState)
                .because(why.id())
                .with("device", Part::device(device))
                .with("wrap", Part::Event(*wrap));
            violations.push(Violation::new(entry, device, cause));
        }
    }
    Verdict::of(exercised, violations)
}
