//! What the engine says when it refuses a Welcome, as a reason.

use adopted::welcome::RumorError;
use adopted::{Category, JoinError};

use crate::format::Reason;
use crate::verify::Refusal;

/// The category of the text where the rules of Marmot refuse. What openmls refuses, the engine does not tell apart.
pub(super) fn join(error: &JoinError) -> Refusal {
    let reason = match error {
        JoinError::WrongRecipient => Some(Reason::NotAddressedToMe),
        JoinError::Author => Some(Reason::RumorAuthorMismatch),
        JoinError::Rumor(RumorError::Kind(_)) => Some(Reason::UnexpectedKind),
        JoinError::MissingTree => Some(Reason::RatchetTreeMissing),
        JoinError::Leaf(_)
        | JoinError::State(..)
        | JoinError::InviterNotAdmin
        | JoinError::NotTheSponsor
        | JoinError::Disbanded => category(error.category()),
        JoinError::NotMine
        | JoinError::Rumor(_)
        | JoinError::Encoding(_)
        | JoinError::Mls(_)
        | JoinError::SealAuthor
        | JoinError::Retained => None,
    };
    Refusal { reason, what: error.to_string() }
}

pub(super) fn category(category: Category) -> Option<Reason> {
    match category {
        Category::AuthorizationFailed => Some(Reason::AuthorizationFailed),
        Category::InvalidEncoding => Some(Reason::InvalidEncoding),
        Category::InvalidSignature => Some(Reason::InvalidSignature),
        Category::UnsupportedRequiredFeature => Some(Reason::UnsupportedRequiredFeature),
        _ => None,
    }
}
