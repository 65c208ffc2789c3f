//! The family `rivals`: what its cases are made of, and what holds in each (must-show 3 of the adopted text: equal by CV-11, nothing lost
//! inside the window, no generation used twice).

#[path = "common/parallel.rs"]
mod parallel;

use std::collections::{BTreeMap, BTreeSet};

use experiment::orders::{Reduction, Scope, explore};
use marmot_rules::{Policy, Profile};
use scenarios::explore::{CaseId, Family, case};
use scenarios::model::{Action, Does, Scenario, Step};
use scenarios::verdict::Verdict;
use scenarios::world::Marmot;
use scenarios::{RunOptions, corpus, judge, simulate};

/// Cases whose scenarios are counted.
const MADE: u64 = 1_000;

/// Cases that run.
const RUN: u64 = 60;

fn scenario(index: u64) -> Scenario {
    case(CaseId { family: Family::Rivals, seed: 1.into(), index }).scenario
}

/// Every step, those that begin together one by one.
fn steps(scenario: &Scenario) -> Vec<&Step> {
    let mut steps = Vec::new();
    let mut open: Vec<&Step> = scenario.steps.iter().collect();
    while let Some(step) = open.pop() {
        match &step.action {
            Action::Parallel(together) => open.extend(together),
            _ => steps.push(step),
        }
    }
    steps
}

/// Commits of several devices in one moment.
fn is_race(step: &Step) -> bool {
    let Action::Parallel(together) = &step.action else { return false };
    let commits = |step: &&Step| matches!(step.action, Action::SelfUpdate(_) | Action::Leave(_));
    together.iter().filter(commits).count() > 1
}

/// Somebody goes away and does not come back at once, as all do at the end of a case with faults.
fn is_absence(steps: &[Step]) -> bool {
    let back = matches!(steps[1].action, Action::Online) && steps[0].device == steps[1].device;
    matches!(steps[0].action, Action::Offline) && !back
}

/// What a case has in it, by name.
fn traits(scenario: &Scenario) -> BTreeSet<&'static str> {
    let any = |meant: &dyn Fn(&Action) -> bool| steps(scenario).iter().any(|step| meant(&step.action));
    let faulty = |meant: &dyn Fn(Does) -> bool| any(&|action| matches!(action, Action::Fault(f) if meant(f.does)));
    let has = [
        ("race of commits", scenario.steps.iter().any(is_race)),
        ("message", any(&|action| matches!(action, Action::Send(_)))),
        ("restart", any(&|action| matches!(action, Action::Restart))),
        ("kill", any(&|action| matches!(action, Action::Crash(_)))),
        ("absence", scenario.steps.windows(2).any(is_absence)),
        ("loss", faulty(&|does| matches!(does, Does::Drop | Does::Disconnect))),
        ("delay or repetition", faulty(&|does| matches!(does, Does::Delay | Does::Hold | Does::Duplicate))),
        ("relay that refuses or is silent", faulty(&|does| matches!(does, Does::Refuse | Does::Silence))),
        (
            "admin's change",
            any(&|action| matches!(action, Action::UpdateGroup(_) | Action::Promote(_) | Action::Demote(_))),
        ),
        ("invitation later on", any(&|action| matches!(action, Action::Invite(_)))),
        ("removal", any(&|action| matches!(action, Action::RemoveAccount(_)))),
        ("departure", any(&|action| matches!(action, Action::Leave(_)))),
    ];
    has.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name).collect()
}

#[test]
fn cases_have_two_to_five_accounts_with_one_to_three_devices_and_all_that_a_race_may_meet() {
    let mut accounts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut devices: BTreeMap<usize, usize> = BTreeMap::new();
    let mut has: BTreeMap<&str, usize> = BTreeMap::new();
    for index in 0..MADE {
        let scenario = scenario(index);
        assert_eq!(scenario.profiles, [Profile::Adopted2026_07]);
        *accounts.entry(scenario.accounts.len()).or_default() += 1;
        scenario.accounts.values().for_each(|account| *devices.entry(account.devices.len()).or_default() += 1);
        traits(&scenario).into_iter().for_each(|name| *has.entry(name).or_default() += 1);
    }
    println!("{MADE} cases by accounts {accounts:?}, accounts by devices {devices:?}, cases with {has:#?}");
    assert_eq!(accounts.keys().copied().collect::<Vec<_>>(), [2, 3, 4, 5]);
    assert_eq!(devices.keys().copied().collect::<Vec<_>>(), [1, 2, 3]);
    assert!(
        accounts.values().all(|cases| *cases >= 200),
        "each number of accounts is in a fifth of the cases: {accounts:?}"
    );
    assert_eq!(has.len(), 12, "{has:?}");
    assert!(has.values().all(|cases| *cases >= 80), "each thing is in eighty cases at least: {has:?}");
}

/// The three properties.
const PROPERTIES: [&str; 3] = ["equal-canonical-snapshots", "nothing-lost-inside-the-window", "no-generation-twice"];

#[test]
fn members_end_equal_lose_nothing_inside_the_window_and_use_no_generation_twice() {
    let cases: Vec<u64> = (0..RUN).collect();
    let verdicts = parallel::each(&cases, |index| {
        let made = case(CaseId { family: Family::Rivals, seed: 1.into(), index: *index });
        let judgement = judge(&simulate(&made.scenario, &made.options).unwrap());
        PROPERTIES.map(|name| judgement.verdict(name).expect("it is registered").clone())
    });
    for (place, name) in PROPERTIES.iter().enumerate() {
        let mut exercised = 0;
        for (index, verdicts) in verdicts.iter().enumerate() {
            match &verdicts[place] {
                Verdict::Held { exercised: times } => exercised += times,
                Verdict::NotExercised => {}
                Verdict::Violated { violations } => panic!("case {index}: {name}: {}", violations[0].text()),
            }
        }
        println!("{name}: {exercised} times in {RUN} cases");
        assert!(exercised > RUN as usize, "{name} was judged {exercised} times only");
    }
}

#[test]
#[ignore = "takes a minute or two"]
fn three_rival_commits_and_two_messages_come_to_one_outcome_in_every_order() {
    let scenario = corpus::find("adopted-three-rivals-and-two-messages").unwrap().unwrap();
    let slots = Policy::DSlot { limit: None };
    let options = RunOptions::new(Profile::Adopted2026_07, slots, corpus::DEFAULT_SEED);
    let explored =
        explore::<Marmot>(&scenario, &options, &Scope::of::<Marmot>(), Reduction::Commuting, 10_000, |order, run| {
            let Some(run) = run else { return };
            let judgement = judge(run);
            for name in PROPERTIES {
                let verdict = judgement.verdict(name).expect("it is registered");
                assert!(matches!(verdict, Verdict::Held { exercised: 1.. }), "{order}: {name}: {verdict:?}");
            }
        });
    let explored = explored.unwrap();
    println!("{} orders, {} given up", explored.orders, explored.given_up);
    assert!(explored.exhaustive && explored.orders > 500, "{} orders", explored.orders);
    assert_eq!(explored.outcomes.len(), 1, "{:?}", explored.outcomes);
}
