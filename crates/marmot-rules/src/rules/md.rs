//! MD-01 to MD-11: leaves, devices and accounts, as far as plain data shows them. MD-01 and MD-02 are definitions,
//! MD-08 concerns push tokens; they have no function.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use nostr::EventId;

use crate::Profile;
use crate::Verdict::{self, NotApplicable};

/// What a commit does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommitKind {
    /// Adds or removes leaves, or changes the group.
    Administrative,
    /// Updates the committer's own leaf.
    SelfUpdate,
    /// Commits SelfRemove proposals and nothing else.
    SelfRemoveOnly,
}

/// MD-03 (MIP 03, GM): administration is for admins.
pub fn md_03(profile: Profile, committer_is_admin: bool, kind: CommitKind) -> Verdict {
    let allowed = match kind {
        _ if committer_is_admin => true,
        CommitKind::SelfUpdate => true,
        CommitKind::SelfRemoveOnly => matches!(profile, Profile::Mip2026_04 | Profile::Adopted2026_07),
        CommitKind::Administrative => false,
    };
    Verdict::require(allowed, || format!("{kind:?} by a member that is no admin"))
}

/// MD-04 (DEP, issue #237): a copy is removed exactly if its own leaf is.
pub fn md_04(profile: Profile, own_leaf_present: bool, copy_active: bool) -> Verdict {
    if !profile.is_adopted() {
        return NotApplicable;
    }
    Verdict::require(own_leaf_present == copy_active, || {
        format!("own leaf present: {own_leaf_present}, copy active: {copy_active}")
    })
}

/// MD-05 (ADM): an account without leaves is no admin; one that keeps a leaf keeps its right.
pub fn md_05(profile: Profile, leaves_after: usize, admin_before: bool, admin_after: bool) -> Verdict {
    if !profile.is_adopted() || !admin_before {
        return NotApplicable;
    }
    Verdict::require(admin_after == (leaves_after > 0), || {
        format!("{leaves_after} leaves remain, admin: {admin_after}")
    })
}

/// MD-06 (DEP): a SelfRemove is committed by another leaf and never made by an admin account.
pub fn md_06(profile: Profile, leaver_is_admin: bool, leaver_leaf: u32, committer_leaf: u32) -> Verdict {
    if !profile.is_adopted() {
        return NotApplicable;
    }
    Verdict::require(!leaver_is_admin, || "an admin account made a SelfRemove".to_owned())
        .and(|| Verdict::require(leaver_leaf != committer_leaf, || "a leaf committed its own removal".to_owned()))
}

/// MD-07 (CONV): how many witnesses count: accounts, however many leaves they have.
pub fn md_07<A: Ord>(witnesses: impl IntoIterator<Item = A>) -> usize {
    witnesses.into_iter().collect::<BTreeSet<_>>().len()
}

/// MD-09 (MIP 03): the commit that wins its epoch: earliest `created_at`, then lowest event id.
pub fn md_09(profile: Profile, commits: &[(u64, EventId)]) -> Option<EventId> {
    if profile.is_adopted() {
        return None;
    }
    commits.iter().min().map(|(_, id)| *id)
}

/// A branch as convergence sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Depth that counts.
    pub effective_depth: u64,
    /// Whether enough accounts witnessed it.
    pub quorum: bool,
    /// Depth with everything.
    pub raw_depth: u64,
    /// How well it is witnessed.
    pub witness_score: u64,
    /// Whether its commit was made by an admin.
    pub privileged: bool,
    /// The committer's account; siblings tie here (MD-11).
    pub committer: Vec<u8>,
    /// SHA-256 of the commit.
    pub commit_digest: [u8; 32],
}

/// MD-10 and MD-11 (CONV): the branch that wins.
pub fn md_10(profile: Profile, branches: &[Branch]) -> Option<&Branch> {
    if !profile.is_adopted() {
        return None;
    }
    branches.iter().min_by_key(|branch| {
        let strength =
            (branch.effective_depth, branch.quorum, branch.raw_depth, branch.witness_score, branch.privileged);
        (Reverse(strength), branch.committer.clone(), branch.commit_digest)
    })
}
