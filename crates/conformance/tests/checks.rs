//! Faults that consumers found are put back, one at a time: the check for each names the test.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use conformance::emit::checks::all;
use serde_json::{Value, json};

/// Every file of the repository as JSON, by its path below `vectors/`.
fn files() -> BTreeMap<String, Value> {
    let root: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors");
    let read = |path: &str| serde_json::from_slice(&fs::read(root.join(path)).unwrap()).unwrap();
    let manifest: Value = read("manifest.json");
    let paths = manifest["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap());
    let mut files: BTreeMap<String, Value> = paths.map(|path| (path.to_owned(), read(path))).collect();
    files.insert("manifest.json".to_owned(), manifest);
    files
}

fn test<'a>(file: &'a mut Value, id: &str) -> &'a mut Value {
    let groups = file["groups"].as_array_mut().unwrap();
    let mut tests = groups.iter_mut().flat_map(|group| group["tests"].as_array_mut().unwrap());
    tests.find(|test| test["id"] == id).unwrap_or_else(|| panic!("{id} is not there"))
}

/// Changes a file so that it has a fault; the check must name the test and say these words.
fn finds(path: &str, id: &str, words: &str, change: impl FnOnce(&mut Value)) {
    let mut files = files();
    change(files.get_mut(path).unwrap());
    let fault = all(&files).expect_err("the fault was put back");
    assert_eq!((fault.path.as_str(), fault.id.as_str()), (path, id), "{fault}");
    assert!(fault.what.contains(words) && fault.to_string().lines().count() == 1, "{fault}");
}

/// The same for a change of one test.
fn finds_in(path: &str, id: &str, words: &str, change: impl FnOnce(&mut Value)) {
    finds(path, id, words, |file| change(test(file, id)));
}

fn remove(value: &mut Value, member: &str) {
    value.as_object_mut().unwrap().remove(member).unwrap_or_else(|| panic!("there is no {member}"));
}

const ZEROS: &str = "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";

#[test]
fn the_files_of_the_repository_have_none_of_these_faults() {
    assert_eq!(all(&files()), Ok(()));
}

#[test]
fn fault_1_a_text_that_says_something_else_or_no_commit_at_all_is_pinned() {
    let january = |file: &mut Value| {
        file["spec"] = json!({ "repo": "marmot-protocol/marmot", "documents": ["00.md"],
            "commit": "c0b5b743c3ff39276c815f9ca8b4d428bc9aff87" });
    };
    finds("mip-2026-04/key-package-event.json", "kpe-4001", "no rule of mip-2026-04 was read", january);
    let pull = |file: &mut Value| file["spec"]["commit"] = "refs/pull/40".into();
    finds("pr40/key-package-event.json", "kpe-0001", "expected a commit of 40 hex digits", pull);
    let nothing = |file: &mut Value| remove(&mut file["spec"]["x_pins"][0], "edition");
    finds("mip-2026-01/key-package-ref.json", "kpr-1001", "without commit and without edition", nothing);
}

#[test]
fn fault_2_a_reason_about_a_tag_does_not_name_it() {
    let path = "pr40/key-package-event.json";
    finds_in(path, "kpe-0157", "tag_value_malformed without the `tag`", |test| remove(test, "tag"));
    finds_in(path, "kpe-0114", "tag_repeated without the `tag`", |test| remove(test, "tag"));
    finds_in("pr40/welcome-fanout.json", "wfo-0008", "tag_missing without the `tag`", |test| remove(test, "tag"));
}

#[test]
fn fault_3_e_names_somebody_elses_event_though_that_is_not_the_fault() {
    finds_in("pr40/welcome-join.json", "wjo-0104", "key_package_not_local fits as well", |test| {
        let rows = test["input"]["rumor"]["tags"].as_array_mut().unwrap();
        rows.iter_mut().filter(|row| row[0] == "e").for_each(|row| row[1] = "ab".repeat(32).into());
    });
}

#[test]
fn fault_4_a_rule_for_writers_is_a_reason_for_readers_to_refuse() {
    finds("pr40/key-package-event.json", "kpe-0255", "binds who writes", |file| {
        file["notes"]["DefaultListed"]["class"] = "MUST".into();
        let test = test(file, "kpe-0255");
        remove(test, "expected_by_policy");
        test["result"] = "invalid".into();
        test["reason"] = "default_extension_listed".into();
    });
}

#[test]
fn fault_5_another_reason_fits_as_well() {
    finds_in("mip-2026-04/key-package-event.json", "kpe-4181", "tag_value_missing fits as well", |test| {
        remove(test, "reasons_any");
        test["reason"] = "tag_value_unsupported".into();
    });
    finds_in("pr40/key-package-event.json", "kpe-0157", "tag_value_malformed fits as well", |test| {
        test["reasons_any"] = json!(["ref_mismatch"]);
    });
}

#[test]
fn fault_6_an_event_of_a_later_epoch_is_refused_instead_of_kept() {
    let path = "mip-2026-04/group-event.json";
    finds_in(path, "gev-4054", "deferred, not invalid", |test| test["result"] = "invalid".into());
    finds(path, "gev-4054", "no valid test of its flags", |file| {
        test(file, "gev-4055")["flags"] = json!(["CommitMessage"]);
    });
}

#[test]
fn fault_7_the_signature_fails_where_only_the_id_is_to_be_wrong() {
    let path = "pr40/key-package-event.json";
    finds_in(path, "kpe-0301", "bad_event_signature fits as well", |test| {
        let id = test["input"]["event"]["id"].as_str().unwrap();
        let other = if id.ends_with('0') { "1" } else { "0" };
        test["input"]["event"]["id"] = format!("{}{other}", &id[..63]).into();
    });
}

#[test]
fn fault_8_a_signature_is_all_zeros_or_does_not_verify() {
    let path = "pr40/welcome-rumor.json";
    finds_in(path, "wru-0032", "all zeros", |test| test["input"]["rumor"]["sig"] = ZEROS.into());
    finds_in(path, "wru-0032", "does not verify", |test| test["input"]["rumor"]["sig"] = "11".repeat(64).into());
    let zeros = |test: &mut Value| test["input"]["events"]["b"]["sig"] = ZEROS.into();
    finds_in("pr40/key-package-select.json", "kps-0031", "all zeros", zeros);
}

#[test]
fn fault_9_classes_and_results_or_notes_and_pins_do_not_agree() {
    let path = "adopted-2026-07/key-package-event.json";
    let open = |file: &mut Value| file["notes"]["RepeatedTag"]["class"] = "open".into();
    finds(path, "kpe-7114", "the class of RepeatedTag is open, and the result invalid", open);
    let must = |file: &mut Value| file["notes"]["TrailingBytes"]["class"] = "MUST".into();
    let words = "the class of TrailingBytes is MUST, and the result policy";
    finds("pr40/key-package-event.json", "kpe-0229", words, must);
    let uncited = |file: &mut Value| file["notes"]["ProofMissing"]["spec"] = "app-components/unheard.md".into();
    finds(path, "kpe-7261", "which `spec` does not list", uncited);
}

#[test]
fn fault_10_all_policies_have_one_answer() {
    finds("pr40/key-package-select.json", "kps-0001", "all policies have one answer", |file| {
        file["notes"]["Baseline"]["class"] = "open".into();
        let test = test(file, "kps-0001");
        let expect = test["expect"].take();
        remove(test, "expect");
        test["result"] = "policy".into();
        test["expected_by_policy"] = json!({ "newest-one": expect, "client-id": expect });
    });
}

#[test]
fn no_stack_refuses_a_test_for_the_stated_reason() {
    let path = "mip-2026-04/key-package-event.json";
    finds_in(path, "kpe-4103", "no stack refuses it", |test| remove(test, "verified_by"));
}

#[test]
fn a_retired_id_is_used_again_or_superseded_by_nothing() {
    let mut again = files();
    again.get_mut("manifest.json").unwrap()["retired"]["kpe-0001"] = json!({ "why": "wrong" });
    let fault = all(&again).expect_err("the id is retired");
    assert!(fault.id == "kpe-0001" && fault.what.contains("retired"), "{fault}");
    let mut nothing = files();
    nothing.get_mut("manifest.json").unwrap()["retired"]["gev-0052"]["superseded_by"] = "gev-0999".into();
    let fault = all(&nothing).expect_err("gev-0999 is not there");
    assert!(fault.id == "gev-0052" && fault.what.contains("gev-0999"), "{fault}");
}
