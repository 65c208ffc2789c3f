//! `colony check --seeds`: which expectations depend on the seed.

mod common;

use std::fs;

use common::colony;
use serde_json::Value;

/// Two commits of one second: the seed decides which stands, and with it whether Alice's message is lost.
const LUCK: &str = r#"format = "marmot-scenario/1"
id = "luck"
title = "A message on a branch that may lose"
profiles = ["pr40"]
policies = ["client-id"]

[accounts.alice]
devices = ["desktop"]

[accounts.bob]
devices = ["phone"]

[defaults.behaviour]
post_join_update = "never"

[[steps]]
device = "bob/phone"
publish_key_package = {}

[[steps]]
device = "alice/desktop"
create_group = { group = "trip", invite = ["bob"] }

[[steps]]
settle = "10m"

[[steps]]
fault = { name = "slow", device = "alice/desktop", kinds = [445], direction = "to-device", does = "delay", delay = "5s", times = 2 }

[[steps]]
parallel = [
  { device = "alice/desktop", self_update = { group = "trip" } },
  { device = "bob/phone", self_update = { group = "trip" } },
]

[[steps]]
device = "alice/desktop"
send = { group = "trip", text = "Can you hear me?" }

[[steps]]
settle = "10m"

[expect]
violates = ["delivered-exactly-once"]
"#;

#[test]
fn an_expectation_that_holds_under_every_seed_passes_and_all_is_counted() {
    let done = colony(&["check", "two-devices", "--profile", "pr40", "--policy", "client-id", "--seeds", "1..5"]);
    assert_eq!((done.exit, done.err.as_str()), (0, ""), "{}", done.out);
    assert!(done.out.contains("as expected: 1 scenario, 5 runs under seeds 1..5\n"), "{}", done.out);
    assert!(done.out.contains("twice under seed 1 alone"), "{}", done.out);
}

#[test]
fn an_expectation_that_depends_on_the_seed_fails_with_the_seeds_under_which_it_does_not_come_true() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("luck.toml");
    fs::write(&file, LUCK).unwrap();
    let check = |more: &[&str]| colony(&[&["check", file.to_str().unwrap(), "--seeds", "1..12"], more].concat());
    let told = check(&["--jobs", "2"]);
    assert_eq!(told.exit, 1, "{}", told.out);
    let document: Value = serde_json::from_str(&check(&["--json"]).out).unwrap();
    let row = &document["rows"][0];
    let (expected, bad) = (row["as_expected"].as_u64().unwrap(), row["not_under"].as_array().unwrap());
    assert!(expected > 0 && !bad.is_empty() && expected + bad.len() as u64 == 12, "{row}");
    let head = format!("luck under pr40 and client-id: as expected under {expected} of 12 seeds\n  not under ");
    assert!(told.out.contains(&head), "{}", told.out);
    assert!(
        told.out.contains("NOT as expected: 1 scenario, 12 runs under seeds 1..12: 1 depends on the seed\n"),
        "{}",
        told.out
    );
    let repro = format!("--policy client-id --seed {}", bad[0].as_str().unwrap());
    assert!(row["repro"].as_str().unwrap().ends_with(&repro), "{row}");
}

#[test]
fn a_scenario_that_fixes_its_seed_runs_under_that_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("luck.toml");
    fs::write(&file, LUCK.replace("profiles", "seed = 3\nprofiles")).unwrap();
    let done = colony(&["check", file.to_str().unwrap(), "--seeds", "1..4", "--json"]);
    let document: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(document["rows"][0]["seeds"], 1, "{}", done.out);
}

#[test]
fn seeds_that_are_none_or_too_many_are_refused() {
    for seeds in ["5", "5..1", "a..b", "0..10000"] {
        let done = colony(&["check", "one-device", "--seeds", seeds]);
        assert_eq!(done.exit, 2, "{seeds}");
    }
    assert_eq!(colony(&["check", "one-device", "--seeds", "1..2", "--seed", "1"]).exit, 2);
}
