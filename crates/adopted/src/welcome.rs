//! The rumor of kind 444 around a Welcome. Sealing and wrapping it is the device's business (NIP-59).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use nostr::{EventId, Kind, PublicKey, RelayUrl, Tag, Tags, Timestamp, UnsignedEvent};
use thiserror::Error;

use crate::key_package::Invitee;

/// Kind of a Welcome rumor.
pub const KIND: u16 = 444;

/// A Welcome as it came out of its wrap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The account in the wrap's `p` tag.
    pub receiver: PublicKey,
    /// The account that signed the seal.
    pub seal_author: PublicKey,
    /// The rumor.
    pub rumor: UnsignedEvent,
}

/// Why a rumor is no Welcome.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RumorError {
    /// Another kind than 444.
    #[error("kind {0} is not 444")]
    Kind(u16),
    /// There is not exactly one `e` with one event id.
    #[error("there is not exactly one e tag with one event id")]
    Event,
    /// There is not exactly one `relays` tag with at least one URL and nothing else.
    #[error("there is not exactly one relays tag with at least one URL")]
    Relays,
    /// The content is not padded standard base64.
    #[error("the content is not padded standard base64")]
    Base64,
}

/// The rumor for one invitee. `created_at` is in Unix seconds.
pub(crate) fn rumor(
    author: PublicKey,
    invitee: &Invitee,
    welcome: &[u8],
    relays: &[String],
    created_at: u64,
) -> UnsignedEvent {
    let relays = std::iter::once("relays".to_owned()).chain(relays.iter().cloned());
    let tags = [Tag::event(invitee.event), Tag::parse(relays).expect("a row with a name is a tag")];
    let mut rumor = UnsignedEvent {
        id: None,
        pubkey: author,
        created_at: Timestamp::from_secs(created_at),
        kind: Kind::from(KIND),
        tags: Tags::from_list(tags.to_vec()),
        content: BASE64.encode(welcome),
    };
    rumor.ensure_id();
    rumor
}

/// The event that a rumor names (WD-03).
pub(crate) fn event(rumor: &UnsignedEvent) -> Result<EventId, RumorError> {
    if rumor.kind.as_u16() != KIND {
        return Err(RumorError::Kind(rumor.kind.as_u16()));
    }
    let mut events = named(rumor, "e");
    match (events.next(), events.next()) {
        (Some([_, event]), None) => EventId::from_hex(event).map_err(|_| RumorError::Event),
        _ => Err(RumorError::Event),
    }
}

/// The bytes of the Welcome in a rumor (WD-03).
pub(crate) fn content(rumor: &UnsignedEvent) -> Result<Vec<u8>, RumorError> {
    let mut relays = named(rumor, "relays");
    let are_urls = |urls: &[String]| !urls.is_empty() && urls.iter().all(|url| RelayUrl::parse(url).is_ok());
    match (relays.next(), relays.next()) {
        (Some([_, urls @ ..]), None) if are_urls(urls) => BASE64.decode(&rumor.content).map_err(|_| RumorError::Base64),
        _ => Err(RumorError::Relays),
    }
}

fn named<'a>(rumor: &'a UnsignedEvent, name: &'static str) -> impl Iterator<Item = &'a [String]> {
    rumor.tags.iter().map(Tag::as_slice).filter(move |row| row.first().is_some_and(|first| first == name))
}
