//! `client-id-per-installation`

use std::collections::BTreeMap;

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "client-id-per-installation",
    sentence: "Every installation tags all its KeyPackages with one `client_id`, and no other installation ever uses that value.",
    rules: &["CID-04", "CID-05", "CID-06", "CID-08"],
    follows_from: &[],
    judge,
};

fn judge(_: &Run, facts: &Facts) -> Verdict {
    let mut lives: Vec<_> =
        facts.chronicle.key_packages.values().filter(|life| life.facts.client_id.is_some()).collect();
    lives.sort_by_key(|life| life.published);
    let mut user: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
    let mut value: BTreeMap<(&str, u32), &str> = BTreeMap::new();
    let mut violations = Vec::new();
    for life in &lives {
        let client_id = life.facts.client_id.as_deref().expect("filtered above");
        let installation = (life.device.as_str(), life.installation);
        let first_user = *user.entry(client_id).or_insert(installation);
        let first_value = *value.entry(installation).or_insert(client_id);
        let named = |(device, number): (&str, u32)| Part::Installation(device.to_owned(), number);
        let mut report = |cause: Cause| {
            let cause = cause
                .with("installation", named(installation))
                .with("key_package", facts.key_package(life.facts.event));
            violations.push(Violation::new(life.published, installation.0, cause));
        };
        if first_user != installation {
            report(Cause::new(What::ClientIdShared).with("other", named(first_user)));
        }
        if first_value != client_id {
            report(Cause::new(What::ClientIdChanged));
        }
    }
    Verdict::of(lives.len(), violations)
}
