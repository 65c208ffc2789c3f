//! Files that are not what they should be end with one clear message.

use std::fs;
use std::path::{Path, PathBuf};

use conformance::verify::load;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

const FILE: &str = "pr40/exporter.json";

/// A folder with one vector file and its manifest.
struct Folder(TempDir, &'static str);

impl Folder {
    fn new() -> Self {
        Self::of(FILE)
    }

    fn of(file: &'static str) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors");
        let folder = Self(tempfile::tempdir().unwrap(), file);
        fs::create_dir(folder.0.path().join("pr40")).unwrap();
        fs::copy(source.join(file), folder.path(file)).unwrap();
        let manifest = fs::read_to_string(source.join("manifest.json")).unwrap();
        let mut manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        manifest["files"].as_array_mut().unwrap().retain(|entry| entry["path"] == file);
        folder.write("manifest.json", &manifest.to_string());
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Changes the vector file, and its hash in the manifest so that the change itself is found.
    fn change(&self, from: &str, to: &str) {
        let text = self.read(self.1);
        assert!(text.contains(from), "{from} is not in the file");
        self.write(self.1, &text.replacen(from, to, 1));
        self.rehash();
    }

    fn rehash(&self) {
        let mut manifest: serde_json::Value = serde_json::from_str(&self.read("manifest.json")).unwrap();
        let text = self.read(self.1);
        manifest["files"][0]["sha256"] = hex::encode(Sha256::digest(&text)).into();
        manifest["files"][0]["bytes"] = text.len().into();
        self.write("manifest.json", &manifest.to_string());
    }

    fn message(&self) -> String {
        load(self.0.path()).expect_err("the folder is wrong").to_string()
    }

    fn says(&self, words: &[&str]) {
        let message = self.message();
        for word in words {
            assert!(message.contains(word), "`{word}` is not in: {message}");
        }
        assert!(message.len() < 600, "{message}");
    }
}

#[test]
fn the_folder_of_these_tests_is_good() {
    assert!(load(Folder::new().0.path()).is_ok());
}

#[test]
fn an_unknown_member_is_refused_by_name_and_place() {
    let folder = Folder::new();
    folder.change("\"label\":", "\"colour\": \"red\", \"label\":");
    folder.says(&[FILE, "colour", "/groups/0/tests/0/input"]);
}

#[test]
fn members_that_begin_with_x_are_ignored() {
    let folder = Folder::new();
    folder.change("\"label\":", "\"x_colour\": \"red\", \"label\":");
    assert!(load(folder.0.path()).is_ok());
}

#[test]
fn a_wrong_hash_is_refused() {
    let folder = Folder::new();
    folder.write(FILE, &folder.read(FILE).replacen("\"comment\"", "\"cOmment\"", 1));
    folder.says(&[FILE, "SHA-256", "manifest"]);
}

#[test]
fn a_missing_member_is_refused_by_name_and_place() {
    let folder = Folder::new();
    folder.change("\"result\": \"valid\",", "");
    folder.says(&[FILE, "result", "/groups/0/tests/0"]);
}

#[test]
fn a_truncated_file_is_refused() {
    let folder = Folder::new();
    let text = folder.read(FILE);
    folder.write(FILE, &text[..text.len() / 2]);
    folder.rehash();
    folder.says(&[FILE, "no JSON", "line"]);
}

#[test]
fn a_huge_file_is_refused_before_it_is_read() {
    let folder = Folder::new();
    folder.write(FILE, &" ".repeat(1_000_000));
    folder.says(&[FILE, "1000000 bytes", "less than"]);
}

#[test]
fn a_missing_file_is_named() {
    let folder = Folder::new();
    fs::remove_file(folder.path(FILE)).unwrap();
    folder.says(&[FILE]);
}

#[test]
fn a_count_that_does_not_match_is_refused() {
    let folder = Folder::new();
    folder.change("\"test_count\": 33", "\"test_count\": 34");
    folder.says(&[FILE, "33 tests", "34"]);
}

#[test]
fn a_flag_without_note_is_refused() {
    let folder = Folder::new();
    folder.change("[\"ExporterSecret\"]", "[\"Mystery\"]");
    folder.says(&[FILE, "Mystery", "exp-0001"]);
}

#[test]
fn upper_case_hex_is_refused() {
    let folder = Folder::new();
    folder.change("\"context\": \"67", "\"context\": \"6A");
    folder.says(&[FILE, "/groups/0/tests/0/input/context"]);
}

#[test]
fn a_path_that_leads_out_of_the_folder_is_refused() {
    let folder = Folder::new();
    folder.write("manifest.json", &folder.read("manifest.json").replace(FILE, "../exporter.json"));
    folder.says(&["manifest.json", "out of the folder"]);
}

#[test]
fn a_file_of_an_unknown_topic_or_profile_is_left_out_and_named() {
    for (member, value) in [("topic", "marmot-flight"), ("profile", "mip-2031-02")] {
        let folder = Folder::new();
        let mut manifest: serde_json::Value = serde_json::from_str(&folder.read("manifest.json")).unwrap();
        manifest["files"][0][member] = value.into();
        folder.write("manifest.json", &manifest.to_string());
        let (suite, left_out) = load(folder.0.path()).unwrap();
        assert_eq!((suite.cases().count(), left_out.len()), (0, 1));
        assert!(left_out[0].contains(value), "{left_out:?}");
    }
}

#[test]
fn a_file_beside_the_vector_files_is_refused_if_it_is_not_the_manifests_and_may_be_absent() {
    let folder = Folder::new();
    assert!(folder.read("manifest.json").contains("minimal.json") && load(folder.0.path()).is_ok(), "it may be absent");
    folder.write("minimal.json", "{}");
    folder.says(&["minimal.json", "bytes", "manifest"]);
    let folder = Folder::new();
    folder.write("manifest.json", &folder.read("manifest.json").replace("\"minimal.json\"", "17"));
    folder.says(&["manifest.json", "x_files"]);
}

#[test]
fn a_wrong_file_in_the_pack_of_scenarios_is_refused_too() {
    let folder = Folder::new();
    fs::create_dir(folder.path("scenarios")).unwrap();
    folder.write("scenarios/manifest.json", "{}");
    folder.says(&["scenarios/manifest.json", "format"]);
}

#[test]
fn a_wrong_number_of_bytes_is_refused() {
    let folder = Folder::new();
    folder.write(FILE, &(folder.read(FILE) + " "));
    folder.says(&[FILE, "bytes", "manifest"]);
}

#[test]
fn an_unknown_member_in_expect_is_refused_in_a_short_message() {
    let folder = Folder::new();
    folder.change("\"expect\": {", "\"expect\": { \"colour\": \"red\",");
    folder.says(&[FILE, "colour", "/groups/0/tests/0/expect"]);
}

#[test]
fn a_row_of_tags_without_a_name_is_refused() {
    let folder = Folder::of("pr40/group-event.json");
    folder.change("\"tags\": [", "\"tags\": [[],");
    folder.says(&["/groups/0/tests/0/input"]);
}

#[test]
fn lengths_that_no_key_schedule_has_are_refused() {
    let label = format!("\"label\": \"{}", "x".repeat(56));
    for (from, to) in [
        ("\"length\": 32", "\"length\": 8161"),
        ("\"label\": \"", &label),
        ("\"exporter_secret\": \"", "\"exporter_secret\": \"00"),
    ] {
        let folder = Folder::new();
        folder.change(from, to);
        folder.says(&[FILE, "/groups/0/tests/0/input"]);
    }
    let folder = Folder::of("pr40/group-event.json");
    folder.change("\"group_event_key\": \"", "\"group_event_key\": \"00");
    folder.says(&["/groups/0/tests/0/input"]);
}

#[test]
fn ids_that_are_used_twice_or_belong_to_another_topic_are_refused() {
    for (to, word) in [("exp-0002", "twice"), ("gev-0001", "topic"), ("exp-1", "/groups/0/tests/0/id")] {
        let folder = Folder::new();
        folder.change("exp-0001", to);
        folder.says(&[FILE, word]);
    }
}

#[test]
fn a_parent_that_is_missing_or_leads_nowhere_is_refused() {
    let file = "pr40/welcome-join.json";
    for (from, to) in [("\"parent\": \"wjo-0001\"", "\"parent\": \"wjo-0999\""), ("\"parent\": \"wjo-0001\",", "")] {
        let folder = Folder::of(file);
        folder.change(from, to);
        folder.says(&[file, "parent", "wjo-0101"]);
    }
}

#[test]
fn a_file_that_is_listed_twice_is_refused() {
    let folder = Folder::new();
    let mut manifest: serde_json::Value = serde_json::from_str(&folder.read("manifest.json")).unwrap();
    let entry = manifest["files"][0].clone();
    manifest["files"].as_array_mut().unwrap().push(entry);
    folder.write("manifest.json", &manifest.to_string());
    folder.says(&["manifest.json", FILE, "twice"]);
}

#[test]
fn integers_that_some_languages_cannot_hold_are_refused() {
    let folder = Folder::new();
    folder.change("\"now\": 1", "\"now\": 9007199254740992, \"x_now\": 1");
    folder.says(&[FILE, "/groups/0/now"]);
}

#[test]
fn a_test_without_flags_is_refused() {
    let folder = Folder::new();
    folder.change("\"flags\": [", "\"flags\": [], \"x_flags\": [");
    folder.says(&[FILE, "/groups/0/tests/0/flags"]);
}

#[test]
fn an_account_in_upper_case_is_refused() {
    let file = "pr40/key-package-select.json";
    let folder = Folder::of(file);
    folder.change("\"account\": \"", "\"account\": \"AB");
    folder.says(&[file, "/groups/0/tests/0/input"]);
}

#[test]
fn a_policy_that_the_manifest_does_not_know_is_refused() {
    let file = "pr40/key-package-select.json";
    let folder = Folder::of(file);
    folder.change("\"pika\": {", "\"pikka\": {");
    folder.says(&[file, "kps-0003", "pikka", "manifest"]);
}

#[test]
fn a_rumor_or_event_beside_a_welcome_that_is_not_what_it_says_is_refused() {
    let file = "pr40/welcome-join.json";
    let changes =
        [("\"kind\": 444", "\"kind\": 445", "rumor"), ("\"kind\": 443,", "\"kind\": 442,", "key_package_event")];
    for (from, to, word) in changes {
        let folder = Folder::of(file);
        folder.change(from, to);
        folder.says(&[file, "wjo-0001", word]);
    }
    let folder = Folder::of(file);
    folder.change("\"key_package_raw\": \"0001", "\"key_package_raw\": \"0002");
    folder.says(&[file, "wjo-0001", "key_package_raw"]);
}

#[test]
fn an_id_that_is_retired_is_refused() {
    let folder = Folder::new();
    let mut manifest: serde_json::Value = serde_json::from_str(&folder.read("manifest.json")).unwrap();
    manifest["retired"]["exp-0001"] = serde_json::json!({ "why": "it was wrong" });
    folder.write("manifest.json", &manifest.to_string());
    folder.says(&[FILE, "exp-0001", "retired", "it was wrong"]);
}

#[test]
fn a_deferred_test_without_reason_is_refused() {
    let file = "pr40/group-event.json";
    let folder = Folder::of(file);
    let without = "\"result\": \"deferred\",";
    folder.change(&format!("{without} \"reason\": \"outer_decrypt_failed\","), without);
    folder.says(&[file, "gev-0054", "do not agree"]);
}
