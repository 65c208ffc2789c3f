//! INV-M1, INV-M2, INV-M4: what devices hold at the end.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{Cause, Second, Stuck};
use super::facts::{Facts, Moment};
use super::{Findings, Invariant, lost};
use crate::vocabulary::{Action, DeviceName, Fate, Note, RowState, RowView, SyncType};

/// What brings a message, and what brings its state.
const MESSAGES: [SyncType; 2] = [SyncType::Msg, SyncType::Forward];
const NEWS: [SyncType; 3] = [SyncType::Msg, SyncType::Status, SyncType::Forward];

pub(super) fn check(facts: &Facts<'_>, findings: &mut Findings) {
    let uuids: BTreeSet<&str> = facts.here.values().flat_map(|view| &view.rows).map(|row| row.uuid.as_str()).collect();
    if uuids.is_empty() {
        return;
    }
    findings.exercise(Invariant::OneRow);
    if facts.here.len() > 1 {
        findings.exercise(Invariant::SameRows);
    }
    let highest = highest(facts);
    if !highest.is_empty() {
        findings.exercise(Invariant::FinalStatus);
    }
    for (device, view) in &facts.here {
        for uuid in &uuids {
            let rows: Vec<&RowView> = view.rows.iter().filter(|row| row.uuid == *uuid).collect();
            same(facts, device, uuid, &rows, findings);
            one(facts, device, uuid, &rows, findings);
            if let Some(highest) = highest.get(uuid) {
                status(facts, (device, uuid), &rows, *highest, findings);
            }
        }
    }
}

fn same(facts: &Facts<'_>, device: &DeviceName, uuid: &str, rows: &[&RowView], findings: &mut Findings) {
    let (device_name, uuid_name) = (device.clone(), uuid.to_owned());
    if rows.is_empty() {
        let (at, why) = lost::at_device(facts, device, uuid, &MESSAGES);
        let cause = Cause::RowMissing { device: device_name, uuid: uuid_name, why };
        findings.broke(Invariant::SameRows, at, cause);
    } else if rows.iter().all(|row| !row.shown) {
        let at = last_write(facts, device, uuid);
        findings.broke(Invariant::SameRows, at, Cause::Orphan { device: device_name, uuid: uuid_name });
    } else if facts.text(uuid).is_some_and(|text| rows.iter().all(|row| row.text.as_deref() != Some(text))) {
        let at = last_write(facts, device, uuid);
        findings.broke(Invariant::SameRows, at, Cause::TextDiffers { device: device_name, uuid: uuid_name });
    }
}

fn one(facts: &Facts<'_>, device: &DeviceName, uuid: &str, rows: &[&RowView], findings: &mut Findings) {
    if rows.len() < 2 {
        return;
    }
    let typed_here = facts.typed.iter().any(|((_, typed), (_, who))| *typed == uuid && who == device);
    let heard_here = facts
        .notes_of(device)
        .filter(|(_, note)| matches!(note, Note::Heard { uuid: heard, .. } if heard == uuid))
        .count();
    let applied = facts
        .about(device, uuid, &MESSAGES)
        .filter(|(_, item)| item.came.iter().any(|(_, end)| *end == super::facts::End::Took(Fate::Applied)))
        .count();
    let why = match () {
        () if heard_here > 0 => Second::DirectPath,
        () if typed_here => Second::OwnCameBack,
        () if applied > 1 => Second::OtherEvent,
        () => Second::Again,
    };
    let added = facts
        .notes_of(device)
        .filter(|(_, note)| matches!(note, Note::Row { uuid: written, added: true, .. } if written == uuid));
    let at = added.map(|(at, _)| at).nth(1).unwrap_or(facts.end());
    let cause = Cause::SecondRow { device: device.clone(), uuid: uuid.to_owned(), rows: rows.len(), why };
    findings.broke(Invariant::OneRow, at, cause);
}

/// The highest state that anybody told of a message: that devices wrote, or learned from outside.
fn highest<'a>(facts: &Facts<'a>) -> BTreeMap<&'a str, RowState> {
    let mut highest: BTreeMap<&str, RowState> = BTreeMap::new();
    let mut told = |uuid: &'a str, state: RowState| {
        let known = highest.entry(uuid).or_insert(state);
        *known = state.max(*known);
    };
    for (_, _, note) in &facts.notes {
        if let Note::Row { uuid, state, .. } = note {
            told(uuid, *state);
        }
    }
    for step in &facts.run.scenario.steps {
        if let Action::Status { uuid, state, .. } = &step.action {
            told(uuid, *state);
        }
    }
    highest
}

fn status(
    facts: &Facts<'_>,
    (device, uuid): (&DeviceName, &str),
    rows: &[&RowView],
    highest: RowState,
    findings: &mut Findings,
) {
    let Some(lowest) = rows.iter().map(|row| row.state).min().filter(|state| *state < highest) else { return };
    let here = facts.notes_of(device).filter_map(|(at, note)| match note {
        Note::Row { uuid: written, state, .. } if written == uuid => Some((at, *state)),
        _ => None,
    });
    let written: Vec<(Moment, RowState)> = here.collect();
    let (at, why) = if rows.iter().any(|row| row.state == highest) {
        (last_write(facts, device, uuid), Stuck::SecondRow)
    } else if written.iter().any(|(_, state)| *state == highest) {
        (last_write(facts, device, uuid), Stuck::Overwritten)
    } else {
        let (at, why) = lost::at_device(facts, device, uuid, &NEWS);
        (at, Stuck::Lost(why))
    };
    let cause = Cause::Behind { device: device.clone(), uuid: uuid.to_owned(), state: lowest, highest, why };
    findings.broke(Invariant::FinalStatus, at, cause);
}

/// The last time that a device wrote a row of this message.
fn last_write(facts: &Facts<'_>, device: &str, uuid: &str) -> Moment {
    let writes =
        facts.notes_of(device).filter(|(_, note)| matches!(note, Note::Row { uuid: written, .. } if written == uuid));
    writes.map(|(at, _)| at).last().unwrap_or(facts.end())
}
