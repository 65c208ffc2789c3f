//! What is seen at the end of a run.

use std::collections::{BTreeMap, BTreeSet};

use super::{ContactName, DeviceName, RowState, Uuid};

/// A row of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowView {
    /// Whose conversation.
    pub contact: ContactName,
    /// Which message.
    pub uuid: Uuid,
    /// How far it got.
    pub state: RowState,
    /// What it says; none if only a status came so far.
    pub text: Option<String>,
    /// Did the user write it?
    pub outbound: bool,
    /// When it was sent, received and processed, in Unix milliseconds.
    pub times: [Option<u64>; 3],
    /// Does a record of a contact show it? A row of an unknown conversation is shown by none.
    pub shown: bool,
}

/// Whom a device takes for primary.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pointer {
    /// Which device.
    pub primary: DeviceName,
    /// In which epoch; 0 without MR-7.
    pub epoch: u64,
}

/// A device at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeviceView {
    /// Its rows, sorted.
    pub rows: Vec<RowView>,
    /// Its primaries, by contact. A contact of which it has no record is not there.
    pub pointers: BTreeMap<ContactName, Pointer>,
    /// What the user can edit: fields of records (`P/Name`) and of the own card (`Nickname`).
    pub registers: BTreeMap<String, String>,
    /// How many entries the seen table has.
    pub seen: usize,
    /// Siblings that it is paired with.
    pub siblings: BTreeSet<DeviceName>,
    /// Items that wait for their conversation (MR-11).
    pub parked: usize,
    /// Jobs that are not done.
    pub jobs: usize,
    /// What its database holds that a thief could use: `P/DrStateJson`, `P/MyIdentity`, `sibling/B` …
    pub secrets: BTreeSet<String>,
    /// Is it gone for ever?
    pub destroyed: bool,
}

/// What a contact read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContactRead {
    /// Which message.
    pub uuid: Uuid,
    /// What it says.
    pub text: String,
    /// When, in milliseconds since the start.
    pub at_ms: u64,
}

/// A contact at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContactView {
    /// What it read, in order. A message that it read twice is there twice, unless it tells them apart by uuid (MR-14).
    pub read: Vec<ContactRead>,
    /// Items that it could not read.
    pub unreadable: usize,
    /// How many sessions it has with the user.
    pub sessions: usize,
}
