//! What a run came to, for two orders that nobody could tell apart afterwards.

use std::collections::{BTreeMap, BTreeSet};

use experiment::explore::{Failure, Fingerprint};
use experiment::orders::Explored;
use serde::Serialize;

use super::facts::Facts;
use super::{Invariant, Judgement, judge_alone};
use crate::model::{ExpectedOutcome, ExpectedRow};
use crate::run::Run;
use crate::vocabulary::{ContactName, DeviceName, Uuid};

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RunOutcome {
    /// What contacts read, in order.
    pub contact: BTreeMap<ContactName, Vec<Uuid>>,
    /// Rows of devices, sorted by uuid.
    pub rows: BTreeMap<DeviceName, Vec<ExpectedRow>>,
    /// Whom devices take for primary: `P`, then the device.
    pub pointers: BTreeMap<DeviceName, BTreeMap<ContactName, DeviceName>>,
    /// What the user can edit.
    pub registers: BTreeMap<DeviceName, BTreeMap<String, String>>,
    /// What broke.
    pub broke: BTreeSet<Failure>,
    /// Whether everything came out as the scenario expects.
    pub as_expected: bool,
}

impl RunOutcome {
    /// What this run came to.
    pub fn of(run: &Run) -> Self {
        let judgement = judge_alone(&Facts::of(run));
        let read = |(name, view): (&ContactName, &crate::vocabulary::ContactView)| {
            (name.clone(), view.read.iter().map(|read| read.uuid.clone()).collect())
        };
        let pointers = |view: &crate::vocabulary::DeviceView| {
            view.pointers.iter().map(|(contact, to)| (contact.clone(), to.primary.clone())).collect()
        };
        Self {
            contact: run.contacts.iter().map(read).collect(),
            rows: run.devices.iter().map(|(name, view)| (name.clone(), rows(view))).collect(),
            pointers: run.devices.iter().map(|(name, view)| (name.clone(), pointers(view))).collect(),
            registers: run.devices.iter().map(|(name, view)| (name.clone(), view.registers.clone())).collect(),
            broke: broke(&judgement),
            as_expected: judgement.passed(),
        }
    }

    /// Is this one of those orders of which a file says so?
    fn is(&self, expected: &ExpectedOutcome) -> bool {
        let violated: BTreeSet<&str> = self.broke.iter().map(|one| one.fingerprint.invariant.as_str()).collect();
        let breaks =
            |wanted: &BTreeSet<Invariant>| wanted.iter().map(|one| one.id()).collect::<BTreeSet<_>>() == violated;
        let reads: usize = self.contact.values().map(Vec::len).sum();
        has(&self.contact, &expected.contact)
            && has(&self.rows, &expected.rows)
            && expected
                .registers
                .iter()
                .all(|(device, fields)| self.registers.get(device).is_some_and(|all| has(all, fields)))
            && expected.pointers.iter().all(|(device, to)| self.points_to(device, to))
            && expected.reads.is_none_or(|wanted| wanted == reads)
            && expected.violates.as_ref().is_none_or(breaks)
    }

    fn points_to(&self, device: &str, to: &str) -> bool {
        self.pointers.get(device).is_some_and(|pointers| pointers.values().all(|primary| primary == to))
    }
}

fn has<V: PartialEq>(all: &BTreeMap<String, V>, wanted: &BTreeMap<String, V>) -> bool {
    wanted.iter().all(|(name, value)| all.get(name) == Some(value))
}

/// Rows of a device, as expectations have them.
pub(super) fn rows(view: &crate::vocabulary::DeviceView) -> Vec<ExpectedRow> {
    let mut rows: Vec<ExpectedRow> = view.rows.iter().map(ExpectedRow::from).collect();
    rows.sort();
    rows
}

/// How orders ended otherwise than a file says: every outcome is one of those that it names, and each has its number of orders.
pub fn unexpected_outcomes<T: Ord>(expected: &[ExpectedOutcome], explored: &Explored<RunOutcome, T>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut counts = vec![0; expected.len()];
    for summary in &explored.outcomes {
        match expected.iter().position(|wanted| summary.outcome.is(wanted)) {
            Some(place) => counts[place] += summary.orders,
            None => wrong.push(format!(
                "{} orders end otherwise, {} for one: {:?}",
                summary.orders, summary.first, summary.outcome
            )),
        }
    }
    for (wanted, count) in expected.iter().zip(counts) {
        if count == 0 || wanted.count.is_some_and(|said| said != count) {
            wrong.push(format!("{count} orders end as in {wanted:?}"));
        }
    }
    if !explored.exhaustive {
        wrong.push(format!("only {} orders were run", explored.orders));
    }
    wrong
}

/// Every way in which a run failed. No finding explains any of them: what the plan does wrong is expected of scenarios under `literal`, and
/// generated cases are repaired.
pub(crate) fn broke(judgement: &Judgement) -> BTreeSet<Failure> {
    fingerprints(judgement).into_iter().map(|fingerprint| Failure { fingerprint, finding: None }).collect()
}

/// Invariants that broke, each with the kind of its cause.
pub(crate) fn fingerprints(judgement: &Judgement) -> BTreeSet<Fingerprint> {
    let fingerprint = |violation: &super::Violation| Fingerprint {
        invariant: violation.invariant.id().to_owned(),
        cause: violation.cause.id(),
    };
    judgement.violations.iter().map(fingerprint).collect()
}
