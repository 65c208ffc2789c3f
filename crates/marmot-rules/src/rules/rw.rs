//! RW-02, RW-04, RW-05: receiving a Welcome.
//!
//! RW-01, RW-03, RW-06 and RW-07 order the steps of a client and what it shows; they have no function.

use std::collections::BTreeSet;

use nostr::EventId;

use crate::Verdict::{self, NotApplicable};

/// RW-02 (JOIN): a Welcome that fails after it was decoded changes nothing durable.
pub fn rw_02(unchanged: bool) -> Verdict {
    Verdict::require(unchanged, || "a Welcome failed and left traces".to_owned())
}

/// RW-04 (PR40, JOIN, MIP 02): a Welcome for a KeyPackage that is not local does not join.
pub fn rw_04(local: &BTreeSet<EventId>, e: &EventId, joined: bool) -> Verdict {
    Verdict::require(local.contains(e) || !joined, || {
        format!("joined by {e}, which is not a KeyPackage of this device")
    })
}

/// RW-05 (JOIN): a group that is held stays as it is, whatever Welcome arrives for it.
pub fn rw_05(held: bool, unchanged: bool) -> Verdict {
    if !held {
        return NotApplicable;
    }
    Verdict::require(unchanged, || "a Welcome changed a group that is held".to_owned())
}
