//! The content of a Nostr event, by its kind.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::{KIND_ADDRESSABLE, KIND_REGULAR};
use serde_json::{Map, Value};

use super::key_package::key_package;
use super::message::message;
use super::{Field, walk::Keys};
use crate::format::{Event, Rumor};
use crate::mls::open;
use crate::verify::open_gift_wrap;

/// Lengths of what surrounds a ciphertext: the AEAD of kind 445, and NIP-44 version 2.
const NONCE: usize = 12;
const TAG: usize = 16;
const NIP44_NONCE: usize = 32;
const NIP44_MAC: usize = 32;

/// What is in the content, if this is an event whose content is bytes.
pub(super) fn content(event: &Map<String, Value>, keys: &Keys) -> Option<Field> {
    let kind = u16::try_from(event.get("kind")?.as_u64()?).ok()?;
    let content = event.get("content")?.as_str()?;
    Some(match kind {
        KIND_REGULAR | KIND_ADDRESSABLE => said_encoding(event, content, key_package),
        444 => said_encoding(event, content, message),
        445 => decoded("base64", STANDARD.decode(content), |bytes| group_event(content, bytes, keys)),
        1059 => gift_wrap(event, content, keys),
        _ => return None,
    })
}

fn decoded<E: ToString>(encoding: &str, bytes: Result<Vec<u8>, E>, read: impl FnOnce(&[u8]) -> Field) -> Field {
    match bytes {
        Ok(bytes) => {
            let (field, length) = (read(&bytes), format!("{} bytes, {encoding}", bytes.len()));
            let about = if field.about.is_empty() { length } else { format!("{length}; {}", field.about) };
            field.about(about)
        }
        Err(error) => Field::unread("content", format!("no {encoding}: {}", error.to_string())),
    }
}

/// Hex where the `encoding` tag says so, or where there is none and only hex digits are.
fn said_encoding(event: &Map<String, Value>, content: &str, read: fn(&[u8]) -> Field) -> Field {
    let rows = event.get("tags").and_then(Value::as_array).into_iter().flatten();
    let encoding = rows.filter(|row| row[0] == "encoding").find_map(|row| row.get(1)?.as_str());
    let is_hex = content.len().is_multiple_of(2) && content.bytes().all(|byte| byte.is_ascii_hexdigit());
    if encoding == Some("hex") || (encoding.is_none() && is_hex) {
        decoded("hex", hex::decode(content), read)
    } else {
        decoded("base64", STANDARD.decode(content), read)
    }
}

fn group_event(content: &str, bytes: &[u8], keys: &Keys) -> Field {
    if bytes.len() < NONCE + TAG {
        return Field::bytes("content", bytes);
    }
    let (nonce, rest) = bytes.split_at(NONCE);
    let (ciphertext, tag) = rest.split_at(rest.len() - TAG);
    let mut fields = vec![
        Field::bytes("nonce", nonce),
        Field::bytes("ciphertext", ciphertext),
        Field::bytes("tag", tag).about("Poly1305, 16 bytes"),
    ];
    if let Some(key) = &keys.group_event {
        fields.push(match open(content, key) {
            Ok(plaintext) => message(&plaintext).about("opened with group_event_key, no associated data"),
            Err(_) => Field::unread("plaintext", "it does not open with group_event_key"),
        });
    }
    Field::of("ChaCha20-Poly1305", fields)
}

fn gift_wrap(event: &Map<String, Value>, content: &str, keys: &Keys) -> Field {
    decoded("base64", STANDARD.decode(content), |bytes| {
        if bytes.len() < 1 + NIP44_NONCE + NIP44_MAC {
            return Field::bytes("content", bytes);
        }
        let (head, mac) = bytes.split_at(bytes.len() - NIP44_MAC);
        let mut fields = vec![
            Field::new("version", head[0]),
            Field::bytes("nonce", &head[1..=NIP44_NONCE]),
            Field::bytes("ciphertext", &head[1 + NIP44_NONCE..]),
            Field::bytes("mac", mac).about("HMAC-SHA256, 32 bytes"),
        ];
        fields.extend(keys.nostr.as_ref().map(|key| rumor(event, key, keys)));
        Field::of("NIP-44", fields)
    })
}

/// The rumor inside wrap and seal.
fn rumor(event: &Map<String, Value>, key: &[u8], keys: &Keys) -> Field {
    let wrap = serde_json::from_value::<Event>(Value::Object(event.clone())).ok();
    match wrap.and_then(|wrap| open_gift_wrap(&wrap, &key.into()).ok()) {
        Some(rumor) => {
            Field::of("rumor", rumor_fields(&rumor, keys)).about("opened with nostr_sk: gift wrap, then seal")
        }
        None => Field::unread("rumor", "it does not open with nostr_sk, or is none of the seal's author"),
    }
}

fn rumor_fields(rumor: &Rumor, keys: &Keys) -> Vec<Field> {
    let tags = rumor
        .tags
        .iter()
        .map(|row| Field::new(row.first().map_or("", String::as_str), row.get(1..).unwrap_or_default().join(", ")));
    let inside = match serde_json::to_value(rumor) {
        Ok(Value::Object(members)) => content(&members, keys),
        _ => None,
    };
    vec![
        Field::new("id", &rumor.id),
        Field::new("pubkey", &rumor.pubkey),
        Field::new("created_at", rumor.created_at),
        Field::new("kind", rumor.kind),
        Field::of("tags", tags.collect()),
        Field { fields: inside.into_iter().collect(), ..Field::new("content", &rumor.content) },
    ]
}
