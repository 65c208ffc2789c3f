//! Same seed, same bytes in every process; another seed, other bytes. And whoever reads the JSON can check every event.

mod common;

use std::collections::BTreeSet;

use common::{colony, done, program};
use nostr::{Event, JsonUtil};
use serde_json::Value;

const RUN: &[&str] = &["run", "ten-devices", "--policy", "client-id", "--profile", "pr40", "--json"];
/// The same on the other engine.
const ADOPTED: &[&str] = &["run", "adopted-eight-waves-against-an-absent-member", "--json"];

fn document(args: &[&str]) -> Value {
    let done = colony(args);
    assert_eq!((done.exit, done.err.as_str()), (0, ""));
    serde_json::from_str(&done.out).expect("--json prints JSON")
}

#[test]
fn processes_one_after_another_and_side_by_side_print_the_same_bytes() {
    for run in [RUN, ADOPTED] {
        let first = colony(run);
        assert_eq!((first.exit, first.err.as_str()), (0, ""));
        for _ in 0..3 {
            assert!(colony(run) == first, "a later process differs");
        }
        let beside: Vec<_> = (0..4).map(|_| program(run).spawn().expect("the program starts")).collect();
        for child in beside {
            assert!(done(child.wait_with_output().expect("it ends")) == first, "a process beside others differs");
        }
    }
}

#[test]
fn neither_the_place_nor_the_environment_changes_a_byte() {
    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = program(RUN);
    command
        .current_dir(&elsewhere)
        .env("RAYON_NUM_THREADS", "4")
        .env("TZ", "Asia/Tokyo")
        .env("COLUMNS", "60")
        .env("HOME", "/");
    assert!(done(command.output().unwrap()) == colony(RUN));
}

#[test]
fn the_second_run_of_a_process_is_like_its_first() {
    let done = colony(&[RUN, &["--verify-determinism"]].concat());
    assert_eq!((done.exit, done.err.as_str()), (0, ""));
}

/// Everything in a run's document that follows from entropy, by kind.
fn drawn(document: &Value) -> Vec<(&'static str, BTreeSet<String>)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let events = document["events"].as_array().unwrap();
    let event = |key: &str| events.iter().map(|e| text(&e["event"][key])).collect();
    let notes: Vec<&Value> = document["transcript"].as_array().unwrap().iter().map(|entry| &entry["what"]).collect();
    let note = |kind: &str, key: &str| {
        notes.iter().filter(|note| note["note"] == kind).map(|note| text(&note[key])).collect::<BTreeSet<_>>()
    };
    vec![
        ("account keys", document["accounts"].as_object().unwrap().values().map(text).collect()),
        ("authors", event("pubkey")),
        ("event ids", event("id")),
        ("signatures", event("sig")),
        ("KeyPackages", note("key-package-published", "reference")),
        ("leaf keys", note("key-package-published", "signature_key")),
        ("client_ids", note("installed", "client_id")),
        ("group ids", note("group-created", "group_id")),
        ("tree hashes", note("epoch", "tree_hash")),
        ("epoch authenticators", note("epoch", "authenticator")),
        ("messages", note("message-sent", "message")),
    ]
}

#[test]
fn with_another_seed_every_key_id_signature_key_package_and_group_is_another() {
    let ours = drawn(&document(RUN));
    let others = drawn(&document(&[RUN, &["--seed", "ffffffffffffffffffffffffffffffffffffffff"]].concat()));
    for ((what, ours), (_, others)) in ours.iter().zip(&others) {
        assert!(!ours.is_empty() && !others.is_empty(), "there are no {what}");
        assert!(ours.is_disjoint(others), "both seeds give the same {what}: {:?}", ours.intersection(others).next());
    }
}

#[test]
fn the_json_holds_every_event_in_full_and_each_verifies() {
    let document = document(RUN);
    let mut published = BTreeSet::new();
    for entry in document["events"].as_array().unwrap() {
        let event = Event::from_json(entry["event"].to_string()).expect("a whole Nostr event");
        event.verify().expect("its id and signature are right");
        assert!(published.insert(event.id.to_hex()), "event {} stands there twice", event.id);
    }
    let mut delivered = BTreeSet::new();
    for entry in document["transcript"].as_array().unwrap() {
        if let Some([kind, .., id]) = entry["message"].as_array().map(Vec::as_slice)
            && kind == "EVENT"
        {
            delivered.insert(id.as_str().expect("an event id").to_owned());
        }
    }
    assert!(delivered.len() > 50, "a run with something in it");
    assert_eq!(delivered, published);
}
