//! Which key of its sender's ratchet a published payload was sealed with: read off the bytes, as a receiver reads it.

use openmls_0_9::prelude::tls_codec::DeserializeBytes as _;

use super::Group;
use crate::Crypto;
use crate::envelope::Envelope;
use crate::ids::MessageId;
use crate::message::{Content, Message};
use crate::state::State;

/// A published payload, and the State whose key opened its envelope.
#[derive(Debug, Clone)]
pub struct SealedPayload {
    crypto: Crypto,
    group_id: Vec<u8>,
    state: State,
    message: Message,
}

/// The place of a payload in a ratchet. No two payloads may share one: they would share a key (RFC 9420 section 9.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatchetUse {
    /// SHA-256 of the MLSMessage.
    pub message: MessageId,
    /// Epoch authenticator of its State, which tells one branch from another.
    pub authenticator: Vec<u8>,
    /// Epoch of its State.
    pub epoch: u64,
    /// Leaf of the sender.
    pub leaf: u32,
    /// Generation of the key.
    pub generation: u32,
}

impl Group {
    /// The payload in an envelope, if a State in reach opens it. Cheap; [`SealedPayload::ratchet_use`] does the work.
    pub(crate) fn sealed_payload(&self, crypto: &Crypto, envelope: &Envelope) -> Option<SealedPayload> {
        let (state, bytes) = self.keys().iter().find_map(|(state, key)| Some((*state, envelope.open(key)?)))?;
        let message = Message::parse(&bytes, &self.id).ok().filter(|message| message.content == Content::Payload)?;
        let state = self.tree.get(state)?.clone();
        Some(SealedPayload { crypto: crypto.clone(), group_id: self.id.clone(), state, message })
    }
}

impl SealedPayload {
    /// What the sender data of the message say (RFC 9420 section 6.3.2): leaf, generation, reuse guard. They are the first that openmls
    /// opens, also of a message of one's own. Works on a copy; `None` if the bytes do not belong to the State.
    pub fn ratchet_use(&self) -> Option<RatchetUse> {
        let (crypto, ear) = self.crypto.listening();
        let (provider, mut group) = self.state.scratch(&crypto, &self.group_id).ok()?;
        // Whether the content can be opened is not asked: its key may be used up.
        let _ = group.process_message(&provider, self.message.protocol().ok()?);
        let sender_data = ear.first()?;
        let (leaf, rest) = u32::tls_deserialize_bytes(&sender_data).ok()?;
        let (generation, _) = u32::tls_deserialize_bytes(rest).ok()?;
        let authenticator = self.state.facts.authenticator.clone();
        Some(RatchetUse { message: self.message.id, authenticator, epoch: self.state.epoch(), leaf, generation })
    }
}
