//! `colony matrix` and `colony rules` as their users meet them.

mod common;

use std::fs;

use common::{Done, colony};
use serde_json::Value;

const HOSTILE_TITLE: &str = "<script>alert(1)</script> | `x` [a](https://evil.example) @everyone";

/// A scenario whose texts try to be more than text.
const HOSTILE: &str = r#"format = "marmot-scenario/1"
id = "hostile"
title = "<script>alert(1)</script> | `x` [a](https://evil.example) @everyone"
profiles = ["pr40"]

[accounts.alice]
devices = ["desktop"]
[accounts.bob]
devices = ["phone"]

[[steps]]
device = "bob/phone"
publish_key_package = {}

[[steps]]
device = "alice/desktop"
create_group = { group = "trip", invite = ["bob"] }

[[steps]]
device = "alice/desktop"
send = { group = "trip", text = "<img src=x onerror=alert(2)>" }

[[steps]]
settle = "10m"
"#;

fn good(done: Done) -> String {
    assert_eq!((done.exit, done.err.as_str()), (0, ""));
    done.out
}

/// The matrix of the hostile scenario in a form, its file in a folder whose name is no better.
fn hostile(form: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("it's <b>");
    fs::create_dir(&folder).unwrap();
    let file = folder.join("hostile.toml");
    fs::write(&file, HOSTILE).unwrap();
    good(colony(&["matrix", file.to_str().unwrap(), "--policy", "newest-one,client-id", form]))
}

#[test]
fn relays_as_deployed_stand_side_by_side_in_every_form() {
    let of = |form: &[&str]| good(colony(&[&["matrix", "lost-invitation-keys-kept", "--relays"], form].concat()));
    for out in [of(&[]), of(&["--markdown"])] {
        for text in ["as written", "nostr-rs-relay-0.8", "strfry-1.1-next", "✗ delivered-exactly-once", "--like"] {
            assert!(out.contains(text), "{text:?} is missing in {out}");
        }
    }
    let page = of(&["--html", "-"]);
    assert!(page.contains("Scenarios × relays as deployed") && page.contains("nostr-relay-js-0.0.40"));
    let document: Value = serde_json::from_str(&of(&["--json"])).unwrap();
    let cells = document["cells"].as_array().unwrap();
    assert_eq!(cells.len(), document["tables"][0]["relays"].as_array().unwrap().len());
    let deaf = cells.iter().find(|cell| cell["relays"] == "nostr-rs-relay-0.8").unwrap();
    assert_eq!(deaf["summary"]["good"], false);
    let command = deaf["repro"].as_str().unwrap();
    assert!(command.ends_with(" --like nostr-rs-relay-0.8"), "{command}");
    let words: Vec<_> = command.split(' ').skip(1).collect();
    let told = colony(&words).out;
    assert!(told.contains("relay r1: nostr-rs-relay-0.8") && told.contains("never read it"), "{told}");
}

#[test]
fn relays_are_columns_or_policies_are_and_an_unknown_relay_is_bad_input() {
    let both = colony(&["matrix", "one-device", "--relays", "--policy", "client-id"]);
    assert_eq!(both.exit, 2, "{}", both.err);
    let unknown = colony(&["run", "one-device", "--like", "strfry"]);
    assert!(unknown.exit == 2 && unknown.err.contains("strfry-1.1"), "{}", unknown.err);
    let listed = good(colony(&["list", "relays"]));
    for text in ["nostr-relay-py-1.14", "measured", "read in source, not run", "conforming"] {
        assert!(listed.contains(text), "{text:?} is missing in {listed}");
    }
}

#[test]
fn the_table_shows_policies_side_by_side() {
    let out = good(colony(&["matrix", "uneven-refresh", "--policy", "newest-one", "--policy", "client-id"]));
    for text in ["profile pr40", "newest-one", "client-id", "2/3 joined", "3/3 joined", "✗ every-active-device-joins"]
    {
        assert!(out.contains(text), "{text:?} is missing in {out}");
    }
    assert!(out.ends_with("1 scenario, 2 runs · colony 0.1.0 on mdk-core 0.8.0\n"), "{out}");
}

#[test]
fn policies_may_stand_before_the_scenario_as_a_list_or_one_by_one() {
    let list = good(colony(&["matrix", "--policy", "newest-one,client-id", "uneven-refresh"]));
    let one_by_one = good(colony(&["matrix", "--policy", "newest-one", "--policy", "client-id", "uneven-refresh"]));
    assert!(list.contains(" uneven-refresh ") && list.contains("1 scenario, 2 runs"), "{list}");
    assert_eq!(list, one_by_one);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let with = |jobs| good(colony(&["matrix", "two-devices", "uneven-refresh", "--json", "--jobs", jobs]));
    assert_eq!(with("1"), with("3"));
}

#[test]
fn every_cell_of_the_json_names_the_command_that_repeats_it() {
    let out = good(colony(&["matrix", "uneven-refresh", "--json", "--seed", "9"]));
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["format"], "colony-matrix/1");
    let cells = document["cells"].as_array().unwrap();
    assert_eq!(cells.len(), document["tables"][0]["policies"].as_array().unwrap().len());
    let cell = cells.iter().find(|cell| cell["policy"] == "pika").expect("pika is a column");
    assert_eq!(cell["repro"], "colony run uneven-refresh --profile pr40 --policy pika --seed 9");
    let command = cell["repro"].as_str().unwrap().strip_prefix("colony ").unwrap();
    let args: Vec<&str> = command.split(' ').chain(["--json"]).collect();
    let run: Value = serde_json::from_str(&colony(&args).out).unwrap();
    let observed = &run["judgement"]["observer"]["accounts"]["bob"]["linkable"];
    assert_eq!((&run["judgement"]["outcomes"], observed["of"].as_u64()), (&cell["judgement"]["outcomes"], Some(11)));
}

#[test]
fn markdown_is_one_table_with_the_commands_folded_away() {
    let out =
        good(colony(&["matrix", "uneven-refresh", "two-devices", "--policy", "newest-one,client-id", "--markdown"]));
    let rows: Vec<_> = out.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(rows[..2], ["| scenario | `newest-one` | `client-id` |", "| --- | --- | --- |"]);
    assert_eq!(rows.len(), 5, "two scenarios and what they add up to: {out}");
    assert!(rows[2].starts_with("| **uneven-refresh** | **2/3 joined**<br>bob/laptop silently-excluded<br>"), "{out}");
    assert!(out.contains("\ncolony run uneven-refresh --profile pr40 --policy newest-one --seed 7\n"), "{out}");
}

#[test]
fn hostile_text_stays_text_in_markdown() {
    let out = hostile("--markdown");
    let outside: String = out.split("```").step_by(2).collect();
    for markup in ["<script", "<b>", "://evil", " @everyone", " `x`", " [a]"] {
        assert!(!outside.contains(markup), "{markup:?} got through: {out}");
    }
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(
        out.lines().filter(|line| line.starts_with('|')).all(|line| cells(line) == 3),
        "both policies choose alike: {out}"
    );
    assert!(out.contains(r"/it'\''s <b>/hostile.toml' --profile pr40"), "{out}");
}

/// The data of this id in a page.
fn data<'a>(page: &'a str, kind: &str, id: &str) -> &'a str {
    let start = format!("<script type=\"{kind}\" id=\"{id}\">");
    let (_, rest) = page.split_once(&start).unwrap_or_else(|| panic!("{id} is not in the page"));
    rest.split_once("</script>").expect("the element ends").0
}

#[test]
fn the_heat_map_holds_the_run_behind_each_cell_and_hostile_text_ends_no_element() {
    let page = hostile("--html=-");
    assert!(page.starts_with("<!doctype html>") && page.contains("default-src 'none'"), "{page}");
    for part in ["<script>alert(1)", "<img", "<b>", "src=\"", "@import", "<link", "<iframe"] {
        assert!(!page.contains(part), "{part:?} is in the page");
    }
    assert!(!page.contains("unsafe-inline"), "the policy names the one script and the one style");
    let overview: Value = serde_json::from_str(data(&page, "application/json", "overview")).unwrap();
    let cell = &overview["tables"][0]["rows"][0]["cells"][0];
    assert_eq!(
        (&cell["run"], cell["names"].as_array().unwrap().len()),
        (&Value::from(0), 2),
        "both policies choose alike"
    );
    assert_eq!(overview["tables"][0]["rows"][0]["title"].as_str().unwrap(), HOSTILE_TITLE);
    assert!(!data(&page, "application/zlib", "scene-0").is_empty());
}

#[test]
fn a_profile_that_no_scenario_has_is_refused_and_one_form_is_enough() {
    let done = colony(&["matrix", "untagged-legacy-flood", "--profile", "mip-2026-04"]);
    assert_eq!(done.exit, 2);
    assert!(done.err.starts_with("colony: nothing to compare: "), "{}", done.err);
    assert_eq!(colony(&["matrix", "two-devices", "--json", "--html", "-"]).exit, 2);
}

#[test]
fn scenarios_without_the_profile_are_named() {
    let out = good(colony(&["matrix", "two-devices", "untagged-legacy-flood", "--profile", "mip-2026-04"]));
    assert!(out.contains("Not run, since they have no such profile: untagged-legacy-flood.\n"), "{out}");
}

#[test]
fn rules_come_with_what_exercises_them_and_uncovered_ones_come_first() {
    let out = good(colony(&["rules", "--json"]));
    let document: Value = serde_json::from_str(&out).unwrap();
    let rules = document["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 173);
    let order = ["uncovered", "judged", "exercised"];
    let place = |rule: &Value| order.iter().position(|covered| rule["covered"] == *covered).expect("a known word");
    assert!(rules.iter().map(place).is_sorted(), "uncovered rules first");
    for rule in rules {
        assert_eq!(rule["reason"].is_null(), rule["covered"] == "exercised", "{rule}");
    }
    let told = good(colony(&["rules"]));
    assert!(told.starts_with("uncovered: ") && told.contains(" of 173 rules covered: "), "{told}");
}

#[test]
fn the_story_of_a_run_ends_with_what_relay_readers_learn() {
    let out = good(colony(&["run", "uneven-refresh", "--policy", "client-id"]));
    assert!(out.contains("relay readers  can read "), "{out}");
    assert!(out.contains("client_ids (one every 6 h, "), "{out}");
}

#[test]
fn the_whole_corpus_fits_into_a_comment_on_github() {
    let page = good(colony(&["matrix", "--markdown"]));
    assert!(page.chars().count() <= 65_536, "{} characters", page.chars().count());
    for text in [
        "| **uneven-refresh** |",
        "colony run SCENARIO --profile pr40 --policy POLICY --seed 7",
        "〃 is the cell to its left. Invariants: 1 ",
    ] {
        assert!(page.contains(text), "{text:?} is missing");
    }
}
