//! The table of exit codes, cell by cell: how each command comes to end with each code, or why it never does.
#![cfg(target_os = "linux")]

mod common;

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use common::{Done, colony, done, program};
use serde_json::Value;
use tempfile::TempDir;

/// One cell of the table.
enum Cell {
    /// What provokes the code.
    By(fn(&Place) -> Done),
    /// Why the command never ends so.
    Never(&'static str),
}

use Cell::{By, Never};

/// Each command with its cells for 0, 1, 2, 3, 4 and 101.
const TABLE: [(&str, [Cell; 6]); 8] = [
    (
        "run",
        [
            By(|p| p.colony(&["run", &p.scenario("good")])),
            By(|p| p.colony(&["run", &p.scenario("broken")])),
            By(|p| p.colony(&["run", &p.scenario("bad")])),
            By(|p| p.colony(&["run", &p.scenario("good"), "--leak", "entropy", "--verify-determinism"])),
            By(|p| p.colony(&["run", &p.scenario("stalled")])),
            By(|p| p.colony(&["run", &p.scenario("good"), "--leak", "panic"])),
        ],
    ),
    (
        "check",
        [
            By(|p| p.colony(&["check", &p.scenario("good")])),
            By(|p| p.colony(&["check", &p.scenario("broken")])),
            By(|p| p.colony(&["check", &p.scenario("bad")])),
            By(|p| p.colony(&["check", &p.scenario("good"), "--leak", "entropy"])),
            By(|p| p.colony(&["check", &p.scenario("stalled")])),
            By(|p| p.colony(&["check", &p.scenario("good"), "--leak", "panic"])),
        ],
    ),
    (
        "matrix",
        [
            By(|p| p.colony(&["matrix", &p.scenario("broken")])),
            Never("it compares policies and judges none: an expectation that failed is no news there"),
            By(|p| p.colony(&["matrix", &p.scenario("bad")])),
            By(|p| p.colony(&["matrix", &p.scenario("good"), "--leak", "stray-thread"])),
            By(|p| full(&["matrix", &p.scenario("good")])),
            By(|p| p.colony(&["matrix", &p.scenario("good"), "--leak", "panic"])),
        ],
    ),
    (
        "explore",
        [
            By(|p| p.explore_quietly("out")),
            By(|p| p.explore("out", &["--unexplained"])),
            By(|p| p.explore("out", &["--shard", "3/2"])),
            By(|p| p.explore("out", &["--leak", "stray-thread"])),
            By(|p| p.explore("out", &["--junit", "/dev/full"])),
            By(|p| p.explore("out", &["--leak", "panic"])),
        ],
    ),
    (
        "merge",
        [
            By(|p| {
                p.explore_quietly("out");
                p.merge(&["out"], &[])
            }),
            By(|p| {
                p.explore("half", &["--shard", "1/2"]);
                p.merge(&["half"], &[])
            }),
            By(|p| p.merge(&["nowhere"], &[])),
            By(|p| {
                p.explore("one", &[]);
                p.explore("other", &[]);
                p.change("other/cases.jsonl", "\"digest\":\"", "\"digest\":\"f");
                p.merge(&["one", "other"], &[])
            }),
            By(|p| {
                p.explore_quietly("out");
                p.merge(&["out"], &["--junit", "/dev/full"])
            }),
            By(|p| p.merge(&["nowhere"], &["--leak", "panic"])),
        ],
    ),
    (
        "replay",
        [
            By(|p| p.colony(&["replay", &p.saved()])),
            By(|p| {
                let saved = p.saved();
                p.change(&saved, "publish_key_package = {}", "rotate = {}");
                p.colony(&["replay", &saved])
            }),
            By(|p| p.colony(&["replay", &p.scenario("good")])),
            By(|p| p.colony(&["replay", &p.saved(), "--leak", "stray-thread"])),
            By(|p| full(&["replay", &p.saved()])),
            By(|p| p.colony(&["replay", &p.saved(), "--leak", "panic"])),
        ],
    ),
    (
        "vectors",
        [
            By(|_| colony(&["vectors", "verify", &committed(), "--stack", "naive"])),
            By(|p| p.wrong_vectors()),
            By(|_| colony(&["vectors", "verify", &committed(), "--stack", "nobody"])),
            By(|p| p.colony(&["vectors", "--leak", "stray-thread", "emit", "--out", &p.name("vectors")])),
            By(|_| full(&["vectors", "list", &committed()])),
            By(|_| colony(&["vectors", "--leak", "panic", "list"])),
        ],
    ),
    (
        "site",
        [
            By(|p| p.colony(&site(&p.name("site")))),
            Never("it shows what is expected and judges nothing"),
            By(|p| {
                p.scenario("good");
                p.colony(&site(&p.name("")))
            }),
            Never("it has no option that leaks: `check` and `matrix` look for nondeterminism in the same runs"),
            By(|p| full(&site(&p.name("site")))),
            Never("it has no option that panics"),
        ],
    ),
];

/// The words of a site without what is simulated for it.
fn site(out: &str) -> Vec<&str> {
    static VECTORS: OnceLock<String> = OnceLock::new();
    vec!["site", VECTORS.get_or_init(committed), "--without", "matrix,diagrams", "--out", out]
}

const CODES: [i32; 6] = [0, 1, 2, 3, 4, 101];

const GOOD: &str = r#"format = "marmot-scenario/1"
id = "tiny"
title = "One device, alone"
profiles = ["pr40"]
policies = ["client-id", "pika"]

[accounts.alice]
devices = ["desktop"]

[[steps]]
device = "alice/desktop"
publish_key_package = {}

[[steps]]
settle = "10m"
"#;

struct Place(TempDir);

impl Place {
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn name(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn colony(&self, args: &[&str]) -> Done {
        let mut command = program(args);
        command.current_dir(self.0.path());
        done(command.output().unwrap())
    }

    /// A scenario that is `good`, whose expectation is `broken`, that is `bad` input, or that is `stalled`.
    fn scenario(&self, how: &str) -> String {
        let text = match how {
            "broken" => format!("{GOOD}[expect]\noutcome = {{ \"alice/desktop\" = \"joined\" }}\n"),
            "bad" => GOOD.replace("title", "titel"),
            "stalled" => GOOD.replace("10m", "1ms"),
            _ => GOOD.to_owned(),
        };
        fs::write(self.path("tiny.toml"), text).unwrap();
        self.name("tiny.toml")
    }

    fn explore(&self, out: &str, more: &[&str]) -> Done {
        self.colony(&[&["explore", "--family", "races", "--cases", "4", "--out", out][..], more].concat())
    }

    /// A campaign of one case in which nothing breaks: the first that there is.
    fn explore_quietly(&self, out: &str) -> Done {
        let of_case = |index: u32| {
            let _ = fs::remove_dir_all(self.path(out));
            self.colony(&["explore", "--family", "races", "--from", &index.to_string(), "--cases", "1", "--out", out])
        };
        let mut cases = (0..50).map(of_case);
        cases
            .find(|done| done.out.contains(": nothing broke in 1, 0 ways to fail"))
            .expect("nothing breaks in some case")
    }

    fn merge(&self, folders: &[&str], more: &[&str]) -> Done {
        self.colony(&[&["explore", "merge"], folders, &["--out", "whole"], more].concat())
    }

    /// A saved failure of this place's own: its scenario, and beside it its transcript.
    fn saved(&self) -> String {
        static CAMPAIGN: OnceLock<Place> = OnceLock::new();
        let campaign = CAMPAIGN.get_or_init(|| {
            let place = Place(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap());
            place.explore("explored", &[]);
            place
        });
        let files = fs::read_dir(campaign.path("explored/failures")).unwrap().map(|file| file.unwrap().path());
        let scenario = files.filter(|file| file.extension().is_some_and(|e| e == "toml")).min();
        let scenario = scenario.expect("something breaks");
        fs::copy(scenario.with_extension("transcript"), self.path("saved.transcript")).unwrap();
        fs::copy(scenario, self.path("saved.toml")).unwrap();
        self.name("saved.toml")
    }

    fn change(&self, file: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert!(text.contains(old), "{old} is not in {text}");
        fs::write(self.path(file), text.replacen(old, new, 1)).unwrap();
    }

    /// Verifies vectors with one wrong answer, of which the manifest knows.
    fn wrong_vectors(&self) -> Done {
        let name = "pr40/member-coalescing.json";
        copy(Path::new(&committed()), &self.path("vectors"));
        self.change(&format!("vectors/{name}"), "\"is_direct\": false", "\"is_direct\": true ");
        let refused = self.colony(&["vectors", "verify"]);
        let found = &refused.err.split("SHA-256 is ").nth(1).expect("what the hash is")[..64];
        let manifest = fs::read_to_string(self.path("vectors/manifest.json")).unwrap();
        let mut manifest: Value = serde_json::from_str(&manifest).unwrap();
        let files = manifest["files"].as_array_mut().unwrap();
        files.iter_mut().filter(|file| file["path"] == name).for_each(|file| file["sha256"] = found.into());
        fs::write(self.path("vectors/manifest.json"), manifest.to_string()).unwrap();
        self.colony(&["vectors", "verify", "--stack", "naive"])
    }
}

fn committed() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors").to_str().unwrap().to_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &to) } else { fs::copy(entry.path(), to).map(drop).unwrap() }
    }
}

/// The program with a standard output that takes nothing.
fn full(args: &[&str]) -> Done {
    let mut command = program(args);
    command.stdout(OpenOptions::new().write(true).open("/dev/full").unwrap());
    let done = done(command.output().unwrap());
    let says = "colony: cannot write to standard output: No space left on device";
    assert!(done.exit != 4 || done.err.contains(says), "{args:?}: {}", done.err);
    done
}

/// Provokes every code of one command.
fn assert_row(command: &str) {
    let (_, cells) = TABLE.iter().find(|(name, _)| *name == command).expect("the command is in the table");
    for (code, cell) in CODES.iter().zip(cells) {
        match cell {
            By(provoke) => {
                let done = provoke(&Place(tempfile::tempdir().unwrap()));
                assert_eq!(done.exit, *code, "{command}: {}{}", done.out, done.err);
                assert_eq!(done.err.contains("panicked"), *code == 101, "{command}: {}", done.err);
            }
            Never(why) => assert!(!why.is_empty()),
        }
    }
}

#[test]
fn run_ends_with_each_code() {
    assert_row("run");
}

#[test]
fn check_ends_with_each_code() {
    assert_row("check");
}

#[test]
fn matrix_ends_with_each_code_but_that_of_a_judgement() {
    assert_row("matrix");
}

#[test]
fn explore_ends_with_each_code() {
    assert_row("explore");
}

#[test]
fn merge_ends_with_each_code() {
    assert_row("merge");
}

#[test]
fn replay_ends_with_each_code() {
    assert_row("replay");
}

#[test]
fn vectors_ends_with_each_code() {
    assert_row("vectors");
}

#[test]
fn site_ends_with_each_code_but_those_of_a_judgement_and_of_a_leak() {
    assert_row("site");
}

#[test]
fn every_code_stands_in_the_help_and_in_the_readme() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
    for text in [colony(&["--help"]).out, readme] {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (_, codes) = text.split_once("Exit codes: ").expect("the codes are told");
        for code in
            ["0 as expected", "1 an expectation", "2 bad input", "3 nondeterminism", "4 stalled, out of budget,"]
        {
            assert!(codes.contains(code), "{code} is missing in {codes}");
        }
        assert!(codes.contains("unable to run or to write") && codes.contains("101 a panic of Colony"), "{codes}");
    }
}

#[test]
fn a_result_that_cannot_be_written_ends_with_four_whatever_the_command() {
    let place = Place(tempfile::tempdir().unwrap());
    let good = place.scenario("good");
    let lines: [&[&str]; 12] = [
        &["run", &good],
        &["run", &good, "--json"],
        &["run", &good, "--html", "-"],
        &["check", &good],
        &["check", &good, "--json"],
        &["matrix", &good, "--markdown"],
        &["list", "rules"],
        &["rules"],
        &["completions", "bash"],
        &["man"],
        &["explore", "case", "races", "1"],
        &["--help"],
    ];
    for args in lines {
        assert_eq!(full(args).exit, 4, "{args:?}");
    }
}

#[test]
fn one_report_that_cannot_be_written_keeps_no_other_from_it_and_each_is_said() {
    let place = Place(tempfile::tempdir().unwrap());
    let good = place.scenario("good");
    let there = |name: &str| fs::read_to_string(place.path(name)).is_ok_and(|text| !text.is_empty());
    let done = place.colony(&["check", &good, "--junit", "/dev/full", "--badge", "badge.json", "--html", "page.html"]);
    assert_eq!(done.exit, 4, "{}", done.err);
    assert_eq!(done.err, "colony: cannot write /dev/full: No space left on device (os error 28)\n");
    assert!(there("badge.json") && there("page.html") && done.out.contains("as expected: "), "{}", done.out);
    let done = place.colony(&["check", &good, "--junit", "junit.xml", "--html", "/dev/full"]);
    assert_eq!((done.exit, there("junit.xml")), (4, true), "{}", done.err);
    let done = place.explore("out", &["--junit", "/dev/full"]);
    assert!(there("out/report.html") && there("out/summary.json"), "{}", done.err);
    assert!(fs::metadata("/dev/full").is_ok_and(|full| !full.is_file()), "a device stays one");
}

#[test]
fn a_page_of_an_earlier_run_does_not_outlive_one_that_shows_nothing() {
    let place = Place(tempfile::tempdir().unwrap());
    let bad = place.scenario("bad");
    for command in [&["run", bad.as_str()][..], &["check", &bad], &["matrix", &bad], &["replay", &bad]] {
        fs::write(place.path("page.html"), "of yesterday").unwrap();
        let done = place.colony(&[command, &["--html", "page.html"]].concat());
        assert_eq!((done.exit, place.path("page.html").exists()), (2, false), "{command:?}");
    }
}

#[test]
fn a_report_in_the_place_of_a_scenario_or_of_another_report_is_refused_and_nothing_is_lost() {
    let place = Place(tempfile::tempdir().unwrap());
    let good = place.scenario("good");
    let done = place.colony(&["check", "--junit", &good]);
    assert_eq!(done.exit, 2, "{}", done.err);
    assert!(place.path("tiny.toml").exists());
    let done = place.colony(&["check", &good, "--junit", "same", "--badge", "same"]);
    assert_eq!(done.exit, 2, "{}", done.err);
}
