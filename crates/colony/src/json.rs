//! Runs as JSON.

use scenarios::engine::Record;
use scenarios::{Judgement, Run};
use serde_json::{Value, json};

/// A whole run: options, participants, transcript, every published event in full, and what it means.
pub(crate) fn run_document(run: &Run, judgement: &Judgement) -> Value {
    let events: Vec<Value> = run
        .published()
        .into_iter()
        .map(|(entry, device, event)| {
            let event: Value = serde_json::from_str(&event.as_json()).unwrap_or(Value::Null);
            json!({ "entry": entry, "device": device, "event": event })
        })
        .collect();
    json!({
        "format": "colony-run/1",
        "options": options(run),
        "repro": run.repro(),
        "digest": run.transcript.digest().to_hex(),
        "accounts": run.accounts.iter().map(|(name, key)| (name.clone(), key.to_hex().into())).collect::<serde_json::Map<_, _>>(),
        "devices": run.devices.keys().collect::<Vec<_>>(),
        "relays": run.relays.keys().collect::<Vec<_>>(),
        "judgement": judgement,
        "failed_steps": run.failed_steps,
        "transcript": transcript(run),
        "events": events,
        "scenario": run.scenario.to_json(),
    })
}

/// What the run is a function of.
pub(crate) fn options(run: &Run) -> Value {
    json!({
        "scenario": run.scenario.id,
        "profile": run.options.profile.to_string(),
        "policy": run.options.policy.to_string(),
        "seed": run.options.seed.to_string(),
        "without": run.options.without.map(|without| without.entry),
        "start": run.scenario.start.unwrap_or(scenarios::DEFAULT_START),
        "version": env!("CARGO_PKG_VERSION"),
    })
}

fn transcript(run: &Run) -> Vec<Value> {
    let name = |id: &scenarios::engine::NodeId| run.name(*id).to_owned();
    run.entries()
        .map(|(index, entry)| {
            let mut line = match &entry.record {
                Record::Step(entry) => json!({ "kind": "step", "text": entry.to_string(), "what": entry }),
                Record::Done(who, op, result) => json!({
                    "kind": "done", "who": name(who), "op": op, "error": result.as_ref().err(),
                    "text": result.as_ref().err().map(ToString::to_string),
                }),
                Record::Note(who, note) => json!({ "kind": "note", "who": name(who), "what": note }),
                Record::Delivered { from, to, message } => {
                    json!({ "kind": "message", "from": name(from), "to": name(to), "message": message_value(message) })
                }
                Record::Opened(who, peer) => json!({ "kind": "opened", "who": name(who), "peer": name(peer) }),
                Record::Closed(who, peer) => json!({ "kind": "closed", "who": name(who), "peer": name(peer) }),
                Record::Fault { from, to, fault, effect, message } => json!({
                    "kind": "fault", "from": name(from), "to": name(to), "fault": fault, "verdict": effect,
                    "message": message_value(message)
                }),
                Record::Finished(who, peer) => json!({ "kind": "finished", "who": name(who), "peer": name(peer) }),
                Record::Window(who, peer, open) => {
                    json!({ "kind": "window", "who": name(who), "peer": name(peer), "open": open })
                }
                Record::FaultOnOpen { from, to, fault, effect } | Record::FaultOnFinish { from, to, fault, effect } => {
                    json!({
                        "kind": "fault", "from": name(from), "to": name(to), "fault": fault, "verdict": effect,
                        "message": null
                    })
                }
            };
            line["entry"] = index.into();
            line["at_ns"] = (entry.at.as_nanos() as u64).into();
            line["mark"] = format!("{:016x}", entry.mark).into();
            line
        })
        .collect()
}

/// Events stand in full under `events`; here their id is enough.
pub(crate) fn message_value(message: &scenarios::world::Wire) -> Value {
    use scenarios::world::Wire;
    use sim_relay::{ClientMsg, RelayMsg};
    match message {
        Wire::ToRelay(ClientMsg::Event(event)) => json!(["EVENT", event.id.to_hex()]),
        Wire::ToDevice(RelayMsg::Event { sub, event }) => json!(["EVENT", sub.as_str(), event.id.to_hex()]),
        other => serde_json::from_str(&other.to_json()).unwrap_or(Value::Null),
    }
}
