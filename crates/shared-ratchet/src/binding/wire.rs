//! What leaves a device.

use std::fmt;

use serde::{Deserialize, Serialize};
use vodozemac::olm::OlmMessage;

use super::BindingError;
use super::vault::Kept;
use crate::tree::Node;

/// A ratchet key: the name of a node on the wire.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key([u8; 32]);

impl Key {
    /// Its bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for Key {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

/// The first eight digits.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0[..4]))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// What is inside a ciphertext.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The node, as people call it: by it devices rank.
    pub node: Node,
    /// Name of the message.
    pub message: String,
}

/// A message as everybody on the way sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    kind: usize,
    bytes: Vec<u8>,
    /// Its ratchet key.
    pub key: Key,
    /// Its place in the chain of that key, from 0.
    pub index: u64,
}

impl Sealed {
    pub(super) fn of(message: &OlmMessage) -> Self {
        let inner = match message {
            OlmMessage::Normal(message) => message,
            OlmMessage::PreKey(first) => first.message(),
        };
        let (key, index) = (Key(inner.ratchet_key().to_bytes()), inner.chain_index());
        let (kind, bytes) = message.to_parts();
        Self { kind, bytes, key, index }
    }

    pub(super) fn message(&self) -> Result<OlmMessage, BindingError> {
        OlmMessage::from_parts(self.kind, &self.bytes).map_err(BindingError::broken)
    }

    /// Bytes on the wire.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} {}", self.kind, self.index, hex::encode(&self.bytes))
    }
}

/// What a device hands a sibling: a node with its pickle, and what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replica {
    /// The node.
    pub node: Node,
    /// What it grew on; none for a root.
    pub parent: Option<Node>,
    /// Generation of a rolled root; 0 otherwise.
    pub generation: u32,
    /// The state under that node.
    pub kept: Kept,
    /// What was said with it.
    pub message: Option<String>,
}
