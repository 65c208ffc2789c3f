//! Settling waits for what is due or ends by itself, and says what it waited for.

use marmot_rules::{Policy, Profile};
use scenarios::model::{Outcome, Scenario};
use scenarios::world::{ScriptEntry, Wait};
use scenarios::{Run, RunOptions, judge, simulate};
use sim_engine::Record;

const HEAD: &str = r#"
format = "marmot-scenario/1"
id = "settling"
title = "t"
profiles = ["pr40"]
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
"#;

fn run(steps: &str) -> Run {
    let scenario = Scenario::parse(&format!("{HEAD}{steps}"), "settling.toml").unwrap();
    simulate(&scenario, &RunOptions::new(Profile::Pr40, Policy::ClientId, 7)).unwrap()
}

struct Told {
    waited_for: Vec<Wait>,
    unfinished: Vec<Wait>,
    in_vain: Vec<Wait>,
}

fn waited(run: &Run) -> Vec<Told> {
    let told = |record: &Record<_>| match record {
        Record::Step(ScriptEntry::Waited { waited_for, unfinished, in_vain, .. }) => {
            Some(Told { waited_for: waited_for.clone(), unfinished: unfinished.clone(), in_vain: in_vain.clone() })
        }
        _ => None,
    };
    run.entries().filter_map(|(_, entry)| told(&entry.record)).collect()
}

fn reconnect(wait: &Wait) -> bool {
    matches!(wait, Wait::Work { who, kind: "reconnect", waits_for, .. } if who == "bob/phone" && waits_for == "r1")
}

fn everybody_reads(run: &Run) {
    let judgement = judge(run);
    assert!(judgement.outcomes.values().all(|outcome| *outcome == Outcome::Joined), "{:?}", judgement.outcomes);
    assert_eq!(judgement.violated(), [""; 0]);
    assert!(!judgement.stalled);
}

#[test]
fn after_a_long_outage_a_reconnect_that_is_due_is_waited_for() {
    let run = run(r#"
[[steps]]
fault = { name = "down", device = "bob/phone", does = "disconnect" }
[[steps]]
device = "alice/desktop"
send = { group = "trip", text = "Are you there?" }
[[steps]]
advance = "5m"
[[steps]]
lift = { fault = "down" }
[[steps]]
settle = "6h"
"#);
    assert!(waited(&run).iter().any(|told| told.waited_for.iter().any(reconnect)));
    everybody_reads(&run);
}

#[test]
fn a_fault_that_ends_by_itself_is_waited_for_and_what_follows_from_its_end_too() {
    let run = run(r#"
[[steps]]
fault = { name = "down", device = "bob/phone", does = "disconnect", lasts = "5m" }
[[steps]]
device = "alice/desktop"
send = { group = "trip", text = "hi" }
[[steps]]
settle = "6h"
"#);
    let down = Wait::FaultToEnd { fault: "down".to_owned() };
    let told = waited(&run);
    assert!(told.iter().any(|told| told.waited_for.contains(&down) && told.waited_for.iter().any(reconnect)));
    let ended = ScriptEntry::FaultEnded { fault: "down".to_owned(), by_itself: true };
    assert!(run.entries().any(|(_, entry)| matches!(&entry.record, Record::Step(told) if *told == ended)));
    everybody_reads(&run);
}

#[test]
fn the_roll_call_too_waits_for_a_fault_to_end() {
    let run = run(r#"
[[steps]]
fault = { name = "down", device = "bob/phone", does = "disconnect", lasts = "2h" }
[[steps]]
device = "alice/desktop"
send = { group = "trip", text = "hi" }
"#);
    everybody_reads(&run);
    assert!(run.transcript.entries[run.roll_call].at.as_secs() > 7_200);
}

#[test]
fn messages_that_are_held_until_their_fault_ends_are_waited_for() {
    let run = run(r#"
[[steps]]
fault = { name = "held", device = "bob/phone", direction = "to-device", kinds = [445], does = "hold", lasts = "20m" }
[[steps]]
device = "alice/desktop"
send = { group = "trip", text = "hi" }
[[steps]]
settle = "1h"
"#);
    everybody_reads(&run);
    let settled = &run.checkpoints[1];
    assert!(settled.quiet && settled.at.as_secs() >= 1_200, "{} {:?}", settled.quiet, settled.at);
}

#[test]
fn a_fault_that_nothing_ends_is_not_waited_for_and_is_said() {
    let run = run(r#"
[[steps]]
fault = { name = "down", device = "bob/phone", does = "disconnect" }
[[steps]]
device = "alice/desktop"
send = { group = "trip", text = "hi" }
[[steps]]
settle = "6h"
"#);
    let told = waited(&run);
    let in_force = Wait::FaultInForce { fault: "down".to_owned() };
    assert!(told.iter().any(|told| told.in_vain.contains(&in_force) && told.in_vain.iter().any(reconnect)));
    assert!(!judge(&run).stalled && run.duration().as_secs() < 3_600);
}

#[test]
fn what_is_unfinished_at_the_limit_is_said_and_a_fault_that_ends_after_it_leaves_the_world_unquiet() {
    let run = run(r#"
[[steps]]
fault = { name = "held", device = "bob/phone", direction = "to-device", kinds = [445], does = "hold", lasts = "20m" }
[[steps]]
device = "alice/desktop"
send = { group = "trip", text = "hi" }
[[steps]]
settle = "1m"
[[steps]]
fault = { name = "late", direction = "to-device", does = "delay", delay = "5m" }
[[steps]]
device = "alice/desktop"
self_update = { group = "trip" }
may_fail = true
[[steps]]
settle = "1s"
"#);
    assert!(!run.checkpoints[1].quiet && run.checkpoints[1].blockers.is_empty());
    assert!(waited(&run)[0].in_vain.contains(&Wait::Held { fault: "held".to_owned(), messages: 1 }));
    assert!(waited(&run).iter().any(|told| !told.unfinished.is_empty()));
}
