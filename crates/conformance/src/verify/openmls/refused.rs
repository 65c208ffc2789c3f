//! What openmls says when it refuses, as a reason.

use openmls_0_9::group::{ProcessMessageError, ValidationError, WelcomeError};
use openmls_0_9::prelude::tls_codec::Error as TlsError;
use openmls_0_9::prelude::{CreationFromExternalError, KeyPackageVerifyError};
use openmls_0_9::treesync::errors::LifetimeError;

use crate::format::Reason;
use crate::verify::Refusal;

/// Bytes that are no TLS structure of the type.
pub(super) fn codec(error: TlsError) -> Refusal {
    let reason = match &error {
        TlsError::TrailingData => Reason::TrailingBytes,
        // It judges where an extension may stand while it decodes.
        TlsError::DecodingError(why) if why.contains("not allowed in leaf nodes") => Reason::ExtensionMisplaced,
        _ => Reason::TlsMalformed,
    };
    Refusal::new(reason, error)
}

/// Refused while a KeyPackage was looked at.
pub(super) fn key_package(error: KeyPackageVerifyError) -> Refusal {
    use KeyPackageVerifyError as E;
    let reason = match &error {
        E::InvalidSignature | E::InvalidLeafNodeSignature => Reason::SignatureInvalid,
        E::LifetimeError(LifetimeError::Expired { .. }) => Reason::LifetimeExpired,
        E::LifetimeError(LifetimeError::NotValidYet { .. }) => Reason::LifetimeNotYetValid,
        E::MissingLifetime | E::InvalidLeafNodeSourceType => Reason::LifetimeMissing,
        E::UnsupportedExtension => Reason::ExtensionNotAdvertised,
        E::InitKeyEqualsEncryptionKey => Reason::InitKeyReused,
        E::InvalidProtocolVersion => Reason::ProtocolVersionUnsupported,
        _ => return Refusal::broken(error),
    };
    Refusal::new(reason, error)
}

/// Refused while a Welcome was opened.
pub(super) fn welcome<E: std::fmt::Debug>(error: WelcomeError<E>) -> Refusal {
    use WelcomeError as W;
    let reason = match &error {
        W::NoMatchingKeyPackage | W::JoinerSecretNotFound => Reason::NoMatchingKeyPackage,
        W::MissingRatchetTree => Reason::RatchetTreeMissing,
        W::ConfirmationTagMismatch => Reason::ConfirmationInvalid,
        W::InvalidGroupInfoSignature | W::PublicGroupError(CreationFromExternalError::InvalidGroupInfoSignature) => {
            Reason::SignatureInvalid
        }
        // What is wrong with a leaf of the tree it says three errors deep.
        W::PublicGroupError(_) | W::LeafNodeValidation(_) if format!("{error:?}").contains("Lifetime(Expired") => {
            Reason::LifetimeExpired
        }
        W::PublicGroupError(_) | W::PublicTreeError(_) => Reason::RatchetTreeInvalid,
        W::UnableToDecrypt | W::GroupSecrets(_) | W::GroupInfo(_) | W::MalformedWelcomeMessage => {
            Reason::WelcomeDecryptFailed
        }
        _ => return Refusal::broken(format!("{error:?}")),
    };
    Refusal::new(reason, format!("{error:?}"))
}

/// Refused while a message was read.
pub(super) fn message<E: std::fmt::Debug>(error: ProcessMessageError<E>) -> Refusal {
    use ValidationError as V;
    let reason = match &error {
        ProcessMessageError::ValidationError(fault) => match fault {
            V::WrongGroupId => Reason::GroupUnknown,
            V::WrongEpoch | V::NoPastEpochData => Reason::WrongEpoch,
            V::InvalidSignature => Reason::SignatureInvalid,
            // The errors inside have no public path.
            V::UnableToDecrypt(inner) if format!("{inner:?}").contains("SecretReuseError") => {
                Reason::GenerationConsumed
            }
            V::UnableToDecrypt(_) => Reason::MessageDecryptFailed,
            _ => return Refusal::broken(format!("{error:?}")),
        },
        _ => return Refusal::broken(format!("{error:?}")),
    };
    Refusal::new(reason, format!("{error:?}"))
}
