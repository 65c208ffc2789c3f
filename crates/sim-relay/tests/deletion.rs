//! 2.5 Deletion (NIP-09).

mod support;

use sim_relay::{ClientMsg, EarlyDeletion, Filter, ForeignDeletion, Prefix, VerifiedEvent};
use support::*;

const SLOT: u16 = 30_443;

fn slot(at: u64, d: &str) -> VerifiedEvent {
    event(&alice(), SLOT, at, &[&["d", d]], "")
}

fn delete_slot(at: u64, d: &str) -> VerifiedEvent {
    delete_address(&alice(), at, SLOT, &alice().public_key(), d)
}

/// Every order of arrival of these events.
fn permutations(events: &[VerifiedEvent]) -> Vec<Vec<VerifiedEvent>> {
    if events.is_empty() {
        return vec![vec![]];
    }
    let head_first = |i: usize| {
        let mut rest = events.to_vec();
        let head = rest.remove(i);
        permutations(&rest).into_iter().map(move |tail| [vec![head.clone()], tail].concat())
    };
    (0..events.len()).flat_map(head_first).collect()
}

/// What is readable once all have arrived, whatever the answers were.
fn after(order: &[VerifiedEvent]) -> Vec<VerifiedEvent> {
    let mut desk = Desk::conforming();
    order.iter().for_each(|event| drop(desk.publish(event)));
    desk.find(Filter::new())
}

#[test]
fn r_54_deleting_by_id_hides_the_event_from_every_read_whatever_the_timestamps() {
    for request_at in [NOW - 100, NOW, NOW + 100] {
        let mut desk = Desk::conforming();
        let target = event(&alice(), 1, NOW, &[&["t", "x"]], "");
        let request = delete_id(&alice(), request_at, target.id);
        desk.accept_all([&target, &request]);
        for filter in [Filter::new().id(target.id), Filter::new().kind(1), Filter::new().tag('t', "x")] {
            desk.finds(filter.clone(), &[]);
            assert_eq!(desk.count(&[filter]), 0);
        }
        assert_eq!(desk.stored(), [request]);
    }
}

#[test]
fn r_55_publishing_a_deleted_event_again_is_blocked() {
    let mut desk = Desk::conforming();
    let target = note("x");
    desk.accept_all([&target, &delete_id(&alice(), NOW, target.id)]);
    desk.refuse(&target, Prefix::Blocked);
    desk.finds(Filter::new().id(target.id), &[]);
}

#[test]
fn r_56_naming_somebody_elses_event_has_no_effect_and_the_request_is_stored() {
    let mut desk = Desk::conforming();
    let (target, list) = (note("mine"), slot(NOW, "x"));
    let by_id = delete_id(&bob(), NOW + 1, target.id);
    let by_address = delete_address(&bob(), NOW + 1, SLOT, &alice().public_key(), "x");
    desk.accept_all([&target, &list, &by_id, &by_address]);
    assert_eq!(set(desk.find(Filter::new().author(alice().public_key()))), set([target, list]));
    assert_eq!(desk.find(Filter::new().kind(5)).len(), 2);
    desk.accept(&slot(NOW + 1, "x"));
}

#[test]
fn r_56_a_relay_may_refuse_the_foreign_request() {
    let mut desk = Desk::with(|p| p.foreign_deletion = ForeignDeletion::Refuse);
    let (target, own) = (note("alice's"), event(&bob(), 1, NOW, &[], "bob's"));
    desk.accept_all([&target, &own]);
    let mixed = deletion(&bob(), NOW, &[&["e", &own.id.to_hex()], &["e", &target.id.to_hex()]]);
    desk.refuse(&mixed, Prefix::Restricted);
    desk.refuse(&delete_address(&bob(), NOW, SLOT, &alice().public_key(), "x"), Prefix::Restricted);
    assert_eq!(desk.stored().len(), 2, "nothing of it is enforced");
    desk.accept(&delete_id(&bob(), NOW, own.id));
}

#[test]
fn r_57_deleting_by_address_hits_versions_up_to_the_request_and_spares_later_ones() {
    for (version_at, gone) in [(NOW - 1, true), (NOW, true), (NOW + 1, false)] {
        let mut desk = Desk::conforming();
        let version = slot(version_at, "x");
        desk.accept_all([&version, &delete_slot(NOW, "x")]);
        assert_eq!(desk.find(Filter::new().kind(SLOT)).is_empty(), gone);
        assert_eq!(desk.find(Filter::new().id(version.id)).is_empty(), gone);
    }
}

#[test]
fn r_58_versions_up_to_the_request_stay_barred_and_the_relays_clock_plays_no_part() {
    for clock in [NOW - 1_000, NOW, NOW + 1_000] {
        let mut desk = Desk::conforming();
        desk.now = clock;
        desk.accept(&delete_slot(NOW, "x"));
        desk.refuse(&slot(NOW, "x"), Prefix::Blocked);
        desk.refuse(&slot(NOW - 500, "x"), Prefix::Blocked);
        desk.accept(&slot(NOW + 1, "x"));
    }
    let mut desk = Desk::conforming();
    desk.accept_all([&delete_slot(NOW, "x"), &delete_slot(NOW - 10, "x")]);
    desk.refuse(&slot(NOW - 5, "x"), Prefix::Blocked);
}

#[test]
fn r_59_a_later_version_is_accepted() {
    let mut desk = Desk::conforming();
    desk.accept_all([&slot(NOW - 1, "x"), &delete_slot(NOW, "x")]);
    let later = slot(NOW + 1, "x");
    desk.accept(&later);
    desk.finds(Filter::new().kind(SLOT), &[&later]);
}

#[test]
fn r_60_the_address_of_a_replaceable_kind_ends_in_a_colon() {
    let list = event(&alice(), 10_002, NOW, &[], "");
    let owner = alice().public_key();
    for (a, gone) in [
        (format!("10002:{owner}:"), true),
        (format!("10002:{owner}"), false),
        (format!("10002:{owner}:x"), false),
        (format!("+10002:{owner}:"), false),
        (format!("1:{owner}:"), false),
    ] {
        let mut desk = Desk::conforming();
        desk.accept_all([&list, &deletion(&alice(), NOW, &[&["a", &a]])]);
        assert_eq!(desk.find(Filter::new().kind(10_002)).is_empty(), gone, "{a}");
    }
}

#[test]
fn r_61_only_the_first_two_colons_of_an_address_separate() {
    let mut desk = Desk::conforming();
    let (colons, plain) = (slot(NOW, "a:b::c"), slot(NOW, "a"));
    desk.accept_all([&colons, &plain, &delete_slot(NOW, "a:b::c")]);
    desk.finds(Filter::new().kind(SLOT), &[&plain]);
}

#[test]
fn r_62_another_d_is_untouched_and_an_empty_d_hits_only_the_empty_one() {
    let mut desk = Desk::conforming();
    let (named, empty, bare) = (slot(NOW, "x"), slot(NOW, ""), event(&bob(), SLOT, NOW, &[], ""));
    desk.accept_all([&named, &empty, &bare, &delete_slot(NOW, "")]);
    desk.accept(&delete_address(&bob(), NOW, SLOT, &bob().public_key(), ""));
    desk.finds(Filter::new().kind(SLOT), &[&named]);
}

#[test]
fn r_63_a_request_that_comes_first_is_enforced_on_arrival_with_the_same_ownership_test() {
    let mut desk = Desk::conforming();
    let (own, foreign) = (note("own"), event(&bob(), 1, NOW, &[], "bob's"));
    let both = [own.id.to_hex(), foreign.id.to_hex()];
    desk.accept(&deletion(&alice(), NOW, &[&["e", &both[0]], &["e", &both[1]]]));
    desk.refuse(&own, Prefix::Blocked);
    desk.accept(&foreign);
}

#[test]
fn r_63_a_relay_may_forget_requests_that_come_first() {
    let mut desk = Desk::with(|p| p.deletion_before_target = EarlyDeletion::Ignore);
    let target = note("x");
    desk.accept_all([&delete_id(&alice(), NOW, target.id), &target]);
    desk.accept_all([&delete_slot(NOW, "x"), &slot(NOW, "x")]);
    assert_eq!(desk.stored().len(), 4);
    desk.accept(&delete_slot(NOW + 1, "x"));
    desk.refuse(&slot(NOW + 1, "x"), Prefix::Blocked);
}

#[test]
fn r_64_deleting_a_deletion_has_no_effect_in_either_order() {
    let target = note("x");
    let first = delete_id(&alice(), NOW, target.id);
    let second = delete_id(&alice(), NOW + 1, first.id);
    for order in permutations(&[target.clone(), first.clone(), second.clone()]) {
        assert_eq!(after(&order), [second.clone(), first.clone()], "{order:?}");
    }
    let mut desk = Desk::conforming();
    desk.accept_all([&first, &second]);
    desk.refuse(&target, Prefix::Blocked);
}

#[test]
fn r_65_deleting_a_request_to_vanish_has_no_effect() {
    let vanish = event(&alice(), 62, NOW, &[&["relay", "wss://elsewhere.example.com"]], "");
    let request = delete_id(&alice(), NOW + 1, vanish.id);
    for order in permutations(&[vanish.clone(), request.clone()]) {
        assert_eq!(after(&order), [request.clone(), vanish.clone()]);
    }
}

#[test]
fn r_66_the_request_is_kept_and_its_references_are_judged_one_by_one() {
    let mut desk = Desk::conforming();
    let (own, foreign, list) = (note("own"), event(&bob(), 1, NOW, &[], ""), slot(NOW, "x"));
    desk.accept_all([&own, &foreign, &list]);
    let address = format!("{SLOT}:{}:x", alice().public_key());
    let tags: &[&[&str]] = &[
        &["e", "not an id"],
        &["e", &foreign.id.to_hex()],
        &["e"],
        &["k", "7"],
        &["a", "nonsense"],
        &["a", &address],
        &["e", &own.id.to_hex(), "wss://hint.example.com"],
    ];
    let request = deletion(&alice(), NOW + 1, tags);
    desk.accept(&request);
    desk.finds(Filter::new(), &[&request, &foreign]);
    desk.now += 365 * 86_400;
    desk.relay.tick(desk.now);
    desk.finds(Filter::new().kind(5), &[&request]);
}

#[test]
fn r_67_deleting_one_version_resurrects_nothing_in_any_order_of_arrival() {
    for tags in [&[&["d", "x"][..]][..], &[]] {
        let kind = if tags.is_empty() { 10_002 } else { SLOT };
        let older = event(&alice(), kind, NOW - 1, tags, "older");
        let newer = event(&alice(), kind, NOW, tags, "newer");
        let request = delete_id(&alice(), NOW + 1, newer.id);
        for order in permutations(&[older, newer, request.clone()]) {
            assert_eq!(after(&order), std::slice::from_ref(&request), "{order:?}");
        }
    }
    let mut desk = Desk::conforming();
    let newer = slot(NOW, "x");
    desk.accept_all([&newer, &delete_id(&alice(), NOW, newer.id), &slot(NOW + 1, "x")]);
}

#[test]
fn r_68_live_subscribers_learn_of_a_deletion_only_through_the_request() {
    let mut desk = Desk::conforming();
    let target = note("x");
    desk.accept(&target);
    desk.req("s", &[Filter::new()]);
    let request = delete_id(&alice(), NOW, target.id);
    let outbox = desk.send(ClientMsg::Event(request.clone()));
    assert_eq!(copies(&outbox), [(desk.conn, "s".to_owned(), request.id)]);
    assert_eq!(outbox.len(), 2);
}
