//! What lies in `vectors/` is what this code emits, and says what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use conformance::emit::{Tree, emit};
use conformance::format::{
    ENGINE_PACK, EXTRA_PACKS, Minimal, Outcome, RATCHET_PACK, SCENARIO_PACK, STREAM_PACK, Topic, is_apart,
};
use conformance::verify::load;
use serde_json::Value;

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

/// Emitted kinds of files on disk, and the page of invariants, by their path below `vectors/`.
fn on_disk() -> BTreeMap<String, String> {
    let (mut folders, mut files) = (vec![vectors()], BTreeMap::new());
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "json" || ending == "csv")
                || path.ends_with("INVARIANTS.md")
                || path.ends_with("KILLS.md")
                || path.ends_with("WHO-READS-WHAT.md")
            {
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
fn scenarios_streams_and_what_engines_decide_are_packs_that_stand_for_themselves_and_the_rest_is_smaller_than_six_megabytes()
 {
    let (all, _) = load(&vectors()).unwrap();
    for folder in EXTRA_PACKS {
        let (pack, _) = load(&vectors().join(folder)).unwrap();
        let apart = all.cases().filter(|case| case.path.starts_with(folder)).count();
        let topics: BTreeSet<_> = pack.cases().map(|case| case.test.topic()).collect();
        let of_topics = all.cases().filter(|case| topics.contains(&case.test.topic())).count();
        assert_eq!((pack.cases().count(), apart), (apart, of_topics), "{folder}");
    }
    let of = |folder: &str| -> BTreeSet<_> {
        all.cases().filter(|case| case.path.starts_with(folder)).map(|case| case.test.topic()).collect()
    };
    assert_eq!(of(SCENARIO_PACK), [Topic::Scenario].into());
    assert_eq!(of(ENGINE_PACK), [Topic::Convergence, Topic::CommitAuthority].into());
    assert_eq!(of(STREAM_PACK), [Topic::Stream].into());
    assert_eq!(of(RATCHET_PACK), [Topic::Tree, Topic::Race].into());
    let (by_hand, own) = (["README.md", "REASONS.md", "NOT-COVERED.md"], on_disk());
    let by_hand = by_hand.map(|name| fs::metadata(vectors().join(name)).unwrap().len()).iter().sum::<u64>();
    let emitted = own.iter().filter(|(path, _)| !is_apart(path)).map(|(_, text)| text.len() as u64).sum::<u64>();
    assert!(by_hand + emitted < 6_000_000, "{by_hand} and {emitted} bytes");
}

#[test]
fn minimal_holds_tests_as_they_stand_in_their_files_and_all_that_they_build_on() {
    let text = &on_disk()["minimal.json"];
    assert!(text.len() < 100_000, "{} bytes", text.len());
    let minimal: Minimal<Value> = serde_json::from_str(text).unwrap();
    let (suite, _) = load(&vectors()).unwrap();
    let mut before = BTreeSet::new();
    for entry in &minimal.tests {
        let id = entry.test["id"].as_str().unwrap();
        let case = suite.case(id).unwrap();
        let file: Value = serde_json::from_str(&on_disk()[case.path]).unwrap();
        let tests = file["groups"].as_array().unwrap().iter().flat_map(|group| group["tests"].as_array().unwrap());
        assert_eq!(Some(&entry.test), tests.into_iter().find(|test| test["id"] == id), "{id}");
        let head = (entry.topic.as_str(), entry.profile.as_str(), entry.now);
        assert_eq!(head, (case.test.topic().name(), case.profile.to_string().as_str(), case.now), "{id}");
        assert!(case.test.head().flags.iter().all(|flag| entry.notes.contains_key(flag)), "{id}");
        assert!(case.test.head().policies.iter().all(|policy| minimal.policies.contains_key(*policy)), "{id}");
        let named = [&entry.test["parent"], &entry.test["input"]["after"]];
        assert!(named.into_iter().filter_map(Value::as_str).all(|named| before.contains(named)), "{id}");
        before.insert(id);
    }
    assert_eq!(minimal.test_count as usize, before.len());
    for (_, file) in suite.files().iter().filter(|(path, _)| !is_apart(path)) {
        assert!(minimal.tests.iter().any(|entry| entry.topic == file.topic().name()), "{}", file.topic().name());
        assert!(minimal.tests.iter().any(|entry| entry.profile == file.profile()), "{}", file.profile());
    }
}

#[test]
fn every_invalid_test_names_a_valid_test_of_its_file_as_parent() {
    let (suite, _) = load(&vectors()).unwrap();
    for case in suite.cases() {
        let head = case.test.head();
        if matches!(head.result, Outcome::Invalid | Outcome::Deferred) {
            let parent = suite.case(head.parent.unwrap_or_else(|| panic!("{} has no parent", head.id)));
            let parent = parent.unwrap_or_else(|| panic!("the parent of {} is not there", head.id));
            assert_eq!((parent.test.head().result, parent.path), (Outcome::Valid, case.path), "{}", head.id);
        }
    }
}
