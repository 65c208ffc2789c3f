//! The engine in an environment of its own: every test is a run whose clock and entropy follow from a seed.

mod clocks;
#[path = "../engine/common.rs"]
#[allow(dead_code, reason = "the other test binary uses the rest")]
mod common;
mod random;

use sim_env::{Seed, run};

/// When every run begins, in Unix seconds.
const START: u64 = 1_781_481_600;

/// Runs after the lazies of the process were touched once (law L4).
fn in_run<T: Send>(seed: u64, act: impl FnOnce() -> T + Send) -> T {
    static WARM: std::sync::Once = std::sync::Once::new();
    WARM.call_once(|| drop(common::World::of(&[1]).key_package(0)));
    run(Seed::from(seed), START, act).expect("a run")
}
