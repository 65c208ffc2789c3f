//! `client-id`: the listing of PR #40's plan, read literally.
//!
//! Nothing is validated, ties stay with the event that was seen first, and an untagged event gets a key that a tag can
//! spell too, so the outcome depends on the fetch order in two ways. `client-id-strict` is the same intent without both.

use std::collections::BTreeMap;

use nostr::Event;

use crate::Reason;
use crate::tags::first_value;

use super::ledger::Ledger;

pub(super) fn listing<'e>(fetched: &[&'e Event], ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
    let events = ledger.drop_future(fetched, None);
    let mut by_device: BTreeMap<String, &Event> = BTreeMap::new();
    for event in &events {
        match first_value(&event.tags, "client_id") {
            Some(id) => {
                let held = by_device.entry(id.to_owned()).or_insert(event);
                if event.created_at > held.created_at {
                    *held = event;
                }
            }
            None => {
                by_device.insert(untagged_key(event), event);
            }
        }
    }
    for event in &events {
        let winner = by_device[&key(event)];
        if winner.id != event.id {
            ledger.reject_against([*event], winner, Reason::SupersededInGroup);
        }
    }
    by_device.into_values().collect()
}

fn key(event: &Event) -> String {
    first_value(&event.tags, "client_id").map_or_else(|| untagged_key(event), str::to_owned)
}

fn untagged_key(event: &Event) -> String {
    format!("__untagged_{}", event.id)
}
