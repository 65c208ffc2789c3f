//! `colony explore orders` as its users meet it.

mod common;

use std::collections::BTreeSet;
use std::fs;

use common::colony;
use serde_json::Value;

#[test]
fn every_order_is_told_and_each_can_be_told_alone() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("orders");
    let args = ["explore", "orders", "invited-again-replaced", "--out", out.to_str().unwrap(), "--json"];
    let done = colony(&args);
    assert_eq!(done.exit, 0, "{}{}", done.out, done.err);
    assert_eq!(fs::read_to_string(out.join("orders.json")).unwrap(), done.out);
    let document: Value = serde_json::from_str(&done.out).unwrap();
    let outcomes = document["outcomes"].as_array().unwrap();
    let orders: u64 = outcomes.iter().map(|outcome| outcome["orders"].as_u64().unwrap()).sum();
    assert_eq!((document["orders"].as_u64(), document["exhaustive"].as_bool()), (Some(orders), Some(true)));
    let scope = ["kinds", "steps", "most"].map(|what| document[what].to_string());
    assert_eq!(scope, ["[445,1059]", "[1,8]", "20000"]);
    let expected: BTreeSet<_> = outcomes.iter().map(|outcome| outcome["as_expected"].as_bool().unwrap()).collect();
    assert_eq!(expected, [false, true].into(), "{}", done.out);
    for (place, outcome) in outcomes.iter().enumerate() {
        let repro = document["repro"][place].as_str().unwrap();
        assert!(repro.ends_with(outcome["first"].as_str().unwrap()), "{repro}");
        let alone = colony(&repro.split(' ').skip(1).collect::<Vec<_>>());
        let as_expected = outcome["as_expected"].as_bool().unwrap();
        assert_eq!(alone.exit, i32::from(!as_expected), "{repro}: {}", alone.err);
        let verdict = if as_expected { "as the scenario expects" } else { "NOT as the scenario expects" };
        assert!(alone.out.contains(&format!("verdict  {verdict}")), "{repro}: {}", alone.out);
        assert!(alone.out.contains(&format!("repro    {repro}")), "{}", alone.out);
        for broke in outcome["broke"].as_array().unwrap() {
            assert!(alone.out.contains(broke["invariant"].as_str().unwrap()), "{repro}: {}", alone.out);
        }
        let story = fs::read_to_string(out.join(format!("outcome-{}.txt", place + 1))).unwrap();
        assert!(story.starts_with(repro) && story.contains("closing roll call"), "{story}");
    }
    assert_eq!(colony(&args).exit, 2, "the folder is not empty any more");
}

#[test]
fn an_exploration_that_stops_early_says_that_it_is_not_exhaustive() {
    let done = colony(&["explore", "orders", "commit-race", "--steps", "6-", "--kinds", "445", "--most", "3"]);
    assert_eq!(done.exit, 0, "{}", done.err);
    assert!(
        done.out.contains("NOT exhaustive for kind 445 in steps 6-7 of 7, seed 7: stopped after 3 runs"),
        "{}",
        done.out
    );
    assert!(done.out.contains("--steps 6- --kinds 445 --order 0"), "{}", done.out);
}

#[test]
fn what_time_brings_is_told_beside_what_the_orders_come_to() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/orders/departure-beside-an-update.toml");
    let among = colony(&["explore", "orders", file, "--steps", "5-6"]);
    assert!(among.out.contains("with ordinary latencies it ends as outcome 3\n"), "{}", among.out);
    assert!(
        among.out.contains("3 distinct outcomes: 2 not what the scenario expects, 0 with something new"),
        "{}",
        among.out
    );
    assert!(among.out.contains("no event of kind 1059 was under way"), "{}", among.out);
    let args = ["explore", "orders", "invitation-beside-an-update", "--steps", "6-"];
    let apart = colony(&args);
    assert_eq!(apart.exit, 0, "a finding explains what broke: {}", apart.out);
    let otherwise =
        "otherwise than under any of these orders, as the scenario expects:\n  joined: alice/desktop, bob/phone, carol";
    assert!(apart.out.contains(otherwise), "{}", apart.out);
    let document: Value = serde_json::from_str(&colony(&[&args[..], &["--json"]].concat()).out).unwrap();
    assert!(document["outcome_by_time"].is_null(), "{document}");
    assert_eq!(document["by_time"]["devices"]["carol/tablet"], "joined");
}

#[test]
fn what_cannot_be_explored_gets_one_clear_message() {
    let refused = [
        (&["ten-devices"][..], "the scenario has 10 devices\n  expected: at most 3"),
        (&["one-device", "--order", "1:7"], "order 1:7: choice 1 is between"),
        (&["one-device", "--order", "500:1"], "order 500:1: it has only"),
        (&["one-device", "--order", "second"], "`second` is no order"),
        (&["one-device", "--steps", "4-2"], "`4-2` names no steps"),
        (&["one-device", "--steps", "99"], "--steps begins with step 99; one-device has 7"),
        (&["one-device", "--steps", "4-999"], "--steps ends with step 999; one-device has 7"),
        (
            &["one-device", "--kinds", "445,Welcome"],
            "`Welcome` is no kind: expected numbers up to 65535, as in `445,1059`",
        ),
    ];
    for (args, says) in refused {
        let done = colony(&[&["explore", "orders"], args].concat());
        assert_eq!((done.exit, done.out.as_str()), (2, ""), "{args:?}");
        assert!(done.err.contains(says), "{args:?}: {}", done.err);
    }
}
