//! `colony rules`: each rule of the texts and what exercises it, uncovered ones first; then every open point and what plays it.

use clap::Args;
use scenarios::corpus;
use scenarios::coverage::{Covered, RuleCoverage, Summary, coverage};
use scenarios::open_points::{Played, played};
use serde_json::json;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::table::table;

#[derive(Args)]
pub(crate) struct RulesArgs {
    /// One JSON document instead of tables.
    #[arg(long)]
    pub json: bool,
}

pub(crate) fn rules(args: &RulesArgs, output: &mut Output) -> Result<Exit, Failure> {
    let corpus = corpus::all()?;
    let mut rules = coverage(&corpus);
    let points = played(&corpus);
    let summary = Summary::of(&rules);
    rules.sort_by_key(|rule| rule.covered);
    if args.json {
        let document = json!({ "format": "colony-rules/1", "summary": summary, "rules": rules, "open_points": points });
        output.json(&document);
        return Ok(Exit::AsExpected);
    }
    let headings = |covered| match covered {
        Covered::Uncovered => "uncovered: nothing knows these",
        Covered::Judged => "judged only: an invariant asks these, no run could break them",
        Covered::Exercised => "exercised in runs",
    };
    for covered in [Covered::Uncovered, Covered::Judged, Covered::Exercised] {
        let of: Vec<&RuleCoverage> = rules.iter().filter(|rule| rule.covered == covered).collect();
        if of.is_empty() {
            continue;
        }
        output.detail(output.style.bold(headings(covered)));
        let rows = of.iter().map(|rule| row(rule)).collect();
        let last = if covered == Covered::Exercised { "exercised by" } else { "why no run exercises it" };
        output.detail(table(&["rule", "level", "profiles", "what it says", last], rows));
        output.detail("");
    }
    open_points(&points, output);
    output.line(format!(
        "{} of {} rules covered: {} exercised in runs, {} judged only",
        summary.exercised + summary.judged,
        summary.rules,
        summary.exercised,
        summary.judged
    ));
    output.line(format!(
        "MUST rules of profiles that run on real MLS: {} of {} exercised",
        summary.executable_musts_exercised, summary.executable_musts
    ));
    let by_nothing = points.iter().filter(|point| point.reason.is_some()).count();
    output.line(format!(
        "{} of {} open points played: questions, planned tests, reports and options of decision points",
        points.len() - by_nothing,
        points.len()
    ));
    Ok(Exit::AsExpected)
}

/// What nothing plays first, then the decision points with all their options, then the rest.
fn open_points(points: &[Played], output: &mut Output) {
    let options = |point: &&Played| point.id.contains('=');
    let nothing = |point: &&Played| point.reason.is_some();
    let sections: [(&str, [&str; 4], Vec<&Played>); 3] = [
        (
            "open points that nothing plays",
            ["point", "what it says", "source", "why nothing plays it"],
            points.iter().filter(nothing).collect(),
        ),
        (
            "decision points: what the texts leave open, and who decides it how",
            ["option", "who does it so", "question", "played by"],
            points.iter().filter(|point| options(point) && !nothing(point)).collect(),
        ),
        (
            "questions about PR #40, planned tests and reports from the wild",
            ["point", "what it says", "source", "played by"],
            points.iter().filter(|point| !options(point) && !nothing(point)).collect(),
        ),
    ];
    for (heading, columns, points) in sections.iter().filter(|(_, _, points)| !points.is_empty()) {
        output.detail(output.style.bold(heading));
        output.detail(table(columns, points.iter().map(|point| point_row(point)).collect()));
        output.detail("");
    }
}

fn point_row(point: &Played) -> Vec<String> {
    let list = |what: &str, names: &[String]| (!names.is_empty()).then(|| format!("{what}: {}", names.join(", ")));
    let tests: Vec<_> = point.tests.iter().map(|test| (*test).to_owned()).collect();
    let by: Vec<_> = [list("scenarios", &point.scenarios), list("tests", &tests)].into_iter().flatten().collect();
    let last = point.reason.map_or_else(|| by.join("\n"), str::to_owned);
    vec![point.id.clone(), point.text.clone(), point.source.to_owned(), last]
}

fn row(rule: &RuleCoverage) -> Vec<String> {
    let profiles: Vec<_> = rule.rule.profiles.iter().map(ToString::to_string).collect();
    let last = match rule.reason {
        Some(reason) => reason.to_owned(),
        None => exercised_by(rule),
    };
    let level = rule.rule.level.to_string();
    vec![rule.rule.id.to_owned(), level, profiles.join(" "), rule.rule.text.to_owned(), last]
}

fn exercised_by(rule: &RuleCoverage) -> String {
    let policies: Vec<_> = rule.policies.iter().map(ToString::to_string).collect();
    let list = |what: &str, names: &[String]| (!names.is_empty()).then(|| format!("{what}: {}", names.join(", ")));
    let invariants: Vec<_> = rule.invariants.iter().map(|name| (*name).to_owned()).collect();
    let by = [
        list("scenarios", &rule.scenarios),
        list("invariants", &invariants),
        list("policies", &policies),
        rule.admission.then(|| "every KeyPackage that a policy admits".to_owned()),
        rule.reception.then(|| "every Welcome that a device opens".to_owned()),
    ];
    by.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
