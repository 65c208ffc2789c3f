//! Commands on scenarios of a system other than Marmot.

mod common;

use std::fs;

use common::colony;
use serde_json::Value;

/// What a command wrote, as JSON.
fn json(args: &[&str]) -> Value {
    let told = colony(args);
    serde_json::from_str(&told.out).unwrap_or_else(|error| panic!("{error}: {}{}", told.out, told.err))
}

#[test]
fn a_check_of_both_systems_tells_both() {
    let told = colony(&["check", "one-device", "x-t18", "tv-3"]);
    assert_eq!(told.exit, 0, "{}", told.err);
    assert!(told.out.contains("as expected: 1 scenario"), "{}", told.out);
    assert!(told.out.contains("streams: as expected: 2 scenarios"), "{}", told.out);
    let document = json(&["check", "x-t18", "--json"]);
    assert_eq!(document["systems"][0]["system"], "streams");
    assert_eq!(document["runs"], Value::Array(Vec::new()));
}

#[test]
fn a_file_is_of_the_system_that_its_format_names() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    let text = fs::read_to_string("../streams/corpus/x-i15.toml").unwrap().replace("x-i15", "mine");
    fs::write(&file, &text).unwrap();
    let told = colony(&["check", folder.path().to_str().unwrap()]);
    assert_eq!(told.exit, 0, "{}", told.err);
    assert!(told.out.contains("streams: as expected: 1 scenario, 4 runs"), "{}", told.out);

    fs::write(&file, text.replace("violates = [\"INV-X10\"]", "violates = []")).unwrap();
    let told = colony(&["check", file.to_str().unwrap()]);
    assert_eq!(told.exit, 1, "{}", told.out);
    assert!(told.out.contains("INV-X10 is violated"), "{}", told.out);

    fs::write(&file, text.replace("deaf", "death")).unwrap();
    let told = colony(&["run", file.to_str().unwrap()]);
    assert_eq!(told.exit, 2, "{}", told.out);
    assert!(told.err.contains("mine.toml:11:"), "{}", told.err);
    assert!(told.err.contains("expected: one of"), "{}", told.err);
}

#[test]
fn options_of_another_system_are_refused_by_name() {
    let refused = |args: &[&str], what: &str| {
        let told = colony(args);
        assert_eq!(told.exit, 2, "{}", told.out);
        assert!(told.err.contains(what), "{}", told.err);
    };
    refused(&["run", "x-t18", "--policy", "client-id"], "no scenario of the system marmot");
    refused(&["run", "one-device", "--with", "dialect=xip83-r5"], "--profile, --policy, --storage or --seed");
    refused(&["run", "x-t18", "--with", "colour=red"], "unknown option `colour`");
    refused(&["run", "x-t18", "--with", "dialect=xip83-r5"], "is not run under xip83-r5");
    refused(&["run", "x-t1"], "no scenario `x-t1`");
    refused(&["matrix", "one-device", "x-t18"], "scenarios of one system");
}

#[test]
fn a_run_is_shown_in_every_form() {
    assert!(colony(&["run", "x-i15"]).out.contains("✗ INV-X10"));
    let document = json(&["run", "x-i15", "--json"]);
    assert_eq!(document["format"], "colony-run/1");
    assert_eq!(document["as_expected"], true);
    assert!(document["transcript"].as_array().unwrap().len() > 100);
    let diagram = colony(&["run", "x-i15", "--mermaid"]).out;
    assert!(diagram.starts_with("sequenceDiagram\n") && diagram.contains("✗ INV-X10"), "{diagram}");
    assert!(colony(&["run", "x-i15", "--column"]).out.lines().next().unwrap().contains("node"));
    let page = colony(&["run", "x-i15", "--html", "-"]).out;
    assert!(page.contains("INV-X10") && page.contains("</html>"));
    assert_eq!(colony(&["run", "x-i15", "--verify-determinism"]).exit, 0);
}

#[test]
fn a_mistake_of_a_node_is_found_shrunk_and_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let out = out.to_str().unwrap();
    let args = ["explore", "--family", "streams-death", "--cases", "40", "--with", "slip=one-ticker", "--out", out];
    let told = colony(&args);
    assert_eq!(told.exit, 1, "{}{}", told.out, told.err);
    assert!(told.out.contains("NEW"), "{}", told.out);
    let saved = fs::read_dir(format!("{out}/failures")).unwrap().map(|entry| entry.unwrap().path());
    let saved: Vec<_> = saved.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect();
    assert!(!saved.is_empty());
    for file in saved {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.lines().filter(|line| line.starts_with("  { at")).count() <= 10, "{text}");
        let told = colony(&["replay", file.to_str().unwrap()]);
        assert_eq!(told.exit, 0, "{}{}", told.out, told.err);
        assert!(told.out.contains("still breaks"), "{}", told.out);
    }
}

#[test]
fn every_order_of_three_waves_is_run() {
    let document = json(&["explore", "orders", "x-orders", "--json"]);
    assert_eq!(document["exhaustive"], true);
    let told =
        colony(&["explore", "orders", "x-orders", "--order", document["outcomes"][0]["first"].as_str().unwrap()]);
    assert!(told.out.contains("digest"), "{}{}", told.out, told.err);
    assert_eq!(colony(&["explore", "orders", "x-orders", "--kinds", "445"]).exit, 2);
}
