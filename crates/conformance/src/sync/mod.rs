//! sync, by the crate `sibling-sync`: runs with real sessions and databases, payloads by `prost`. Generators make tests with these, and the
//! stack `sibling-sync` verifies with them. The stack `naive` has a machine of its own.

use std::collections::{BTreeMap, BTreeSet};

use experiment::orders::{Reduction, Scope, explore};
use prost::Message as _;
use serde_json::{Map, Value, json};
use sibling_sync::model::{Check, RunOptions, Scenario, Variant};
use sibling_sync::payload::{ConversationStatus, DeviceSyncPayload, UserMessage as Sealed};
use sibling_sync::system::SiblingSync;
use sibling_sync::vocabulary::{Note, SyncType};
use sibling_sync::{Run as Played, RunOutcome, parse, simulate};
use sim_engine::Record;

use crate::format::Hex;
use crate::format::topics::sync::{DbMessage, Decoded, Ends, Orders, Outcome, Run, Times, UserMessage};

/// More orders than any test has.
const MOST: usize = 20_000;

/// How all orders of a run end.
///
/// # Errors
/// Why there is no such run.
pub(crate) fn ends(run: &Run, policy: &str) -> Result<Ends, String> {
    let scenario = scenario(run)?;
    let variant = Variant::read(policy, &BTreeMap::new()).map_err(|part| format!("unknown policy {part}"))?;
    let with_registers = run.script.iter().any(|step| step.edit_peer.is_some() || step.edit_identity.is_some());
    let (mut outcomes, mut violates) = (Vec::<Outcome>::new(), BTreeSet::new());
    let mut add = |played: &Played| {
        let (outcome, broken) = outcome(played, with_registers);
        violates.extend(broken);
        match outcomes.iter_mut().find(|own| Outcome { count: None, ..(**own).clone() } == outcome) {
            Some(own) => own.count = own.count.map(|count| count + 1),
            None => outcomes.push(Outcome { count: Some(1), ..outcome }),
        }
    };
    match &run.orders {
        Orders::Listed(orders) => {
            for place in 0..orders.len() {
                let options = RunOptions::of(&Check { variant: variant.clone(), order: Some(name(place)) });
                add(&simulate(&scenario, &options).map_err(|error| error.to_string())?);
            }
        }
        Orders::All(_) => {
            let options = RunOptions::of(&Check { variant, order: None });
            let scope = Scope::of::<SiblingSync>();
            let watch = |_: &_, played: Option<&Played>| played.into_iter().for_each(&mut add);
            let explored = explore::<SiblingSync>(&scenario, &options, &scope, Reduction::None, MOST, watch);
            if !explored.map_err(|error| error.to_string())?.exhaustive {
                return Err(format!("there are more than {MOST} orders"));
            }
        }
    }
    outcomes.sort_by_key(|outcome| (std::cmp::Reverse(outcome.count), format!("{outcome:?}")));
    Ok(Ends { outcomes, violates: violates.into_iter().collect() })
}

fn name(place: usize) -> String {
    format!("order-{place}")
}

/// The same run as the crate reads it.
fn scenario(run: &Run) -> Result<Scenario, String> {
    let Value::Object(mut file) = serde_json::to_value(run).map_err(|error| error.to_string())? else {
        return Err("a run is an object".to_owned());
    };
    let ms = |value: &Value| Value::from(format!("{value}ms"));
    for key in ["script", "orders", "end_ms"] {
        file.remove(key);
    }
    if let Orders::Listed(orders) = &run.orders {
        let named = orders.iter().enumerate().map(|(place, order)| (name(place), json!(order)));
        file.insert("orders".to_owned(), Value::Object(named.collect()));
    }
    let mut steps = Vec::new();
    for step in &run.script {
        let Ok(Value::Object(mut step)) = serde_json::to_value(step) else { continue };
        rename(&mut step, "at_ms", "at", ms);
        if let Some(Value::Object(offline)) = step.get_mut("offline") {
            rename(offline, "until_ms", "until", ms);
        }
        if let Some(Value::Object(crash)) = step.get_mut("crash") {
            rename(crash, "down_ms", "down", ms);
        }
        if let Some(edit) = step.get_mut("edit_identity") {
            *edit = edit["set"].take();
        }
        steps.push(Value::Object(step));
    }
    let head = json!({"format": "sibling-sync-scenario/1", "id": "vector", "title": "A vector", "steps": steps});
    file.extend(head.as_object().cloned().unwrap_or_default());
    file.insert("end".to_owned(), ms(&run.end_ms.into()));
    parse(&Value::Object(file).to_string(), "vector.json").map_err(|error| error.to_string())
}

fn rename(object: &mut Map<String, Value>, from: &str, to: &str, of: impl Fn(&Value) -> Value) {
    if let Some(value) = object.remove(from) {
        object.insert(to.to_owned(), of(&value));
    }
}

/// How a run ended, without a count, and the invariants that it broke.
fn outcome(played: &Played, with_registers: bool) -> (Outcome, Vec<String>) {
    let ended = RunOutcome::of(played);
    let (mut wire, mut sync_messages) = (Vec::new(), 0);
    for entry in &played.transcript.entries {
        match &entry.record {
            Record::Note(who, Note::Wire { uuid, .. }) => wire.push((played.names[who.0].clone(), uuid.clone())),
            Record::Note(_, Note::SyncSent { .. }) => sync_messages += 1,
            _ => {}
        }
    }
    let rows = ended.rows.into_iter().map(|(device, rows)| (device, rows.into_iter().map(Vec::from).collect()));
    let outcome = Outcome {
        count: None,
        contact: ended.contact,
        rows: rows.collect(),
        pointers: ended.pointers,
        registers: with_registers.then_some(ended.registers),
        wire,
        sync_messages,
    };
    (outcome, ended.broke.into_iter().map(|failure| failure.fingerprint.invariant).collect())
}

/// A payload.
///
/// # Errors
/// What `prost` says.
pub(crate) fn decoded(bytes: &[u8]) -> Result<Decoded, String> {
    let payload = DeviceSyncPayload::decode(bytes).map_err(|error| error.to_string())?;
    let sync_type = SyncType::of(&payload.sync_type);
    let forward = Sealed::decode(payload.forward_payload.as_slice()).ok();
    let forward = forward.filter(|_| sync_type == Some(SyncType::Forward)).map(|sealed| UserMessage {
        destination: sealed.destination,
        r#type: sealed.r#type,
        data: Hex(sealed.data),
        status: sealed.status.map(times),
        appdata: Hex(sealed.appdata),
    });
    let db_message = payload.db_message.map(|message| DbMessage {
        data: message.data,
        outbound: message.outbound,
        status: message.status.map(times),
        file_paths: message.file_paths,
    });
    Ok(Decoded {
        sync_type: payload.sync_type,
        peer_uid: payload.peer_uid,
        db_message,
        dedup_id: payload.dedup_id,
        peer_data: Hex(payload.peer_data),
        identity_data: Hex(payload.identity_data),
        forward_payload: Hex(payload.forward_payload),
        forward_peer_uid: payload.forward_peer_uid,
        handled: sync_type.is_some_and(|sync_type| sync_type != SyncType::ServerAdd),
        forward,
    })
}

fn times(status: ConversationStatus) -> Times {
    let ConversationStatus { uuid, sent, received, processed } = status;
    Times { uuid, sent, received, processed }
}
