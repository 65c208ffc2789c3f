//! What a payload carries: an unsigned Nostr event as one JSON object (GE-06, GE-07).

use marmot_rules::adopted::authority::{Check, Options};
use nostr::{EventId, Kind, PublicKey, Tags, Timestamp, UnsignedEvent};
use serde::Deserialize;
use thiserror::Error;

use crate::ids::Account;

/// Why a payload is dropped. The MLS message around it stands all the same.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PayloadError {
    /// Not one JSON object with exactly the six members of an unsigned event.
    #[error("the payload is no unsigned event: {0}")]
    Json(String),
    /// The id is not the hash of the event.
    #[error("the inner id is not the hash of the inner event")]
    Id,
    /// The author is not the account of the leaf that sent it.
    #[error("the inner author is not the sender")]
    Author,
}

/// The six members, each once, no other one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    pubkey: String,
    created_at: u64,
    kind: u16,
    tags: Vec<Vec<String>>,
    content: String,
}

/// Reads a payload that this account's leaf sent.
pub fn read(bytes: &[u8], sender: Account) -> Result<UnsignedEvent, PayloadError> {
    read_by(bytes, sender, &Options::default())
}

/// The same with one check left out, if the options say so.
pub(crate) fn read_by(bytes: &[u8], sender: Account, options: &Options) -> Result<UnsignedEvent, PayloadError> {
    let row = if options.makes(Check::PayloadForm) { serde_json::from_slice(bytes) } else { loose(bytes) };
    let row: Row = row.map_err(|error| PayloadError::Json(error.to_string()))?;
    if options.makes(Check::PayloadAuthor) && row.pubkey != sender.to_string() {
        return Err(PayloadError::Author);
    }
    let json = |error: String| PayloadError::Json(error);
    let tags: Result<Vec<_>, _> = row.tags.into_iter().map(nostr::Tag::parse).collect();
    let event = UnsignedEvent {
        id: Some(EventId::from_hex(&row.id).map_err(|error| json(error.to_string()))?),
        pubkey: PublicKey::from_hex(&row.pubkey).map_err(|error| json(error.to_string()))?,
        created_at: Timestamp::from_secs(row.created_at),
        kind: Kind::from(row.kind),
        tags: Tags::from_list(tags.map_err(|error| json(error.to_string()))?),
        content: row.content,
    };
    let hashed = EventId::new(&event.pubkey, &event.created_at, &event.kind, &event.tags, &event.content);
    let same = event.id == Some(hashed) && row.id == hashed.to_hex();
    if same || !options.makes(Check::PayloadId) { Ok(event) } else { Err(PayloadError::Id) }
}

/// The six members, whatever else is there; of one that is there twice the last.
fn loose(bytes: &[u8]) -> Result<Row, serde_json::Error> {
    let mut members: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(bytes)?;
    members.retain(|name, _| ["id", "pubkey", "created_at", "kind", "tags", "content"].contains(&name.as_str()));
    serde_json::from_value(members.into())
}

/// The bytes of a payload: id, pubkey, `created_at`, kind, tags, content.
pub fn write(event: &UnsignedEvent) -> Vec<u8> {
    let id = EventId::new(&event.pubkey, &event.created_at, &event.kind, &event.tags, &event.content);
    let row = serde_json::json!({
        "id": id,
        "pubkey": event.pubkey,
        "created_at": event.created_at,
        "kind": event.kind,
        "tags": event.tags,
        "content": event.content,
    });
    row.to_string().into_bytes()
}
