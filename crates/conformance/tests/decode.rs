//! What people see of the bytes of a test is what the test says of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use conformance::decode::{Field, decode};
use serde_json::Value;

/// Every committed test of a topic.
fn tests(topic: &str) -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors");
    let read = |path: &str| -> Value { serde_json::from_slice(&fs::read(root.join(path)).unwrap()).unwrap() };
    let manifest = read("manifest.json");
    let files = manifest["files"].as_array().unwrap().iter().filter(|entry| entry["topic"] == topic);
    let groups = files.flat_map(|entry| read(entry["path"].as_str().unwrap())["groups"].as_array().unwrap().clone());
    groups.flat_map(|group| group["tests"].as_array().unwrap().clone()).collect()
}

/// The fields of this name, anywhere inside.
fn all<'a>(field: &'a Field, name: &str) -> Vec<&'a Field> {
    let own = (field.name == name).then_some(field);
    own.into_iter().chain(field.fields.iter().flat_map(|inside| all(inside, name))).collect()
}

fn value<'a>(field: &'a Field, name: &str) -> &'a str {
    all(field, name).first().unwrap_or_else(|| panic!("there is no {name} in {field:?}")).value.as_str()
}

fn at<'a>(decoded: &'a BTreeMap<String, Field>, pointer: &str, test: &Value) -> &'a Field {
    decoded.get(pointer).unwrap_or_else(|| panic!("nothing at {pointer} in {}", test["id"]))
}

#[test]
fn a_key_package_event_shows_what_the_test_expects_of_it() {
    let valid: Vec<_> = tests("key-package-event").into_iter().filter(|test| test["result"] == "valid").collect();
    assert!(valid.len() > 50, "{} valid tests", valid.len());
    for test in valid {
        let decoded = decode(&test);
        let (field, expect) = (at(&decoded, "/input/event/content", &test), &test["expect"]);
        assert_eq!(value(field, "KeyPackageRef"), expect["ref"], "{}", test["id"]);
        assert_eq!(value(field, "signature_key"), expect["signature_key"], "{}", test["id"]);
        assert_eq!(value(field, "identity"), expect["account"], "{}", test["id"]);
        assert_eq!(value(field, "not_before"), expect["lifetime"][0].to_string(), "{}", test["id"]);
        assert_eq!(value(field, "not_after"), expect["lifetime"][1].to_string(), "{}", test["id"]);
        let checked = &all(field, "checked")[0].about;
        assert!(checked.starts_with("both signatures verify"), "{}: {checked}", test["id"]);
    }
}

#[test]
fn a_welcome_shows_the_key_packages_that_it_is_for_also_inside_its_gift_wrap() {
    let (mut bare, mut wrapped) = (0, 0);
    for test in tests("welcome-rumor").into_iter().filter(|test| test["result"] == "valid") {
        let decoded = decode(&test);
        let inside = if test["input"]["wrap"].is_null() { "/input/rumor/content" } else { "/input/wrap/content" };
        let field = at(&decoded, inside, &test);
        let refs: Vec<_> = all(field, "new_member").iter().map(|field| Value::from(field.value.as_str())).collect();
        assert_eq!(Value::from(refs), test["expect"]["refs"], "{}", test["id"]);
        let counted = if inside.contains("wrap") { &mut wrapped } else { &mut bare };
        *counted += 1;
    }
    assert!(bare >= 3 && wrapped >= 3, "{bare} bare, {wrapped} wrapped");
}

#[test]
fn a_group_event_opens_with_its_key_into_the_message_that_the_test_expects() {
    let outer = tests("group-event").into_iter().filter(|test| test["expect"]["mls_message"].is_string());
    let outer: Vec<_> = outer.filter(|test| test["input"]["group_event_key"].is_string()).collect();
    assert!(outer.len() > 3, "{} tests", outer.len());
    for test in outer {
        let decoded = decode(&test);
        let opened = all(at(&decoded, "/input/event/content", &test), "MLSMessage")[0].fields.clone();
        assert_eq!(opened, at(&decoded, "/expect/mls_message", &test).fields, "{}", test["id"]);
        // A PrivateMessage has a ciphertext, a PublicMessage says who sends it.
        let tells = |field: &Field| {
            ["ciphertext", "sender_type"].iter().any(|name| field.name == *name) && !field.value.is_empty()
        };
        assert!(opened.iter().any(tells), "{}", test["id"]);
    }
}

#[test]
fn what_cannot_be_read_says_why_and_no_test_of_the_suite_stops_it() {
    let cut = serde_json::json!({ "input": { "key_package_raw": "00010001", "event": { "kind": 443, "tags": [], "content": "%" } } });
    let decoded = decode(&cut);
    assert!(decoded["/input/key_package_raw"].about.contains("the bytes end inside init_key"), "{decoded:?}");
    assert!(decoded["/input/event/content"].about.contains("no base64"), "{decoded:?}");
    for test in tests("key-package-event").iter().filter(|test| test["reason"] == "tls_malformed") {
        let (decoded, id) = (decode(test), &test["id"]);
        let told = format!("{:?}", at(&decoded, "/input/event/content", test));
        assert!(told.contains("cannot be read: ") || told.contains("bytes after the KeyPackage"), "{id}: {told}");
    }
    for topic in ["key-package-ref", "key-package-select", "welcome-join", "welcome-fanout", "scenario"] {
        for test in tests(topic) {
            let decoded = decode(&test);
            assert!(!decoded.is_empty() || test["expect"]["events"].is_null(), "{}: nothing is decoded", test["id"]);
            assert!(decoded.keys().all(|place| test.pointer(place).is_some()), "{}: places that are none", test["id"]);
        }
    }
}
