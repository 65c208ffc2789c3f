//! Known answers of docs/spec/marmot.md section 8 and hand-made cases, policy by policy.

mod common;

use common::{Ev, NOW, account, by_id, choose, choose_with, hex64, picks};
use marmot_rules::decisions::{NewestInvalid, SameRef, SameSignatureKey, Tie};
use marmot_rules::{
    FutureSkew, Knobs, MalformedClientId, Policy, Profile, QueryLimit, Reason, Requirements, Selection,
};
use nostr::Event;

const P: Profile = Profile::Pr40;
const A: Profile = Profile::Mip2026_04;
const D: Profile = Profile::Adopted2026_07;
const D_SLOT: Policy = Policy::DSlot { limit: None };
const D_SLOT_ONE: Policy = Policy::DSlot { limit: Some(1) };

/// Seconds relative to [`NOW`] minus an hour, so that "t = 20" is a time in the past.
fn t(at: u64) -> u64 {
    NOW - 3_000 + at
}

fn tagged(device: &str, seed: &str, at: u64) -> Event {
    Ev::new(P, seed, t(at)).device(device).sign()
}

fn untagged(seed: &str, at: u64) -> Event {
    Ev::new(P, seed, t(at)).sign()
}

fn key_of(ev: &Ev) -> Vec<u8> {
    let read = marmot_rules::key_package::parse_bare(&ev.bytes()).expect("a bare KeyPackage");
    read.signature_key().to_vec()
}

fn only(selection: &Selection, event: &Event) {
    assert_eq!(selection.picked, [event.id]);
}

#[test]
fn a_phone_that_refreshes_often_hides_the_laptop_from_the_naive_policies_only() {
    let phone: Vec<Event> = (11..=15).map(|at| tagged("phone", &format!("p{at}"), at)).collect();
    let laptop = tagged("laptop", "l", 1);
    let events: Vec<&Event> = phone.iter().chain([&laptop]).collect();
    assert_eq!(picks(Policy::NewestOne, P, &events), [phone[4].id]);
    let five = picks(Policy::NewestN(5), P, &events);
    assert_eq!(five, phone.iter().rev().map(|event| event.id).collect::<Vec<_>>());
    for policy in [Policy::ClientId, Policy::ClientIdStrict, Policy::ClientIdCollapseUntagged] {
        let mut picked = picks(policy, P, &events);
        picked.sort();
        let mut expected = [phone[4].id, laptop.id];
        expected.sort();
        assert_eq!(picked, expected, "{policy}");
    }
}

#[test]
fn the_naive_policies_say_who_lost_a_tie_and_who_the_ranking() {
    let (low, high) = by_id(tagged("a", "x", 10), tagged("b", "y", 10));
    let old = tagged("c", "z", 9);
    let selection = choose(Policy::NewestOne, P, &[&old, &high, &low]);
    only(&selection, &low);
    assert_eq!(selection.reason(&high.id), Some(Reason::LostTie));
    assert_eq!(selection.reason(&old.id), Some(Reason::LostRanking));
}

#[test]
fn decision_d2_turns_the_tie() {
    let (low, high) = by_id(tagged("a", "x", 10), tagged("b", "y", 10));
    for (tie, events, winner) in [
        (Tie::HigherId, [&low, &high], &high),
        (Tie::FirstSeen, [&low, &high], &low),
        (Tie::FirstSeen, [&high, &low], &high),
    ] {
        let knobs = Knobs { tie, ..Knobs::for_profile(P) };
        only(&choose_with(Policy::NewestOne, P, &events, &Requirements::default(), &knobs), winner);
    }
}

#[test]
fn without_validation_a_malformed_newest_wins() {
    let (good, bad) = (tagged("a", "x", 10), Ev::new(P, "y", t(20)).malformed().sign());
    let selection = choose(Policy::NewestOne, P, &[&good, &bad]);
    only(&selection, &good);
    assert_eq!(selection.reason(&bad.id), Some(Reason::BadEncoding));
    let knobs = Knobs { validate: false, ..Knobs::for_profile(P) };
    only(&choose_with(Policy::NewestOne, P, &[&good, &bad], &Requirements::default(), &knobs), &bad);
}

#[test]
fn five_old_events_of_one_untagged_device_are_six_picks_or_two() {
    let old: Vec<Event> = (1..=5).map(|at| untagged(&format!("x{at}"), at)).collect();
    let other = tagged("y", "y", 3);
    let events: Vec<&Event> = old.iter().chain([&other]).collect();
    assert_eq!(picks(Policy::ClientId, P, &events).len(), 6);
    assert_eq!(picks(Policy::ClientIdStrict, P, &events).len(), 6);
    let collapsed = choose(Policy::ClientIdCollapseUntagged, P, &events);
    assert_eq!(collapsed.picked, [other.id, old[4].id]);
    assert_eq!(collapsed.reason(&old[0].id), Some(Reason::UntaggedCollapsed));
}

#[test]
fn untagged_keys_sort_between_digits_and_letters_in_the_listing_only() {
    let nine = Ev::new(P, "9", t(1)).client_id(&"9".repeat(64)).sign();
    let letter = Ev::new(P, "a", t(1)).client_id(&"a".repeat(64)).sign();
    let none = untagged("u", 1);
    let events = [&letter, &none, &nine];
    assert_eq!(picks(Policy::ClientId, P, &events), [nine.id, none.id, letter.id]);
    assert_eq!(picks(Policy::ClientIdStrict, P, &events), [nine.id, letter.id, none.id]);
}

#[test]
fn the_listing_validates_nothing_and_so_picks_what_cannot_be_added() {
    let (good, bad) = (tagged("a", "x", 10), Ev::new(P, "y", t(20)).device("a").malformed().sign());
    let listing = choose(Policy::ClientId, P, &[&good, &bad]);
    only(&listing, &bad);
    assert_eq!(listing.reason(&good.id), Some(Reason::SupersededInGroup));
    let strict = choose(Policy::ClientIdStrict, P, &[&good, &bad]);
    only(&strict, &good);
    assert_eq!(strict.reason(&bad.id), Some(Reason::BadEncoding));
}

#[test]
fn a_tie_inside_a_client_id_stays_with_the_first_seen_in_the_listing() {
    let (low, high) = by_id(tagged("a", "x", 10), tagged("a", "y", 10));
    assert_eq!(picks(Policy::ClientId, P, &[&low, &high]), [low.id]);
    assert_eq!(picks(Policy::ClientId, P, &[&high, &low]), [high.id]);
    for events in [[&low, &high], [&high, &low]] {
        let strict = choose(Policy::ClientIdStrict, P, &events);
        only(&strict, &low);
        assert_eq!(strict.reason(&high.id), Some(Reason::LostTie));
    }
}

#[test]
fn a_tag_can_take_the_key_of_an_untagged_event_in_the_listing() {
    let victim = untagged("v", 1);
    let thief = Ev::new(P, "t", t(2)).client_id(&format!("__untagged_{}", victim.id)).sign();
    assert_eq!(picks(Policy::ClientId, P, &[&victim, &thief]), [thief.id]);
    assert_eq!(picks(Policy::ClientId, P, &[&thief, &victim]), [victim.id]);
    for events in [[&victim, &thief], [&thief, &victim]] {
        assert_eq!(picks(Policy::ClientIdStrict, P, &events), [victim.id, thief.id]);
    }
}

#[test]
fn the_listing_takes_any_value_as_an_id() {
    let empty = Ev::new(P, "e", t(1)).client_id("").sign();
    let upper = Ev::new(P, "u", t(1)).client_id(&hex64("x").to_uppercase()).sign();
    let lower = Ev::new(P, "l", t(1)).client_id(&hex64("x")).sign();
    assert_eq!(picks(Policy::ClientId, P, &[&empty, &upper, &lower]).len(), 3);
}

#[test]
fn a_malformed_client_id_is_untagged_or_refused() {
    let odd = Ev::new(P, "o", t(1)).client_id("phone").sign();
    assert_eq!(picks(Policy::ClientIdStrict, P, &[&odd]), [odd.id]);
    let knobs = Knobs { malformed_client_id: MalformedClientId::Reject, ..Knobs::for_profile(P) };
    let refused = choose_with(Policy::ClientIdStrict, P, &[&odd], &Requirements::default(), &knobs);
    assert_eq!(refused.reason(&odd.id), Some(Reason::MalformedShape));
}

#[test]
fn an_event_from_the_future_does_not_pin_its_device() {
    let (present, future) = (tagged("a", "x", 10), Ev::new(P, "y", NOW + 301).device("a").sign());
    let edge = Ev::new(P, "z", NOW + 300).device("b").sign();
    let selection = choose(Policy::ClientIdStrict, P, &[&present, &future, &edge]);
    assert_eq!(selection.picked.len(), 2);
    assert_eq!(selection.reason(&future.id), Some(Reason::FutureDated));
    let knobs = Knobs { future_skew: FutureSkew::Unlimited, ..Knobs::for_profile(P) };
    only(&choose_with(Policy::ClientIdStrict, P, &[&present, &future], &Requirements::default(), &knobs), &future);
}

#[test]
fn one_key_package_under_two_ids_is_one_leaf() {
    let (a, b) = (tagged("a", "same", 1), tagged("b", "same", 2));
    let strict = choose(Policy::ClientIdStrict, P, &[&a, &b]);
    only(&strict, &b);
    assert_eq!(strict.reason(&a.id), Some(Reason::DuplicateRef));
    let set = |same_ref| Knobs { same_ref, ..Knobs::for_profile(P) };
    let with = |knobs: &Knobs| choose_with(Policy::ClientIdStrict, P, &[&a, &b], &Requirements::default(), knobs);
    assert_eq!(with(&set(SameRef::Pass)).picked.len(), 2);
    assert_eq!(with(&set(SameRef::Error)).reason(&b.id), Some(Reason::LookupAborted));
}

#[test]
fn two_key_packages_with_one_signature_key_are_one_leaf_too() {
    let make = |device: &str, at| {
        Ev::new(P, device, t(at)).device(device).with(|kp| kp.signature_seed = "shared".into()).sign()
    };
    let (a, b) = (make("a", 1), make("b", 2));
    assert_eq!(choose(Policy::ClientIdStrict, P, &[&a, &b]).reason(&a.id), Some(Reason::DuplicateSignatureKey));
    let knobs = Knobs { same_signature_key: SameSignatureKey::CommitFails, ..Knobs::for_profile(P) };
    let both = choose_with(Policy::ClientIdStrict, P, &[&a, &b], &Requirements::default(), &knobs);
    assert_eq!(both.picked.len(), 2);
}

#[test]
fn a_leaf_that_is_in_the_tree_is_not_added_again() {
    let ev = Ev::new(P, "x", t(1)).device("a");
    let event = ev.sign();
    let mut requirements = Requirements::default();
    requirements.signature_keys_in_tree.insert(key_of(&ev));
    let selection = choose_with(Policy::ClientIdStrict, P, &[&event], &requirements, &Knobs::for_profile(P));
    assert_eq!(selection.reason(&event.id), Some(Reason::AlreadyInTree));
    let mut requirements = Requirements::default();
    requirements.refs_in_tree.insert(ev.reference());
    let selection = choose_with(Policy::ClientIdStrict, P, &[&event], &requirements, &Knobs::for_profile(P));
    assert_eq!(selection.reason(&event.id), Some(Reason::AlreadyInTree));
}

#[test]
fn a_tie_inside_a_slot_goes_where_each_client_puts_it() {
    let make = |seed: &str, profile| Ev::new(profile, seed, t(10)).slot("s").sign();
    let (low, high) = by_id(make("x", D), make("y", D));
    for policy in [D_SLOT, D_SLOT_ONE, Policy::AllFresh] {
        assert_eq!(picks(policy, D, &[&high, &low]), [low.id], "{policy}");
    }
    assert_eq!(choose(D_SLOT, D, &[&high, &low]).reason(&high.id), Some(Reason::LostTie));
    for policy in [Policy::Mdk0914, Policy::MdkAfter1910] {
        assert_eq!(picks(policy, D, &[&low, &high]), [high.id], "{policy}");
    }
    let (low, high) = by_id(make("x", A), make("y", A));
    assert_eq!(picks(Policy::WhitenoiseRs08, A, &[&low, &high]), [high.id]);
    assert_eq!(picks(Policy::Amethyst202608, A, &[&high, &low]), [low.id]);
}

#[test]
fn a_malformed_newest_event_of_a_slot_has_four_consequences() {
    let good = Ev::new(D, "x", t(10)).slot("s").sign();
    let bad = Ev::new(D, "y", t(20)).slot("s").malformed().sign();
    let under = |newest_invalid| {
        let knobs = Knobs { newest_invalid, ..Knobs::for_profile(D) };
        choose_with(D_SLOT_ONE, D, &[&bad, &good], &Requirements::for_profile(D), &knobs)
    };
    only(&under(NewestInvalid::OlderValid), &good);
    let dead = under(NewestInvalid::SlotDead);
    assert_eq!(dead.picked, []);
    assert_eq!(dead.reason(&bad.id), Some(Reason::BadEncoding));
    assert_eq!(dead.reason(&good.id), Some(Reason::SlotSuppressed));
    assert_eq!(under(NewestInvalid::Abort).reason(&good.id), Some(Reason::LookupAborted));
    only(&under(NewestInvalid::UseIt), &bad);
    let old_mdk = choose(Policy::Mdk0914, D, &[&bad, &good]);
    assert_eq!(old_mdk.reason(&good.id), Some(Reason::LookupAborted));
    let new_mdk = choose(Policy::MdkAfter1910, D, &[&bad, &good]);
    assert_eq!(new_mdk.reason(&good.id), Some(Reason::SupersededInSlot));
    let good = Ev::new(A, "x", t(10)).slot("s").sign();
    let bad = Ev::new(A, "y", t(20)).slot("s").malformed().sign();
    assert_eq!(picks(Policy::Amethyst202608, A, &[&good, &bad]), [bad.id]);
}

#[test]
fn on_the_profile_before_its_own_mdk_reads_a_record_as_that_profile_does_and_chooses_as_ever() {
    let good = Ev::new(A, "x", t(10)).slot("a").sign();
    let bad = Ev::new(A, "y", t(20)).slot("b").malformed().sign();
    let old = choose(Policy::Mdk0914, A, &[&good, &bad]);
    assert_eq!((old.picked.len(), old.reason(&good.id)), (0, Some(Reason::LookupAborted)), "one bad record is enough");
    let new = choose(Policy::MdkAfter1910, A, &[&good, &bad]);
    only(&new, &good);
    assert_eq!(new.reason(&bad.id), Some(Reason::BadEncoding));
    let foreign = Ev::new(A, "z", t(30)).slot("c").label("whitenoise").sign();
    only(&choose(Policy::MdkAfter1910, A, &[&good, &foreign]), &foreign);
    assert!(!Policy::Mdk0914.applies_to(P), "there are no slots");
}

#[test]
fn the_client_label_outranks_the_time_only_after_pr_1910() {
    let fresh = Ev::new(D, "x", t(20)).slot("a").label("amethyst").sign();
    let labelled = Ev::new(D, "y", t(10)).slot("b").label(" WhiteNoise ").sign();
    assert_eq!(picks(Policy::MdkAfter1910, D, &[&fresh, &labelled]), [labelled.id]);
    for policy in [Policy::NewestOne, D_SLOT_ONE, Policy::Mdk0914] {
        assert_eq!(picks(policy, D, &[&fresh, &labelled]), [fresh.id], "{policy}");
    }
}

#[test]
fn under_equal_labels_the_newer_record_wins_after_pr_1910() {
    let older = Ev::new(D, "x", t(10)).slot("a").label("other").sign();
    let newer = Ev::new(D, "y", t(20)).slot("b").sign();
    let selection = choose(Policy::MdkAfter1910, D, &[&older, &newer]);
    only(&selection, &newer);
    assert_eq!(selection.reason(&older.id), Some(Reason::LostRanking));
}

#[test]
fn the_ranking_of_slots_is_last_resort_then_time_then_reference() {
    let spare = Ev::new(D, "x", t(30)).with(|kp| kp.last_resort = true).sign();
    let single = Ev::new(D, "y", t(10)).sign();
    assert_eq!(picks(D_SLOT, D, &[&spare, &single]), [single.id, spare.id]);
    let (a, b) = (Ev::new(D, "a", t(5)), Ev::new(D, "b", t(5)));
    let first = if a.reference() < b.reference() { a.sign() } else { b.sign() };
    let (a, b) = (a.sign(), b.sign());
    only(&choose(D_SLOT_ONE, D, &[&a, &b]), &first);
    only(&choose(D_SLOT_ONE, D, &[&b, &a]), &first);
}

#[test]
fn a_twin_is_one_candidate_and_whitenoise_prefers_the_addressable_one() {
    let slot = Ev::new(A, "x", t(10)).sign();
    let twin = Ev::new(A, "x", t(20)).kind(443).sign();
    let selection = choose(D_SLOT, A, &[&twin, &slot]);
    only(&selection, &slot);
    assert_eq!(selection.reason(&twin.id), Some(Reason::DuplicateRef));
    only(&choose(Policy::WhitenoiseRs08, A, &[&twin, &slot]), &slot);
    let alone = choose(D_SLOT, A, &[&twin]);
    only(&alone, &twin);
}

#[test]
fn one_slot_is_one_pick_and_several_are_several() {
    let old = Ev::new(D, "x", t(1)).slot("phone").sign();
    let new = Ev::new(D, "y", t(2)).slot("phone").sign();
    let other = Ev::new(D, "z", t(3)).slot("laptop").sign();
    let selection = choose(D_SLOT, D, &[&old, &new, &other]);
    assert_eq!(selection.picked, [other.id, new.id]);
    assert_eq!(selection.reason(&old.id), Some(Reason::SupersededInSlot));
    let one = choose(D_SLOT_ONE, D, &[&old, &new, &other]);
    assert_eq!((one.picked.len(), one.reason(&new.id)), (1, Some(Reason::LostRanking)));
}

#[test]
fn all_fresh_keeps_ten_of_thirty_days() {
    let events: Vec<Event> = (0..12).map(|n| Ev::new(D, &format!("x{n}"), t(n)).sign()).collect();
    let edge = Ev::new(D, "edge", NOW - 2_592_000).sign();
    let stale = Ev::new(D, "stale", NOW - 2_592_001).sign();
    let all: Vec<&Event> = events.iter().chain([&edge, &stale]).collect();
    let selection = choose(Policy::AllFresh, D, &all);
    assert_eq!(selection.picked, events.iter().rev().take(10).map(|event| event.id).collect::<Vec<_>>());
    assert_eq!(selection.reason(&stale.id), Some(Reason::Stale));
    assert_eq!(selection.reason(&edge.id), Some(Reason::OverCap));
    let requirements = Requirements { leaves_of_target: 9, ..Requirements::for_profile(D) };
    let one_left = choose_with(Policy::AllFresh, D, &all, &requirements, &Knobs::for_profile(D));
    only(&one_left, &events[11]);
}

#[test]
fn mdk_0_9_14_has_no_second_choice_when_the_newest_has_expired() {
    let good = Ev::new(D, "x", t(10)).sign();
    let expired = Ev::new(D, "y", t(20)).with(|kp| kp.lifetime = Some((NOW - 100, NOW - 1))).sign();
    let selection = choose(Policy::Mdk0914, D, &[&good, &expired]);
    assert_eq!(selection.picked, []);
    assert_eq!(selection.reason(&expired.id), Some(Reason::LifetimeExpired));
    assert_eq!(selection.reason(&good.id), Some(Reason::LostRanking));
    let edge = Ev::new(D, "z", t(20)).with(|kp| kp.lifetime = Some((NOW - 100, NOW))).sign();
    only(&choose(Policy::Mdk0914, D, &[&good, &edge]), &edge);
}

#[test]
fn mdk_reads_twelve_events_so_a_bad_thirteenth_does_no_harm() {
    let good: Vec<Event> = (1..=12).map(|at| Ev::new(D, &format!("x{at}"), t(at)).sign()).collect();
    let bad = Ev::new(D, "bad", t(0)).malformed().sign();
    let events: Vec<&Event> = good.iter().chain([&bad]).collect();
    let selection = choose(Policy::Mdk0914, D, &events);
    only(&selection, &good[11]);
    assert_eq!(selection.reason(&bad.id), Some(Reason::BeyondQueryLimit));
    let knobs = Knobs { query_limit: QueryLimit::Unlimited, ..Knobs::for_profile(D) };
    let requirements = Requirements::for_profile(D);
    assert_eq!(choose_with(Policy::Mdk0914, D, &events, &requirements, &knobs).picked, []);
}

#[test]
fn a_future_event_claims_no_slot_in_mdk() {
    let good = Ev::new(D, "x", t(10)).slot("s").sign();
    let future = Ev::new(D, "y", NOW + 301).slot("s").sign();
    for policy in [Policy::Mdk0914, Policy::MdkAfter1910] {
        let selection = choose(policy, D, &[&good, &future]);
        only(&selection, &good);
        assert_eq!(selection.reason(&future.id), Some(Reason::FutureDated));
    }
}

#[test]
fn after_pr_1910_an_incompatible_record_costs_its_slot_but_not_the_lookup() {
    let good = Ev::new(D, "x", t(10)).slot("a").sign();
    let poor = Ev::new(D, "y", t(20)).slot("b").with(|kp| kp.proposals = vec![0x000a]).sign();
    let selection = choose(Policy::MdkAfter1910, D, &[&good, &poor]);
    only(&selection, &good);
    assert_eq!(selection.reason(&poor.id), Some(Reason::Incompatible));
}

#[test]
fn whitenoise_looks_at_a_baseline_and_3600_seconds() {
    let good = Ev::new(A, "x", t(10)).sign();
    let bad = Ev::new(A, "y", t(20)).malformed().sign();
    let edge = Ev::new(A, "z", NOW + 3_600).sign();
    let future = Ev::new(A, "f", NOW + 3_601).sign();
    let selection = choose(Policy::WhitenoiseRs08, A, &[&good, &bad, &edge, &future]);
    only(&selection, &edge);
    assert_eq!(selection.reason(&bad.id), Some(Reason::BadEncoding));
    assert_eq!(selection.reason(&future.id), Some(Reason::FutureDated));
    let wrong_ref = |rows: &mut Vec<Vec<String>>| {
        rows.iter_mut().filter(|row| row[0] == "i").for_each(|row| row[1] = hex64("?"));
    };
    let unusable = Ev::new(A, "w", t(30)).tagged(wrong_ref).sign();
    only(&choose(Policy::WhitenoiseRs08, A, &[&good, &unusable]), &unusable);
}

#[test]
fn the_early_clients_differ_in_limit_and_tie() {
    let (low, high) = by_id(untagged("x", 10), untagged("y", 10));
    for (policy, winner) in
        [(Policy::Pika, &high), (Policy::BurrowApp, &high), (Policy::PikaRuntime, &low), (Policy::BurrowCli, &low)]
    {
        only(&choose(policy, P, &[&low, &high]), winner);
        only(&choose(policy, P, &[&high, &low]), winner);
    }
    assert_eq!(choose(Policy::BurrowCli, P, &[&low, &high]).reason(&high.id), Some(Reason::BeyondQueryLimit));
    assert_eq!(choose(Policy::BurrowApp, P, &[&low, &high]).reason(&low.id), Some(Reason::LostTie));
}

#[test]
fn pika_for_a_day_invited_everything_that_parses_of_ten() {
    let events: Vec<Event> = (1..=11).map(|at| untagged(&format!("x{at}"), at)).collect();
    let bad = Ev::new(P, "bad", t(20)).malformed().sign();
    let all: Vec<&Event> = events.iter().chain([&bad]).collect();
    let selection = choose(Policy::Pika201baa3e, P, &all);
    assert_eq!(selection.picked.len(), 9);
    assert_eq!(selection.reason(&bad.id), Some(Reason::BadEncoding));
    assert_eq!(selection.reason(&events[0].id), Some(Reason::BeyondQueryLimit));
}

#[test]
fn a_copy_of_an_event_counts_once_and_a_forged_copy_hides_nothing() {
    let event = tagged("a", "x", 1);
    only(&choose(Policy::ClientIdStrict, P, &[&event, &event]), &event);
    for other_time in [t(0), t(2)] {
        let mut forged = event.clone();
        forged.created_at = other_time.into();
        for events in [[&event, &forged], [&forged, &event]] {
            only(&choose(Policy::ClientIdStrict, P, &events), &event);
        }
    }
}

#[test]
fn two_forged_copies_give_one_answer_in_either_order() {
    let event = untagged("x", 1);
    let (mut one, mut two) = (event.clone(), event);
    one.created_at = t(5).into();
    two.created_at = t(6).into();
    let rival = untagged("y", 5);
    let (here, there) = ([&one, &two, &rival].map(Clone::clone), [&two, &one, &rival].map(Clone::clone));
    for policy in Policy::ALL.iter().filter(|policy| policy.order_free()) {
        let of = |events: &[Event]| choose(*policy, P, &events.iter().collect::<Vec<_>>());
        assert_eq!(of(&here), of(&there), "{policy}");
    }
}

#[test]
fn foreign_authors_and_kinds_are_rejected_by_every_policy() {
    let mut foreign = Ev::new(D, "x", t(1));
    foreign.keys = account(2);
    let foreign = foreign.sign();
    let note = Ev::new(D, "y", t(1)).kind(1).sign();
    for policy in Policy::ALL {
        let selection = choose(*policy, D, &[&foreign, &note]);
        assert_eq!(selection.reason(&foreign.id), Some(Reason::WrongAuthor), "{policy}");
        assert_eq!(selection.reason(&note.id), Some(Reason::WrongKind), "{policy}");
    }
}
