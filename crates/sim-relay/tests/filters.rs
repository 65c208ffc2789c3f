//! 2.3 Filters, limits, order.

mod support;

use serde_json::json;
use sim_relay::{ClientMsg, EmptyList, Filter, OddMember, Personality, Prefix, RelayMsg, VerifiedEvent};
use support::*;

/// The reply to a REQ with this filter: prefix of the CLOSED, or `None` for EOSE.
fn verdict(desk: &mut Desk, filter: serde_json::Value) -> Option<Prefix> {
    match desk.say(&json!(["REQ", "s", filter]).to_string()).last() {
        Some(RelayMsg::Closed { message, .. }) => Some(prefix(message).expect("a prefix")),
        Some(RelayMsg::Eose(_)) => None,
        other => panic!("{filter}: {other:?}"),
    }
}

fn at(at: u64) -> VerifiedEvent {
    event(&alice(), 1, at, &[], "")
}

#[test]
fn r_23_conditions_are_and_values_are_or_and_a_double_match_is_sent_once() {
    let mut desk = Desk::conforming();
    let a1 = event(&alice(), 1, NOW, &[], "");
    let a7 = event(&alice(), 7, NOW + 1, &[], "");
    let b1 = event(&bob(), 1, NOW + 2, &[], "");
    desk.accept_all([&a1, &a7, &b1]);
    let both = [alice().public_key(), bob().public_key()];
    desk.finds(Filter::new().kind(1).author(alice().public_key()), &[&a1]);
    desk.finds(Filter::new().kinds([1, 7]).authors(both), &[&b1, &a7, &a1]);
    let served = desk.req("s", &[Filter::new().kind(1), Filter::new().author(alice().public_key())]);
    assert_eq!(served, [b1, a7, a1]);
    assert_eq!(copies(&desk.send(ClientMsg::Event(note("live")))).iter().filter(|c| c.1 == "s").count(), 1);
}

#[test]
fn r_24_ids_authors_and_keyed_tags_take_64_lower_case_hex_only() {
    let mut desk = Desk::conforming();
    let good = "ab".repeat(32);
    for name in ["ids", "authors", "#e", "#p"] {
        assert_eq!(verdict(&mut desk, json!({ name: [good] })), None);
        for bad in [&good[..8], &good.to_uppercase(), "", &"zz".repeat(32), &format!("{good}00")] {
            assert_eq!(verdict(&mut desk, json!({ name: [good, bad] })), Some(Prefix::Invalid), "{name} {bad}");
        }
        assert_eq!(verdict(&mut desk, json!({ name: [7] })), Some(Prefix::Invalid));
        assert_eq!(verdict(&mut desk, json!({ name: good })), Some(Prefix::Invalid));
    }
    assert_eq!(prefix(&desk.closed(&[Filter::new().tag('p', "short")])), Some(Prefix::Invalid));
}

#[test]
fn r_25_kinds_are_integers_up_to_65535() {
    let mut desk = Desk::conforming();
    assert_eq!(verdict(&mut desk, json!({ "kinds": [0, 65_535] })), None);
    for bad in [json!(65_536), json!(-1), json!(1.5), json!("1"), json!(null)] {
        assert_eq!(verdict(&mut desk, json!({ "kinds": [1, bad] })), Some(Prefix::Invalid));
    }
}

#[test]
fn r_26_since_and_until_are_inclusive_and_crossed_ones_give_eose_only() {
    let mut desk = Desk::conforming();
    let [a, b, c] = [at(10), at(11), at(12)];
    desk.accept_all([&a, &b, &c]);
    desk.finds(Filter::new().since(11), &[&c, &b]);
    desk.finds(Filter::new().until(11), &[&b, &a]);
    desk.finds(Filter::new().since(11).until(11), &[&b]);
    desk.finds(Filter::new().since(12).until(11), &[]);
    for bad in [json!(-1), json!(1.5), json!("1")] {
        assert_eq!(verdict(&mut desk, json!({ "since": bad })), Some(Prefix::Invalid));
        assert_eq!(verdict(&mut desk, json!({ "until": bad })), Some(Prefix::Invalid));
    }
}

#[test]
fn r_27_an_empty_list_is_refused_or_matches_nothing_or_everything() {
    for name in ["ids", "authors", "kinds", "#t"] {
        for (knob, closed, found) in
            [(EmptyList::Refuse, true, 0), (EmptyList::None, false, 0), (EmptyList::Any, false, 1)]
        {
            let mut desk = Desk::with(|p| p.empty_list = knob.into());
            desk.accept(&note("x"));
            let replies = desk.say(&json!(["REQ", "s", { name: [] }]).to_string());
            assert_eq!(matches!(replies.last(), Some(RelayMsg::Closed { .. })), closed);
            assert_eq!(replies.len() - 1, found, "{name} under {knob:?}");
            let live = copies(&desk.send(ClientMsg::Event(note("live"))));
            assert_eq!(live.len(), found, "{name} under {knob:?}, live");
        }
    }
}

#[test]
fn r_28_the_empty_filter_matches_everything() {
    let mut desk = Desk::conforming();
    let events = [at(3), event(&bob(), 0, 2, &[], "{}"), event(&bob(), 30_443, 1, &[&["d", "x"]], "")];
    desk.accept_all(&events);
    assert_eq!(desk.find(Filter::new()), events);
    assert_eq!(copies(&desk.send(ClientMsg::Event(note("live")))).len(), 1);
}

#[test]
fn r_29_a_tag_filter_is_one_ascii_letter_in_its_own_case() {
    let mut desk = Desk::conforming();
    let lower = event(&alice(), 1, NOW, &[&["t", "x"]], "");
    let upper = event(&alice(), 1, NOW + 1, &[&["T", "x"]], "");
    desk.accept_all([&lower, &upper]);
    desk.finds(Filter::new().tag('t', "x"), &[&lower]);
    desk.finds(Filter::new().tag('T', "x"), &[&upper]);
    for name in ["#1", "#é", "#", "#-"] {
        assert_eq!(verdict(&mut desk, json!({ name: ["x"] })), Some(Prefix::Unsupported), "{name}");
    }
    assert_eq!(prefix(&desk.closed(&[Filter::new().tag('1', "x")])), Some(Prefix::Unsupported));
}

#[test]
fn r_30_an_unknown_member_is_unsupported_or_ignored() {
    let mut desk = Desk::conforming();
    assert_eq!(verdict(&mut desk, json!({ "kind": 1 })), Some(Prefix::Unsupported));
    assert_eq!(verdict(&mut desk, json!({ "#word": ["x"] })), Some(Prefix::Unsupported));
    let mut lenient = Desk::with(|p| p.unknown_filter_member = OddMember::Ignore);
    assert_eq!(verdict(&mut lenient, json!({ "kind": 1, "#word": ["x"] })), None);
    let mut filter = Filter::new();
    filter.unknown.insert("kind".to_owned(), json!(1));
    assert_eq!(prefix(&desk.closed(&[filter])), Some(Prefix::Unsupported));
}

#[test]
fn r_31_only_the_first_value_of_a_tag_counts() {
    let mut desk = Desk::conforming();
    let tagged = event(&alice(), 1, NOW, &[&["t", "first", "second"], &["t"], &["t", "other"]], "");
    desk.accept(&tagged);
    desk.finds(Filter::new().tag('t', "first"), &[&tagged]);
    desk.finds(Filter::new().tag('t', "other"), &[&tagged]);
    desk.finds(Filter::new().tag('t', "second"), &[]);
    desk.finds(Filter::new().tag('t', ""), &[]);
}

#[test]
fn r_32_several_tag_keys_must_all_match_on_addressable_kinds_too() {
    for kind in [1, 30_443] {
        let mut desk = Desk::conforming();
        let both = event(&alice(), kind, NOW, &[&["d", "a"], &["t", "x"]], "");
        let other = event(&alice(), kind, NOW, &[&["d", "b"], &["t", "y"]], "");
        desk.accept_all([&both, &other]);
        let base = Filter::new().kind(kind).author(alice().public_key());
        desk.finds(base.clone().tag('d', "a").tag('t', "x"), &[&both]);
        desk.finds(base.tag('d', "a").tag('t', "y"), &[]);
        desk.finds(Filter::new().tag('d', "b").tag('t', "y"), &[&other]);
    }
}

#[test]
fn r_33_several_values_of_one_key_are_a_union_on_addressable_kinds_too() {
    for kind in [1, 30_443] {
        let mut desk = Desk::conforming();
        let events = ["a", "b", "c"].map(|d| event(&alice(), kind, NOW + u64::from(d.as_bytes()[0]), &[&["d", d]], ""));
        desk.accept_all(&events);
        let base = Filter::new().kind(kind).author(alice().public_key());
        desk.finds(base.tag('d', "a").tag('d', "c"), &[&events[2], &events[0]]);
    }
}

#[test]
fn r_34_search_is_unsupported_or_ignored_and_never_a_substring_match() {
    let mut desk = Desk::conforming();
    assert_eq!(verdict(&mut desk, json!({ "search": "x" })), Some(Prefix::Unsupported));
    let mut lenient = Desk::with(|p| p.search = OddMember::Ignore);
    lenient.accept(&note("haystack"));
    for needle in ["hay", "needle"] {
        let replies = lenient.say(&json!(["REQ", needle, { "search": needle }]).to_string());
        assert_eq!(replies.len(), 2, "one event and EOSE, whatever was searched");
    }
    assert_eq!(verdict(&mut lenient, json!({ "search": 7 })), Some(Prefix::Invalid));
}

#[test]
fn r_35_stored_events_come_latest_first_then_by_ascending_id() {
    let mut desk = Desk::conforming();
    let mut same: Vec<_> = (0..8).map(|n| event(&alice(), 1, NOW, &[], &n.to_string())).collect();
    let (older, newer) = (at(NOW - 1), at(NOW + 1));
    desk.accept_all(&same);
    desk.accept_all([&older, &newer]);
    same.sort_by_key(|event| event.id);
    let expected: Vec<_> = [newer].into_iter().chain(same).chain([older]).collect();
    assert_eq!(desk.find(Filter::new()), expected);
    assert_eq!(desk.find(Filter::new().kind(1)), expected);
}

#[test]
fn r_36_limit_is_per_filter_with_ties_cut_by_id_and_the_union_sorted() {
    let mut desk = Desk::conforming();
    let mut same: Vec<_> = (0..5).map(|n| event(&alice(), 1, NOW, &[], &n.to_string())).collect();
    let reactions = [event(&bob(), 7, NOW + 5, &[], ""), event(&bob(), 7, NOW - 5, &[], "")];
    desk.accept_all(&same);
    desk.accept_all(&reactions);
    same.sort_by_key(|event| event.id);
    assert_eq!(desk.find(Filter::new().kind(1).limit(2)), same[..2]);
    let union = desk
        .req("s", &[Filter::new().kind(1).limit(1), Filter::new().kind(7).limit(2), Filter::new().kinds([1]).limit(1)]);
    assert_eq!(union, [reactions[0].clone(), same[0].clone(), reactions[1].clone()]);
}

#[test]
fn r_37_limit_zero_gives_eose_only_and_stays_live() {
    let mut desk = Desk::conforming();
    desk.accept(&note("stored"));
    assert_eq!(desk.req("s", &[Filter::new().limit(0)]), []);
    assert_eq!(copies(&desk.send(ClientMsg::Event(note("live")))).len(), 1);
}

#[test]
fn r_38_limit_ends_with_eose_and_the_other_conditions_do_not() {
    let mut desk = Desk::conforming();
    desk.req("s", &[Filter::new().limit(1).since(NOW).until(NOW + 10).kind(1)]);
    for n in 0..5 {
        assert_eq!(copies(&desk.send(ClientMsg::Event(note(&n.to_string())))).len(), 1);
    }
    for outside in [at(NOW - 1), at(NOW + 11), event(&alice(), 7, NOW, &[], "")] {
        assert_eq!(copies(&desk.send(ClientMsg::Event(outside))), []);
    }
}

#[test]
fn r_39_limits_are_clamped_silently() {
    let mut desk = Desk::with(|p| {
        p.max_limit = Some(3);
        p.default_limit = Some(2);
    });
    desk.accept_all(&(0..5).map(|n| at(NOW + n)).collect::<Vec<_>>());
    assert_eq!(desk.find(Filter::new()).len(), 2);
    assert_eq!(desk.find(Filter::new().limit(100)).len(), 3);
    assert_eq!(desk.find(Filter::new().limit(1)).len(), 1);
    assert_eq!(verdict(&mut desk, json!({ "limit": u64::MAX })), None);
    let mut only_max = Personality { default_limit: None, ..desk.relay.personality().clone() };
    desk.relay.set_personality(only_max.clone());
    assert_eq!(desk.find(Filter::new()).len(), 3);
    only_max.max_limit = None;
    desk.relay.set_personality(only_max);
    assert_eq!(desk.find(Filter::new()).len(), 5);
}

#[test]
fn r_40_each_new_event_goes_once_to_each_matching_subscription_in_order_of_acceptance() {
    let mut desk = Desk::conforming();
    desk.req("notes", &[Filter::new().kind(1), Filter::new().author(alice().public_key())]);
    desk.req("others", &[Filter::new().kind(7)]);
    let events = [at(NOW), at(NOW - 50), at(NOW + 50)];
    let mut heard = Vec::new();
    for event in &events {
        heard.extend(copies(&desk.send(ClientMsg::Event(event.clone()))));
    }
    let expected: Vec<_> = events.iter().map(|event| (desk.conn, "notes".to_owned(), event.id)).collect();
    assert_eq!(heard, expected);
}

#[test]
fn r_41_refused_duplicate_and_superseded_events_are_not_sent_live() {
    let mut desk = Desk::conforming();
    let newer = event(&alice(), 0, NOW, &[], "new");
    desk.accept(&newer);
    desk.req("s", &[Filter::new()]);
    let odd = [
        newer.clone(),
        event(&alice(), 0, NOW - 1, &[], "old"),
        event(&alice(), 1, NOW, &[&["expiration", "1"]], ""),
        event(&alice(), 1, NOW, &[&["-"]], ""),
    ];
    for event in odd {
        assert_eq!(copies(&desk.send(ClientMsg::Event(event))), []);
    }
}
