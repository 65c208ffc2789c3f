//! Every policy, one after the other.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::selection::{Desk, Labelled, decode};
use crate::format::topics::key_package_select::{Expect, Input, Test};
use crate::format::{Answer, Event, Exclusion};
use crate::verify::reader::{Check, Reader};
use crate::verify::{Case, Verdict};

use Exclusion::{
    BadEncoding, DuplicateRef, DuplicateSignatureKey, IdentityMismatch, Incompatible, LifetimeEarly, LifetimeExpired,
    LookupAborted, MalformedShape, OverCap, RefMismatch, Stale, SupersededInGroup, SupersededInSlot, UntaggedCollapsed,
};

const ALL: usize = usize::MAX;

/// The oracle itself is `Reader::default()`; a mutant leaves out a check.
pub(in crate::verify) fn verify(case: &Case<'_>, test: &Test, reader: &Reader) -> Verdict {
    let profile = case.profile.to_string();
    for (policy, answer) in test.answers(case.suite.policies(case.path)) {
        let Answer::Expect(expected) = answer else { return Verdict::Failed(format!("{policy}: no selection")) };
        match choose(&policy, &test.input, &profile, case.now, reader) {
            None => return Verdict::unsupported(format!("policy {policy}")),
            Some(came) if came != expected => {
                return Verdict::Failed(format!("{policy}: expected {expected:?}, got {came:?}"));
            }
            Some(_) => {}
        }
    }
    Verdict::Passed
}

/// None of these depends on the order of arrival, so the orders of the input need not be tried.
fn choose(policy: &str, input: &Input, profile: &str, now: u64, reader: &Reader) -> Option<Expect> {
    let mut desk = Desk::new(input, profile, now, reader);
    let of_profile: &[u16] = match profile {
        "mip-2026-04" => &[30443, 443],
        "adopted-2026-07" => &[30443],
        _ => &[443],
    };
    let d = &mut desk;
    let selected = match policy {
        "newest-one" => newest(d, of_profile, 1),
        "newest-n-3" => newest(d, of_profile, 3),
        "client-id" => client_id(d),
        "client-id-strict" => strict(d, of_profile, ALL),
        "client-id-collapse-untagged" => strict(d, of_profile, 1),
        "d-slot" => slots(d, of_profile),
        "d-slot-one" => {
            let ranked = slots(d, of_profile);
            d.first(ranked, 1)
        }
        "all-fresh" => all_fresh(d, of_profile),
        "mdk-0.9.14" => mdk_0_9_14(d),
        "mdk-after-1910" => mdk_after_1910(d),
        "whitenoise-rs-0.8" => whitenoise(d),
        "amethyst-2026-08" => lower_id(d, 30443, ALL),
        "pika-runtime" | "burrow-cli" => lower_id(d, 443, 1),
        "pika" => higher_id(d, 10),
        "burrow-app" => higher_id(d, ALL),
        "pika-201baa3e" => {
            let found = d.query(&[443], 10);
            d.sift(found, |desk, found| desk.read(found.event).err())
        }
        _ => return None,
    };
    Some(desk.close(selected))
}

fn newest<'a>(desk: &mut Desk<'a>, kinds: &[u16], count: usize) -> Vec<Labelled<'a>> {
    let found = desk.query(kinds, ALL);
    let valid = desk.valid(found);
    desk.first(valid, count)
}

fn lower_id<'a>(desk: &mut Desk<'a>, kind: u16, limit: usize) -> Vec<Labelled<'a>> {
    let found = desk.query(&[kind], limit);
    desk.first(found, 1)
}

fn higher_id<'a>(desk: &mut Desk<'a>, limit: usize) -> Vec<Labelled<'a>> {
    let mut found = desk.query(&[443], limit);
    found.sort_by_key(|found| Reverse((found.event.created_at, found.event.id.clone())));
    desk.first(found, 1)
}

/// `query` hands events over newest first and lower id first, so the first of a key is its winner.
fn client_id<'a>(desk: &mut Desk<'a>) -> Vec<Labelled<'a>> {
    let mut winners: BTreeMap<String, Labelled<'a>> = BTreeMap::new();
    for found in desk.query(&[443], ALL) {
        let key = found.event.tag("client_id").map_or_else(|| format!("__untagged_{}", found.event.id), str::to_owned);
        match winners.get(&key) {
            Some(winner) => desk.lose(vec![found], *winner, SupersededInGroup),
            None => _ = winners.insert(key, found),
        }
    }
    winners.into_values().collect()
}

/// The `client_id`, if there is one tag with one value of 64 lower-case hex digits.
fn device(event: &Event) -> Option<&str> {
    let rows: Vec<_> = event.tags.iter().filter(|row| row[0] == "client_id").collect();
    let [row] = rows.as_slice() else { return None };
    let [_, id] = row.as_slice() else { return None };
    (id.len() == 64 && id.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c))).then_some(id)
}

fn strict<'a>(desk: &mut Desk<'a>, kinds: &[u16], untagged_cap: usize) -> Vec<Labelled<'a>> {
    let found = desk.query(kinds, ALL);
    let valid = desk.valid(found);
    let in_time = desk.not_ahead(valid, 300);
    let (mut winners, mut held) = (Vec::new(), BTreeMap::new());
    for found in in_time {
        match device(found.event).and_then(|id| held.get(id).copied()) {
            Some(winner) => desk.lose(vec![found], winner, SupersededInGroup),
            None => {
                device(found.event).map(|id| held.insert(id, found));
                winners.push(found);
            }
        }
    }
    let kept = once_each(desk, winners);
    let (mut tagged, mut untagged): (Vec<_>, Vec<_>) = kept.into_iter().partition(|e| device(e.event).is_some());
    let beyond = untagged.split_off(untagged_cap.min(untagged.len()));
    beyond.into_iter().for_each(|event| desk.exclude(event, UntaggedCollapsed));
    tagged.sort_by_key(|found| device(found.event));
    untagged.sort_by_key(|found| (found.event.created_at, found.event.id.clone()));
    tagged.extend(untagged);
    tagged
}

/// Of those with one reference, then of those with one signature key, the first stays.
fn once_each<'a>(desk: &mut Desk<'a>, ranked: Vec<Labelled<'a>>) -> Vec<Labelled<'a>> {
    let adopted = desk.adopted();
    let (mut refs, mut keys) = (Vec::new(), Vec::new());
    let mut kept = Vec::new();
    for found in ranked {
        let Some(package) = found.package(adopted) else { continue };
        if refs.contains(&package.reference) {
            desk.exclude(found, DuplicateRef);
        } else if keys.contains(&package.signature_key) {
            desk.exclude(found, DuplicateSignatureKey);
        } else {
            refs.push(package.reference);
            keys.push(package.signature_key);
            kept.push(found);
        }
    }
    kept
}

/// The winner of every slot, best first.
fn slots<'a>(desk: &mut Desk<'a>, kinds: &[u16]) -> Vec<Labelled<'a>> {
    let adopted = desk.adopted();
    let found = desk.query(kinds, ALL);
    let valid = desk.valid(found);
    let reference = |found: &Labelled<'_>| found.package(adopted).map(|package| package.reference);
    let addressable: Vec<_> = valid.iter().filter(|e| e.event.kind == 30443).map(reference).collect();
    let valid = desk.sift(valid, |_, found| {
        (found.event.kind == 443 && addressable.contains(&reference(&found))).then_some(DuplicateRef)
    });
    let (mut winners, mut held) = (Vec::new(), BTreeMap::new());
    for found in valid {
        let slot = found.event.tag("d").filter(|_| found.event.kind == 30443);
        match slot.and_then(|slot| held.get(slot).copied()) {
            Some(winner) => desk.lose(vec![found], winner, SupersededInSlot),
            None => {
                slot.map(|slot| held.insert(slot, found));
                winners.push(found);
            }
        }
    }
    winners.sort_by_key(|found| {
        let package = found.package(adopted);
        let last_resort = package.as_ref().is_some_and(|package| package.last_resort);
        let reference = package.map(|package| package.reference);
        (last_resort, Reverse(found.event.created_at), reference, found.event.id.clone())
    });
    once_each(desk, winners)
}

fn all_fresh<'a>(desk: &mut Desk<'a>, kinds: &[u16]) -> Vec<Labelled<'a>> {
    let winners = slots(desk, kinds);
    let mut fresh = desk.sift(winners, |desk, found| {
        let old = found.event.created_at + 2_592_000 < desk.now;
        desk.against(Check::Fresh, old, Stale)
    });
    fresh.sort_by_key(Labelled::relay_order);
    let leaves = desk.input.members.iter().filter(|member| **member == desk.input.account).count();
    let beyond = fresh.split_off(10_usize.saturating_sub(leaves).min(fresh.len()));
    beyond.into_iter().for_each(|event| desk.exclude(event, OverCap));
    fresh
}

/// What MDK asks of a record: of its own profile what its parser does, of the one before that what this profile asks of the event
/// itself, and that reference and identity are right.
fn mdk_fault(desk: &Desk<'_>, event: &Event) -> Option<Exclusion> {
    if !desk.adopted() {
        return match desk.read(event) {
            Err(why) => Some(why),
            Ok(package) => {
                let other = event.tag("i").is_some_and(|i| i != hex::encode(&package.reference));
                let foreign = hex::encode(&package.identity) != event.pubkey;
                let mismatch = desk.against(Check::RefMismatch, other, RefMismatch);
                mismatch.or_else(|| desk.against(Check::Identity, foreign, IdentityMismatch))
            }
        };
    }
    let tag = |name: &str| event.tag(name).unwrap_or_default();
    if tag("mls_protocol_version") != "1.0" || tag("d").is_empty() || tag("i").is_empty() {
        return Some(MalformedShape);
    }
    let package = match decode(event, true) {
        Ok(package) => package,
        Err(why) => return Some(why),
    };
    let lists = [
        ("mls_ciphersuite", &vec![package.suite]),
        ("mls_extensions", &package.extensions),
        ("mls_proposals", &package.proposals),
        ("app_components", &package.components),
    ];
    let same = |name: &str, ids: &[u16]| {
        let row = event.tags.iter().find(|row| row[0] == name).map(|row| row[1..].to_vec()).unwrap_or_default();
        row == ids.iter().map(|id| format!("{id:#06x}")).collect::<Vec<_>>()
    };
    match () {
        () if tag("i") != hex::encode(&package.reference) => Some(RefMismatch),
        () if !lists.iter().all(|(name, ids)| same(name, ids)) => Some(MalformedShape),
        () if hex::encode(&package.identity) != event.pubkey => Some(IdentityMismatch),
        () => None,
    }
}

fn mdk_0_9_14<'a>(desk: &mut Desk<'a>) -> Vec<Labelled<'a>> {
    let found = desk.query(&[30443], 12);
    let mut records = desk.not_ahead(found, 300);
    if records.iter().any(|record| mdk_fault(desk, record.event).is_some()) {
        records.into_iter().for_each(|record| desk.exclude(record, LookupAborted));
        return Vec::new();
    }
    records.sort_by_key(|record| Reverse((record.event.created_at, record.event.id.clone())));
    let last = desk.first(records, 1);
    desk.sift(last, |desk, last| {
        let (from, to) = last.package(desk.adopted())?.lifetime;
        if desk.now < from { Some(LifetimeEarly) } else { (desk.now > to).then_some(LifetimeExpired) }
    })
}

fn mdk_after_1910<'a>(desk: &mut Desk<'a>) -> Vec<Labelled<'a>> {
    let found = desk.query(&[30443], 12);
    let mut records = desk.not_ahead(found, 300);
    records.sort_by_key(|record| Reverse((record.event.created_at, record.event.id.clone())));
    let (mut slots, mut ranked) = (BTreeMap::new(), Vec::new());
    let mut best_label_seen = false;
    for record in records {
        // Nothing is looked at any more once the best label was found.
        if best_label_seen {
            ranked.push(record);
            continue;
        }
        let slot = record.event.tag("d").unwrap_or_default();
        if let Some(holder) = slots.get(slot) {
            desk.lose(vec![record], *holder, SupersededInSlot);
            continue;
        }
        slots.insert(slot, record);
        let uncovered = || (!desk.covers(&record.package(desk.adopted())?)).then_some(Incompatible);
        match mdk_fault(desk, record.event).or_else(uncovered) {
            Some(why) => desk.exclude(record, why),
            None => {
                best_label_seen = label(record.event) == 2;
                ranked.push(record);
            }
        }
    }
    // A stable sort: among equals the newest, higher id first, stays in front. What came after the best label has no rank.
    let looked_at = ranked.iter().position(|record| label(record.event) == 2).map_or(ranked.len(), |place| place + 1);
    ranked[..looked_at].sort_by_key(|record| Reverse(label(record.event)));
    desk.first(ranked, 1)
}

fn label(event: &Event) -> u8 {
    let rows: Vec<_> = event.tags.iter().filter(|row| row[0] == "client").collect();
    match rows.as_slice() {
        [row] => match row.get(1).map(|label| label.trim().to_lowercase()).as_deref() {
            Some("whitenoise") => 2,
            Some("amethyst") => 0,
            _ => 1,
        },
        _ => 1,
    }
}

fn whitenoise<'a>(desk: &mut Desk<'a>) -> Vec<Labelled<'a>> {
    let found = desk.query(&[30443, 443], ALL);
    let in_time = desk.not_ahead(found, 3_600);
    let lists = |event: &Event, name: &str, id: &str| {
        event.tags.iter().find(|row| row[0] == name).is_some_and(|row| row[1..].iter().any(|value| value == id))
    };
    let mut usable = desk.sift(in_time, |_, found| {
        use base64::Engine;
        let event = found.event;
        let decodes = base64::engine::general_purpose::STANDARD.decode(&event.content).is_ok();
        if !decodes || !lists(event, "encoding", "base64") {
            Some(BadEncoding)
        } else {
            let fits = lists(event, "mls_ciphersuite", "0x0001") && lists(event, "mls_extensions", "0xf2ee");
            (!fits).then_some(Incompatible)
        }
    });
    usable.sort_by_key(|e| Reverse((e.event.kind == 30443, e.event.created_at, e.event.id.clone())));
    desk.first(usable, 1)
}
