//! Relays as deployed: the guide's chapter about them lists the scenarios of the corpus that end otherwise under each, and why.

#[path = "common/parallel.rs"]
mod parallel;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use marmot_rules::{Policy, Profile};
use scenarios::matrix::{Column, Matrix, Plan, PlannedRun, Table};
use scenarios::model::Scenario;
use scenarios::{RunOptions, corpus, simulate};
use sim_engine::Record;
use sim_relay::DEPLOYED;

const CHAPTER: &str = "docs/guide/7-relays-as-deployed.md";

/// Scenarios whose cell differs from that of the relays they name, by relay.
fn measured() -> BTreeMap<String, BTreeSet<String>> {
    let scenarios = corpus::all().unwrap();
    let runs = Plan { relays: true, ..Plan::default() }.runs(&scenarios);
    let cells = parallel::each(&runs, |run: &PlannedRun<'_>| run.cell().unwrap());
    let mut differ: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for table in &Matrix::of(cells).tables {
        differences(table, &mut differ);
    }
    differ
}

fn differences(table: &Table, differ: &mut BTreeMap<String, BTreeSet<String>>) {
    assert_eq!(table.columns[0], Column::AsWritten);
    for row in &table.rows {
        let summary = |place: usize| row.cells[place].as_ref().map(scenarios::matrix::MatrixCell::summary);
        for (place, column) in table.columns.iter().enumerate().skip(1) {
            let of_relay = differ.entry(column.to_string()).or_default();
            if summary(place) != summary(0) {
                of_relay.insert(row.scenario.clone());
            }
        }
    }
}

/// Rows `| relay | scenarios | why |` of the chapter. Scenarios that begin with "all but" are those that are not named.
fn written() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(CHAPTER)).unwrap();
    let all: BTreeSet<String> = corpus::ids().iter().map(ToString::to_string).collect();
    let mut differ: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [relay, scenarios, why] = cells[..] else { continue };
        let relay = relay.trim_matches('`').to_owned();
        if !DEPLOYED.iter().any(|deployed| deployed.name == relay) {
            continue;
        }
        assert!(!why.is_empty(), "{row}: says no reason");
        let named: BTreeSet<String> = scenarios.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect();
        let unknown: Vec<_> = named.difference(&all).collect();
        assert!(unknown.is_empty(), "{CHAPTER}: no scenarios of the corpus: {unknown:?}");
        let meant = if scenarios.starts_with("all but") { all.difference(&named).cloned().collect() } else { named };
        differ.entry(relay).or_default().extend(meant);
    }
    differ
}

#[test]
fn the_guide_lists_every_scenario_that_ends_otherwise_under_a_relay_as_deployed() {
    let (measured, written) = (measured(), written());
    let mut wrong = Vec::new();
    for (relay, scenarios) in &measured {
        let said = written.get(relay).cloned().unwrap_or_default();
        wrong.extend(scenarios.difference(&said).map(|id| format!("{relay}: {id} ends otherwise and is not listed")));
        wrong.extend(said.difference(scenarios).map(|id| format!("{relay}: {id} is listed and ends as written")));
    }
    assert!(wrong.is_empty(), "{CHAPTER}: {wrong:#?}");
    assert_eq!(measured.len(), DEPLOYED.len());
}

#[test]
fn a_relay_that_hangs_up_on_every_question_is_asked_ever_more_seldom() {
    let text = r#"
        format = "marmot-scenario/1"
        id = "hangs-up"
        title = "A relay hangs up on every question"
        profiles = ["pr40"]
        [relays.r1]
        set = { max_subid_length = 1, refused_req = "disconnect" }
        [accounts.alice]
        devices = ["phone"]
        [[steps]]
        after = "6h"
        device = "alice/phone"
        publish_key_package = {}
        may_fail = true
    "#;
    let scenario = Scenario::parse(text, "hangs-up.toml").unwrap();
    let run = simulate(&scenario, &RunOptions::new(Profile::Pr40, Policy::ClientId, 7)).unwrap();
    let opened: Vec<u64> = run
        .entries()
        .filter(|(_, entry)| matches!(entry.record, Record::Opened(at, _) if run.name(at) == "r1"))
        .map(|(_, entry)| entry.at.as_secs())
        .collect();
    let waits: Vec<u64> = opened.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(waits[..5], [5, 10, 20, 40, 80]);
    assert!(waits[10..].iter().all(|wait| wait.abs_diff(3_600) <= 1), "{waits:?}");
}
