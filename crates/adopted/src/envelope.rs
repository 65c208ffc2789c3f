//! Kind 445: the Nostr event around one MLS message (GE-01 to GE-10).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use marmot_rules::adopted::authority::{Check, Options};
use nostr::{Event, EventBuilder, Keys, Kind, SecretKey, Tag, Timestamp};
use openmls_traits_0_6::random::OpenMlsRand;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Crypto;
use crate::error::MlsError;

/// Kind of a group event.
pub const KIND: u16 = 445;
/// Length of the nonce in front of the sealed bytes.
const NONCE: usize = 12;
/// Length of the authentication tag behind them.
const TAG: usize = 16;

/// The key of one epoch that seals its group events: `MLS-Exporter("marmot", "group-event", 32)`.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventKey(pub [u8; 32]);

impl std::fmt::Debug for EventKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EventKey(…)")
    }
}

/// Why an event is no group event.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EnvelopeError {
    /// Another kind than 445.
    #[error("kind {0} is not 445")]
    Kind(u16),
    /// The id is not the hash of the event, or the signature does not verify.
    #[error("id or signature of the event does not verify")]
    Signature,
    /// Something else than one `h` of 64 lower-case hex characters and at most one decimal `expiration`.
    #[error("the tags of a group event are one h and at most one expiration")]
    Tags,
    /// The content is not padded standard base64.
    #[error("the content is not padded standard base64")]
    Base64,
    /// The content cannot hold a nonce and an authentication tag.
    #[error("the content has {0} bytes, fewer than 28")]
    Short(usize),
}

/// A group event that passed every check that needs no key (GE-01).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The `nostr_group_id` in the `h` tag.
    pub address: [u8; 32],
    sealed: Vec<u8>,
}

impl Envelope {
    /// Checks an event.
    pub fn read(event: &Event) -> Result<Self, EnvelopeError> {
        Self::read_by(event, &Options::default())
    }

    /// The same with one check left out, if the options say so.
    pub(crate) fn read_by(event: &Event, options: &Options) -> Result<Self, EnvelopeError> {
        if event.kind.as_u16() != KIND && options.makes(Check::EventKind) {
            return Err(EnvelopeError::Kind(event.kind.as_u16()));
        }
        if options.makes(Check::EventSignature) && !(event.verify_id() && event.verify_signature()) {
            return Err(EnvelopeError::Signature);
        }
        let address = if options.makes(Check::EventTags) { address(event) } else { first_address(event) };
        let address = address.ok_or(EnvelopeError::Tags)?;
        let sealed = BASE64.decode(&event.content).map_err(|_| EnvelopeError::Base64)?;
        if sealed.len() < NONCE + TAG {
            return Err(EnvelopeError::Short(sealed.len()));
        }
        Ok(Self { address, sealed })
    }

    /// The MLS message, if this is the key. Success proves nothing about the message (GE-03).
    pub fn open(&self, key: &EventKey) -> Option<Vec<u8>> {
        let (nonce, sealed) = self.sealed.split_at(NONCE);
        ChaCha20Poly1305::new(Key::from_slice(&key.0)).decrypt(Nonce::from_slice(nonce), sealed).ok()
    }
}

/// Seals an MLS message and signs the event with a key that is used once.
///
/// `created_at` and `expiration` are Unix seconds; only payloads expire (GE-08).
pub fn seal(
    crypto: &Crypto,
    key: &EventKey,
    address: &[u8; 32],
    message: &[u8],
    created_at: u64,
    expiration: Option<u64>,
) -> Result<Event, MlsError> {
    let nonce: [u8; NONCE] = crypto.random_array().map_err(MlsError::of)?;
    let cipher = ChaCha20Poly1305::new(Key::from_slice(&key.0));
    let sealed = cipher.encrypt(Nonce::from_slice(&nonce), message).map_err(MlsError::of)?;
    let mut tags = vec![Tag::parse(["h", &hex::encode(address)]).map_err(MlsError::of)?];
    if let Some(expiration) = expiration {
        tags.push(Tag::parse(["expiration", &expiration.to_string()]).map_err(MlsError::of)?);
    }
    EventBuilder::new(Kind::from(KIND), BASE64.encode([nonce.as_slice(), &sealed].concat()))
        .tags(tags)
        .custom_created_at(Timestamp::from_secs(created_at))
        .sign_with_keys(&fresh_keys(crypto)?)
        .map_err(MlsError::of)
}

/// A Nostr key pair for one event.
fn fresh_keys(crypto: &Crypto) -> Result<Keys, MlsError> {
    loop {
        let secret: [u8; 32] = crypto.random_array().map_err(MlsError::of)?;
        if let Ok(secret) = SecretKey::from_slice(&secret) {
            return Ok(Keys::new(secret));
        }
    }
}

/// The address, if the tags are what a group event may have.
fn address(event: &Event) -> Option<[u8; 32]> {
    let (mut address, mut expiration) = (None, None);
    for tag in event.tags.iter() {
        match tag.as_slice() {
            [name, value] if name == "h" && address.is_none() => address = Some(value),
            [name, value] if name == "expiration" && expiration.is_none() && is_decimal(value) => {
                expiration = Some(value);
            }
            _ => return None,
        }
    }
    let address = address.filter(|text| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))?;
    bytes_of(address)
}

/// The first value of the first `h`, for whoever does not look at tags.
fn first_address(event: &Event) -> Option<[u8; 32]> {
    let mut rows = event.tags.iter().map(Tag::as_slice);
    bytes_of(rows.find(|row| row.first().is_some_and(|name| name == "h"))?.get(1)?)
}

fn bytes_of(address: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(address, &mut bytes).ok()?;
    Some(bytes)
}

fn is_decimal(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
