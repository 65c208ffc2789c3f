//! LC-03, LC-04: the life of a KeyPackage.
//!
//! The others say what a client does and when (replace, delete, update); they have no function.

use crate::Verdict;

/// LC-03 (KPK): a last-resort init key is gone at the confirmed replacement or at `not_after`, whichever is earlier.
pub fn lc_03(now: u64, not_after: u64, replaced_at: Option<u64>, init_key_present: bool) -> Verdict {
    let due = replaced_at.map_or(not_after, |at| at.min(not_after));
    Verdict::require(now < due || !init_key_present, || format!("the init key was due at {due} and is still there"))
}

/// LC-04 (MIP, KPK, JOIN): a failed Welcome leaves the key store as it was.
pub fn lc_04(unchanged: bool) -> Verdict {
    Verdict::require(unchanged, || "a failed Welcome changed the key store".to_owned())
}
