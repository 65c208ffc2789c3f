//! Spans, starts, defaults, overrides and the schema.

use std::time::Duration;

use marmot_rules::decisions::{SameRef, Tie};
use marmot_rules::{Knobs, Profile};
use proptest::prelude::*;
use scenarios::model::{BadSpan, INVARIANTS, Scenario, Span};
use sim_device::behaviour::{PostJoinUpdate, SlotReuse};

fn scenario(head: &str, tables: &str) -> Scenario {
    let text = format!(
        r#"
        format = "marmot-scenario/1"
        id = "trip"
        title = "A trip"
        profiles = ["pr40"]
        {head}
        [accounts.bob]
        devices = ["phone", "laptop"]
        [[steps]]
        settle = "1m"
        {tables}
        "#
    );
    Scenario::parse(&text, "trip.toml").unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn spans_are_numbers_with_units() {
    let span = |text: &str| text.parse::<Span>().map(Duration::from);
    assert_eq!(span("90s"), Ok(Duration::from_secs(90)));
    assert_eq!(span("250ms"), Ok(Duration::from_millis(250)));
    assert_eq!(span("1h30m"), Ok(Duration::from_secs(5_400)));
    assert_eq!(span("7d"), Ok(Duration::from_secs(604_800)));
    assert_eq!(span("0s"), Ok(Duration::ZERO));
    for bad in ["", "s", "5", "5 s", "-5s", "1.5h", "5S", "5min", "1m1h", "1m1m", "１s"] {
        assert_eq!(span(bad), Err(BadSpan::Malformed), "{bad:?}");
    }
    assert_eq!(span("36526d"), Err(BadSpan::TooLong));
}

#[test]
fn spans_are_written_with_the_longest_units_first() {
    assert_eq!(Span::from_secs(90).to_string(), "1m30s");
    assert_eq!(Span::from_millis(86_400_250).to_string(), "1d250ms");
    assert_eq!(Span::ZERO.to_string(), "0s");
}

proptest! {
    #[test]
    fn a_written_span_reads_as_the_same_span(milliseconds in 0..3_155_760_000_000_u64) {
        let span = Span::from_millis(milliseconds);
        prop_assert_eq!(span.to_string().parse(), Ok(span));
    }
}

#[test]
fn a_start_is_unix_seconds_or_a_date() {
    let start = |value: &str| scenario(&format!("start = {value}"), "").start;
    assert_eq!(start("1781481600"), Some(1_781_481_600));
    assert_eq!(start("2026-06-15T00:00:00Z"), Some(1_781_481_600));
    assert_eq!(start("\"2026-06-15T02:00:00+02:00\""), Some(1_781_481_600));
    assert_eq!(start("2024-02-29T23:59:59Z"), Some(1_709_251_199));
    assert_eq!(start("1970-01-01T00:00:00Z"), Some(0));
}

#[test]
fn what_a_file_leaves_out_has_a_default() {
    let scenario = scenario("", "");
    assert_eq!(scenario.relays["r1"].personality().unwrap(), sim_relay::Personality::conforming());
    assert_eq!(scenario.links.latency_min, Span::from_millis(20));
    assert_eq!(scenario.links.latency_max, Span::from_millis(80));
    assert_eq!(scenario.device("bob/phone"), Default::default());
    assert_eq!(scenario.policies, None);
}

#[test]
fn a_device_differs_from_the_defaults_only_where_it_says_so() {
    let scenario = scenario(
        "",
        r#"
        [defaults.behaviour]
        slot = "fresh"
        post_join_update = "never"
        [devices."bob/phone"]
        behaviour = { slot = "reuse" }
        [devices."bob/laptop"]
        skew = -30
        "#,
    );
    assert_eq!(scenario.device("bob/phone").behaviour.slot, SlotReuse::Reuse);
    assert_eq!(scenario.device("bob/phone").behaviour.post_join_update, PostJoinUpdate::Never);
    assert_eq!(scenario.device("bob/laptop").behaviour.slot, SlotReuse::Fresh);
    assert_eq!(scenario.device("bob/laptop").skew, -30);
    let again = Scenario::parse(&scenario.to_toml(), "again.toml").unwrap();
    assert_eq!(again, scenario);
}

#[test]
fn a_decision_follows_the_profile_unless_the_device_or_the_defaults_turn_it() {
    let scenario = scenario(
        "",
        r#"
        [defaults.knobs]
        tie = "higher-id"
        same-ref = "error"
        [devices."bob/phone"]
        knobs = { tie = "first-seen" }
        "#,
    );
    let knobs = |device: &str| scenario.device(device).knobs.under(Profile::Pr40);
    assert_eq!((knobs("bob/phone").tie, knobs("bob/phone").same_ref), (Tie::FirstSeen, SameRef::Error));
    assert_eq!((knobs("bob/laptop").tie, knobs("bob/laptop").same_ref), (Tie::HigherId, SameRef::Error));
    assert_eq!(knobs("bob/laptop").not_after, Knobs::for_profile(Profile::Pr40).not_after);
    let again = Scenario::parse(&scenario.to_toml(), "again.toml").unwrap();
    assert_eq!(again, scenario);
    let json = scenario.to_json();
    assert_eq!(json["devices"]["bob/phone"], serde_json::json!({ "knobs": { "tie": "first-seen" } }));
}

#[test]
fn a_relay_is_like_one_as_deployed_except_for_what_is_set() {
    let text = include_str!("../corpus/sixty-first-event-of-a-minute.toml");
    let scenario = Scenario::parse(text, "sixty-first-event-of-a-minute.toml").unwrap();
    let expected = sim_relay::Personality {
        events_per_minute: Some(4),
        ..sim_relay::Personality::named("rust-nostr-0.44").unwrap()
    };
    assert_eq!(scenario.relays["r1"].personality().unwrap(), expected);
    let written = Scenario::parse(&scenario.to_toml(), "written.toml").unwrap();
    assert_eq!(written.relays, scenario.relays, "and it survives being written");
    let other = scenario.with_relays_like("strfry-1.1");
    assert_eq!(other.relays["r1"].base(), "strfry-1.1");
    assert_eq!(other.relays["r1"].set, scenario.relays["r1"].set, "what is set stays");
}

#[test]
fn fields_of_a_personality_override_the_preset() {
    let scenario = scenario(
        "",
        r#"
        [relays.big]
        personality = "public"
        set = { max_limit = 3, max_message_length = "none", empty_list = "none" }
        "#,
    );
    let personality = scenario.relays["big"].personality().unwrap();
    assert_eq!(personality.max_limit, Some(3));
    assert_eq!(personality.max_message_length, None);
    assert_eq!(personality.empty_list, sim_relay::EmptyList::None.into());
    assert_eq!(personality.default_limit, Some(500));
}

#[test]
fn one_source_may_stand_without_a_list() {
    assert_eq!(scenario("source = \"https://example.org\"", "").source, ["https://example.org"]);
    assert_eq!(scenario("source = [\"a\", \"b\"]", "").source, ["a", "b"]);
}

#[test]
fn the_schema_knows_every_part_and_every_action() {
    let schema = Scenario::json_schema();
    let properties = schema["properties"].as_object().unwrap();
    for key in ["format", "relays", "links", "accounts", "devices", "defaults", "steps", "expect"] {
        assert!(properties.contains_key(key), "{key}");
    }
    assert_eq!(schema["additionalProperties"], false);
    let required: Vec<_> = schema["required"].as_array().unwrap().iter().filter_map(|key| key.as_str()).collect();
    assert_eq!(required, ["format", "id", "title", "profiles", "accounts", "steps"]);
    let text = schema.to_string();
    for action in ["publish_key_package", "delete_key_packages", "create_group", "parallel", "set_relay", "assert"] {
        assert!(text.contains(&format!("\"{action}\"")), "{action}");
    }
    assert!(INVARIANTS.iter().all(|name| text.contains(name)));
}
