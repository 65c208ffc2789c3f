//! MDK's own resolver, before and after PR #1910. Both see kind 30443 only and take one.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use nostr::Event;

use crate::admit::read;
use crate::decisions::NotAfter;
use crate::key_package::parse_framed;
use crate::rules::kp;
use crate::rules::kv::{kv_01, lifetime_refusal};
use crate::tags::{first, first_value, id_text, named};
use crate::{KeyPackage, Profile, Reason};

use super::super::ledger::Ledger;

const FUTURE_SKEW: u64 = 300;

/// mdk 0.9.14: one bad record aborts the lookup; slots are ignored; the newest wins, higher id on a tie; if it is outside
/// its lifetime there is no second choice.
///
/// Every record that parses counts as a record of the current protocol profile. What the client has cached is not visible
/// to a selection: where it would fall back to a cached copy, nothing is picked.
pub(in crate::select) fn mdk_0_9_14<'e>(fetched: &[&'e Event], ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
    let mut records = ledger.drop_future(fetched, Some(FUTURE_SKEW));
    records.sort_by_key(|event| (event.created_at, event.id));
    let parsed: Result<Vec<KeyPackage>, Reason> = records.iter().map(|event| parse(event, ledger)).collect();
    let Ok(parsed) = parsed else {
        ledger.reject_all(records, Reason::LookupAborted);
        return Vec::new();
    };
    let (Some(last), Some(key_package)) = (records.pop(), parsed.last()) else {
        return Vec::new();
    };
    ledger.reject_losers(records, last);
    match lifetime_refusal(Profile::Mip2026_04, key_package.lifetime(), ledger.context.now, NotAfter::Valid) {
        None => vec![last],
        Some(reason) => {
            ledger.reject(last, reason);
            Vec::new()
        }
    }
}

/// mdk after PR #1910: the newest event claims its slot before anything about it is checked; of what is left, the label in
/// the `client` tag ranks before the time.
pub(in crate::select) fn mdk_after_1910<'e>(fetched: &[&'e Event], ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
    let mut records = ledger.drop_future(fetched, Some(FUTURE_SKEW));
    records.sort_by_key(|event| std::cmp::Reverse((event.created_at, event.id)));
    let mut claimed: BTreeMap<&str, &Event> = BTreeMap::new();
    let mut best: Option<(u8, &Event)> = None;
    let mut losers = Vec::new();
    for event in records {
        if best.is_some_and(|(priority, _)| priority == 2) {
            losers.push(event);
            continue;
        }
        let d = first_value(&event.tags, "d").unwrap_or_default();
        if let Some(holder) = claimed.get(d) {
            ledger.reject_against([event], holder, Reason::SupersededInSlot);
            continue;
        }
        claimed.insert(d, event);
        match usable(event, ledger) {
            Err(reason) => ledger.reject(event, reason),
            Ok(()) => {
                let priority = label_priority(event);
                match best {
                    Some((held, _)) if held >= priority => losers.push(event),
                    _ => losers.extend(best.replace((priority, event)).map(|(_, displaced)| displaced)),
                }
            }
        }
    }
    let Some((_, winner)) = best else {
        return Vec::new();
    };
    ledger.reject_losers(losers, winner);
    vec![winner]
}

fn usable(event: &Event, ledger: &Ledger<'_>) -> Result<(), Reason> {
    let key_package = parse(event, ledger)?;
    match ledger.context.requirements.missing_in(&key_package) {
        Some(_) => Err(Reason::Incompatible),
        None => Ok(()),
    }
}

/// 2 for `whitenoise`, 0 for `amethyst`, 1 for anything else, for two tags and for a tag without value.
fn label_priority(event: &Event) -> u8 {
    let labels: Vec<&[String]> = named(&event.tags, "client").collect();
    let label = match labels.as_slice() {
        [row] => row.get(1).map(|label| label.trim().to_ascii_lowercase()),
        _ => None,
    };
    match label.as_deref() {
        Some("whitenoise") => 2,
        Some("amethyst") => 0,
        _ => 1,
    }
}

/// What the client can read. It speaks the adopted text alone; on the profile before that, whose slots are the same, a record
/// counts as that profile reads it, and what the client makes of good and bad records stays its own.
fn parse(event: &Event, ledger: &Ledger<'_>) -> Result<KeyPackage, Reason> {
    let profile = ledger.context.profile;
    if profile.is_adopted() {
        return mdk_parse(event);
    }
    let key_package = read(event, profile, ledger.context.knobs).map_err(|refusal| refusal.reason)?;
    if kp::kp_10(profile, &event.tags, &key_package.reference()).failure().is_some() {
        return Err(Reason::RefMismatch);
    }
    if kv_01(&key_package, &event.pubkey).is_kept() { Ok(key_package) } else { Err(Reason::IdentityMismatch) }
}

/// `mdk_parse`: version, a first `d` that is not empty, framed KeyPackage in base64, first `i`, suite, three id lists equal
/// to what the leaf says, identity.
fn mdk_parse(event: &Event) -> Result<KeyPackage, Reason> {
    let tags = &event.tags;
    let shape = |kept: bool| if kept { Ok(()) } else { Err(Reason::MalformedShape) };
    shape(first_value(tags, "mls_protocol_version") == Some("1.0"))?;
    shape(first_value(tags, "d").is_some_and(|d| !d.is_empty()))?;
    let claimed_ref = first_value(tags, "i").and_then(|i| hex::decode(i).ok()).ok_or(Reason::MalformedShape)?;
    let bytes = BASE64.decode(&event.content).map_err(|_| Reason::BadEncoding)?;
    let key_package = parse_framed(&bytes).map_err(|_| Reason::BadMls)?;
    key_package.verify().map_err(|_| Reason::BadMls)?;
    if claimed_ref != key_package.reference() {
        return Err(Reason::RefMismatch);
    }
    shape(first_value(tags, "mls_ciphersuite") == Some(id_text(key_package.cipher_suite()).as_str()))?;
    let lists = [
        ("mls_extensions", key_package.extensions()),
        ("mls_proposals", key_package.proposals()),
        ("app_components", key_package.components()),
    ];
    for (name, decoded) in lists {
        // D23: of components both sides count in the private range only.
        let counts = |id: &str| name != "app_components" || id >= "0x8000";
        let listed: BTreeSet<&str> = first(tags, name).unwrap_or_default().iter().skip(1).map(String::as_str).collect();
        let decoded: Vec<String> = decoded.into_iter().map(id_text).collect();
        let decoded: BTreeSet<&str> = decoded.iter().map(String::as_str).filter(|id| counts(id)).collect();
        shape(listed.into_iter().filter(|id| counts(id)).collect::<BTreeSet<_>>() == decoded)?;
    }
    if kv_01(&key_package, &event.pubkey).is_kept() { Ok(key_package) } else { Err(Reason::IdentityMismatch) }
}
