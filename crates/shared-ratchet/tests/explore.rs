//! Generated cases: what is sound stays sound, and what is broken is found and made small.

use std::collections::BTreeSet;

use experiment::Kit;
use experiment::explore::{Fingerprint, shrink};
use shared_ratchet::explore::{Case, Family, scenario};
use shared_ratchet::part::Slip;
use shared_ratchet::system::SharedRatchet;
use shared_ratchet::{Invariant, Judgement, RunOptions, Scenario, file, judge, parse, simulate};

/// Cases in which a mistake must show itself.
const CASES: u64 = 300;

fn with(slip: Option<Slip>) -> RunOptions {
    RunOptions { slip, ..RunOptions::default() }
}

fn judged(scenario: &Scenario, slip: Option<Slip>) -> Judgement {
    judge(&simulate(scenario, &with(slip)).unwrap())
}

/// Cases of every family, half of them on a thread of their own.
fn over_cases<T: Send>(cases: u64, each: impl Fn(Family, u64) -> T + Sync) -> Vec<T> {
    let part = |odd: u64| {
        let each = &each;
        let numbers = (0..cases).filter(move |number| number % 2 == odd);
        let cases = numbers.flat_map(|number| Family::ALL.map(|family| (family, number)));
        cases.map(|(family, number)| each(family, number)).collect::<Vec<T>>()
    };
    std::thread::scope(|scope| {
        let odd = scope.spawn(|| part(1));
        let mut all = part(0);
        all.extend(odd.join().unwrap());
        all
    })
}

#[test]
fn without_a_mistake_no_invariant_breaks_and_the_generator_is_not_blind() {
    let judged = over_cases(CASES, |family, number| {
        let judgement = judged(&scenario(Case::new(family, number)), None);
        let violations = judgement.violations.iter().take(3);
        let lines: Vec<String> = violations
            .map(|one| format!("{family} {number}: {} at {} ms: {}", one.invariant, one.at_ms, one.cause))
            .collect();
        (family, lines, judgement.marks().clone())
    });
    let report: Vec<String> = judged.iter().flat_map(|(_, lines, _)| lines.clone()).collect();
    assert!(report.is_empty(), "{}", report.join("\n"));
    for family in Family::ALL {
        let of_family = judged.iter().filter(|(other, ..)| *other == family);
        let marks: BTreeSet<&str> = of_family.flat_map(|(_, _, marks)| marks.iter().copied()).collect();
        for mark in family.must_reach() {
            assert!(marks.contains(mark), "{family}: {mark}");
        }
    }
}

#[test]
fn a_case_is_the_same_twice() {
    for family in Family::ALL {
        let digest = || simulate(&scenario(Case::new(family, 7)), &with(None)).unwrap().transcript.digest();
        assert_eq!(digest(), digest());
    }
}

/// Each mistake, the family that finds it, and what it breaks.
const SEEDED: [(Slip, Family, Invariant); 9] = [
    (Slip::RanksInReverse, Family::Tree, Invariant::SiblingsAgree),
    (Slip::KeepsToItself, Family::Tree, Invariant::EveryMessageOpened),
    (Slip::DropsOrphans, Family::Tree, Invariant::EveryMessageOpened),
    (Slip::OneSession, Family::Tree, Invariant::ReadsAgree),
    (Slip::StalePickle, Family::Tree, Invariant::NoKeyTwice),
    (Slip::NeverHeals, Family::Tree, Invariant::OneStepHeals),
    (Slip::NoSkip, Family::Leader, Invariant::NoKeyTwice),
    (Slip::TakesAnyEpoch, Family::Leader, Invariant::OneSender),
    (Slip::IgnoresRolls, Family::Removed, Invariant::RemovedReadsNothingAlone),
];

#[test]
fn every_seeded_mistake_is_found_and_shrunk_to_eight_steps() {
    let mut report = String::new();
    for (slip, family, invariant) in SEEDED {
        let breaks =
            |number: &u64| judged(&scenario(Case::new(family, *number)), Some(slip)).violated().contains(&invariant);
        let Some(number) = (0..CASES).find(breaks) else {
            report += &format!("{}: not found in {CASES} cases\n", slip.id());
            continue;
        };
        let drawn = scenario(Case::new(family, number));
        let judgement = judged(&drawn, Some(slip));
        let violation = judgement.violations.iter().find(|violation| violation.invariant == invariant).unwrap();
        let target = Fingerprint { invariant: invariant.id().to_owned(), cause: violation.cause.id().to_owned() };
        let small = shrink::<SharedRatchet>(&drawn, &with(Some(slip)), &target, 300).scenario;
        println!("{}: case {number} of {family}, {} steps", slip.id(), small.steps.len());
        if small.steps.len() > 8 {
            report += &format!("{}: case {number} still has {} steps\n", slip.id(), small.steps.len());
        }
        let kept = Scenario { setting: shared_ratchet::Setting { slip: Some(slip), ..small.setting.clone() }, ..small };
        let text = file(&kept, &judged(&kept, None).violated());
        let read = parse(&text, "case.toml").unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert!(judged(&read, None).passed(), "{text}");
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn every_generated_case_reads_as_it_was_written() {
    for (family, number) in Family::ALL.into_iter().flat_map(|family| (0..25).map(move |number| (family, number))) {
        let drawn = scenario(Case::new(family, number));
        let text = SharedRatchet::to_file(&drawn, &RunOptions::default());
        let read = parse(&text, "case.toml").unwrap_or_else(|error| panic!("{error}\n{text}"));
        let digest = |scenario: &Scenario| simulate(scenario, &with(None)).unwrap().transcript.digest();
        assert_eq!(digest(&read), digest(&drawn), "{text}");
    }
}
