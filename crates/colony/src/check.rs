//! `colony check`: everything, twice, compared with what the scenarios expect.

mod page;

use std::collections::{BTreeMap, BTreeSet};

use scenarios::facts::Facts;
use scenarios::judge::{Judgement, judge_by};
use scenarios::model::Scenario;
use scenarios::verdict::Verdict;
use scenarios::{RunOptions, SimulateError, corpus, invariants, simulate};
use serde_json::json;

use crate::cli::CheckArgs;
use crate::find::{find_all, repro};
use crate::jobs::run_all;
use crate::output::{Exit, Failure, Output, table};
use crate::report::case::{Case, Ending};
use crate::report::ci;
use crate::report::html::Embedded;
use crate::report::place::{Place, line_of};
use crate::report::scene::{Detail, Scene};
use crate::report::write;
use crate::run::first_difference;
use crate::story;

/// What reports and badges of a check are called.
const SUITE: &str = "colony check";
const BADGE: &str = "marmot conformance";

/// What became of one scenario under one profile and policy.
struct Checked {
    scenario: String,
    title: String,
    options: RunOptions,
    digest: String,
    judgement: Judgement,
    difference: Option<String>,
    /// As a person named the scenario: an id, or the path of a file.
    name: String,
    repro: String,
    /// The run as a page shows it, if one was asked for.
    scene: Option<Embedded>,
}

pub(crate) fn check(args: &CheckArgs, output: &mut Output) -> Result<Exit, Failure> {
    ci::prepare(&[&args.reports.junit, &args.badge.badge])?;
    write::refuse_both(args.html.as_deref(), args.json)?;
    let named = find_all(&args.scenarios)
        .map_err(|failure| ci::unreadable(failure, (SUITE, BADGE), (&args.reports, &args.badge), output))?;
    let names: BTreeMap<String, String> = named.iter().map(|n| (n.scenario.id.clone(), n.name.clone())).collect();
    let scenarios: Vec<Scenario> = named.into_iter().map(|named| named.scenario).collect();
    let mut runs = corpus::runs(&scenarios, args.seed);
    runs.retain(|(_, o)| args.policy.is_none_or(|p| p == o.policy) && args.profile.is_none_or(|p| p == o.profile));
    if runs.is_empty() {
        return Err(Failure::bad_input("nothing to check: no scenario applies to this profile and policy"));
    }
    let mut checked = run_all(&runs, args.jobs, output, |(scenario, options)| {
        check_one(scenario, options, &names[&scenario.id], args.html.is_some())
    })?;
    let whole = args.scenarios.is_empty() && args.policy.is_none() && args.profile.is_none();
    let unexercised = whole.then(|| never_exercised(&checked));
    if let Some(target) = &args.html {
        let page = page::overview(&mut checked, unexercised.as_deref()).page();
        write::write(target, &page, output)?;
    }
    if args.html.as_deref().is_some_and(write::is_stdout) {
        // The page is all that is wanted there.
    } else if args.json {
        let document = document(&checked, unexercised.as_deref().unwrap_or_default());
        output.line(serde_json::to_string_pretty(&document).unwrap_or_default());
    } else {
        tell(&checked, unexercised.as_deref(), output);
        args.html.iter().for_each(|file| output.line(format!("report  {}", story::path(file))));
    }
    let unexercised = unexercised.unwrap_or_default();
    let cases: Vec<Case> = checked.iter().map(case).chain(unexercised.iter().map(|name| missing(name))).collect();
    ci::publish(SUITE, &cases, &args.reports, output)?;
    ci::publish_badge(BADGE, &cases, &args.badge)?;
    Ok(exit(&checked, &unexercised))
}

impl Checked {
    /// What did not come true, in sentences.
    fn failures(&self) -> Vec<String> {
        self.judgement.failures.iter().map(ToString::to_string).collect()
    }

    /// How it ended. A run that comes out differently the second time is neither as expected nor failed.
    fn ending(&self) -> Ending {
        match (&self.difference, self.judgement.as_expected()) {
            (Some(difference), _) => Ending::Broken(difference.clone()),
            (None, true) => Ending::Passed,
            (None, false) => Ending::Failed(self.failures().join("\n")),
        }
    }
}

/// A run, as a CI server counts it.
fn case(c: &Checked) -> Case {
    let ending = c.ending();
    let place = ending.is_bad().then(|| place(c)).flatten();
    let name = format!("{} {}", c.options.profile, c.options.policy);
    Case { class: c.scenario.clone(), name, ending, repro: Some(c.repro.clone()), place }
}

/// The expectation that did not come true, if the scenario came from a file.
fn place(c: &Checked) -> Option<Place> {
    let text = std::fs::read_to_string(&c.name).ok()?;
    let line = c.judgement.failures.first().and_then(|failure| line_of(&text, failure.subject()?, &c.options));
    Some(Place { file: c.name.clone().into(), line })
}

/// An invariant that nothing exercised, as a CI server counts it.
fn missing(invariant: &str) -> Case {
    let ending = Ending::Failed(format!("no scenario exercises the invariant {invariant}"));
    Case { class: "invariants".to_owned(), name: invariant.to_owned(), ending, repro: None, place: None }
}

fn exit(checked: &[Checked], unexercised: &[&str]) -> Exit {
    if checked.iter().any(|c| c.difference.is_some()) {
        Exit::Nondeterminism
    } else if checked.iter().any(|c| !c.judgement.as_expected()) || !unexercised.is_empty() {
        Exit::Failed
    } else {
        Exit::AsExpected
    }
}

fn check_one(scenario: &Scenario, options: &RunOptions, name: &str, shown: bool) -> Result<Checked, SimulateError> {
    let first = simulate(scenario, options)?;
    let second = simulate(scenario, options)?;
    let facts = Facts::of(&first);
    let (judgement, repro) = (judge_by(&first, &facts), repro(name, options));
    let scene = shown.then(|| Embedded::of(&Scene::of(&first, &facts, &judgement, repro.clone(), Detail::Compact)));
    Ok(Checked {
        scenario: scenario.id.clone(),
        title: scenario.title.clone(),
        options: options.clone(),
        digest: first.transcript.digest().to_hex(),
        judgement,
        difference: first_difference(&first, &second),
        name: name.to_owned(),
        repro,
        scene,
    })
}

/// Invariants that no run exercised: a check that never checks anything fails.
fn never_exercised(checked: &[Checked]) -> Vec<&'static str> {
    let exercised: BTreeSet<&str> = checked
        .iter()
        .flat_map(|c| &c.judgement.invariants)
        .filter(|(_, verdict)| *verdict != Verdict::NotExercised)
        .map(|(name, _)| name.as_str())
        .collect();
    invariants::ALL.iter().map(|i| i.name).filter(|name| !exercised.contains(name)).collect()
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

fn tell(checked: &[Checked], unexercised: Option<&[&str]>, output: &mut Output) {
    let style = output.style;
    output.detail(table(&["scenario", "runs", "result", "what breaks", "who is not joined"], rows(checked)));
    for c in checked.iter().filter(|c| c.ending().is_bad()) {
        output.line(style.bad(&format!("{} under {} and {}", c.scenario, c.options.profile, c.options.policy)));
        let failures = c.failures().into_iter().map(|failure| story::clean(&failure));
        failures.chain(c.difference.clone()).for_each(|failure| output.line(format!("  {failure}")));
        output.line(format!("  repro  {}", c.repro));
    }
    for name in unexercised.unwrap_or_default() {
        output.line(style.bad(&format!("no scenario exercises the invariant {name}")));
    }
    let ok = exit(checked, unexercised.unwrap_or_default()) == Exit::AsExpected;
    let summary = summary(checked, unexercised);
    output.line(if ok { style.good(&summary) } else { style.bad(&summary) });
}

/// What was checked and how it came out, in one line.
fn summary(checked: &[Checked], unexercised: Option<&[&str]>) -> String {
    let ended = |how: fn(&Ending) -> bool| checked.iter().filter(|c| how(&c.ending())).count();
    let expected = ended(|ending| matches!(ending, Ending::Passed));
    let failed = ended(|ending| matches!(ending, Ending::Failed(_)));
    let differ = ended(|ending| matches!(ending, Ending::Broken(_)));
    let scenarios: BTreeSet<_> = checked.iter().map(|c| &c.scenario).collect();
    let count = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let invariants = unexercised.map_or(String::new(), |never| {
        let all = invariants::ALL.len();
        format!("; {} of {all} invariants exercised", all - never.len())
    });
    format!(
        "{}, {}, each twice: {expected} as expected, {failed} failed, {differ} not deterministic{invariants}",
        count(scenarios.len(), "scenario"),
        count(checked.len(), "run"),
    )
}

fn document(checked: &[Checked], unexercised: &[&str]) -> serde_json::Value {
    let runs: Vec<_> = checked
        .iter()
        .map(|c| {
            json!({
                "scenario": c.scenario,
                "profile": c.options.profile.to_string(),
                "policy": c.options.policy.to_string(),
                "seed": c.options.seed.to_string(),
                "digest": c.digest,
                "as_expected": c.judgement.as_expected(),
                "deterministic": c.difference.is_none(),
                "judgement": c.judgement,
                "repro": c.repro,
            })
        })
        .collect();
    json!({ "format": "colony-check/1", "runs": runs, "never_exercised": unexercised })
}

#[cfg(test)]
mod tests {
    use scenarios::judge::Unmet;

    use super::*;

    /// A run that ended with these failures, and differently the second time or not.
    fn ended(failures: &[&str], difference: Option<&str>) -> Checked {
        let judgement = Judgement {
            invariants: Vec::new(),
            outcomes: BTreeMap::new(),
            metrics: Default::default(),
            observer: Default::default(),
            stalled: false,
            failures: failures.iter().map(|name| Unmet::Held { invariant: (*name).to_owned() }).collect(),
        };
        let options =
            RunOptions::new(marmot_rules::Profile::Pr40, marmot_rules::Policy::ClientId, corpus::DEFAULT_SEED);
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
        let checked = [ended(&[], None), ended(&[], differs), ended(&["it"], differs), ended(&["it"], None)];
        let told = "1 scenario, 4 runs, each twice: 1 as expected, 1 failed, 2 not deterministic";
        assert_eq!(summary(&checked, None), told);
        let results: Vec<_> = rows(&checked).into_iter().map(|row| row[2].clone()).collect();
        assert_eq!(results, ["as expected", "NONDETERMINISTIC", "FAILED"]);
        assert_eq!(exit(&checked, &[]), Exit::Nondeterminism);
    }
}
