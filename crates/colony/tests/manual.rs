//! Completions and manual pages: they follow the definition of the command line.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use common::colony;

/// The commands that `--help` lists.
fn commands() -> BTreeSet<String> {
    let help = colony(&["--help"]).out;
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a list of commands");
    let names = list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help").map(ToOwned::to_owned).collect()
}

#[test]
fn there_are_completions_for_every_shell_and_they_know_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let done = colony(&["completions", shell]);
        assert_eq!((done.exit, done.err.as_str()), (0, ""), "{shell}");
        for command in commands() {
            assert!(done.out.contains(&command), "{shell} does not know {command}");
        }
    }
    assert_eq!(colony(&["completions", "ksh"]).exit, 2);
}

#[test]
fn bash_takes_the_completions_and_completes_with_them() {
    let script = colony(&["completions", "bash"]).out;
    let ask = "COMP_WORDS=(colony mat); COMP_CWORD=1; _colony colony mat colony; echo \"${COMPREPLY[@]}\"";
    match Command::new("bash").args(["-c", &format!("{script}\n{ask}")]).output() {
        Ok(output) => assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "matrix", "{output:?}"),
        Err(error) => println!("skipped: bash does not start: {error}"),
    }
}

#[test]
fn there_is_a_manual_page_for_every_command_and_the_first_one_lists_them() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("man");
    assert_eq!(colony(&["man", "--out", out.to_str().unwrap()]).exit, 0);
    let first = fs::read_to_string(out.join("colony.1")).unwrap();
    assert!(commands().len() >= 10, "{:?}", commands());
    for command in commands() {
        assert!(first.contains(&format!("colony\\-{command}(1)")), "{command}");
        let page = fs::read_to_string(out.join(format!("colony-{command}.1"))).unwrap();
        assert!(page.contains(".SH NAME") && page.contains(&format!("colony\\-{command}")), "{command}");
    }
    assert!(out.join("colony-vectors-verify.1").is_file());
    assert!(!fs::read_to_string(out.join("colony-run.1")).unwrap().contains("leak"), "hidden options stay hidden");
    assert_eq!(colony(&["man"]).out, first.trim_end().to_owned() + "\n");
}
