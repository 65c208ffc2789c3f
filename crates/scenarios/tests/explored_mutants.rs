//! Mutants that generated cases kill: a family, and a case of it that breaks with the mutant in a way in which it does not break
//! without. The search goes through at most 300 cases of the family.

mod common;

use std::collections::BTreeSet;

use common::{behave, choose, each_key_package_says};
use scenarios::actions;
use scenarios::explore::{CaseId, Family, Fingerprint, case, fingerprints};
use scenarios::model::{Action, Scenario, Step};
use scenarios::{RunOptions, judge, simulate};
use sim_device::behaviour::{
    ConsumedKeyPackage, EarlyEvent, ForeignWelcome, HeldGroup, InboxSince, OwnCommit, OwnSiblings, PrivateKeyDeletion,
    PublishedLists, Refresh, SlotReuse, Unfinished, WelcomeOrder,
};

struct Mutant {
    /// What it does wrong.
    does: &'static str,
    /// The invariant that says so.
    breaks: &'static str,
    /// Where cases are looked for, and the one that kills it: found by searching from 0.
    family: Family,
    case: u64,
    /// Makes every device of the scenario one of its kind.
    mutate: fn(&mut Scenario),
}

const MUTANTS: [Mutant; 18] = [
    Mutant {
        does: "merges its own commit at once",
        breaks: "converges-when-quiet",
        family: Family::Races,
        case: 0,
        mutate: |s| behave(s, |b| b.own_commit = OwnCommit::MergePending),
    },
    Mutant {
        does: "hands events over before it can read them",
        breaks: "delivered-exactly-once",
        family: Family::Races,
        case: 13,
        mutate: |s| behave(s, |b| b.early_event = EarlyEvent::HandOver),
    },
    Mutant {
        does: "joins from its sibling's Welcome",
        breaks: "welcome-only-for-own-key-package",
        family: Family::Churn,
        case: 1,
        mutate: |s| behave(s, |b| b.foreign_welcome = ForeignWelcome::Join),
    },
    Mutant {
        does: "takes a fresh slot for every KeyPackage",
        breaks: "slot-is-reused",
        family: Family::Churn,
        case: 2,
        mutate: |s| behave(s, |b| b.slot = SlotReuse::Fresh),
    },
    Mutant {
        does: "publishes under a client_id that every device has",
        breaks: "client-id-per-installation",
        family: Family::Churn,
        case: 1,
        mutate: |s| each_key_package_says(s, &"c1".repeat(32)),
    },
    Mutant {
        does: "destroys private keys while a Welcome is under way",
        breaks: "every-active-device-joins",
        family: Family::Churn,
        case: 9,
        mutate: |s| behave(s, |b| b.private_key = PrivateKeyDeletion::DeleteOnConfirm),
    },
    Mutant {
        does: "takes a Welcome for a group that it holds",
        breaks: "converges-when-quiet",
        family: Family::Lives,
        case: 42,
        mutate: |s| behave(s, |b| b.held_group = HeldGroup::Process),
    },
    Mutant {
        does: "deletes the used KeyPackage before it publishes another",
        breaks: "key-package-always-available",
        family: Family::Invites,
        case: 2,
        mutate: |s| behave(s, |b| b.consumed_key_package = ConsumedKeyPackage::DeleteFirst),
    },
    Mutant {
        does: "sends Welcomes with the commit",
        breaks: "commit-before-welcome",
        family: Family::Lossy,
        case: 1,
        mutate: |s| behave(s, |b| b.welcome_order = WelcomeOrder::WithCommit),
    },
    Mutant {
        does: "forgets its own account's other devices",
        breaks: "every-active-device-joins",
        family: Family::Invites,
        case: 134,
        mutate: |s| behave(s, |b| b.own_siblings = OwnSiblings::Ignore),
    },
    Mutant {
        does: "remembers Welcomes by their bytes",
        breaks: "every-active-device-joins",
        family: Family::Invites,
        case: 0,
        mutate: |s| choose(s, "equal-welcomes", "by-bytes"),
    },
    Mutant {
        does: "removes a member to invite it again",
        breaks: "every-active-device-joins",
        family: Family::Invites,
        case: 15,
        mutate: |s| choose(s, "already-member", "replace"),
    },
    Mutant {
        does: "forgets what a crash left half done",
        breaks: "every-active-device-joins",
        family: Family::Lives,
        case: 5,
        mutate: |s| behave(s, |b| b.unfinished = Unfinished::Forget),
    },
    Mutant {
        does: "never destroys private keys",
        breaks: "init-key-within-bounds",
        family: Family::Absence,
        case: 27,
        mutate: |s| behave(s, |b| b.private_key = PrivateKeyDeletion::Never),
    },
    Mutant {
        does: "never refreshes its KeyPackage",
        breaks: "key-package-always-available",
        family: Family::Absence,
        case: 27,
        mutate: |s| behave(s, |b| b.refresh = Refresh::Never),
    },
    Mutant {
        does: "asks only for gift wraps that are dated after its last contact",
        breaks: "every-active-device-joins",
        family: Family::Absence,
        case: 54,
        mutate: |s| behave(s, |b| b.inbox_since = InboxSince::LastHeard),
    },
    Mutant {
        does: "does not say where its Welcomes should go",
        breaks: "every-active-device-joins",
        family: Family::Races,
        case: 124,
        mutate: |s| behave(s, |b| b.relay_lists = PublishedLists::NoInbox),
    },
    Mutant {
        does: "starts again from what it had stored when the group was new",
        breaks: "no-generation-twice",
        family: Family::Rivals,
        case: 56,
        mutate: start_again_from_a_backup,
    },
];

/// Every device is backed up once the group is there, and a restart goes back to that.
fn start_again_from_a_backup(scenario: &mut Scenario) {
    let is_settled = |step: &Step| matches!(step.action, Action::Settle(_));
    let Some(place) = scenario.steps.iter().position(is_settled) else { return };
    let name = |device: &str| device.replace('/', "-");
    for step in &mut scenario.steps {
        if let (Action::Restart, Some(device)) = (&step.action, &step.device) {
            step.action = Action::Restore(actions::Restore { name: name(device) });
        }
    }
    let backup = |device: String| Step::by(device.clone(), Action::Backup(actions::Backup { name: name(&device) }));
    let backups: Vec<_> = scenario.device_names().into_iter().map(backup).collect();
    let at = place + 1;
    scenario.steps.splice(at..at, backups).for_each(drop);
}

const MOST_CASES: u64 = 300;

/// Ways in which this invariant breaks.
fn broken(scenario: &Scenario, options: &RunOptions, invariant: &str) -> BTreeSet<Fingerprint> {
    let run = simulate(scenario, options).unwrap();
    let all = fingerprints(&run, &judge(&run));
    all.into_iter().filter(|fingerprint| fingerprint.invariant == invariant).collect()
}

/// Whether this case breaks the mutant's invariant in a way in which it does not break without the mutant.
fn kills(mutant: &Mutant, index: u64) -> bool {
    let made = case(CaseId { family: mutant.family, seed: 1.into(), index });
    let mut mutated = made.scenario.clone();
    (mutant.mutate)(&mut mutated);
    let without = broken(&made.scenario, &made.options, mutant.breaks);
    !broken(&mutated, &made.options, mutant.breaks).is_subset(&without)
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
