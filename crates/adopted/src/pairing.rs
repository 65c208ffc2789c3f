//! What a device was told past all relays when it paired with another device of its account (PR #417, SA-08).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::ids::Reference;

/// The sponsors that were approved for one KeyPackage, until `expires`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Approval {
    /// Raw signature keys of the leaves that may sign: one in PR #417.
    sponsors: BTreeSet<Vec<u8>>,
    /// Unix seconds; over in this very second.
    expires: u64,
}

/// The open intents of a device that wants to be added, by the KeyPackage that is for it alone (SA-09).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Approvals(BTreeMap<Reference, Approval>);

impl Approvals {
    /// From now on a Welcome for this KeyPackage is the business of these leaves, and no admin's. `expires` is in Unix seconds.
    pub fn approve(&mut self, key_package: Reference, sponsors: BTreeSet<Vec<u8>>, expires: u64) {
        self.0.insert(key_package, Approval { sponsors, expires });
    }

    /// Drops what is over. A Welcome that comes later has no approved intent.
    pub fn expire(&mut self, now: u64) {
        self.0.retain(|_, approval| now < approval.expires);
    }

    /// The signature keys of which one has to have signed the GroupInfo; none if nothing was approved for this KeyPackage.
    pub fn sponsors_of(&self, key_package: Reference) -> Option<&BTreeSet<Vec<u8>>> {
        self.0.get(&key_package).map(|approval| &approval.sponsors)
    }

    pub(crate) fn close(&mut self, key_package: Reference) {
        self.0.remove(&key_package);
    }
}
