//! What the corpus expects comes out under every seed, not under one.

#[path = "common/parallel.rs"]
mod parallel;

use std::collections::BTreeMap;

use scenarios::model::Scenario;
use scenarios::{RunOptions, corpus, judge, simulate};

/// Seeds for the first profile of scenarios that are told of a share of the seeds.
const MOST: u64 = 50;

/// Seeds for the first profile of every other scenario. More are a matter of the command line: `colony check --seeds 1..50`.
const MANY: u64 = 20;

/// Seeds for its other profiles, and for scenarios that take seconds each.
const FEW: u64 = 5;

/// Scenarios that take seconds each.
const SLOW: [&str; 2] = ["eighty-leaves-in-one-commit", "eighty-one-leaves-in-one-commit"];

/// Scenarios that fix their seed because their story happens under a share of the seeds only: in so many of the first fifty, and why.
const SHARES: &[(&str, usize, &str)] = &[
    ("adopted-race-seen-from-the-first-side", 26, "it is Alice's commit that loses, by its digest"),
    ("adopted-race-seen-from-the-second-side", 24, "it is Bob's commit that loses, by its digest"),
    ("adopted-removal-outranks-a-chat-message", 49, "Carol reads the message before the removal reaches her"),
    ("adopted-two-admins-disband-at-once", 49, "Alice ends the group before she hears of Bob's end"),
    ("equal-welcomes-by-bytes", 27, "it is the laptop's Welcome that comes second"),
    ("one-welcome-lost", 27, "it is the phone's Welcome that comes first"),
    ("same-second-higher-id", 29, "it is the phone's KeyPackage that has the higher id"),
    ("siblings-two-let-the-same-device-in", 24, "it is the Add that wins whose Welcome comes first"),
    ("twins-in-one-slot-on-two-relays", 26, "it is the tablet's KeyPackage that loses"),
    ("update-carries-a-departure", 37, "it is Bob's commit that is the better one"),
];

fn runs(scenarios: &[Scenario]) -> Vec<(&Scenario, RunOptions)> {
    let mut runs = Vec::new();
    for scenario in scenarios {
        let executable = scenario.profiles.iter();
        for (place, &profile) in executable.enumerate() {
            if corpus::policies(scenario, profile).is_empty() {
                continue;
            }
            let policy = corpus::natural_policy(scenario, profile);
            let is_told_of = SHARES.iter().any(|(id, ..)| *id == scenario.id);
            let seeds = match place {
                0 if SLOW.contains(&scenario.id.as_str()) => FEW,
                0 if is_told_of => MOST,
                0 => MANY,
                _ => FEW,
            };
            runs.extend((1..=seeds).map(|seed| (scenario, RunOptions::new(profile, policy, seed))));
        }
    }
    runs
}

#[test]
fn what_the_corpus_expects_comes_out_under_every_seed() {
    let scenarios = corpus::all().unwrap();
    let runs = runs(&scenarios);
    let failures = parallel::each(&runs, |(scenario, options)| judge(&simulate(scenario, options).unwrap()).failures);
    let mut unmet: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for ((scenario, options), failures) in runs.iter().zip(failures) {
        let in_the_table = SHARES.iter().any(|(id, ..)| *id == scenario.id) && scenario.seed.is_some();
        match failures.first() {
            Some(first) if !in_the_table => {
                let what = format!("{} {} {}: {first}", scenario.id, options.profile, options.policy);
                unmet.entry(what).or_default().push(options.seed.to_string());
            }
            None if in_the_table && options.profile == scenario.profiles[0] => {
                *met.entry(&scenario.id).or_default() += 1;
            }
            _ => {}
        }
    }
    assert!(runs.len() > 2_500, "{}", runs.len());
    assert_eq!(unmet, BTreeMap::new());
    assert_eq!(met, SHARES.iter().map(|(id, share, _)| (*id, *share)).collect());
}
