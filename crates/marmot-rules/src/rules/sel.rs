//! SEL-01 to SEL-05, SEL-10: what a finished selection must look like, judged apart from the policy that made it.
//!
//! SEL-03, SEL-07, SEL-08, SEL-09, SEL-11 and SEL-12 define, advise, propose or describe; SEL-06 (freshness never overrides
//! validity) is SEL-01 for a finished selection. They have no function.

use nostr::EventId;

use crate::{KeyPackageRef, Reason, Verdict};

/// A candidate as ranking sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked {
    /// The event.
    pub id: EventId,
    /// Its time.
    pub created_at: u64,
    /// The KeyPackage in it.
    pub reference: KeyPackageRef,
    /// Whether that may be used again.
    pub last_resort: bool,
}

/// SEL-01 (KPK): nothing that admission refuses is picked; `refusals` is what admission says about each pick.
pub fn sel_01(refusals: &[Option<Reason>]) -> Verdict {
    match refusals.iter().flatten().next() {
        Some(reason) => Verdict::Fail(format!("a pick is {reason}")),
        None => Verdict::Pass,
    }
}

/// SEL-02 (NOSTR): of the valid events of one slot, the newest stands for it, on equal time the lower id.
pub fn sel_02(valid_in_slot: &[(u64, EventId)], kept: &EventId) -> Verdict {
    let newest = valid_in_slot.iter().max_by_key(|(created_at, id)| (*created_at, std::cmp::Reverse(*id)));
    Verdict::require(newest.is_some_and(|(_, id)| id == kept), || format!("{kept} is not the newest valid of its slot"))
}

/// SEL-04 (KPK): no other slot's winner that is not last-resort, or fresher among equals, was passed over.
pub fn sel_04(picked: &Ranked, others: &[Ranked]) -> Verdict {
    let rank = |candidate: &Ranked| (candidate.last_resort, std::cmp::Reverse(candidate.created_at));
    let better = others.iter().find(|other| rank(other) < rank(picked));
    Verdict::require(better.is_none(), || "a better candidate was passed over".to_owned())
}

/// SEL-05 (NOSTR, issue #165): among equals of SEL-04 the lower reference is picked.
pub fn sel_05(picked: &Ranked, others: &[Ranked]) -> Verdict {
    let equal = |other: &&Ranked| (other.last_resort, other.created_at) == (picked.last_resort, picked.created_at);
    let lower = others.iter().filter(equal).any(|other| other.reference < picked.reference);
    Verdict::require(!lower, || "an equal candidate has a lower reference".to_owned())
}

/// SEL-10 (IDEA): picks are at most 30 days old and leave the account with at most ten leaves.
pub fn sel_10(now: u64, picked_at: &[u64], leaves_before: usize) -> Verdict {
    let stale = picked_at.iter().any(|at| now.saturating_sub(*at) > crate::select::FRESHNESS);
    let crowded = leaves_before + picked_at.len() > crate::select::MAX_LEAVES_PER_ACCOUNT;
    Verdict::require(!stale, || "a pick is older than 30 days".to_owned())
        .and(|| Verdict::require(!crowded, || "the account would have more than ten leaves".to_owned()))
}
