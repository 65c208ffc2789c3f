//! The storage of a device decides nothing but what only a storage can decide.

mod common;

use common::parallel;
use scenarios::model::{Action, Scenario, Step};
use scenarios::{RunOptions, corpus, simulate};
use sim_device::{CrashPoint, Note, Storage};

fn digest(scenario: &Scenario, options: &RunOptions, storage: Storage) -> String {
    let options = RunOptions { storage: Some(storage), ..options.clone() };
    simulate(scenario, &options).unwrap().transcript.digest().to_hex()
}

fn natural(scenario: &Scenario) -> RunOptions {
    let profile = scenario.profiles.iter().copied().find(|profile| profile.executable_on_mdk_0_8().yes).unwrap();
    let seed = scenario.seed.unwrap_or(corpus::DEFAULT_SEED);
    RunOptions::new(profile, corpus::natural_policy(scenario, profile), seed)
}

#[test]
fn every_scenario_of_the_corpus_gives_the_same_bytes_in_memory_and_on_sqlite() {
    let scenarios = corpus::all().unwrap();
    let runs = |scenario: &&Scenario| scenario.profiles.iter().any(|profile| profile.executable_on_mdk_0_8().yes);
    let scenarios: Vec<&Scenario> = scenarios.iter().filter(runs).collect();
    let other = parallel::each(&scenarios, |scenario| {
        let options = natural(scenario);
        let [memory, sqlite] = Storage::ALL.map(|storage| digest(scenario, &options, storage));
        (memory != sqlite).then(|| scenario.id.clone())
    });
    assert_eq!(other.into_iter().flatten().collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn fifty_runs_on_sqlite_eight_at_a_time_are_like_the_one_in_memory() {
    // OpenMLS puts several Removes of one commit in the order of a hash table: this scenario shows whether anything disturbs it.
    let scenario = corpus::find("remove-account").unwrap().unwrap();
    let options = natural(&scenario);
    let memory = digest(&scenario, &options, Storage::Memory);
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                sim_env::register_thread_as_outside();
                while next.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 50 {
                    assert_eq!(digest(&scenario, &options, Storage::Sqlite), memory);
                }
            });
        }
    });
}

#[test]
fn an_app_that_is_killed_before_any_of_its_writes_comes_back_and_storages_agree_on_what_it_finds() {
    let scenario = corpus::find("killed-while-following-its-own-commit").unwrap().unwrap();
    let options = natural(&scenario);
    let killed_before = |n: u32| {
        let mut scenario = scenario.clone();
        for step in &mut scenario.steps {
            if matches!(step.action, Action::Crash { .. }) {
                *step = Step { may_fail: true, ..Step::by("alice/desktop", Action::Crash { at: CrashPoint::BeforeWrite(n) }) };
            }
        }
        scenario
    };
    let writes: Vec<u32> = (1..=24).step_by(3).collect();
    let died = parallel::each(&writes, |n| {
        let scenario = killed_before(*n);
        let [memory, sqlite] = Storage::ALL.map(|storage| digest(&scenario, &options, storage));
        assert_eq!(memory, sqlite, "before write {n}");
        let run = simulate(&scenario, &options).unwrap();
        run.notes().any(|(_, _, note)| matches!(note, Note::Crashed { at: CrashPoint::BeforeWrite(of) } if of == n))
    });
    assert!(died.iter().filter(|died| **died).count() >= 4, "{died:?}");
}
