//! What travels between devices and relays, and what devices report.

use sha2::{Digest, Sha256};
use sim_device::{Command, Note};
use sim_relay::{ClientMsg, RelayMsg, VerifiedEvent};

use crate::engine::{Fact, System};

/// The system under simulation: Marmot devices and Nostr relays.
#[derive(Clone, Debug)]
pub struct Marmot;

impl System for Marmot {
    type Message = Wire;
    type Command = Command;
    type Note = Note;
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
fn feed_event(tag: u8, event: &VerifiedEvent, hash: &mut Sha256) {
    hash.update([tag]);
    hash.update(event.id.as_bytes());
    hash.update(event.sig.as_ref());
}

impl Fact for Wire {
    fn feed(&self, hash: &mut Sha256) {
        match self {
            Self::ToRelay(ClientMsg::Event(event)) => feed_event(1, event, hash),
            Self::ToRelay(ClientMsg::Auth(event)) => feed_event(2, event, hash),
            Self::ToDevice(RelayMsg::Event { sub, event }) => {
                feed_event(3, event, hash);
                hash.update(sub.as_str());
            }
            Self::ToDevice(RelayMsg::Ok { id, accepted, message }) => {
                hash.update([4, u8::from(*accepted)]);
                hash.update(id.as_bytes());
                hash.update(message);
            }
            Self::ToDevice(RelayMsg::Eose(sub)) => {
                hash.update([5]);
                hash.update(sub.as_str());
            }
            other => {
                hash.update([6]);
                hash.update(other.to_json());
            }
        }
    }
}

impl Fact for Note {
    fn feed(&self, hash: &mut Sha256) {
        hash.update(serde_json::to_vec(self).expect("notes serialise"));
    }
}
