//! What holds for every policy on random event sets, and a second implementation written another way.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use common::{Ev, NOW, account, choose, hex64};
use marmot_rules::{
    AdmitContext, Knobs, Policy, Profile, Reason, Requirements, SelectInput, admit, select, select_verified, validate,
};
use nostr::{Event, EventId};
use proptest::prelude::*;

const TIMES: [u64; 4] = [NOW - 50, NOW - 40, NOW + 400, NOW - 2_600_000];

/// Some 60 events per profile with ties, twins, shared slots and ids, copies under other ids, and damage.
static POOLS: LazyLock<BTreeMap<Profile, Vec<Event>>> =
    LazyLock::new(|| Profile::ALL.iter().map(|profile| (*profile, pool(*profile))).collect());

fn pool(profile: Profile) -> Vec<Event> {
    let mut events = Vec::new();
    for number in 0..60 {
        let base = Ev::new(profile, &format!("kp {}", number % 23), TIMES[number % TIMES.len()]);
        let slot = format!("slot {}", number % 5);
        let mut event = if profile.has_slots() { base.slot(&slot) } else { base };
        event.client_id = match number % 7 {
            0 | 1 => None,
            2 => Some("phone".into()),
            other => Some(hex64(&format!("device {other}"))),
        };
        if number % 5 == 1 {
            event = event.with(|kp| kp.signature_seed = "shared".into());
        }
        if number % 3 == 1 {
            event = event.with(|kp| kp.last_resort = !kp.last_resort);
        }
        event.client = [None, Some("whitenoise"), Some("amethyst")][number % 3].map(str::to_owned);
        event = match number % 13 {
            3 => event.malformed(),
            5 => event.with(|kp| kp.lifetime = Some((NOW - 9, NOW - 1))),
            7 => event.with(|kp| kp.break_signature = true),
            9 => event.tagged(|rows| rows.retain(|row| row[0] != "mls_extensions")),
            _ => event,
        };
        if number % 11 == 2 {
            event = event.kind(443);
        }
        let mut signed = event.sign();
        if number % 17 == 4 {
            signed.sig = Ev::new(profile, "other", NOW).sign().sig;
        }
        events.push(signed);
    }
    let mut foreign = Ev::new(profile, "foreign", NOW - 1);
    foreign.keys = account(2);
    events.push(foreign.sign());
    events
}

/// A profile and a shuffled part of its pool.
fn case() -> impl Strategy<Value = (Profile, Vec<Event>)> {
    prop::sample::select(Profile::ALL).prop_flat_map(|profile| {
        let pool = POOLS[&profile].clone();
        prop::sample::subsequence(pool, 0..=14).prop_shuffle().prop_map(move |events| (profile, events))
    })
}

fn borrowed(events: &[Event]) -> Vec<&Event> {
    events.iter().collect()
}

fn admitted(profile: Profile, events: &[Event]) -> Vec<(Event, marmot_rules::KeyPackage)> {
    let (requirements, knobs) = (Requirements::for_profile(profile), Knobs::for_profile(profile));
    let target = account(1).public_key();
    let context =
        AdmitContext { target, now: NOW, requirements: &requirements, profile, knobs: &knobs, verified: false };
    events.iter().filter_map(|event| Some((event.clone(), admit(event, &context).ok()?))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_event_is_picked_or_rejected_and_never_both((profile, events) in case()) {
        let all: BTreeSet<EventId> = events.iter().map(|event| event.id).collect();
        for policy in Policy::ALL {
            let selection = choose(*policy, profile, &borrowed(&events));
            let rejected = selection.rejected.iter().map(|(id, _)| *id);
            let accounted: Vec<EventId> = selection.picked.iter().copied().chain(rejected).collect();
            prop_assert_eq!(accounted.len(), all.len(), "{}", policy);
            prop_assert_eq!(&accounted.into_iter().collect::<BTreeSet<_>>(), &all, "{}", policy);
        }
    }

    #[test]
    fn order_free_policies_do_not_see_the_fetch_order((profile, events) in case(), turn in 0usize..14) {
        let mut other = events.clone();
        other.reverse();
        let turn = turn % other.len().max(1);
        if !other.is_empty() {
            other.rotate_left(turn);
        }
        for policy in Policy::ALL.iter().filter(|policy| policy.order_free()) {
            let (here, there) =
                (choose(*policy, profile, &borrowed(&events)), choose(*policy, profile, &borrowed(&other)));
            prop_assert_eq!(here, there, "{}", policy);
        }
    }

    #[test]
    fn verified_events_need_no_second_verification((profile, mut events) in case()) {
        events.retain(|event| event.verify().is_ok());
        let (requirements, knobs) = (Requirements::for_profile(profile), Knobs::for_profile(profile));
        let target = account(1).public_key();
        let input =
            SelectInput { events: &events, target, now: NOW, requirements: &requirements, profile, knobs: &knobs };
        for policy in Policy::ALL {
            prop_assert_eq!(select_verified(*policy, &input), select(*policy, &input), "{}", policy);
        }
    }

    #[test]
    fn every_policy_keeps_the_rules_that_it_says_it_follows((profile, mut events) in case()) {
        events.retain(|event| event.verify().is_ok());
        let (requirements, knobs) = (Requirements::for_profile(profile), Knobs::for_profile(profile));
        let target = account(1).public_key();
        let input =
            SelectInput { events: &events, target, now: NOW, requirements: &requirements, profile, knobs: &knobs };
        for policy in Policy::ALL.iter().copied().filter(|policy| policy.applies_to(profile)) {
            let broken = validate::selection(policy, &input, &select_verified(policy, &input));
            prop_assert!(broken.is_empty(), "{policy}: {broken:?}");
        }
    }

    #[test]
    fn newest_one_is_the_first_after_sorting((profile, events) in case()) {
        let best = admitted(profile, &events)
            .into_iter()
            .map(|(event, _)| (std::cmp::Reverse(event.created_at), event.id))
            .min();
        let picked = choose(Policy::NewestOne, profile, &borrowed(&events)).picked;
        prop_assert_eq!(picked, best.into_iter().map(|(_, id)| id).collect::<Vec<_>>());
    }

    #[test]
    fn the_client_id_listing_agrees_with_a_scan_from_the_end((_, events) in case()) {
        prop_assert_eq!(choose(Policy::ClientId, Profile::Pr40, &borrowed(&events)).picked, naive_client_id(&events));
    }

    #[test]
    fn d_slot_agrees_with_elimination_by_pairs((profile, events) in case()) {
        let picked = choose(Policy::DSlot { limit: None }, profile, &borrowed(&events)).picked;
        let naive = naive_d_slot(profile, &events);
        prop_assert_eq!(&picked, &naive);
        let one = choose(Policy::DSlot { limit: Some(1) }, profile, &borrowed(&events)).picked;
        prop_assert_eq!(one.as_slice(), &naive[..naive.len().min(1)]);
    }

    #[test]
    fn a_refused_event_has_a_finding_with_the_same_reason((profile, events) in case()) {
        let knobs = Knobs::for_profile(profile);
        let requirements = Requirements::none();
        for event in &events {
            let target = event.pubkey;
            let context = AdmitContext { target, now: NOW, requirements: &requirements, profile, knobs: &knobs, verified: false };
            let findings = validate::key_package_event(event, profile, NOW, &knobs);
            let reasons: BTreeSet<Reason> = findings.iter().filter_map(|broken| broken.reason).collect();
            match admit(event, &context) {
                Err(reason) => prop_assert!(reasons.contains(&reason), "{reason} is not in {findings:?}"),
                Ok(_) => prop_assert!(reasons.is_empty(), "admitted in spite of {findings:?}"),
            }
        }
    }

    #[test]
    fn the_reader_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = marmot_rules::key_package::parse_bare(&bytes);
        let _ = marmot_rules::key_package::parse_framed(&bytes);
    }

    #[test]
    fn a_damaged_key_package_never_panics_the_reader(at in 0usize..300, byte in any::<u8>()) {
        let mut bytes = Ev::new(Profile::Adopted2026_07, "x", NOW).bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(read) = marmot_rules::key_package::parse_framed(&bytes) {
            let _ = (read.verify(), read.components(), read.last_resort(), read.reference());
        }
    }
}

/// The listing, without a map: an untagged event rules over all before it under its key, a tagged one loses to any
/// earlier event of its key that is not older.
fn naive_client_id(events: &[Event]) -> Vec<EventId> {
    let target = account(1).public_key();
    let events: Vec<&Event> =
        events.iter().filter(|event| event.pubkey == target && event.kind.as_u16() == 443).collect();
    let tag = |event: &Event| {
        let row = event.tags.iter().find(|tag| tag.as_slice()[0] == "client_id")?;
        row.as_slice().get(1).cloned()
    };
    let key = |event: &Event| tag(event).unwrap_or_else(|| format!("__untagged_{}", event.id));
    let mut winners: Vec<(String, EventId)> = Vec::new();
    let keys: BTreeSet<String> = events.iter().map(|event| key(event)).collect();
    for wanted in keys {
        let group: Vec<&&Event> = events.iter().filter(|event| key(event) == wanted).collect();
        let winner = group.iter().enumerate().find(|(index, event)| {
            let beats_earlier = group[..*index].iter().all(|earlier| event.created_at > earlier.created_at);
            let holds_later = group[index + 1..].iter().all(|later| later.created_at <= event.created_at);
            (tag(event).is_none() || beats_earlier) && holds_later
        });
        winners.extend(winner.map(|(_, event)| (wanted, event.id)));
    }
    winners.into_iter().map(|(_, id)| id).collect()
}

/// Slots, twins and repetitions by comparing every pair.
fn naive_d_slot(profile: Profile, events: &[Event]) -> Vec<EventId> {
    let mut left = admitted(profile, events);
    let slot = |event: &Event| match event.kind.as_u16() {
        30443 => event.tags.iter().find(|tag| tag.as_slice()[0] == "d").map(|tag| tag.as_slice()[1].clone()),
        _ => None,
    };
    let all = left.clone();
    left.retain(|(event, kp)| {
        event.kind.as_u16() != 443
            || !all.iter().any(|(o, other)| o.kind.as_u16() == 30443 && other.reference() == kp.reference())
    });
    let newer = |a: &Event, b: &Event| (b.created_at, a.id) < (a.created_at, b.id);
    let all = left.clone();
    left.retain(|(event, _)| {
        slot(event).is_none() || !all.iter().any(|(other, _)| slot(other) == slot(event) && newer(other, event))
    });
    left.sort_by_key(|(event, kp)| (kp.last_resort(), u64::MAX - event.created_at.as_secs(), kp.reference(), event.id));
    let mut picked: Vec<(Event, marmot_rules::KeyPackage)> = Vec::new();
    let mut refs_only: Vec<(Event, marmot_rules::KeyPackage)> = Vec::new();
    for (event, kp) in left {
        if refs_only.iter().all(|(_, other)| other.reference() != kp.reference()) {
            refs_only.push((event, kp));
        }
    }
    for (event, kp) in refs_only {
        if picked.iter().all(|(_, other)| other.signature_key() != kp.signature_key()) {
            picked.push((event, kp));
        }
    }
    picked.into_iter().map(|(event, _)| event.id).collect()
}
