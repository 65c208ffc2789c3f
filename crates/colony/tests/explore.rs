//! `colony explore`, `explore merge` and `replay` as their users meet them.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::colony;

fn explore(out: &Path, more: &[&str]) -> i32 {
    let out = out.to_str().unwrap();
    let args = [&["explore", "--family", "races", "--cases", "8", "--seed", "1", "--out", out][..], more].concat();
    let done = colony(&args);
    assert!(done.exit <= 1, "{}{}", done.out, done.err);
    done.exit
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Names and texts of everything under `failures`.
fn failures(folder: &Path) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder.join("failures")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|f| (f.file_name().unwrap().into(), fs::read_to_string(&f).unwrap())).collect()
}

#[test]
fn threads_and_shards_give_what_one_thread_gives() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    explore(&at("one"), &["--jobs", "1"]);
    explore(&at("two"), &["--jobs", "2"]);
    explore(&at("a"), &["--shard", "1/2"]);
    explore(&at("b"), &["--shard", "2/2"]);
    let (a, b, whole) = (at("a"), at("b"), at("whole"));
    let merged = ["explore", "merge", a.to_str().unwrap(), b.to_str().unwrap(), "--out", whole.to_str().unwrap()];
    assert!(colony(&merged).exit <= 1);
    for other in ["two", "whole"] {
        assert_eq!(read(&at("one"), "summary.json"), read(&at(other), "summary.json"), "{other}");
        assert_eq!(failures(&at("one")), failures(&at(other)), "{other}");
    }
}

#[test]
fn a_campaign_that_was_killed_keeps_its_finished_cases() {
    let folder = tempfile::tempdir().unwrap();
    let (killed, whole) = (folder.path().join("killed"), folder.path().join("whole"));
    explore(&killed, &[]);
    fs::remove_file(killed.join("summary.json")).unwrap();
    let lines = read(&killed, "cases.jsonl");
    let third = lines.lines().take(3).map(str::len).sum::<usize>() + 3;
    fs::write(killed.join("cases.jsonl"), &lines[..third + 40]).unwrap();
    let done = colony(&["explore", "merge", killed.to_str().unwrap(), "--out", whole.to_str().unwrap()]);
    assert!(done.exit <= 1, "{}", done.err);
    assert_eq!(read(&whole, "cases.jsonl"), lines[..third]);
    assert!(done.out.contains("3 cases:"), "{}", done.out);
}

#[test]
fn every_saved_failure_replays_and_an_edited_one_says_where_it_differs() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    explore(&out, &[]);
    let saved: Vec<PathBuf> = failures(&out).into_iter().map(|(name, _)| out.join("failures").join(name)).collect();
    let scenarios: Vec<&PathBuf> = saved.iter().filter(|file| file.extension().is_some_and(|e| e == "toml")).collect();
    assert!(!scenarios.is_empty());
    for file in &scenarios {
        let done = colony(&["replay", file.to_str().unwrap()]);
        assert_eq!(done.exit, 0, "{}: {}{}", file.display(), done.out, done.err);
        assert!(done.out.starts_with("the same "), "{}", done.out);
        let drawn = colony(&["replay", file.to_str().unwrap(), "--mermaid"]);
        assert_eq!((drawn.exit, drawn.err.as_str()), (0, ""), "{}", file.display());
        assert!(drawn.out.starts_with("sequenceDiagram\n  %% colony run "), "{}", drawn.out);
        assert!(drawn.out.contains("✗ ") && drawn.out.lines().count() <= 40, "{}", drawn.out);
    }
    let edited = fs::read_to_string(scenarios[0]).unwrap().replacen("publish_key_package = {}", "rotate = {}", 1);
    fs::write(scenarios[0], edited).unwrap();
    let done = colony(&["replay", scenarios[0].to_str().unwrap()]);
    assert_eq!(done.exit, 1, "{}", done.out);
    assert!(done.out.starts_with("differs first at record "), "{}", done.out);
}

#[test]
fn bad_input_gets_one_message_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().to_str().unwrap();
    fs::write(folder.path().join("precious"), "mine").unwrap();
    for (args, says) in [
        (vec!["explore", "--out", here], "is not empty"),
        (vec!["explore", "--family", "lifes", "--out", here], "unknown family `lifes`"),
        (vec!["explore", "--shard", "3/2", "--out", here], "is no shard"),
        (vec!["explore", "--budget", "soon", "--out", here], "soon"),
        (vec!["explore", "merge", here], "campaign.json"),
        (vec!["replay", "nowhere.toml"], "nowhere.toml"),
    ] {
        let done = colony(&args);
        assert_eq!(done.exit, 2, "{args:?}: {}{}", done.out, done.err);
        assert!(done.err.contains(says), "{args:?}: {}", done.err);
    }
    assert_eq!(read(folder.path(), "precious"), "mine");
}
