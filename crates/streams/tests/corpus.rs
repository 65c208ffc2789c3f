//! The scenarios that come with the program: read, run twice, judged.

use streams::corpus::{Case, cases};
use streams::{RunOptions, judge, simulate};

/// Every case of the corpus.
fn all() -> Vec<Case> {
    cases().unwrap_or_else(|error| panic!("{error}"))
}

fn options(case: &Case) -> RunOptions {
    RunOptions { dialect: case.dialect, variant: case.variant.clone(), ..RunOptions::default() }
}

#[test]
fn every_scenario_ends_as_it_says() {
    let mut wrong = String::new();
    for case in all() {
        let name = format!("{} under {} ({:?})", case.scenario.id, case.dialect, case.variant);
        let run = match simulate(&case.scenario, &options(&case)) {
            Ok(run) => run,
            Err(error) => {
                wrong += &format!("{name}: {error}\n");
                continue;
            }
        };
        let judgement = judge(&run);
        if !judgement.passed() {
            let failures = judgement.failures.iter().map(|failure| format!("    {failure}\n"));
            let violations = judgement.violations.iter().take(5);
            let violations =
                violations.map(|one| format!("    {} at {} ms: {}\n", one.invariant, one.at_ms, one.cause));
            wrong += &format!("{name}\n{}{}", failures.collect::<String>(), violations.collect::<String>());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_run_is_the_same_twice() {
    for case in all() {
        let digest = || simulate(&case.scenario, &options(&case)).map(|run| run.transcript.digest());
        assert_eq!(digest(), digest(), "{} under {} ({:?})", case.scenario.id, case.dialect, case.variant);
    }
}

#[test]
fn every_id_is_that_of_its_file_and_occurs_once() {
    let mut ids: Vec<String> = streams::corpus::scenarios().unwrap().into_iter().map(|one| one.id).collect();
    let before = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), before);
    for id in ids {
        let file = format!("{}/corpus/{id}.toml", env!("CARGO_MANIFEST_DIR"));
        assert!(std::path::Path::new(&file).is_file(), "{file}");
    }
}

#[test]
fn every_slip_is_seen_by_a_scenario() {
    use std::collections::BTreeSet;
    use streams::node::Slip;

    let scenarios = streams::corpus::scenarios().unwrap();
    let played = |knobs: &streams::Knobs| knobs.slips.iter().map(|name| name.0).collect::<Vec<Slip>>();
    let seen: BTreeSet<Slip> = scenarios.iter().flat_map(|one| one.variants.values().flat_map(played)).collect();
    let unseen: Vec<&str> = Slip::ALL.iter().filter(|slip| !seen.contains(slip)).map(|slip| slip.id()).collect();
    assert!(unseen.is_empty(), "{unseen:?}");
}

#[test]
fn every_test_of_the_text_every_issue_and_every_rule_of_d14n_has_a_scenario() {
    let rules: Vec<String> = streams::corpus::scenarios().unwrap().into_iter().flat_map(|one| one.rules).collect();
    let issues = (1..=33).map(|number| format!("X-I{number}"));
    let tests = (1..=19).map(|number| format!("X-T{number}"));
    let d14n = (1..=4).map(|number| format!("X-D{number}"));
    for rule in tests.chain(issues).chain(d14n) {
        assert!(rules.contains(&rule), "{rule}");
    }
}

/// The gaps that no revision closes, under every dialect and with both ways to challenge: what `ping_when` closes and what it does not.
#[test]
fn the_known_gaps_are_there_and_each_closes_with_its_knob() {
    use streams::dialect::Dialect;
    use streams::{Invariant, Knobs};

    let scenarios = streams::corpus::scenarios().unwrap();
    let violated = |id: &str, dialect, knobs: Knobs| {
        let scenario = scenarios.iter().find(|one| one.id == id).unwrap();
        judge(&simulate(scenario, &RunOptions { dialect, knobs, ..RunOptions::default() }).unwrap()).violated()
    };
    let challenges_anyway = || Knobs { ping_when: Knobs::repaired().ping_when, ..Knobs::default() };
    for dialect in Dialect::ALL {
        for id in ["tv-3", "x-i15"] {
            assert_eq!(violated(id, dialect, Knobs::default()), [Invariant::Reaped].into(), "{id} under {dialect}");
            assert_eq!(violated(id, dialect, challenges_anyway()), [].into(), "{id} under {dialect}");
        }
        assert_eq!(
            violated("x-i26", dialect, challenges_anyway()),
            [Invariant::NoLoss].into(),
            "x-i26 under {dialect}"
        );
        assert_eq!(violated("x-i22", dialect, Knobs::repaired()), [].into(), "x-i22 under {dialect}");
        assert_eq!(violated("x-i32", dialect, Knobs::repaired()), [].into(), "x-i32 under {dialect}");
    }
    assert_eq!(violated("x-i32", Dialect::R7, challenges_anyway()), [Invariant::EffectOnce].into());
}
