//! `colony rules`: each rule of the texts and what exercises it, uncovered ones first.

use scenarios::corpus;
use scenarios::coverage::{Covered, RuleCoverage, Summary, coverage};
use serde_json::json;

use crate::cli::RulesArgs;
use crate::output::{Exit, Failure, Output, table};

pub(crate) fn rules(args: &RulesArgs, output: &mut Output) -> Result<Exit, Failure> {
    let mut rules = coverage(&corpus::all()?);
    let summary = Summary::of(&rules);
    rules.sort_by_key(|rule| rule.covered);
    if args.json {
        let document = json!({ "format": "colony-rules/1", "summary": summary, "rules": rules });
        output.line(serde_json::to_string_pretty(&document).unwrap_or_default());
        return Ok(Exit::AsExpected);
    }
    let headings = |covered| match covered {
        Covered::Uncovered => "uncovered: nothing knows these",
        Covered::Judged => "judged only: a function of marmot-rules knows these, no run exercises them",
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
    output.line(format!(
        "{} of {} rules covered: {} exercised in runs, {} judged by a function only",
        summary.exercised + summary.judged,
        summary.rules,
        summary.exercised,
        summary.judged
    ));
    output.line(format!(
        "MUST rules of profiles that run on real MLS: {} of {} exercised",
        summary.executable_musts_exercised, summary.executable_musts
    ));
    Ok(Exit::AsExpected)
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
