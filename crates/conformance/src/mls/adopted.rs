//! The private half of a KeyPackage that the engine `adopted` made, and the way back: into a fresh engine.
//!
//! The engine saves all that it holds through serde: its saved form is read, and written, here.

use adopted::group::Now;
use adopted::{Engine, Member, Provider};
use marmot_rules::key_package::{FRAME_PREFIX, parse_bare};
use openmls_0_9::prelude::{KeyPackageBundle, MlsGroup, OpenMlsProvider};
use openmls_traits_0_6::storage::{CURRENT_VERSION, Entity, StorageProvider, traits};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::state::EXPORTS;
use crate::format::{Event, Export, Hex, Keys, LeafEntry, State};

/// What this engine holds for the KeyPackage that it published in this event.
pub(crate) fn secrets_of(engine: &Engine, account: &nostr::Keys, event: &nostr::Event) -> Result<Keys, String> {
    let own = engine.key_packages().published_as(&event.id).ok_or("this engine did not make the KeyPackage")?;
    let saved = serde_json::to_value(own).map_err(|e| e.to_string())?;
    let (bundle, key) = (&saved["bundle"], &saved["key"]);
    let event = Event::from(event);
    let framed = base64(&event.content)?;
    let raw = framed.strip_prefix(&FRAME_PREFIX[..]).ok_or("the engine frames KeyPackages")?.to_vec();
    Ok(Keys {
        nostr_sk: account.secret_key().to_secret_bytes().into(),
        init_priv: bytes(&bundle["private_init_key"]["vec"])?,
        encryption_priv: bytes(&bundle["private_encryption_key"]["key"]["vec"])?,
        signature_priv: bytes(&key["secret"])?,
        signature_pub: bytes(&key["public"])?,
        key_package: framed.into(),
        key_package_raw: raw.into(),
        key_package_event: event,
    })
}

/// An engine of this account that holds the private keys, as if it had made the KeyPackage. `bundle` is the KeyPackage with them.
pub(crate) fn install(engine: &Engine, keys: &Keys, bundle: &KeyPackageBundle, now: Now) -> Result<Engine, String> {
    let event = &keys.key_package_event;
    let reference = event.tag("i").ok_or("the event names no reference")?;
    let own = json!({
        "reference": reference,
        "bundle": bundle,
        "key": { "secret": keys.signature_priv.0, "public": keys.signature_pub.0 },
        "events": [event.id],
        "slot": event.tag("d").unwrap_or_default(),
        "created_at": event.created_at,
        "not_after": u64::MAX,
        "last_resort": parse_bare(&keys.key_package_raw.0).is_ok_and(|package| package.last_resort()),
        "consumed": false,
    });
    let mut saved = serde_json::to_value(engine.save()).map_err(|e| e.to_string())?;
    saved["key_packages"][reference] = own;
    let saved = serde_json::from_value(saved).map_err(|e| format!("a saved engine: {e}"))?;
    let secret = nostr::SecretKey::from_slice(&keys.nostr_sk.0).map_err(|e| e.to_string())?;
    Ok(Engine::restore(nostr::Keys::new(secret), saved, now))
}

fn base64(text: &str) -> Result<Vec<u8>, String> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).map_err(|e| e.to_string())
}

fn bytes(array: &Value) -> Result<Hex, String> {
    serde_json::from_value(array.clone()).map(Hex).map_err(|e| format!("saved key: {e}"))
}

/// The group as it is now, on a copy of its storage.
fn copy_of(engine: &Engine, name: &str) -> Result<(Provider, MlsGroup), String> {
    let group = engine.group(name).ok_or("there is no such group")?;
    group.canonical().scratch(engine.crypto(), group.id()).map_err(|e| e.to_string())
}

/// `MLS-Exporter(label, context, length)` of the current epoch.
pub(crate) fn export(engine: &Engine, name: &str, label: &str, context: &[u8], length: u16) -> Result<Vec<u8>, String> {
    let (provider, group) = copy_of(engine, name)?;
    group.export_secret(provider.crypto(), label, context, length.into()).map_err(|e| format!("exporter: {e}"))
}

/// Everything that a vector asserts about a member's state.
pub(crate) fn state_of(engine: &Engine, name: &str) -> Result<State, String> {
    let group = engine.group(name).ok_or("there is no such group")?;
    let facts = group.facts();
    let exporters = EXPORTS.iter().map(|(label, context)| {
        let secret = export(engine, name, label, context.as_bytes(), 32)?.into();
        Ok(Export { label: (*label).to_owned(), context: context.into(), length: 32, secret })
    });
    let leaf = |member: &Member| LeafEntry {
        index: member.leaf,
        account: member.account.to_string(),
        signature_key: member.signature_key.as_slice().into(),
    };
    let commitment = facts.commitment.as_ref().ok_or("its own leaf is gone")?;
    Ok(State {
        group_id: group.id().into(),
        nostr_group_id: facts.address.as_slice().into(),
        epoch: facts.epoch,
        own_leaf: facts.own_leaf.ok_or("its own leaf is gone")?,
        tree_hash: facts.tree_hash.as_slice().into(),
        epoch_authenticator: facts.authenticator.as_slice().into(),
        leaves: facts.members.iter().map(leaf).collect(),
        exporters: exporters.collect::<Result<_, String>>()?,
        commitment: Hex(hex::decode(commitment).map_err(|e| e.to_string())?),
    })
}

/// How OpenMLS stores the secrets of an epoch, up to the one that is wanted: postcard keeps field order and no names.
#[derive(Serialize, Deserialize)]
struct EpochSecrets {
    init: Vec<u8>,
    exporter: Vec<u8>,
}

impl Entity<CURRENT_VERSION> for EpochSecrets {}
impl traits::GroupEpochSecrets<CURRENT_VERSION> for EpochSecrets {}

/// The exporter secret of the current epoch. OpenMLS exports from it but never shows it.
pub(crate) fn exporter_secret(engine: &Engine, name: &str) -> Result<Vec<u8>, String> {
    let (provider, group) = copy_of(engine, name)?;
    let stored: Option<EpochSecrets> =
        provider.storage().group_epoch_secrets(group.group_id()).map_err(|e| e.to_string())?;
    stored.map(|secrets| secrets.exporter).ok_or_else(|| "no epoch secrets are stored".to_owned())
}
