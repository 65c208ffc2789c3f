//! Section 3: personalities as data, and the document derived from them.

mod support;

use serde_json::json;
use sim_relay::{DEPLOYED, Deployed, EarlyDeletion, EmptyList, ForeignDeletion, OddMember, Personality, Protected};
use support::*;

#[test]
fn every_preset_is_found_by_name_and_no_other() {
    for name in Personality::PRESETS {
        assert!(Personality::preset(name).is_some(), "{name}");
    }
    assert_eq!(Personality::preset("Conforming"), None);
    assert_eq!(Personality::default(), Personality::conforming());
}

#[test]
fn the_public_preset_has_the_numbers_of_the_specification() {
    let public = Personality::public();
    assert_eq!((public.max_message_length, public.max_event_tags), (Some(65_536), Some(2_000)));
    assert_eq!((public.max_subscriptions, public.max_filters), (Some(50), Some(20)));
    assert_eq!((public.max_limit, public.default_limit), (Some(500), Some(500)));
    assert_eq!((public.created_at_lower_limit, public.created_at_upper_limit), (Some(94_608_000), Some(300)));
    assert_eq!((public.protected, public.giftwrap_guard), (Protected::Refuse, false));
    assert_eq!(public.deletion_before_target, EarlyDeletion::Ignore);
    assert_eq!((public.empty_list, public.search), (EmptyList::None.into(), OddMember::Ignore));
    assert_eq!(public.nip_off, set([45, 77]));
}

#[test]
fn the_inbox_preset_has_the_numbers_of_the_specification() {
    let inbox = Personality::inbox();
    assert_eq!((inbox.max_message_length, inbox.max_event_tags), (Some(524_288), Some(4_000)));
    assert_eq!((inbox.max_limit, inbox.default_limit), (Some(1_000), Some(500)));
    assert_eq!((inbox.created_at_lower_limit, inbox.created_at_upper_limit), (None, Some(900)));
    assert_eq!((inbox.challenge_on_connect, inbox.giftwrap_guard), (true, true));
    assert_eq!(inbox.foreign_deletion, ForeignDeletion::Refuse);
    assert_eq!(inbox.restricted_writes, Some(set([])));
}

#[test]
fn a_personality_survives_json_and_missing_knobs_are_conforming() {
    for name in Personality::PRESETS {
        let preset = Personality::preset(name).expect("a preset");
        let text = serde_json::to_string(&preset).expect("plain data");
        assert_eq!(serde_json::from_str::<Personality>(&text).expect("its own text"), preset);
    }
    let partial: Personality = serde_json::from_value(json!({ "max_limit": 5 })).expect("one knob");
    assert_eq!(partial, Personality { max_limit: Some(5), ..Personality::conforming() });
}

#[test]
fn unknown_knobs_and_nips_that_cannot_be_off_are_errors() {
    for odd in [json!({ "max_limits": 5 }), json!({ "nip_off": [1] }), json!({ "protected": "maybe" })] {
        assert!(serde_json::from_value::<Personality>(odd).is_err());
    }
}

#[test]
fn display_prints_every_knob() {
    let personality = Personality::inbox();
    let printed = personality.to_string();
    let knobs = serde_json::to_value(&personality).expect("plain data");
    let names: Vec<_> = knobs.as_object().expect("an object").keys().cloned().collect();
    assert_eq!(printed.lines().count(), names.len());
    for name in names {
        assert!(printed.lines().any(|line| line.starts_with(&format!("{name} = "))), "{name}");
    }
    assert!(printed.contains("max_limit = 1000") && printed.contains("max_content_length = none"));
}

#[test]
fn the_nip_11_document_follows_from_the_knobs() {
    let url = nostr::RelayUrl::parse(URL).expect("a good url");
    let public = Personality::public().nip11(&url);
    assert_eq!(public["limitation"]["max_message_length"], 65_536);
    assert_eq!(public["limitation"]["created_at_upper_limit"], 300);
    assert_eq!(public["limitation"].get("max_content_length"), None, "none leaves the member out");
    assert_eq!(public["supported_nips"], json!([1, 9, 11, 40, 42, 70]));
    let conforming = Personality::conforming().nip11(&url);
    assert_eq!(conforming["supported_nips"], json!([1, 9, 11, 40, 42, 45, 59, 70]));
    assert_eq!(Personality::minimal().nip11(&url)["supported_nips"], json!([1, 11]));
    assert_eq!(Personality::inbox().nip11(&url)["limitation"]["restricted_writes"], true);
}

#[test]
fn a_run_may_change_the_knobs_and_what_happened_stands() {
    let mut desk = Desk::conforming();
    desk.accept(&note("before"));
    desk.relay.set_personality(Personality { max_content_length: Some(1), ..Personality::conforming() });
    desk.refuse(&note("after"), sim_relay::Prefix::Invalid);
    assert_eq!(desk.find(sim_relay::Filter::new()).len(), 1);
}

#[test]
fn every_relay_as_deployed_has_a_name_of_its_own_and_survives_json() {
    let names: std::collections::BTreeSet<&str> =
        DEPLOYED.iter().map(|deployed| deployed.name).chain(Personality::PRESETS).collect();
    assert_eq!(names.len(), DEPLOYED.len() + Personality::PRESETS.len());
    for deployed in DEPLOYED {
        let personality = deployed.personality();
        assert_ne!(personality, Personality::conforming(), "{}", deployed.name);
        assert_eq!(Personality::named(deployed.name), Some(personality.clone()));
        let text = serde_json::to_string(&personality).expect("plain data");
        assert_eq!(serde_json::from_str::<Personality>(&text).expect("its own text"), personality);
    }
    assert!(Deployed::named("conforming").is_none());
}

#[test]
fn only_a_personality_that_says_so_leaves_a_message_unanswered() {
    for name in Personality::PRESETS {
        let preset = Personality::preset(name).expect("a preset");
        assert!(preset.answers_every_event() && preset.answers_every_req(), "{name}");
    }
    let silent = |name: &str| {
        let personality = Personality::named(name).expect("a relay as deployed");
        (!personality.answers_every_event(), !personality.answers_every_req())
    };
    assert_eq!(silent("nostr-rs-relay-0.8"), (true, true));
    assert_eq!(silent("rust-nostr-0.44"), (false, true));
    assert_eq!(silent("strfry-1.1"), (false, false));
}
