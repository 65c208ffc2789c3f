//! What happens in a trace, as a value: a row of words in files, a short line for people.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::tree::name::{Device, NameError, Node};

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub enum Event {
    /// `["step", "a1", "a1.1", "R"]`: a DH step. The parent is asserted to be the selection.
    Step {
        /// Who steps.
        by: Device,
        /// What it makes.
        node: Node,
        /// On what.
        parent: Node,
    },
    /// `["deliver", "b1", "a1.1"]`: a message of the other user is accepted, or a sibling's copy arrives. Where messages count (A2)
    /// and the node is known: the symmetric messages on it arrive.
    Deliver(Device, Node),
    /// `["reject", "b1", "a2.1"]`: a message of the other user arrives and is not accepted (A5).
    Reject(Device, Node),
    /// `["drop", "b2", "b1.1"]`: a message whose parent is unknown is discarded for good (A7).
    Drop(Device, Node),
    /// `["ack", "a1", "a1.1"]`: it hears that a node of its own user was accepted.
    Ack(Device, Node),
    /// `["news", "b2", "a1.1"]`: it hears from a sibling that a node of the other user was accepted.
    News(Device, Node),
    /// `["message", "a1", "a1.1"]`: a symmetric message. The node is asserted to be the selection, and of its own user.
    Message(Device, Node),
    /// `["remove", "a2"]`: from now on its siblings and it pass each other nothing.
    Remove(Device),
    /// `["roll", "a1", "R:a1.1"]`: a new root, above all that it knows.
    Roll(Device, Node),
}

impl Event {
    /// The word that files have for it.
    pub const fn verb(&self) -> &'static str {
        match self {
            Self::Step { .. } => "step",
            Self::Deliver(..) => "deliver",
            Self::Reject(..) => "reject",
            Self::Drop(..) => "drop",
            Self::Ack(..) => "ack",
            Self::News(..) => "news",
            Self::Message(..) => "message",
            Self::Remove(_) => "remove",
            Self::Roll(..) => "roll",
        }
    }

    /// To whom it happens.
    pub const fn device(&self) -> Device {
        match *self {
            Self::Step { by: device, .. } | Self::Remove(device) => device,
            Self::Deliver(device, _) | Self::Reject(device, _) | Self::Drop(device, _) => device,
            Self::Ack(device, _) | Self::News(device, _) | Self::Message(device, _) | Self::Roll(device, _) => device,
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step { by, node, parent } => write!(f, "{by} + {node} / {parent}"),
            Self::Deliver(device, node) => write!(f, "{device} < {node}"),
            Self::Reject(device, node) => write!(f, "{device} rejects {node}"),
            Self::Drop(device, node) => write!(f, "{device} drops {node}"),
            Self::Ack(device, node) => write!(f, "{device} hears that {node} was accepted"),
            Self::News(device, node) => write!(f, "{device} hears that a sibling accepted {node}"),
            Self::Message(device, node) => write!(f, "{device} sends on {node}"),
            Self::Remove(device) => write!(f, "{device} is removed"),
            Self::Roll(device, root) => write!(f, "{device} rolls to {root}"),
        }
    }
}

/// Words that are no event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// A name in it is none.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Not a verb with what it takes.
    #[error(
        "{0:?} is no event: expected [\"step\", device, node, parent], [\"remove\", device], or a device and a node after deliver, reject, \
         drop, ack, news, message or roll"
    )]
    Form(Vec<String>),
}

impl TryFrom<Vec<String>> for Event {
    type Error = EventError;

    fn try_from(words: Vec<String>) -> Result<Self, EventError> {
        let parts: Vec<&str> = words.iter().map(String::as_str).collect();
        let to = |event: fn(Device, Node) -> Self, device: &str, node: &str| Ok(event(device.parse()?, node.parse()?));
        match parts[..] {
            ["step", by, node, parent] => {
                Ok(Self::Step { by: by.parse()?, node: node.parse()?, parent: parent.parse()? })
            }
            ["deliver", device, node] => to(Self::Deliver, device, node),
            ["reject", device, node] => to(Self::Reject, device, node),
            ["drop", device, node] => to(Self::Drop, device, node),
            ["ack", device, node] => to(Self::Ack, device, node),
            ["news", device, node] => to(Self::News, device, node),
            ["message", device, node] => to(Self::Message, device, node),
            ["roll", device, node] => to(Self::Roll, device, node),
            ["remove", device] => Ok(Self::Remove(device.parse()?)),
            _ => Err(EventError::Form(words)),
        }
    }
}

impl From<Event> for Vec<String> {
    fn from(event: Event) -> Self {
        let mut words = vec![event.verb().to_owned(), event.device().to_string()];
        match event {
            Event::Step { node, parent, .. } => words.extend([node.to_string(), parent.to_string()]),
            Event::Remove(_) => {}
            Event::Deliver(_, node) | Event::Reject(_, node) | Event::Drop(_, node) | Event::Ack(_, node) => {
                words.push(node.to_string());
            }
            Event::News(_, node) | Event::Message(_, node) | Event::Roll(_, node) => words.push(node.to_string()),
        }
        words
    }
}

impl FromStr for Event {
    type Err = EventError;

    /// Reads the words of an event with spaces between: `step a1 a1.1 R`.
    fn from_str(text: &str) -> Result<Self, EventError> {
        Self::try_from(text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }
}

/// Reads events, a line or a semicolon apart: `step a1 a1.1 R; deliver b1 a1.1`.
pub fn events(text: &str) -> Result<Vec<Event>, EventError> {
    text.split([';', '\n']).map(str::trim).filter(|line| !line.is_empty()).map(str::parse).collect()
}
