//! What was checked, for people: a summary that fits a screen, failures in full, and the whole table if it is wanted.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::Profile;

use super::checked::{Checked, Whole};
use super::storages::Compared;
use crate::exit::Exit;
use crate::output::Output;
use crate::report::case::Ending;
use crate::story;
use crate::table::table;
use crate::words::thousands;

pub(super) fn tell(whole: &Whole, all: bool, output: &mut Output) {
    let style = output.style;
    if all {
        let headings = ["scenario", "runs", "result", "what breaks", "who is not joined"];
        output.line(table(&headings, rows(&whole.checked)));
    } else {
        output.detail(table(&["profile", "scenarios", "runs", "as expected", "something breaks"], profiles(whole)));
        output.detail(style.dim("--table shows every scenario and what breaks in it; most of that is expected"));
    }
    let mut bad: Vec<&Checked> = whole.checked.iter().filter(|c| c.ending().is_bad()).collect();
    bad.sort_by_key(|c| std::cmp::Reverse(c.exit()));
    bad.into_iter().for_each(|c| failed(c, output));
    for name in whole.never() {
        output.line(style.bad(&format!("no scenario exercises the invariant {name}")));
    }
    Compared::of(&whole.checked).lines().into_iter().for_each(|line| output.line(line));
    let summary = whole.summary();
    output.line(if whole.exit() == Exit::AsExpected { style.good(&summary) } else { style.bad(&summary) });
}

/// A run that is not as expected, in full.
fn failed(c: &Checked, output: &mut Output) {
    let what = match c.ending() {
        Ending::Broken(_) => " is not deterministic",
        Ending::Stalled(_) => " stalled",
        _ => "",
    };
    let head = format!("{} under {} and {}{what}", c.scenario, c.options.profile, c.options.policy);
    output.line(output.style.bad(&head));
    let failures = c.failures().into_iter().map(|failure| story::clean(&failure));
    c.difference.clone().into_iter().chain(failures).for_each(|failure| output.line(format!("  {failure}")));
    output.line(format!("  repro  {}", c.repro));
}

/// A row per profile.
fn profiles(whole: &Whole) -> Vec<Vec<String>> {
    let mut by_profile: BTreeMap<Profile, Vec<&Checked>> = BTreeMap::new();
    whole.checked.iter().for_each(|c| by_profile.entry(c.options.profile).or_default().push(c));
    let row = |(profile, runs): (Profile, Vec<&Checked>)| {
        let scenarios: BTreeSet<&str> = runs.iter().map(|c| c.scenario.as_str()).collect();
        let expected = runs.iter().filter(|c| c.exit() == Exit::AsExpected).count();
        let broken = runs.iter().filter(|c| !c.judgement.violated().is_empty()).count();
        let counts = [scenarios.len(), runs.len(), expected, broken].map(thousands);
        std::iter::once(profile.to_string()).chain(counts).collect()
    };
    by_profile.into_iter().map(row).collect()
}

/// What a run showed, in words: the same for many policies.
#[derive(PartialEq, Eq)]
struct Shown {
    result: &'static str,
    broken: String,
    others: String,
}

impl Shown {
    fn of(c: &Checked) -> Self {
        let violated = c.judgement.violated();
        let others = c.judgement.outcomes.iter().filter(|(_, outcome)| outcome.id() != "joined");
        let others: Vec<_> = others.map(|(device, outcome)| format!("{device} {outcome}")).collect();
        Self {
            result: match c.ending() {
                Ending::Broken(_) => "NONDETERMINISTIC",
                Ending::Stalled(_) => "STALLED",
                Ending::Failed(_) => "FAILED",
                _ => "as expected",
            },
            broken: if violated.is_empty() { "nothing".to_owned() } else { violated.join(", ") },
            others: others.join(", "),
        }
    }
}

/// One row per scenario and distinct end of it, with the runs that ended so.
fn rows(checked: &[Checked]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for of_scenario in checked.chunk_by(|a, b| a.scenario == b.scenario) {
        let mut ends: Vec<(Shown, Vec<&Checked>)> = Vec::new();
        for c in of_scenario {
            let shown = Shown::of(c);
            match ends.iter_mut().find(|(other, _)| *other == shown) {
                Some((_, runs)) => runs.push(c),
                None => ends.push((shown, vec![c])),
            }
        }
        rows.extend(ends.into_iter().enumerate().map(|(place, (shown, runs))| {
            let scenario = if place == 0 { of_scenario[0].scenario.clone() } else { String::new() };
            let runs =
                if runs.len() == of_scenario.len() { format!("all {}", runs.len()) } else { circumstances(&runs) };
            vec![scenario, runs, shown.result.to_owned(), shown.broken, shown.others]
        }));
    }
    rows
}

/// `pr40: client-id, client-id-strict`, a line per profile.
fn circumstances(runs: &[&Checked]) -> String {
    let of_profile = |runs: &[&Checked]| {
        let policies: Vec<_> = runs.iter().map(|c| c.options.policy.to_string()).collect();
        format!("{}: {}", runs[0].options.profile, policies.join(", "))
    };
    let lines: Vec<_> = runs.chunk_by(|a, b| a.options.profile == b.options.profile).map(of_profile).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use marmot_rules::{Policy, Profile};
    use scenarios::judge::Unmet;
    use scenarios::{Judgement, RunOptions, corpus};

    use super::*;
    use crate::find::repro;

    /// A run that ended with these failures, that stalled or not, and ended differently the second time or not.
    fn ended(failures: &[&str], stalled: bool, difference: Option<&str>) -> Checked {
        let judgement = Judgement {
            invariants: Vec::new(),
            outcomes: BTreeMap::new(),
            metrics: Default::default(),
            observer: Default::default(),
            stalled,
            failures: failures.iter().map(|name| Unmet::Held { invariant: (*name).to_owned() }).collect(),
        };
        let options = RunOptions::new(Profile::Pr40, Policy::ClientId, corpus::DEFAULT_SEED);
        Checked {
            scenario: "trip".to_owned(),
            title: "A trip".to_owned(),
            repro: repro("trip", &options),
            options,
            digest: String::new(),
            judgement,
            difference: difference.map(ToOwned::to_owned),
            name: "trip".to_owned(),
            scene: None,
        }
    }

    #[test]
    fn a_run_that_differs_the_second_time_is_counted_once_and_not_as_expected() {
        let differs = Some("two runs of the same seed differ");
        let runs = vec![
            ended(&[], false, None),
            ended(&[], false, differs),
            ended(&["it"], false, differs),
            ended(&["it"], false, None),
        ];
        let whole = Whole::of(runs, false);
        assert_eq!(whole.summary(), "NOT as expected: 1 scenario, 4 runs, each twice: 1 failed, 2 not deterministic");
        let results: Vec<_> = rows(&whole.checked).into_iter().map(|row| row[2].clone()).collect();
        assert_eq!(results, ["as expected", "NONDETERMINISTIC", "FAILED"]);
        assert_eq!(whole.exit(), Exit::Nondeterminism);
    }

    #[test]
    fn a_stalled_run_outranks_failures_and_one_that_was_expected_to_stall_does_not() {
        let stalled = Whole::of(vec![ended(&["it"], false, None), ended(&["it"], true, None)], false);
        assert_eq!(stalled.summary(), "NOT as expected: 1 scenario, 2 runs, each twice: 1 failed, 1 stalled");
        assert_eq!(stalled.exit(), Exit::Unable);
        assert_eq!(Whole::of(vec![ended(&[], true, None)], false).exit(), Exit::AsExpected);
    }
}
