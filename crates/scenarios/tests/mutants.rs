//! Mutants: devices that do one thing wrong. A scenario of the corpus that comes out as expected with the right device must kill
//! the wrong one, by its own expectations.

mod common;

use common::{behave, choose, each_key_package_says};
use marmot_rules::Profile::{self, Mip2026_04, Pr40};
use marmot_rules::{Policy, Policy::ClientId, Policy::ClientIdStrict, Policy::NewestOne};
use scenarios::model::Scenario;
use scenarios::{RunOptions, corpus, judge, simulate};
use sim_device::behaviour::{
    ConsumedKeyPackage, EarlyEvent, ForeignWelcome, HeldGroup, OwnCommit, OwnSiblings, PrivateKeyDeletion, Refresh,
    SlotReuse, WelcomeOrder,
};

struct Mutant {
    /// What it does wrong.
    does: &'static str,
    /// Scenario that kills it, and under what.
    killer: (&'static str, Profile, Policy),
    /// Makes every device of the scenario one of its kind.
    mutate: fn(&mut Scenario),
    /// Part of the expectation that fails.
    dies_of: &'static str,
}

const SLOTS: Policy = Policy::DSlot { limit: None };

const MUTANTS: [Mutant; 19] = [
    Mutant {
        does: "breaks ties by the higher id",
        killer: ("two-events-in-the-same-second", Pr40, NewestOne),
        mutate: |s| choose(s, "tie", "higher-id"),
        dies_of: "was expected to end as silently-excluded and ended as joined",
    },
    Mutant {
        does: "does not look at the e tag of a Welcome",
        killer: ("siblings-receive-each-others-welcomes", Pr40, ClientId),
        mutate: |s| behave(s, |b| b.foreign_welcome = ForeignWelcome::Join),
        dies_of: "welcome-only-for-own-key-package",
    },
    Mutant {
        does: "ranks before it validates, and uses what it gets",
        killer: ("broken-replacement-older-valid", Mip2026_04, SLOTS),
        mutate: |s| choose(s, "newest-invalid", "use-it"),
        dies_of: "bob/phone was expected to end as joined",
    },
    Mutant {
        does: "ranks before it validates, and gives the slot up",
        killer: ("broken-replacement-older-valid", Mip2026_04, SLOTS),
        mutate: |s| choose(s, "newest-invalid", "slot-dead"),
        dies_of: "every-active-device-joins",
    },
    Mutant {
        does: "does not validate KeyPackages of kind 443",
        killer: ("malformed-newest-key-package", Pr40, ClientIdStrict),
        mutate: |s| s.devices.entry("alice/desktop".to_owned()).or_default().policy = Some(ClientId),
        dies_of: "bob/laptop was expected to end as joined",
    },
    Mutant {
        does: "gives two devices one client_id",
        killer: ("two-devices", Pr40, ClientId),
        mutate: |s| each_key_package_says(s, &"c1".repeat(32)),
        dies_of: "client-id-per-installation",
    },
    Mutant {
        does: "sends Welcomes before a relay has taken the commit",
        killer: ("commit-refused", Pr40, ClientId),
        mutate: |s| behave(s, |b| b.welcome_order = WelcomeOrder::WithCommit),
        dies_of: "commit-before-welcome",
    },
    Mutant {
        does: "takes a fresh slot for every KeyPackage",
        killer: ("uneven-refresh", Mip2026_04, SLOTS),
        mutate: |s| behave(s, |b| b.slot = SlotReuse::Fresh),
        dies_of: "slot-is-reused",
    },
    Mutant {
        does: "merges its own commit at once",
        killer: ("commit-race", Pr40, ClientId),
        mutate: |s| behave(s, |b| b.own_commit = OwnCommit::MergePending),
        dies_of: "converges-when-quiet",
    },
    Mutant {
        does: "hands events over before their commit",
        killer: ("message-before-its-commit", Pr40, ClientId),
        mutate: |s| behave(s, |b| b.early_event = EarlyEvent::HandOver),
        dies_of: "delivered-exactly-once",
    },
    Mutant {
        does: "takes a Welcome for a group that it holds",
        killer: ("second-welcome-for-a-held-group", Pr40, ClientId),
        mutate: |s| behave(s, |b| b.held_group = HeldGroup::Process),
        dies_of: "converges-when-quiet",
    },
    Mutant {
        does: "remembers Welcomes by their bytes",
        killer: ("siblings-receive-each-others-welcomes", Pr40, ClientId),
        mutate: |s| choose(s, "equal-welcomes", "by-bytes"),
        dies_of: "every-active-device-joins",
    },
    Mutant {
        does: "destroys private keys while a Welcome is under way",
        killer: ("refreshed-between-lookup-and-welcome", Pr40, ClientId),
        mutate: |s| behave(s, |b| b.private_key = PrivateKeyDeletion::DeleteOnConfirm),
        dies_of: "every-active-device-joins",
    },
    Mutant {
        does: "keeps private keys for ever",
        killer: ("twelve-quiet-weeks", Pr40, ClientId),
        mutate: |s| behave(s, |b| b.private_key = PrivateKeyDeletion::Never),
        dies_of: "init-key-within-bounds",
    },
    Mutant {
        does: "never refreshes",
        killer: ("twelve-quiet-weeks", Pr40, ClientId),
        mutate: |s| behave(s, |b| b.refresh = Refresh::Never),
        dies_of: "key-package-always-available",
    },
    Mutant {
        does: "deletes a consumed KeyPackage before it has another",
        killer: ("two-devices", Pr40, ClientId),
        mutate: |s| behave(s, |b| b.consumed_key_package = ConsumedKeyPackage::DeleteFirst),
        dies_of: "key-package-always-available",
    },
    Mutant {
        does: "forgets its own siblings when it creates a group",
        killer: ("creator-has-two-devices", Pr40, ClientId),
        mutate: |s| behave(s, |b| b.own_siblings = OwnSiblings::Ignore),
        dies_of: "alice/phone was expected to end as joined",
    },
    Mutant {
        does: "removes a member to invite it again",
        killer: ("invited-again-allowed", Pr40, NewestOne),
        mutate: |s| choose(s, "already-member", "replace"),
        dies_of: "bob/phone was expected to end as joined",
    },
    Mutant {
        does: "counts a KeyPackage as valid at not_after",
        killer: ("last-second-expired", Pr40, NewestOne),
        mutate: |s| choose(s, "not-after", "valid"),
        dies_of: "carol/tab was expected to end as joined",
    },
];

/// Expectations that did not come true.
fn failures(scenario: &Scenario, profile: Profile, policy: Policy) -> Vec<String> {
    let seed = scenario.seed.unwrap_or(corpus::DEFAULT_SEED);
    let judgement = judge(&simulate(scenario, &RunOptions::new(profile, policy, seed)).unwrap());
    judgement.failures.iter().map(ToString::to_string).collect()
}

fn killer(mutant: &Mutant) -> Scenario {
    corpus::find(mutant.killer.0).unwrap().unwrap_or_else(|| panic!("the corpus has no {}", mutant.killer.0))
}

/// The mutant's name and what its scenario said, if that does not kill it.
fn survivor(mutant: &Mutant) -> Option<(&str, Vec<String>)> {
    let (_, profile, policy) = mutant.killer;
    let mut scenario = killer(mutant);
    (mutant.mutate)(&mut scenario);
    let failures = failures(&scenario, profile, policy);
    let killed = failures.iter().any(|failure| failure.contains(mutant.dies_of));
    (!killed).then_some((mutant.does, failures))
}

#[test]
fn every_mutant_is_killed_by_its_scenario() {
    let survivors: Vec<_> = MUTANTS.iter().filter_map(survivor).collect();
    assert!(survivors.is_empty(), "these devices come through: {survivors:#?}");
}

#[test]
fn no_healthy_device_is_killed() {
    for mutant in &MUTANTS {
        let (id, profile, policy) = mutant.killer;
        assert_eq!(failures(&killer(mutant), profile, policy), [""; 0], "{id} {profile} {policy}");
    }
}
