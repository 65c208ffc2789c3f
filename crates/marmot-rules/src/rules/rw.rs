//! RW-01 to RW-07: receiving a Welcome.

use std::collections::BTreeSet;

use nostr::EventId;
use sha2::{Digest, Sha256};

use crate::Profile;
use crate::Verdict::{self, NotApplicable};

/// The steps of RW-01, in order.
pub const STEPS: [&str; 14] = [
    "addressed to this account",
    "KeyPackage is this device's",
    "decodes",
    "opens as MLS, with its tree",
    "identities and proofs hold",
    "author is the GroupInfo's signer",
    "state and components hold",
    "author is an active admin",
    "group is not held yet",
    "stored",
    "KeyPackage rotated",
    "init key deleted",
    "caught up",
    "self-updated",
];

/// RW-01 (JOIN): the steps were done in order and none was left out. Steps count from 1.
pub fn rw_01(profile: Profile, done: &[usize]) -> Verdict {
    if !profile.is_adopted() {
        return NotApplicable;
    }
    let misplaced = done.iter().enumerate().find(|(index, step)| **step != index + 1);
    match misplaced {
        Some((index, step)) => Verdict::Fail(format!("step {step} came where step {} belongs", index + 1)),
        None => Verdict::Pass,
    }
}

/// RW-02 (JOIN): a failure in steps 4 to 9 changes nothing durable.
pub fn rw_02(profile: Profile, failed_at: usize, before: &[u8], after: &[u8]) -> Verdict {
    if !profile.is_adopted() || !(4..=9).contains(&failed_at) {
        return NotApplicable;
    }
    Verdict::require(before == after, || format!("step {failed_at} failed and left traces"))
}

/// RW-03 (JOIN, issue #108): a Welcome without ratchet tree is refused.
pub fn rw_03(profile: Profile, has_ratchet_tree: bool, joined: bool) -> Verdict {
    if !profile.is_adopted() {
        return NotApplicable;
    }
    Verdict::require(has_ratchet_tree || !joined, || "joined without a ratchet tree in the Welcome".to_owned())
}

/// RW-04 (PR40, JOIN, MIP 02): a Welcome for a KeyPackage that is not local does not join.
pub fn rw_04(profile: Profile, local: &BTreeSet<EventId>, e: &EventId, joined: bool) -> Verdict {
    if !(profile.is_adopted() || profile.has_client_id()) {
        return NotApplicable;
    }
    Verdict::require(local.contains(e) || !joined, || {
        format!("joined by {e}, which is not a KeyPackage of this device")
    })
}

/// RW-05 (JOIN): a group that is held keeps its epoch, whatever Welcome arrives for it.
pub fn rw_05(profile: Profile, epoch_before: Option<u64>, epoch_after: Option<u64>) -> Verdict {
    match epoch_before {
        Some(_) if profile.is_adopted() => Verdict::require(epoch_before == epoch_after, || {
            format!("a Welcome moved a held group from epoch {epoch_before:?} to {epoch_after:?}")
        }),
        _ => NotApplicable,
    }
}

/// RW-06 (JOIN): the inviter that is shown is the one that was authenticated.
pub fn rw_06(profile: Profile, shown: &[u8], authenticated: &[u8]) -> Verdict {
    if !profile.is_adopted() {
        return NotApplicable;
    }
    Verdict::require(shown == authenticated, || "the inviter on the screen is not the authenticated one".to_owned())
}

/// RW-07 (NOSTR): the id by which Welcomes are told apart.
pub fn rw_07(mls_message: &[u8]) -> [u8; 32] {
    Sha256::digest(mls_message).into()
}
