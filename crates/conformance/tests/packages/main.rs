//! `packaging/`: types are those of the schemas and fit the files; each package builds, installs offline and counts every test.
//!
//! Where a tool is absent, a test says so in a sentence and ends.
#![cfg(unix)]

mod index;
mod types;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use conformance::format::is_apart;
use conformance::verify::load;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Whether a command is there and ends well; says what is skipped if not.
fn has(program: &str, arguments: &[&str], why: &str) -> bool {
    let there = Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success());
    if !there {
        println!("skipped: {why}");
    }
    there
}

/// What a command prints.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{out}\n{err}");
    out.into_owned()
}

/// What packaging needs of the repository, in a folder of its own: building leaves no trace in the work tree.
fn copied() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["vectors", "packaging", "LICENSE"] {
        copy(&root().join(name), &folder.path().join(name));
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::copy(from, to).unwrap();
        return;
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        if entry.file_name() != "node_modules" {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    }
}

/// A folder with one file that has members under `x_` and one of an unknown topic; and the same with a wrong hash.
fn strange_and_broken(folder: &Path) -> [PathBuf; 2] {
    let text = fs::read_to_string(root().join("vectors/pr40/exporter.json")).unwrap();
    let text = text.replacen("\"label\":", "\"x_colour\": {\"x_y\": 1}, \"label\":", 1);
    let sha256 = hex::encode(Sha256::digest(&text));
    let entry = |path: &str, topic: &str, sha256: &str| json!({ "path": path, "sha256": sha256, "bytes": text.len(), "topic": topic, "profile": "pr40", "test_count": 33, "verified_by": {} });
    let mut manifest: Value = serde_json::from_slice(&fs::read(root().join("vectors/manifest.json")).unwrap()).unwrap();
    let strange = json!([entry("a.json", "exporter", &sha256), entry("b.json", "marmot-flight", &sha256)]);
    let broken = json!([entry("a.json", "exporter", &sha256.replace(['0', '1'], "2"))]);
    [("strange", strange), ("broken", broken)].map(|(name, files)| {
        let place = folder.join(name);
        fs::create_dir(&place).unwrap();
        fs::write(place.join("a.json"), &text).unwrap();
        fs::write(place.join("b.json"), &text).unwrap();
        manifest["files"] = files;
        fs::write(place.join("manifest.json"), manifest.to_string()).unwrap();
        place
    })
}

/// What every consumer of these tests must print.
fn assert_consumed(printed: &str) {
    let (suite, _) = load(&root().join("vectors")).unwrap();
    let judged = suite.cases().filter(|case| !is_apart(case.path)).count();
    let minimal: Value = serde_json::from_slice(&fs::read(root().join("vectors/minimal.json")).unwrap()).unwrap();
    let lines: Vec<_> = printed.lines().collect();
    assert_eq!(lines[0], format!("{judged} tests, {} to begin with", minimal["test_count"]));
    assert_eq!(lines[1], "33 tests, unknown topic marmot-flight");
    assert!(lines[2].starts_with("refused: a.json: SHA-256 is "), "{}", lines[2]);
}

/// The consumer of a language, in a project of its own.
fn consumer(project: &Path, name: &str) {
    fs::create_dir_all(project).unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packages").join(name), project.join(name)).unwrap();
}

#[test]
fn the_npm_package_installs_from_its_archive_and_counts_every_test() {
    if !has("npm", &["--version"], "packaging/npm (needs Node 20 or newer with npm)") {
        return;
    }
    let folder = copied();
    let packaging = folder.path().join("packaging/npm");
    run(Command::new("npm").args(["pack", "--silent"]).current_dir(&packaging));
    let manifest: Value = serde_json::from_slice(&fs::read(root().join("vectors/manifest.json")).unwrap()).unwrap();
    let version = manifest["suite_version"].as_str().unwrap();
    let archive = packaging.join(format!("marmot-vectors-{version}.tgz"));
    assert!(archive.is_file(), "the version in packaging/npm/package.json is not that of the vectors, {version}");
    let project = folder.path().join("project");
    consumer(&project, "consumer.mjs");
    fs::write(project.join("package.json"), "{}").unwrap();
    run(Command::new("npm")
        .args(["install", "--offline", "--no-audit", "--no-fund"])
        .arg(archive)
        .current_dir(&project));
    let folders = strange_and_broken(folder.path());
    assert_consumed(&run(Command::new("node").arg("consumer.mjs").args(folders).current_dir(&project)));
    if let Some(tsc) = types::tsc() {
        let options =
            ["--noEmit", "--strict", "--checkJs", "--target", "es2022", "--module", "nodenext", "consumer.mjs"];
        run(Command::new("node").arg(tsc).args(options).current_dir(&project));
    }
}

#[test]
fn the_python_package_installs_from_its_archive_and_counts_every_test() {
    let tools = "import build, ensurepip, setuptools, venv; assert int(setuptools.__version__.split('.')[0]) >= 77";
    if !has("python3", &["-c", tools], "packaging/python (needs Python 3.9 or newer with build and setuptools 77)") {
        return;
    }
    let folder = copied();
    let packaging = folder.path().join("packaging/python");
    run(Command::new("python3").args(["-m", "build", "--no-isolation"]).current_dir(&packaging));
    let venv = folder.path().join("venv");
    run(Command::new("python3").args(["-m", "venv"]).arg(&venv));
    let [python, project] = [venv.join("bin/python"), folder.path().join("project")];
    let archives: Vec<_> = fs::read_dir(packaging.join("dist")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(archives.len(), 2, "an archive of sources and a wheel: {archives:?}");
    let wheel = archives.iter().find(|path| path.extension().is_some_and(|ending| ending == "whl")).expect("a wheel");
    run(Command::new(&python).args(["-m", "pip", "install", "--no-index", "--quiet"]).arg(wheel));
    consumer(&project, "consumer.py");
    let folders = strange_and_broken(folder.path());
    assert_consumed(&run(Command::new(&python).arg("consumer.py").args(folders).current_dir(&project)));
}

#[test]
fn the_go_module_installs_from_its_archive_and_counts_every_test() {
    if !has("go", &["version"], "packaging/go (needs Go 1.19 or newer)") {
        return;
    }
    let folder = copied();
    let (proxy, project) = (folder.path().join("proxy"), folder.path().join("project"));
    let go = |place: &Path, arguments: &[&str]| {
        let mut command = Command::new("go");
        command.args(arguments).current_dir(place).env("GOPROXY", format!("file://{}", proxy.display()));
        command.env("GOMODCACHE", folder.path().join("modules")).env("GOFLAGS", "-modcacherw -mod=mod");
        command.env("GOSUMDB", "off").env("GOTOOLCHAIN", "local");
        command
    };
    run(go(&folder.path().join("packaging/go"), &["run", "./pack"]).arg(&proxy));
    consumer(&project, "consumer.go");
    run(&mut go(&project, &["mod", "init", "example.org/consumer"]));
    run(&mut go(&project, &["get", "example.org/marmot-vectors@latest"]));
    let folders = strange_and_broken(folder.path());
    assert_consumed(&run(go(&project, &["run", "."]).args(folders)));
    run(&mut go(&project, &["vet", ".", "example.org/marmot-vectors"]));
}
