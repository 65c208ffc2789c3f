//! Generated cases: what is sound stays sound, and what is broken is found and made small.

use std::collections::BTreeSet;

use experiment::explore::shrink;
use streams::explore::{Case, Family, file, options, run, scenario};
use streams::node::{Mark, Slip};
use streams::system::Streams;

/// Cases in which a mistake must show itself.
const CASES: u64 = 300;

#[test]
fn without_a_mistake_no_invariant_breaks() {
    let mut report = String::new();
    for family in Family::ALL {
        for number in 0..CASES {
            let outcome = run(&scenario(Case::new(family, number)), None).unwrap();
            let violations = outcome.judgement.violations.iter().take(3);
            let lines = violations
                .map(|one| format!("{family} {number}: {} at {} ms: {}\n", one.invariant, one.at_ms, one.cause));
            report.extend(lines);
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn the_generator_is_not_blind() {
    let mut seen = BTreeSet::new();
    for number in 0..CASES {
        let marks = run(&scenario(Case::new(Family::Traffic, number)), None).unwrap().marks();
        assert!(!marks.contains(&Mark::Missed), "case {number}: behind a fence nothing is too late");
        seen.extend(marks);
    }
    for mark in [Mark::Held, Mark::Folded, Mark::WavesOverlap] {
        assert!(seen.contains(&mark), "{}", mark.id());
    }
}

#[test]
fn a_case_is_the_same_twice() {
    for family in Family::ALL {
        let digest = || run(&scenario(Case::new(family, 7)), None).unwrap().run.transcript.digest();
        assert_eq!(digest(), digest());
    }
}

/// The smallest scenario that fails as the case does.
fn shrunk(case: Case, slip: Slip) -> streams::Scenario {
    let drawn = scenario(case);
    let outcome = run(&drawn, Some(slip)).unwrap();
    let broken = <Streams as experiment::Kit>::fingerprints(&outcome.run, &outcome.judgement);
    shrink::<Streams>(&drawn, &options(Some(slip)), broken.first().unwrap(), 500).scenario
}

#[test]
fn every_seeded_mistake_is_found_and_shrunk_to_ten_steps() {
    let seeded = [
        (Slip::Leapfrog, Family::Traffic),
        (Slip::MarkerToEverybody, Family::Traffic),
        (Slip::StaleGate, Family::Traffic),
        (Slip::TopicByTopic, Family::Traffic),
        (Slip::FloorOutlivesRemove, Family::Traffic),
        (Slip::ZeroIsTheEnd, Family::Traffic),
        (Slip::OneTicker, Family::Death),
        (Slip::AnyFrameProves, Family::Death),
        (Slip::OkAfterDeadSender, Family::Drain),
        (Slip::EndsAtHalfClose, Family::Drain),
    ];
    let mut report = String::new();
    for (slip, family) in seeded {
        let broken =
            |number: &u64| !run(&scenario(Case::new(family, *number)), Some(slip)).unwrap().violated().is_empty();
        match (0..CASES).find(broken) {
            None => report += &format!("{}: not found in {CASES} cases\n", slip.id()),
            Some(number) => {
                let small = shrunk(Case::new(family, number), slip);
                if small.steps.len() > 10 {
                    report += &format!("{}: case {number} has {} steps\n", slip.id(), small.steps.len());
                }
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn a_shrunk_case_can_be_kept_as_a_file() {
    let cases = [
        (Slip::StaleGate, Family::Traffic),
        (Slip::OneTicker, Family::Death),
        (Slip::OkAfterDeadSender, Family::Drain),
    ];
    for (slip, family) in cases {
        let broken =
            |number: &u64| !run(&scenario(Case::new(family, *number)), Some(slip)).unwrap().violated().is_empty();
        let number = (0..CASES).find(broken).unwrap();
        let small = shrunk(Case::new(family, number), slip);
        let violated = run(&small, Some(slip)).unwrap().violated();
        let text = file(&small, Some(slip), &violated);
        let read = streams::parse(&text, "case.toml").unwrap_or_else(|error| panic!("{error}\n{text}"));
        let judgement = streams::judge(&streams::simulate(&read, &streams::RunOptions::default()).unwrap());
        assert!(judgement.passed(), "{:?}\n{text}", judgement.failures);
    }
}

#[test]
fn a_case_is_kept_in_the_dialect_that_it_was_run_with() {
    let drawn = scenario(Case::new(Family::Traffic, 3));
    for dialect in streams::dialect::Dialect::ALL {
        let options = streams::RunOptions { dialect, ..options(None) };
        let text = <Streams as experiment::Kit>::to_file(&drawn, &options);
        assert_eq!(streams::parse(&text, "case.toml").unwrap().dialects, [dialect]);
    }
}

#[test]
fn every_generated_case_reads_as_it_was_written() {
    for family in Family::ALL {
        for number in 0..40 {
            let drawn = scenario(Case::new(family, number));
            let text = file(&drawn, None, &BTreeSet::new());
            let read = streams::parse(&text, "case.toml").unwrap_or_else(|error| panic!("{error}\n{text}"));
            let judgement = streams::judge(&streams::simulate(&read, &streams::RunOptions::default()).unwrap());
            assert!(judgement.passed(), "{:?}\n{text}", judgement.failures);
            assert_eq!(read.end_ms, drawn.end_ms);
        }
    }
}
