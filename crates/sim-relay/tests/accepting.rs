//! 2.1 Accepting events.

mod support;

use serde_json::json;
use sim_relay::{BadEvent, ClientMsg, Filter, Prefix, RelayMsg, VerifiedEvent};
use support::*;

fn refused_invalid(desk: &mut Desk, value: &serde_json::Value) {
    match desk.ask(&event_message(value)) {
        RelayMsg::Ok { id, accepted, message } => {
            assert_eq!(json!(id), json!(value["id"].as_str().map(str::to_lowercase)));
            assert!(!accepted);
            assert_eq!(prefix(&message), Some(Prefix::Invalid), "{value}");
        }
        other => panic!("{value} is answered by {other:?}"),
    }
    assert_eq!(desk.stored(), [], "{value} is not stored");
}

#[test]
fn r_01_an_id_that_is_not_the_hash_is_refused_and_not_sent_on() {
    let mut desk = Desk::conforming();
    desk.req("live", &[Filter::new()]);
    let mut value = as_value(&note("said"));
    value["content"] = json!("never said");
    refused_invalid(&mut desk, &value);
    let event = serde_json::from_value(value).expect("well formed");
    assert_eq!(VerifiedEvent::check(event), Err(BadEvent::WrongId));
}

#[test]
fn r_02_a_signature_that_does_not_verify_is_refused_and_not_sent_on() {
    let mut desk = Desk::conforming();
    desk.req("live", &[Filter::new()]);
    let mut value = as_value(&note("one"));
    value["sig"] = as_value(&note("two"))["sig"].clone();
    refused_invalid(&mut desk, &value);
    let event = serde_json::from_value(value).expect("well formed");
    assert_eq!(VerifiedEvent::check(event), Err(BadEvent::WrongSignature));
}

#[test]
fn r_03_members_out_of_form_are_refused_by_ok_where_the_id_can_be_read() {
    let good = as_value(&event(&alice(), 1, NOW, &[&["t", "x"]], ""));
    let upper = |name: &str| json!(good[name].as_str().map(str::to_uppercase));
    let odd = [
        ("id", upper("id")),
        ("pubkey", upper("pubkey")),
        ("sig", upper("sig")),
        ("pubkey", json!("ab")),
        ("sig", json!("ab")),
        ("kind", json!(65_536)),
        ("kind", json!(-1)),
        ("kind", json!(1.0)),
        ("kind", json!("1")),
        ("created_at", json!(-5)),
        ("created_at", json!(NOW as f64 + 0.5)),
        ("created_at", json!(NOW.to_string())),
        ("tags", json!([[]])),
        ("tags", json!([["t", 1]])),
        ("tags", json!(["t"])),
        ("tags", json!({})),
        ("content", json!(null)),
    ];
    let mut desk = Desk::conforming();
    for (name, value) in odd {
        let mut bad = good.clone();
        bad[name] = value;
        refused_invalid(&mut desk, &bad);
        bad.as_object_mut().expect("an object").remove(name);
        if name != "id" {
            refused_invalid(&mut desk, &bad);
        }
    }
    let exponent = event_message(&good).replace(&NOW.to_string(), "178e7");
    assert!(matches!(desk.ask(&exponent), RelayMsg::Ok { accepted: false, .. }));
}

#[test]
fn r_03_without_a_readable_id_the_answer_is_a_notice_and_the_connection_stays() {
    let mut desk = Desk::conforming();
    let mut value = as_value(&note("x"));
    for id in [json!("zz"), json!(7), json!("ab")] {
        value["id"] = id;
        assert!(matches!(desk.ask(&event_message(&value)), RelayMsg::Notice(_)));
    }
    for text in [r#"["EVENT"]"#, r#"["EVENT",[]]"#, r#"["EVENT",null]"#] {
        assert!(matches!(desk.ask(text), RelayMsg::Notice(_)));
    }
    desk.accept(&note("still here"));
}

#[test]
fn r_04_the_seven_escapes_and_non_characters_come_back_unchanged() {
    let mut desk = Desk::conforming();
    let content = "\n\"\\\r\t\u{8}\u{c} \u{fffe} \u{ffff} \u{1ffff} ü 🐦";
    let sent = note(content);
    assert!(matches!(desk.say(&ClientMsg::Event(sent.clone()).to_json())[0], RelayMsg::Ok { accepted: true, .. }));
    let served = desk.find(Filter::new().id(sent.id)).remove(0);
    assert_eq!((served.id, served.content.as_str()), (sent.id, content));
    assert_eq!(served.as_json(), sent.as_json());
}

#[test]
fn r_05_other_control_characters_hash_as_nostr_serialises_them() {
    let mut desk = Desk::conforming();
    let sent = note("bell \u{7} null \u{0} delete \u{7f}");
    let text = ClientMsg::Event(sent.clone()).to_json();
    assert!(text.contains(r"\u0007") && text.contains(r"\u0000"));
    assert!(matches!(desk.say(&text)[0], RelayMsg::Ok { accepted: true, .. }));
    assert_eq!(desk.stored(), [sent]);
}

#[test]
fn r_06_extra_members_are_ignored_and_not_kept() {
    let mut desk = Desk::conforming();
    let mut value = as_value(&note("x"));
    value["seen_on"] = json!(["wss://elsewhere.example.com"]);
    assert!(matches!(desk.ask(&event_message(&value)), RelayMsg::Ok { accepted: true, .. }));
    assert!(!desk.stored()[0].as_json().contains("seen_on"));
}

#[test]
fn r_07_a_known_event_is_a_duplicate_and_is_not_sent_again() {
    let mut desk = Desk::conforming();
    desk.req("live", &[Filter::new()]);
    let event = note("once");
    assert_eq!(copies(&desk.send(ClientMsg::Event(event.clone()))).len(), 1);
    let outbox = desk.send(ClientMsg::Event(event));
    let (accepted, message) = ok_of(&outbox);
    assert!(accepted && prefix(&message) == Some(Prefix::Duplicate));
    assert_eq!(copies(&outbox), []);
}

#[test]
fn r_08_ok_has_four_items_and_a_refusal_has_a_prefix() {
    let mut desk = Desk::conforming();
    let good = note("x");
    let accepted = desk.ask(&ClientMsg::Event(good.clone()).to_json()).to_json();
    assert_eq!(accepted, json!(["OK", good.id.to_hex(), true, ""]).to_string());
    let mut bad = as_value(&good);
    bad["content"] = json!("y");
    let refused = desk.ask(&event_message(&bad)).to_json();
    let items: Vec<serde_json::Value> = serde_json::from_str(&refused).expect("JSON");
    assert_eq!(items.len(), 4);
    assert_eq!(Prefix::of(items[3].as_str().expect("text")), Some(Prefix::Invalid));
    let nip01 =
        ["duplicate", "pow", "blocked", "rate-limited", "invalid", "restricted", "mute", "error", "auth-required"];
    assert!(nip01.iter().all(|word| Prefix::of(&format!("{word}: text")).is_some()));
    assert_eq!(Prefix::of("nonsense: text"), None);
}

#[test]
fn r_09_the_ok_comes_first_then_copies_by_connection_and_age_of_subscription() {
    let mut desk = Desk::conforming();
    let first = desk.conn;
    desk.req("z", &[Filter::new()]);
    desk.req("a", &[Filter::new()]);
    desk.conn = desk.connect();
    let second = desk.conn;
    desk.req("m", &[Filter::new()]);
    let event = note("hello");
    let outbox = desk.send(ClientMsg::Event(event.clone()));
    assert!(matches!(outbox[0], (conn, RelayMsg::Ok { .. }) if conn == second));
    let expected = [(first, "z"), (first, "a"), (second, "m")];
    assert_eq!(copies(&outbox), expected.map(|(conn, sub)| (conn, sub.to_owned(), event.id)));
    assert_eq!(outbox.len(), 4);
}

#[test]
fn r_10_created_at_outside_the_window_is_refused_and_its_edges_are_inside() {
    let mut desk = Desk::with(|p| {
        p.created_at_lower_limit = Some(100);
        p.created_at_upper_limit = Some(10);
    });
    let at = |at: u64| event(&alice(), 1, at, &[], "");
    desk.refuse(&at(NOW - 101), Prefix::Invalid);
    desk.refuse(&at(NOW + 11), Prefix::Invalid);
    desk.accept_all(&[at(NOW - 100), at(NOW + 10)]);
    let mut unlimited = Desk::conforming();
    unlimited.accept_all(&[at(0), at(u64::from(u32::MAX) * 9)]);
}

#[test]
fn r_11_what_exceeds_a_limit_is_refused_and_the_connection_stays() {
    let mut desk = Desk::with(|p| {
        p.max_event_tags = Some(2);
        p.max_content_length = Some(3);
    });
    desk.refuse(&event(&alice(), 1, NOW, &[&["a"], &["b"], &["c"]], ""), Prefix::Invalid);
    desk.refuse(&note("four"), Prefix::Invalid);
    desk.accept(&event(&alice(), 1, NOW, &[&["a"], &["b"]], "ÄÖÜ"));
}

#[test]
fn r_11_a_long_message_is_answered_by_what_can_be_read_of_it() {
    let (short, long) = (note("fits"), note(&"x".repeat(500)));
    let max = ClientMsg::Event(short.clone()).to_json().len();
    let mut desk = Desk::with(|p| p.max_message_length = Some(max));
    desk.accept(&short);
    desk.refuse(&long, Prefix::Invalid);
    let text = ClientMsg::Event(long.clone()).to_json();
    assert!(matches!(desk.ask(&text), RelayMsg::Ok { id, accepted: false, .. } if id == long.id));
    assert!(matches!(desk.ask(&text.replace(r#""id""#, r#""no""#)), RelayMsg::Notice(_)));
    let req = format!(r##"["REQ","s",{{"#t":["{}"]}}]"##, "x".repeat(500));
    assert!(matches!(desk.ask(&req), RelayMsg::Closed { message, .. } if prefix(&message) == Some(Prefix::Invalid)));
    assert_eq!(desk.find(Filter::new()), [short]);
}
