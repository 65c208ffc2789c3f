//! Why a message is not taken, and which errors of openmls say so.

use openmls_0_9::prelude::{
    KeyPackageVerifyError, MlsGroupStateError, ProcessMessageError, ProposalValidationError, StageCommitError,
    ValidationError,
};
use openmls_0_9::treesync::errors::LeafNodeValidationError;
use thiserror::Error;

use crate::category::Category;
use crate::facts::FactsError;

/// Why a message is not taken at a State.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum Failure {
    /// It belongs to another State, or something it needs has not come yet.
    #[error("not here, or not yet: {0}")]
    NotHere(String),
    /// It belongs here and is invalid, now and for ever.
    #[error("{why}")]
    Invalid {
        /// Which kind of invalid.
        category: Category,
        /// In words.
        why: String,
    },
    /// It cannot be judged by this device at this moment: its library, its store or its clock fails. Nothing is known of the
    /// message.
    #[error("not judged: {0}")]
    Local(String),
}

impl Failure {
    pub(crate) fn invalid(category: Category, why: impl ToString) -> Self {
        Self::Invalid { category, why: why.to_string() }
    }

    pub(crate) fn encoding(why: impl ToString) -> Self {
        Self::invalid(Category::InvalidEncoding, why)
    }

    pub(crate) fn local(why: impl ToString) -> Self {
        Self::Local(why.to_string())
    }
}

impl From<FactsError> for Failure {
    fn from(error: FactsError) -> Self {
        match error {
            FactsError::Mls(error) => Self::local(error),
            other => Self::encoding(other),
        }
    }
}

/// Which errors of openmls say that the message belongs elsewhere, and which that it is invalid.
pub(crate) fn classify<E: std::fmt::Display>(error: ProcessMessageError<E>) -> Failure {
    use ValidationError as V;
    let why = error.to_string();
    match error {
        ProcessMessageError::ValidationError(
            V::InvalidMembershipTag
            | V::UnknownMember
            | V::WrongEpoch
            | V::UnableToDecrypt(_)
            | V::NoPastEpochData
            | V::WrongGroupId,
        )
        | ProcessMessageError::GroupStateError(MlsGroupStateError::UseAfterEviction) => Failure::NotHere(why),
        ProcessMessageError::LibraryError(_)
        | ProcessMessageError::StorageError(_)
        | ProcessMessageError::ValidationError(
            V::LibraryError(_)
            | V::KeyPackageVerifyError(KeyPackageVerifyError::LibraryError(_) | KeyPackageVerifyError::LifetimeError(_)),
        ) => Failure::Local(why),
        ProcessMessageError::ValidationError(V::InvalidSignature | V::InvalidLeafNodeSignature) => {
            Failure::invalid(Category::InvalidSignature, why)
        }
        ProcessMessageError::InvalidCommit(error) => stage_error(&error),
        _ => Failure::encoding(why),
    }
}

/// The same for commits.
pub(crate) fn stage_error(error: &StageCommitError) -> Failure {
    match error {
        StageCommitError::MissingProposal | StageCommitError::OwnCommitMismatch | StageCommitError::EpochMismatch => {
            Failure::NotHere(error.to_string())
        }
        // What a KeyPackage's lifetime is compared with is the clock of this device (D19).
        StageCommitError::LibraryError(_)
        | StageCommitError::LeafNodeValidation(LeafNodeValidationError::Lifetime(_))
        | StageCommitError::ProposalValidationError(
            ProposalValidationError::LibraryError(_)
            | ProposalValidationError::LeafNodeValidation(LeafNodeValidationError::Lifetime(_)),
        ) => Failure::local(error),
        StageCommitError::PathLeafNodeVerificationFailure => {
            Failure::invalid(Category::InvalidSignature, error.to_string())
        }
        _ => Failure::encoding(error),
    }
}
