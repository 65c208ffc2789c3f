//! The determinism check can fail: whatever real entropy, time or order is let into a run is caught (law L10).

mod common;

use common::{Done, colony};

fn run(options: &[&str]) -> Done {
    colony(&[&["run", "two-devices", "--policy", "client-id", "--quiet"], options].concat())
}

fn assert_caught_by_comparison(leak: &str) {
    let done = run(&["--verify-determinism", "--leak", leak]);
    assert_eq!(done.exit, 3, "{done:?}");
    assert!(
        done.err.starts_with("colony: nondeterminism: two runs of the same seed differ first at entry "),
        "{}",
        done.err
    );
    assert!(done.err.contains("\n  first   t=") && done.err.contains("\n  second  t="), "{}", done.err);
    let repro = format!(
        "\n  repro  colony run two-devices --profile pr40 --policy client-id --seed 7 --leak {leak} --verify-determinism\n"
    );
    assert!(done.err.ends_with(&repro), "{}", done.err);
}

#[test]
fn without_a_leak_two_runs_are_the_same() {
    let done = run(&["--verify-determinism"]);
    assert_eq!((done.exit, done.err.as_str()), (0, ""));
}

#[test]
fn one_real_random_number_is_caught() {
    assert_caught_by_comparison("entropy");
}

#[test]
fn one_real_clock_reading_is_caught() {
    assert_caught_by_comparison("clock");
}

#[test]
fn one_loop_over_a_hash_set_is_caught() {
    assert_caught_by_comparison("hash-order");
}

#[test]
fn a_draw_on_a_stray_thread_is_caught_in_the_first_run() {
    let done = run(&["--leak", "stray-thread"]);
    assert_eq!((done.exit, done.out.as_str()), (3, ""));
    assert!(done.err.contains("a thread outside the simulation drew entropy 1 times"), "{}", done.err);
}
