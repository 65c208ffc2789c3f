//! Expectations are found apart from the stacks that verify them: neither side imports the other, and generators take nothing
//! from a stack but whether it passed.

use std::fs;
use std::path::{Path, PathBuf};

/// Every source below a folder of this crate: its path, and its text without line comments.
fn sources(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut sources): (Vec<PathBuf>, Vec<_>) = (vec![root.join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                sources.push((name, code.join("\n")));
            }
        }
    }
    assert!(!sources.is_empty(), "no sources in {folder}");
    sources
}

fn none_names(folder: &str, except: &[&str], names: &[&str]) {
    for (path, code) in sources(folder).iter().filter(|(path, _)| !except.contains(&path.as_str())) {
        for name in names {
            assert!(!code.contains(name), "src/{path} names {name}");
        }
    }
}

#[test]
fn no_stack_knows_where_expectations_come_from() {
    none_names("verify", &[], &["expectations", "emit::", "crate::emit"]);
}

#[test]
fn no_expectation_comes_from_a_stack_or_a_library_that_a_stack_drives() {
    let stacks = ["verify", "emit", "crate::mls", "mdk_core", "openmls", "mls_rs", "hkdf"];
    none_names("expectations", &[], &stacks);
    for (path, code) in sources("expectations") {
        let foreign = code.replace("marmot_rules::Profile", "").contains("marmot_rules");
        assert!(!foreign, "src/{path} takes more from marmot-rules than the names of profiles");
    }
}

#[test]
fn generators_take_nothing_from_a_stack_but_its_verdicts() {
    // The one place lets the stacks judge what was made, the other writes down which of them passed.
    none_names(
        "emit",
        &["emit/mod.rs", "emit/tree.rs", "emit/pack.rs", "emit/minimal.rs"],
        &["crate::verify", "verify::"],
    );
    let rules = ["select(", "admit", "validate", "parse_bare", "parse_framed", "marmot_rules::rules"];
    for (path, code) in sources("emit") {
        for line in code.lines().filter(|line| line.contains("marmot_rules")) {
            assert!(rules.iter().all(|name| !line.contains(name)), "src/{path}: {line}");
        }
    }
}
