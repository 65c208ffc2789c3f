//! The private half of a KeyPackage.
//!
//! OpenMLS has no accessor for all of it, but stores it through serde: its stored form is read, and written, here.

use ed25519_dalek::SigningKey;
use marmot_rules::key_package::{FRAME_PREFIX, parse_bare};
use openmls::prelude::tls_codec::{Deserialize, Serialize};
use openmls::prelude::{KeyPackage, KeyPackageBundle, KeyPackageIn, OpenMlsProvider, ProtocolVersion, SignatureScheme};
use openmls_basic_credential::SignatureKeyPair;
use openmls_traits::storage::StorageProvider;
use serde_json::{Value, json};

use super::Mdk;
use crate::format::{Event, Hex, Keys};

/// What this instance holds for a KeyPackage that it made.
pub(crate) fn secrets_of(mdk: &Mdk, raw: &[u8], account: &nostr::Keys, event: &nostr::Event) -> Result<Keys, String> {
    let key_package = read(mdk, raw)?;
    let reference = key_package.hash_ref(mdk.provider.crypto()).map_err(|e| e.to_string())?;
    let bundle: Option<KeyPackageBundle> =
        mdk.provider.storage().key_package(&reference).map_err(|e| format!("store: {e}"))?;
    let bundle = serde_json::to_value(bundle.ok_or("this instance did not make the KeyPackage")?);
    let bundle = bundle.map_err(|e| e.to_string())?;
    let public = key_package.leaf_node().signature_key().as_slice();
    Ok(Keys {
        nostr_sk: account.secret_key().to_secret_bytes().into(),
        init_priv: bytes(&bundle["private_init_key"]["vec"])?,
        encryption_priv: bytes(&bundle["private_encryption_key"]["key"]["vec"])?,
        signature_priv: signature_priv(mdk, public)?,
        signature_pub: public.into(),
        key_package: [&FRAME_PREFIX, raw].concat().into(),
        key_package_raw: raw.into(),
        key_package_event: Event::from(event),
    })
}

/// The Ed25519 seed of a signature key that this instance holds.
pub(crate) fn signature_priv(mdk: &Mdk, public: &[u8]) -> Result<Hex, String> {
    let pair = SignatureKeyPair::read(mdk.provider.storage(), public, SignatureScheme::ED25519);
    let pair = serde_json::to_value(pair.ok_or("no signature key is stored")?).map_err(|e| e.to_string())?;
    bytes(&pair["private"])
}

fn bytes(array: &Value) -> Result<Hex, String> {
    serde_json::from_value(array.clone()).map(Hex).map_err(|e| format!("stored key: {e}"))
}

/// Puts the private keys into an instance, as if it had made the KeyPackage.
pub(crate) fn install(mdk: &Mdk, keys: &Keys) -> Result<(), String> {
    let key_package = read(mdk, &keys.key_package_raw.0)?;
    let reference = key_package.hash_ref(mdk.provider.crypto()).map_err(|e| e.to_string())?;
    let bundle = json!({
        "key_package": key_package,
        "private_init_key": { "vec": keys.init_priv.0 },
        "private_encryption_key": { "key": { "vec": keys.encryption_priv.0 } },
    });
    let bundle: KeyPackageBundle = serde_json::from_value(bundle).map_err(|e| e.to_string())?;
    mdk.provider.storage().write_key_package(&reference, &bundle).map_err(|e| format!("store: {e}"))?;
    let (private, public) = (keys.signature_priv.0.clone(), keys.signature_pub.0.clone());
    SignatureKeyPair::from_raw(SignatureScheme::ED25519, private, public)
        .store(mdk.provider.storage())
        .map_err(|e| format!("store: {e}"))
}

fn read(mdk: &Mdk, raw: &[u8]) -> Result<KeyPackage, String> {
    let read = KeyPackageIn::tls_deserialize_exact(raw).map_err(|e| format!("KeyPackage: {e}"))?;
    let key_package = read.validate(mdk.provider.crypto(), ProtocolVersion::Mls10).map_err(|e| e.to_string())?;
    debug_assert_eq!(key_package.tls_serialize_detached().as_deref(), Ok(raw));
    Ok(key_package)
}

/// The first private key that does not belong to its public key.
pub(crate) fn key_mismatch(keys: &Keys) -> Option<&'static str> {
    let Ok(key_package) = parse_bare(&keys.key_package_raw.0) else { return Some("key_package_raw") };
    let x25519 = |private: &Hex| {
        let private = <[u8; 32]>::try_from(private.0.as_slice()).ok()?;
        Some(x25519_dalek::PublicKey::from(&x25519_dalek::StaticSecret::from(private)).to_bytes())
    };
    let ed25519 = |private: &Hex| {
        let private = <[u8; 32]>::try_from(private.0.as_slice()).ok()?;
        Some(SigningKey::from_bytes(&private).verifying_key().to_bytes())
    };
    let account = |private: &Hex| {
        let private = nostr::SecretKey::from_slice(&private.0).ok()?;
        Some(nostr::Keys::new(private).public_key().to_bytes())
    };
    let is = |public: Option<[u8; 32]>, expected: &[u8]| public.is_some_and(|public| public.as_slice() == expected);
    let checks = [
        ("key_package", keys.key_package.0 == [&FRAME_PREFIX, keys.key_package_raw.0.as_slice()].concat()),
        ("signature_pub", keys.signature_pub.0 == key_package.signature_key()),
        ("signature_priv", is(ed25519(&keys.signature_priv), key_package.signature_key())),
        ("init_priv", is(x25519(&keys.init_priv), key_package.init_key())),
        ("encryption_priv", is(x25519(&keys.encryption_priv), key_package.encryption_key())),
        ("nostr_sk", is(account(&keys.nostr_sk), key_package.identity().unwrap_or_default())),
    ];
    checks.into_iter().find(|(_, belongs)| !belongs).map(|(name, _)| name)
}
