//! Files that are not what they should be end with one clear message.

use std::fs;
use std::path::{Path, PathBuf};

use conformance::verify::load;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

const FILE: &str = "pr40/exporter.json";

/// A folder with one vector file and its manifest.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors");
        let folder = Self(tempfile::tempdir().unwrap());
        fs::create_dir(folder.0.path().join("pr40")).unwrap();
        fs::copy(source.join(FILE), folder.path(FILE)).unwrap();
        let manifest = fs::read_to_string(source.join("manifest.json")).unwrap();
        let mut manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        manifest["files"].as_array_mut().unwrap().retain(|file| file["path"] == FILE);
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
        let text = self.read(FILE);
        assert!(text.contains(from), "{from} is not in the file");
        self.write(FILE, &text.replacen(from, to, 1));
        self.rehash();
    }

    fn rehash(&self) {
        let mut manifest: serde_json::Value = serde_json::from_str(&self.read("manifest.json")).unwrap();
        manifest["files"][0]["sha256"] = hex::encode(Sha256::digest(self.read(FILE))).into();
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
        assert!(message.len() < 1_000, "{message}");
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
    folder.write(FILE, &folder.read(FILE).replacen("\"comment\"", " \"comment\"", 1));
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
    folder.change("\"ExporterSecret\"\n", "\"Mystery\"\n");
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
