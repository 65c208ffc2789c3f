//! MD-04, MD-06, MD-09: leaves, devices and accounts, as far as plain data shows them.
//!
//! MD-01 and MD-02 are definitions; the others concern admins, push tokens and convergence, which no run here shows. They have no
//! function.

use nostr::EventId;

use crate::Verdict;

/// MD-04 (DEP, issue #237): a copy is removed exactly if its own leaf is.
pub fn md_04(own_leaf_present: bool, copy_active: bool) -> Verdict {
    Verdict::require(own_leaf_present == copy_active, || {
        format!("own leaf present: {own_leaf_present}, copy active: {copy_active}")
    })
}

/// MD-06 (DEP): a SelfRemove is committed by another leaf. (That no admin account makes one is seen by nobody else.)
pub fn md_06(leaver_leaf: u32, committer_leaf: u32) -> Verdict {
    Verdict::require(leaver_leaf != committer_leaf, || format!("leaf {leaver_leaf} committed its own removal"))
}

/// MD-09 (MIP 03): the commit that wins its epoch: earliest `created_at`, then lowest event id.
pub fn md_09(commits: &[(u64, EventId)]) -> Option<EventId> {
    commits.iter().min().map(|(_, id)| *id)
}
