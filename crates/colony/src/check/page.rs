//! What was checked as a heat map: a table per profile, a row per scenario, a column per policy.

use marmot_rules::{Policy, Profile};
use scenarios::model::Outcome;

use super::checked::{Checked, Whole};
use crate::exit::Exit;
use crate::report::overview::{HeatCell, HeatRow, HeatTable, Name, Overview, heat};

const LEGEND: &str = "A cell says how many devices joined, how the others ended, and how many invariants broke (✗). \
                      Most of what breaks is what a scenario expects to break; a cell that FAILED is not as its scenario expects.";

/// The first page. Takes the scenes out of what was checked.
pub(super) fn overview(whole: &mut Whole) -> Overview {
    let missing = whole.never().iter().map(|name| format!("No scenario exercises the invariant {name}."));
    let notes = [LEGEND.to_owned()].into_iter().chain(missing).collect();
    Overview {
        title: "Scenarios and what they expect".to_owned(),
        verdict: whole.summary(),
        good: Some(whole.exit() == Exit::AsExpected),
        notes,
        tables: distinct(&whole.checked, |c| c.options.profile)
            .into_iter()
            .map(|profile| table(&mut whole.checked, profile))
            .collect(),
        heats: None,
    }
}

fn table(checked: &mut [Checked], profile: Profile) -> HeatTable {
    let mut here: Vec<&mut Checked> = checked.iter_mut().filter(|c| c.options.profile == profile).collect();
    let policies = distinct(&here, |c| c.options.policy);
    let name = |policy: &Policy| {
        let hint = format!("{}: {} Source: {}.", policy.kind(), policy.describe(), policy.source());
        vec![Name { name: policy.to_string(), hint }]
    };
    let rows = here.chunk_by_mut(|a, b| a.scenario == b.scenario).map(|of_scenario| row(of_scenario, &policies));
    let rows = rows.collect();
    HeatTable {
        title: format!("Profile {profile}"),
        about: profile.base_text().to_owned(),
        first: "scenario".to_owned(),
        columns: policies.iter().map(name).collect(),
        rows,
        totals: Vec::new(),
    }
}

fn row(of_scenario: &mut [&mut Checked], policies: &[Policy]) -> HeatRow {
    let (name, title) = (of_scenario[0].scenario.clone(), of_scenario[0].title.clone());
    let mut cell = |policy: &Policy| of_scenario.iter_mut().find(|c| c.options.policy == *policy).map(|c| cell_of(c));
    HeatRow { name, title, cells: policies.iter().map(&mut cell).collect() }
}

fn cell_of(c: &mut Checked) -> HeatCell {
    let (judgement, wrong) = (&c.judgement, c.ending().is_bad());
    let joined = judgement.outcomes.values().filter(|outcome| **outcome == Outcome::Joined).count();
    let broken: Vec<String> = judgement.violated().into_iter().map(ToOwned::to_owned).collect();
    let others = judgement.outcomes.iter().filter(|(_, outcome)| **outcome != Outcome::Joined);
    let failed = wrong.then(|| "FAILED".to_owned());
    let lines = failed.into_iter().chain(c.difference.clone()).chain(c.failures());
    HeatCell {
        heat: if wrong { 5 } else { heat(broken.len()) },
        label: format!("{joined}/{} joined", judgement.outcomes.len()),
        lines: lines.chain(others.map(|(device, outcome)| format!("{device} {outcome}"))).collect(),
        broken,
        names: vec![c.options.policy.to_string()],
        commands: vec![c.repro.clone()],
        run: None,
        scene: c.scene.take(),
    }
}

/// Each value once, in order of appearance.
fn distinct<C, V: PartialEq>(all: &[C], value: impl Fn(&C) -> V) -> Vec<V> {
    let mut found = Vec::new();
    for value in all.iter().map(value) {
        if !found.contains(&value) {
            found.push(value);
        }
    }
    found
}
