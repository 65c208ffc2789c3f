//! 2.2 Messages and subscriptions.

mod support;

use sim_relay::{ClientMsg, Filter, Prefix, RelayMsg};
use support::*;

fn count_of(outbox: &[(sim_relay::ConnId, RelayMsg)], wanted: fn(&RelayMsg) -> bool) -> usize {
    outbox.iter().filter(|(_, msg)| wanted(msg)).count()
}

#[test]
fn r_12_what_is_no_message_gets_a_notice_and_harms_nothing() {
    let mut desk = Desk::conforming();
    desk.req("live", &[Filter::new()]);
    let odd = [
        "",
        "{",
        "{}",
        "null",
        "[]",
        "[1]",
        r#"["HELLO","x"]"#,
        r#"["event",{}]"#,
        r#"["EVENT""#,
        "\u{0}",
        r#"["\ud800"]"#,
    ];
    for text in odd {
        assert!(matches!(desk.ask(text), RelayMsg::Notice(_)), "{text}");
    }
    assert!(matches!(desk.ask(&"[".repeat(100_000)), RelayMsg::Notice(_)));
    assert_eq!(copies(&desk.send(ClientMsg::Event(note("x")))).len(), 1);
}

#[test]
fn r_13_a_refused_req_is_closed_by_its_id_without_eose() {
    let mut desk = Desk::conforming();
    for filter in [r#"{"kinds":["x"]}"#, r#"{"search":"x"}"#, "7", r#"{"limit":-1}"#] {
        let text = format!(r#"["REQ","s",{filter}]"#);
        assert!(matches!(desk.ask(&text), RelayMsg::Closed { sub, .. } if sub.as_str() == "s"), "{text}");
    }
    assert!(matches!(desk.ask(r#"["REQ","s"]"#), RelayMsg::Closed { .. }));
}

#[test]
fn r_13_a_refused_req_also_ends_the_open_subscription_of_its_id() {
    let mut desk = Desk::conforming();
    desk.req("s", &[Filter::new()]);
    desk.ask(r#"["REQ","s",{"search":"x"}]"#);
    assert_eq!(desk.relay.open_subscriptions(desk.conn).count(), 0);
    desk.req("refused", &[Filter::new()]);
    desk.closed(&[]);
    assert_eq!(copies(&desk.send(ClientMsg::Event(note("x")))), []);
}

#[test]
fn r_14_a_subscription_id_has_one_to_sixty_four_characters() {
    let mut desk = Desk::conforming();
    desk.req(&"ü".repeat(64), &[Filter::new()]);
    for id in ["".to_owned(), "ü".repeat(65)] {
        match desk.ask(&format!(r#"["REQ","{id}",{{}}]"#)) {
            RelayMsg::Closed { sub, message } => {
                assert_eq!(sub.as_str(), id);
                assert_eq!(prefix(&message), Some(Prefix::Invalid));
            }
            other => panic!("{other:?}"),
        }
    }
    for id in ["5", "null", r#"["s"]"#] {
        assert!(matches!(desk.ask(&format!(r#"["REQ",{id},{{}}]"#)), RelayMsg::Notice(_)));
        assert!(matches!(desk.ask(&format!(r#"["CLOSE",{id}]"#)), RelayMsg::Notice(_)));
    }
}

#[test]
fn r_15_a_req_with_an_open_id_replaces_the_old_one() {
    let mut desk = Desk::conforming();
    let (one, two) = (note("one"), event(&alice(), 7, NOW, &[], ""));
    desk.accept_all([&one, &two]);
    assert_eq!(desk.req("s", &[Filter::new().kind(1)]), [one]);
    assert_eq!(desk.req("s", &[Filter::new().kind(7)]), [two]);
    assert_eq!(copies(&desk.send(ClientMsg::Event(note("old filter")))), []);
    assert_eq!(copies(&desk.send(ClientMsg::Event(event(&bob(), 7, NOW, &[], "")))).len(), 1);
}

#[test]
fn r_16_the_same_id_on_two_connections_is_two_subscriptions() {
    let mut desk = Desk::conforming();
    let first = desk.conn;
    desk.req("s", &[Filter::new().kind(1)]);
    desk.conn = desk.connect();
    desk.req("s", &[Filter::new().kind(7)]);
    let event = note("for the first");
    assert_eq!(copies(&desk.send(ClientMsg::Event(event.clone()))), [(first, "s".to_owned(), event.id)]);
    desk.send(ClientMsg::Close("s".into()));
    assert_eq!(copies(&desk.send(ClientMsg::Event(note("still")))).len(), 1);
}

#[test]
fn r_17_close_has_no_reply_and_ends_the_flow() {
    let mut desk = Desk::conforming();
    desk.req("s", &[Filter::new()]);
    assert_eq!(desk.send(ClientMsg::Close("unknown".into())), []);
    assert_eq!(copies(&desk.send(ClientMsg::Event(note("before")))).len(), 1);
    assert_eq!(desk.say(r#"["CLOSE","s"]"#), []);
    assert_eq!(copies(&desk.send(ClientMsg::Event(note("after")))), []);
}

#[test]
fn r_18_events_go_only_to_open_subscriptions_of_that_connection() {
    let mut desk = Desk::conforming();
    let listener = desk.conn;
    desk.req("s", &[Filter::new()]);
    desk.conn = desk.connect();
    let outbox = desk.send(ClientMsg::Event(note("x")));
    assert!(copies(&outbox).iter().all(|(conn, sub, _)| (*conn, sub.as_str()) == (listener, "s")));
    let bystander = desk.conn;
    assert_eq!(outbox.iter().filter(|(conn, _)| *conn == bystander).count(), 1, "the OK and nothing else");
}

#[test]
fn r_19_eose_comes_once_between_stored_and_live_events() {
    let mut desk = Desk::conforming();
    desk.accept_all([&note("a"), &note("b")]);
    let outbox = desk.send(ClientMsg::Req { sub: "s".into(), filters: vec![Filter::new()] });
    assert_eq!(count_of(&outbox, |msg| matches!(msg, RelayMsg::Eose(_))), 1);
    assert!(matches!(outbox.last(), Some((_, RelayMsg::Eose(_)))));
    let live = desk.send(ClientMsg::Event(note("c")));
    assert_eq!(count_of(&live, |msg| matches!(msg, RelayMsg::Eose(_))), 0);
    assert_eq!(copies(&live).len(), 1);
}

#[test]
fn r_20_too_many_subscriptions_or_filters_are_rate_limited_and_open_ones_unharmed() {
    let mut desk = Desk::with(|p| {
        p.max_subscriptions = Some(2);
        p.max_filters = Some(1);
    });
    desk.req("a", &[Filter::new()]);
    desk.req("b", &[Filter::new()]);
    assert_eq!(prefix(&desk.closed(&[Filter::new()])), Some(Prefix::RateLimited));
    assert_eq!(prefix(&desk.closed(&[Filter::new(), Filter::new()])), Some(Prefix::RateLimited));
    desk.req("b", &[Filter::new()]);
    assert_eq!(copies(&desk.send(ClientMsg::Event(note("x")))).len(), 2);
}

#[test]
fn r_21_disconnecting_forgets_subscriptions_challenge_and_keys() {
    let mut desk = Desk::conforming();
    desk.req("s", &[Filter::new()]);
    desk.authenticate(&alice());
    let gone = desk.conn;
    desk.relay.disconnect(gone);
    assert_eq!(desk.send(ClientMsg::Event(note("lost"))), []);
    assert_eq!(desk.say("[]"), []);
    desk.conn = desk.connect();
    assert_ne!(desk.conn, gone);
    assert_eq!(copies(&desk.send(ClientMsg::Event(note("x")))), []);
    let wraps = Filter::new().kind(1059).tag('p', alice().public_key().to_hex());
    assert_eq!(prefix(&desk.closed(&[wraps])), Some(Prefix::AuthRequired));
    desk.relay.disconnect(gone);
}

#[test]
fn r_22_a_well_formed_message_is_never_answered_by_notice_alone() {
    for personality in sim_relay::Personality::PRESETS {
        let personality = sim_relay::Personality::preset(personality).expect("a preset");
        let mut desk = Desk::new(personality);
        let filters = vec![Filter::new()];
        let messages = [
            ClientMsg::Event(note("x")),
            ClientMsg::Event(note(&"x".repeat(600_000))),
            ClientMsg::Req { sub: "s".into(), filters: filters.clone() },
            ClientMsg::Count { sub: "s".into(), filters },
            ClientMsg::Auth(auth_event(&alice(), NOW, URL, "none")),
        ];
        for msg in messages {
            let by_value = desk.relay.handle(NOW, desk.conn, msg.clone());
            let by_text = desk.relay.handle_text(NOW, desk.conn, &msg.to_json());
            for outbox in [by_value, by_text] {
                assert!(count_of(&outbox, |msg| !matches!(msg, RelayMsg::Notice(_))) > 0);
            }
        }
    }
}
