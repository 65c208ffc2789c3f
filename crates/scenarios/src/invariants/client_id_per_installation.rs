//! `client-id-per-installation`

use std::collections::BTreeMap;

use marmot_rules::rules::cid;

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "client-id-per-installation",
    sentence: "Every installation tags all its KeyPackages with one `client_id`, and no other installation ever uses that value.",
    rules: &["CID-04", "CID-05", "CID-06", "CID-08"],
    calls: &["CID-05", "CID-06", "CID-08"],
    itself: &[(&["CID-04"], "how often an id was drawn cannot be seen; two values can")],
    ..Invariant::of(judge)
};

/// A device and the number of its installation.
type Installation<'f> = (&'f str, u32);

fn judge(_: &Run, facts: &Facts) -> Verdict {
    let mut lives: Vec<_> =
        facts.chronicle.key_packages.values().filter(|life| life.facts.client_id.is_some()).collect();
    lives.sort_by_key(|life| life.published);
    let mut users: Vec<(Installation<'_>, &str)> = Vec::new();
    let mut value: BTreeMap<Installation<'_>, &str> = BTreeMap::new();
    let mut violations = Vec::new();
    for life in &lives {
        let client_id = life.facts.client_id.as_deref().expect("filtered above");
        let installation = (life.device.as_str(), life.installation);
        let first_value = *value.entry(installation).or_insert(client_id);
        let named = |(device, number): Installation<'_>| Part::Installation(device.to_owned(), number);
        let mut report = |cause: Cause| {
            let cause = cause
                .with("installation", named(installation))
                .with("key_package", facts.key_package(life.facts.event));
            violations.push(Violation::new(life.published, installation.0, cause));
        };
        match first_user(&users, installation, client_id) {
            None => users.push((installation, client_id)),
            Some(other) if other != installation => {
                report(Cause::new(What::ClientIdShared).with("other", named(other)));
            }
            Some(_) => {}
        }
        if !(cid::cid_05(first_value, client_id).is_kept() && cid::cid_06(&[first_value, client_id]).is_kept()) {
            report(Cause::new(What::ClientIdChanged));
        }
    }
    Verdict::of(lives.len(), violations)
}

/// Who used the value first. CID-08 judges installations of one device; that no other device uses it is the claim of all draws.
fn first_user<'f>(users: &[(Installation<'f>, &str)], by: Installation<'f>, value: &str) -> Option<Installation<'f>> {
    let used = |(other, theirs): &&(Installation<'f>, &str)| match *other {
        (device, number) if device == by.0 && number != by.1 => !cid::cid_08(theirs, value).is_kept(),
        _ => *theirs == value,
    };
    users.iter().find(used).map(|(other, _)| *other)
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, TWO, ("cloned-installation", Pr40, ClientId), AsItIs);
    }
}
