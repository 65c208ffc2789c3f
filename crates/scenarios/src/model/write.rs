//! Scenarios as files again.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::people::one_relay;
use super::{DeviceDefaults, LinkSpec, Scenario, read};

/// Writing. Loading the answer gives the same scenario, provided that loading accepts it at all: what refers to nothing
/// is written as it is and refused when it is read.
impl Scenario {
    /// As JSON, with what follows from defaults left out.
    pub fn to_json(&self) -> Value {
        let mut scenario = serde_json::to_value(self).unwrap_or_default();
        if let Value::Object(fields) = &mut scenario {
            leave_out_defaults(fields);
        }
        scenario
    }

    /// As TOML in the manner of the corpus: headers for the parts, one line per action.
    pub fn to_toml(&self) -> String {
        let mut text = String::new();
        if let Value::Object(fields) = self.to_json() {
            let mut tables = String::new();
            for key in read::KEYS.iter().copied().chain(["expect"]) {
                match (key, fields.get(key)) {
                    ("steps", Some(Value::Array(steps))) => steps.iter().for_each(|step| write_step(&mut tables, step)),
                    (_, Some(Value::Object(table))) => write_table(&mut tables, key, table),
                    (_, Some(value)) => write_line(&mut text, key, value),
                    (_, None) => {}
                }
            }
            text.push_str(&tables);
        }
        text
    }
}

/// Removes knobs that are what they would be anyway, and tables that end up empty.
fn leave_out_defaults(scenario: &mut Map<String, Value>) {
    let unset = serde_json::to_value(DeviceDefaults::default()).unwrap_or_default();
    let defaults = scenario.get("defaults").cloned().unwrap_or_default();
    if let Some(Value::Object(devices)) = scenario.get_mut("devices") {
        devices.values_mut().for_each(|device| thin_out(device, &defaults));
    }
    if let Some(all) = scenario.get_mut("defaults") {
        thin_out(all, &unset);
    }
    if let Some(Value::Object(expect)) = scenario.get_mut("expect") {
        expect.retain(|_, value| value.as_object().is_none_or(|table| !table.is_empty()));
    }
    let usual = |key: &str, value: &Value| match key {
        "relays" => serde_json::to_value(one_relay()).is_ok_and(|relays| relays == *value),
        "links" => serde_json::to_value(LinkSpec::default()).is_ok_and(|links| links == *value),
        "defaults" | "expect" => value.as_object().is_some_and(Map::is_empty),
        _ => false,
    };
    scenario.retain(|key, value| !usual(key, value));
}

/// Drops from `behaviour` and `knobs` what is the same in `base`, and the tables of which nothing is left.
fn thin_out(spec: &mut Value, base: &Value) {
    let Value::Object(spec) = spec else { return };
    for part in ["behaviour", "knobs"] {
        if let Some(Value::Object(settings)) = spec.get_mut(part) {
            settings.retain(|name, value| base.get(part).and_then(|known| known.get(name)) != Some(value));
            if settings.is_empty() {
                spec.remove(part);
            }
        }
    }
}

/// A table of tables gets a header per inner table, any other one header and a line per key.
fn write_table(out: &mut String, path: &str, table: &Map<String, Value>) {
    let (inner, plain): (Vec<_>, Vec<_>) =
        table.iter().partition(|(key, value)| value.is_object() && !is_inline(path, key));
    if !plain.is_empty() || inner.is_empty() {
        let _ = writeln!(out, "\n[{path}]");
    }
    plain.into_iter().for_each(|(key, value)| write_line(out, key, value));
    for (key, value) in inner {
        if let Value::Object(table) = value {
            write_table(out, &format!("{path}.{}", bare_or_quoted(key)), table);
        }
    }
}

/// Small tables that read better on one line.
fn is_inline(path: &str, key: &str) -> bool {
    key == "outcome" || (path.starts_with("relays.") && key == "set")
}

fn write_step(out: &mut String, step: &Value) {
    out.push_str("\n[[steps]]\n");
    let Value::Object(fields) = step else { return };
    for (key, value) in ordered(fields) {
        match (key.as_str(), value) {
            ("parallel", Value::Array(steps)) => {
                out.push_str("parallel = [\n");
                for step in steps {
                    let _ = writeln!(out, "  {},", inline(step));
                }
                out.push_str("]\n");
            }
            _ => write_line(out, key, value),
        }
    }
}

fn write_line(out: &mut String, key: &str, value: &Value) {
    let plain = |c: char| c == '\n' || !(c.is_control() || c == '"' || c == '\\');
    if let Some(text) = value.as_str().filter(|text| text.contains('\n') && text.chars().all(plain)) {
        let _ = writeln!(out, "{} = \"\"\"\n{text}\"\"\"", bare_or_quoted(key));
        return;
    }
    let _ = writeln!(out, "{} = {}", bare_or_quoted(key), inline(value));
}

/// Steps have their time and device first, then the action; other tables are in the order of their keys.
fn ordered(fields: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut entries: Vec<_> = fields.iter().collect();
    let rank = |key: &str| read::STEP_FIELDS.iter().position(|field| *field == key).unwrap_or(usize::MAX);
    entries.sort_by_key(|(key, _)| (rank(key), (*key).clone()));
    entries
}

/// A value on one line. TOML has no null; nothing in the model is null.
fn inline(value: &Value) -> String {
    match value {
        Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Value::Object(fields) => {
            let pairs: Vec<_> = ordered(fields)
                .into_iter()
                .map(|(key, value)| format!("{} = {}", bare_or_quoted(key), inline(value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

fn bare_or_quoted(key: &str) -> String {
    let bare = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if !key.is_empty() && key.bytes().all(bare) { key.to_owned() } else { quoted(key) }
}

/// A basic string: quotes, backslashes and control characters escaped.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
