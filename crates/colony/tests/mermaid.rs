//! `colony run X --mermaid`: every finding as a diagram that fits into a comment, and that Mermaid itself reads.

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::colony;

/// A repro line of FINDINGS.md, drawn.
struct Diagram {
    finding: String,
    command: String,
    invariant: String,
    text: String,
}

/// A diagram for the first invariant that each `colony run` of FINDINGS.md names.
fn findings() -> Vec<Diagram> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../FINDINGS.md")).unwrap();
    let mut finding = "";
    let mut diagrams = Vec::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            finding = &heading[..4];
        }
        if !line.starts_with("- `colony run ") {
            continue;
        }
        let quoted: Vec<_> = line.split('`').skip(1).step_by(2).collect();
        let words: Vec<_> = quoted[0].split(' ').skip(1).collect();
        let done = colony(&[&words[..], &["--mermaid", "--invariant", quoted[1]]].concat());
        // What a scenario expects holds for the relays that it names.
        let exit = i32::from(quoted[0].contains(" --like "));
        assert!(done.exit <= exit && done.err.is_empty(), "{line}: {} {}", done.exit, done.err);
        diagrams.push(Diagram {
            finding: finding.to_owned(),
            command: quoted[0].to_owned(),
            invariant: quoted[1].to_owned(),
            text: done.out,
        });
    }
    assert!(diagrams.len() >= 35, "only {} repro lines", diagrams.len());
    diagrams
}

/// Lines of a diagram without their indent.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_start).collect()
}

/// Every line is of a form that a diagram has, and draws nobody who is not declared.
fn assert_well_formed(text: &str) {
    let lines = lines(text);
    assert_eq!(lines[0], "sequenceDiagram");
    assert!(lines[1].starts_with("%% "), "{}", lines[1]);
    let declared: Vec<_> =
        lines.iter().filter_map(|line| line.strip_prefix("participant ")?.split(' ').next()).collect();
    let mut open = 0;
    for line in &lines[2..] {
        if line.starts_with("box ") || line.starts_with("rect ") {
            open += 1;
        } else if *line == "end" {
            open -= 1;
        } else if !line.starts_with("participant ") {
            let (head, label) = line.split_once(": ").unwrap_or_else(|| panic!("{line}: no label"));
            let drawn = head.strip_prefix("Note over ").unwrap_or(head);
            let drawn: Vec<_> = drawn.split([',', '-', '>', 'x']).filter(|name| !name.is_empty()).collect();
            assert!(!drawn.is_empty() && drawn.iter().all(|name| declared.contains(name)), "{line}");
            let inert = label.replace("<br/>", "");
            assert!(!inert.contains(['<', '>', '"', '{', '}', '`', '%']), "{line}");
        }
    }
    assert_eq!(open, 0, "{text}");
}

#[test]
fn every_finding_is_a_diagram_of_at_most_forty_lines_that_names_what_broke_and_how_to_see_it() {
    for diagram in findings() {
        let Diagram { finding, command, invariant, text } = &diagram;
        assert!(text.lines().count() <= 40, "{finding}: {} lines", text.lines().count());
        assert_well_formed(text);
        let lines = lines(text);
        assert_eq!(lines[1], format!("%% {command}"), "{finding}");
        let last = lines.last().unwrap().replace("<br/>", " ");
        assert!(last.starts_with("Note over") && last.contains(command.as_str()), "{finding}: {last}");
        let red =
            lines.iter().position(|line| line.starts_with("rect ")).unwrap_or_else(|| panic!("{finding}: no rect"));
        assert!(lines[red + 1].contains(&format!("✗ {invariant}<br/>")), "{finding}: {}", lines[red + 1]);
        let told = lines[..red].iter().filter(|line| line.starts_with("Note") || line.contains(">>")).count();
        assert!(told >= 1, "{finding}: no story in front of the violation\n{text}");
    }
}

/// What a reader of these findings must see: the cause, not only the effect.
#[test]
fn the_diagrams_tell_the_causes_that_the_findings_name() {
    let diagrams = findings();
    let tells = |finding: &str, causes: &[&str]| {
        let found = diagrams.iter().find(|diagram| diagram.finding == finding).unwrap();
        let text = found.text.replace("<br/>", " ");
        for cause in causes {
            assert!(text.contains(cause), "{finding} does not tell `{cause}`:\n{text}");
        }
    };
    tells("F-01", &["cannot use commit", "updates its own leaf", "own_commit: "]);
    tells("F-03", &["Welcome to trip for KeyPackage", "joins trip with KeyPackage"]);
    tells("F-04", &["fault slow: delay commit", "cannot use “In the new epoch.”"]);
    tells("F-05", &["minutes ahead", "too far in the future"]);
    tells("F-06", &["is offline", "(50 days later) is online", "too old"]);
    tells("F-10", &["installation 1 is gone for good"]);
    tells("F-13", &["take over a copy of the state of", "superseded-in-group"]);
    tells("F-16", &["asked relays to delete KeyPackage"]);
    tells("F-17", &["refuses commit", "gave up commit"]);
    tells("F-19", &["asks to leave trip", "carries out the departure", "a better commit won"]);
    tells("F-20", &["dated 14 days ahead"]);
    tells("F-25", &["is offline", "asks only for gift wraps dated within the last"]);
    tells("F-36", &["its answer ends at its limit of 5 events", "limit: ", "as laptop", "5 like this"]);
    tells("F-29", &["81 like this", "message too long"]);
    tells("F-31", &["a better commit won", "its private keys are gone"]);
    tells("F-34", &["destroyed the private keys", "its private keys are gone"]);
}

#[test]
fn mermaid_itself_reads_every_diagram() {
    let package = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/mermaid");
    let node = Command::new("node").arg("--version").output().is_ok_and(|done| done.status.success());
    if !node || !package.join("node_modules/mermaid").is_dir() {
        let why = "skipped: crates/colony/tests/mermaid (needs Node 20 or newer, and `npm ci` in that folder)";
        // Past the capture of the test harness, which would hide it.
        writeln!(std::io::stderr(), "{why}").unwrap();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (number, diagram) in findings().iter().enumerate() {
        fs::write(folder.path().join(format!("{}-{number:02}.mmd", diagram.finding)), &diagram.text).unwrap();
    }
    let done = Command::new("node").arg(package.join("check.mjs")).arg(folder.path()).output().unwrap();
    assert!(
        done.status.success(),
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
}

#[test]
fn without_a_name_the_violation_that_explains_the_others_is_drawn() {
    let split = colony(&["run", "leave-races-with-a-commit", "--mermaid"]);
    assert!(split.out.contains("✗ converges-when-quiet<br/>"), "{}", split.out);
    let second = colony(&["run", "device-added-later", "--mermaid"]);
    assert!(second.out.contains("✗ no-phantom-leaf<br/>"), "{}", second.out);
}

#[test]
fn a_run_that_violates_nothing_is_drawn_by_its_main_story() {
    let done = colony(&["run", "two-devices", "--mermaid"]);
    assert_eq!((done.exit, done.err.as_str()), (0, ""));
    assert_well_formed(&done.out);
    assert!(done.out.lines().count() <= 40 && !done.out.contains("rect "), "{}", done.out);
    assert!(done.out.contains("joins"), "{}", done.out);
}

/// The participants and the words of the diagram of a case of `scenarios/tests/truth`.
fn of_truth(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../scenarios/tests/truth/{file}.toml"));
    let done = colony(&["run", path.to_str().unwrap(), "--mermaid"]);
    assert_well_formed(&done.out);
    done.out
}

#[test]
fn a_diagram_draws_whoever_the_cause_names() {
    let draws = |text: &str, wanted: &str| {
        let drawn = lines(text).iter().any(|line| line.ends_with(wanted) || line.contains(&format!("{wanted}<br/>")));
        assert!(drawn, "`{wanted}` is not drawn:\n{text}");
    };
    draws(&of_truth("22-commit-on-one-of-two-relays"), " as ra");
    draws(&of_truth("29-never-updated-leaf"), "box transparent bob");
}

#[test]
fn the_same_run_is_drawn_the_same_every_time() {
    let draw = || colony(&["run", "commit-race-merged-at-once", "--mermaid"]);
    assert_eq!(draw(), draw());
}

#[test]
fn an_invariant_that_is_not_violated_is_refused_with_those_that_are() {
    for (name, why) in [("members-are-accounts", "held in this run"), ("no-such-thing", "is no invariant")] {
        let done = colony(&["run", "device-added-later", "--mermaid", "--invariant", name]);
        assert_eq!((done.exit, done.out.as_str()), (2, ""));
        assert!(done.err.contains(why) && done.err.contains("no-phantom-leaf"), "{}", done.err);
    }
    let alone = colony(&["run", "device-added-later", "--invariant", "no-phantom-leaf"]);
    assert_eq!(alone.exit, 2, "{}", alone.err);
}
