//! The three-device case as a scenario, and what times it.

use std::hint::black_box;
use std::time::Duration;

use marmot_rules::{Policy, Profile};
use rustix::time::{ClockId, clock_gettime};
use scenarios::model::Scenario;
use scenarios::{DEFAULT_START, RunOptions, simulate};
use sim_env::Seed;

use super::{adopted, direct};

/// Messages of the three-device case; the closing roll call sends the last three.
pub const MESSAGES: usize = 20;

/// An engine under the case: a profile with the policy of its text, and the same work by bare calls.
#[derive(Clone, Copy)]
pub struct Side {
    pub name: &'static str,
    pub profile: Profile,
    pub policy: Policy,
    direct: fn(usize),
}

pub const SIDES: [Side; 2] = [
    Side { name: "mdk-core 0.8.0", profile: Profile::Pr40, policy: Policy::ClientId, direct: direct::three_devices },
    Side {
        name: "adopted on openmls 0.9.2",
        profile: Profile::Adopted2026_07,
        policy: Policy::DSlot { limit: None },
        direct: adopted::three_devices,
    },
];

pub fn three_devices() -> Scenario {
    let mut text = String::from(
        r#"format = "marmot-scenario/1"
id = "three-devices"
title = "Two joins, twenty messages, one self-update"
profiles = ["pr40", "adopted-2026-07"]
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

pub fn with_harness(scenario: &Scenario, side: Side, seed: u64) {
    let options = RunOptions::new(side.profile, side.policy, seed);
    black_box(simulate(scenario, &options).expect("it runs"));
}

pub fn without_harness(side: Side, seed: u64) {
    sim_env::run(Seed::from(seed), DEFAULT_START, || (side.direct)(MESSAGES)).expect("it runs");
}

/// CPU time of the whole process, which a busy machine disturbs less than the time that passes.
pub fn timed(work: impl FnOnce()) -> Duration {
    let begin = spent();
    work();
    spent() - begin
}

fn spent() -> Duration {
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(spent.tv_sec as u64, spent.tv_nsec as u32)
}

/// The quantile of what was measured, in milliseconds or as a ratio.
pub fn quantile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * part).round() as usize]
}
