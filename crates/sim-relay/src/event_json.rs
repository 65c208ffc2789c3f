//! Strict reading of events. `nostr` reads more than NIP-01 allows: upper-case hex, for one.

use nostr::secp256k1::schnorr::Signature;
use nostr::{Event, Kind, Tag, Timestamp};
use serde_json::Value;

use crate::event::{is_lower_hex, parse_id, parse_key};

/// Reads an event object; members other than the seven are ignored. The error says which member is out of form.
pub(crate) fn read_event(value: &Value) -> Result<Event, String> {
    if !value.is_object() {
        return Err("an event is an object".to_owned());
    }
    let id = member(value, "id", |v| parse_id(v.as_str()?))?;
    let pubkey = member(value, "pubkey", |v| parse_key(v.as_str()?))?;
    let created_at = member(value, "created_at", |v| v.as_u64().map(Timestamp::from_secs))?;
    let kind = member(value, "kind", |v| u16::try_from(v.as_u64()?).ok().map(Kind::from_u16))?;
    let tags = member(value, "tags", |v| v.as_array()?.iter().map(read_tag).collect::<Option<Vec<_>>>())?;
    let content = member(value, "content", |v| v.as_str().map(str::to_owned))?;
    let sig = member(value, "sig", |v| read_signature(v.as_str()?))?;
    Ok(Event::new(id, pubkey, created_at, kind, tags, content, sig))
}

fn member<T>(event: &Value, name: &str, read: impl FnOnce(&Value) -> Option<T>) -> Result<T, String> {
    let value = event.get(name).ok_or_else(|| format!("{name} is missing"))?;
    read(value).ok_or_else(|| format!("{name} is out of form"))
}

fn read_tag(value: &Value) -> Option<Tag> {
    let items = value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned));
    Tag::parse(items.collect::<Option<Vec<_>>>()?).ok()
}

fn read_signature(text: &str) -> Option<Signature> {
    is_lower_hex(text, 128).then(|| text.parse().ok()).flatten()
}
