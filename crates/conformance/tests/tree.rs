//! What lies in `vectors/` is what this code emits, and says what it says.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use conformance::emit::{Tree, emit};
use conformance::format::{Outcome, Topic};
use conformance::verify::load;

/// Tests run side by side: what this thread draws and reads is no stray work of another test's run.
fn outside() {
    sim_env::register_thread_as_outside();
}

fn vectors() -> PathBuf {
    outside();
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors")
}

fn fresh() -> Tree {
    emit().unwrap_or_else(|error| panic!("{error}"))
}

/// What this code emits, made once for all tests.
fn emitted() -> &'static Tree {
    static TREE: OnceLock<Tree> = OnceLock::new();
    TREE.get_or_init(fresh)
}

/// Emitted files on disk, and all JSON, by their path below `vectors/`.
fn on_disk() -> BTreeMap<String, String> {
    let (mut folders, mut files) = (vec![vectors()], BTreeMap::new());
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "json") || path.ends_with("WHO-READS-WHAT.md") {
                let name = path.strip_prefix(vectors()).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    files
}

#[test]
fn the_vectors_in_the_repository_are_those_that_this_code_emits() {
    let (emitted, on_disk) = (emitted(), on_disk());
    let emitted: BTreeMap<&str, &str> = emitted.files().collect();
    let stale: Vec<_> = emitted
        .iter()
        .filter(|(path, text)| on_disk.get(**path).is_none_or(|held| held != **text))
        .map(|(path, _)| *path)
        .collect();
    assert!(stale.is_empty(), "stale: run `colony vectors emit`: {stale:?}");
    let strangers: Vec<_> = on_disk.keys().filter(|path| !emitted.contains_key(path.as_str())).collect();
    assert!(strangers.is_empty(), "nobody emits {strangers:?}");
}

#[test]
fn emitting_twice_gives_the_same_tree() {
    assert!(*emitted() == fresh());
}

#[test]
fn a_written_tree_loads_again_and_leaves_other_files_alone() {
    outside();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("pr40")).unwrap();
    fs::write(folder.path().join("README.md"), "by hand").unwrap();
    fs::write(folder.path().join("package.json"), "{}").unwrap();
    fs::write(folder.path().join("pr40/mine.json"), "{}").unwrap();
    fs::write(folder.path().join("pr40/left-over.json"), "{}").unwrap();
    let old = r#"{ "format": "marmot-vectors-manifest/1", "files": [{ "path": "pr40/left-over.json" }] }"#;
    fs::write(folder.path().join("manifest.json"), old).unwrap();
    emitted().write(folder.path()).unwrap();
    let (suite, left_out) = load(folder.path()).unwrap();
    assert!(left_out.is_empty() && suite.cases().count() > 0);
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).unwrap(), "by hand");
    assert!(folder.path().join("package.json").exists() && folder.path().join("pr40/mine.json").exists());
    assert!(!folder.path().join("pr40/left-over.json").exists(), "a vector file that is not emitted any more");
}

#[test]
fn there_are_at_least_four_hundred_tests_over_all_topics() {
    let (suite, _) = load(&vectors()).unwrap();
    assert!(suite.cases().count() >= 400);
    for topic in Topic::ALL {
        assert!(suite.cases().any(|case| case.test.topic() == *topic), "no test of {}", topic.name());
    }
}

#[test]
fn every_invalid_test_names_a_valid_test_of_its_file_as_parent() {
    let (suite, _) = load(&vectors()).unwrap();
    for case in suite.cases() {
        let head = case.test.head();
        if head.result == Outcome::Invalid {
            let parent = suite.case(head.parent.unwrap_or_else(|| panic!("{} has no parent", head.id)));
            let parent = parent.unwrap_or_else(|| panic!("the parent of {} is not there", head.id));
            assert_eq!((parent.test.head().result, parent.path), (Outcome::Valid, case.path), "{}", head.id);
        }
    }
}
