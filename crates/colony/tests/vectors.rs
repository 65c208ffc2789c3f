//! `colony vectors` as its users meet it.

mod common;

use std::fs;
use std::path::Path;

use common::colony;

fn committed() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors").to_str().unwrap().to_owned()
}

#[test]
fn the_vectors_in_the_repository_pass_one_stack_with_a_table_and_exit_code_0() {
    let done = colony(&["vectors", "verify", &committed(), "--stack", "naive"]);
    assert_eq!((done.exit, done.err.as_str()), (0, ""), "{done:?}");
    assert!(done.out.contains("key-package-select") && done.out.contains(", 0 failed"), "{}", done.out);
}

#[test]
fn a_wrong_answer_is_named_by_its_id_with_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(colony(&["vectors", "emit", "--out", folder.path().to_str().unwrap()]).exit, 0);
    let name = "pr40/member-coalescing.json";
    let text = fs::read_to_string(folder.path().join(name)).unwrap();
    // As long as before: the manifest also says how many bytes a file has.
    fs::write(folder.path().join(name), text.replacen("\"is_direct\": false", "\"is_direct\": true ", 1)).unwrap();
    let manifest = fs::read_to_string(folder.path().join("manifest.json")).unwrap();
    let mut manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let junit = folder.path().join("junit.xml");
    let verify = ["vectors", "verify", folder.path().to_str().unwrap(), "--github", "--junit", junit.to_str().unwrap()];
    let refused = colony(&verify);
    assert_eq!((refused.exit, refused.out.as_str()), (2, ""));
    let annotation = format!("::error file={},title=Colony cannot read it::", folder.path().join(name).display());
    assert!(refused.err.starts_with(&annotation) && refused.err.contains("SHA-256 is "), "{}", refused.err);
    assert!(fs::read_to_string(&junit).unwrap().contains(" type=\"bad input\">"));

    // With the hash that the error message tells, only the wrong answer is left.
    let found = refused.err.split("SHA-256 is ").nth(1).unwrap()[..64].to_owned();
    let files = manifest["files"].as_array_mut().unwrap();
    files.iter_mut().filter(|file| file["path"] == name).for_each(|file| file["sha256"] = found.clone().into());
    fs::write(folder.path().join("manifest.json"), manifest.to_string()).unwrap();
    let failed = colony(&[&verify[..], &["--stack", "naive"]].concat());
    assert_eq!(failed.exit, 1);
    let (place, rest) = failed.err.split_once(",title=").expect("an annotation");
    let line: usize = place.rsplit_once("member-coalescing.json,line=").expect("file and line").1.parse().unwrap();
    let text = fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(text.lines().nth(line - 1).is_some_and(|line| line.contains("\"mco-0001\"")), "{place}");
    assert!(rest.starts_with("pr40.member-coalescing%3A mco-0001 naive::"), "{rest}");
    let report = fs::read_to_string(junit).unwrap();
    assert!(report.contains("name=\"mco-0001 naive\"") && report.contains("<failure message=\""), "{report}");
    assert!(failed.out.contains("mco-0001 (pr40/member-coalescing.json): naive failed"), "{}", failed.out);
}

#[test]
fn an_unknown_stack_and_a_folder_without_manifest_are_bad_input() {
    let unknown = colony(&["vectors", "verify", &committed(), "--stack", "openssl"]);
    assert_eq!((unknown.exit, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("unknown stack `openssl`; known: mdk-core"), "{}", unknown.err);
    let folder = tempfile::tempdir().unwrap();
    let nothing = colony(&["vectors", "list", folder.path().to_str().unwrap()]);
    assert_eq!(nothing.exit, 2);
    assert!(nothing.err.contains("manifest.json"), "{}", nothing.err);
}

#[test]
fn the_list_names_every_file_with_its_number_of_tests() {
    let done = colony(&["vectors", "list", &committed()]);
    assert_eq!(done.exit, 0);
    for name in ["pr40/welcome-join.json", "adopted-2026-07/key-package-event.json"] {
        assert!(done.out.contains(name), "{}", done.out);
    }
}
