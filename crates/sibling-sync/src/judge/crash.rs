//! INV-M10: a crash changes nothing in the end. The same scenario is run without its crashes, and the ends are compared.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::Cause;
use super::facts::Facts;
use super::{Findings, Invariant};
use crate::model::{RunOptions, Scenario};
use crate::run::{Run, simulate};
use crate::vocabulary::{Action, Note, RowState, Uuid};

pub(super) fn check(facts: &Facts<'_>, findings: &mut Findings) {
    let crashes: Vec<_> = facts
        .notes
        .iter()
        .filter_map(|(at, who, note)| if let Note::Crashed(point) = note { Some((*at, *who, *point)) } else { None })
        .collect();
    let Some((at, device, point)) = crashes.last().copied() else { return };
    let Some(calm) = without_crashes(facts.run) else { return };
    findings.exercise(Invariant::CrashIsHarmless);
    for what in differences(&calm, facts.run) {
        let device = device.to_owned();
        findings.broke(Invariant::CrashIsHarmless, at, Cause::CrashHarms { device, point, what });
    }
}

fn without_crashes(run: &Run) -> Option<Run> {
    let mut scenario: Scenario = run.scenario.clone();
    scenario.steps.retain(|step| !matches!(step.action, Action::Crash { .. }));
    let options = RunOptions { order: None, ..run.options.clone() };
    simulate(&scenario, &options).ok()
}

/// Whose end differs, in what a person can see.
fn differences(calm: &Run, crashed: &Run) -> BTreeSet<String> {
    let devices = crashed.devices.keys().filter(|name| device(calm, name) != device(crashed, name));
    let contacts = crashed.contacts.keys().filter(|name| contact(calm, name) != contact(crashed, name));
    devices.chain(contacts).cloned().collect()
}

type Rows = BTreeMap<Uuid, Vec<(RowState, Option<String>, bool)>>;

fn device<'r>(run: &'r Run, name: &str) -> Option<(Rows, &'r BTreeMap<String, String>)> {
    let view = run.devices.get(name)?;
    let mut rows = Rows::new();
    for row in &view.rows {
        rows.entry(row.uuid.clone()).or_default().push((row.state, row.text.clone(), row.shown));
    }
    Some((rows, &view.registers))
}

/// Messages as often as they were read; when and in which order may depend on when a device was down.
fn contact(run: &Run, name: &str) -> BTreeMap<Uuid, usize> {
    let mut times = BTreeMap::new();
    for read in run.contacts.get(name).iter().flat_map(|view| &view.read) {
        *times.entry(read.uuid.clone()).or_default() += 1;
    }
    times
}
