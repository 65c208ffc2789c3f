//! What travels between devices and relays, and what devices report.

use sim_device::{Command, CommandError, Note};
use sim_relay::{ClientMsg, Filter, RelayMsg, VerifiedEvent};

use super::ScriptEntry;
use crate::engine::{Fact, System};

/// The system under simulation: Marmot devices and Nostr relays.
#[derive(Clone, Debug)]
pub struct Marmot;

impl System for Marmot {
    type Message = Wire;
    type Command = Command;
    type Note = Note;
    type Step = ScriptEntry;
    type Failure = CommandError;
}

/// A Nostr message between a device and a relay.
#[derive(Clone, Debug)]
pub enum Wire {
    /// From a device.
    ToRelay(ClientMsg),
    /// From a relay.
    ToDevice(RelayMsg),
}

impl Wire {
    /// The event that it carries, if any.
    pub fn event(&self) -> Option<&VerifiedEvent> {
        match self {
            Self::ToRelay(ClientMsg::Event(event) | ClientMsg::Auth(event)) => Some(event),
            Self::ToDevice(RelayMsg::Event { event, .. }) => Some(event),
            _ => None,
        }
    }

    /// As it would stand on a WebSocket.
    pub fn to_json(&self) -> String {
        match self {
            Self::ToRelay(msg) => msg.to_json(),
            Self::ToDevice(msg) => msg.to_json(),
        }
    }
}

/// An event counts by id and signature: the id covers every other byte.
fn feed_event(tag: u8, event: &VerifiedEvent, bytes: &mut Vec<u8>) {
    bytes.push(tag);
    bytes.extend_from_slice(event.id.as_bytes());
    bytes.extend_from_slice(event.sig.as_ref());
}

impl Fact<Marmot> for Wire {
    fn feed(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::ToRelay(ClientMsg::Event(event)) => feed_event(1, event, bytes),
            Self::ToRelay(ClientMsg::Auth(event)) => feed_event(2, event, bytes),
            Self::ToDevice(RelayMsg::Event { sub, event }) => {
                feed_event(3, event, bytes);
                bytes.extend_from_slice(sub.as_str().as_bytes());
            }
            Self::ToDevice(RelayMsg::Ok { id, accepted, message }) => {
                bytes.extend_from_slice(&[4, u8::from(*accepted)]);
                bytes.extend_from_slice(id.as_bytes());
                bytes.extend_from_slice(message.as_bytes());
            }
            Self::ToDevice(RelayMsg::Eose(sub)) => {
                bytes.push(5);
                bytes.extend_from_slice(sub.as_str().as_bytes());
            }
            Self::ToRelay(ClientMsg::Req { sub, filters }) => {
                bytes.push(6);
                bytes.extend_from_slice(sub.as_str().as_bytes());
                filters.iter().for_each(|filter| feed_filter(filter, bytes));
            }
            Self::ToRelay(ClientMsg::Close(sub)) => {
                bytes.push(7);
                bytes.extend_from_slice(sub.as_str().as_bytes());
            }
            other => {
                bytes.push(8);
                bytes.extend_from_slice(other.to_json().as_bytes());
            }
        }
    }
}

/// Every condition of a filter, each behind a mark of its own.
fn feed_filter(filter: &Filter, bytes: &mut Vec<u8>) {
    bytes.push(b'{');
    for id in filter.ids.iter().flatten() {
        bytes.push(b'i');
        bytes.extend_from_slice(id.as_bytes());
    }
    for author in filter.authors.iter().flatten() {
        bytes.push(b'a');
        bytes.extend_from_slice(author.as_bytes());
    }
    for kind in filter.kinds.iter().flatten() {
        bytes.push(b'k');
        bytes.extend_from_slice(&kind.to_be_bytes());
    }
    for (letter, values) in &filter.tags {
        bytes.push(b'#');
        bytes.extend_from_slice(&u32::from(*letter).to_be_bytes());
        values.iter().for_each(|value| bytes.extend_from_slice(value.as_bytes()));
    }
    let numbers = [filter.since, filter.until, filter.limit.map(|limit| limit as u64)];
    numbers.iter().for_each(|n| bytes.extend_from_slice(&n.map_or([0xff; 8], u64::to_be_bytes)));
    bytes.extend_from_slice(filter.search.as_deref().unwrap_or_default().as_bytes());
}

impl Fact<Marmot> for Note {
    fn feed(&self, bytes: &mut Vec<u8>) {
        serde_json::to_writer(bytes, self).expect("notes serialise");
    }
}

impl Fact<Marmot> for ScriptEntry {
    fn feed(&self, bytes: &mut Vec<u8>) {
        serde_json::to_writer(bytes, self).expect("entries of the script serialise");
    }
}

impl Fact<Marmot> for CommandError {
    fn feed(&self, bytes: &mut Vec<u8>) {
        serde_json::to_writer(bytes, self).expect("errors serialise");
    }
}
