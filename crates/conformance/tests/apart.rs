//! Expectations are found apart from the stacks that verify them: neither side imports the other, and generators take nothing
//! from a stack but whether it passed. What stands in the folder of a topic keeps to the same by the names of its files.

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

fn names_none(path: &str, code: &str, names: &[&str]) {
    for name in names {
        assert!(!code.contains(name), "src/{path} names {name}");
    }
}

fn none_names(folder: &str, except: &[&str], names: &[&str]) {
    for (path, code) in sources(folder).iter().filter(|(path, _)| !except.contains(&path.as_str())) {
        names_none(path, code, names);
    }
}

/// What no source of an expectation names: stacks, and libraries that they drive.
const STACKS: [&str; 7] = ["verify", "emit", "crate::mls", "mdk_core", "openmls", "mls_rs", "hkdf"];

/// Of `marmot-rules` an expectation takes the names of profiles.
fn takes_profiles_alone(path: &str, code: &str) {
    let foreign = code.replace("marmot_rules::Profile", "").contains("marmot_rules");
    assert!(!foreign, "src/{path} takes more from marmot-rules than the names of profiles");
}

#[test]
fn no_stack_knows_where_expectations_come_from() {
    none_names("verify", &[], &["expectations", "emit::", "crate::emit"]);
}

#[test]
fn no_expectation_comes_from_a_stack_or_a_library_that_a_stack_drives() {
    none_names("expectations", &[], &STACKS);
    for (path, code) in sources("expectations") {
        takes_profiles_alone(&path, &code);
    }
}

#[test]
fn in_the_folder_of_a_topic_each_file_keeps_to_what_its_name_says_and_the_two_voices_know_nothing_of_each_other() {
    let mut voices = 0;
    for (path, code) in sources("topics").iter().filter(|(path, _)| path != "topics/mod.rs") {
        let of_emission = ["expectation", "emit"];
        match path.split('/').collect::<Vec<_>>()[..] {
            ["topics", _, "mod.rs"] => names_none(path, code, &["crate::emit", "crate::expectations", "marmot_rules"]),
            ["topics", _, "emit.rs"] => names_none(path, code, &["verify", "super::rules", "naive"]),
            ["topics", _, "expectation.rs"] => {
                names_none(path, code, &STACKS);
                takes_profiles_alone(path, code);
            }
            ["topics", _, "rules.rs"] => names_none(path, code, &[&of_emission[..], &["naive"]].concat()),
            ["topics", _, "naive.rs"] => {
                names_none(
                    path,
                    code,
                    &[&of_emission[..], &["super::rules", "verify::rules", "marmot_rules"]].concat(),
                );
                voices += 1;
            }
            _ => panic!("src/{path}: a file of a topic is mod.rs, emit.rs, expectation.rs, rules.rs or naive.rs"),
        }
    }
    assert!(voices > 0, "no topic has a folder");
}

#[test]
fn the_naive_stack_has_no_line_of_the_rules() {
    none_names("verify/naive", &[], &["marmot_rules", "verify::rules", "super::rules"]);
}

#[test]
fn formats_know_neither_who_makes_files_nor_who_judges_them() {
    none_names("format", &[], &["crate::emit", "crate::verify", "crate::expectations"]);
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
    let of_topics = sources("topics").into_iter().filter(|(path, _)| path.ends_with("/emit.rs"));
    for (path, code) in sources("emit").into_iter().chain(of_topics) {
        for line in code.lines().filter(|line| line.contains("marmot_rules")) {
            assert!(rules.iter().all(|name| !line.contains(name)), "src/{path}: {line}");
        }
    }
}
