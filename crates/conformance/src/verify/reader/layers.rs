//! What lies between the input of a test and its answer, so that a developer finds the layer that is wrong: `x_layers`.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::Reader;
use super::exporter::derive_secret;
use super::group_data::GroupData;
use super::nostr::Opened;
use super::welcome::{Described, Steps};
use crate::format::topics::{AnyTest, group_event, welcome_join, welcome_rumor};
use crate::format::{Event, Hex, Outcome};
use crate::verify::{Refusal, Suite};

/// Layers by the id of a test; only of valid tests whose layers need no group.
///
/// # Errors
/// In words, if a valid test does not open.
pub fn layers(suite: &Suite) -> Result<BTreeMap<String, Value>, String> {
    let mut layers = BTreeMap::new();
    for case in suite.cases().filter(|case| case.test.head().result == Outcome::Valid) {
        let id = case.test.head().id;
        let found = match case.test {
            AnyTest::GroupEvent(test) => outer(&test.input),
            AnyTest::WelcomeRumor(test) => wrap(&test.input),
            AnyTest::WelcomeJoin(test) => welcome(&test.input).map(Some),
            _ => Ok(None),
        };
        if let Some(found) = found.map_err(|refusal| format!("{id}: {}", refusal.what))? {
            layers.insert(id.to_owned(), found);
        }
    }
    Ok(layers)
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    Hex::from(bytes).to_string()
}

/// Kind 445: `nonce ‖ ciphertext ‖ tag`.
fn outer(input: &group_event::Input) -> Result<Option<Value>, Refusal> {
    let group_event::Input::Outer { event, group_event_key } = input else { return Ok(None) };
    let plaintext = Reader::default().outer(&event.content, &group_event_key.0)?;
    let bytes = STANDARD.decode(&event.content).map_err(Refusal::broken)?;
    let (nonce, sealed) = bytes.split_at(12);
    let (ciphertext, tag) = sealed.split_at(sealed.len() - 16);
    Ok(Some(json!({
        "cipher": "ChaCha20-Poly1305",
        "key": group_event_key,
        "nonce": hex(nonce),
        "aad": "",
        "ciphertext": hex(ciphertext),
        "tag": hex(tag),
        "plaintext": hex(plaintext),
    })))
}

/// NIP-59: NIP-44 twice.
fn wrap(input: &welcome_rumor::Input) -> Result<Option<Value>, Refusal> {
    let (Some(wrap), Some(key)) = (&input.wrap, &input.nostr_sk) else { return Ok(None) };
    let reader = Reader::default();
    let outer = reader.nip44(&wrap.content, &wrap.pubkey, &key.0)?;
    let seal: Event = serde_json::from_slice(&outer.plaintext).map_err(Refusal::broken)?;
    let inner = reader.nip44(&seal.content, &seal.pubkey, &key.0)?;
    Ok(Some(json!({ "wrap": nip44(&outer), "seal": nip44(&inner) })))
}

fn nip44(opened: &Opened) -> Value {
    json!({
        "conversation_key": hex(opened.conversation_key),
        "nonce": hex(&opened.nonce),
        "chacha_key": hex(&opened.message_keys[..32]),
        "chacha_nonce": hex(&opened.message_keys[32..44]),
        "hmac_key": hex(&opened.message_keys[44..]),
        "plaintext_length": opened.plaintext.len(),
        "padded_length": opened.padded.len() - 2,
        "padding": opened.padded.len() - 2 - opened.plaintext.len(),
        "plaintext": String::from_utf8_lossy(&opened.plaintext),
    })
}

/// RFC 9180 and RFC 9420 section 8, from the init key to the secrets of the epoch.
fn welcome(input: &welcome_join::Input) -> Result<Value, Refusal> {
    let reader = Reader::default();
    let content = reader.base64(&input.rumor.content)?;
    let steps: Steps = reader.steps(&content, &input.joiner)?;
    let (context, group) = reader.group_context(&steps)?;
    let epoch = |label: &str| hex(derive_secret(&steps.epoch_secret, label));
    let mut layers = json!({
        "hpke": {
            "kem_output": hex(&steps.kem_output),
            "shared_secret": hex(&steps.hpke.shared_secret),
            "key": hex(&steps.hpke.key),
            "nonce": hex(&steps.hpke.nonce),
        },
        "joiner_secret": hex(&steps.joiner_secret),
        "member_secret": hex(&steps.member_secret),
        "welcome_secret": hex(&steps.welcome_secret),
        "welcome_key": hex(&steps.welcome_key),
        "welcome_nonce": hex(&steps.welcome_nonce),
        "group_context": hex(context),
        "epoch_secret": hex(&steps.epoch_secret),
        "sender_data_secret": epoch("sender data"),
        "encryption_secret": epoch("encryption"),
        "exporter_secret": epoch("exporter"),
        "confirmation_key": epoch("confirm"),
        "membership_key": epoch("membership"),
        "epoch_authenticator": epoch("authentication"),
    });
    match group {
        Described::GroupData(fields) => layers["group_data"] = group_data(&fields),
        Described::Components(components) => layers["components"] = json!(components),
    }
    Ok(layers)
}

/// The fields of extension 0xf2ee.
fn group_data(fields: &GroupData<'_>) -> Value {
    let [image_hash, image_key, image_nonce, image_upload_key] = fields.image.map(hex);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    json!({
        "version": fields.version,
        "nostr_group_id": hex(fields.nostr_group_id),
        "name": text(fields.name),
        "description": text(fields.description),
        "admins": fields.admins.iter().map(hex).collect::<Vec<_>>(),
        "relays": fields.relays.iter().map(|url| text(url)).collect::<Vec<_>>(),
        "image_hash": image_hash,
        "image_key": image_key,
        "image_nonce": image_nonce,
        "image_upload_key": image_upload_key,
    })
}
