//! The leaf of a device: its signature key, what it supports, and the account's proof for the key.

use std::collections::BTreeSet;

use marmot_rules::CIPHER_SUITE;
use marmot_rules::adopted::authority::Options;
use marmot_rules::adopted::components::{AppComponents, AppDataDictionary, SafeAad, id};
use marmot_rules::proof::{IdentityProof, ProofError, signature_scheme};
use nostr::Keys;
use nostr::secp256k1::{Keypair, Message, Secp256k1};
use openmls_0_9::prelude::{
    BasicCredential, Capabilities, Ciphersuite, CredentialType, CredentialWithKey, Extension, ExtensionType,
    Extensions, LeafNode, ProposalType,
};
use openmls_traits_0_6::crypto::OpenMlsCrypto;
use openmls_traits_0_6::signatures::{Signer, SignerError};
use openmls_traits_0_6::types::SignatureScheme;
use serde::{Deserialize, Serialize};

use crate::Crypto;
use crate::dictionary::to_extension;
use crate::error::MlsError;

/// The only cipher suite in use, 0x0001.
pub const SUITE: Ciphersuite = Ciphersuite::MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;

/// The components that this engine understands: ten ids, `app_components` itself among them (D22).
pub const SUPPORTED: [u16; 10] = [
    id::APP_COMPONENTS,
    id::PROFILE,
    id::BLOSSOM_IMAGE,
    id::ADMIN_POLICY,
    id::NOSTR_ROUTING,
    id::RETENTION,
    id::AVATAR_URL,
    id::IDENTITY_PROOF,
    id::MEDIA,
    id::LIFECYCLE,
];

/// What a leaf of this engine lists as supported: the overlay of PR #417 adds its mark (SA-01).
pub(crate) fn supported(options: &Options) -> BTreeSet<u16> {
    SUPPORTED.into_iter().chain(options.same_account.then_some(id::SAME_ACCOUNT)).collect()
}

/// The Ed25519 key pair that signs for one leaf.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeafKey {
    secret: Vec<u8>,
    public: Vec<u8>,
}

impl std::fmt::Debug for LeafKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LeafKey({})", hex::encode(&self.public))
    }
}

impl LeafKey {
    /// A new key.
    pub fn generate(crypto: &Crypto) -> Result<Self, MlsError> {
        let (secret, public) = crypto.signature_key_gen(SignatureScheme::ED25519).map_err(MlsError::of)?;
        Ok(Self { secret, public })
    }

    /// The raw public key.
    pub fn public(&self) -> &[u8] {
        &self.public
    }

    /// The credential of an account together with this key.
    pub fn credential(&self, account: &nostr::PublicKey) -> CredentialWithKey {
        CredentialWithKey {
            credential: BasicCredential::new(account.to_bytes().to_vec()).into(),
            signature_key: self.public.clone().into(),
        }
    }
}

impl Signer for LeafKey {
    fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, SignerError> {
        use ed25519_dalek::Signer as _;
        let key = ed25519_dalek::SigningKey::try_from(self.secret.as_slice()).map_err(|_| SignerError::SigningError)?;
        Ok(key.sign(payload).to_bytes().to_vec())
    }

    fn signature_scheme(&self) -> SignatureScheme {
        SignatureScheme::ED25519
    }
}

/// The account's proof for a leaf key (component 0x8009), signed without auxiliary randomness: equal inputs give equal bytes.
pub fn prove(account: &Keys, created_at: u64, leaf_key: &[u8]) -> Result<IdentityProof, ProofError> {
    let mut proof = IdentityProof { signer: account.public_key().to_bytes(), created_at, signature: [0; 64] };
    let scheme = signature_scheme(CIPHER_SUITE).expect("suite 0x0001 has a scheme");
    let event_id = proof.event_id(CIPHER_SUITE, scheme, leaf_key)?;
    let secp = Secp256k1::signing_only();
    let pair = Keypair::from_secret_key(&secp, account.secret_key());
    proof.signature = secp.sign_schnorr_no_aux_rand(&Message::from_digest(event_id.to_bytes()), &pair).serialize();
    Ok(proof)
}

/// What every leaf of this engine says that it can do (KV-09).
pub fn capabilities() -> Capabilities {
    Capabilities::new(
        None,
        Some(&[SUITE]),
        Some(&[ExtensionType::AppDataDictionary]),
        Some(&[ProposalType::AppDataUpdate, ProposalType::SelfRemove]),
        Some(&[CredentialType::Basic]),
    )
}

/// The dictionary of a leaf (KV-10, KV-11): supported components, an empty `safe_aad`, the proof.
pub fn dictionary(supported: impl IntoIterator<Item = u16>, proof: &IdentityProof) -> AppDataDictionary {
    AppDataDictionary::default().with(&AppComponents::from_iter(supported)).with(&SafeAad::default()).with(proof)
}

/// The extensions of a leaf.
pub fn extensions(dictionary: &AppDataDictionary) -> Result<Extensions<LeafNode>, MlsError> {
    let extension: Extension = to_extension(dictionary)?;
    Extensions::single(extension).map_err(MlsError::of)
}
