//! Which rule of the texts is exercised by what.
//!
//! **Exercised** means: in runs of the corpus something happens that could break the rule, and somebody looks. That is a
//! scenario that lists it, an invariant that cites it, a policy under which the corpus is checked, the admission of
//! KeyPackages by such a policy, or the receiving device. **Judged** means that only a function of `marmot_rules::rules` knows the
//! rule, tested with made-up inputs. What is neither exercised nor judged is **uncovered**. Every rule that is not
//! exercised has its reason here.

use std::collections::BTreeSet;

use marmot_rules::registry::{self, Level, Rule};
use marmot_rules::{Policy, Profile};
use serde::Serialize;

use crate::model::Scenario;
use crate::{corpus, invariants};

/// What exercises one rule.
#[derive(Clone, Debug, Serialize)]
pub struct RuleCoverage {
    /// The rule.
    pub rule: &'static Rule,
    /// Scenarios that list it.
    pub scenarios: Vec<String>,
    /// Invariants that cite it.
    pub invariants: Vec<&'static str>,
    /// Policies that follow it.
    pub policies: Vec<Policy>,
    /// Every KeyPackage that a policy admits is judged by it.
    pub admission: bool,
    /// Every Welcome that a device opens is judged by it.
    pub reception: bool,
    /// Whether `marmot_rules::rules` has a function of its name.
    pub function: bool,
    /// How far it is covered.
    pub covered: Covered,
    /// Why it is not exercised.
    pub reason: Option<&'static str>,
}

/// How far a rule is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Covered {
    /// By nothing.
    Uncovered,
    /// By a function and its tests alone.
    Judged,
    /// In runs.
    Exercised,
}

impl Covered {
    /// The name used in reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Uncovered => "uncovered",
            Self::Judged => "judged",
            Self::Exercised => "exercised",
        }
    }
}

impl RuleCoverage {
    /// Whether it is a MUST in a profile that runs on real MLS.
    pub fn is_executable_must(&self) -> bool {
        let runs = |profile: &&Profile| profile.executable_on_mdk_0_8().yes;
        Profile::ALL.iter().filter(runs).any(|profile| self.rule.level_in(*profile) == Some(Level::Must))
    }
}

/// Coverage of every rule by these scenarios, in the order of the registry.
pub fn coverage(scenarios: &[Scenario]) -> Vec<RuleCoverage> {
    let run: BTreeSet<Policy> = corpus::runs(scenarios, None).into_iter().map(|(_, options)| options.policy).collect();
    registry::rules().map(|rule| cover(rule, scenarios, &run)).collect()
}

fn cover(rule: &'static Rule, scenarios: &[Scenario], run: &BTreeSet<Policy>) -> RuleCoverage {
    let lists = |scenario: &&Scenario| scenario.rules.iter().any(|id| id == rule.id);
    let scenarios: Vec<_> = scenarios.iter().filter(lists).map(|scenario| scenario.id.clone()).collect();
    let cites = |invariant: &&invariants::Invariant| invariant.rules.contains(&rule.id);
    let invariants: Vec<_> = invariants::ALL.iter().filter(cites).map(|invariant| invariant.name).collect();
    let follows = |(_, rules): &&(Policy, &[&str])| rules.contains(&rule.id);
    let policies: Vec<_> = FOLLOWED.iter().filter(follows).map(|(policy, _)| *policy).collect();
    let admission = ADMISSION.contains(&rule.id);
    let reception = RECEPTION.contains(&rule.id);
    let function = FUNCTIONS.contains(&rule.id);
    let in_runs = !scenarios.is_empty()
        || !invariants.is_empty()
        || policies.iter().any(|policy| run.contains(policy))
        || ((admission || reception) && !run.is_empty());
    let covered = match (in_runs, function || !policies.is_empty()) {
        (true, _) => Covered::Exercised,
        (false, true) => Covered::Judged,
        (false, false) => Covered::Uncovered,
    };
    let reason = REASONS.iter().find(|(id, _)| *id == rule.id && covered != Covered::Exercised).map(|(_, why)| *why);
    RuleCoverage { rule, scenarios, invariants, policies, admission, reception, function, covered, reason }
}

/// Counts for the summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Rules of the registry.
    pub rules: usize,
    /// Exercised in runs.
    pub exercised: usize,
    /// Known to a function only.
    pub judged: usize,
    /// MUST rules of profiles that run on real MLS.
    pub executable_musts: usize,
    /// Of these, exercised in runs.
    pub executable_musts_exercised: usize,
}

impl Summary {
    /// Adds up.
    pub fn of(rules: &[RuleCoverage]) -> Self {
        let count = |which: &dyn Fn(&RuleCoverage) -> bool| rules.iter().filter(|rule| which(rule)).count();
        let exercised = |rule: &RuleCoverage| rule.covered == Covered::Exercised;
        Self {
            rules: rules.len(),
            exercised: count(&exercised),
            judged: count(&|rule| rule.covered == Covered::Judged),
            executable_musts: count(&RuleCoverage::is_executable_must),
            executable_musts_exercised: count(&|rule| rule.is_executable_must() && exercised(rule)),
        }
    }
}

/// Rules that a policy follows, beside admission; none for a policy that no text describes.
pub fn followed(policy: Policy) -> &'static [&'static str] {
    FOLLOWED.iter().find(|(known, _)| *known == policy).map_or(&[], |(_, rules)| rules)
}

const FOLLOWED: &[(Policy, &[&str])] = &[
    (Policy::NewestOne, &["SEL-01", "SEL-06"]),
    (Policy::ClientId, &["CID-10", "CID-11"]),
    (Policy::ClientIdStrict, &["CID-10", "CID-11", "SEL-01", "SEL-06", "KV-08"]),
    (Policy::ClientIdCollapseUntagged, &["CID-10", "SEL-01", "SEL-06", "KV-08"]),
    (Policy::DSlot { limit: None }, &["SEL-01", "SEL-02", "SEL-03", "SEL-04", "SEL-05", "SEL-06", "KV-08"]),
    (Policy::DSlot { limit: Some(1) }, &["SEL-01", "SEL-02", "SEL-03", "SEL-04", "SEL-05", "SEL-06", "SEL-09"]),
    (Policy::AllFresh, &["SEL-01", "SEL-02", "SEL-03", "SEL-10"]),
    (Policy::MdkAfter1910, &["SEL-12"]),
];

/// Rules whose functions `marmot_rules::admit` calls on every KeyPackage, and which say something in a profile that runs.
const ADMISSION: &[&str] = &["KP-01", "KP-04", "KP-06", "KP-09", "KP-10", "KP-13", "KV-01", "KV-03", "KV-05"];

/// Rules without which mdk-core 0.8.0 refuses a Welcome, so that no device would join.
const RECEPTION: &[&str] = &["WD-09"];

/// Rules with a function of their name in `marmot_rules::rules`.
const FUNCTIONS: &[&str] = &[
    "CID-01", "CID-02", "CID-03", "CID-04", "CID-05", "CID-06", "CID-07", "CID-08", "CID-09", "CID-10", "CID-11",
    "CID-12", "CID-13", "CID-14", "CID-15", "CID-17", "KP-01", "KP-02", "KP-03", "KP-04", "KP-05", "KP-06", "KP-07",
    "KP-08", "KP-09", "KP-10", "KP-11", "KP-12", "KP-13", "KP-14", "KP-15", "KP-16", "KP-17", "KV-01", "KV-02",
    "KV-03", "KV-04", "KV-05", "KV-06", "KV-07", "KV-08", "SEL-01", "SEL-02", "SEL-04", "SEL-05", "SEL-06", "SEL-10",
    "LC-01", "LC-02", "LC-03", "LC-04", "LC-05", "LC-06", "LC-07", "LC-09", "WD-01", "WD-02", "WD-03", "WD-09",
    "CW-01", "CW-02", "CW-03", "CW-04", "RW-01", "RW-02", "RW-03", "RW-04", "RW-05", "RW-06", "RW-07", "MD-03",
    "MD-04", "MD-05", "MD-06", "MD-07", "MD-09", "MD-10",
];

/// Why a rule is not exercised in runs.
const REASONS: &[(&str, &str)] = &[
    ("SEL-11", "a proposal (PR #417): mdk-core 0.8.0 has no inline Add by a sibling"),
    (
        "WD-04",
        "adopted text only, which is rules-only; no device here relies on e without holding the KeyPackage itself",
    ),
    ("WD-05", "devices learn the group's relays from the group data, not from the rumor's tag"),
    ("MD-08", "adopted text only, which is rules-only; there are no push tokens in this world"),
    ("MD-11", "a consequence of MD-10, which is rules-only"),
    ("CID-17", "a non-normative idea; a function compares the picks, no device publishes both encodings for it"),
    ("KP-05", "adopted text only, which is rules-only: judged by the tests of marmot-rules"),
    ("KP-08", "adopted text only; observer-learns-only asks the same of the slots of mip-2026-04"),
    ("KP-15", "no device reads list 10002: devices here look KeyPackages up by list 10051, as the MIPs say"),
    ("KP-11", "adopted text only, which is rules-only: judged by the tests of marmot-rules"),
    ("KP-12", "adopted text only, which is rules-only: judged by the tests of marmot-rules"),
    ("KV-02", "adopted text only, which is rules-only: judged by known answers of the identity proof"),
    ("KV-04", "adopted text only, which is rules-only: judged by the tests of marmot-rules"),
    ("KV-07", "adopted text only, which is rules-only: judged by one made-up event per reason"),
    ("SEL-12", "mdk after PR #1910 speaks the adopted text only, which is rules-only"),
    ("WD-03", "adopted text only; mdk-core 0.8.0 asks e, relays and encoding of every Welcome that a device opens"),
    ("CW-04", "adopted text only, which is rules-only: devices here try all relays and nothing compares the attempts"),
    ("RW-01", "adopted text only: devices here take the steps that PR #40 and mdk-core 0.8.0 know, not all 14"),
    ("RW-03", "adopted text only; mdk-core 0.8.0 always writes the tree"),
    ("RW-06", "a matter of user interfaces; the story of a run names the inviter"),
    ("MD-07", "adopted text only, which is rules-only: judged by the tests of marmot-rules"),
    ("MD-10", "adopted text only, which is rules-only: devices here order commits by MD-09"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::*;

    fn rules_crate() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("crates/").join("marmot-rules/src")
    }

    /// `KP-06` for `kp_06` and `kp_06_form`, wherever `before` stands in front of it.
    fn named_in(text: &str, before: &str) -> BTreeSet<String> {
        let id = |rest: &str| {
            let (family, rest) = rest.split_once('_')?;
            let number = rest.get(..2).filter(|number| number.bytes().all(|b| b.is_ascii_digit()))?;
            let id = format!("{}-{number}", family.to_ascii_uppercase());
            registry::rule(&id).is_some().then_some(id)
        };
        text.match_indices(before).filter_map(|(at, _)| id(&text[at + before.len()..])).collect()
    }

    #[test]
    fn the_functions_are_those_of_the_rules_crate() {
        let mut found = BTreeSet::new();
        for file in std::fs::read_dir(rules_crate().join("rules")).expect("the sources are there") {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("UTF-8");
            found.extend(named_in(&text, "pub fn "));
        }
        assert_eq!(found, FUNCTIONS.iter().map(|id| (*id).to_owned()).collect());
    }

    #[test]
    fn admission_calls_every_function_that_it_is_said_to_call() {
        let text = std::fs::read_to_string(rules_crate().join("admit.rs")).expect("the source is there");
        let called: BTreeSet<_> = named_in(&text, "kp::").union(&named_in(&text, "kv::")).cloned().collect();
        for id in ADMISSION {
            assert!(called.contains(*id), "admit does not call {id}");
        }
    }

    #[test]
    fn every_rule_that_is_not_exercised_has_a_reason_and_no_other_has_one() {
        let covered = coverage(&corpus::all().expect("the corpus is well-formed"));
        let of = |which: &dyn Fn(&RuleCoverage) -> bool| -> BTreeSet<&str> {
            covered.iter().filter(|rule| which(rule)).map(|rule| rule.rule.id).collect()
        };
        let reasons: BTreeSet<&str> = REASONS.iter().map(|(id, _)| *id).collect();
        let open = of(&|rule| rule.covered != Covered::Exercised);
        let (missing, stale): (Vec<_>, Vec<_>) =
            (open.difference(&reasons).collect(), reasons.difference(&open).collect());
        assert!(
            missing.is_empty() && stale.is_empty(),
            "REASONS lacks {missing:?}; drop {stale:?}, which runs exercise now"
        );
        assert_eq!(reasons.len(), REASONS.len(), "one reason per rule");
    }

    #[test]
    fn nine_of_ten_musts_of_profiles_that_run_are_exercised() {
        let summary = Summary::of(&coverage(&corpus::all().expect("the corpus is well-formed")));
        assert!(summary.executable_musts_exercised * 10 >= summary.executable_musts * 9, "{summary:?}");
    }

    #[test]
    fn a_corpus_without_scenarios_leaves_only_what_invariants_cite() {
        let covered = coverage(&[]);
        let rule = |id: &str| covered.iter().find(|rule| rule.rule.id == id).expect("a rule");
        assert_eq!(rule("CID-10").covered, Covered::Exercised);
        assert_eq!(rule("WD-09").covered, Covered::Judged);
        assert_eq!(rule("WD-04").covered, Covered::Uncovered);
    }
}
