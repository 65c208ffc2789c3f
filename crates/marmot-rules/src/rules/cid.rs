//! CID-01 to CID-17: the `client_id` tag of PR #40.
//!
//! CID-16 (what the id reveals) is a claim about observers and has no function here.

use std::borrow::Borrow;
use std::collections::BTreeSet;

use nostr::{Event, EventId, Tags};

use super::kp::{not_derived, same_value};
use crate::Verdict::{self, Fail, NotApplicable, Pass};
use crate::decisions::TagValues;
use crate::tags::{is_hex, is_lower_hex, named};
use crate::{Policy, Profile, SelectInput, select};

/// The example value of PR #40: SHA-256 of nothing, a constant that somebody will paste.
pub const EXAMPLE_CLIENT_ID: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

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

/// CID-03 (BPLAN phase 1): the value is one of the draws of the installation's random generator, and no constant.
pub fn cid_03(value: &str, draws: &[[u8; 32]]) -> Verdict {
    if value == EXAMPLE_CLIENT_ID {
        return Fail("client_id is the example value of PR #40".to_owned());
    }
    Verdict::require(draws.iter().any(|draw| hex::encode(draw) == value), || {
        format!("client_id `{value}` was never drawn")
    })
}

/// CID-04 (PR40): one draw between installation and wipe.
pub fn cid_04(draws: usize) -> Verdict {
    Verdict::require(draws == 1, || format!("client_id was drawn {draws} times"))
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

/// CID-10 (PR40, BPLAN phase 3): the picks are those of the listing, in any order.
pub fn cid_10<E: Borrow<Event>>(input: &SelectInput<'_, E>, picked: &[EventId]) -> Verdict {
    if !input.profile.has_client_id() {
        return NotApplicable;
    }
    let expected: BTreeSet<EventId> = select(Policy::ClientId, input).picked.into_iter().collect();
    let picked = picked.iter().copied().collect();
    Verdict::require(expected == picked, || differ("the listing", &expected, "the picks", &picked))
}

/// CID-11 (PR40): as many Adds as untagged KeyPackages.
pub fn cid_11(untagged: usize, adds: usize) -> Verdict {
    Verdict::require(untagged == adds, || format!("{untagged} untagged KeyPackages, {adds} Adds"))
}

/// CID-12 (BPLAN phase 4): one Add and one Welcome rumor per selected KeyPackage.
pub fn cid_12(selected: usize, adds: usize, rumors: usize) -> Verdict {
    Verdict::require(selected == adds && selected == rumors, || {
        format!("{selected} selected, {adds} Adds, {rumors} rumors")
    })
}

/// CID-13 (BPLAN phase 4): the `e` tags of the Welcomes are the selected events.
pub fn cid_13(named: &BTreeSet<EventId>, selected: &BTreeSet<EventId>) -> Verdict {
    Verdict::require(named == selected, || differ("the Welcomes", named, "the selection", selected))
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

/// CID-17 (BPLAN): as many and the same KeyPackages are picked when the ids are `d` slots; references stand for them.
pub fn cid_17(by_tag: &BTreeSet<[u8; 32]>, by_slot: &BTreeSet<[u8; 32]>) -> Verdict {
    Verdict::require(by_tag == by_slot, || "tags and slots pick different KeyPackages".to_owned())
}

fn differ(left: &str, a: &BTreeSet<EventId>, right: &str, b: &BTreeSet<EventId>) -> String {
    let list = |ids: Vec<&EventId>| ids.iter().map(|id| id.to_hex()).collect::<Vec<_>>().join(" ");
    let (only_a, only_b) = (a.difference(b).collect(), b.difference(a).collect());
    format!("only in {left}: {}; only in {right}: {}", list(only_a), list(only_b))
}
