//! The scenarios that come with the program: read, run twice, judged.

use streams::corpus::{Case, cases};
use streams::{RunOptions, judge, simulate};

/// Cases whose file is named in `STREAMS_ONLY`, or all.
fn wanted() -> Vec<Case> {
    cases().unwrap_or_else(|error| panic!("{error}"))
}

fn options(case: &Case) -> RunOptions {
    RunOptions { dialect: case.dialect, variant: case.variant.clone(), ..RunOptions::default() }
}

#[test]
fn every_scenario_ends_as_it_says() {
    let mut wrong = String::new();
    for case in wanted() {
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
    for case in wanted() {
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
