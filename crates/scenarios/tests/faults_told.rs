//! Every fault that acts leaves a record with its name.

use marmot_rules::{Policy, Profile};
use scenarios::model::Scenario;
use scenarios::world::{ScriptEntry, Wire};
use scenarios::{Run, RunOptions, simulate};
use sim_engine::{Effect, Record};
use sim_relay::RelayMsg;

fn run(relay: &str, steps: &str) -> Run {
    let text = format!(
        r#"
format = "marmot-scenario/1"
id = "faults"
title = "t"
profiles = ["pr40"]
{relay}
[accounts.alice]
devices = ["desktop"]
[accounts.bob]
devices = ["phone"]
{steps}
"#
    );
    let scenario = Scenario::parse(&text, "faults.toml").unwrap();
    simulate(&scenario, &RunOptions::new(Profile::Pr40, Policy::ClientId, 7)).unwrap()
}

/// Names and effects of faults that acted on messages about events of bob.
fn on_messages(run: &Run) -> Vec<(&str, Effect)> {
    let acted = run.entries().filter_map(|(_, entry)| match &entry.record {
        Record::Fault { fault, effect, message, .. } if message.event().is_some() => Some((fault.as_str(), *effect)),
        _ => None,
    });
    acted.collect()
}

#[test]
fn what_a_relay_does_wrong_is_told_when_it_acts() {
    let effects = [
        ("refuse", Effect::Refuse),
        ("forget", Effect::Forget),
        ("silence", Effect::Silence),
        ("take-and-cut", Effect::TakeAndCut),
    ];
    for (does, effect) in effects {
        let steps = format!(
            "[[steps]]\nfault = {{ name = \"bad\", kinds = [443], does = \"{does}\" }}\n\
             [[steps]]\ndevice = \"bob/phone\"\nmay_fail = true\npublish_key_package = {{}}\n[[steps]]\nsettle = \"10m\"\n"
        );
        assert!(on_messages(&run("", &steps)).contains(&("bad", effect)), "{does}");
    }
}

#[test]
fn an_attempt_to_connect_that_a_fault_thwarts_is_told_and_so_is_the_end_of_the_fault() {
    let run = run(
        "",
        "[[steps]]\nfault = { name = \"down\", device = \"bob/phone\", does = \"disconnect\" }\n\
         [[steps]]\ndevice = \"bob/phone\"\nmay_fail = true\npublish_key_package = {}\n\
         [[steps]]\nadvance = \"1m\"\n[[steps]]\nlift = { fault = \"down\" }\n[[steps]]\nsettle = \"1h\"\n",
    );
    let thwarted = |record: &Record<_>| matches!(record, Record::FaultOnOpen { fault, effect: Effect::Disconnect, .. } if fault == "down");
    assert!(run.entries().any(|(_, entry)| thwarted(&entry.record)));
    let ended = ScriptEntry::FaultEnded { fault: "down".to_owned(), by_itself: false };
    assert!(run.entries().any(|(_, entry)| matches!(&entry.record, Record::Step(told) if *told == ended)));
}

#[test]
fn a_relay_that_serves_some_accounts_refuses_what_others_write_as_the_schema_says() {
    let run = run(
        "[relays.r1]\nserves = [\"alice\"]",
        "[[steps]]\ndevice = \"bob/phone\"\nfails = true\npublish_key_package = {}\n\
         [[steps]]\ndevice = \"alice/desktop\"\npublish_key_package = {}\n[[steps]]\nsettle = \"10m\"\n",
    );
    let refused = run.entries().filter(|(_, entry)| match &entry.record {
        Record::Delivered { to, message: Wire::ToDevice(RelayMsg::Ok { accepted: false, message, .. }), .. } => {
            assert!(message.starts_with("restricted:") && run.name(*to) == "bob/phone", "{message}");
            true
        }
        _ => false,
    });
    assert!(refused.count() > 0);
    let [failed] = run.failed_steps.as_slice() else { panic!("{:?}", run.failed_steps) };
    assert!(failed.expected);
}

#[test]
fn steps_are_told_in_plain_words() {
    let run = run(
        "",
        "[[steps]]\nlabel = \"w1\"\ndevice = \"bob/phone\"\npublish_key_package = {}\n\
         [[steps]]\ndevice = \"alice/desktop\"\ncreate_group = { group = \"trip\", invite = [\"bob\"] }\n\
         [[steps]]\nfault = { name = \"f\", relay = \"r1\", kinds = [445], does = \"delay\", delay = \"5s\", times = 2, lasts = \"1h\" }\n\
         [[steps]]\nset_relay = { relay = \"r1\", set = { max_limit = 3 }, skew = -5 }\n",
    );
    let told: Vec<String> = run
        .entries()
        .filter_map(|(_, entry)| match &entry.record {
            Record::Step(told @ ScriptEntry::Step { .. }) => Some(told.to_string()),
            _ => None,
        })
        .collect();
    let expected = [
        "[w1] bob/phone: publish a KeyPackage",
        "alice/desktop: create group trip and invite bob",
        "fault f: delay kind 445 between any device and r1 by 5s, 2 times, for 1h",
        "relay r1 from now on: max_limit = 3 and its clock is 5 s behind",
    ];
    assert_eq!(told, expected);
}
