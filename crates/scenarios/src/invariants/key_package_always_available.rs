//! `key-package-always-available`

use std::collections::{BTreeMap, BTreeSet};

use nostr::EventId;
use sim_device::Note;

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "key-package-always-available",
    sentence: "Once a device has published a KeyPackage, it always has one that is published and usable, until it is wiped or deletes them on the way there.",
    rules: &["LC-01", "LC-06"],
    judge,
};

fn judge(run: &Run, chronicle: &Chronicle) -> Verdict {
    let mut usable: BTreeMap<&str, BTreeSet<EventId>> = BTreeMap::new();
    let mut gaps: BTreeMap<&str, Violation> = BTreeMap::new();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        let held = usable.entry(device).or_default();
        match note {
            Note::KeyPackagePublished { key_package, .. } => {
                held.insert(key_package.event);
                violations.extend(gaps.remove(device));
                continue;
            }
            Note::Wiped { .. } | Note::Restored { .. } => {
                held.clear();
                gaps.remove(device);
                continue;
            }
            Note::KeyPackageDeleted { event } => drop(held.remove(event)),
            Note::KeyPackageForgotten { reference } => {
                held.retain(|id| chronicle.key_packages.get(id).is_none_or(|life| life.facts.reference != *reference));
            }
            _ => continue,
        }
        exercised += 1;
        if held.is_empty() {
            let text = format!("{device} has no usable KeyPackage on any relay: nobody can invite it");
            gaps.insert(device, Violation { entry, subject: device.to_owned(), text });
        }
    }
    violations.extend(gaps.into_values());
    violations.sort_by_key(|violation| violation.entry);
    Verdict::of(exercised, violations)
}
