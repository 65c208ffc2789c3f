//! What a bad scenario file is told: file, line, what was found, what was expected.

use sibling_sync::model::parse;

const HEAD: &str = r#"format = "sibling-sync-scenario/1"
id = "a"
title = "A"
devices = ["A", "B"]
contacts = ["P"]
"#;

fn complaint(rest: &str) -> String {
    parse(&format!("{HEAD}{rest}"), "a.toml").map(|_| ()).unwrap_err().to_string()
}

#[test]
fn a_head_alone_is_a_scenario() {
    let scenario = parse(HEAD, "a.toml").unwrap();
    assert_eq!(scenario.id, "a");
    assert_eq!(scenario.body.paired, [("A".to_owned(), "B".to_owned())].into(), "everybody is paired with everybody");
    assert_eq!(scenario.body.contacts["P"].primary, "A", "the first device is primary");
    let checks: Vec<String> = scenario.checks.iter().map(ToString::to_string).collect();
    assert_eq!(checks, ["literal", "repaired"]);
}

#[test]
fn the_same_keys_are_read_from_json() {
    let text = r#"{"format": "sibling-sync-scenario/1", "id": "a", "title": "A", "devices": ["A"], "contacts": ["P"],
        "steps": [{"label": "u1", "device": "A", "type": {"peer": "P", "text": "hi"}}]}"#;
    assert_eq!(parse(text, "a.json").unwrap().steps.len(), 1);
}

#[test]
fn an_unknown_key_is_told_with_the_nearest_that_there_is() {
    let told = complaint("stepz = []\n");
    assert!(told.starts_with("a.toml:6:1: unknown key `stepz`"), "{told}");
    assert!(told.ends_with("did you mean `steps`?"), "{told}");
}

#[test]
fn an_unknown_device_is_told_where_it_stands() {
    let told = complaint("steps = [\n  { device = \"C\", type = { peer = \"P\", text = \"hi\" } },\n]\n");
    assert!(
        told.starts_with("a.toml:7:14: unknown device \"C\" in `steps[0].device`\n  expected: one of `A`, `B`"),
        "{told}"
    );
}

#[test]
fn another_format_is_told() {
    let told = parse(&HEAD.replace("sibling-sync-scenario/1", "streams-scenario/1"), "a.toml").map(|_| ()).unwrap_err();
    let told = told.to_string();
    assert!(told.starts_with("a.toml:1:10: unknown format \"streams-scenario/1\" in `format`"), "{told}");
    assert!(told.contains("expected: `sibling-sync-scenario/1`"), "{told}");
}

#[test]
fn what_is_wrong_is_told_in_every_place() {
    let step = |verb: &str| format!("steps = [{{ device = \"A\", {verb} }}]\n");
    let cases = [
        ("readings = { phase = \"8\" }\n".to_owned(), "unknown value \"8\" in `readings.phase`"),
        ("readings = { phase = \"7A\" }\n".to_owned(), "missing key `aware`"),
        ("aware = { listed = [\"A\"] }\n".to_owned(), "`aware` is for phase 7A alone"),
        ("server = { order = \"lifo\" }\n".to_owned(), "unknown value \"lifo\" in `server.order`"),
        ("pairing_edges = [[\"A\"]]\n".to_owned(), "`pairing_edges[0]` is no pair"),
        ("primary = { Q = \"A\" }\n".to_owned(), "unknown key `Q` in `primary`"),
        ("prune_days = 0\n".to_owned(), "`prune_days` is the integer 0"),
        ("checks = [\"litteral\"]\n".to_owned(), "`checks[0]` has an unknown part `litteral`"),
        ("checks = [\"literal+MR-16\"]\n".to_owned(), "`checks[0]` has an unknown part `MR-16`"),
        ("checks = [\"literal/first\"]\n".to_owned(), "`checks[0]` has an unknown part `first`"),
        ("variants.literal = {}\n".to_owned(), "`literal` cannot be described anew"),
        ("orders.x = [\"u1>A\"]\n".to_owned(), "`orders.x[0]` is no item"),
        ("orders.x = [\"u1/mgs>A\"]\n".to_owned(), "`orders.x[0]` has an unknown type `mgs`"),
        ("orders.x = [\"u1/msg>D\"]\n".to_owned(), "`orders.x[0]` has an unknown device `D`"),
        (step("label = \"u1\""), "a step that does nothing"),
        (step("repeat = {}, destroy = {}"), "a second verb `destroy`"),
        (step("status = { peer = \"P\", of = \"u1\", state = \"sent\" }"), "unknown message `u1`"),
        (step("crash = { point = \"before_lunch\" }"), "unknown value \"before_lunch\" in `steps[0].crash.point`"),
        (step("edit_identity = { RootKp = \"x\" }"), "unknown key `RootKp` in `steps[0].edit_identity`"),
        (step("edit_identity = {}"), "`steps[0].edit_identity` edits nothing"),
        (step("pair = { with = \"A\" }"), "`steps[0].pair.with` is the device itself"),
        (
            "steps = [{ at = \"2s\", advance = \"1s\" }, { at = \"1s\", advance = \"1s\" }]\n".to_owned(),
            "`steps[1].at` comes before the step before it",
        ),
        ("steps = [{ at = \"2s\", advance = \"1s\" }]\nend = \"1s\"\n".to_owned(), "`end` comes before the last step"),
        (
            "expect = { violates = { INV-M1 = [\"bad-luck\"] } }\n".to_owned(),
            "`expect.violates.INV-M1[0]` has an unknown cause `bad-luck`",
        ),
        ("expect = { rows = { A = [[\"u1\"]] } }\n".to_owned(), "`expect.rows.A[0]` is no row"),
        ("expect = { under = { x = {} } }\n".to_owned(), "unknown variant or order `x`"),
        ("expect = { observers = { spy = {} } }\n".to_owned(), "unknown key `spy` in `expect.observers`"),
    ];
    for (rest, wanted) in cases {
        let told = complaint(&rest);
        assert!(told.contains(wanted), "{rest}{told}");
        assert!(told.starts_with("a.toml:"), "{told}");
    }
}

#[test]
fn nothing_that_is_cut_off_or_garbled_makes_the_reader_panic() {
    let text = sibling_sync::corpus::text("m-s7").unwrap();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let _ = parse(&text[..end], "a.toml");
    }
    for (place, _) in text.char_indices().step_by(3) {
        let garbled = format!("{}\u{1}{}", &text[..place], &text[place..]);
        let _ = parse(&garbled, "a.toml");
    }
}
