//! Is a run as its scenario says? The members mean what they mean in a vector (section 12).

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::outcome::rows;
use super::{Invariant, Judgement, observers};
use crate::model::{Expect, ExpectedRow};
use crate::vocabulary::Note;

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// An invariant is broken.
    #[error("{invariant} is violated by {causes:?}")]
    Violated {
        /// Which.
        invariant: Invariant,
        /// By what.
        causes: BTreeSet<String>,
    },
    /// An invariant is kept that was expected to be broken.
    #[error("{0} holds, and was expected to be violated")]
    Holds(Invariant),
    /// An invariant is broken for other reasons.
    #[error("{invariant} is violated by {got:?}, and was expected to be by {expected:?}")]
    OtherCause {
        /// Which.
        invariant: Invariant,
        /// Causes that there are.
        got: BTreeSet<String>,
        /// Causes that were expected.
        expected: BTreeSet<String>,
    },
    /// The run says nothing about an invariant.
    #[error("{0} is not exercised")]
    NotExercised(Invariant),
    /// A contact read something else.
    #[error("{contact} read {got:?}")]
    Contact {
        /// Who.
        contact: String,
        /// What, in order.
        got: Vec<String>,
    },
    /// A device has other rows.
    #[error("{device} has {}", shown(.got))]
    Rows {
        /// Who.
        device: String,
        /// Which.
        got: Vec<ExpectedRow>,
    },
    /// A device takes another for primary.
    #[error("{device} takes {got:?} for primary")]
    Pointer {
        /// Who.
        device: String,
        /// Whom, by contact.
        got: BTreeMap<String, String>,
    },
    /// A register has another value.
    #[error("{device} has {field} = {got:?}")]
    Register {
        /// Who.
        device: String,
        /// Which.
        field: String,
        /// The value.
        got: Option<String>,
    },
    /// Something that is counted is otherwise.
    #[error("{what}: {got}")]
    Counted {
        /// What.
        what: String,
        /// How it is.
        got: String,
    },
}

fn shown(rows: &[ExpectedRow]) -> String {
    let row = |row: &ExpectedRow| format!("{} {}{}", row.uuid, row.state, if row.orphan { " (orphan)" } else { "" });
    if rows.is_empty() { "no rows".to_owned() } else { rows.iter().map(row).collect::<Vec<_>>().join(", ") }
}

/// Everything that is not as expected.
pub(super) fn failures(facts: &Facts<'_>, judgement: &Judgement) -> Vec<Failure> {
    let run = facts.run;
    let expect = run.scenario.expect(&run.options.check());
    let mut failures = invariants(&expect, judgement);
    states(facts, &expect, &mut failures);
    counted(facts, &expect, &mut failures);
    failures
}

fn invariants(expect: &Expect, judgement: &Judgement) -> Vec<Failure> {
    let (broken, expected) = (judgement.causes(), expect.violates.clone().unwrap_or_default());
    let mut failures = Vec::new();
    for invariant in Invariant::ALL {
        failures.extend(match (broken.get(&invariant), expected.get(&invariant)) {
            (Some(got), None) => Some(Failure::Violated { invariant, causes: got.clone() }),
            (None, Some(_)) => Some(Failure::Holds(invariant)),
            (Some(got), Some(expected)) if got != expected => {
                Some(Failure::OtherCause { invariant, got: got.clone(), expected: expected.clone() })
            }
            _ => None,
        });
    }
    let silent = expect.exercises.difference(&judgement.exercised);
    failures.extend(silent.map(|one| Failure::NotExercised(*one)));
    failures
}

/// Ends of contacts and devices.
fn states(facts: &Facts<'_>, expect: &Expect, failures: &mut Vec<Failure>) {
    for (contact, wanted) in &expect.contact {
        let view = facts.run.contacts.get(contact);
        let got: Vec<String> = view.iter().flat_map(|view| &view.read).map(|read| read.uuid.clone()).collect();
        if got != *wanted {
            failures.push(Failure::Contact { contact: contact.clone(), got });
        }
    }
    for (device, wanted) in &expect.rows {
        let got = facts.run.devices.get(device).map(rows).unwrap_or_default();
        if got != *wanted {
            failures.push(Failure::Rows { device: device.clone(), got });
        }
    }
    for (device, to) in &expect.pointers {
        let pointers = facts.run.devices.get(device).map(|view| &view.pointers);
        let got: BTreeMap<String, String> =
            pointers.into_iter().flatten().map(|(contact, to)| (contact.clone(), to.primary.clone())).collect();
        if got.is_empty() || got.values().any(|primary| primary != to) {
            failures.push(Failure::Pointer { device: device.clone(), got });
        }
    }
    for (device, wanted) in &expect.registers {
        let registers = facts.run.devices.get(device).map(|view| &view.registers);
        for (field, value) in wanted {
            let got = registers.and_then(|registers| registers.get(field)).cloned();
            if got.as_ref() != Some(value) {
                failures.push(Failure::Register { device: device.clone(), field: field.clone(), got });
            }
        }
    }
}

fn counted(facts: &Facts<'_>, expect: &Expect, failures: &mut Vec<Failure>) {
    let mut differs = |what: &str, got: String| failures.push(Failure::Counted { what: what.to_owned(), got });
    let (mut wire, mut indexes, mut sync_messages) = (Vec::new(), Vec::new(), 0);
    for (_, who, note) in &facts.notes {
        match note {
            Note::Wire { uuid, chain_index, .. } => {
                wire.push(((*who).to_owned(), uuid.clone()));
                indexes.push(*chain_index);
            }
            Note::SyncSent { .. } => sync_messages += 1,
            _ => {}
        }
    }
    if expect.wire.as_ref().is_some_and(|wanted| *wanted != wire) {
        differs("ciphertexts for contacts", format!("{wire:?}"));
    }
    if expect.indexes.as_ref().is_some_and(|wanted| *wanted != indexes) {
        differs("indexes on the wire", format!("{indexes:?}"));
    }
    if expect.sync_messages.is_some_and(|wanted| wanted != sync_messages) {
        differs("sync messages", sync_messages.to_string());
    }
    let reports = reports(facts);
    if expect.reports.as_ref().is_some_and(|wanted| *wanted != reports) {
        differs("reports", format!("{reports:?}"));
    }
    for (observer, wanted) in &expect.observers {
        let table = observers::table(facts, observer);
        for (count, value) in wanted {
            let got = table.counts.get(count.as_str()).copied().unwrap_or_default();
            if got != *value {
                differs(&format!("{observer} counts {count}"), got.to_string());
            }
        }
    }
}

/// What devices and the server reported.
pub(super) fn reports(facts: &Facts<'_>) -> BTreeSet<String> {
    let report = |note: &Note| match note {
        Note::MeshIncomplete { .. } => Some("mesh-incomplete"),
        Note::Guarded { fork: true, .. } => Some("fork"),
        Note::Guarded { fork: false, .. } => Some("guarded"),
        Note::Forgot { expired: true, .. } => Some("expired"),
        Note::Pruned { entries } if *entries > 0 => Some("pruned"),
        Note::Stranded { .. } => Some("stranded"),
        Note::TookOver { done: true, .. } => Some("took-over"),
        _ => None,
    };
    facts.notes.iter().filter_map(|(_, _, note)| report(note)).map(str::to_owned).collect()
}
