//! What stands in a KeyPackage event that is read at all.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::Profile;

use super::key_package::KeyPackage;
use crate::format::Event;
use crate::format::topics::key_package_event::Expect;

/// `MLSMessage(mls_key_package)` of MLS 1.0.
const FRAME: [u8; 4] = [0, 1, 0, 5];

/// What a reader takes out of this event, however many tags or bytes there are too many.
///
/// # Errors
/// In words, if the content holds no KeyPackage.
pub(crate) fn contents(event: &Event, profile: Profile) -> Result<Expect, String> {
    let hex = profile == Profile::Mip2026_01 && event.tag("encoding") != Some("base64");
    let bytes = if hex {
        hex::decode(&event.content).map_err(|e| e.to_string())?
    } else {
        STANDARD.decode(&event.content).map_err(|e| e.to_string())?
    };
    let bare = if profile.is_adopted() { bytes.strip_prefix(&FRAME) } else { Some(&bytes[..]) };
    let read = bare.and_then(KeyPackage::read).ok_or("the content holds no KeyPackage")?;
    let slot = event.tag("d").filter(|_| event.kind == 30443);
    Ok(Expect {
        account: event.pubkey.clone(),
        slot: slot.map(str::to_owned),
        reference: read.reference.into(),
        cipher_suite: read.cipher_suite,
        extensions: read.extensions,
        proposals: read.proposals,
        last_resort: read.last_resort,
        lifetime: read.lifetime,
        signature_key: read.signature_key.into(),
    })
}
