//! What scenarios quote may hold anything; no form of a run lets it act on a page, a terminal or a reader.

mod common;

use std::path::PathBuf;

use common::colony;
use serde_json::{Value, json};
use tempfile::TempDir;

/// HTML, Markdown, Mermaid, terminal escapes, other line ends, marks that turn text round or are not seen at all.
const HOSTILE: &str = "<script>alert(1)</script><img src=x onerror=y>&lt; ;#35; %%{init: {\"theme\":\"x\"}}%% `code` | [a](javascript:b) \
     \u{1b}[31mred\u{7} one\ntwo\r\nthree\u{2028}four end\u{202e}dne \u{2066}x\u{2069}\u{200f}\u{200b}\u{61c}\u{feff}\u{85}\
     \u{ad}\u{180e}\u{2060}\u{3164}\u{fff9}\u{fffe}\u{e0041}";

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
            || "\u{ad}\u{61c}\u{180e}\u{feff}\u{3164}".contains(c)
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{e0000}'..='\u{e007f}')
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

#[test]
fn what_ci_servers_read_is_harmless_and_quotes_what_was_said() {
    let (folder, path) = scenario();
    let junit = folder.path().join("junit.xml");
    let done = colony(&["check", path.to_str().unwrap(), "--github", "--junit", junit.to_str().unwrap()]);
    assert_eq!(done.exit, 1, "{}", done.err);
    let junit = std::fs::read_to_string(junit).unwrap();
    assert_harmless(&junit);
    assert!(junit.contains("&lt;script&gt;alert(1)"), "{junit}");
    assert_harmless(&done.err);
    assert!(done.err.starts_with("::error ") && done.err.contains("<script>alert(1)"), "{}", done.err);
}

#[test]
fn the_title_of_a_page_and_what_it_says_without_script_are_harmless() {
    let page = shown(&["run"], &["--html", "-"]);
    let mut outside = String::new();
    let mut parts = page.split("<script");
    outside.push_str(parts.next().unwrap());
    parts.for_each(|part| outside.push_str(part.split_once("</script>").expect("an end").1));
    assert_harmless(&outside);
    assert!(outside.contains("<title>&lt;script&gt;alert(1)"), "{outside}");
}

/// Keys that are not known, at the root and below, and a name that is not allowed.
const BAD_KEYS: [(&str, &str); 3] = [
    ("unknown key", "\"KEY\" = 1"),
    ("bad name", "[accounts.\"KEY\"]\ndevices = [\"phone\"]"),
    (
        "unknown key",
        "title = \"t\"\nid = \"t\"\nprofiles = [\"pr40\"]\nsteps = []\n[accounts.alice]\ndevices = [\"phone\"]\n[defaults.\"KEY\"]\nx = 1",
    ),
];

#[test]
fn an_error_that_quotes_a_key_is_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.toml");
    for (error, text) in BAD_KEYS {
        let text = text.replace("KEY", "\\u001b[31mred\\u0007\\u202eder\\u00ad");
        std::fs::write(&file, format!("format = \"marmot-scenario/1\"\n{text}\n")).unwrap();
        for command in ["run", "check", "matrix"] {
            let done = colony(&[command, file.to_str().unwrap()]);
            assert_eq!((done.exit, done.out.as_str()), (2, ""), "{text}");
            assert!(done.err.contains(error) && done.err.contains("·[31mred··der·"), "{}", done.err);
            assert_harmless(&done.err);
        }
    }
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_is_harmless_in_the_line_that_repeats_a_run_and_the_line_works() {
    let (folder, path) = scenario();
    let hostile = folder.path().join("it's \u{1b}[31mred\u{7}\u{202e}.json");
    std::fs::rename(path, &hostile).unwrap();
    for command in ["run", "check"] {
        let done = colony(&[command, hostile.to_str().unwrap()]);
        assert_eq!(done.exit, 1, "{}", done.err);
        assert_harmless(&done.out);
        let repro = done.out.lines().find_map(|line| line.trim_start().strip_prefix("repro").map(str::trim_start));
        let repro = repro.unwrap().replacen("colony", env!("CARGO_BIN_EXE_colony"), 1);
        let Ok(repeated) = std::process::Command::new("bash").args(["-c", &repro]).output() else {
            return println!("skipped: there is no bash");
        };
        assert_eq!(repeated.status.code(), Some(1), "{repro}");
    }
}
