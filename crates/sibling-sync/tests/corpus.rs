//! The scenarios that come with the program: read, run twice, judged.

use std::collections::BTreeSet;

use experiment::Kit;
use sibling_sync::model::Scenario;
use sibling_sync::system::SiblingSync;
use sibling_sync::{judge, simulate};

/// Every scenario.
fn all() -> Vec<Scenario> {
    sibling_sync::corpus::scenarios().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_scenario_ends_as_it_says_and_the_same_twice() {
    let mut wrong = String::new();
    for scenario in all() {
        for options in SiblingSync::checks(&scenario, None) {
            let name = format!("{} under {}", scenario.id, options.check());
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
                    violations.map(|one| format!("      {} at {} ms: {}\n", one.invariant, one.at_ms, one.cause));
                wrong += &format!("{name}\n{}{}", failures.collect::<String>(), violations.collect::<String>());
            }
            let again = simulate(&scenario, &options).map(|again| again.transcript.digest());
            assert_eq!(again, Ok(run.transcript.digest()), "{name}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_id_is_that_of_its_file_and_occurs_once() {
    let ids: Vec<String> = all().into_iter().map(|one| one.id).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    for id in ids {
        assert!(sibling_sync::corpus::text(&id).is_some(), "{id}");
    }
}

#[test]
fn every_row_of_section_8_and_every_repair_has_a_scenario() {
    let rules: BTreeSet<String> = all().into_iter().flat_map(|one| one.rules).collect();
    let rows = (1..=21).map(|number| format!("M-S{number}"));
    let repairs = (1..=15).map(|number| format!("MR-{number}"));
    let missing: Vec<String> = rows.chain(repairs).filter(|rule| !rules.contains(rule)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_scenario_reads_as_it_is_written_again() {
    for scenario in all() {
        for options in SiblingSync::checks(&scenario, None) {
            let text = SiblingSync::to_file(&scenario, &options);
            let again =
                sibling_sync::model::parse(&text, "again.toml").unwrap_or_else(|error| panic!("{error}\n{text}"));
            assert_eq!((&again.body, &again.steps, again.end_ms), (&scenario.body, &scenario.steps, scenario.end_ms));
            assert_eq!(again.setting(&options), scenario.setting(&options), "{text}");
        }
    }
}
