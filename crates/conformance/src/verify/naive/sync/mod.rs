//! sync, by a machine written from the page alone, without a line of the crate `sibling-sync`: no ratchet, no database; an item is a value,
//! and every order is walked from a copy of the world. Payloads by a reader of its own.

mod device;
mod explore;
mod protobuf;
mod slips;
mod world;

use std::collections::BTreeMap;

pub(crate) use slips::{SLIPS, Slip};

use crate::format::topics::sync::{
    Decoded, DedupId, Ends, Expect, Input, MsgHook, Order, Orders, Outcome, Poll, Read, Run, State, Step, Test,
};
use crate::format::{Hex, Reason};
use crate::verify::sync::judge_runs;
use crate::verify::{Refusal, Verdict, judge};
use explore::{Does, End, Start};
use protobuf::{Decoded as Value, PAYLOAD, USER_MESSAGE};
use world::{Crash, DAY, Rules};

/// Types that a device handles.
const HANDLED: [&str; 5] = ["msg", "status", "peer_update", "identity_update", "forward"];

/// Judges a test; with a slip, the machine makes that mistake. Runs have at most so many orders.
pub(crate) fn verify(test: &Test, most: u64, slip: Option<Slip>) -> Verdict {
    match &test.input {
        Input::Payload(payload) => {
            let malformed = || Refusal::new(Reason::PayloadMalformed, "no protobuf of this message");
            judge(test, payload_of(&payload.payload.0, slip).map(Expect::Payload).ok_or_else(malformed))
        }
        Input::Run(run) => judge_runs(test, |policy| outcomes(run, policy, most, slip)),
    }
}

fn outcomes(run: &Run, policy: &str, most: u64, slip: Option<Slip>) -> Result<Ends, String> {
    let (start, rules) = (start(run)?, rules(run, policy, slip)?);
    let ends = match &run.orders {
        Orders::All(_) => explore::ends(&start, &rules, most).ok_or("there are too many orders, or one without end")?,
        Orders::Listed(orders) => {
            let mut ends: BTreeMap<End, u64> = BTreeMap::new();
            for names in orders {
                *ends.entry(explore::end_of(&start, &rules, names).ok_or("an order without end")?).or_default() += 1;
            }
            ends
        }
    };
    let with_registers = run.script.iter().any(|step| step.edit_peer.is_some() || step.edit_identity.is_some());
    let outcomes = ends.into_iter().map(|(end, count)| outcome(end, count, with_registers)).collect();
    Ok(Ends { outcomes, violates: Vec::new() })
}

fn outcome(end: End, count: u64, with_registers: bool) -> Outcome {
    let row = |(uuid, state, orphan): (String, u8, bool)| {
        let orphan = orphan.then(|| "orphan".to_owned());
        [uuid, explore::state_name(state)].into_iter().chain(orphan).collect()
    };
    let rows = end.rows.into_iter().map(|(device, rows)| (device, rows.into_iter().map(row).collect()));
    Outcome {
        count: Some(count),
        contact: end.contact,
        rows: rows.collect(),
        pointers: end.pointers,
        registers: with_registers.then_some(end.registers),
        wire: end.wire,
        sync_messages: end.sync_messages,
    }
}

fn start(run: &Run) -> Result<Start, String> {
    let all = || {
        let after =
            |place: usize| run.devices[place + 1..].iter().map(move |b| (run.devices[place].clone(), b.clone()));
        (0..run.devices.len()).flat_map(after).collect()
    };
    let contact = |name: &String| {
        let primary = run.primary.get(name).or(run.devices.first()).cloned().unwrap_or_default();
        let known_by = run.known_by.get(name).unwrap_or(&run.devices).clone();
        (name.clone(), primary, known_by, run.apart.contains(name))
    };
    Ok(Start {
        devices: run.devices.clone(),
        pairs: run.pairing_edges.clone().unwrap_or_else(all),
        contacts: run.contacts.iter().map(contact).collect(),
        steps: run.script.iter().map(step).collect::<Result<_, _>>()?,
        end: run.end_ms,
    })
}

fn step(step: &Step) -> Result<explore::Step, String> {
    let label = step.label.clone().unwrap_or_default();
    let pairs =
        |set: &BTreeMap<String, String>| set.iter().map(|(field, value)| (field.clone(), value.clone())).collect();
    let does = if let Some(typed) = &step.r#type {
        Does::Type(typed.peer.clone(), label, typed.text.clone())
    } else if let Some(text) = &step.contact_sends {
        Does::ContactSends(label, text.text.clone())
    } else if let Some(status) = &step.status {
        let state = match status.state {
            State::PendingForward => 0,
            State::Sent => 1,
            State::Received => 2,
            State::Processed => 3,
        };
        Does::Status(status.peer.clone(), status.of.clone(), state)
    } else if let Some(edit) = &step.edit_peer {
        Does::EditPeer(edit.peer.clone(), pairs(&edit.set))
    } else if let Some(edit) = &step.edit_identity {
        Does::EditIdentity(pairs(&edit.set))
    } else if let Some(meet) = &step.meet {
        Does::Meet(meet.contact.clone())
    } else if let Some(pair) = &step.pair {
        Does::Pair(pair.with.clone())
    } else if let Some(asks) = &step.ask_history {
        Does::AskHistory(asks.from.clone())
    } else if let Some(takes) = &step.take_over {
        Does::TakeOver(takes.peer.clone())
    } else if let Some(offline) = &step.offline {
        Does::Offline(Some(offline.until_ms))
    } else if let Some(crash) = &step.crash {
        let (point, sync_type) = (crash.point.clone(), Some(crash.on.sync_type.clone()));
        Does::Crash(Crash { point, sync_type, of: None, down: crash.down_ms })
    } else if step.repeat.is_some() {
        Does::Repeat
    } else if step.destroy.is_some() {
        Does::Destroy
    } else {
        return Err(format!("a step at {} does nothing", step.at_ms));
    };
    let who = step.device.as_ref().or(step.contact.as_ref()).ok_or("a step of nobody")?;
    Ok(explore::Step { at: step.at_ms, who: who.clone(), does })
}

fn rules(run: &Run, policy: &str, slip: Option<Slip>) -> Result<Rules, String> {
    let mut parts = policy.split("+MR-");
    let repairs: Result<_, _> = match parts.next() {
        Some("literal") => parts.map(str::parse).collect(),
        Some("repaired") => Ok((1..=15).collect()),
        _ => return Err(format!("unknown policy {policy}")),
    };
    let mut rules = Rules {
        repairs: repairs.map_err(|_| format!("unknown policy {policy}"))?,
        per_event: run.readings.dedup_id == DedupId::PerEvent,
        hook_primary_only: run.readings.msg_hook == MsgHook::PrimaryOnly,
        poll_primary_only: run.readings.poll == Poll::PrimaryOnly,
        pop: run.server.read == Read::Pop,
        any: run.server.order == Order::Any,
        retention: run.server.retention_days,
        prune: run.prune_days,
        duplicates: run.duplicates,
        flood: run.flood,
        backfill: run.backfill as usize,
        slip,
    };
    if rules.has(12) {
        let away = |step: &Step| {
            let offline = step.offline.as_ref().map(|offline| offline.until_ms.saturating_sub(step.at_ms));
            offline.or(step.crash.as_ref().map(|crash| crash.down_ms)).unwrap_or_default()
        };
        let longest = run.script.iter().map(away).max().unwrap_or_default();
        rules.prune = rules.prune.max(rules.retention + longest.div_ceil(DAY) + 1);
    }
    Ok(rules)
}

/// A payload; none if it is malformed.
fn payload_of(bytes: &[u8], slip: Option<Slip>) -> Option<Box<Decoded>> {
    let fields = protobuf::decode(bytes, PAYLOAD, slip).ok()?;
    let mut object = object(fields);
    let sync_type = object["sync_type"].as_str().unwrap_or_default().to_owned();
    let reserved = slip == Some(Slip::ReservedHandled) && sync_type == "server_add";
    object.insert("handled".to_owned(), (HANDLED.contains(&sync_type.as_str()) || reserved).into());
    let forward: Option<Hex> = serde_json::from_value(object["forward_payload"].clone()).ok();
    if let Some(Hex(bytes)) = forward.filter(|_| sync_type == "forward")
        && let Ok(fields) = protobuf::decode(&bytes, USER_MESSAGE, slip)
    {
        object.insert("forward".to_owned(), self::object(fields).into());
    }
    serde_json::from_value(object.into()).ok()
}

fn object(fields: Vec<(&'static str, Value)>) -> serde_json::Map<String, serde_json::Value> {
    let value = |value| {
        Some(match value {
            Value::Text(text) | Value::Bytes(text) => text.into(),
            Value::Number(number) => number.into(),
            Value::Bool(value) => value.into(),
            Value::Texts(texts) => texts.into(),
            Value::Nested(nested) => object(nested?).into(),
        })
    };
    fields.into_iter().filter_map(|(name, field)| Some((name.to_owned(), value(field)?))).collect()
}
