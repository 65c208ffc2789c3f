//! Negative tests are worth something: each finds a reader that lacks a check, and says which.

use std::collections::{BTreeMap, BTreeSet};

use super::raw::{self, committed, strings, tests};
use conformance::verify::{Check, kills, unexplained};
use serde_json::Value;

/// Flags and ids of negative tests that no mutant takes, and why.
const UNBEATEN: &[(&str, &str)] = &[
    ("OtherReceiver", "nothing can be read with another account's key, whatever a reader leaves out"),
    (
        "gev-7153",
        "who is no member is no admin either, and an ExternalInit is no proposal of a member: three checks in a row",
    ),
    ("gev-7165", "an event without tags is none"),
    ("gev-7166", "two objects are no JSON"),
    ("gev-7167", "a list has no members"),
    ("gev-7168", "nothing is no JSON"),
];

#[test]
fn every_test_kills_exactly_the_mutants_that_it_names() {
    let kills = kills(&committed()).unwrap();
    for (_, test) in tests() {
        let killed = kills.get(test["id"].as_str().unwrap()).cloned().unwrap_or_default();
        assert_eq!(strings(&test["x_kills"]), killed.accept, "{}", test["id"]);
        assert_eq!(strings(&test["x_kills_reason"]), killed.other_reason, "{}", test["id"]);
    }
}

#[test]
fn every_negative_test_kills_a_mutant_and_no_valid_test_does_unless_its_answer_refuses_something() {
    for (topic, test) in tests() {
        let refuses_inside = ["key-package-select", "welcome-fanout"].contains(&topic.as_str());
        let killed = strings(&test["x_kills"]).len() + strings(&test["x_kills_reason"]).len();
        let names = [strings(&test["flags"]), vec![test["id"].as_str().unwrap().to_owned()]].concat();
        let unbeaten = UNBEATEN.iter().any(|(name, _)| names.iter().any(|own| own == name));
        match test["result"].as_str().unwrap() {
            "invalid" | "deferred" => assert!(killed > 0 || unbeaten, "{} kills nothing", test["id"]),
            "valid" if !refuses_inside => assert_eq!(killed, 0, "{}", test["id"]),
            _ => {}
        }
    }
}

#[test]
fn most_negative_tests_find_a_reader_that_takes_what_must_be_refused() {
    let invalid: Vec<_> = tests().into_iter().filter(|(_, test)| test["result"] == "invalid").collect();
    let accepted = invalid.iter().filter(|(_, test)| !strings(&test["x_kills"]).is_empty()).count();
    println!("{accepted} of {} negative tests are accepted by a mutant", invalid.len());
    assert!(accepted * 10 >= invalid.len() * 9);
}

#[test]
fn every_mutant_is_killed_or_listed_with_a_reason() {
    assert_eq!(unexplained(&kills(&committed()).unwrap()), Vec::<String>::new());
    let table = raw::text("KILLS.md") + &raw::text("engine/KILLS.md");
    let missing: Vec<_> =
        Check::all().into_iter().filter(|check| !table.contains(&format!("`{}`", check.mutant()))).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let known: BTreeSet<String> = Check::all().into_iter().map(Check::mutant).collect();
    assert!(known.len() >= 100 && known.len() == Check::all().len(), "{}", known.len());
}

#[test]
fn every_mutant_that_a_test_names_is_explained_in_the_table_of_its_pack() {
    let tables = [raw::text("KILLS.md"), raw::text("engine/KILLS.md")];
    for (topic, test) in tests() {
        let table = &tables[usize::from(["convergence", "commit-authority"].contains(&topic.as_str()))];
        for name in strings(&test["x_kills"]).into_iter().chain(strings(&test["x_kills_reason"])) {
            let checks = name.strip_prefix("no-").map(|checks| checks.split('+').map(|check| format!("no-{check}")));
            for mutant in checks.map_or_else(|| vec![name.clone()], Iterator::collect) {
                assert!(table.contains(&format!("`{mutant}`")), "{}: {mutant}", test["id"]);
            }
        }
    }
}

/// Whether a test demands that something is refused or passed over, by everybody or under some policy.
fn is_negative(test: &Value) -> bool {
    let refuses = |answer: &Value| {
        let outcomes = answer["outcomes"].as_array();
        let refused = |one: &Value| one == "ignored" || one["rejected"].is_string();
        answer["reason"].is_string() || outcomes.is_some_and(|all| all.iter().any(refused))
    };
    let policies = test["expected_by_policy"].as_object();
    ["invalid", "deferred"].contains(&test["result"].as_str().unwrap())
        || policies.is_some_and(|by| by.values().any(refuses))
        || refuses(&test["expect"])
}

#[test]
fn at_least_sixty_percent_of_the_tests_of_a_topic_are_negative_where_they_can_be() {
    // An empty selection is an answer; exporters, members and transcripts are functions of whatever the schema lets through.
    // Convergence is a choice, and a tree that cannot be is the exception.
    let never = ["key-package-select", "exporter", "member-coalescing", "convergence", "scenario"];
    let mut topics: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (topic, test) in tests() {
        let (negative, all) = topics.entry(topic).or_default();
        *negative += usize::from(is_negative(&test));
        *all += 1;
    }
    for (topic, (negative, all)) in &topics {
        println!("{topic}: {negative} of {all}, {} %", 100 * negative / all);
        assert!(never.contains(&topic.as_str()) || negative * 100 >= all * 60, "{topic}: {negative} of {all}");
    }
}

#[test]
fn no_policy_takes_what_none_may_take_and_everything_of_others_is_listed() {
    let mut listed = 0;
    for (_, test) in tests().into_iter().filter(|(topic, _)| topic == "key-package-select") {
        let out = strings(&test["x_must_not_select"]);
        listed += out.len();
        let agreed = Some(("everybody".to_owned(), test["expect"].clone())).filter(|(_, expect)| !expect.is_null());
        let by = test["expected_by_policy"].as_object().cloned().unwrap_or_default();
        for (policy, answer) in by.into_iter().chain(agreed) {
            let taken: Vec<_> = strings(&answer["selected"]).into_iter().filter(|label| out.contains(label)).collect();
            assert!(taken.is_empty(), "{}: {policy} takes {taken:?}", test["id"]);
        }
        for (label, event) in test["input"]["events"].as_object().unwrap() {
            let foreign = event["pubkey"] != test["input"]["account"];
            let other_kind = event["kind"] != 443 && event["kind"] != 30443;
            assert!(!(foreign || other_kind) || out.contains(label), "{}: {label}", test["id"]);
        }
    }
    assert!(listed >= 8, "{listed}");
}
