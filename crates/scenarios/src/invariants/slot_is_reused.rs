//! `slot-is-reused`

use std::collections::BTreeMap;

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "slot-is-reused",
    sentence: "An installation that publishes several addressable KeyPackages uses one slot for all of them.",
    rules: &["KP-07"],
    judge,
};

fn judge(_: &Run, chronicle: &Chronicle) -> Verdict {
    let mut lives: Vec<_> = chronicle.key_packages.values().filter(|life| life.facts.slot.is_some()).collect();
    lives.sort_by_key(|life| life.published);
    let mut slots: BTreeMap<(&str, u32), &str> = BTreeMap::new();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for life in lives {
        let slot = life.facts.slot.as_deref().expect("filtered above");
        match slots.get(&(life.device.as_str(), life.installation)) {
            None => {
                slots.insert((&life.device, life.installation), slot);
            }
            Some(first) => {
                exercised += 1;
                if *first != slot {
                    let text = format!("{}#{} published a KeyPackage in a second slot", life.device, life.installation);
                    violations.push(Violation { entry: life.published, subject: life.device.clone(), text });
                }
            }
        }
    }
    Verdict::of(exercised, violations)
}
