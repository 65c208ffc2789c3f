//! CID-01 to CID-15: the `client_id` tag of PR #40.
//!
//! CID-03 and CID-04 (how an id is drawn) cannot be seen from outside, CID-16 (what the id reveals) is a claim about observers,
//! CID-17 an idea, and CID-12 and CID-13 compare what one device did in several places: they have no function.

use std::collections::{BTreeMap, BTreeSet};

use nostr::{EventId, Tags};

use super::kp::{not_derived, same_value};
use crate::Profile;
use crate::Verdict::{self, Fail, NotApplicable, Pass};
use crate::decisions::TagValues;
use crate::tags::{is_hex, is_lower_hex, named};

/// CID-01 (PR40, BPLAN phase 1): the value stands for 32 bytes.
pub fn cid_01(value: &str) -> Verdict {
    let length = hex::decode(value).map(|bytes| bytes.len());
    Verdict::require(length == Ok(32), || format!("client_id `{value}` is not 32 bytes in hex"))
}

/// CID-02 (BPLAN phase 1): 64 hex characters; lower case is inferred from the example, so leniency (D13) waives it.
pub fn cid_02(value: &str, values: TagValues) -> Verdict {
    let kept = match values {
        TagValues::Strict => is_lower_hex(value, 64),
        TagValues::Lenient => is_hex(value, 64),
    };
    Verdict::require(kept, || format!("client_id `{value}` is not 64 hex characters"))
}

/// CID-02 for a whole event: at most one `client_id` tag, with one well-formed value.
pub fn cid_02_tag(profile: Profile, tags: &Tags, values: TagValues) -> Verdict {
    let rows: Vec<&[String]> = named(tags, "client_id").collect();
    match rows.as_slice() {
        _ if !profile.has_client_id() => NotApplicable,
        [] => NotApplicable,
        [[_, value]] => cid_02(value, values),
        [[_]] => Fail("the client_id tag has no value".to_owned()),
        [_] => Fail("the client_id tag has several values".to_owned()),
        several => Fail(format!("there are {} client_id tags", several.len())),
    }
}

/// CID-05 (BPLAN phase 1): the value survives a restart, a crash, an upgrade.
pub fn cid_05(before: &str, after: &str) -> Verdict {
    same_value(&[before, after], "client_id")
}

/// CID-06 (BPLAN phase 1): one value on all events of an installation.
pub fn cid_06(values: &[&str]) -> Verdict {
    same_value(values, "client_id")
}

/// CID-07 (PR40): not a key or another identifier, nor the hash of one. Only equality can be seen.
pub fn cid_07(value: &str, linkable: &[&[u8]]) -> Verdict {
    not_derived(value, linkable)
}

/// CID-08 (BPLAN phase 1): a fresh value after a reinstallation or a reset.
pub fn cid_08(before: &str, after: &str) -> Verdict {
    Verdict::require(before != after, || "client_id outlived a reinstallation".to_owned())
}

/// CID-09 (PR40): there is a tag.
pub fn cid_09(profile: Profile, tags: &Tags) -> Verdict {
    if !profile.has_client_id() {
        return NotApplicable;
    }
    let tagged = named(tags, "client_id").next().is_some();
    Verdict::require(tagged, || "there is no client_id tag".to_owned())
}

/// CID-10 (PR40, BPLAN phase 3): of each group the one with the highest `created_at` is kept, and no other.
pub fn cid_10(groups: &BTreeMap<&str, Vec<(u64, EventId)>>, kept: &BTreeSet<EventId>) -> Verdict {
    let wrong = groups.iter().find(|(_, group)| {
        let of_group: Vec<_> = group.iter().filter(|(_, id)| kept.contains(id)).collect();
        let newest = group.iter().map(|(created_at, _)| created_at).max();
        !matches!(of_group.as_slice(), [(created_at, _)] if Some(created_at) == newest)
    });
    match wrong {
        Some((client_id, _)) => Fail(format!("of client_id `{client_id}` not exactly the newest is kept")),
        None => Pass,
    }
}

/// CID-11 (PR40): each KeyPackage without `client_id` is kept, as a device of its own.
pub fn cid_11(untagged: &BTreeSet<EventId>, kept: &BTreeSet<EventId>) -> Verdict {
    match untagged.difference(kept).next() {
        Some(lost) => Fail(format!("untagged event {lost} is not kept")),
        None => Pass,
    }
}

/// CID-14 (BPLAN phase 4): the Welcome is this device's own if `e` names an event it published.
pub fn cid_14(published: &BTreeSet<EventId>, e: &EventId) -> Verdict {
    Verdict::require(published.contains(e), || format!("this device did not publish {e}"))
}

/// CID-15 (BPLAN phase 4): a foreign Welcome neither joins nor changes anything.
pub fn cid_15(published: &BTreeSet<EventId>, e: &EventId, state_changed: bool) -> Verdict {
    if cid_14(published, e) == Pass {
        return NotApplicable;
    }
    Verdict::require(!state_changed, || format!("a Welcome for {e}, published elsewhere, had an effect"))
}
