//! What stacks that read the KeyPackage of an event alone have in common.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::Profile;
use mls_rs::mls_rs_codec::MlsDecode;

use super::Refusal;
use crate::format::{Event, Reason};

/// The component that marks a reusable KeyPackage since July 2026.
pub(super) const LAST_RESORT_COMPONENT: u16 = 0x0004;

/// The reasons that show in a KeyPackage and in what an event says of it.
pub(super) fn is_seen(reason: Reason) -> bool {
    use Reason as R;
    matches!(
        reason,
        R::TlsMalformed
            | R::TrailingBytes
            | R::FramingMismatch
            | R::RefMismatch
            | R::CredentialTypeUnsupported
            | R::CredentialIdentityMalformed
            | R::IdentityMismatch
            | R::ProtocolVersionUnsupported
            | R::CiphersuiteUnsupported
            | R::SignatureInvalid
            | R::LifetimeMissing
            | R::LifetimeNotYetValid
            | R::LifetimeExpired
            | R::DefaultExtensionListed
            | R::ExtensionNotAdvertised
            | R::InitKeyReused
    )
}

/// The bytes in the content: hex in January 2026 unless a tag says otherwise.
pub(super) fn content(profile: Profile, event: &Event) -> Result<Vec<u8>, Refusal> {
    if profile == Profile::Mip2026_01 && event.tag("encoding") != Some("base64") {
        hex::decode(&event.content).map_err(|e| Refusal::new(Reason::ContentNotHex, e))
    } else {
        STANDARD.decode(&event.content).map_err(|e| Refusal::new(Reason::ContentNotBase64, e))
    }
}

/// Ascending, without GREASE (RFC 9420 section 13.5).
pub(super) fn listed(types: impl Iterator<Item = u16>) -> Vec<u16> {
    let grease = |kind: &u16| kind & 0x0f0f == 0x0a0a && kind >> 8 == kind & 0xff && *kind != 0xfafa;
    let mut types: Vec<_> = types.filter(|kind| !grease(kind)).collect();
    types.sort_unstable();
    types.dedup();
    types
}

/// Whether a dictionary of application components marks its KeyPackage as reusable.
pub(super) fn is_last_resort(dictionary: &[u8]) -> bool {
    let components = Vec::<(u16, Vec<u8>)>::mls_decode_exhaustive(dictionary);
    components.is_ok_and(|components| components.iter().any(|(id, _)| *id == LAST_RESORT_COMPONENT))
}
