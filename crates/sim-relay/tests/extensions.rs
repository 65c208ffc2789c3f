//! 2.6 Expiry, AUTH, COUNT, protected events, gift wraps.

mod support;

use nostr::JsonUtil;
use sim_relay::{ClientMsg, Filter, Personality, Prefix, Protected, RelayMsg, VerifiedEvent};
use support::*;

fn expiring(kind: u16, at: u64, expires: u64) -> VerifiedEvent {
    event(&alice(), kind, at, &[&["expiration", &expires.to_string()], &["d", "x"]], "")
}

fn hex(keys: &nostr::Keys) -> String {
    keys.public_key().to_hex()
}

#[test]
fn r_69_an_expired_event_or_a_malformed_expiration_is_refused() {
    let mut desk = Desk::conforming();
    desk.refuse(&expiring(1, NOW, NOW), Prefix::Invalid);
    desk.refuse(&expiring(1, NOW, NOW - 1), Prefix::Invalid);
    for bad in ["soon", "", "-1", "+1", "1.5", "99999999999999999999999"] {
        desk.refuse(&event(&alice(), 1, NOW, &[&["expiration", bad]], ""), Prefix::Invalid);
    }
    desk.refuse(&event(&alice(), 1, NOW, &[&["expiration"]], ""), Prefix::Invalid);
    desk.accept(&expiring(1, NOW, NOW + 1));
    let mut off = Desk::with(|p| p.nip_off = set([40]));
    off.accept(&expiring(1, NOW, NOW - 1));
    assert_eq!(off.find(Filter::new()).len(), 1);
}

#[test]
fn r_70_an_event_is_invisible_from_the_second_of_its_expiry_with_or_without_purge() {
    for purge in [false, true] {
        let mut desk = Desk::conforming();
        desk.accept(&expiring(1, NOW, NOW + 10));
        for (now, visible) in [(NOW + 9, 1), (NOW + 10, 0), (NOW + 11, 0)] {
            desk.now = now;
            if purge {
                assert_eq!(desk.relay.tick(now), []);
            }
            assert_eq!(desk.find(Filter::new()).len(), visible);
            assert_eq!(desk.count(&[Filter::new()]), visible as u64);
            assert_eq!(desk.relay.query(now, &[Filter::new().kind(1)]).events.len(), visible);
        }
        assert_eq!(desk.stored().is_empty(), purge);
    }
}

#[test]
fn r_71_an_expired_version_keeps_its_rank_until_purged() {
    let mut desk = Desk::conforming();
    let older = event(&alice(), 30_443, NOW - 1, &[&["d", "x"]], "");
    desk.accept_all([&older, &expiring(30_443, NOW, NOW + 10)]);
    desk.now = NOW + 20;
    desk.finds(Filter::new(), &[]);
    desk.refuse(&older, Prefix::Error);
    desk.relay.tick(desk.now);
    desk.accept(&older);
}

#[test]
fn r_72_expiry_changes_nothing_about_the_storage_of_ephemeral_events() {
    let mut desk = Desk::conforming();
    desk.req("s", &[Filter::new()]);
    let whisper = expiring(20_001, NOW, NOW + 10);
    assert_eq!(copies(&desk.send(ClientMsg::Event(whisper))).len(), 1);
    assert_eq!(desk.stored(), []);
}

#[test]
fn r_73_the_challenge_comes_on_connect_or_before_the_first_auth_required() {
    let mut judge = Desk::new(Personality::judge());
    let (_, greeting) = judge.relay.connect(NOW);
    assert!(matches!(greeting.as_slice(), [(_, RelayMsg::Auth(_))]));
    let wraps = || ClientMsg::Req { sub: "s".into(), filters: vec![Filter::new().kind(1059)] };
    assert_eq!(judge.send(wraps()).len(), 1, "no second challenge");

    let mut desk = Desk::conforming();
    let (_, greeting) = desk.relay.connect(NOW);
    assert_eq!(greeting, []);
    let outbox = desk.send(wraps());
    assert!(matches!(outbox.as_slice(), [(_, RelayMsg::Auth(_)), (_, RelayMsg::Closed { .. })]));
    assert_eq!(prefix(&closed_of(&outbox)), Some(Prefix::AuthRequired));
    assert_eq!(desk.send(wraps()).len(), 1, "only before the first");
}

#[test]
fn r_73_challenges_differ_by_connection_and_a_new_one_voids_the_old() {
    let mut desk = Desk::conforming();
    let other = desk.connect();
    let conn = desk.conn;
    let mut challenge = |conn| match desk.relay.challenge(conn).remove(0) {
        (_, RelayMsg::Auth(challenge)) => challenge,
        other => panic!("{other:?}"),
    };
    let (old, elsewhere, new) = (challenge(conn), challenge(other), challenge(conn));
    assert_eq!(set([&old, &elsewhere, &new]).len(), 3);
    assert!(!desk.auth(&auth_event(&alice(), NOW, URL, &old)).0);
    assert!(!desk.auth(&auth_event(&alice(), NOW, URL, &elsewhere)).0);
    assert!(desk.auth(&auth_event(&alice(), NOW, URL, &new)).0);
}

/// A desk with a challenge, and the challenge.
fn challenged() -> (Desk, String) {
    let mut desk = Desk::conforming();
    match desk.relay.challenge(desk.conn).remove(0) {
        (_, RelayMsg::Auth(challenge)) => (desk, challenge),
        other => panic!("{other:?}"),
    }
}

#[test]
fn r_74_auth_wants_kind_time_challenge_and_relay_to_be_right() {
    let (mut desk, challenge) = challenged();
    let tags: &[&[&str]] = &[&["relay", URL], &["challenge", &challenge]];
    let bad = [
        event(&alice(), 22_241, NOW, tags, ""),
        auth_event(&alice(), NOW - 601, URL, &challenge),
        auth_event(&alice(), NOW + 601, URL, &challenge),
        auth_event(&alice(), NOW, URL, "another"),
        auth_event(&alice(), NOW, "wss://other.example.com", &challenge),
        auth_event(&alice(), NOW, "ws://relay.example.com", &challenge),
        auth_event(&alice(), NOW, "wss://relay.example.com:444", &challenge),
        auth_event(&alice(), NOW, "wss://relay.example.com/path", &challenge),
        auth_event(&alice(), NOW, "relay.example.com", &challenge),
        event(&alice(), 22_242, NOW, &tags[..1], ""),
        event(&alice(), 22_242, NOW, &tags[1..], ""),
    ];
    for event in bad {
        let (accepted, message) = desk.auth(&event);
        assert!(!accepted, "{}", event.as_json());
        assert_eq!(prefix(&message), Some(Prefix::Invalid));
    }
    for relay in [URL, "wss://relay.example.com/", "WSS://Relay.Example.COM:443"] {
        assert!(desk.auth(&auth_event(&alice(), NOW - 600, relay, &challenge)).0, "{relay}");
    }
    let (mut unchallenged, without) = (Desk::conforming(), auth_event(&alice(), NOW, URL, ""));
    assert!(!unchallenged.auth(&without).0);
}

#[test]
fn r_74_an_auth_event_with_a_wrong_signature_is_invalid() {
    let (mut desk, challenge) = challenged();
    let mut value = as_value(&auth_event(&alice(), NOW, URL, &challenge));
    value["sig"] = as_value(&note("x"))["sig"].clone();
    let reply = desk.ask(&serde_json::json!(["AUTH", value]).to_string());
    assert!(matches!(reply, RelayMsg::Ok { accepted: false, message, .. } if message.starts_with("invalid: ")));
}

#[test]
fn r_75_auth_is_answered_by_ok_with_its_id_and_each_success_adds_a_key() {
    let (mut desk, challenge) = challenged();
    for who in [alice(), bob()] {
        let event = auth_event(&who, NOW, URL, &challenge);
        let expected = RelayMsg::Ok { id: event.id, accepted: true, message: String::new() };
        assert_eq!(desk.ask(&ClientMsg::Auth(event).to_json()), expected);
    }
    let wraps = [alice(), bob(), carol()].map(|to| wrap(1059, NOW, &to.public_key()));
    desk.accept_all(&wraps);
    assert_eq!(set(desk.find(Filter::new().kind(1059))), set(wraps[..2].to_vec()));
}

#[test]
fn r_76_auth_is_demanded_of_strangers_and_known_ones_without_rights_are_restricted() {
    let mut desk = Desk::with(|p| p.auth_required = true);
    desk.refuse(&note("x"), Prefix::AuthRequired);
    assert_eq!(prefix(&desk.closed(&[Filter::new()])), Some(Prefix::AuthRequired));
    let count = desk.send(ClientMsg::Count { sub: "q".into(), filters: vec![Filter::new()] });
    assert_eq!(prefix(&closed_of(&count)), Some(Prefix::AuthRequired));
    desk.authenticate(&alice());
    desk.accept(&note("x"));
    assert_eq!(desk.find(Filter::new()).len(), 1);
    let others = Filter::new().kind(1059).tag('p', hex(&bob()));
    assert_eq!(prefix(&desk.closed(&[others])), Some(Prefix::Restricted));
}

#[test]
fn r_76_an_allow_list_takes_its_authors_and_wraps_for_them() {
    let mut desk = Desk::new(Personality::inbox().writable_for([alice().public_key()]));
    desk.accept(&note("alice's"));
    desk.refuse(&event(&bob(), 1, NOW, &[&["p", &hex(&alice())]], ""), Prefix::Restricted);
    desk.accept(&wrap(1059, NOW, &alice().public_key()));
    desk.refuse(&wrap(1059, NOW, &bob().public_key()), Prefix::Restricted);
    Desk::new(Personality::inbox()).refuse(&note("x"), Prefix::Restricted);
}

#[test]
fn r_76_where_auth_is_off_nobody_is_asked_for_it() {
    let mut desk = Desk::with(|p| {
        p.auth_required = true;
        p.challenge_on_connect = true;
        p.nip_off = set([42]);
    });
    assert_eq!(desk.relay.connect(NOW).1, []);
    desk.refuse(&note("x"), Prefix::Restricted);
    assert!(!desk.auth(&auth_event(&alice(), NOW, URL, "")).0);
}

#[test]
fn r_77_count_is_the_size_of_the_union_of_visible_events_without_limits() {
    let mut desk = Desk::with(|p| {
        p.max_limit = Some(2);
        p.default_limit = Some(1);
    });
    desk.accept_all(&["a", "b", "c", "d"].map(note));
    desk.accept(&wrap(1059, NOW, &alice().public_key()));
    desk.accept(&event(&alice(), 20_001, NOW, &[], ""));
    let alices = Filter::new().author(alice().public_key());
    assert_eq!(desk.count(&[Filter::new().kind(1), alices.clone().limit(1)]), 4);
    assert_eq!(desk.count(&[Filter::new()]), 4, "the wrap is not ours to see");
    let text = desk.ask(r#"["COUNT","q",{"kinds":[1]}]"#).to_json();
    assert_eq!(text, r#"["COUNT","q",{"count":4}]"#);
}

#[test]
fn r_78_a_refused_count_is_closed_by_its_query_id_and_harms_no_subscription() {
    let mut desk = Desk::conforming();
    desk.req("q", &[Filter::new()]);
    assert!(matches!(desk.ask(r#"["COUNT","q",{"search":"x"}]"#), RelayMsg::Closed { sub, .. } if sub.as_str() == "q"));
    assert_eq!(copies(&desk.send(ClientMsg::Event(note("x")))).len(), 1);
    let mut off = Desk::with(|p| p.nip_off = set([45]));
    let reply = off.ask(r#"["COUNT","q",{}]"#);
    assert!(matches!(reply, RelayMsg::Closed { message, .. } if prefix(&message) == Some(Prefix::Unsupported)));
}

#[test]
fn r_79_guarded_wraps_go_only_to_a_connection_that_proved_the_tagged_key() {
    let mut desk = Desk::conforming();
    let (ours, theirs) = (wrap(1059, NOW, &alice().public_key()), wrap(1059, NOW, &bob().public_key()));
    let public = note("public");
    desk.accept_all([&ours, &theirs, &public]);
    for filter in [Filter::new().kind(1059), Filter::new().kinds([1059, 21_059]).tag('p', hex(&alice()))] {
        assert_eq!(prefix(&desk.closed(&[filter])), Some(Prefix::AuthRequired));
    }
    desk.finds(Filter::new(), &[&public]);
    desk.finds(Filter::new().kinds([1, 1059]), &[&public]);
    desk.finds(Filter::new().id(ours.id), &[]);

    desk.authenticate(&alice());
    desk.finds(Filter::new().kind(1059), &[&ours]);
    desk.finds(Filter::new().kind(1059).tag('p', hex(&alice())).tag('p', hex(&bob())), &[&ours]);
    desk.finds(Filter::new().id(theirs.id), &[]);
    let others = Filter::new().kind(1059).tag('p', hex(&bob()));
    assert_eq!(prefix(&desk.closed(std::slice::from_ref(&others))), Some(Prefix::Restricted));
    assert_eq!(desk.req("s", &[others, Filter::new().kind(1)]), [public]);
    let seen = desk.relay.query_as(NOW, &set([bob().public_key()]), &[Filter::new().kind(1059)]);
    assert_eq!(seen.events, [theirs]);
}

#[test]
fn r_79_live_delivery_and_count_follow_the_guard() {
    let mut desk = Desk::conforming();
    desk.req("s", &[Filter::new()]);
    let ours = wrap(1059, NOW, &alice().public_key());
    assert_eq!(copies(&desk.send(ClientMsg::Event(ours))), []);
    assert_eq!(desk.count(&[Filter::new()]), 0);
    let wraps = ClientMsg::Count { sub: "q".into(), filters: vec![Filter::new().kind(1059)] };
    assert_eq!(prefix(&closed_of(&desk.send(wraps))), Some(Prefix::AuthRequired));
    desk.authenticate(&alice());
    assert_eq!(desk.count(&[Filter::new().kind(1059)]), 1);
    let live = copies(&desk.send(ClientMsg::Event(wrap(1059, NOW + 1, &alice().public_key()))));
    assert_eq!(live.len(), 1, "the subscription opened before AUTH counts the key too");
}

#[test]
fn r_80_without_the_guard_wraps_are_served_to_anyone() {
    let mut desk = Desk::with(|p| p.giftwrap_guard = false);
    let wrap = wrap(1059, NOW, &alice().public_key());
    desk.req("s", &[Filter::new().kind(1059)]);
    assert_eq!(copies(&desk.send(ClientMsg::Event(wrap.clone()))).len(), 1);
    desk.finds(Filter::new().kind(1059).tag('p', hex(&alice())), &[&wrap]);
}

#[test]
fn r_81_the_recipient_of_a_wrap_or_its_author_may_delete_it_and_nobody_else() {
    let to_alice = wrap(1059, NOW, &alice().public_key());
    for (who, may) in [(alice(), true), (keys(99), true), (bob(), false)] {
        let request = delete_id(&who, NOW, to_alice.id);
        let mut after = Desk::with(|p| p.giftwrap_guard = false);
        after.accept_all([&to_alice, &request]);
        assert_eq!(after.find(Filter::new().kind(1059)).is_empty(), may);
        if may {
            after.refuse(&to_alice, Prefix::Blocked);
        }
        let mut before = Desk::conforming();
        before.accept(&request);
        assert_eq!(before.publish(&to_alice).0, !may);
    }
    let mut desk = Desk::conforming();
    let reply = event(&bob(), 1, NOW, &[&["p", &hex(&alice())]], "");
    desk.accept_all([&reply, &delete_id(&alice(), NOW, reply.id)]);
    desk.finds(Filter::new().kind(1), &[&reply]);
}

#[test]
fn r_82_a_back_dated_wrap_is_taken_and_a_cursor_of_arrival_times_misses_it() {
    let back_dated = wrap(1059, NOW - 2 * 86_400, &alice().public_key());
    // A relay for lists takes no wrap at all.
    for name in Personality::PRESETS.into_iter().filter(|name| *name != "indexer") {
        let personality = Personality::preset(name).expect("a preset").writable_for([alice().public_key()]);
        let mut desk = Desk::new(personality);
        desk.accept(&back_dated);
    }
    let mut desk = Desk::with(|p| p.giftwrap_guard = false);
    desk.accept(&back_dated);
    desk.finds(Filter::new().kind(1059).since(NOW - 1), &[]);
    desk.finds(Filter::new().kind(1059), &[&back_dated]);
}

#[test]
fn r_83_a_relay_may_refuse_protected_events_from_anyone() {
    let mut desk = Desk::with(|p| p.protected = Protected::Refuse);
    desk.authenticate(&alice());
    desk.refuse(&event(&alice(), 1, NOW, &[&["-"]], ""), Prefix::Blocked);
    let mut off = Desk::with(|p| {
        p.protected = Protected::Refuse;
        p.nip_off = set([70]);
    });
    off.accept(&event(&alice(), 1, NOW, &[&["-"]], ""));
}

#[test]
fn r_84_a_protected_event_is_taken_from_its_author_only() {
    let mut desk = Desk::conforming();
    let protected = event(&alice(), 1, NOW, &[&["-"]], "");
    let outbox = desk.send(ClientMsg::Event(protected.clone()));
    assert!(matches!(outbox[0], (_, RelayMsg::Auth(_))), "a challenge first");
    assert_eq!(prefix(&ok_of(&outbox).1), Some(Prefix::AuthRequired));
    desk.authenticate(&bob());
    desk.refuse(&protected, Prefix::Restricted);
    desk.authenticate(&alice());
    desk.accept(&protected);
    desk.finds(Filter::new(), &[&protected]);
}

#[test]
fn r_85_a_repost_of_a_protected_event_is_blocked() {
    let protected = event(&alice(), 1, NOW, &[&["t", "x"], &["-"]], "").as_json();
    let open = note("open").as_json();
    let mut desk = Desk::conforming();
    for kind in [6, 16] {
        desk.refuse(&event(&bob(), kind, NOW, &[], &protected), Prefix::Blocked);
        desk.accept_all([&event(&bob(), kind, NOW, &[], &open), &event(&bob(), kind, NOW, &[], "")]);
    }
    desk.accept(&event(&bob(), 1, NOW, &[], &protected));
    let mut off = Desk::with(|p| p.nip_off = set([70]));
    off.accept(&event(&bob(), 6, NOW, &[], &protected));
    assert!(nostr::Event::from_json(&protected).is_ok());
}
