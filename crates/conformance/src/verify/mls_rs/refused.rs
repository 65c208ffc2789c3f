//! What mls-rs says when it refuses, as a reason.

use mls_rs::error::{AnyError, MlsError};
use mls_rs::mls_rs_codec::Error as CodecError;

use super::identity::NotBasic;
use crate::format::Reason;
use crate::verify::Refusal;

/// Refused while a Welcome was opened.
pub(super) fn welcome(error: MlsError) -> Refusal {
    refused(&error, Reason::WelcomeDecryptFailed)
}

/// Refused while a message was read.
pub(super) fn message(error: MlsError) -> Refusal {
    refused(&error, Reason::MessageDecryptFailed)
}

/// Bytes that are no TLS structure of the type.
pub(super) fn codec(error: CodecError) -> Refusal {
    Refusal::new(malformed(&error), error)
}

/// mls-rs does not say which cryptographic operation failed; `failed` is what the caller was about.
fn refused(error: &MlsError, failed: Reason) -> Refusal {
    use MlsError as E;
    let reason = match error {
        E::SerializationError(inner) => cause::<CodecError>(inner).map_or(Reason::TlsMalformed, malformed),
        E::CryptoProviderError(_) => failed,
        E::UnexpectedMessageType => Reason::WireFormatMismatch,
        E::WelcomeKeyPackageNotFound => Reason::NoMatchingKeyPackage,
        E::GroupIdMismatch => Reason::GroupUnknown,
        E::InvalidEpoch | E::EpochNotFound => Reason::WrongEpoch,
        E::KeyMissing(_) => Reason::GenerationConsumed,
        E::IdentityProviderError(inner) if cause::<NotBasic>(inner).is_some() => Reason::CredentialTypeUnsupported,
        E::ProtocolVersionMismatch | E::UnsupportedProtocolVersion(_) => Reason::ProtocolVersionUnsupported,
        E::CipherSuiteMismatch | E::UnsupportedCipherSuite(_) => Reason::CiphersuiteUnsupported,
        E::InvalidSignature => Reason::SignatureInvalid,
        E::InvalidLeafNodeSource => Reason::LifetimeMissing,
        E::InvalidLifetime { not_before, timestamp, .. } if timestamp < not_before => Reason::LifetimeNotYetValid,
        E::InvalidLifetime { .. } => Reason::LifetimeExpired,
        E::DefaultValueListed => Reason::DefaultExtensionListed,
        E::ExtensionNotInCapabilities(_) => Reason::ExtensionNotAdvertised,
        E::InitLeafKeyEquality => Reason::InitKeyReused,
        E::DuplicateLeafData(_) => Reason::LeafKeyDuplicate,
        E::RatchetTreeNotFound => Reason::RatchetTreeMissing,
        E::TreeHashMismatch
        | E::ParentHashMismatch
        | E::UnmergedLeavesMismatch
        | E::UnexpectedEmptyTree
        | E::UnexpectedTrailingBlanks => Reason::RatchetTreeInvalid,
        E::InvalidConfirmationTag => Reason::ConfirmationInvalid,
        E::RequiredExtensionNotFound(_) | E::RequiredProposalNotFound(_) | E::RequiredCredentialNotFound(_) => {
            Reason::RequiredCapabilityUnmet
        }
        _ => return Refusal::broken(error),
    };
    Refusal::new(reason, error)
}

fn malformed(error: &CodecError) -> Reason {
    match error {
        CodecError::UnexpectedTrailingData => Reason::TrailingBytes,
        _ => Reason::TlsMalformed,
    }
}

fn cause<E: std::error::Error + 'static>(error: &AnyError) -> Option<&E> {
    error.inner_dyn_error().downcast_ref()
}
