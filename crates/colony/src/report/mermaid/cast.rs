//! Who is drawn: devices in a box for each account, relays beside them, and what is peculiar about each.

use scenarios::Run;
use serde_json::{Map, Value};
use sim_device::Behaviour;
use sim_engine::NodeId;

use super::text::escape;
use crate::story;

/// Peculiarities of one participant that are told.
const MOST_PECULIAR: usize = 4;

/// The lines that declare these participants, who come in the order of the columns.
pub(super) fn declared(run: &Run, cast: &[NodeId]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open = None;
    for id in cast {
        let name = run.name(*id);
        let account = name.split_once('/').map(|(account, _)| account);
        if open != account {
            lines.extend(open.map(|_| "  end".to_owned()));
            lines.extend(account.map(|account| format!("  box transparent {}", escape(account))));
            open = account;
        }
        let label: Vec<_> = label(run, name).iter().map(|text| escape(text)).collect();
        lines.push(format!("  participant d{} as {}", id.0, label.join("<br/>")));
    }
    lines.extend(open.map(|_| "  end".to_owned()));
    lines
}

/// A participant without its account, then what is peculiar about it.
pub(super) fn label(run: &Run, name: &str) -> Vec<String> {
    let short = name.split_once('/').map_or(name, |(_, device)| device);
    let peculiar = peculiar(run, name).into_iter().take(MOST_PECULIAR);
    [short.to_owned()].into_iter().chain(peculiar).collect()
}

/// In what a device differs from a careful client, or a relay from one that conforms, as the scenario file has it.
fn peculiar(run: &Run, name: &str) -> Vec<String> {
    let spec = match run.scenario.relays.get(name) {
        Some(relay) => serde_json::to_value(relay),
        None => serde_json::to_value(run.scenario.device(name)),
    };
    let Ok(Value::Object(spec)) = spec else { return Vec::new() };
    let careful = serde_json::to_value(Behaviour::default()).unwrap_or_default();
    let mut told = Vec::new();
    for (key, value) in &spec {
        match (key.as_str(), value) {
            ("personality", Value::String(preset)) if preset == "conforming" => {}
            ("behaviour", Value::Object(knobs)) => told.extend(entries(knobs, &careful)),
            ("set" | "knobs", Value::Object(fields)) => told.extend(entries(fields, &Value::Null)),
            ("skew", seconds) => told.extend((seconds != &Value::from(0)).then(|| format!("skew: {seconds} s"))),
            _ => told.push(entry(key, value)),
        }
    }
    told
}

/// `key: value` of every field that is not as usual.
fn entries(fields: &Map<String, Value>, usual: &Value) -> Vec<String> {
    fields.iter().filter(|(key, value)| usual.get(*key) != Some(value)).map(|(key, value)| entry(key, value)).collect()
}

fn entry(key: &str, value: &Value) -> String {
    let bare: String = value.to_string().chars().filter(|c| !matches!(c, '"' | '{' | '}' | '[' | ']')).collect();
    story::cut(&format!("{key}: {}", bare.replace(',', ", ")), 48)
}
