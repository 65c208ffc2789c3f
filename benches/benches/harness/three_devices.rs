//! The three-device case as a scenario, and what times it.

use std::hint::black_box;
use std::time::{Duration, Instant};

use marmot_rules::{Policy, Profile};
use scenarios::model::Scenario;
use scenarios::{DEFAULT_START, RunOptions, simulate};
use sim_env::Seed;

use super::direct;

/// Messages of the three-device case; the closing roll call sends the last three.
pub const MESSAGES: usize = 20;

pub fn three_devices() -> Scenario {
    let mut text = String::from(
        r#"format = "marmot-scenario/1"
id = "three-devices"
title = "Two joins, twenty messages, one self-update"
profiles = ["pr40"]
accounts.alice.devices = ["desktop"]
accounts.bob.devices = ["phone", "laptop"]
steps = [
  { device = "bob/laptop", publish_key_package = {} },
  { device = "bob/phone", publish_key_package = {} },
  { device = "alice/desktop", create_group = { group = "trip", invite = ["bob"] } },
  { settle = "10m" },
"#,
    );
    for turn in 0..MESSAGES - 3 {
        let sender = ["alice/desktop", "bob/phone", "bob/laptop"][turn % 3];
        if turn == MESSAGES / 2 {
            text += "  { device = \"bob/phone\", self_update = { group = \"trip\" } },\n";
            text += "  { settle = \"10m\" },\n";
        }
        text += &format!("  {{ device = \"{sender}\", send = {{ group = \"trip\", text = \"message {turn}\" }} }},\n");
    }
    Scenario::parse(&(text + "]\n"), "three-devices.toml").expect("the scenario is good")
}

pub fn with_harness(scenario: &Scenario, seed: u64) {
    let options = RunOptions::new(Profile::Pr40, Policy::ClientId, seed);
    black_box(simulate(scenario, &options).expect("it runs"));
}

pub fn without_harness(seed: u64) {
    sim_env::run(Seed::from(seed), DEFAULT_START, || direct::three_devices(MESSAGES)).expect("it runs");
}

pub fn timed(work: impl FnOnce()) -> Duration {
    let begin = Instant::now();
    work();
    begin.elapsed()
}

/// The quantile of what was measured, in milliseconds or as a ratio.
pub fn quantile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * part).round() as usize]
}
