//! `client-id-per-installation`

use std::collections::BTreeMap;

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "client-id-per-installation",
    sentence: "Every installation tags all its KeyPackages with one `client_id`, and no other installation ever uses that value.",
    rules: &["CID-04", "CID-05", "CID-06", "CID-08"],
    judge,
};

fn judge(_: &Run, chronicle: &Chronicle) -> Verdict {
    let mut lives: Vec<_> = chronicle.key_packages.values().filter(|life| life.facts.client_id.is_some()).collect();
    lives.sort_by_key(|life| life.published);
    let mut user: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
    let mut value: BTreeMap<(&str, u32), &str> = BTreeMap::new();
    let mut violations = Vec::new();
    for life in &lives {
        let client_id = life.facts.client_id.as_deref().expect("filtered above");
        let installation = (life.device.as_str(), life.installation);
        let first_user = *user.entry(client_id).or_insert(installation);
        let first_value = *value.entry(installation).or_insert(client_id);
        let (device, number) = installation;
        let mut report = |text| violations.push(Violation { entry: life.published, subject: device.to_owned(), text });
        if first_user != installation {
            report(format!("{device}#{number} uses the client_id of {}#{}", first_user.0, first_user.1));
        }
        if first_value != client_id {
            report(format!("{device}#{number} uses a second client_id"));
        }
    }
    Verdict::of(lives.len(), violations)
}
