//! What scenarios quote may hold anything; no form of a run lets it act on a page, a terminal or a reader.

mod common;

use std::path::PathBuf;

use common::colony;
use serde_json::{Value, json};
use tempfile::TempDir;

/// HTML, Markdown, Mermaid, terminal escapes, other line ends, marks that turn text round or are not seen at all.
const HOSTILE: &str = "<script>alert(1)</script><img src=x onerror=y>&lt; ;#35; %%{init: {\"theme\":\"x\"}}%% `code` | [a](javascript:b) \
     \u{1b}[31mred\u{7} one\ntwo\r\nthree\u{2028}four end\u{202e}dne \u{2066}x\u{2069}\u{200f}\u{200b}\u{61c}\u{feff}\u{85}";

/// Alice says hostile things; the phone of Bob hears them too early and never reads them.
fn scenario() -> (TempDir, PathBuf) {
    let long = format!("{HOSTILE}{}", "long ".repeat(4_000));
    let say = |text: &str| json!({ "device": "alice/desktop", "send": { "group": "trip", "text": text } });
    let fault = json!({
        "name": "slow", "relay": "r1", "device": "bob/phone", "direction": "to-device", "kinds": [445], "does": "delay",
        "delay": "30s", "times": 1,
    });
    let refuse = json!({ "name": "no", "relay": "r1", "kinds": [445], "does": "refuse", "text": HOSTILE, "times": 2 });
    let scenario = json!({
        "format": "marmot-scenario/1",
        "id": "hostile",
        "title": HOSTILE,
        "description": long,
        "profiles": ["pr40"],
        "accounts": { "alice": { "devices": ["desktop"] }, "bob": { "devices": ["phone"] } },
        "defaults": { "behaviour": { "early_event": "hand-over" } },
        "steps": [
            { "device": "bob/phone", "publish_key_package": { "client_id": HOSTILE } },
            { "device": "bob/phone", "publish_key_package": {} },
            { "device": "alice/desktop", "create_group": { "group": "trip", "invite": ["bob"] } },
            { "settle": "10m" },
            { "fault": fault },
            { "device": "alice/desktop", "self_update": { "group": "trip" } },
            say(&long),
            { "settle": "10m" },
            { "fault": refuse },
            say(HOSTILE),
            { "settle": "10m" },
        ],
        "expect": { "holds": "all" },
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hostile.json");
    std::fs::write(&path, scenario.to_string()).unwrap();
    (folder, path)
}

/// Runs `colony` on the scenario and returns what it writes, after making sure that it did its work.
fn shown(before: &[&str], after: &[&str]) -> String {
    let (_folder, path) = scenario();
    let done = colony(&[before, &[path.to_str().unwrap()], after].concat());
    assert!(done.exit < 2, "{}", done.err);
    assert_eq!(done.err, "");
    done.out
}

/// Nothing that a terminal acts on, that turns text round, or that hides.
fn assert_harmless(text: &str) {
    let acts = |c: char| {
        (c.is_control() && c != '\n')
            || "\u{61c}\u{feff}\u{200b}\u{200e}\u{200f}\u{2028}\u{2029}".contains(c)
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    if let Some(place) = text.find(acts) {
        panic!("{:?}", text[..place].chars().rev().take(80).collect::<Vec<_>>().iter().rev().collect::<String>());
    }
}

#[test]
fn the_story_is_harmless_and_quotes_what_was_said() {
    for after in [&[][..], &["-v"]] {
        let out = shown(&["run"], after);
        assert_harmless(&out);
        assert!(out.contains("<script>alert(1)"), "{out}");
    }
}

#[test]
fn the_diagram_is_harmless_and_small() {
    for invariant in [None, Some("delivered-exactly-once")] {
        let invariant: Vec<&str> = invariant.into_iter().flat_map(|name| ["--invariant", name]).collect();
        let out = shown(&["run"], &[&["--mermaid"][..], &invariant].concat());
        assert_harmless(&out);
        assert!(out.lines().count() <= 40 && out.len() < 12_000, "{} bytes", out.len());
        assert!(out.lines().all(|line| line.chars().count() < 2_000), "{out}");
        let body: String = out.lines().filter(|line| !line.trim_start().starts_with("%% colony run")).collect();
        assert!(!body.replace("<br/>", "").contains(['<', '`', '{', '|', '&', '%']), "{out}");
    }
    let told = shown(&["run"], &["--mermaid", "--invariant", "delivered-exactly-once"]);
    assert!(told.replace("<br/>", " ").contains("#60;script#62;alert(1)"), "{told}");
}

#[test]
fn the_columns_are_harmless_and_quote_what_was_said() {
    for after in [&["--column"][..], &["--column", "-v"]] {
        let out = shown(&["run"], after);
        assert_harmless(&out);
        assert!(out.contains("<script>alert(1)"), "{out}");
    }
}

#[test]
fn json_is_valid_and_loses_nothing() {
    let out = shown(&["run"], &["--json"]);
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["scenario"]["title"], HOSTILE);
    let said = document["transcript"].as_array().unwrap().iter().any(|line| line["what"]["text"] == HOSTILE);
    assert!(said);
}

#[test]
fn check_is_harmless() {
    assert_harmless(&shown(&["check"], &[]));
    let document: Value = serde_json::from_str(&shown(&["check"], &["--json"])).unwrap();
    assert_eq!(document["runs"][0]["scenario"], "hostile");
}

#[test]
fn the_matrix_for_a_discussion_is_harmless() {
    let out = shown(&["matrix"], &["--policy", "client-id", "--markdown"]);
    assert_harmless(&out);
    assert!(!out.contains("<script") && !out.contains("<img"), "{out}");
    assert!(out.contains("\\[a\\](javascript:"), "{out}");
}
