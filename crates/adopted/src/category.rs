//! Why an object was not taken: the closed list of foundation/errors.md and inbound-processing.

use serde::{Deserialize, Serialize};

/// A category of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// The same MLS message came before.
    Duplicate,
    /// Our own message came back.
    OwnEcho,
    /// It was meant for somebody else.
    WrongRecipient,
    /// No active group has this address.
    UnknownGroup,
    /// Its epoch is out of reach.
    StaleEpoch,
    /// Bytes, tags or structures are malformed.
    InvalidEncoding,
    /// A signature or proof does not verify.
    InvalidSignature,
    /// Something is required that this engine does not know.
    UnsupportedRequiredFeature,
    /// The committer was not allowed to do that.
    AuthorizationFailed,
    /// A State that would be needed is gone.
    MissingHistory,
    /// No key opens it; it is tried again when keys change.
    TransportDeferred,
    /// A local limit; it was not marked as seen and must be fetched again.
    ResourceRefused,
}
