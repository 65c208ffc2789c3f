//! `colony rank` and `colony run --seeds` as their users meet them.

mod common;

use common::{Done, colony};
use serde_json::Value;

const SMALL: [&str; 4] = ["rank", "uneven-refresh", "one-device", "--seeds=1..2"];

fn small(more: &[&str]) -> Done {
    colony(&[&SMALL[..], more].concat())
}

fn good(done: Done) -> String {
    assert_eq!((done.exit, done.err.as_str()), (0, ""));
    done.out
}

#[test]
fn the_first_three_paragraphs_are_the_answer() {
    let out = good(small(&["--profile", "pr40", "--policy", "newest-one,client-id"]));
    let answer: Vec<&str> = out.split("\n\n").next().unwrap().lines().collect();
    let text = answer.join(" ");
    assert!(text.starts_with("Recommend client-id on pr40: it costs "), "{out}");
    assert!(text.contains("What decides it: it has less of devices left out"), "{out}");
    assert!(text.contains("Where it loses: "), "{out}");
    assert!(out.contains("    colony run uneven-refresh --profile pr40 --policy newest-one --seed 1\n"), "{out}");
}

#[test]
fn prose_and_table_fit_eighty_columns_or_a_hundred_on_a_wide_page() {
    let out = good(small(&["--all"]));
    for line in out.lines().filter(|line| !line.starts_with("    colony ")) {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

#[test]
fn weights_turn_the_ranking_around() {
    let first = |weights: &str| {
        let args = ["--profile=pr40", "--policy=newest-one,client-id", "--json", "--weights", weights];
        let document: Value = serde_json::from_str(&good(small(&args))).unwrap();
        assert_eq!(document["format"], "colony-rank/1");
        document["ranking"]["rows"][0]["options"][0]["policy"].as_str().unwrap().to_owned()
    };
    assert_eq!(first("devices-left-out=10"), "client-id");
    assert_eq!(first("devices-left-out=0,kilobytes-more=1"), "newest-one");
}

#[test]
fn options_of_all_profiles_stand_in_one_table_and_what_is_not_compared_is_said() {
    let out = good(small(&["--markdown"]));
    for profile in ["`pr40` |", "`mip-2026-01` |", "`mip-2026-04` |"] {
        assert!(out.contains(profile), "{out}");
    }
    assert!(out.contains("adopted-2026-07, whose devices nothing here runs"), "{out}");
    assert!(out.contains("```sh\ncolony run uneven-refresh --profile "), "{out}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let with = |jobs| good(small(&["--json", "--jobs", jobs]));
    assert_eq!(with("1"), with("3"));
}

#[test]
fn the_page_opens_the_run_behind_a_number() {
    let out = good(small(&["--profile=pr40", "--policy=newest-one,client-id", "--html=-"]));
    assert!(out.starts_with("<!doctype html>") && out.contains("id=\"scene-0\""), "no run is in the page");
    assert!(out.contains("the least of its column"), "the colours are explained");
}

#[test]
fn what_cannot_be_ranked_is_refused_in_a_line() {
    for args in [
        &["--weights", "phantoms=3"][..],
        &["--policy", "client-id", "--profile", "mip-2026-04"],
        &["--policy", "client-id"],
        &["--seeds", "1..500"],
    ] {
        let done = small(args);
        assert_eq!((done.exit, done.out.as_str()), (2, ""), "{args:?}: {}", done.err);
    }
}

#[test]
fn a_run_under_many_seeds_counts_how_devices_end() {
    let args = ["run", "commit-race", "--profile", "pr40", "--policy", "client-id", "--seeds", "1..4"];
    let out = good(colony(&args));
    assert!(out.contains("as expected under 4 of 4 seeds\n"), "{out}");
    assert!(out.contains("bob/laptop"), "{out}");
    let document: Value = serde_json::from_str(&good(colony(&[&args[..], &["--json"]].concat()))).unwrap();
    assert_eq!(
        (&document["format"], &document["outcomes"]["bob/laptop"]["joined"]),
        (&"colony-run-seeds/1".into(), &4.into())
    );
    assert_eq!(colony(&[&args[..], &["--verbose"]].concat()).exit, 2, "many runs have no one story");
}

#[test]
fn the_operator_of_a_relay_is_told_apart_from_its_reader() {
    let args = ["run", "group-relay-asks-who-you-are", "--profile", "pr40", "--policy", "client-id"];
    let out = good(colony(&[&args[..], &["--observer", "operator"]].concat()));
    assert!(out.contains("operator of r2: 2 connections\n"), "{out}");
    assert!(out.contains("operators of r1, r2 together: "), "{out}");
    assert!(!out.contains("relay readers"), "{out}");
}

#[test]
fn at_equal_scores_nothing_is_recommended_and_no_weight_turns_to_the_wrong_side() {
    let nothing = "devices-left-out=0,phantom-leaves=0,second-leaves=0,welcomes-wasted=0,kilobytes-more=0,seconds-later=0,accounts-linked=0";
    let out = good(small(&["--profile=pr40", "--policy=newest-one,client-id", "--weights", nothing]));
    assert!(out.starts_with("No difference at these weights: "), "{out}");
    let first = if out.starts_with("No difference at these weights: newest-one") { "newest-one" } else { "client-id" };
    let wrong = if first == "newest-one" { "kilobytes-more above" } else { "devices-left-out above" };
    assert!(!out.contains(wrong), "{out}");
}

#[test]
fn a_policy_that_is_named_twice_is_one_option() {
    let out = good(small(&["--profile=pr40", "--policy=newest-one,newest-n-7,newest-n-7"]));
    assert!(out.contains("\n2 options, "), "{out}");
}

#[test]
fn a_story_that_stalls_is_left_out_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stalls.toml");
    let story = scenarios::corpus::find("one-device").unwrap().unwrap().to_toml().replace("10m", "50ms");
    std::fs::write(&file, story.replace("one-device", "stalls")).unwrap();
    let named = file.to_str().unwrap();
    let out = good(colony(&["rank", "uneven-refresh", named, "--profile=pr40", "--seeds=1..1"]));
    let words: Vec<&str> = out.split_whitespace().collect();
    assert!(words.join(" ").contains("Left out, since a run of it stalled or was over its budget"), "{out}");
}
