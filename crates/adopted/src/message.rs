//! MLS messages of a group before anybody knows which State they belong to.

use openmls_0_9::prelude::tls_codec::Deserialize as _;
use openmls_0_9::prelude::{ContentType, MlsMessageBodyIn, MlsMessageIn, ProtocolMessage, WireFormat};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ids::MessageId;

/// What a message holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// A commit, in public framing.
    Commit,
    /// A standalone proposal, in public framing.
    Proposal,
    /// A payload, in private framing.
    Payload,
}

/// The bytes of one MLSMessage and what can be read of it without a key. The claimed epoch is not authenticated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// SHA-256 of the bytes.
    pub id: MessageId,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The epoch that it claims.
    pub epoch: u64,
    /// What it holds.
    pub content: Content,
}

/// Why bytes are no message of this group.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MessageError {
    /// They are not exactly one MLSMessage.
    #[error("the bytes are no MLSMessage: {0}")]
    Decode(String),
    /// A Welcome, a KeyPackage, a GroupInfo.
    #[error("an MLSMessage of this kind does not travel in a group event")]
    Kind,
    /// Handshakes are public, payloads private; anything else is invalid (GE-02).
    #[error("{0:?} in {1:?} framing")]
    Framing(ContentType, WireFormat),
    /// The sender is not a member (GE-02).
    #[error("the sender is not a member")]
    External,
    /// Another group.
    #[error("the message belongs to another MLS group")]
    Group,
}

impl Message {
    /// Reads a message of the group with this MLS id.
    pub fn parse(bytes: &[u8], group_id: &[u8]) -> Result<Self, MessageError> {
        let message = decode(bytes)?;
        let (content_type, wire) = (message.content_type(), message.wire_format());
        let content = match (content_type, wire) {
            (ContentType::Commit, WireFormat::PublicMessage) => Content::Commit,
            (ContentType::Proposal, WireFormat::PublicMessage) => Content::Proposal,
            (ContentType::Application, WireFormat::PrivateMessage) => Content::Payload,
            _ => return Err(MessageError::Framing(content_type, wire)),
        };
        if message.is_external() {
            return Err(MessageError::External);
        }
        if message.group_id().as_slice() != group_id {
            return Err(MessageError::Group);
        }
        Ok(Self { id: MessageId::of(bytes), bytes: bytes.to_vec(), epoch: message.epoch().as_u64(), content })
    }

    /// The message for openmls.
    pub fn protocol(&self) -> Result<ProtocolMessage, MessageError> {
        decode(&self.bytes)
    }
}

fn decode(bytes: &[u8]) -> Result<ProtocolMessage, MessageError> {
    let message =
        MlsMessageIn::tls_deserialize_exact(bytes).map_err(|error| MessageError::Decode(error.to_string()))?;
    match message.extract() {
        MlsMessageBodyIn::PublicMessage(message) => Ok(message.into()),
        MlsMessageBodyIn::PrivateMessage(message) => Ok(message.into()),
        _ => Err(MessageError::Kind),
    }
}
