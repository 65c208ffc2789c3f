//! Same seed, same bytes (law L9): one process, many runs. `crates/colony/tests/processes.rs` compares processes.

use std::sync::OnceLock;

use marmot_rules::{Policy, Profile};
use scenarios::{Run, RunOptions, corpus, simulate};

/// Ten devices: enough for work that escapes to another thread to change the bytes sooner or later (law L3).
const SCENARIO: &str = "ten-devices";
const REPEATS: usize = 50;

fn run_of(id: &str, options: &RunOptions) -> Run {
    let scenario = corpus::find(id).unwrap().expect("the corpus has it");
    simulate(&scenario, options).unwrap()
}

fn ten_devices() -> Run {
    run_of(SCENARIO, &RunOptions::new(Profile::Pr40, Policy::ClientId, 7))
}

/// The very first run of this process: every test asks for it before it does anything else.
fn first_run() -> &'static [u64] {
    static FIRST: OnceLock<Vec<u64>> = OnceLock::new();
    sim_env::register_thread_as_outside();
    FIRST.get_or_init(|| marks(&ten_devices()))
}

/// The rolling digest at every entry.
fn marks(run: &Run) -> Vec<u64> {
    run.transcript.entries.iter().map(|entry| entry.mark).collect()
}

fn assert_same(run: &Run, which: &str) {
    let (first, this) = (first_run(), marks(run));
    let differs = first.iter().zip(&this).position(|(a, b)| a != b);
    assert_eq!(
        differs,
        None,
        "{which} differs from the first run at this entry: {:?}",
        run.transcript.entries[differs.unwrap()]
    );
    assert_eq!(first.len(), this.len(), "{which} is longer or shorter than the first run");
}

#[test]
fn fifty_runs_one_after_another_are_like_the_first() {
    assert!(first_run().len() > 1_000, "a run worth repeating");
    for turn in 0..REPEATS {
        assert_same(&ten_devices(), &format!("run {turn}"));
    }
}

#[test]
fn fifty_runs_beside_other_runs_are_like_the_first() {
    first_run();
    std::thread::scope(|scope| {
        for thread in 0..2 {
            scope.spawn(move || {
                sim_env::register_thread_as_outside();
                (0..REPEATS / 2)
                    .for_each(|turn| assert_same(&ten_devices(), &format!("run {turn} on thread {thread}")));
            });
        }
        for (thread, id) in ["two-devices", "remove-account"].into_iter().enumerate() {
            scope.spawn(move || {
                sim_env::register_thread_as_outside();
                for seed in 0..REPEATS as u64 {
                    run_of(id, &RunOptions::new(Profile::Pr40, Policy::ClientId, 1_000 * thread as u64 + seed));
                }
            });
        }
    });
}

#[test]
fn fifty_runs_of_the_adopted_text_are_alike_beside_runs_of_another_engine() {
    let race = || run_of("adopted-eight-waves-against-an-absent-member", &adopted(7));
    sim_env::register_thread_as_outside();
    let first = marks(&race());
    assert!(first.len() > 300, "a run worth repeating");
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                sim_env::register_thread_as_outside();
                (0..REPEATS / 2).for_each(|_| assert!(marks(&race()) == first, "a repeated run differs"));
            });
        }
        scope.spawn(|| {
            sim_env::register_thread_as_outside();
            (0..20).for_each(|seed| {
                run_of("remove-account", &RunOptions::new(Profile::Pr40, Policy::ClientId, seed));
            });
        });
    });
    assert!(marks(&run_of("adopted-eight-waves-against-an-absent-member", &adopted(8))) != first);
}

fn adopted(seed: u64) -> RunOptions {
    RunOptions::new(Profile::Adopted2026_07, Policy::DSlot { limit: None }, seed)
}

#[test]
fn another_seed_is_another_run() {
    let options = RunOptions::new(Profile::Pr40, Policy::ClientId, 8);
    let other = marks(&run_of(SCENARIO, &options));
    let same = first_run().iter().filter(|mark| other.contains(mark)).count();
    assert_eq!(same, 1, "only the first entry, a step at time zero, is the same");
}

/// Digests of a few runs, to be compared across machines, builds and months.
///
/// Whatever changes one of them changes what a seed means: saved failures and published reproductions no longer replay. That
/// can be right, for example when a device does something new, but the commit says why.
#[test]
fn golden_digests_change_only_with_a_reason_in_the_commit() {
    first_run();
    let golden = [
        ("one-device", Profile::Mip2026_01, Policy::NewestOne, 7),
        ("two-devices", Profile::Pr40, Policy::ClientId, 1),
        (SCENARIO, Profile::Mip2026_04, Policy::DSlot { limit: None }, 7),
    ];
    let line = |(id, profile, policy, seed): (&str, Profile, Policy, u64)| {
        let digest = run_of(id, &RunOptions::new(profile, policy, seed)).transcript.digest();
        format!("{id} {profile} {policy} {seed} {digest}")
    };
    insta::assert_snapshot!(golden.map(line).join("\n"));
}
