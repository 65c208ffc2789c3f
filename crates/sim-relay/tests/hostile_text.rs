//! Whatever bytes arrive, the relay answers or stays silent, and goes on.

mod support;

use proptest::prelude::*;
use sim_relay::{ClientMsg, Filter, Personality, RelayMsg};
use support::*;

fn valid_messages() -> Vec<String> {
    let target = event(&alice(), 30_443, NOW, &[&["d", "x"], &["expiration", "1800000000"]], "\n\"ü");
    let filter = Filter::new().kind(1).author(alice().public_key()).tag('p', "ab".repeat(32)).since(1).limit(3);
    vec![
        ClientMsg::Event(target.clone()).to_json(),
        ClientMsg::Event(delete_id(&alice(), NOW, target.id)).to_json(),
        ClientMsg::Req { sub: "sub".into(), filters: vec![filter.clone(), Filter::new()] }.to_json(),
        ClientMsg::Count { sub: "sub".into(), filters: vec![filter] }.to_json(),
        ClientMsg::Close("sub".into()).to_json(),
        ClientMsg::Auth(auth_event(&alice(), NOW, URL, "challenge")).to_json(),
    ]
}

fn survives(desk: &mut Desk, text: &str) {
    let notices = desk.say(text).iter().filter(|msg| matches!(msg, RelayMsg::Notice(_))).count();
    assert!(notices <= 1);
    desk.req("still here", &[Filter::new()]);
}

proptest! {
    #[test]
    fn no_text_stops_the_relay(text in any::<String>(), preset in prop::sample::select(&Personality::PRESETS[..])) {
        survives(&mut Desk::new(Personality::preset(preset).expect("a preset")), &text);
    }

    #[test]
    fn no_array_of_odd_json_stops_the_relay(
        verb in prop::sample::select(vec!["EVENT", "REQ", "CLOSE", "COUNT", "AUTH"]),
        items in prop::collection::vec(prop::sample::select(vec![
            "{}", "[]", "null", "\"\"", "\"s\"", "1e400", "-0", "{\"id\":{}}", "{\"ids\":{}}", "{\"#p\":[null]}", "{\"limit\":1e3}",
        ]), 0..4),
    ) {
        let text = format!("[\"{verb}\",{}]", items.join(","));
        survives(&mut Desk::conforming(), &text);
    }

    #[test]
    fn no_damage_to_a_message_stops_the_relay(
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, "[\\[\\]{}\",:0-9a-f\u{0}ü]{0,3}"), 1..4),
    ) {
        let mut chars: Vec<char> = which.get(&valid_messages()).chars().collect();
        for (place, cut, insert) in edits {
            let from = place.index(chars.len() + 1);
            let to = (from + cut).min(chars.len());
            chars.splice(from..to, insert.chars());
        }
        survives(&mut Desk::new(Personality::judge()), &chars.into_iter().collect::<String>());
    }
}

#[test]
fn every_prefix_of_a_message_is_survived() {
    let mut desk = Desk::conforming();
    for text in valid_messages() {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            survives(&mut desk, &text[..end]);
        }
    }
}
