//! NIP-59: rumor, seal and gift wrap, with real NIP-44 encryption.

use nostr::nips::nip44;
use nostr::nips::nip59::RANGE_RANDOM_TIMESTAMP_TWEAK;
use sim_relay::VerifiedEvent;

use crate::library::{Call, Said};
use nostr::{Event, EventBuilder, JsonUtil, Keys, Kind, PublicKey, Timestamp, UnsignedEvent};

/// Signs an event. Its id and signature are checked here, once for everybody who will ever hold it.
pub(crate) fn sign(event: EventBuilder, keys: &Keys) -> VerifiedEvent {
    let event = event.sign_with_keys(keys).expect("a key pair in memory can always sign");
    VerifiedEvent::check(event).expect("signed a line ago")
}

/// An event that somebody else in this process signed, checked.
pub(crate) fn verified(event: Event) -> Result<VerifiedEvent, Said> {
    VerifiedEvent::check(event).map_err(|why| Said::by(Call::Envelope, why))
}

/// A rumor taken out of its gift wrap, and who sealed it.
pub(crate) struct Opened {
    /// The rumor; its author is whoever it claims.
    pub rumor: UnsignedEvent,
    /// Author of the seal, whose signature was verified.
    pub sealed_by: PublicKey,
}

/// Seals and wraps a rumor for `receiver`. Fails when the rumor is too long for NIP-44 (fact g: 40,960 bytes of JSON).
pub(crate) fn wrap(keys: &Keys, receiver: &PublicKey, rumor: &UnsignedEvent) -> Result<VerifiedEvent, Said> {
    let refused = |why: String| Said::by(Call::Envelope, why);
    let content = nip44::encrypt(keys.secret_key(), receiver, rumor.as_json(), nip44::Version::V2);
    let seal = EventBuilder::new(Kind::Seal, content.map_err(|e| refused(e.to_string()))?)
        .custom_created_at(Timestamp::tweaked(RANGE_RANDOM_TIMESTAMP_TWEAK))
        .sign_with_keys(keys)
        .map_err(|e| refused(e.to_string()))?;
    verified(EventBuilder::gift_wrap_from_seal(receiver, &seal, []).map_err(|e| refused(e.to_string()))?)
}

/// Opens a gift wrap addressed to `keys`.
pub(crate) fn open(keys: &Keys, wrap: &Event) -> Result<Opened, String> {
    let seal = nip44::decrypt(keys.secret_key(), &wrap.pubkey, &wrap.content).map_err(|e| format!("gift wrap: {e}"))?;
    let seal = Event::from_json(seal).map_err(|e| format!("seal is no event: {e}"))?;
    if seal.kind != Kind::Seal {
        return Err(format!("expected a seal (kind 13), found kind {}", seal.kind));
    }
    seal.verify().map_err(|e| format!("seal: {e}"))?;
    let rumor = nip44::decrypt(keys.secret_key(), &seal.pubkey, &seal.content).map_err(|e| format!("seal: {e}"))?;
    let mut rumor = UnsignedEvent::from_json(rumor).map_err(|e| format!("rumor is no event: {e}"))?;
    rumor.ensure_id();
    Ok(Opened { rumor, sealed_by: seal.pubkey })
}
