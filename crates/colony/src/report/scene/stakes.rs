//! Which rules of the texts are at stake where.

use marmot_rules::registry::{self, Rule};
use marmot_rules::{Policy, Profile};
use scenarios::invariants::{self, Invariant};
use serde_json::{Map, Value, json};
use sim_device::{CommitKind, Note, WelcomeRefusal};

use crate::systems::SYSTEMS;

/// The texts of all rules and invariants, once per page: scenes name them.
pub(crate) fn texts() -> Value {
    let rule = |rule: &Rule| {
        (rule.id.to_owned(), json!({ "level": rule.level.to_string(), "text": rule.text, "source": rule.source }))
    };
    let invariant = |invariant: &Invariant| {
        (invariant.name.to_owned(), json!({ "sentence": invariant.sentence, "rules": invariant.rules }))
    };
    let others = SYSTEMS[1..].iter().flat_map(|system| system.invariants());
    let other = |[name, sentence, _]: [String; 3]| (name, json!({ "sentence": sentence, "rules": [] }));
    json!({
        "rules": registry::rules().map(rule).collect::<Map<_, _>>(),
        "invariants": invariants::ALL.iter().map(invariant).chain(others.map(other)).collect::<Map<_, _>>(),
    })
}

/// Rules of the profile that the note is about: the most telling ones, not all that could apply.
pub(super) fn rules_of(note: &Note, profile: Profile) -> Vec<&'static str> {
    let rules = match note {
        Note::Selected { policy, .. } => policy.parse().map(Policy::rules).unwrap_or(&[]),
        _ => about(note),
    };
    let binding = |id: &&&str| registry::rule(id).is_some_and(|rule| rule.level_in(profile).is_some());
    rules.iter().filter(binding).copied().collect()
}

fn about(note: &Note) -> &'static [&'static str] {
    match note {
        Note::Installed { .. } => &["CID-04", "CID-08"],
        Note::Wiped { .. } => &["CID-08"],
        Note::Restarted | Note::Extension { .. } => &["CID-05"],
        Note::Crashed { .. } => &["CW-01", "CW-02", "RW-02"],
        Note::KeyPackagePublished { .. } => &["CID-06", "CID-09", "KP-01"],
        Note::KeyPackageDeleted { .. } => &["LC-06"],
        Note::KeyPackageForgotten { .. } => &["LC-02", "LC-03", "LC-04"],
        Note::GroupCreated { .. } => &["CW-03"],
        Note::CommitSent { what: CommitKind::Add, .. } => &["CID-12", "MD-01", "MD-03"],
        Note::CommitSent { what: CommitKind::Remove, .. } => &["MD-01", "MD-03", "MD-04", "MD-05"],
        Note::CommitSent { what: CommitKind::RemoveDevice, .. } => &["MD-04", "SA-06"],
        Note::CommitSent { what: CommitKind::SelfUpdate, .. } => &["LC-05", "MD-03"],
        Note::CommitSent { what: CommitKind::GroupData, .. } => &["MD-02", "MD-03"],
        Note::CommitSent { what: CommitKind::CommitLeave, .. } | Note::LeaveProposed { .. } => &["MD-06"],
        Note::PairingOffered { .. } => &["SA-09"],
        Note::PairingSponsored { .. } => &["SA-05", "SA-08"],
        Note::PairingApproved { .. } => &["SA-08"],
        Note::PairingAcknowledged { .. } => &["SA-10", "SA-11"],
        Note::CommitAcknowledged { .. } => &["CW-02"],
        Note::CommitAbandoned { .. } => &["CW-02"],
        Note::WelcomeSent { .. } => &["CID-12", "CID-13", "CW-01", "WD-07", "WD-08"],
        Note::WelcomeUndeliverable { .. } => &["WD-01", "WD-06"],
        Note::WelcomeIgnored { why: WelcomeRefusal::ForeignKeyPackage, .. } => &["CID-15", "RW-04"],
        Note::WelcomeIgnored { why: WelcomeRefusal::KeysGone, .. } => &["LC-02", "LC-03", "LC-04"],
        Note::WelcomeIgnored { why: WelcomeRefusal::GroupHeld, .. } => &["RW-05"],
        Note::WelcomeIgnored { why: WelcomeRefusal::SeenBefore, .. } => &["RW-07"],
        Note::WelcomeIgnored { why: WelcomeRefusal::InviterNotEntitled, .. } => &["RW-01"],
        Note::WelcomeIgnored { why: WelcomeRefusal::Malformed(_), .. } => &["WD-02", "WD-03", "WD-09"],
        Note::WelcomeIgnored { why: WelcomeRefusal::Failed(_), .. } => &["LC-04", "RW-02"],
        Note::Joined { .. } => &["CID-14", "LC-01", "LC-05", "LC-06"],
        Note::Epoch { .. } => &["MD-09"],
        Note::RolledBack { .. } => &["MD-09"],
        Note::Removed { .. } => &["MD-04"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use marmot_rules::registry;

    #[test]
    fn every_rule_that_a_note_is_said_to_be_about_is_in_the_registry() {
        let (source, _) = include_str!("stakes.rs").split_once("#[cfg(test)]").expect("the tests come last");
        let quoted = source.split('"').skip(1).step_by(2);
        let named: Vec<_> = quoted.filter(|text| text.contains('-') && text.len() <= 7).collect();
        assert!(named.len() > 40, "{}", named.len());
        for id in named {
            assert!(registry::rule(id).is_some(), "{id} is in no table");
        }
    }
}
