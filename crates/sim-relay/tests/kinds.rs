//! 2.4 Kinds, replaceable, addressable, ephemeral.

mod support;

use sim_relay::{ClientMsg, Filter, KindClass, Prefix, Superseded, UnheardEphemeral};
use support::*;

const SLOT: u16 = 30_443;

#[test]
fn r_42_the_class_of_a_kind_follows_from_the_nip_01_ranges_only() {
    let of = |kinds: &[u16], class| kinds.iter().all(|kind| KindClass::of(*kind) == class);
    assert!(of(&[0, 3, 10_000, 10_002, 19_999], KindClass::Replaceable));
    assert!(of(&[20_000, 22_242, 29_999], KindClass::Ephemeral));
    assert!(of(&[30_000, 30_443, 39_999], KindClass::Addressable));
    assert!(of(&[1, 2, 4, 5, 40, 41, 44, 45, 999, 1_000, 9_999, 40_000, 65_535], KindClass::Regular));
    let mut desk = Desk::conforming();
    desk.accept_all([&event(&alice(), 41, NOW, &[], "a"), &event(&alice(), 41, NOW + 1, &[], "b")]);
    assert_eq!(desk.find(Filter::new().kind(41)).len(), 2, "41 is regular");
}

#[test]
fn r_43_a_newer_version_replaces_and_the_old_one_is_found_by_no_filter() {
    for (kind, tags) in [(10_002, &[][..]), (SLOT, &[&["d", "x"][..]][..])] {
        let mut desk = Desk::conforming();
        let old = event(&alice(), kind, NOW, tags, "old");
        let new = event(&alice(), kind, NOW + 1, tags, "new");
        desk.accept_all([&old, &new]);
        desk.finds(Filter::new().id(old.id), &[]);
        desk.finds(Filter::new().kind(kind), &[&new]);
        desk.finds(Filter::new().author(alice().public_key()).until(NOW), &[]);
        desk.finds(Filter::new(), &[&new]);
        assert_eq!(desk.stored(), [new]);
    }
}

#[test]
fn r_44_an_older_version_is_refused_with_the_prefix_of_the_knob() {
    for (knob, expected) in [(Superseded::Error, Prefix::Error), (Superseded::Replaced, Prefix::Replaced)] {
        let mut desk = Desk::with(|p| p.superseded = knob);
        desk.accept(&event(&alice(), 0, NOW, &[], "new"));
        desk.refuse(&event(&alice(), 0, NOW - 1, &[], "old"), expected);
    }
    let mut desk = Desk::conforming();
    desk.accept(&event(&alice(), 0, NOW, &[], "new"));
    let (_, message) = desk.publish(&event(&alice(), 0, NOW - 1, &[], "old"));
    assert_eq!(message, "error: have a newer version");
}

#[test]
fn r_45_lower_id_survives_a_tie_whichever_arrives_first() {
    for (kind, tags) in [(10_002, &[][..]), (SLOT, &[&["d", "x"][..]][..])] {
        let [low, high] = tie(kind, tags);
        let mut low_first = Desk::conforming();
        low_first.accept(&low);
        low_first.refuse(&high, Prefix::Error);
        low_first.finds(Filter::new(), &[&low]);
        let mut high_first = Desk::conforming();
        high_first.accept_all([&high, &low]);
        high_first.finds(Filter::new(), &[&low]);
        high_first.refuse(&high, Prefix::Error);
    }
}

#[test]
fn r_46_an_address_is_kind_author_and_first_d_as_exact_bytes() {
    let mut desk = Desk::conforming();
    let first = event(&alice(), SLOT, NOW, &[&["d", "x"], &["d", "y"]], "");
    let other_d = event(&alice(), SLOT, NOW, &[&["d", "y"], &["d", "x"]], "");
    let other_case = event(&alice(), SLOT, NOW, &[&["d", "X"]], "");
    let composed = event(&alice(), SLOT, NOW, &[&["d", "\u{e9}"]], "");
    let decomposed = event(&alice(), SLOT, NOW, &[&["d", "e\u{301}"]], "");
    desk.accept_all([&first, &other_d, &other_case, &composed, &decomposed]);
    assert_eq!(desk.stored().len(), 5);
    desk.accept(&event(&alice(), SLOT, NOW + 1, &[&["d", "x", "ignored"]], ""));
    desk.finds(Filter::new().id(first.id), &[]);
    assert_eq!(desk.stored().len(), 5);
}

#[test]
fn r_47_a_missing_d_is_an_empty_d() {
    let forms: [&[&[&str]]; 3] = [&[], &[&["d"]], &[&["d", ""]]];
    for (older, newer) in [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)] {
        let mut desk = Desk::conforming();
        let old = event(&alice(), SLOT, NOW, forms[older], "old");
        let new = event(&alice(), SLOT, NOW + 1, forms[newer], "new");
        desk.accept_all([&old, &new]);
        assert_eq!(desk.stored(), [new], "{older} then {newer}");
    }
}

#[test]
fn r_48_filtering_for_an_empty_d_wants_the_tag_to_be_there() {
    let without = event(&alice(), SLOT, NOW, &[], "");
    let bare = event(&bob(), SLOT, NOW, &[&["d"]], "");
    let explicit = event(&carol(), SLOT, NOW, &[&["d", ""]], "");
    let mut desk = Desk::conforming();
    desk.accept_all([&without, &bare, &explicit]);
    desk.finds(Filter::new().tag('d', ""), &[&explicit]);
}

#[test]
fn r_49_d_plays_no_part_in_regular_and_replaceable_kinds() {
    let mut desk = Desk::conforming();
    let notes = ["a", "b"].map(|d| event(&alice(), 1, NOW, &[&["d", "same"]], d));
    desk.accept_all(&notes);
    let lists = [(NOW, "a"), (NOW + 1, "b")].map(|(at, d)| event(&alice(), 10_002, at, &[&["d", d]], ""));
    desk.accept_all(&lists);
    desk.finds(Filter::new().kind(10_002), &[&lists[1]]);
    assert_eq!(desk.find(Filter::new().kind(1)).len(), 2);
}

#[test]
fn r_50_another_author_kind_or_d_is_independent() {
    let mut desk = Desk::conforming();
    desk.accept_all([
        &event(&alice(), SLOT, NOW, &[&["d", "x"]], ""),
        &event(&bob(), SLOT, NOW - 1, &[&["d", "x"]], ""),
        &event(&alice(), SLOT + 1, NOW - 1, &[&["d", "x"]], ""),
        &event(&alice(), SLOT, NOW - 1, &[&["d", "y"]], ""),
        &event(&alice(), 0, NOW, &[], ""),
        &event(&bob(), 0, NOW - 1, &[], ""),
    ]);
    assert_eq!(desk.stored().len(), 6);
}

#[test]
fn r_51_ephemeral_events_are_sent_live_and_never_kept() {
    let mut desk = Desk::conforming();
    let whisper = event(&alice(), 20_001, NOW, &[], "psst");
    desk.req("s", &[Filter::new().kind(20_001)]);
    for _ in 0..2 {
        let outbox = desk.send(ClientMsg::Event(whisper.clone()));
        assert_eq!(ok_of(&outbox), (true, String::new()));
        assert_eq!(copies(&outbox).len(), 1, "again, when published again");
    }
    desk.finds(Filter::new(), &[]);
    assert_eq!(desk.count(&[Filter::new()]), 0);
    assert_eq!(desk.stored(), []);
}

#[test]
fn r_51_an_ephemeral_event_nobody_listens_for_can_be_muted() {
    let mut desk = Desk::with(|p| p.unheard_ephemeral = UnheardEphemeral::Mute);
    let whisper = event(&alice(), 20_001, NOW, &[], "psst");
    desk.refuse(&whisper, Prefix::Mute);
    desk.req("s", &[Filter::new().kind(20_001)]);
    desk.accept(&whisper);
}

#[test]
fn r_52_ephemeral_gift_wraps_are_ephemeral_and_guarded() {
    let whisper = wrap(21_059, NOW, &alice().public_key());
    let mut desk = Desk::conforming();
    let stranger = desk.conn;
    desk.req("s", &[Filter::new()]);
    desk.conn = desk.connect();
    let recipient = desk.conn;
    desk.authenticate(&alice());
    desk.req("s", &[Filter::new().kind(21_059)]);
    let heard: Vec<_> = copies(&desk.send(ClientMsg::Event(whisper))).into_iter().map(|copy| copy.0).collect();
    assert_eq!(heard, [recipient]);
    assert_ne!(recipient, stranger);
    assert_eq!(desk.stored(), []);
}

#[test]
fn r_53_an_auth_event_published_as_an_event_goes_nowhere() {
    let mut desk = Desk::conforming();
    desk.req("s", &[Filter::new()]);
    let event = auth_event(&alice(), NOW, URL, "x");
    desk.refuse(&event, Prefix::Invalid);
    assert_eq!(copies(&desk.send(ClientMsg::Event(event))), []);
    assert_eq!(desk.stored(), []);
}
