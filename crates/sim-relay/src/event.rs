//! Events whose id and signature were checked once, and what a relay reads from their tags.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use nostr::{Event, EventId, JsonUtil, PublicKey};

/// Why an event is not what its author signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadEvent {
    /// The `id` is not the SHA-256 of the canonical serialisation.
    #[error("the id is not the hash of the event")]
    WrongId,
    /// The Schnorr signature does not verify under `pubkey`.
    #[error("the signature does not verify")]
    WrongSignature,
}

/// An event whose id and signature are known to be right.
///
/// Cloning copies a reference, so one event held by five relays is verified once and stored once. Equality and order
/// are those of the id, which commits to everything but the signature.
#[derive(Clone)]
pub struct VerifiedEvent(Arc<Event>);

impl VerifiedEvent {
    /// Checks the id hash, then the Schnorr signature.
    pub fn check(event: Event) -> Result<Self, BadEvent> {
        if !event.verify_id() {
            return Err(BadEvent::WrongId);
        }
        if !event.verify_signature() {
            return Err(BadEvent::WrongSignature);
        }
        Ok(Self(Arc::new(event)))
    }

    /// Takes an event on trust. For benchmarks and scale tests only, where a million signatures would drown what is
    /// measured.
    #[doc(hidden)]
    pub fn assume_verified(event: Event) -> Self {
        Self(Arc::new(event))
    }

    /// The event as a JSON object, the way it is served.
    pub fn as_json(&self) -> String {
        self.0.as_json()
    }
}

impl Deref for VerifiedEvent {
    type Target = Event;

    fn deref(&self) -> &Event {
        &self.0
    }
}

impl PartialEq for VerifiedEvent {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for VerifiedEvent {}

impl PartialOrd for VerifiedEvent {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for VerifiedEvent {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id.cmp(&other.id)
    }
}

/// `kind@created_at id…`: enough to find the event in a transcript.
impl fmt::Debug for VerifiedEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.id.to_hex();
        write!(f, "{}@{} {}…", self.kind.as_u16(), self.created_at.as_secs(), &id[..8])
    }
}

/// `expiration` of NIP-40 as an event states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expiration {
    /// No such tag.
    Never,
    /// Unix seconds; the event is expired from this second on.
    At(u64),
    /// The tag is there, its value is not a plain number.
    Malformed,
}

/// Element 1 of the first tag called `name`. The outer `Option` says whether there is such a tag at all.
fn first_tag<'a>(event: &'a Event, name: &str) -> Option<Option<&'a str>> {
    let tag = event.tags.iter().map(|tag| tag.as_slice()).find(|tag| tag[0] == name)?;
    Some(tag.get(1).map(String::as_str))
}

/// The `d` that identifies an addressable event: value of the first `d` tag, or empty.
pub(crate) fn identifier(event: &Event) -> &str {
    first_tag(event, "d").flatten().unwrap_or("")
}

/// Whether the event has a `d` tag with a value.
pub(crate) fn names_d(event: &Event) -> bool {
    first_tag(event, "d").flatten().is_some()
}

pub(crate) fn expiration(event: &Event) -> Expiration {
    match first_tag(event, "expiration") {
        None => Expiration::Never,
        Some(value) => value.and_then(plain_number).map_or(Expiration::Malformed, Expiration::At),
    }
}

/// Whether the event carries `["-"]` (NIP-70).
pub(crate) fn is_protected(event: &Event) -> bool {
    first_tag(event, "-").is_some()
}

/// Every (letter, value) that a `#x` filter can see: one-letter names, element 1 only.
pub(crate) fn letter_tags(event: &Event) -> impl Iterator<Item = (char, &str)> {
    event.tags.iter().filter_map(|tag| match tag.as_slice() {
        [name, value, ..] => Some((single_letter(name)?, value.as_str())),
        _ => None,
    })
}

/// Whether `key` is the value of one of the event's `p` tags.
pub(crate) fn p_tags(event: &Event, key: &PublicKey) -> bool {
    letter_tags(event).any(|(letter, value)| letter == 'p' && parse_key(value).as_ref() == Some(key))
}

/// The one ASCII letter that `name` consists of.
pub(crate) fn single_letter(name: &str) -> Option<char> {
    match name.as_bytes() {
        [byte] if byte.is_ascii_alphabetic() => Some(char::from(*byte)),
        _ => None,
    }
}

/// Digits only: neither sign nor space, which `str::parse` would let through.
pub(crate) fn plain_number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Exactly `len` lower-case hex digits.
pub(crate) fn is_lower_hex(text: &str, len: usize) -> bool {
    text.len() == len && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

pub(crate) fn parse_id(text: &str) -> Option<EventId> {
    is_lower_hex(text, 64).then(|| EventId::from_hex(text).ok()).flatten()
}

pub(crate) fn parse_key(text: &str) -> Option<PublicKey> {
    is_lower_hex(text, 64).then(|| PublicKey::from_hex(text).ok()).flatten()
}
