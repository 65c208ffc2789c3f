//! What a bad scenario file is told: file, line, what was found, what was expected.

use streams::parse;

const HEAD: &str = r#"format = "streams-scenario/1"
id = "a"
title = "A"
end = "1s"
topics = { g1 = "00a1" }
clients.c = { kind = "hand" }
"#;

fn complaint(rest: &str) -> String {
    parse(&format!("{HEAD}{rest}"), "a.toml").map(|_| ()).unwrap_err().to_string()
}

#[test]
fn a_head_alone_is_a_scenario() {
    assert_eq!(parse(HEAD, "a.toml").unwrap().id, "a");
}

#[test]
fn an_unknown_key_is_told_with_those_that_there_are() {
    let told = complaint("stepz = []\n");
    assert!(told.starts_with("a.toml:7:1: unknown field `stepz`\n  expected: one of `format`"), "{told}");
}

#[test]
fn an_unknown_topic_is_told_where_it_stands() {
    let told = complaint("steps = [\n  { at = \"0s\", publish = { topic = \"g2\", ids = [1] } },\n]\n");
    assert!(told.starts_with("a.toml:8:36: unknown topic `g2`\n  expected: `g1`"), "{told}");
}

#[test]
fn a_bad_length_of_time_is_told() {
    let told = complaint("steps = [\n  { at = \"10\", do = \"open\" },\n]\n");
    assert!(told.starts_with("a.toml:8:10: `10` is no length of time\n  expected: numbers with units"), "{told}");
}

#[test]
fn another_format_is_told() {
    let told = parse(&HEAD.replace("streams-scenario/1", "marmot-scenario/1"), "a.toml").map(|_| ()).unwrap_err();
    let expected = "a.toml:1:10: unknown format `marmot-scenario/1`\n  expected: `streams-scenario/1`";
    assert!(told.to_string().starts_with(expected), "{told}");
}

#[test]
fn unknown_names_are_told_in_every_place() {
    let cases = [
        ("dialects = [\"xip83-r6\"]\n", "unknown dialect `xip83-r6`"),
        ("binding = \"d15n\"\n", "unknown binding `d15n`"),
        ("steps = [{ at = \"0s\", do = \"jump\" }]\n", "unknown variant `jump`"),
        ("steps = [{ at = \"0s\", client = \"d\", do = \"open\" }]\n", "unknown client `d`"),
        ("steps = [{ at = \"0s\" }]\n", "a step that does nothing"),
        ("steps = [{ at = \"0s\", fault = { mode = \"stall\" } }]\n", "a fault without `buffer_bytes`"),
        ("knobs = { slips = [\"oops\"] }\n", "unknown slip `oops`"),
        ("expect = { violates = [\"INV-X99\"] }\n", "unknown invariant `INV-X99`"),
        ("expect = { close = \"FINE\" }\n", "unknown status `FINE`"),
        ("expect = { never = [{ pings = {} }] }\n", "unknown frame `pings`"),
        ("expect = { never = [{ ping = {}, pong = {} }] }\n", "a frame is a table with one key"),
        ("expect = { delivered = { g1 = { wave = [1] } } }\n", "unknown lane `wave`"),
        ("expect = { under = { x = {} } }\n", "unknown dialect or variant `x`"),
        ("expect = { before = [[\"x\", { ping = {} }]] }\n", "unknown label of a frame `x`"),
        ("steps = [{ at = \"0s\", every = \"1s\", times = 200000, do = \"open\" }]\n", "too many steps"),
    ];
    for (rest, expected) in cases {
        let told = complaint(rest);
        assert!(told.contains(expected), "{told}");
        assert!(told.starts_with("a.toml:7:"), "{told}");
    }
}

#[test]
fn what_belongs_to_one_binding_is_refused_in_the_other() {
    let publish = |rows: &str| format!("steps = [{{ at = \"0s\", publish = {{ topic = \"g1\", {rows} }} }}]\n");
    let add = |cursor: &str| {
        format!("steps = [{{ at = \"0s\", send = {{ mutate = {{ adds = [[\"g1\", {cursor}]], mutate_id = 1 }} }} }}]\n")
    };
    let delivered = |row: &str| format!("expect = {{ delivered = {{ g1 = {{ live = [{row}] }} }} }}\n");
    let cases = [
        ("v3", publish("originator = 7, ids = [1]"), "rows of another binding\n  expected: no originator"),
        ("v3", add("{ 7 = 1 }"), "`g1` with a cursor of another binding\n  expected: a number"),
        ("v3", delivered("[7, 1]"), "rows of another binding"),
        ("d14n", publish("ids = [1]"), "rows of another binding\n  expected: an originator"),
        ("d14n", add("1"), "`g1` with a cursor of another binding\n  expected: a table of originators"),
        ("d14n", add("{ seven = 1 }"), "`seven` is no originator"),
        ("d14n", add("{ 7 = -1 }"), "`-1` is below zero"),
        ("d14n", add("{ 7 = \"18446744073709551616\" }"), "`18446744073709551616` is no whole number of 64 bits"),
        ("d14n", add("true"), "invalid type: boolean `true`"),
        ("d14n", delivered("1"), "rows of another binding"),
        ("d14n", delivered("[7]"), "a row is an id, or a list of originator and number"),
        ("d14n", "dialects = [\"xip83-r5\"]\n".to_owned(), "`xip83-r5` has no binding `d14n`"),
        ("d14n", "node = { dialect = \"xip83-r5\" }\n".to_owned(), "`xip83-r5` has no binding `d14n`"),
        ("d14n", "clients.d = { kind = \"client\" }\n".to_owned(), "the client's machine does not speak"),
    ];
    for (binding, rest, expected) in cases {
        let told = complaint(&format!("binding = \"{binding}\"\n{rest}"));
        assert!(told.contains(expected), "{told}");
        assert!(told.starts_with("a.toml:8:"), "{told}");
    }
}

#[test]
fn no_text_makes_the_reader_panic() {
    let whole =
        format!("{HEAD}steps = [{{ at = \"1s\", send = {{ mutate = {{ adds = [[\"g1\", 0]], mutate_id = 1 }} }} }}]\n");
    for end in 0..whole.len() {
        let _ = parse(&whole[..end], "a.toml");
        let _ = parse(&whole[end..], "a.toml");
    }
}
