//! What can go wrong below the tree.

use vodozemac::olm::{DecryptionError, SessionCreationError};

use crate::tree::Node;

/// Why a message could not be opened with one pickle: the library's words as values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Why {
    /// Another session state: the message grew elsewhere.
    #[error("InvalidMAC")]
    InvalidMac,
    /// The key of this index is gone: used, or not kept.
    #[error("MissingMessageKey({0})")]
    MissingMessageKey(u64),
    /// Too many messages were left out at once.
    #[error("TooBigMessageGap({0})")]
    TooBigMessageGap(u64),
    /// The first message of a session that belongs to nobody whom the user knows.
    #[error("MismatchedIdentityKey")]
    UnknownIdentity,
    /// The first message of a session for a key that is not there.
    #[error("MissingOneTimeKey")]
    MissingOneTimeKey,
    /// Anything else.
    #[error("not readable")]
    Unreadable,
}

impl From<DecryptionError> for Why {
    fn from(error: DecryptionError) -> Self {
        match error {
            DecryptionError::InvalidMAC(_) => Self::InvalidMac,
            DecryptionError::MissingMessageKey(index) => Self::MissingMessageKey(index),
            DecryptionError::TooBigMessageGap(gap, _) => Self::TooBigMessageGap(gap),
            _ => Self::Unreadable,
        }
    }
}

impl From<SessionCreationError> for Why {
    fn from(error: SessionCreationError) -> Self {
        match error {
            SessionCreationError::Decryption(error) => error.into(),
            SessionCreationError::MismatchedIdentityKey(..) => Self::UnknownIdentity,
            SessionCreationError::MissingOneTimeKey(_) => Self::MissingOneTimeKey,
            _ => Self::Unreadable,
        }
    }
}

/// Why something could not be done with what is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BindingError {
    /// No entropy.
    #[error("no entropy for new keys")]
    Entropy,
    /// Nothing is kept under a node.
    #[error("no session is kept under {0}")]
    NotKept(Node),
    /// What is kept cannot be restored, or a library refused.
    #[error("a session could not be used: {0}")]
    Broken(String),
}

impl BindingError {
    /// What a library said.
    pub(super) fn broken(error: impl std::fmt::Display) -> Self {
        Self::Broken(error.to_string())
    }
}
