//! The program as its users meet it: exit codes, messages, pipes.

mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use common::{Done, colony, program};
use serde_json::Value;
use tempfile::TempDir;

const GOOD: &str = r#"format = "marmot-scenario/1"
id = "tiny"
title = "One device, alone"
profiles = ["pr40"]

[accounts.alice]
devices = ["desktop"]

[[steps]]
device = "alice/desktop"
publish_key_package = {}

[[steps]]
settle = "10m"
"#;

/// A scenario file in a folder of its own.
struct File(TempDir, PathBuf);

impl File {
    fn new(text: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tiny.toml");
        fs::write(&path, text).unwrap();
        Self(folder, path)
    }

    fn name(&self) -> &str {
        self.1.to_str().unwrap()
    }
}

/// The good scenario with one thing replaced.
fn changed(old: &str, new: &str) -> File {
    assert_eq!(GOOD.matches(old).count(), 1, "{old:?} must occur once in the good scenario");
    File::new(GOOD.replace(old, new))
}

/// One message, nothing on standard output, exit code 2.
fn assert_refused(done: &Done, message: &str) {
    assert_eq!((done.exit, done.out.as_str()), (2, ""), "{done:?}");
    assert!(done.err.starts_with(message), "expected: {message}\nfound: {}", done.err);
    let messages = done.err.lines().filter(|line| line.starts_with("colony: ") || line.starts_with("error: ")).count();
    assert_eq!((messages, done.err.contains("panicked")), (1, false), "{}", done.err);
}

fn assert_file_refused(file: &File, message: &str) {
    for command in ["run", "check"] {
        assert_refused(&colony(&[command, file.name()]), &format!("colony: {}{message}", file.name()));
    }
}

#[test]
fn a_good_scenario_ends_with_zero() {
    let file = File::new(GOOD);
    let done = colony(&["run", file.name()]);
    assert_eq!((done.exit, done.err.as_str()), (0, ""));
    assert!(done.out.contains("verdict  as the scenario expects\n"), "{}", done.out);
    assert_eq!(colony(&["check", file.name()]).exit, 0);
}

#[test]
fn a_broken_expectation_ends_with_one_and_says_which_and_how_to_repeat_it() {
    let file = File::new(format!("{GOOD}[expect]\noutcome = {{ \"alice/desktop\" = \"joined\" }}\n"));
    let done = colony(&["run", file.name(), "--quiet"]);
    assert_eq!((done.exit, done.err.as_str()), (1, ""));
    assert!(
        done.out.contains("alice/desktop was expected to end as joined and ended as not-invited\n"),
        "{}",
        done.out
    );
    let repro = format!("repro    colony run {} --profile pr40 --policy client-id --seed 7\n", file.name());
    assert!(done.out.ends_with(&repro), "{}", done.out);
    assert_eq!(colony(&["check", file.name()]).exit, 1);
}

#[test]
fn an_unknown_key_is_refused_with_its_line_and_the_nearest_key() {
    let done = colony(&["run", changed("title", "titel").name()]);
    assert!(done.err.ends_with("\n  did you mean `title`?\n"), "{}", done.err);
    assert_file_refused(
        &changed("title", "titel"),
        ":3:1: unknown key `titel`\n  expected: one of `format`, `id`, `title`,",
    );
}

#[test]
fn an_undefined_device_is_refused_with_its_line_and_the_devices_there_are() {
    let message = ":10:10: undefined device \"alice/phone\" in `steps[0].device`\n  expected: `alice/desktop`\n";
    assert_file_refused(&changed("alice/desktop", "alice/phone"), message);
}

#[test]
fn a_bad_duration_is_refused_with_its_line_and_the_form_of_durations() {
    let message = ":14:10: `steps[1].settle` is the text \"ten minutes\"\n  expected: a number with a unit: `250ms`, ";
    assert_file_refused(&changed("10m", "ten minutes"), message);
}

#[test]
fn a_text_that_is_no_toml_is_refused_with_its_line() {
    assert_file_refused(&changed("[[steps]]\nsettle", "[[steps\nsettle"), ":13:8: not TOML: ");
}

#[test]
fn an_empty_file_is_refused_and_told_how_to_begin() {
    assert_file_refused(&File::new(""), ":1:1: missing key `format`\n  expected: `format = \"marmot-scenario/1\"`\n");
}

#[test]
fn bytes_that_are_no_utf8_are_refused_with_their_line() {
    assert_file_refused(&File::new(b"id = \"\xff\xfe\"\n"), ":1:7: a byte that is not UTF-8\n  expected: UTF-8 text\n");
}

#[test]
fn a_missing_file_is_refused() {
    let done = colony(&["run", "nowhere/missing.toml"]);
    assert_refused(&done, "colony: nowhere/missing.toml: cannot read the file: No such file or directory");
}

#[test]
fn two_scenarios_with_one_id_are_refused_with_both_names() {
    let (one, other) = (File::new(GOOD), File::new(GOOD));
    let done = colony(&["check", one.name(), other.name()]);
    assert_refused(&done, &format!("colony: {}: the id \"tiny\" is that of {} too\n", other.name(), one.name()));
    assert_eq!(colony(&["matrix", "two-devices", "two-devices"]).exit, 2);
}

#[test]
fn a_folder_in_the_place_of_a_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("folder.toml");
    fs::create_dir(&path).unwrap();
    let name = path.to_str().unwrap();
    assert_refused(&colony(&["run", name]), &format!("colony: {name}: cannot read the file: Is a directory"));
    assert_refused(&colony(&["check", name]), &format!("colony: {name}: no scenario files (*.toml) in this folder"));
}

#[test]
fn an_unknown_scenario_is_refused_with_the_nearest_id() {
    let done = colony(&["run", "uneven-refersh"]);
    assert_refused(
        &done,
        "colony: no scenario `uneven-refersh`: expected a file ending in .toml or an id that `colony list` shows; ",
    );
    assert!(done.err.ends_with("did you mean `uneven-refresh`?\n"), "{}", done.err);
}

#[test]
fn an_unknown_policy_profile_or_seed_is_refused_with_what_there_is() {
    let run = |option: &str, value: &str| colony(&["run", "one-device", option, value]);
    let policy = run("--policy", "newest");
    assert_refused(
        &policy,
        "error: invalid value 'newest' for '--policy <POLICY>': unknown policy `newest`; known: newest-one, ",
    );
    let profile = run("--profile", "pr41");
    assert_refused(
        &profile,
        "error: invalid value 'pr41' for '--profile <PROFILE>': unknown profile `pr41`; known: pr40, ",
    );
    let seed = run("--seed", "seven");
    assert_refused(
        &seed,
        "error: invalid value 'seven' for '--seed <SEED>': `seven` is not a seed: expected a number from 0 to ",
    );
    assert_refused(&run("--sed", "7"), "error: unexpected argument '--sed' found");
}

#[test]
fn a_story_runs_under_the_adopted_text() {
    let done = colony(&["run", "two-devices", "--profile", "adopted-2026-07"]);
    assert_eq!((done.exit, done.err.as_str()), (0, ""));
    assert!(done.out.contains("profile adopted-2026-07"));
}

/// The good scenario for two profiles, of which one has slots, with one more table.
fn with_two_profiles(more: &str) -> File {
    with_profiles("[\"pr40\", \"mip-2026-04\"]", more)
}

/// The same for two profiles that have none.
fn without_slots(more: &str) -> File {
    with_profiles("[\"pr40\", \"mip-2026-01\"]", more)
}

fn with_profiles(profiles: &str, more: &str) -> File {
    let text = GOOD.replace("[\"pr40\"]", profiles);
    File::new(text.replacen("[[steps]]", &format!("{more}\n[[steps]]"), 1))
}

#[test]
fn a_policy_that_fits_no_profile_of_the_scenario_is_refused_with_those_that_it_fits() {
    let file = changed("title", "title");
    for command in [&["run"][..], &["check"], &["explore", "orders"]] {
        let done = colony(&[command, &[file.name(), "--policy", "d-slot"]].concat());
        let message = "colony: policy d-slot does not apply to profile pr40: kind 443 events have no d slot\n  \
                       expected: a profile that it fits (mip-2026-04, adopted-2026-07), or a policy that fits here: ";
        assert_refused(&done, message);
    }
    let both = with_two_profiles("");
    let done = colony(&["run", without_slots("").name(), "--policy", "mdk-0.9.14"]);
    assert_refused(&done, "colony: policy mdk-0.9.14 applies to none of the profiles pr40, mip-2026-01\n");
    let done = colony(&["run", both.name(), "--policy", "d-slot"]);
    assert!(
        done.exit == 0 && done.out.contains("profile mip-2026-04"),
        "the profile that it fits is taken: {}",
        done.out
    );
}

#[test]
fn the_policy_of_a_device_has_to_fit_a_profile_that_the_device_may_speak() {
    let message = ":10:30: `devices.\"alice/desktop\".policy` is `mdk-0.9.14`, which applies to none of the scenario's \
                   profiles\n";
    let device =
        |policy: &str| with_two_profiles(&format!("[devices]\n\"alice/desktop\" = {{ policy = \"{policy}\" }}\n"));
    let done = colony(&["run", without_slots("[devices]\n\"alice/desktop\" = { policy = \"mdk-0.9.14\" }\n").name()]);
    assert!(done.exit == 2 && done.err.contains(message), "{}", done.err);
    let own = with_two_profiles("[devices]\n\"alice/desktop\" = { profile = \"pr40\", policy = \"d-slot\" }\n");
    let done = colony(&["run", own.name()]);
    assert!(done.err.contains("is `d-slot`, which does not apply to the profile `pr40`\n"), "{}", done.err);

    let one = device("d-slot");
    let done = colony(&["run", one.name()]);
    assert_refused(&done, "colony: the policy of alice/desktop, d-slot does not apply to profile pr40: ");
    for command in ["check", "matrix"] {
        let done = colony(&[command, one.name()]);
        assert!(done.exit == 0 || command == "matrix", "{}{}", done.out, done.err);
        assert!((done.out + &done.err).contains("the policy of alice/desktop, d-slot does not apply to profile pr40"));
    }
}

#[test]
fn a_matrix_says_which_policies_it_leaves_out_and_the_list_which_profiles_each_fits() {
    let file = File::new(GOOD);
    let note = "Policy d-slot is not in the table of pr40, to which it does not apply: kind 443 events have no d slot.";
    for form in [&[][..], &["--quiet"], &["--markdown"]] {
        let done = colony(&[&["matrix", file.name(), "--policy", "pika,d-slot"], form].concat());
        assert!(done.exit == 0 && done.out.contains(note), "{}", done.out);
    }
    let document = document(&["matrix", file.name(), "--policy", "pika,d-slot", "--json"]);
    assert_eq!(document["not_applied"][0]["policy"], "d-slot");
    let list = self::document(&["list", "policies", "--json"]);
    let slot = list.as_array().unwrap().iter().find(|row| row["id"] == "d-slot").unwrap();
    assert_eq!(slot["profiles"], "mip-2026-04 adopted-2026-07");
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    for args in [&["list", "rules"][..], &["list", "schema"], &["run", "ten-devices", "--json"]] {
        let mut child = program(args).spawn().unwrap();
        let mut first = String::new();
        BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(!first.is_empty());
        let done = common::done(child.wait_with_output().unwrap());
        assert_eq!((done.exit, done.err.as_str()), (0, ""), "{args:?}");
    }
}

#[test]
fn quiet_leaves_out_the_story_and_keeps_the_verdict() {
    let (loud, quiet) = (colony(&["run", "one-device"]), colony(&["run", "one-device", "--quiet"]));
    assert!(loud.out.contains("joined trip, invited by alice") && loud.out.contains("held "), "{}", loud.out);
    assert!(!quiet.out.contains("joined trip") && !quiet.out.contains("held "), "{}", quiet.out);
    let end = |done: &Done| done.out.lines().rev().take(3).map(ToOwned::to_owned).collect::<Vec<_>>();
    assert_eq!(end(&quiet), end(&loud));
}

#[test]
fn a_pipe_gets_no_colours_with_and_without_no_color() {
    let plain = colony(&["run", "one-device"]);
    assert!(!plain.out.contains('\x1b'));
    let mut asked = program(&["run", "one-device"]);
    asked.env("NO_COLOR", "1");
    assert_eq!(common::done(asked.output().unwrap()), plain);
}

#[test]
fn every_list_is_there_as_a_table_and_as_json() {
    for what in ["scenarios", "policies", "profiles", "invariants", "rules", "schema"] {
        assert_eq!(colony(&["list", what]).exit, 0, "{what}");
        let done = colony(&["list", what, "--json"]);
        let value: Value = serde_json::from_str(&done.out).unwrap();
        assert!(value.as_array().is_none_or(|rows| !rows.is_empty()), "{what}");
    }
}

fn document(args: &[&str]) -> Value {
    let done = colony(args);
    assert_eq!((done.exit, done.err.as_str()), (0, ""));
    serde_json::from_str(&done.out).unwrap()
}

fn verdict<'a>(document: &'a Value, invariant: &str) -> &'a Value {
    let all = document["judgement"]["invariants"].as_array().unwrap();
    &all.iter().find(|entry| entry[0] == invariant).expect("every invariant is there")[1]
}

#[test]
fn newest_one_hides_the_laptop_and_the_run_names_the_choice_that_did_it() {
    let run = document(&["run", "uneven-refresh", "--profile", "pr40", "--policy", "newest-one", "--json"]);
    assert_eq!(run["judgement"]["outcomes"]["bob/laptop"], "silently-excluded");
    let violation = &verdict(&run, "every-active-device-joins")["violations"][0];
    assert_eq!(violation["subject"], "bob/laptop");
    let cause = &run["transcript"][violation["entry"].as_u64().unwrap() as usize];
    assert_eq!((&cause["who"], &cause["what"]["note"]), (&"alice/desktop".into(), &"selected".into()));
    let laptop = run["transcript"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["who"] == "bob/laptop" && entry["what"]["note"] == "key-package-published");
    let hidden = &laptop.expect("the laptop published")["what"]["event"];
    let rejected = cause["what"]["rejected"].as_array().unwrap();
    assert!(rejected.iter().any(|pair| &pair[0] == hidden), "the laptop's KeyPackage is among the rejected ones");

    let told = colony(&["run", "uneven-refresh", "--profile", "pr40", "--policy", "newest-one"]);
    for line in [
        " bob/laptop      silently-excluded \n",
        "bob/laptop was silently excluded from trip: newest-one on alice/desktop picked ",
        "caused by entry ",
    ] {
        assert!(told.out.contains(line), "{line:?} is missing in {}", told.out);
    }
}

#[test]
fn client_id_brings_every_device_in_and_everybody_reads_everybody() {
    let run = document(&["run", "uneven-refresh", "--profile", "pr40", "--policy", "client-id", "--json"]);
    let outcomes = run["judgement"]["outcomes"].as_object().unwrap();
    assert_eq!(outcomes.len(), 3);
    assert!(outcomes.values().all(|outcome| outcome == "joined"), "{outcomes:?}");
    assert_eq!(verdict(&run, "all-pairs-decrypt")["verdict"], "held");
    assert_eq!(verdict(&run, "every-active-device-joins")["verdict"], "held");
}

#[test]
fn the_repro_line_of_a_run_repeats_it() {
    let done =
        colony(&["run", "two-devices", "--policy", "d-slot", "--seed", "0123456789012345678901234567890123456789"]);
    let repro = done.out.lines().rev().find_map(|line| line.strip_prefix("repro    colony ")).expect("a repro line");
    assert_eq!(colony(&repro.split(' ').collect::<Vec<_>>()), done);
}

#[test]
fn a_file_is_found_by_its_path_from_anywhere() {
    let file = File::new(GOOD);
    let mut command = program(&["run", "./tiny.toml"]);
    command.current_dir(Path::new(file.0.path()));
    assert_eq!(common::done(command.output().unwrap()).exit, 0);
}

#[test]
fn every_exit_code_means_what_the_help_says() {
    let good = File::new(GOOD);
    let broken = File::new(format!("{GOOD}[expect]\noutcome = {{ \"alice/desktop\" = \"joined\" }}\n"));
    let bad = File::new("format = 7\n");
    let stalled = changed("10m", "1ms");
    let leak = ["run", "two-devices", "--leak", "entropy", "--verify-determinism"];
    let codes: [(i32, &[&str]); 7] = [
        (0, &["run", good.name()]),
        (1, &["run", broken.name()]),
        (1, &["check", broken.name()]),
        (2, &["run", bad.name()]),
        (3, &leak),
        (4, &["run", stalled.name()]),
        (101, &["run", good.name(), "--leak", "panic"]),
    ];
    let help = colony(&["--help"]).out.replace('\n', " ");
    for (code, args) in codes {
        assert_eq!(colony(args).exit, code, "{args:?}");
        let said = help.contains(&format!(" {code} ")) && help.contains("Exit codes:");
        assert!(said, "the help does not explain {code}: {help}");
    }
}
