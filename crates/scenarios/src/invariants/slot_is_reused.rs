//! `slot-is-reused`

use std::collections::BTreeMap;

use marmot_rules::rules::kp;

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "slot-is-reused",
    sentence: "An installation that publishes several addressable KeyPackages uses one slot for all of them.",
    rules: &["KP-07"],
    calls: &["KP-07"],
    ..Invariant::of(judge)
};

fn judge(_: &Run, facts: &Facts) -> Verdict {
    let mut lives: Vec<_> = facts.chronicle.key_packages.values().filter(|life| life.facts.slot.is_some()).collect();
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
                if !kp::kp_07(&[*first, slot]).is_kept() {
                    let cause = Cause::new(What::SecondSlot)
                        .with("installation", Part::Installation(life.device.clone(), life.installation))
                        .with("key_package", facts.key_package(life.facts.event));
                    violations.push(Violation::new(life.published, &life.device, cause));
                }
            }
        }
    }
    Verdict::of(exercised, violations)
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(
            &super::INVARIANT,
            ("two-devices", Mip2026_04, SLOTS),
            ("fresh-slot-every-time", Mip2026_04, SLOTS),
            AsItIs,
        );
    }
}
