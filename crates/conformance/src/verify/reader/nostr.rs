//! NIP-01, NIP-44 and NIP-59 written out.

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use hkdf::Hkdf;
use hkdf::hmac::{Hmac, Mac};
use nostr::secp256k1::schnorr::Signature;
use nostr::secp256k1::{Message, Parity, PublicKey, Secp256k1, SecretKey, XOnlyPublicKey, ecdh};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Check, Reader};
use crate::format::{Event, Hex, Reason, Rumor};
use crate::verify::Refusal;

/// NIP-44 version 2, opened, with all that leads there.
pub(super) struct Opened {
    pub conversation_key: [u8; 32],
    pub nonce: Vec<u8>,
    /// ChaCha20 key, ChaCha20 nonce and HMAC key, one after another.
    pub message_keys: [u8; 76],
    /// Length of what was encrypted: two bytes of length, the text, and zeros.
    pub padded: Vec<u8>,
    pub plaintext: Vec<u8>,
}

impl Reader {
    /// Id and signature of an event.
    pub(super) fn event(&self, event: &Event) -> Result<(), Refusal> {
        let computed = id_of(&event.pubkey, event.created_at, event.kind, &event.tags, &event.content);
        let same = event.id == hex::encode(computed);
        let both = self.makes(Check::EventIdComputed);
        self.demand(Check::EventId, same || !both, Reason::BadEventId, "the id is not the hash of the event")?;
        let stated = hex::decode(&event.id).ok().and_then(|id| id.try_into().ok()).unwrap_or_default();
        let signed = verifies(&event.pubkey, if both { stated } else { computed }, &event.sig);
        self.demand(Check::EventSignature, signed, Reason::BadEventSignature, "the signature does not verify")
    }

    /// The rumor in a gift wrap.
    pub(super) fn unwrap(&self, wrap: &Event, key: &Hex) -> Result<Rumor, Refusal> {
        let bad_wrap = wrap.kind == 1059;
        self.demand(Check::WrapKind, bad_wrap, Reason::BadGiftWrap, wrap.kind)?;
        if self.makes(Check::WrapSignature) {
            self.event(wrap)?;
        }
        let seal = self.nip44(&wrap.content, &wrap.pubkey, &key.0)?.plaintext;
        let bad = |e: serde_json::Error| Refusal::new(Reason::BadSeal, e);
        let seal: Event = serde_json::from_slice(&seal).map_err(bad)?;
        self.demand(Check::SealKind, seal.kind == 13, Reason::BadSeal, seal.kind)?;
        self.demand(Check::SealTags, seal.tags.is_empty(), Reason::BadSeal, "a seal with tags")?;
        let signed = self.event(&seal).is_ok();
        self.demand(Check::SealSignature, signed, Reason::BadSeal, "id or signature of the seal")?;
        let rumor = self.nip44(&seal.content, &seal.pubkey, &key.0)?.plaintext;
        let rumor: Rumor = serde_json::from_slice(&rumor).map_err(|e| Refusal::new(Reason::BadEventJson, e))?;
        let same = rumor.pubkey == seal.pubkey;
        self.demand(Check::RumorAuthor, same, Reason::RumorAuthorMismatch, "seal and rumor have different authors")?;
        Ok(rumor)
    }

    /// What stands in a NIP-44 payload between these two.
    pub(super) fn nip44(&self, payload: &str, other: &str, secret: &[u8]) -> Result<Opened, Refusal> {
        let failed = |what: &str| Refusal::new(Reason::Nip44DecryptFailed, what);
        let payload = Self::default().base64(payload).map_err(|refusal| failed(&refusal.what))?;
        let [2, rest @ ..] = payload.as_slice() else { return Err(failed("no version 2")) };
        let (nonce, rest) = rest.split_at_checked(32).ok_or_else(|| failed("too short"))?;
        let (ciphertext, mac) =
            rest.split_at_checked(rest.len().saturating_sub(32)).ok_or_else(|| failed("too short"))?;
        let conversation_key = conversation_key(other, secret).ok_or_else(|| failed("no key"))?;
        let message_keys = message_keys(&conversation_key, nonce);
        let [chacha_key, chacha_nonce, hmac_key] = [&message_keys[..32], &message_keys[32..44], &message_keys[44..]];
        let same = self::mac(hmac_key, &[nonce, ciphertext].concat()).as_slice() == mac;
        self.demand(Check::Nip44Mac, same, Reason::Nip44DecryptFailed, "the MAC differs")?;
        let mut padded = ciphertext.to_vec();
        ChaCha20::new(chacha_key.into(), chacha_nonce.into()).apply_keystream(&mut padded);
        let (head, text) = padded.split_at_checked(2).ok_or_else(|| failed("too short"))?;
        let length = usize::from(u16::from_be_bytes([head[0], head[1]]));
        let plaintext = text.get(..length).ok_or_else(|| failed("padding"))?.to_vec();
        Ok(Opened { conversation_key, nonce: nonce.to_vec(), message_keys, padded, plaintext })
    }
}

/// SHA-256 of the NIP-01 serialisation.
pub(super) fn id_of(pubkey: &str, created_at: u64, kind: u16, tags: &[Vec<String>], content: &str) -> [u8; 32] {
    Sha256::digest(json!([0, pubkey, created_at, kind, tags, content]).to_string()).into()
}

fn x_only(hex_key: &str) -> Option<XOnlyPublicKey> {
    XOnlyPublicKey::from_slice(&hex::decode(hex_key).ok()?).ok()
}

/// BIP-340.
fn verifies(pubkey: &str, id: [u8; 32], sig: &str) -> bool {
    let signature = hex::decode(sig).ok().and_then(|sig| Signature::from_slice(&sig).ok());
    let (Some(key), Some(signature)) = (x_only(pubkey), signature) else { return false };
    Secp256k1::verification_only().verify_schnorr(&signature, &Message::from_digest(id), &key).is_ok()
}

fn conversation_key(other: &str, secret: &[u8]) -> Option<[u8; 32]> {
    let public = PublicKey::from_x_only_public_key(x_only(other)?, Parity::Even);
    let shared = ecdh::shared_secret_point(&public, &SecretKey::from_slice(secret).ok()?);
    Some(Hkdf::<Sha256>::extract(Some(b"nip44-v2"), &shared[..32]).0.into())
}

fn message_keys(conversation_key: &[u8; 32], nonce: &[u8]) -> [u8; 76] {
    let mut keys = [0; 76];
    let hkdf = Hkdf::<Sha256>::from_prk(conversation_key).expect("32 bytes");
    hkdf.expand(nonce, &mut keys).expect("76 bytes are few");
    keys
}

/// HMAC-SHA256.
pub(super) fn mac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}
