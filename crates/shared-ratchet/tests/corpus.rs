//! The scenarios that come with the program: read, run twice, judged.

use shared_ratchet::system::SharedRatchet;
use shared_ratchet::{RunOptions, Scenario, judge, parse, simulate};

use experiment::Kit;

fn scenarios() -> Vec<Scenario> {
    shared_ratchet::corpus::scenarios().unwrap_or_else(|error| panic!("{error}"))
}

/// Every scenario in every variant.
fn all() -> Vec<(Scenario, RunOptions)> {
    let cases = |scenario: Scenario| {
        SharedRatchet::checks(&scenario, None).into_iter().map(move |options| (scenario.clone(), options))
    };
    scenarios().into_iter().flat_map(cases).collect()
}

#[test]
fn every_scenario_ends_as_it_says() {
    let mut wrong = String::new();
    for (scenario, options) in all() {
        let name = format!("{} ({:?})", scenario.id, options.variant);
        let run = match simulate(&scenario, &options) {
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
fn a_further_cause_of_an_expected_invariant_is_a_failure() {
    let steps = r#"
format = "shared-ratchet-scenario/1"
id = "two-causes"
title = "One message is rejected, another comes before what it grew on"
devices = { A = 2, B = 1 }
policy = { accept = "first" }
steps = [
  { step = ["a1", "a1.1", "R"] },
  { step = ["a2", "a2.1", "R"] },
  { deliver = ["b1", "a1.1"] },
  { reject = ["b1", "a2.1"] },
  { step = ["b1", "b1.1", "a1.1"] },
  { waits = ["a2", "b1.1"] },
]
"#;
    let failures = |causes: &str| {
        let scenario = parse(&format!("{steps}\n[expect]\nviolates = [{causes}]\n"), "a.toml").unwrap();
        let judgement = judge(&simulate(&scenario, &RunOptions::default()).unwrap());
        judgement.failures.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let none = Vec::<String>::new();
    assert_eq!(failures(r#""P7""#), none, "any cause will do");
    assert_eq!(failures(r#""P7: rejected", "P7: orphan""#), none);
    assert_eq!(
        failures(r#""P7: rejected""#),
        ["P7 is violated by orphan rejected, and was expected to be by rejected"]
    );
}

#[test]
fn every_run_is_the_same_twice() {
    for (scenario, options) in all() {
        let digest = || simulate(&scenario, &options).map(|run| run.transcript.digest());
        assert_eq!(digest(), digest(), "{} ({:?})", scenario.id, options.variant);
    }
}

#[test]
fn another_seed_gives_other_keys() {
    let ce1 = scenarios().into_iter().find(|scenario| scenario.id == "ce1").unwrap();
    let digest = |seed: u64| {
        let options = RunOptions { seed: Some(seed.into()), ..RunOptions::default() };
        simulate(&ce1, &options).unwrap().transcript.digest()
    };
    assert_ne!(digest(1), digest(2));
}

#[test]
fn every_id_is_that_of_its_file_and_occurs_once() {
    let mut ids: Vec<String> = scenarios().into_iter().map(|one| one.id).collect();
    let before = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), before);
    for id in ids {
        assert!(shared_ratchet::corpus::text(&id).is_some(), "{id}");
    }
}

#[test]
fn every_requirement_every_counterexample_and_every_invariant_of_a_leader_has_a_scenario() {
    let rules: Vec<String> = scenarios().into_iter().flat_map(|one| one.rules).collect();
    let requirements = (1..=12).map(|number| format!("PR-{number}"));
    let counterexamples = (1..=5).flat_map(|number| [format!("CE{number}"), format!("N{number}")]);
    let leaders = (1..=3).map(|number| format!("INV-L{number}"));
    for rule in requirements.chain(counterexamples).chain(leaders) {
        assert!(rules.contains(&rule), "{rule}");
    }
}
