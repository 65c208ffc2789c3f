//! What a verdict names as its cause is what made it come about: without that one effect the violation is gone.

#[path = "common/parallel.rs"]
mod parallel;

use std::collections::BTreeSet;

use scenarios::invariants::follows_from;
use scenarios::judge::causal::told_violation;
use scenarios::model::Scenario;
use scenarios::verdict::Violation;
use scenarios::{Run, RunOptions, corpus, judge, simulate, without};
use sim_engine::Record;

/// Scenarios whose violation comes about without the named effect too, and why.
const OTHERWISE_TOO: &[(&str, &str)] = &[
    ("adopted-horizon-splits-the-group", "members of both halves lack several messages of the other half each"),
    (
        "adopted-late-commit-splits-the-group",
        "each side has what it does not follow from two relays, and lacks several messages",
    ),
    ("cloned-over-a-member", "two devices act through one leaf: without one message the next one is not read"),
    (
        "restored-within-an-epoch",
        "a restored phone lacks several messages of its own, and seals several with keys of before",
    ),
    ("late-reader-of-an-add", "the engine keeps a commit whose lifetime is over, and not to get it ends no better"),
];

/// Scenarios of a relay that answers like that every time: without one such answer the next one does the same. What it is like is the
/// cause, and no single effect.
const EVERY_TIME: [&str; 5] = [
    "client-without-auth",
    "gift-wraps-served-to-nobody",
    "oldest-subscription-ends-in-silence",
    "retention-shorter-than-an-absence",
    "welcome-longer-than-a-relay-takes",
];

/// What became of one violation.
struct Tried {
    /// Is it the one that a reader hears of first?
    is_first: bool,
    /// How it is there all the same, if it is.
    stays: Option<String>,
}

/// What becomes of each violation that explains others, without the effect that it names: the first of every invariant and subject.
fn tried(scenario: &Scenario, options: &RunOptions) -> Vec<Tried> {
    let run = simulate(scenario, options).unwrap();
    let judgement = judge(&run);
    let violated = judgement.violated();
    let first = told_violation(&judgement, None);
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (invariant, verdict) in judgement.invariants.iter().filter(|(name, _)| !follows_from(name, &violated)) {
        for violation in verdict.violations().iter().filter(|violation| seen.insert((invariant, &violation.subject))) {
            let is_first = first == Some((invariant.as_str(), violation));
            all.extend(one(scenario, &run, invariant, violation).map(|stays| Tried { is_first, stays }));
        }
    }
    all
}

/// `None` if the violation names what a device did; else how it stays, if it does.
fn one(scenario: &Scenario, run: &Run, invariant: &str, violation: &Violation) -> Option<Option<String>> {
    let record = &run.transcript.entries[violation.entry].record;
    let is_effect = matches!(record, Record::Fault { .. } | Record::FaultOnOpen { .. } | Record::Delivered { .. });
    let left_out = without(run, violation.entry).ok().filter(|_| is_effect)?;
    let other = simulate(scenario, &RunOptions { without: Some(left_out), ..run.options.clone() }).unwrap();
    let there = judge(&other);
    let violations = there.verdict(invariant).map_or(&[][..], |verdict| verdict.violations());
    let stays = violations.iter().find(|found| found.subject == violation.subject);
    Some(stays.map(|found| {
        let (of, id, entry) = (&violation.subject, violation.cause.id, violation.entry);
        format!("{invariant} of {of}: {id} at {entry} -> {} at {}", found.cause.id, found.entry)
    }))
}

#[test]
fn without_the_effect_that_a_verdict_names_its_violation_is_gone() {
    let scenarios = corpus::all().unwrap();
    let mut runs = Vec::new();
    for scenario in &scenarios {
        for &profile in &scenario.profiles {
            let policy = corpus::natural_policy(scenario, profile);
            let seed = scenario.seed.map_or(corpus::DEFAULT_SEED.into(), sim_env::Seed::from);
            runs.push((scenario, RunOptions::new(profile, policy, seed)));
        }
    }
    let results = parallel::each(&runs, |(scenario, options)| tried(scenario, options));
    let (mut told, mut gone, mut stays) = (0, 0, Vec::new());
    for ((scenario, options), tried) in runs.iter().zip(results) {
        for Tried { is_first, stays: how } in tried {
            told += usize::from(is_first);
            match how {
                None => gone += 1,
                Some(how) => stays.push((scenario.id.clone(), options.profile.to_string(), how)),
            }
        }
    }
    println!(
        "{gone} of {} violations with an effect as cause are gone without it; {told} are told first",
        gone + stays.len()
    );
    stays.iter().for_each(|(id, profile, how)| println!("stays: {id} {profile}: {how}"));
    stays.retain(|(id, ..)| !EVERY_TIME.contains(&id.as_str()));
    let found: BTreeSet<_> = stays.iter().map(|(id, ..)| id.as_str()).collect();
    let listed: BTreeSet<_> = OTHERWISE_TOO.iter().map(|(id, _)| *id).collect();
    assert_eq!(found, listed);
    // Most are gone. What stays is listed by name above, several violations for each name.
    assert!(gone >= 2 * stays.len() && gone >= 12, "{gone} gone, {} stay", stays.len());
}
