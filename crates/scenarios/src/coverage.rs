//! Which rule of the texts is exercised by what.
//!
//! **Exercised** means: in runs of the corpus something happens that could break the rule, and somebody looks. That is a
//! scenario that lists it, an invariant that cites it, a policy under which the corpus is checked, the admission of
//! KeyPackages by such a policy, or the receiving device. **Judged** means that an invariant calls the rule's function in
//! `marmot_rules::rules`, and that nothing in the corpus can break it. What is neither exercised nor judged is **uncovered**,
//! whatever tests of made-up inputs there are. Every rule that is not exercised has its reason here.
//!
//! That an invariant cites a rule is not enough: it says how it judges it, and tests hold that against the sources.

mod reasons;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use marmot_rules::registry::{self, Level, Rule};
use marmot_rules::{Policy, Profile};
use serde::Serialize;

use crate::corpus;
use crate::invariants::{self, Invariant};
use crate::model::Scenario;
use reasons::REASONS;

/// What exercises one rule.
#[derive(Clone, Debug, Serialize)]
pub struct RuleCoverage {
    /// The rule.
    pub rule: &'static Rule,
    /// Scenarios that list it.
    pub scenarios: Vec<String>,
    /// Invariants that cite it and judge it.
    pub invariants: Vec<&'static str>,
    /// Invariants that call its function in `marmot_rules::rules`, whether they cite it or not; first those that call most.
    pub called_by: Vec<&'static str>,
    /// Policies that follow it.
    pub policies: Vec<Policy>,
    /// Every KeyPackage that a policy admits is judged by it.
    pub admission: bool,
    /// Every Welcome that a device opens is judged by it.
    pub reception: bool,
    /// The engine of the adopted text asks it of what comes to it, in every run.
    pub engine: bool,
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
    /// By an invariant that calls its function, though no run of the corpus could break it.
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
    /// Whether it is a MUST in some profile.
    pub fn is_must(&self) -> bool {
        Profile::ALL.iter().any(|profile| self.rule.level_in(*profile) == Some(Level::Must))
    }
}

/// Coverage of every rule by these scenarios, in the order of the registry.
pub fn coverage(scenarios: &[Scenario]) -> Vec<RuleCoverage> {
    let runs: BTreeSet<(Profile, Policy)> =
        corpus::runs(scenarios, None).into_iter().map(|(_, options)| (options.profile, options.policy)).collect();
    registry::rules().map(|rule| cover(rule, scenarios, &runs)).collect()
}

fn cover(rule: &'static Rule, scenarios: &[Scenario], runs: &BTreeSet<(Profile, Policy)>) -> RuleCoverage {
    let lists = |scenario: &&Scenario| scenario.rules.iter().any(|id| id == rule.id);
    let scenarios: Vec<_> = scenarios.iter().filter(lists).map(|scenario| scenario.id.clone()).collect();
    let cites = |invariant: &&Invariant| invariant.rules.contains(&rule.id);
    let judges = |invariant: &&Invariant| invariant.judges(rule.id);
    let invariants: Vec<_> = invariants::ALL.iter().filter(cites).filter(judges).map(|i| i.name).collect();
    let called_by = called_by(rule);
    let policies: Vec<_> = Policy::settled().filter(|policy| policy.rules().contains(&rule.id)).collect();
    let admission = ADMISSION.contains(&rule.id);
    let reception = RECEPTION.contains(&rule.id);
    let engine = ENGINE.iter().any(|(id, _)| *id == rule.id);
    let in_runs = !scenarios.is_empty()
        || !invariants.is_empty()
        || policies.iter().any(|policy| runs.iter().any(|(_, run)| run == policy))
        || ((admission || reception) && !runs.is_empty())
        || (engine && runs.iter().any(|(profile, _)| profile.is_adopted()));
    let covered = match (in_runs, !called_by.is_empty()) {
        (true, _) => Covered::Exercised,
        (false, true) => Covered::Judged,
        (false, false) => Covered::Uncovered,
    };
    let reason = REASONS.iter().find(|(id, _)| *id == rule.id && covered != Covered::Exercised).map(|(_, why)| *why);
    RuleCoverage { rule, scenarios, invariants, called_by, policies, admission, reception, engine, covered, reason }
}

fn called_by(rule: &Rule) -> Vec<&'static str> {
    let mut callers: Vec<_> = invariants::ALL.iter().filter(|invariant| invariant.calls.contains(&rule.id)).collect();
    callers.sort_by_key(|invariant| Reverse(invariant.calls.len()));
    callers.iter().map(|invariant| invariant.name).collect()
}

/// Counts for the summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Rules of the registry.
    pub rules: usize,
    /// Exercised in runs.
    pub exercised: usize,
    /// Judged by an invariant, though no run of the corpus could break them.
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
            executable_musts: count(&RuleCoverage::is_must),
            executable_musts_exercised: count(&|rule| rule.is_must() && exercised(rule)),
        }
    }
}

/// Rules whose functions `marmot_rules::admit` calls on every KeyPackage, and which say something in a profile that runs.
const ADMISSION: &[&str] = &["KP-01", "KP-04", "KP-06", "KP-09", "KP-10", "KP-13", "KV-01", "KV-03", "KV-05"];

/// Rules without which mdk-core 0.8.0 refuses a Welcome, so that no device would join.
const RECEPTION: &[&str] = &["WD-09"];

/// Rules that the engine of the adopted text keeps by itself, or asks of what comes to it, in every run, with the sources that do so.
/// What is refused there is followed by no device.
const ENGINE: &[(&str, &str)] = &[
    ("KP-05", "marmot-rules/src/rules/kp.rs"),
    ("KP-11", "marmot-rules/src/rules/kp.rs"),
    ("KP-12", "marmot-rules/src/rules/kp.rs"),
    ("KP-18", "marmot-rules/src/rules/kp.rs"),
    ("KP-19", "marmot-rules/src/rules/kp.rs"),
    ("KV-02", "marmot-rules/src/rules/kv.rs"),
    ("KV-04", "marmot-rules/src/rules/kv.rs"),
    ("KV-07", "marmot-rules/src/rules/kv.rs"),
    ("KV-09", "marmot-rules/src/adopted/authority/leaf.rs"),
    ("KV-10", "marmot-rules/src/adopted/authority/leaf.rs"),
    ("KV-11", "marmot-rules/src/adopted/authority/leaf.rs"),
    ("KV-12", "marmot-rules/src/adopted/authority/leaf.rs"),
    ("KV-13", "marmot-rules/src/adopted/authority/leaf.rs"),
    ("KV-14", "marmot-rules/src/adopted/authority/leaf.rs"),
    ("LC-10", "adopted/src/key_package/store.rs"),
    ("WD-03", "adopted/src/welcome.rs"),
    ("RW-03", "adopted/src/join.rs"),
    ("GC-01", "marmot-rules/src/adopted/authority/state.rs"),
    ("GC-02", "marmot-rules/src/adopted/authority/state.rs"),
    ("GE-01", "adopted/src/envelope.rs"),
    ("GE-02", "adopted/src/message.rs"),
    ("GE-03", "adopted/src/group/ingest.rs"),
    ("GE-04", "adopted/src/group/memory.rs"),
    ("GE-05", "adopted/src/ids.rs"),
    ("GE-06", "adopted/src/payload.rs"),
    ("GE-07", "adopted/src/payload.rs"),
    ("CV-11", "adopted/src/facts.rs"),
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

    fn source(path: &str) -> String {
        let source = std::fs::read_to_string(rules_crate().join(path)).expect("the source is there");
        source.split("#[cfg(test)]").next().expect("a part before").to_owned()
    }

    const FAMILIES: [&str; 9] = ["cid::", "cw::", "kp::", "kv::", "lc::", "md::", "rw::", "sel::", "wd::"];

    /// What an invariant calls that calls rules for it.
    fn between() -> [(&'static str, String); 3] {
        let before_welcomes = |source: String| {
            source.split("/// Judges the shape of a Welcome rumor").next().expect("a part before").to_owned()
        };
        let roads = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/facts/roads.rs");
        [
            ("validate::key_package_event(", before_welcomes(source("validate/mod.rs"))),
            ("validate::selection(", source("validate/selection.rs")),
            ("roads.is_better(", read(&roads)),
        ]
    }

    /// The rules whose functions a text calls, at the place or through what stands between.
    fn called_in(text: &str) -> BTreeSet<String> {
        let mut called: BTreeSet<_> = FAMILIES.iter().flat_map(|family| named_in(text, family)).collect();
        for (_, source) in between().iter().filter(|(call, _)| text.contains(call)) {
            called.extend(called_in(source));
        }
        called
    }

    fn read(path: &Path) -> String {
        std::fs::read_to_string(path).expect("UTF-8")
    }

    /// The files of a folder; none if there is no such folder.
    fn files_in(folder: &Path) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file()).collect()
    }

    /// Every invariant and its source: its file, and those of the folder of that name.
    fn invariants() -> Vec<(&'static Invariant, String)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/invariants");
        let whole = |file: PathBuf| {
            let parts = files_in(&file.with_extension(""));
            [file].iter().chain(&parts).map(|path| read(path)).collect::<String>()
        };
        let texts: Vec<String> = files_in(&folder).into_iter().map(whole).collect();
        let of = |name: &str| texts.iter().find(|text| text.contains(&format!("name: \"{name}\""))).cloned();
        invariants::ALL.iter().map(|i| (i, of(i.name).expect("a module per invariant"))).collect()
    }

    /// The rules that it looks at by itself.
    fn by_itself(invariant: &Invariant) -> impl Iterator<Item = &'static str> {
        invariant.itself.iter().flat_map(|(rules, _)| *rules).copied()
    }

    #[test]
    fn the_engine_names_the_rules_that_it_asks_where_it_does_so() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("crates/");
        for (rule, source) in ENGINE {
            let levels = registry::rule(rule).expect("it is in the registry").level_in(Profile::Adopted2026_07);
            assert!(levels.is_some(), "{rule} says nothing in the adopted text");
            assert!(read(&crates.join(source)).contains(rule), "{source} does not name {rule}");
        }
    }

    #[test]
    fn nine_of_ten_musts_of_the_adopted_text_are_exercised() {
        let musts = |rule: &RuleCoverage| rule.rule.level_in(Profile::Adopted2026_07) == Some(Level::Must);
        let rules = coverage(&corpus::all().expect("the corpus is well-formed"));
        let of_the_text: Vec<_> = rules.iter().filter(|rule| musts(rule)).collect();
        let exercised = of_the_text.iter().filter(|rule| rule.covered == Covered::Exercised).count();
        assert!(exercised * 10 >= of_the_text.len() * 9, "{exercised} of {}", of_the_text.len());
        assert!(of_the_text.iter().all(|rule| rule.covered == Covered::Exercised || rule.reason.is_some()));
    }

    #[test]
    fn every_citation_of_an_invariant_says_how_the_rule_is_judged() {
        for invariant in invariants::ALL {
            for rule in invariant.rules {
                let name = invariant.name;
                assert!(invariant.judges(rule), "{name} cites {rule} and does not say how it judges it");
            }
            for rule in by_itself(invariant) {
                assert!(invariant.rules.contains(&rule), "{} does not cite {rule} any more", invariant.name);
            }
        }
    }

    #[test]
    fn every_invariant_says_truly_which_functions_it_calls() {
        for (invariant, text) in invariants() {
            let name = invariant.name;
            let said: BTreeSet<_> = invariant.calls.iter().map(|rule| (*rule).to_owned()).collect();
            assert_eq!(called_in(&text), said, "{name}: what it calls, and what it says of that");
            for rule in by_itself(invariant) {
                assert!(!said.contains(rule), "{name} calls what it judges itself: {rule}");
            }
        }
    }

    #[test]
    fn every_function_of_a_rule_is_called() {
        let mut functions = BTreeSet::new();
        for file in std::fs::read_dir(rules_crate().join("rules")).expect("the sources are there") {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("UTF-8");
            functions.extend(named_in(&text, "pub fn "));
        }
        let product = ["admit.rs", "validate/mod.rs", "validate/selection.rs"].map(source).concat();
        let texts: String = invariants().into_iter().map(|(_, text)| text).collect();
        let called = called_in(&(product + &texts));
        for rule in functions {
            assert!(called.contains(&rule), "nothing calls the function of {rule}");
        }
    }

    #[test]
    fn admission_calls_every_function_that_it_is_said_to_call() {
        let called = called_in(&source("admit.rs"));
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
        assert_eq!(rule("KP-05").covered, Covered::Judged);
        assert_eq!(rule("WD-09").covered, Covered::Uncovered);
        assert_eq!(rule("WD-04").covered, Covered::Uncovered);
    }
}
