//! What happens in three small scenarios, note by note: a change of behaviour shows here as a readable difference.
//!
//! Keys and ids are numbered in the order in which they appear, so other random bytes alone change nothing.

use std::collections::BTreeMap;

use marmot_rules::{Policy, Profile};
use scenarios::{Run, RunOptions, corpus, simulate};
use serde_json::Value;
use sim_engine::Record;

/// Names for what is random: accounts by their own name, everything else by number.
struct Names {
    known: BTreeMap<String, String>,
    next: usize,
}

impl Names {
    fn of(run: &Run) -> Self {
        let known = run.accounts.iter().map(|(name, key)| (key.to_hex(), name.clone())).collect();
        Self { known, next: 1 }
    }

    fn name(&mut self, hex: &str) -> String {
        let next = &mut self.next;
        let number = || {
            *next += 1;
            format!("#{}", *next - 1)
        };
        self.known.entry(hex.to_owned()).or_insert_with(number).clone()
    }

    fn show(&mut self, value: &Value) -> String {
        match value {
            Value::String(text) if is_id(text) => self.name(text),
            Value::String(text) if text.contains(' ') => format!("{text:?}"),
            Value::String(text) => text.clone(),
            Value::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| self.show(item)).collect();
                format!("[{}]", items.join(" "))
            }
            other => other.to_string(),
        }
    }
}

fn is_id(text: &str) -> bool {
    text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What a note is about. Left out: what only repeats, and digests of MLS state, which invariants compare.
fn fields(note: &Value, names: &mut Names) -> String {
    const LEFT_OUT: &[&str] =
        &["note", "authenticator", "exporter", "tree_hash", "lifetime", "bytes", "relay", "signature_key"];
    let fields = note.as_object().expect("notes are objects").iter();
    let shown = fields.filter(|(key, value)| !LEFT_OUT.contains(&key.as_str()) && !value.is_null());
    let shown: Vec<_> = shown
        .map(|(key, value)| match value {
            Value::Array(leaves) if key == "leaves" => format!("leaves={}", leaves.len()),
            value => format!("{key}={}", names.show(value)),
        })
        .collect();
    shown.join(" ")
}

fn rendered(id: &str, profile: Profile, policy: Policy) -> String {
    let scenario = corpus::find(id).unwrap().expect("the corpus has it");
    let run = simulate(&scenario, &RunOptions::new(profile, policy, 7)).unwrap();
    let mut names = Names::of(&run);
    let width = run.names.iter().map(String::len).max().unwrap_or(0);
    let mut lines = Vec::new();
    for (_, entry) in run.entries() {
        let at = entry.at.as_millis();
        match &entry.record {
            Record::Step(text) => lines.push(format!("{at:>9} -- {text}")),
            Record::Done(who, _, Err(why)) => lines.push(format!("{at:>9} {:width$} could not: {why}", run.name(*who))),
            Record::Note(who, note) => {
                let note = serde_json::to_value(note).unwrap();
                let kind = note["note"].as_str().unwrap().to_owned();
                lines.push(format!("{at:>9} {:width$} {kind} {}", run.name(*who), fields(&note, &mut names)));
            }
            _ => {}
        }
    }
    lines.join("\n")
}

#[test]
fn one_device_is_invited_and_writes() {
    insta::assert_snapshot!(rendered("one-device", Profile::Mip2026_01, Policy::NewestOne));
}

#[test]
fn the_newer_of_two_devices_is_invited_and_the_other_is_not() {
    insta::assert_snapshot!(rendered("two-devices", Profile::Pr40, Policy::NewestOne));
}

#[test]
fn an_account_with_two_devices_is_removed() {
    insta::assert_snapshot!(rendered("remove-account", Profile::Mip2026_04, Policy::DSlot { limit: None }));
}
