//! Devices that are killed inside an operation: the corpus comes to every crash point, a careful client gets over each, and one
//! that forgets does not.

use std::collections::BTreeSet;

use marmot_rules::{Policy, Profile};
use scenarios::actions;
use scenarios::model::{Action, Outcome, Scenario, Step};
use scenarios::world::{Marmot, ScriptEntry, StepFailure};
use scenarios::{Judgement, Run, RunOptions, corpus, judge, simulate};
use sim_device::behaviour::Unfinished;
use sim_device::{CrashPoint, Note};
use sim_engine::Record;

const STORIES: [&str; 4] =
    ["crash-before-the-welcomes", "crash-around-a-commit", "crash-while-joining", "crash-in-a-refresh"];

fn story(id: &str) -> Scenario {
    corpus::find(id).unwrap().unwrap_or_else(|| panic!("the corpus has no {id}"))
}

fn run(scenario: &Scenario) -> (Run, Judgement) {
    let run = simulate(scenario, &RunOptions::new(Profile::Pr40, Policy::ClientId, 7)).unwrap();
    let judgement = judge(&run);
    (run, judgement)
}

fn crashes(run: &Run) -> Vec<(&str, CrashPoint)> {
    let crash = |(_, device, note)| if let &Note::Crashed { at } = note { Some((device, at)) } else { None };
    run.notes().filter_map(crash).collect()
}

#[test]
fn the_corpus_comes_to_every_crash_point_and_a_careful_client_gets_over_it() {
    let mut reached = BTreeSet::new();
    for id in STORIES {
        let scenario = story(id);
        let (run, judgement) = run(&scenario);
        assert_eq!(judgement.violated(), [""; 0], "{id}");
        assert!(judgement.outcomes.values().all(|outcome| *outcome == Outcome::Joined), "{id}");
        reached.extend(crashes(&run).into_iter().map(|(_, at)| at));
    }
    assert_eq!(reached, CrashPoint::ALL.into());
}

#[test]
fn a_device_crashes_once_where_it_is_told_to_and_not_elsewhere() {
    let (run, _) = run(&story("crash-around-a-commit"));
    let phone = "bob/phone";
    assert_eq!(crashes(&run), [(phone, CrashPoint::CommitBuilt), (phone, CrashPoint::CommitTaken)]);
}

#[test]
fn whoever_forgets_what_was_half_done_loses_welcomes_on_either_side() {
    for (id, lost) in [("crash-before-the-welcomes", "carol/phone"), ("crash-while-joining", "bob/phone")] {
        let mut scenario = story(id);
        scenario.defaults.behaviour.unfinished = Unfinished::Forget;
        scenario.devices.values_mut().for_each(|device| device.behaviour.unfinished = Unfinished::Forget);
        let (_, judgement) = run(&scenario);
        assert!(judgement.violated().contains(&"every-active-device-joins"), "{id}: {:?}", judgement.violated());
        assert_ne!(judgement.outcomes[lost], Outcome::Joined, "{id}");
    }
}

#[test]
fn a_crash_that_never_comes_is_told() {
    let mut scenario = story("crash-around-a-commit");
    let crash = Step::by("bob/phone", Action::Crash(actions::Crash { at: CrashPoint::WelcomeUnwrapped }));
    scenario.steps.push(crash);
    let (run, _) = run(&scenario);
    let never = StepFailure::NeverCame { at: CrashPoint::WelcomeUnwrapped };
    let tells = |record: &Record<Marmot>| matches!(record, Record::Step(ScriptEntry::StepFailed { failure, .. }) if *failure == never);
    assert!(run.entries().any(|(_, entry)| tells(&entry.record)));
    assert!(run.failed_steps.iter().any(|step| step.why == never && !step.expected));
}

#[test]
fn whoever_forgets_its_commit_follows_it_when_a_relay_sends_it_back() {
    let mut scenario = story("crash-around-a-commit");
    scenario.defaults.behaviour.unfinished = Unfinished::Forget;
    let (run, judgement) = run(&scenario);
    assert!(crashes(&run).contains(&("bob/phone", CrashPoint::CommitTaken)));
    assert_eq!(judgement.violated(), [""; 0]);
}

#[test]
fn of_two_writes_before_which_it_is_to_be_killed_the_last_one_counts_and_the_other_never_came() {
    let mut scenario = story("killed-while-following-its-own-commit");
    let at = scenario.steps.iter().position(|step| matches!(step.action, Action::Crash(_))).unwrap();
    let Action::Crash(actions::Crash { at: CrashPoint::BeforeWrite(n) }) = scenario.steps[at].action else {
        panic!("it is killed")
    };
    let device = scenario.steps[at].device.clone().unwrap();
    scenario
        .steps
        .insert(at, Step::by(device.clone(), Action::Crash(actions::Crash { at: CrashPoint::BeforeWrite(n + 1) })));
    let (run, _) = run(&scenario);
    assert_eq!(crashes(&run), [(device.as_str(), CrashPoint::BeforeWrite(n))]);
    let never = StepFailure::NeverCame { at: CrashPoint::BeforeWrite(n + 1) };
    assert!(run.failed_steps.iter().any(|step| step.why == never), "{:?}", run.failed_steps);
}
