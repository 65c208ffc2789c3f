//! What is expected of a run: the members of a vector's outcome (section 12), and what only a run has.

use std::collections::{BTreeMap, BTreeSet};

use crate::judge::Invariant;
use crate::vocabulary::{ContactName, DeviceName, RowState, RowView, Uuid};

/// A row at the end: `["u1", "sent"]`, with `orphan` behind it if no record shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(into = "Vec<String>")]
pub struct ExpectedRow {
    /// Which message.
    pub uuid: Uuid,
    /// How far it got.
    pub state: RowState,
    /// No record of a contact shows it.
    pub orphan: bool,
}

impl From<ExpectedRow> for Vec<String> {
    fn from(row: ExpectedRow) -> Self {
        let orphan = row.orphan.then(|| "orphan".to_owned());
        [row.uuid, row.state.id().to_owned()].into_iter().chain(orphan).collect()
    }
}

impl From<&RowView> for ExpectedRow {
    fn from(row: &RowView) -> Self {
        Self { uuid: row.uuid.clone(), state: row.state, orphan: !row.shown }
    }
}

/// What is expected. Everything that is left out is not looked at, except for `violates`: no invariant breaks unless it says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// Invariants that break, each with the ids of every cause; all others hold.
    pub violates: Option<BTreeMap<Invariant, BTreeSet<String>>>,
    /// Invariants that the run must have exercised.
    pub exercises: BTreeSet<Invariant>,
    /// What contacts read, in order.
    pub contact: BTreeMap<ContactName, Vec<Uuid>>,
    /// Rows of devices, sorted by uuid.
    pub rows: BTreeMap<DeviceName, Vec<ExpectedRow>>,
    /// Whom a device takes for primary, where there is one contact.
    pub pointers: BTreeMap<DeviceName, DeviceName>,
    /// What the user can edit: `P/Name`, `Nickname`.
    pub registers: BTreeMap<DeviceName, BTreeMap<String, String>>,
    /// Sender and message of every ciphertext for a contact, in the order in which they went out.
    pub wire: Option<Vec<(DeviceName, Uuid)>>,
    /// Index in its chain of every ciphertext for a contact.
    pub indexes: Option<Vec<u64>>,
    /// How many sync messages were sent.
    pub sync_messages: Option<usize>,
    /// What devices reported: `mesh-incomplete`, `fork`, `expired`.
    pub reports: Option<BTreeSet<String>>,
    /// Counts of observers (section 11).
    pub observers: BTreeMap<String, BTreeMap<String, u64>>,
    /// How all orders end, each with the number of orders that end so.
    pub outcomes: Option<Vec<ExpectedOutcome>>,
}

/// How some of all orders end. What is left out is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpectedOutcome {
    /// How many orders end so, if it is said.
    pub count: Option<usize>,
    /// What contacts read, in order.
    pub contact: BTreeMap<ContactName, Vec<Uuid>>,
    /// How many messages contacts read.
    pub reads: Option<usize>,
    /// Rows of devices, sorted by uuid.
    pub rows: BTreeMap<DeviceName, Vec<ExpectedRow>>,
    /// Whom a device takes for primary.
    pub pointers: BTreeMap<DeviceName, DeviceName>,
    /// What the user can edit.
    pub registers: BTreeMap<DeviceName, BTreeMap<String, String>>,
    /// Invariants that break.
    pub violates: Option<BTreeSet<Invariant>>,
}

impl Expect {
    /// This, with what `over` says in its place, member by member.
    pub(super) fn with(self, over: &Self) -> Self {
        fn list<T: Clone + Default + PartialEq>(own: T, over: &T) -> T {
            if *over == T::default() { own } else { over.clone() }
        }
        Self {
            violates: over.violates.clone().or(self.violates),
            exercises: list(self.exercises, &over.exercises),
            contact: list(self.contact, &over.contact),
            rows: list(self.rows, &over.rows),
            pointers: list(self.pointers, &over.pointers),
            registers: list(self.registers, &over.registers),
            wire: over.wire.clone().or(self.wire),
            indexes: over.indexes.clone().or(self.indexes),
            sync_messages: over.sync_messages.or(self.sync_messages),
            reports: over.reports.clone().or(self.reports),
            observers: list(self.observers, &over.observers),
            outcomes: over.outcomes.clone().or(self.outcomes),
        }
    }
}
