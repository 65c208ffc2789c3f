//! A run without one of its effects: the same up to there, and then as if it had not been.

use marmot_rules::{Policy, Profile};
use scenarios::model::{Outcome, Scenario};
use scenarios::world::{Marmot, Wire};
use scenarios::{NotAnEffect, Run, RunOptions, judge, simulate, without};
use sim_engine::{Effect, Record};
use sim_relay::{ClientMsg, RelayMsg};

fn scenario(relay: &str, steps: &str) -> Scenario {
    let text = format!(
        r#"
format = "marmot-scenario/1"
id = "effects"
title = "t"
profiles = ["pr40"]
{relay}
[accounts.alice]
devices = ["desktop"]
[accounts.bob]
devices = ["phone"]
[defaults.behaviour]
post_join_update = "never"
[[steps]]
device = "bob/phone"
publish_key_package = {{}}
{steps}
"#
    );
    Scenario::parse(&text, "effects.toml").unwrap()
}

fn options() -> RunOptions {
    RunOptions::new(Profile::Pr40, Policy::ClientId, 7)
}

/// The run without the first entry that is so; both runs are the same before it.
fn leaving_out(scenario: &Scenario, run: &Run, is: impl Fn(&Record<Marmot>) -> bool) -> Run {
    let entry = run.transcript.entries.iter().position(|entry| is(&entry.record)).expect("the effect comes about");
    let options = RunOptions { without: Some(without(run, entry).unwrap()), ..options() };
    let other = simulate(scenario, &options).unwrap();
    let same = |a: &Run, b: &Run| {
        sim_engine::first_difference(a.transcript.marks(), b.transcript.marks()).is_some_and(|at| at <= entry)
    };
    assert!(same(run, &other) && other.repro().ends_with(&format!("--without {entry}")));
    other
}

fn outcome(run: &Run) -> Outcome {
    judge(run).outcomes["bob/phone"]
}

#[test]
fn without_the_drop_of_a_welcome_its_device_joins() {
    let scenario = scenario(
        "",
        r#"
[[steps]]
fault = { name = "lossy", kinds = [1059], direction = "to-device", does = "drop" }
[[steps]]
device = "alice/desktop"
create_group = { group = "trip", invite = ["bob"] }
[[steps]]
settle = "10m"
"#,
    );
    let run = simulate(&scenario, &options()).unwrap();
    assert_ne!(outcome(&run), Outcome::Joined);
    let lost = |record: &Record<Marmot>| matches!(record, Record::Fault { fault, effect: Effect::Drop, .. } if fault == "lossy");
    assert_eq!(outcome(&leaving_out(&scenario, &run, lost)), Outcome::Joined);
}

#[test]
fn without_the_refusal_of_its_commit_an_invitation_succeeds() {
    let steps = r#"
[[steps]]
fault = { name = "no-commits", direction = "to-relay", kinds = [445], does = "refuse", times = 1 }
[[steps]]
device = "alice/desktop"
may_fail = true
create_group = { group = "trip", invite = ["bob"] }
[[steps]]
device = "alice/desktop"
may_fail = true
self_update = { group = "trip" }
[[steps]]
settle = "10m"
"#;
    let scenario = scenario("", steps);
    let run = simulate(&scenario, &options()).unwrap();
    let refused = |run: &Run| run.failed_steps.len();
    assert_eq!(refused(&run), 1);
    let fault = |record: &Record<Marmot>| matches!(record, Record::Fault { effect: Effect::Refuse, .. });
    assert_eq!(refused(&leaving_out(&scenario, &run, fault)), 0);
    let answer = |record: &Record<Marmot>| {
        matches!(record, Record::Delivered { message: Wire::ToDevice(RelayMsg::Ok { accepted: false, .. }), .. })
    };
    assert_eq!(refused(&leaving_out(&scenario, &run, answer)), 0);
}

#[test]
fn without_the_limit_of_one_answer_nothing_is_left_to_ask_for() {
    let publishes = r#"
[[steps]]
device = "bob/phone"
every = "10s"
times = 4
publish_key_package = {}
[[steps]]
device = "alice/desktop"
create_group = { group = "trip", invite = ["bob"] }
[[steps]]
settle = "10m"
"#;
    let mut scenario = scenario("[relays.r1]\nset = { max_limit = 2 }", publishes);
    scenario.profiles = vec![Profile::Mip2026_01];
    let options = RunOptions::new(Profile::Mip2026_01, Policy::NewestOne, 7);
    let run = simulate(&scenario, &options).unwrap();
    let look_up = |record: &Record<Marmot>| matches!(record, Record::Delivered { message: Wire::ToDevice(RelayMsg::Eose(sub)), .. } if sub.as_str().starts_with('q'));
    // What the relay sends for the look-up before its first end.
    let of_look_up = |record: &Record<Marmot>| match record {
        Record::Delivered { message: Wire::ToDevice(RelayMsg::Event { sub, event }), .. } => {
            sub.as_str().starts_with('q') && event.kind.as_u16() == 443
        }
        _ => false,
    };
    let sent = |run: &Run| {
        let ends = |record: &Record<Marmot>, seen: usize| seen > 0 && look_up(record);
        let mut seen = 0;
        for (_, entry) in run.entries() {
            seen += usize::from(of_look_up(&entry.record));
            if ends(&entry.record, seen) {
                break;
            }
        }
        seen
    };
    let first = run.entries().position(|(_, entry)| of_look_up(&entry.record)).expect("KeyPackages are found");
    let end = run.entries().skip(first).find(|(_, entry)| look_up(&entry.record));
    let (entry, _) = end.expect("the answer ends");
    let options = RunOptions { without: Some(without(&run, entry).unwrap()), ..options };
    let uncut = simulate(&scenario, &options).unwrap();
    assert_eq!(sent(&run), 2);
    assert!(sent(&uncut) > 2, "{} in one answer", sent(&uncut));
}

#[test]
fn a_delivery_can_be_left_out_and_what_is_no_effect_cannot() {
    let steps = r#"
[[steps]]
device = "alice/desktop"
create_group = { group = "trip", invite = ["bob"] }
[[steps]]
settle = "10m"
"#;
    let scenario = scenario("", steps);
    let run = simulate(&scenario, &options()).unwrap();
    let key_package = |record: &Record<Marmot>| match record {
        Record::Delivered { message: Wire::ToRelay(ClientMsg::Event(event)), .. } => event.kind.as_u16() == 443,
        _ => false,
    };
    leaving_out(&scenario, &run, key_package);
    assert_eq!(without(&run, 0), Err(NotAnEffect::OfAnotherKind { entry: 0 }));
    let last = run.transcript.entries.len() - 1;
    assert_eq!(without(&run, last + 1), Err(NotAnEffect::NoSuchEntry { entry: last + 1, last }));
}
