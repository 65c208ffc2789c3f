//! The storage of a device decides nothing but what only a storage can decide.

#[path = "common/parallel.rs"]
mod parallel;

use std::sync::atomic::{AtomicUsize, Ordering};

use scenarios::actions;
use scenarios::model::{Action, Scenario, Step};
use scenarios::{RunOptions, corpus, judge, simulate};
use sim_device::{CrashPoint, Note, Storage};

fn on(options: &RunOptions, storage: Storage) -> RunOptions {
    RunOptions { storage: Some(storage), ..options.clone() }
}

fn digest(scenario: &Scenario, options: &RunOptions, storage: Storage) -> String {
    simulate(scenario, &on(options, storage)).unwrap().transcript.digest().to_hex()
}

fn natural(scenario: &Scenario) -> RunOptions {
    let profile = scenario.profiles.iter().copied().find(|profile| profile.executable_on_mdk_0_8().yes).unwrap();
    let seed = scenario.seed.unwrap_or(corpus::DEFAULT_SEED);
    RunOptions::new(profile, corpus::natural_policy(scenario, profile), seed)
}

/// OpenMLS puts several Removes of one commit in the order of a hash table. Its keys move with every hash table that is made on the same
/// thread, and memory storage makes some of its own: the bytes of such a commit differ, and nothing else does.
const REMOVES_SEVERAL: [&str; 1] = ["remove-account"];

/// Ends well in memory and not on SQLite, which takes no second snapshot of the same name (F-47).
const SNAPSHOT_TWICE: &str = "killed-after-the-snapshot";

#[test]
fn every_scenario_of_the_corpus_gives_the_same_bytes_in_memory_and_on_sqlite() {
    let scenarios = corpus::all().unwrap();
    let runs = |scenario: &&Scenario| scenario.profiles.iter().any(|profile| profile.executable_on_mdk_0_8().yes);
    let scenarios: Vec<&Scenario> = scenarios.iter().filter(runs).collect();
    assert!(scenarios.len() > 200, "mdk-core has storages");
    let other = parallel::each(&scenarios, |scenario| {
        let options = natural(scenario);
        let [memory, sqlite] = Storage::ALL.map(|storage| digest(scenario, &options, storage));
        (memory != sqlite).then(|| scenario.id.clone())
    });
    let other: Vec<String> = other.into_iter().flatten().collect();
    let known = |id: &&str| REMOVES_SEVERAL.contains(id) || *id == SNAPSHOT_TWICE;
    assert!(other.iter().all(|id| known(&id.as_str())), "{other:?}");
}

#[test]
fn where_several_leaves_are_removed_at_once_both_storages_show_the_same() {
    for id in REMOVES_SEVERAL {
        let scenario = corpus::find(id).unwrap().unwrap();
        let [memory, sqlite] = Storage::ALL.map(|storage| {
            let judgement = judge(&simulate(&scenario, &on(&natural(&scenario), storage)).unwrap());
            assert!(judgement.as_expected());
            (judgement.outcomes, judgement.metrics.epochs, judgement.metrics.leaves)
        });
        assert_eq!(memory, sqlite);
    }
}

#[test]
fn fifty_runs_on_sqlite_eight_at_a_time_are_like_the_first() {
    // The order of Removes shows whether anything outside the run reaches into it.
    let scenario = corpus::find(REMOVES_SEVERAL[0]).unwrap().unwrap();
    let options = natural(&scenario);
    let first = digest(&scenario, &options, Storage::Sqlite);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while next.fetch_add(1, Ordering::Relaxed) < 50 {
                    assert_eq!(digest(&scenario, &options, Storage::Sqlite), first);
                }
            });
        }
    });
}

/// The write after the snapshot of a commit. SQLite takes no second snapshot of the same name, and memory does (F-47).
const AFTER_THE_SNAPSHOT: u32 = 7;

#[test]
fn an_app_that_is_killed_before_any_of_its_writes_comes_back_and_storages_agree_but_once_on_what_it_finds() {
    let scenario = corpus::find("killed-while-following-its-own-commit").unwrap().unwrap();
    let options = natural(&scenario);
    let killed_before = |n: u32| {
        let mut scenario = scenario.clone();
        for step in scenario.steps.iter_mut().filter(|step| matches!(step.action, Action::Crash(_))) {
            let at = CrashPoint::BeforeWrite(n);
            *step = Step { may_fail: true, ..Step::by("alice/desktop", Action::Crash(actions::Crash { at })) };
        }
        scenario
    };
    let writes: Vec<u32> = (1..=16).collect();
    let seen = parallel::each(&writes, |n| {
        let scenario = killed_before(*n);
        let [memory, sqlite] = Storage::ALL.map(|storage| simulate(&scenario, &on(&options, storage)).unwrap());
        let killed = |note: &Note| matches!(note, Note::Crashed { at: CrashPoint::BeforeWrite(of) } if of == n);
        assert!(memory.notes().any(|(_, _, note)| killed(note)), "before write {n}");
        memory.transcript.digest() == sqlite.transcript.digest()
    });
    let differ: Vec<u32> = writes.into_iter().zip(seen).filter(|(_, same)| !same).map(|(n, _)| n).collect();
    assert_eq!(differ, [AFTER_THE_SNAPSHOT]);
}
