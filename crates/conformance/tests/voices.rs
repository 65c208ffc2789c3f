//! Records of voices that need Node or Python are of the tests in the repository, by the programs in the repository.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use conformance::verify::{Came, Suite, Verdict, digest, load, records, run, stacks};
use sha2::{Digest, Sha256};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn committed() -> Suite {
    sim_env::register_thread_as_outside();
    load(&repository().join("vectors")).unwrap().0
}

fn record(name: &str) -> (PathBuf, String) {
    let path = repository().join("crates/conformance/voices").join(format!("{name}.json"));
    let text = fs::read_to_string(&path).unwrap();
    (path, text)
}

#[test]
fn every_record_is_of_tests_that_exist_and_of_their_text_of_now() {
    let suite = committed();
    for record in records() {
        assert_eq!(record.format, "colony-voice/1");
        assert!(record.tests.len() > 60, "{} {}", record.stack, record.version);
        for (id, entry) in &record.tests {
            let case = suite.case(id).unwrap_or_else(|| panic!("{}: no test {id}", record.stack));
            assert_eq!(entry.sha256, digest(&case), "{} {}: {id} changed since", record.stack, record.version);
            assert_eq!(
                entry.came == Came::AsDemanded,
                entry.why.is_none(),
                "{} {}: {id}",
                record.stack,
                record.version
            );
        }
    }
}

#[test]
fn a_recorded_voice_counts_for_the_test_that_was_judged_and_for_no_other() {
    let mut files = committed().into_files();
    files.retain(|path, _| path == "pr40/key-package-ref.json");
    let voices =
        |suite: &Suite| run(suite, &stacks(), Some("ts-mls-1.6.4")).voices("kpr-0001", Verdict::is_passed).len();
    assert_eq!(voices(&Suite::of(files.clone())), 1);

    let Some(conformance::format::Vectors::KeyPackageRef(file)) = files.values_mut().next() else { panic!("one file") };
    file.groups[0].tests[0].comment.push('.');
    let suite = Suite::of(files);
    assert_eq!(voices(&suite), 0);
    let report = run(&suite, &stacks(), Some("ts-mls-1.6.4"));
    assert_eq!(report.out_of_date().map(|result| result.id.as_str()).collect::<Vec<_>>(), ["kpr-0001"]);
}

#[test]
fn every_voice_passes_some_test_and_some_disagree() {
    let report = run(&committed(), &stacks(), None);
    let passed: BTreeSet<_> = report.results.iter().filter(|r| r.verdict == Verdict::Passed).map(|r| r.stack).collect();
    let differ: BTreeSet<_> =
        report.results.iter().filter(|r| matches!(r.verdict, Verdict::Differs(_))).map(|r| r.stack).collect();
    for name in ["openmls", "ts-mls-1.6.4", "ts-mls-2.0.0-rc.10", "rfc9420-1.3.0", "stream_client.py-2"] {
        assert!(passed.contains(name), "{name} passed nothing");
    }
    for name in ["openmls", "ts-mls-1.6.4", "ts-mls-2.0.0-rc.10"] {
        assert!(differ.contains(name), "{name} reads everything as demanded: is WHO-READS-WHAT.md up to date?");
    }
}

/// SHA-256 over path and text of each file, as the consumers compute it.
fn sources(root: &Path, paths: &BTreeSet<String>) -> String {
    let mut hash = Sha256::new();
    for path in paths {
        hash.update(path.as_bytes());
        hash.update([0]);
        hash.update(fs::read(root.join(path)).unwrap());
        hash.update([0]);
    }
    hex::encode(hash.finalize())
}

#[test]
fn the_records_of_ts_mls_are_by_the_sources_of_the_example() {
    let root = repository().join("examples/typescript");
    let mut paths: BTreeSet<String> = ["package.json", "package-lock.json"].map(str::to_owned).into();
    for folder in ["src", "src/topics"] {
        for entry in fs::read_dir(root.join(folder)).unwrap().map(Result::unwrap) {
            if entry.path().is_file() {
                paths.insert(format!("{folder}/{}", entry.file_name().to_string_lossy()));
            }
        }
    }
    for record in records().iter().filter(|record| record.stack == "ts-mls") {
        let found = sources(&root, &paths);
        assert_eq!(record.consumer_sha256.to_string(), found, "{}: `npm run record` again", record.version);
    }
}

/// Runs a consumer that writes a record and compares with the record of the repository. Only where the program or its library
/// is not there, which it says, nothing is compared.
fn again(name: &str, mut command: Command) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("record.json");
    let said = match command.arg("--record").arg(&file).output() {
        Ok(ran) => String::from_utf8_lossy(&ran.stderr).into_owned(),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            println!("skipped: {name} cannot be asked here: {error}");
            return;
        }
        Err(error) => panic!("{name}: {error}"),
    };
    if said.contains("needs the package") || said.contains("No module named 'cryptography'") {
        println!("skipped: {name} cannot be asked here: {said}");
        return;
    }
    assert!(file.is_file(), "{name} wrote no record: {said}");
    let (path, recorded) = record(name);
    let came = fs::read_to_string(file).unwrap();
    let differing = came.lines().zip(recorded.lines()).find(|(now, then)| now != then);
    assert!(came == recorded, "{}: came and recorded differ, first at {differing:?}", path.display());
}

#[test]
fn ts_mls_says_today_what_is_recorded() {
    let main = repository().join("examples/typescript/dist/main.js");
    if !main.is_file() {
        println!("skipped: examples/typescript is not built (npm ci && npm run build)");
        return;
    }
    for (name, version) in [("ts-mls-1.6.4", "1"), ("ts-mls-2.0.0-rc.10", "2")] {
        let mut command = Command::new("node");
        command.arg(&main).arg(repository().join("vectors")).args(["--ts-mls", version]);
        again(name, command);
    }
}

#[test]
fn rfc9420_says_today_what_is_recorded() {
    let python = env::var("COLONY_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut command = Command::new(python);
    command.arg(repository().join("examples/python/rfc9420_voice.py")).arg(repository().join("vectors"));
    again("rfc9420-1.3.0", command);
}

#[test]
fn the_client_of_streams_in_python_says_today_what_is_recorded() {
    let python = env::var("COLONY_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut command = Command::new(python);
    command.arg(repository().join("examples/python/stream.py")).arg(repository().join("vectors/streams"));
    again("stream_client.py-2", command);
}
