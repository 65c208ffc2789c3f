//! Mutants that generated cases kill: a family, and a case of it that breaks with the mutant in a way in which it does not break
//! without. The search goes through at most 300 cases of the family.

use std::collections::BTreeSet;

use scenarios::explore::{CaseId, Family, Fingerprint, case, fingerprints};
use scenarios::model::Scenario;
use scenarios::{RunOptions, judge, simulate};
use sim_device::Behaviour;
use sim_device::behaviour::{
    ConsumedKeyPackage, EarlyEvent, ForeignWelcome, OwnCommit, OwnSiblings, PrivateKeyDeletion, SlotReuse, WelcomeOrder,
};

struct Mutant {
    /// What it does wrong.
    does: &'static str,
    /// Where cases are looked for, and the one that kills it: found by searching from 0.
    family: Family,
    case: u64,
    mutate: fn(&mut Behaviour),
}

const MUTANTS: [Mutant; 8] = [
    Mutant {
        does: "merges its own commit at once",
        family: Family::Races,
        case: 1,
        mutate: |b| b.own_commit = OwnCommit::MergePending,
    },
    Mutant {
        does: "hands events over before it can read them",
        family: Family::Races,
        case: 27,
        mutate: |b| b.early_event = EarlyEvent::HandOver,
    },
    Mutant {
        does: "joins from its sibling's Welcome",
        family: Family::Churn,
        case: 0,
        mutate: |b| b.foreign_welcome = ForeignWelcome::Join,
    },
    Mutant {
        does: "takes a fresh slot for every KeyPackage",
        family: Family::Churn,
        case: 4,
        mutate: |b| b.slot = SlotReuse::Fresh,
    },
    Mutant {
        does: "deletes the used KeyPackage before it publishes another",
        family: Family::Invites,
        case: 0,
        mutate: |b| b.consumed_key_package = ConsumedKeyPackage::DeleteFirst,
    },
    Mutant {
        does: "sends Welcomes with the commit",
        family: Family::Invites,
        case: 0,
        mutate: |b| b.welcome_order = WelcomeOrder::WithCommit,
    },
    Mutant {
        does: "never destroys private keys",
        family: Family::Absence,
        case: 12,
        mutate: |b| b.private_key = PrivateKeyDeletion::Never,
    },
    Mutant {
        does: "forgets its own account's other devices",
        family: Family::Invites,
        case: 4,
        mutate: |b| b.own_siblings = OwnSiblings::Ignore,
    },
];

const MOST_CASES: u64 = 300;

fn broken(scenario: &Scenario, options: &RunOptions) -> BTreeSet<Fingerprint> {
    let run = simulate(scenario, options).unwrap();
    fingerprints(&run, &judge(&run))
}

/// Does this case break with the mutant in a way in which it does not break without?
fn kills(mutant: &Mutant, index: u64) -> bool {
    let made = case(CaseId { family: mutant.family, seed: 1.into(), index });
    let mut mutated = made.scenario.clone();
    (mutant.mutate)(&mut mutated.defaults.behaviour);
    mutated.devices.values_mut().for_each(|device| (mutant.mutate)(&mut device.behaviour));
    !broken(&mutated, &made.options).is_subset(&broken(&made.scenario, &made.options))
}

#[test]
fn every_mutant_is_killed_by_the_case_that_is_named_for_it() {
    let survivors: Vec<_> = MUTANTS
        .iter()
        .filter(|mutant| !kills(mutant, mutant.case))
        .map(|mutant| {
            let killer = (0..MOST_CASES).find(|index| kills(mutant, *index));
            format!("{}: case {} of {} does not kill it, case {killer:?} does", mutant.does, mutant.case, mutant.family)
        })
        .collect();
    assert!(survivors.is_empty(), "{survivors:#?}");
}
