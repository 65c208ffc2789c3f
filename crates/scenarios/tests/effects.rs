//! What a verdict names as its cause is what made it come about: without that one effect the violation is gone.

#[path = "common/parallel.rs"]
mod parallel;

use scenarios::engine::Record;
use scenarios::judge::causal::told_violation;
use scenarios::model::Scenario;
use scenarios::{RunOptions, corpus, judge, simulate, without};

/// Runs whose violation comes about without the named effect too, and why.
const OTHERWISE_TOO: &[(&str, &str, &str)] = &[];

/// What became of one run.
enum Tried {
    /// Nothing is violated, or what is named is something that a device did.
    NoEffect,
    /// The violation is gone without the effect.
    Gone,
    /// It is there all the same.
    Stays(String),
}

fn tried(scenario: &Scenario, options: &RunOptions) -> Tried {
    let run = simulate(scenario, options).unwrap();
    let judgement = judge(&run);
    let Some((invariant, violation)) = told_violation(&judgement, None) else { return Tried::NoEffect };
    let record = &run.transcript.entries[violation.entry].record;
    let is_effect = matches!(record, Record::Fault { .. } | Record::FaultOnOpen { .. } | Record::Delivered { .. });
    let Some(left_out) = is_effect.then(|| without(&run, violation.entry).ok()).flatten() else {
        return Tried::NoEffect;
    };
    let other = simulate(scenario, &RunOptions { without: Some(left_out), ..options.clone() }).unwrap();
    let there = judge(&other);
    let violations = there.verdict(invariant).map_or(&[][..], |verdict| verdict.violations());
    let stays = violations.iter().find(|found| found.subject == violation.subject);
    match stays {
        None => Tried::Gone,
        Some(found) => Tried::Stays(format!(
            "{invariant} of {}, {} at {} -> {} at {}",
            violation.subject, violation.cause.id, violation.entry, found.cause.id, found.entry
        )),
    }
}

#[test]
fn without_the_effect_that_a_verdict_names_its_violation_is_gone() {
    let scenarios = corpus::all().unwrap();
    let mut runs = Vec::new();
    for scenario in &scenarios {
        for &profile in scenario.profiles.iter().filter(|profile| profile.executable_on_mdk_0_8().yes) {
            let policy = corpus::natural_policy(scenario, profile);
            let seed = scenario.seed.map_or(corpus::DEFAULT_SEED.into(), sim_env::Seed::from);
            runs.push((scenario, RunOptions::new(profile, policy, seed)));
        }
    }
    let results = parallel::each(&runs, |(scenario, options)| tried(scenario, options));
    let (mut gone, mut stays) = (0, Vec::new());
    for ((scenario, options), result) in runs.iter().zip(results) {
        match result {
            Tried::NoEffect => {}
            Tried::Gone => gone += 1,
            Tried::Stays(how) => stays.push((scenario.id.clone(), options.profile.to_string(), how)),
        }
    }
    println!("{gone} of {} violations with an effect as cause are gone without it", gone + stays.len());
    stays.iter().for_each(|(id, profile, how)| println!("stays: {id} {profile}: {how}"));
    let found: Vec<_> = stays.iter().map(|(id, profile, _)| (id.as_str(), profile.as_str())).collect();
    let listed: Vec<_> = OTHERWISE_TOO.iter().map(|(id, profile, _)| (*id, *profile)).collect();
    assert_eq!(found, listed);
    assert!(gone >= 9 * stays.len() && gone > 20, "{gone} gone, {} stay", stays.len());
}
