//! INV-M6 and INV-M7: what the user can edit, and who is primary.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::Cause;
use super::facts::{Facts, Moment};
use super::{Findings, Invariant};
use crate::vocabulary::{Action, DeviceName, Note, Phase, SyncType};

pub(super) fn check(facts: &Facts<'_>, findings: &mut Findings) {
    registers(facts, findings);
    if facts.run.setting.readings.phase == Phase::Relay {
        pointers(facts, findings);
    }
}

fn registers(facts: &Facts<'_>, findings: &mut Findings) {
    let set = set_by_user(facts);
    if facts.here.len() < 2 || set.is_empty() {
        return;
    }
    findings.exercise(Invariant::SameRegisters);
    let fields: BTreeSet<&String> = facts.here.values().flat_map(|view| view.registers.keys()).collect();
    for field in fields {
        let values: BTreeMap<DeviceName, String> = facts
            .here
            .iter()
            .filter_map(|(device, view)| Some(((*device).clone(), view.registers.get(field)?.clone())))
            .collect();
        let distinct: BTreeSet<&String> = values.values().collect();
        let one = distinct.first().filter(|_| distinct.len() == 1);
        let undone = |value: &String| set.get(field).is_some_and(|set| !set.contains(value));
        let cause = match one {
            None => Cause::RegisterDiffers { field: field.clone(), values },
            Some(value) if undone(value) => Cause::RegisterUndone { field: field.clone(), value: (*value).clone() },
            Some(_) => continue,
        };
        findings.broke(Invariant::SameRegisters, last_update(facts), cause);
    }
}

/// What each device set last, by register.
fn set_by_user(facts: &Facts<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut last: BTreeMap<(String, &str), String> = BTreeMap::new();
    for step in &facts.run.scenario.steps {
        match &step.action {
            Action::EditPeer { device, peer, fields } => {
                for (field, value) in fields {
                    last.insert((format!("{peer}/{}", field.id()), device), value.clone());
                }
            }
            Action::EditIdentity { device, fields } => {
                for (field, value) in fields {
                    last.insert((field.clone(), device), value.clone());
                }
            }
            _ => {}
        }
    }
    let mut set: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for ((field, _), value) in last {
        set.entry(field).or_default().insert(value);
    }
    set
}

/// The last update that a device took.
fn last_update(facts: &Facts<'_>) -> Moment {
    let updates = facts.notes.iter().filter(|(_, _, note)| {
        matches!(note, Note::SyncTook { sync_type: SyncType::PeerUpdate | SyncType::IdentityUpdate, .. })
    });
    updates.map(|(at, _, _)| *at).next_back().unwrap_or(facts.end())
}

fn pointers(facts: &Facts<'_>, findings: &mut Findings) {
    for contact in facts.run.setting.body.contacts.keys() {
        let pointers: BTreeMap<DeviceName, DeviceName> = facts
            .here
            .iter()
            .filter_map(|(device, view)| Some(((*device).clone(), view.pointers.get(contact)?.primary.clone())))
            .collect();
        if pointers.len() < 2 {
            continue;
        }
        findings.exercise(Invariant::OnePrimary);
        let gone = pointers.values().find(|to| facts.run.devices.get(*to).is_some_and(|view| view.destroyed));
        let roots: BTreeSet<DeviceName> =
            pointers.iter().filter(|(device, to)| device == to).map(|(device, _)| device.clone()).collect();
        let contact = contact.clone();
        let cause = match (gone, roots.len()) {
            (Some(root), _) => Cause::PrimaryGone { contact, root: root.clone() },
            (None, 0) if pointers.values().all(|to| pointers.contains_key(to)) => {
                Cause::PointerCircle { contact, pointers }
            }
            (None, 2..) => Cause::SeveralPrimaries { contact, roots },
            _ if circle(&pointers) => Cause::PointerCircle { contact, pointers },
            _ => continue,
        };
        findings.broke(Invariant::OnePrimary, last_pointer(facts), cause);
    }
}

/// Does any way from device to device come back to where it was without ending at a root?
fn circle(pointers: &BTreeMap<DeviceName, DeviceName>) -> bool {
    let ends = |start: &DeviceName| {
        let (mut at, mut steps) = (start, 0);
        while let Some(next) = pointers.get(at).filter(|next| *next != at) {
            (at, steps) = (next, steps + 1);
            if steps > pointers.len() {
                return false;
            }
        }
        true
    };
    !pointers.keys().all(ends)
}

fn last_pointer(facts: &Facts<'_>) -> Moment {
    let told = facts.notes.iter().filter(|(_, _, note)| matches!(note, Note::Pointer { .. } | Note::Destroyed));
    told.map(|(at, _, _)| *at).next_back().unwrap_or(facts.end())
}
