//! Section 4: cases on which borrowed event stores differ. All of them are permanent here.

mod support;

use sim_relay::{Filter, Prefix, VerifiedEvent};
use support::*;

const SLOT: u16 = 30_443;

fn slot(at: u64, tags: &[&[&str]]) -> VerifiedEvent {
    event(&alice(), SLOT, at, tags, "")
}

fn low_first(kind: u16, tags: &[&[&str]]) {
    let [low, high] = tie(kind, tags);
    let mut desk = Desk::conforming();
    desk.accept(&low);
    desk.refuse(&high, Prefix::Error);
    assert_eq!(desk.stored(), [low]);
}

fn high_first(kind: u16, tags: &[&[&str]]) {
    let [low, high] = tie(kind, tags);
    let mut desk = Desk::conforming();
    desk.accept_all([&high, &low]);
    assert_eq!(desk.stored(), [low]);
}

#[test]
fn d_01_replaceable_tie_with_the_low_id_first() {
    low_first(10_002, &[]);
}

#[test]
fn d_02_replaceable_tie_with_the_high_id_first() {
    high_first(10_002, &[]);
}

#[test]
fn d_03_addressable_tie_with_the_low_id_first() {
    low_first(SLOT, &[&["d", "x"]]);
}

#[test]
fn d_04_addressable_tie_with_the_high_id_first() {
    high_first(SLOT, &[&["d", "x"]]);
}

#[test]
fn d_05_delete_by_id() {
    let mut desk = Desk::conforming();
    let target = note("x");
    desk.accept_all([&target, &delete_id(&alice(), NOW + 1, target.id)]);
    desk.finds(Filter::new().id(target.id), &[]);
}

#[test]
fn d_06_adding_again_after_a_delete_by_id_is_blocked() {
    let mut desk = Desk::conforming();
    let target = note("x");
    desk.accept_all([&target, &delete_id(&alice(), NOW + 1, target.id)]);
    desk.refuse(&target, Prefix::Blocked);
}

#[test]
fn d_07_a_deletion_that_arrives_first_bars_its_target() {
    let mut desk = Desk::conforming();
    let target = note("x");
    desk.accept(&delete_id(&alice(), NOW + 1, target.id));
    desk.refuse(&target, Prefix::Blocked);
}

#[test]
fn d_08_deleting_a_deletion_changes_nothing() {
    let mut desk = Desk::conforming();
    let target = note("x");
    let first = delete_id(&alice(), NOW + 1, target.id);
    let second = delete_id(&alice(), NOW + 2, first.id);
    desk.accept_all([&target, &first, &second]);
    desk.finds(Filter::new(), &[&second, &first]);
    desk.refuse(&target, Prefix::Blocked);
}

#[test]
fn d_09_a_foreign_request_is_kept_and_leaves_its_target_alone() {
    let mut desk = Desk::conforming();
    let target = note("x");
    let request = delete_id(&bob(), NOW + 1, target.id);
    desk.accept_all([&target, &request]);
    desk.finds(Filter::new(), &[&request, &target]);
}

#[test]
fn d_10_delete_by_address() {
    let mut desk = Desk::conforming();
    desk.accept(&slot(NOW, &[&["d", "x"]]));
    desk.accept(&delete_address(&alice(), NOW + 1, SLOT, &alice().public_key(), "x"));
    desk.finds(Filter::new().kind(SLOT), &[]);
}

#[test]
fn d_11_a_delete_by_address_bars_an_older_version_that_comes_later() {
    let mut desk = Desk::conforming();
    desk.accept(&slot(NOW - 10, &[&["d", "x"]]));
    desk.accept(&delete_address(&alice(), NOW, SLOT, &alice().public_key(), "x"));
    desk.refuse(&slot(NOW - 5, &[&["d", "x"]]), Prefix::Blocked);
}

#[test]
fn d_12_a_newer_version_is_accepted_after_a_delete_by_address() {
    let mut desk = Desk::conforming();
    let newer = slot(NOW + 2, &[&["d", "x"]]);
    desk.accept(&delete_address(&alice(), NOW + 1, SLOT, &alice().public_key(), "x"));
    desk.accept(&newer);
    desk.finds(Filter::new().kind(SLOT), &[&newer]);
}

#[test]
fn d_13_a_delete_by_address_bars_an_older_relay_list() {
    let mut desk = Desk::conforming();
    desk.accept(&event(&alice(), 10_002, NOW - 10, &[], ""));
    desk.accept(&delete_address(&alice(), NOW, 10_002, &alice().public_key(), ""));
    desk.refuse(&event(&alice(), 10_002, NOW - 5, &[], ""), Prefix::Blocked);
    desk.finds(Filter::new().kind(10_002), &[]);
}

#[test]
fn d_14_an_addressable_event_without_d_is_stored() {
    let mut desk = Desk::conforming();
    let bare = slot(NOW, &[]);
    desk.accept(&bare);
    desk.finds(Filter::new().kind(SLOT), &[&bare]);
}

#[test]
fn d_15_an_addressable_event_without_d_is_replaced_by_an_empty_d() {
    let mut desk = Desk::conforming();
    let explicit = slot(NOW + 1, &[&["d", ""]]);
    desk.accept_all([&slot(NOW, &[]), &explicit]);
    assert_eq!(desk.stored(), [explicit]);
}

#[test]
fn d_16_an_ephemeral_event_is_not_stored() {
    let mut desk = Desk::conforming();
    desk.accept(&event(&alice(), 20_001, NOW, &[], ""));
    assert_eq!(desk.stored(), []);
}

#[test]
fn d_17_the_recipient_of_a_gift_wrap_deletes_it() {
    let mut desk = Desk::conforming();
    let wrap = wrap(1059, NOW, &alice().public_key());
    let request = delete_id(&alice(), NOW + 1, wrap.id);
    desk.accept_all([&wrap, &request]);
    assert_eq!(desk.stored(), [request]);
}

#[test]
fn d_18_limit_zero_serves_nothing() {
    let mut desk = Desk::conforming();
    desk.accept(&note("x"));
    desk.finds(Filter::new().limit(0), &[]);
}

#[test]
fn d_19_since_and_until_are_inclusive() {
    let mut desk = Desk::conforming();
    let event = note("x");
    desk.accept(&event);
    desk.finds(Filter::new().since(NOW).until(NOW), &[&event]);
}

#[test]
fn d_20_an_upper_case_tag_is_another_tag() {
    let id = note("x").id.to_hex();
    let mut desk = Desk::conforming();
    let upper = event(&alice(), 1111, NOW, &[&["E", &id]], "");
    desk.accept(&upper);
    desk.finds(Filter::new().tag('e', &id), &[]);
    desk.finds(Filter::new().tag('E', &id), &[&upper]);
}

#[test]
fn d_21_only_the_first_value_of_a_tag_is_indexed() {
    let mut desk = Desk::conforming();
    desk.accept(&event(&alice(), 1, NOW, &[&["t", "first", "second"]], ""));
    desk.finds(Filter::new().tag('t', "second"), &[]);
}

#[test]
fn d_22_kinds_authors_d_and_another_tag_must_all_match() {
    let mut desk = Desk::conforming();
    let version = slot(NOW, &[&["d", "x"], &["i", "ref"]]);
    desk.accept(&version);
    let base = Filter::new().kind(SLOT).author(alice().public_key()).tag('d', "x");
    desk.finds(base.clone().tag('i', "ref"), &[&version]);
    desk.finds(base.tag('i', "other"), &[]);
}

#[test]
fn d_23_two_d_values_find_both_slots() {
    let mut desk = Desk::conforming();
    let (x, y) = (slot(NOW, &[&["d", "x"]]), slot(NOW + 1, &[&["d", "y"]]));
    desk.accept_all([&x, &y]);
    let base = Filter::new().kind(SLOT).author(alice().public_key());
    desk.finds(base.tag('d', "x").tag('d', "y"), &[&y, &x]);
}

#[test]
fn d_24_an_event_that_expired_before_it_arrived_is_refused() {
    let mut desk = Desk::conforming();
    desk.refuse(&event(&alice(), 1, NOW - 10, &[&["expiration", &(NOW - 1).to_string()]], ""), Prefix::Invalid);
}
