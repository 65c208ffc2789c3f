//! What a bad scenario file is told: file, line, what was found, what was expected.

use shared_ratchet::tree::Node;
use shared_ratchet::{RunOptions, parse, simulate};

const HEAD: &str = r#"format = "shared-ratchet-scenario/1"
id = "a"
title = "A"
devices = { A = 2, B = 1 }
"#;

/// Turns of a long script: four steps each.
const LONG: usize = 125;

fn complaint(rest: &str) -> String {
    parse(&format!("{HEAD}{rest}"), "a.toml").map(|_| ()).unwrap_err().to_string()
}

#[test]
fn a_head_alone_is_a_scenario_in_toml_and_in_json() {
    assert_eq!(parse(HEAD, "a.toml").unwrap().id, "a");
    let json = r#"{"format": "shared-ratchet-scenario/1", "id": "a", "title": "A", "devices": {"A": 2, "B": 1}}"#;
    assert_eq!(parse(json, "a.json").unwrap().a, 2);
}

#[test]
fn an_unknown_key_is_told_with_the_nearest_that_there_is() {
    let told = complaint("stepz = []\n");
    assert!(told.starts_with("a.toml:5:1: unknown key `stepz`\n  expected: one of `format`"), "{told}");
    assert!(told.ends_with("did you mean `steps`?"), "{told}");
}

#[test]
fn unknown_names_and_bad_values_are_told_where_they_stand() {
    let cases = [
        ("steps = [{ step = [\"a3\", \"a3.1\", \"R\"] }]\n", "unknown device \"a3\""),
        ("steps = [{ step = [\"a1\", \"a1\", \"R\"] }]\n", "expected: a node: `a1.2`"),
        ("steps = [{ step = [\"a1\", \"b2.1\", \"R\"] }]\n", "unknown device \"b2\""),
        (
            "steps = [{ step = [\"a1\", \"a1.1\"] }]\n",
            "expected: a device, its new node, and the node that it builds on",
        ),
        ("steps = [{ deliver = [\"b1\", \"a1.1\"] }]\n", "unknown message \"a1.1\""),
        ("steps = [{ deliver = [\"b1\"] }]\n", "is too short"),
        ("steps = [{ jump = true }]\n", "unknown key `jump`"),
        ("steps = [{ at = \"1s\" }]\n", "does nothing"),
        ("steps = [{ remove = \"a1\", flush = true }]\n", "does several things"),
        ("steps = [{ flush = false }]\n", "expected: `flush = true`"),
        ("steps = [{ offline = \"a1\", for = \"1s\" }]\n", "without links everything waits"),
        ("steps = [{ send = [\"a1\", \"m\"] }, { send = [\"a1\", \"m\"] }]\n", "is said again"),
        ("policy = { accept = \"second\" }\n", "unknown value \"second\""),
        ("policy = { acept = \"all\" }\n", "did you mean `accept`?"),
        ("policy = { roots = 3 }\n", "expected: `roots = 1` or `roots = 2`"),
        ("strategy = \"leader\"\n", "unknown value \"leader\""),
        ("strategy = { leader = { lease = 1 } }\n", "unknown key `lease`"),
        ("strategy = { leader = { lease_ms = 0 } }\n", "expected: a whole number from 1 to 86400000"),
        ("slip = \"oops\"\n", "unknown value \"oops\""),
        ("links = { latency = [\"2s\", \"1s\"] }\n", "is no range"),
        ("clocks = { c1 = 1 }\n", "unknown device \"c1\""),
        ("expect = { violates = [\"P9\"] }\n", "unknown invariant `P9`"),
        ("expect = { selection = { a1 = \"x\" } }\n", "expected: a node"),
        ("expect = { under = { x = {} } }\n", "unknown variant `x`"),
        ("steps = [{ check = { violates = [] } }]\n", "unknown key `violates`"),
    ];
    for (rest, expected) in cases {
        let told = complaint(rest);
        assert!(told.contains(expected), "{rest}{told}");
        assert!(told.starts_with("a.toml:5:"), "{told}");
    }
}

#[test]
fn the_head_must_be_that_of_this_system() {
    let told =
        parse(&HEAD.replace("shared-ratchet-scenario/1", "streams-scenario/1"), "a.toml").map(|_| ()).unwrap_err();
    assert!(told.to_string().starts_with("a.toml:1:10: "), "{told}");
    let told = parse(&HEAD.replace("A = 2", "A = 10"), "a.toml").map(|_| ()).unwrap_err().to_string();
    assert!(told.contains("expected: a whole number from 1 to 9"), "{told}");
}

#[test]
fn a_step_that_is_not_enabled_fails_the_run() {
    let cases = [
        (
            "{ step = [\"b1\", \"b1.1\", \"R\"] }",
            "step 1 cannot be carried out: the device builds on R, which is its own user's",
        ),
        ("{ step = [\"a1\", \"a1.2\", \"R\"] }", "step 1 cannot be carried out: the node is called a1.1"),
        (
            "{ step = [\"a1\", \"a1.1\", \"R\"] }, { step = [\"a2\", \"a2.1\", \"a1.1\"] }",
            "step 2 cannot be carried out: the device builds on R",
        ),
        (
            "{ message = [\"a1\", \"m\"] }",
            "step 1 cannot be carried out: the device builds on R, which is the other user's",
        ),
        (
            "{ step = [\"a1\", \"a1.1\", \"R\"] }, { deliver = [\"b1\", \"a1.1\"] }, { deliver = [\"b1\", \"a1.1\"] }",
            "step 3 cannot be carried out: a1.1 is not on its way to b1",
        ),
        (
            "{ step = [\"a1\", \"a1.1\", \"R\"] }, { reject = [\"b1\", \"a1.1\"] }",
            "step 2 cannot be carried out: a1.1 at b1: it is taken",
        ),
    ];
    for (steps, expected) in cases {
        let scenario = parse(&format!("{HEAD}steps = [{steps}]\n"), "a.toml").unwrap();
        let told = simulate(&scenario, &RunOptions::default()).map(|_| ()).unwrap_err().to_string();
        assert!(told.starts_with(expected), "{told}");
    }
}

#[test]
fn no_text_makes_the_reader_panic() {
    let whole =
        format!("{HEAD}steps = [{{ step = [\"a1\", \"a1.1\", \"R\"] }}, {{ check = {{ tips = [\"a1.1\"] }} }}]\n");
    for end in 0..whole.len() {
        let _ = parse(&whole[..end], "a.toml");
        let _ = parse(&whole[end..], "a.toml");
    }
}

#[test]
fn knobs_of_a_leader_have_bounds() {
    let cases = [
        ("failover_skip = 4000000000", "expected: a whole number from 0 to 2000"),
        ("failover_skip = 2001", "expected: a whole number from 0 to 2000"),
        ("lease_ms = 9223372036854775807", "expected: a whole number from 1 to 86400000"),
        ("skew_ms = 9223372036854775807", "expected: a whole number from 0 to 3600000"),
    ];
    for (knob, expected) in cases {
        let told = complaint(&format!("strategy = {{ leader = {{ {knob} }} }}\n"));
        assert!(told.starts_with("a.toml:5:") && told.contains(expected), "{knob}: {told}");
    }
    let told = complaint("end = \"36500d\"\nstrategy = { leader = { lease_ms = 1 } }\n");
    assert!(told.contains("a lease of 1 ms begins again too often before the end"), "{told}");
    assert!(told.ends_with("expected: at most 10000 leases"), "{told}");
}

#[test]
fn the_longest_lease_and_the_widest_skew_run_to_the_end() {
    let knobs = "{ lease_ms = 86400000, skew_ms = 3600000 }";
    for fencing in ["none", "lease_wait", "outbox_token"] {
        let knobs = knobs.replace(" }", &format!(", fencing = \"{fencing}\" }}"));
        let text = format!(
            "{HEAD}strategy = {{ leader = {knobs} }}\nlinks = {{}}\nend = \"200d\"\n\
             steps = [{{ send = [\"a1\", \"m\"] }}, {{ destroy = \"a1\" }}]\n"
        );
        let run = simulate(&parse(&text, "a.toml").unwrap(), &RunOptions::default()).unwrap();
        let leads = run.transcript.entries.iter().any(|entry| format!("{:?}", entry.record).contains("Leads("));
        assert!(leads, "{fencing}: a2 takes over");
    }
}

#[test]
fn rounds_come_in_the_order_of_their_numbers() {
    let told = complaint("steps = [{ round = 5 }, { round = 3 }]\n");
    assert!(told.starts_with("a.toml:5:35: "), "{told}");
    assert!(told.contains("round 3 does not come after round 5"), "{told}");
    assert!(told.ends_with("expected: rounds in the order of their numbers"), "{told}");
    assert!(complaint("steps = [{ round = 5 }, { round = 5 }]\n").contains("round 5 does not come after round 5"));
}

#[test]
fn a_file_has_a_thousand_steps_at_most() {
    let told = complaint(&format!("steps = [{}]\n", "{ flush = true },".repeat(1_001)));
    assert!(told.contains("has too many steps") && told.ends_with("expected: at most 1000"), "{told}");
}

#[test]
fn everything_of_a_long_script_arrives_with_one_flush() {
    let turn = |number: usize| {
        let (mine, on) = (number + 1, if number == 0 { "R".to_owned() } else { format!("b1.{number}") });
        format!(
            "{{ step = [\"a1\", \"a1.{mine}\", \"{on}\"] }}, {{ deliver = [\"b1\", \"a1.{mine}\"] }}, \
             {{ step = [\"b1\", \"b1.{mine}\", \"a1.{mine}\"] }}, {{ deliver = [\"a1\", \"b1.{mine}\"] }},\n"
        )
    };
    let steps: String = (0..LONG).map(turn).collect();
    let scenario = parse(&format!("{HEAD}steps = [\n{steps}{{ flush = true }}]\n"), "a.toml").unwrap();
    let run = simulate(&scenario, &RunOptions::default()).unwrap();
    let last: Node = format!("b1.{LONG}").parse().unwrap();
    assert!(run.ends.values().all(|end| end.selects == Some(last)), "{:?}", run.ends);
}
