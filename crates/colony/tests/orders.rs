//! `colony explore orders` as its users meet it.

mod common;

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
    assert!(outcomes.len() > 1, "{}", done.out);
    for (place, outcome) in outcomes.iter().enumerate() {
        let repro = document["repro"][place].as_str().unwrap();
        assert!(repro.ends_with(outcome["first"].as_str().unwrap()), "{repro}");
        let alone = colony(&repro.split(' ').skip(1).collect::<Vec<_>>());
        assert_eq!(alone.exit, 0, "{repro}: {}", alone.err);
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
    assert!(done.out.contains("NOT exhaustive: stopped after 3 orders"), "{}", done.out);
    assert!(done.out.contains("--steps 6- --kinds 445 --order 0"), "{}", done.out);
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
    ];
    for (args, says) in refused {
        let done = colony(&[&["explore", "orders"], args].concat());
        assert_eq!((done.exit, done.out.as_str()), (2, ""), "{args:?}");
        assert!(done.err.contains(says), "{args:?}: {}", done.err);
    }
}
