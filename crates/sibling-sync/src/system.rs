//! The system that the engine runs: what travels, what the script says, what is written down.

use std::time::Duration;

use sim_engine::{Fact, System};

use crate::aware;
use crate::device::In;
use crate::vocabulary::{About, Action, ContactName, DeviceName, Note, QueueKey, Uuid};

/// Devices of one user, contacts, and the queues between them.
#[derive(Debug)]
pub struct SiblingSync;

impl System for SiblingSync {
    type Message = Message;
    type Command = Command;
    type Note = Note;
    type Step = Step;
    type Failure = NotDone;
}

/// What travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// To a queue: keep this.
    Push(Vec<u8>, Box<About>),
    /// To a queue: hand me what you have and get.
    Poll,
    /// To a queue: no longer.
    Leave,
    /// To a queue: I have this item.
    Release(u64),
    /// From a queue.
    Item {
        /// Which queue.
        key: QueueKey,
        /// Number of the item there.
        item: u64,
        /// An envelope.
        blob: Vec<u8>,
        /// What it is about.
        about: Box<About>,
    },
    /// Between a device of phase 7A and the board.
    Aware(aware::Wire),
}

/// What a message is about, as far as its order may be a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// From a sibling, handed out.
    Sync,
    /// To a contact, handed out.
    ToContact,
    /// From a contact, handed out.
    FromContact,
    /// Something that the server is asked.
    Request,
}

impl Message {
    /// What it is about.
    pub fn class(&self) -> Class {
        match self {
            Self::Item { key: QueueKey::Device(_), .. } => Class::Sync,
            Self::Item { key: QueueKey::Contact(_), .. } => Class::ToContact,
            Self::Item { key: QueueKey::User(..), .. } => Class::FromContact,
            Self::Push(..) | Self::Poll | Self::Leave | Self::Release(_) | Self::Aware(_) => Class::Request,
        }
    }

    /// What an item that is handed out is about.
    pub fn about(&self) -> Option<&About> {
        if let Self::Item { about, .. } = self { Some(about) } else { None }
    }
}

/// What the script tells a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begin.
    Start,
    /// A device.
    Device(In),
    /// A device: no connection for so long; none: for ever.
    Offline(Option<Duration>),
    /// A device: if it dies, it is started again after this long.
    DownFor(Duration),
    /// A device: it is gone for ever.
    Destroy,
    /// A contact: write this.
    Write(Uuid, String),
    /// A device of phase 7A on the library.
    Aware(aware::In),
    /// A device: tell what you came to.
    End,
}

/// A step of the script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Place in the file.
    pub index: usize,
    /// Its name.
    pub label: Option<String>,
    /// What it does.
    pub action: Action,
}

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDone {
    /// The participant does not know it.
    #[error("it cannot do that")]
    Foreign,
    /// It is not there to do it.
    #[error("the device is down")]
    Down,
    /// It does not know the contact.
    #[error("{0} has no record of {1}")]
    NoRecord(DeviceName, ContactName),
    /// It is not paired with the device.
    #[error("{0} has no session with {1}")]
    NoSession(DeviceName, DeviceName),
    /// The card has no keys that a session can begin with.
    #[error("{0} can begin no session with the card of {1}")]
    UnfitCard(DeviceName, ContactName),
    /// It has no key that it could put on a card.
    #[error("{0} has no key for a card")]
    NoKey(DeviceName),
}

impl Fact<SiblingSync> for Message {
    fn feed(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Push(blob, _) => {
                bytes.push(1);
                bytes.extend_from_slice(blob);
            }
            Self::Poll => bytes.push(2),
            Self::Leave => bytes.push(3),
            Self::Release(item) => {
                bytes.push(4);
                bytes.extend_from_slice(&item.to_be_bytes());
            }
            Self::Item { key, item, blob, .. } => {
                bytes.push(5);
                bytes.extend_from_slice(key.to_string().as_bytes());
                bytes.extend_from_slice(&item.to_be_bytes());
                bytes.extend_from_slice(blob);
            }
            Self::Aware(wire) => {
                bytes.push(6);
                bytes.extend_from_slice(format!("{wire:?}").as_bytes());
            }
        }
    }
}

/// The bytes that count are those of the debug form, which names every field.
macro_rules! fact {
    ($($type:ty),*) => {
        $(impl Fact<SiblingSync> for $type {
            fn feed(&self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(format!("{self:?}").as_bytes());
            }
        })*
    };
}

fact!(Note, Step, NotDone);
