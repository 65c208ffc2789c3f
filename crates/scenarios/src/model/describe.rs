//! Steps in plain words, for stories and messages.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Action, Direction, Fault, Step};
use crate::faults::At;

/// What a step does: `alice/desktop: create group trip and invite bob`.
pub fn step(step: &Step) -> String {
    let who = step.device.as_deref().map(|device| format!("{device}: ")).unwrap_or_default();
    who + &action(&step.action)
}

/// What an action does.
pub fn action(action: &Action) -> String {
    action.describe()
}

/// What a fault does.
pub(crate) fn fault(fault: &Fault) -> String {
    let kind = fault.does.kind();
    let does = kind.words;
    let mut what = match fault.kinds.as_slice() {
        [] => "everything".to_owned(),
        kinds => format!("kind {}", joined(kinds)),
    };
    if !fault.authors.is_empty() {
        what += &format!(" of {}", joined(&fault.authors));
    }
    let device = fault.device.as_deref().unwrap_or("any device");
    let relay = fault.relay.as_deref().unwrap_or("any relay");
    let mut text = match fault.direction {
        _ if matches!(kind.at, At::Relay(_)) => {
            format!("fault {}: {relay} will {does} {what} from {device}", fault.name)
        }
        Direction::ToRelay => format!("fault {}: {does} {what} from {device} to {relay}", fault.name),
        Direction::ToDevice => format!("fault {}: {does} {what} from {relay} to {device}", fault.name),
        Direction::Both => format!("fault {}: {does} {what} between {device} and {relay}", fault.name),
    };
    if let Some(delay) = fault.delay {
        text += &format!(" by {delay}");
    }
    match fault.times {
        Some(1) => text += ", once",
        Some(times) => text += &format!(", {times} times"),
        None => {}
    }
    if let Some(lasts) = fault.lasts {
        text += &format!(", for {lasts}");
    }
    text
}

/// Of a clock.
pub(crate) fn off_by(seconds: i64) -> String {
    match seconds {
        0 => "is right again".to_owned(),
        1.. => format!("is {seconds} s ahead"),
        _ => format!("is {} s behind", seconds.unsigned_abs()),
    }
}

/// `name = value` of each, as a file has them.
pub(crate) fn settings(set: &BTreeMap<String, Value>) -> String {
    joined(&set.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>())
}

/// `a, b and c`
pub(crate) fn joined<T: ToString>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    match items.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}
