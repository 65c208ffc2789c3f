//! LC-01 to LC-07, LC-09: the life of a KeyPackage. LC-08 lists timers of clients and has no function.

use crate::Verdict::{self, Fail, NotApplicable, Pass};
use crate::{KeyPackageRef, Profile};

/// Until when a member must have updated itself after joining, in seconds (`pr40`, `mip-2026-04`).
pub const SELF_UPDATE_WITHIN: u64 = 24 * 3_600;

/// LC-01 (KPK, NOSTR): after a Welcome consumed a KeyPackage, a newer one is published in the same slot.
pub fn lc_01(profile: Profile, consumed_slot: &str, published_slots_since: &[&str]) -> Verdict {
    if !profile.has_slots() {
        return NotApplicable;
    }
    let replaced = published_slots_since.contains(&consumed_slot);
    Verdict::require(replaced, || format!("slot {consumed_slot} was not replaced"))
}

/// LC-02 (KPK, #28): after success the init key is gone, unless the KeyPackage is last-resort.
pub fn lc_02(profile: Profile, last_resort: bool, init_key_present: bool) -> Verdict {
    if last_resort || profile == Profile::Mip2026_01 {
        return NotApplicable;
    }
    Verdict::require(!init_key_present, || "the init key outlived its use".to_owned())
}

/// LC-03 (KPK): a last-resort init key is gone at the confirmed replacement or at `not_after`, whichever is earlier.
pub fn lc_03(profile: Profile, now: u64, not_after: u64, replaced_at: Option<u64>, init_key_present: bool) -> Verdict {
    if !profile.is_adopted() {
        return NotApplicable;
    }
    let due = replaced_at.map_or(not_after, |at| at.min(not_after));
    Verdict::require(now < due || !init_key_present, || format!("the init key was due at {due} and is still there"))
}

/// LC-04 (MIP, KPK, JOIN): a failed Welcome leaves the key store as it was.
pub fn lc_04(store_before: &[u8], store_after: &[u8]) -> Verdict {
    Verdict::require(store_before == store_after, || "a failed Welcome changed the key store".to_owned())
}

/// LC-05 (#28, JOIN): a self-update within 24 hours of the join, or in the adopted text before the first message.
pub fn lc_05(
    profile: Profile,
    now: u64,
    joined_at: u64,
    updated_at: Option<u64>,
    first_message_at: Option<u64>,
) -> Verdict {
    match profile {
        Profile::Mip2026_01 => NotApplicable,
        Profile::Adopted2026_07 => match (updated_at, first_message_at) {
            (None, Some(_)) => Fail("a message was sent without a self-update".to_owned()),
            (Some(update), Some(message)) if message < update => {
                Fail("a message was sent before the self-update".to_owned())
            }
            _ => Pass,
        },
        Profile::Pr40 | Profile::Mip2026_04 => {
            let due = joined_at.saturating_add(SELF_UPDATE_WITHIN);
            Verdict::require(updated_at.unwrap_or(now) <= due, || format!("no self-update until {due}"))
        }
    }
}

/// LC-06 (MIP): after a join the consumed event is deleted from relays, after a failure it is not.
pub fn lc_06(profile: Profile, joined: bool, deleted: bool) -> Verdict {
    if profile.is_adopted() {
        return NotApplicable;
    }
    match (joined, deleted) {
        (true, false) => Fail("the consumed KeyPackage was not deleted".to_owned()),
        (false, true) => Fail("a KeyPackage was deleted although its Welcome failed".to_owned()),
        _ => Pass,
    }
}

/// LC-07 (mdk PR #233): a kind 30443 event has a kind 443 twin with the same content and reference.
pub fn lc_07(profile: Profile, addressable: (&str, &KeyPackageRef), twin: Option<(&str, &KeyPackageRef)>) -> Verdict {
    if profile != Profile::Mip2026_04 {
        return NotApplicable;
    }
    Verdict::require(twin == Some(addressable), || "there is no kind 443 twin of equal content".to_owned())
}

/// LC-09 (mdk 33dab5ed): a replacement is dated max(now, previous + 1), and not more than 300 s ahead.
pub fn lc_09(now: u64, previous: u64, created_at: u64) -> Verdict {
    let expected = now.max(previous.saturating_add(1));
    let ahead = created_at > now.saturating_add(300);
    Verdict::require(created_at == expected && !ahead, || format!("dated {created_at} instead of {expected}"))
}
