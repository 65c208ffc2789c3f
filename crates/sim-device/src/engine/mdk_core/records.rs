//! What a client has to remember beside mdk-core's store: the outer keys of past epochs, and which commits it followed.

use std::collections::BTreeMap;

use nostr::EventId;

use super::loaded::EventKey;
use crate::mls::GroupId;

/// Outer keys kept per group: mdk-core looks back five epochs, and a rollback can leave two keys for one epoch.
const KEYS_KEPT: usize = 12;

/// An instance of mdk-core that has the disk open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Handle {
    App,
    Extension,
}

/// What mdk-core kept of a group when it followed a commit (MD-09).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Snapshot {
    /// A snapshot to which this handle can go back for a better commit.
    Taken(Handle),
    /// A snapshot of which it has forgotten, since a restart, which commit was followed then. It never goes back to such a one.
    ForgottenSince,
    /// No snapshot.
    None,
}

/// A commit that the device followed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Followed {
    pub(super) event: EventId,
    pub(super) created_at: u64,
    /// What mdk-core kept of the group as it was before.
    pub(super) snapshot: Snapshot,
}

/// The way of one group through its epochs.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    /// Epoch in which the device knows the group to be.
    pub(super) epoch: u64,
    /// Outer keys of the epochs this device has seen, newest last.
    pub(super) keys: Vec<(u64, EventKey)>,
    /// The commit with which the device left an epoch.
    pub(super) followed: BTreeMap<u64, Followed>,
}

impl Record {
    pub(super) fn add_key(&mut self, epoch: u64, key: EventKey) {
        self.keys.push((epoch, key));
        let surplus = self.keys.len().saturating_sub(KEYS_KEPT);
        self.keys.drain(..surplus);
    }

    /// The group left this epoch with that commit; what it did from there on before is undone.
    pub(super) fn left(&mut self, epoch: u64, with: Followed) {
        drop(self.followed.split_off(&epoch));
        self.followed.insert(epoch, with);
    }
}

/// The records of all groups.
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    pub(super) groups: BTreeMap<GroupId, Record>,
}

impl Records {
    /// Changes what is said of every snapshot.
    pub(super) fn each_snapshot(&mut self, change: impl Fn(Snapshot) -> Snapshot) {
        for followed in self.groups.values_mut().flat_map(|record| record.followed.values_mut()) {
            followed.snapshot = change(followed.snapshot);
        }
    }
}
