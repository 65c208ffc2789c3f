//! The page of rules: what the texts say, where, and what tests it; then what they leave open.

use std::collections::BTreeMap;

use marmot_rules::registry::{Level, Rule, SOURCES};
use scenarios::coverage::{Covered, RuleCoverage, Summary, coverage};
use scenarios::model::Scenario;
use scenarios::open_points::{Played, played};

use super::page::{Page, codes, facts, text};
use crate::words::count;

/// How many rules there are, and the page. `findings` are the findings that cite each rule.
pub(super) fn page(corpus: &[Scenario], findings: &BTreeMap<&str, Vec<&str>>) -> (usize, (String, String)) {
    let (rules, points) = (coverage(corpus), played(corpus));
    let summary = Summary::of(&rules);
    let lead = format!(
        "{} of the Marmot texts: {} exercised in runs, {} judged by an invariant alone. Below them {}.",
        count(rules.len(), "rule", "rules"),
        summary.exercised,
        summary.judged,
        count(points.len(), "point that the texts leave open", "points that the texts leave open"),
    );
    let rule = |rule: &RuleCoverage| article(rule, findings.get(rule.rule.id).map_or(&[], Vec::as_slice));
    let main = format!(
        "<p class=\"lead\">{}</p>\n<div class=\"filter\" data-filter=\"item\" data-label=\"words\"></div>\n{}\
         <h2 id=\"open\">What the texts leave open</h2>\n{}<h2 id=\"documents\">Documents</h2>\n{}",
        text(&lead),
        rules.iter().map(rule).collect::<String>(),
        points.iter().map(open_point).collect::<String>(),
        facts(SOURCES.iter().map(|source| (source.tag, text(source.document)))),
    );
    (rules.len(), Page { file: "rules.html", title: "Rules", main, data: &[] }.written())
}

fn article(covered: &RuleCoverage, findings: &[&str]) -> String {
    let rule = covered.rule;
    let profiles = rule.profiles.iter().map(|profile| match rule.level_in(*profile) {
        Some(level) if level != rule.level => format!("{profile} ({})", words(level)),
        _ => profile.to_string(),
    });
    let policies: Vec<String> = covered.policies.iter().map(ToString::to_string).collect();
    let findings = findings.iter().map(|id| format!("<a href=\"findings.html#{id}\">{id}</a>"));
    let rows = [
        ("profiles", text(&profiles.collect::<Vec<_>>().join(", "))),
        ("documents", documents(rule)),
        ("scenarios", codes(&covered.scenarios)),
        ("invariants", codes(&covered.invariants)),
        ("policies", codes(&policies)),
        ("all runs", text(everywhere(covered))),
        ("not in runs", text(covered.reason.unwrap_or_default())),
        ("findings", findings.collect::<Vec<_>>().join(", ")),
    ];
    format!(
        "<article class=\"item\" id=\"{0}\"><h3><a href=\"#{0}\">{0}</a> <span class=\"tag\">{1}</span>{2}</h3><p>{3}</p>{4}</article>\n",
        rule.id,
        words(rule.level),
        if covered.covered == Covered::Exercised { "" } else { " <span class=\"tag\">not exercised</span>" },
        text(rule.text),
        facts(rows),
    )
}

/// What judges the rule in every run, whatever the scenario.
fn everywhere(covered: &RuleCoverage) -> &'static str {
    match (covered.admission, covered.reception) {
        (true, true) => "every KeyPackage that a policy admits, every Welcome that a device opens",
        (true, false) => "every KeyPackage that a policy admits",
        (false, true) => "every Welcome that a device opens",
        (false, false) => "",
    }
}

/// The source column, with the documents behind its tags.
fn documents(rule: &Rule) -> String {
    let each = rule.source.split(", ").map(|cited| {
        match SOURCES.iter().find(|source| cited.split(' ').next() == Some(source.tag)) {
            Some(source) => format!("{} <small>{}</small>", text(cited), text(source.document)),
            None => text(cited),
        }
    });
    each.collect::<Vec<_>>().join("<br>")
}

fn words(level: Level) -> &'static str {
    match level {
        Level::Must => "MUST",
        Level::Should => "SHOULD",
        Level::May => "MAY",
        Level::Definition => "definition",
        Level::Idea => "idea",
        Level::Proposal => "proposal",
        Level::Implementation => "implementation",
        Level::Gap => "gap",
    }
}

fn open_point(point: &Played) -> String {
    let rows = [
        ("asked in", text(point.source)),
        ("scenarios", codes(&point.scenarios)),
        ("tests", codes(&point.tests)),
        ("not played", text(point.reason.unwrap_or_default())),
    ];
    let (id, what) = (text(&point.id), text(&point.text));
    format!("<article class=\"item\"><h3>{id}</h3><p>{what}</p>{}</article>\n", facts(rows))
}
