//! `colony explore`, `explore merge` and `replay` as their users meet them.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

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
fn a_campaign_that_was_killed_keeps_its_finished_cases_and_a_merge_shrinks_what_it_had_not_shrunk() {
    let folder = tempfile::tempdir().unwrap();
    let (killed, whole) = (folder.path().join("killed"), folder.path().join("whole"));
    explore(&killed, &[]);
    fs::remove_file(killed.join("summary.json")).unwrap();
    fs::remove_dir_all(killed.join("failures")).unwrap();
    let lines = read(&killed, "cases.jsonl");
    let kept: BTreeSet<&str> = lines.lines().take(3).collect();
    let third = kept.iter().map(|line| line.len() + 1).sum::<usize>();
    // The last line ends in the middle of a character.
    let half = [&lines.as_bytes()[..third + 40], &"…".as_bytes()[..2]].concat();
    fs::write(killed.join("cases.jsonl"), half).unwrap();
    let killed = killed.to_str().unwrap();
    let done = colony(&["explore", "merge", killed, killed, "--out", whole.to_str().unwrap()]);
    assert_eq!(done.exit, 1, "{}", done.err);
    assert_eq!(read(&whole, "cases.jsonl").lines().collect::<BTreeSet<_>>(), kept);
    assert_eq!(read(&whole, "cases.jsonl").lines().count(), kept.len(), "a case that two parts have is there once");
    assert!(done.out.contains("3 cases:") && done.out.contains("5 of 8 cases are missing ("), "{}", done.out);
    assert!(done.out.contains("3 cases are there more than once: races "), "{}", done.out);
    assert!(done.out.contains("the whole campaign is given more than once: "), "{}", done.out);
    let broken: BTreeSet<_> = failures(&whole).into_iter().map(|(name, _)| name).collect();
    assert!(broken.iter().any(|name| name.extension().is_some_and(|e| e == "toml")), "{broken:?}");
}

/// The process itself is killed, early, in the middle and while it shrinks.
#[test]
fn whenever_the_process_is_killed_merge_takes_what_it_leaves() {
    for lines in [0, 3, 8] {
        let folder = tempfile::tempdir().unwrap();
        let (killed, whole) = (folder.path().join("killed"), folder.path().join("whole"));
        let out = killed.to_str().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_colony"))
            .args(["explore", "--family", "races", "--cases", "8", "--out", out])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let written = || fs::read_to_string(killed.join("cases.jsonl")).unwrap_or_default();
        while !killed.join("campaign.json").is_file() || written().lines().count() < lines {
            assert!(process.try_wait().unwrap().is_none_or(|ended| ended.code() <= Some(1)));
            std::thread::sleep(Duration::from_millis(2));
        }
        process.kill().unwrap();
        process.wait().unwrap();
        let finished = written().matches('\n').count();
        let done = colony(&["explore", "merge", out, "--out", whole.to_str().unwrap()]);
        assert!(done.exit <= 1, "{}", done.err);
        let cases = if finished == 1 { "case" } else { "cases" };
        assert!(done.out.contains(&format!("{finished} {cases}: ")), "{finished}: {}", done.out);
    }
}

#[test]
fn a_merge_without_a_shard_or_with_one_twice_fails_and_names_what_is_missing_and_what_is_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    explore(folder.path().join("first").as_path(), &["--shard", "1/2"]);
    explore(folder.path().join("second").as_path(), &["--shard", "2/2"]);
    let merge = |folders: &[&str], out: &str| {
        let folders: Vec<String> = folders.iter().map(|name| at(name)).collect();
        let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
        colony(&[&["explore", "merge"], &folders[..], &["--out", &at(out)]].concat())
    };
    let half = merge(&["first"], "half");
    assert_eq!(half.exit, 1, "{}", half.out);
    let missing = "4 of 8 cases are missing (shard 2/2 is not here): races 1, 3, 5, 7\n";
    assert!(half.out.ends_with(missing), "{}", half.out);
    let twice = merge(&["first", "second", "first"], "twice");
    assert_eq!(twice.exit, 1, "{}", twice.out);
    assert!(twice.out.contains("4 cases are there more than once: races 0, 2, 4, 6\n"), "{}", twice.out);
    let again = format!("shard 1/2 is given more than once: {0}, {0}\n", at("first"));
    assert!(twice.out.ends_with(&again), "{}", twice.out);
    let whole = merge(&["first", "second"], "whole");
    assert!(whole.out.lines().last().unwrap().starts_with("8 cases: "), "nothing to say of it: {}", whole.out);
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
