//! Every repro line of FINDINGS.md, run again.

use std::path::Path;

use scenarios::verdict::Verdict;
use scenarios::{Judgement, RunOptions, corpus, judge, simulate};
use sim_device::Storage;

/// A line `- \`colony run ID --profile F --policy P --seed N\` violates \`a\`, \`b\``: its words in back quotes.
fn quoted(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

fn option<'a>(words: &[&'a str], name: &str) -> &'a str {
    let place = words.iter().position(|word| *word == name).unwrap_or_else(|| panic!("{words:?} has no {name}"));
    words[place + 1]
}

fn findings() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../FINDINGS.md")).unwrap()
}

/// Runs the command of a line again: how the run was judged, and the invariants that the line names.
fn again(line: &str) -> (Judgement, Vec<&str>) {
    let (command, invariants) = quoted(line).split_first().map(|(c, i)| (*c, i.to_vec())).unwrap();
    let words: Vec<_> = command.split(' ').collect();
    let scenario = corpus::find(words[2]).unwrap().unwrap_or_else(|| panic!("{}: no such scenario", words[2]));
    let options = RunOptions::new(
        option(&words, "--profile").parse().unwrap(),
        option(&words, "--policy").parse().unwrap(),
        option(&words, "--seed").parse::<sim_env::Seed>().unwrap(),
    );
    let named = |storage: &Storage| words.windows(2).any(|pair| pair == ["--storage", storage.id()]);
    let options = RunOptions { storage: Storage::ALL.into_iter().find(named), ..options };
    let like = words.contains(&"--like").then(|| option(&words, "--like"));
    let scenario = like.map_or_else(|| scenario.clone(), |relay| scenario.with_relays_like(relay));
    let judgement = judge(&simulate(&scenario, &options).unwrap());
    assert!(!invariants.is_empty(), "{line}: names no invariant");
    // What a scenario expects holds for the relays that it names.
    assert!(like.is_some() || judgement.as_expected(), "{command}: {:?}", judgement.failures);
    (judgement, invariants)
}

/// The lines that begin so.
fn lines<'a>(text: &'a str, begin: &'a str) -> impl Iterator<Item = &'a str> {
    text.lines().filter(move |line| line.starts_with(begin))
}

#[test]
fn every_finding_shows_again_what_it_says() {
    let text = findings();
    assert!(lines(&text, "- `colony run ").count() >= 10, "there are repro lines");
    for line in lines(&text, "- `colony run ") {
        let (judgement, invariants) = again(line);
        for invariant in invariants {
            assert!(judgement.violated().contains(&invariant), "{line}: no longer");
        }
    }
}

#[test]
fn every_control_shows_again_the_limit_of_its_finding() {
    let text = findings();
    assert!(lines(&text, "- control: ").count() >= 10, "there are controls");
    for line in lines(&text, "- control: ") {
        let (judgement, invariants) = again(line);
        let claim = line.split('`').nth(2).map(str::trim);
        for invariant in invariants {
            let verdict = judgement.verdict(invariant).unwrap_or_else(|| panic!("{line}: no invariant {invariant}"));
            let shown = match claim {
                Some("holds") => matches!(verdict, Verdict::Held { .. }),
                Some("violates") => verdict.is_violated(),
                _ => panic!("{line}: a control says `holds` or `violates`"),
            };
            assert!(shown, "{line}: {invariant} is {verdict:?}");
        }
    }
}

#[test]
fn the_index_names_every_finding_once_with_a_link_that_leads_to_it() {
    let text = findings();
    let mut headings: Vec<_> = lines(&text, "### F-").map(|line| line.trim_start_matches("### ")).collect();
    headings.sort();
    let rows: Vec<_> = lines(&text, "| [F-").collect();
    assert_eq!(rows.len(), headings.len(), "one row for each finding");
    for (row, heading) in rows.iter().zip(headings) {
        let (id, title) = heading.split_once(' ').unwrap();
        let begins = format!("| [{id}](#{}-", id.to_ascii_lowercase());
        assert!(
            row.starts_with(&begins) && row.contains(&format!(") | {title} | ")),
            "{heading}: the index says {row}"
        );
        assert!(row.split(" | ").all(|cell| !cell.trim().is_empty()), "{row} has an empty cell");
    }
}

#[test]
fn every_finding_cites_rules_that_exist_and_says_where_to_fix_it() {
    let text = findings();
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
