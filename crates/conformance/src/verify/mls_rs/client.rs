//! An mls-rs client that owns one KeyPackage.

use mls_rs::client_builder::{BaseConfig, WithCryptoProvider, WithIdentityProvider};
use mls_rs::crypto::{HpkePublicKey, HpkeSecretKey, SignatureSecretKey};
use mls_rs::extension::ExtensionType;
use mls_rs::group::proposal::ProposalType;
use mls_rs::identity::SigningIdentity;
use mls_rs::mls_rs_codec::MlsEncode;
use mls_rs::storage_provider::KeyPackageData;
use mls_rs::{CipherSuite, CipherSuiteProvider, Client, CryptoProvider, KeyPackage, MlsMessage};
use mls_rs_crypto_rustcrypto::RustCryptoProvider;

use super::identity::{ByLeafKey, account};
use super::key_package::leaf_of;
use super::refused;
use crate::format::{Keys, Reason};
use crate::verify::Refusal;
use crate::verify::library::DICTIONARY;

/// How every client here is set up: stores in memory, leaves told apart by key.
pub(super) type Config = WithIdentityProvider<ByLeafKey, WithCryptoProvider<RustCryptoProvider, BaseConfig>>;

/// The primitives of a cipher suite.
pub(super) type Suite = <RustCryptoProvider as CryptoProvider>::CipherSuiteProvider;

/// The proposal by which components change in the adopted text.
pub(super) const APP_DATA_UPDATE: u16 = 0x0008;

/// Cipher suite 0x0001.
pub(super) fn suite() -> Suite {
    provider(CipherSuite::CURVE25519_AES128).expect("RustCrypto has suite 1")
}

/// Another cipher suite, if RustCrypto has it.
pub(super) fn provider(suite: CipherSuite) -> Option<Suite> {
    RustCryptoProvider::new().cipher_suite_provider(suite)
}

/// A client that signs as this leaf.
pub(super) fn client(identity: SigningIdentity, signer: SignatureSecretKey) -> Client<Config> {
    Client::builder()
        .extension_type(ExtensionType::new(DICTIONARY))
        .custom_proposal_type(ProposalType::new(APP_DATA_UPDATE))
        .crypto_provider(RustCryptoProvider::new())
        .identity_provider(ByLeafKey)
        .signing_identity(identity, signer, CipherSuite::CURVE25519_AES128)
        .build()
}

/// A client that holds these keys, once they are found to belong together.
///
/// # Errors
/// [`Reason::PrivateKeyMismatch`] names the first that does not belong; the KeyPackage itself may be malformed.
pub(super) fn owner(keys: &Keys) -> Result<Client<Config>, Refusal> {
    let message = MlsMessage::from_bytes(&keys.key_package.0).map_err(refused::message)?;
    let key_package = message.as_key_package().ok_or_else(|| Refusal::broken("key_package holds something else"))?;
    if let Some(member) = mismatch(keys, key_package)? {
        return Err(Refusal::new(Reason::PrivateKeyMismatch, format!("{member} does not belong to the KeyPackage")));
    }
    let identity = key_package.signing_identity().clone();
    let client = client(identity, signer(keys));
    let reference = key_package.to_reference(&suite()).map_err(refused::message)?;
    let expiration = key_package.expiration().map_err(refused::message)?.seconds_since_epoch();
    let (init, leaf) = (keys.init_priv.0.clone(), keys.encryption_priv.0.clone());
    let held = KeyPackageData::new(keys.key_package_raw.0.clone(), init.into(), leaf.into(), expiration);
    client.key_package_store().insert(reference.to_vec(), held);
    Ok(client)
}

/// mls-rs on RustCrypto holds an Ed25519 key as seed ‖ public.
fn signer(keys: &Keys) -> SignatureSecretKey {
    [keys.signature_priv.0.as_slice(), &keys.signature_pub.0].concat().into()
}

/// The first member that does not belong to the KeyPackage.
fn mismatch(keys: &Keys, key_package: &KeyPackage) -> Result<Option<&'static str>, Refusal> {
    let bytes = key_package.mls_encode_to_vec().map_err(refused::codec)?;
    let leaf_key = leaf_of(&bytes)?.public_key;
    let identity = key_package.signing_identity();
    let signature_pub = suite().signature_key_derive_public(&signer(keys));
    let author = nostr::SecretKey::from_slice(&keys.nostr_sk.0).map(|secret| nostr::Keys::new(secret).public_key());
    let checks = [
        ("key_package_raw", bytes == keys.key_package_raw.0),
        ("signature_pub", identity.signature_key.as_bytes() == keys.signature_pub.0),
        ("signature_priv", signature_pub.is_ok_and(|public| public == identity.signature_key)),
        ("init_priv", opens(&keys.init_priv.0, &key_package.hpke_init_key)),
        ("encryption_priv", opens(&keys.encryption_priv.0, &leaf_key)),
        ("nostr_sk", author.is_ok_and(|author| account(identity).is_ok_and(|id| id == author.to_bytes()))),
    ];
    Ok(checks.into_iter().find(|(_, belongs)| !belongs).map(|(name, _)| name))
}

/// Whether the private key opens what is sealed to the public one.
fn opens(private: &[u8], public: &HpkePublicKey) -> bool {
    let (suite, private) = (suite(), HpkeSecretKey::from(private.to_vec()));
    let sealed = suite.hpke_seal(public, &[], None, b"mine");
    sealed.is_ok_and(|sealed| suite.hpke_open(&sealed, &private, public, &[], None).is_ok())
}
