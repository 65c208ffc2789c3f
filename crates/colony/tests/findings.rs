//! Every repro line of FINDINGS.md, run again.

use std::path::Path;

use scenarios::{RunOptions, corpus, judge, simulate};

/// A line `- \`colony run ID --profile F --policy P --seed N\` violates \`a\`, \`b\``: its words in back quotes.
fn quoted(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

fn option<'a>(words: &[&'a str], name: &str) -> &'a str {
    let place = words.iter().position(|word| *word == name).unwrap_or_else(|| panic!("{words:?} has no {name}"));
    words[place + 1]
}

#[test]
fn every_finding_shows_again_what_it_says() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../FINDINGS.md")).unwrap();
    let lines: Vec<_> = text.lines().filter(|line| line.starts_with("- `colony run ")).collect();
    assert!(lines.len() >= 10, "only {} repro lines", lines.len());
    for line in lines {
        let (command, invariants) = quoted(line).split_first().map(|(c, i)| (*c, i.to_vec())).unwrap();
        let words: Vec<_> = command.split(' ').collect();
        let scenario = corpus::find(words[2]).unwrap().unwrap_or_else(|| panic!("{}: no such scenario", words[2]));
        let options = RunOptions::new(
            option(&words, "--profile").parse().unwrap(),
            option(&words, "--policy").parse().unwrap(),
            option(&words, "--seed").parse::<sim_env::Seed>().unwrap(),
        );
        let judgement = judge(&simulate(&scenario, &options).unwrap());
        assert!(!invariants.is_empty(), "{line}: names no invariant");
        for invariant in invariants {
            assert!(judgement.violated().contains(&invariant), "{command} no longer violates {invariant}");
        }
        assert!(judgement.as_expected(), "{command}: {:?}", judgement.failures);
    }
}

#[test]
fn every_finding_cites_rules_that_exist_and_says_where_to_fix_it() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../FINDINGS.md")).unwrap();
    let headings: Vec<_> = text.lines().filter(|line| line.starts_with("### F-")).collect();
    let mut numbers: Vec<String> = headings.iter().map(|line| line[4..8].to_owned()).collect();
    numbers.sort();
    let expected: Vec<String> = (1..=headings.len()).map(|n| format!("F-{n:02}")).collect();
    assert_eq!(numbers, expected, "a finding keeps its number, and no number is left out");
    let facts: Vec<_> = text.lines().filter(|line| line.starts_with("*Rule")).collect();
    assert_eq!(facts.len(), headings.len(), "each finding cites its rules");
    for line in facts {
        let (rules, _) = line.split_once("Fix:").unwrap_or_else(|| panic!("{line} does not say where to fix it"));
        let cited = rules.split(['*', ',', ' ', ';', '.']).filter(|word| word.len() > 4 && word.contains('-'));
        for rule in cited.filter(|word| word.bytes().all(|b| b.is_ascii_uppercase() || b == b'-' || b.is_ascii_digit()))
        {
            assert!(marmot_rules::registry::rule(rule).is_some(), "{line}: {rule} is in no registry");
        }
    }
}
