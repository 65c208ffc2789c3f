//! What openmls 0.9 computes with: the operations of openmls_rust_crypto 0.5, which is in the tree for mdk-core. Its own provider,
//! openmls_rust_crypto 0.6, asks for another hax-lib than 0.5 does, and Cargo takes one.

use std::sync::{Arc, Mutex, PoisonError};

use openmls_0_9::prelude::tls_codec::SecretVLBytes;
use openmls_rust_crypto::RustCrypto;
use openmls_traits::crypto::OpenMlsCrypto as _;
use openmls_traits::random::OpenMlsRand as _;
use openmls_traits::types as old;
use openmls_traits_0_6::crypto::OpenMlsCrypto;
use openmls_traits_0_6::random::OpenMlsRand;
use openmls_traits_0_6::types::{
    AeadType, Ciphersuite, CryptoError, ExporterSecret, HashType, HpkeAeadType, HpkeCiphertext, HpkeConfig,
    HpkeKdfType, HpkeKemType, HpkeKeyPair, KemOutput, SignatureScheme,
};

/// The operations, under the names of the newer traits.
///
/// All randomness comes from one generator that is seeded from the environment when the value is made; HPKE draws its own.
#[derive(Debug, Clone, Default)]
pub struct Crypto(Arc<RustCrypto>, Option<Ear>);

/// What the AEAD has opened, in order, for whoever listens.
#[derive(Clone, Default)]
pub(crate) struct Ear(Arc<Mutex<Vec<Vec<u8>>>>);

impl std::fmt::Debug for Ear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ear")
    }
}

impl Ear {
    /// The first plaintext that was heard.
    pub fn first(&self) -> Option<Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).first().cloned()
    }

    fn hear(&self, plaintext: &[u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(plaintext.to_vec());
    }
}

impl Crypto {
    /// The same, and an ear for what its AEAD opens. No randomness is drawn.
    pub(crate) fn listening(&self) -> (Self, Ear) {
        let ear = Ear::default();
        (Self(self.0.clone(), Some(ear.clone())), ear)
    }
}

impl OpenMlsRand for Crypto {
    type Error = <RustCrypto as openmls_traits::random::OpenMlsRand>::Error;

    fn random_array<const N: usize>(&self) -> Result<[u8; N], Self::Error> {
        self.0.random_array()
    }

    fn random_vec(&self, len: usize) -> Result<Vec<u8>, Self::Error> {
        self.0.random_vec(len)
    }
}

impl OpenMlsCrypto for Crypto {
    fn supports(&self, suite: Ciphersuite) -> Result<(), CryptoError> {
        let suite = old::Ciphersuite::try_from(u16::from(suite)).map_err(|_| CryptoError::UnsupportedCiphersuite)?;
        self.0.supports(suite).map_err(error)
    }

    fn supported_ciphersuites(&self) -> Vec<Ciphersuite> {
        self.0.supported_ciphersuites().into_iter().filter_map(|suite| u16::from(suite).try_into().ok()).collect()
    }

    fn hkdf_extract(&self, hash: HashType, salt: &[u8], ikm: &[u8]) -> Result<SecretVLBytes, CryptoError> {
        self.0.hkdf_extract(old_hash(hash), salt, ikm).map(|s| s.as_slice().to_vec().into()).map_err(error)
    }

    fn hmac(&self, hash: HashType, key: &[u8], message: &[u8]) -> Result<SecretVLBytes, CryptoError> {
        self.0.hmac(old_hash(hash), key, message).map(|s| s.as_slice().to_vec().into()).map_err(error)
    }

    fn hkdf_expand(&self, hash: HashType, prk: &[u8], info: &[u8], len: usize) -> Result<SecretVLBytes, CryptoError> {
        self.0.hkdf_expand(old_hash(hash), prk, info, len).map(|s| s.as_slice().to_vec().into()).map_err(error)
    }

    fn hash(&self, hash: HashType, data: &[u8]) -> Result<Vec<u8>, CryptoError> {
        self.0.hash(old_hash(hash), data).map_err(error)
    }

    fn aead_encrypt(
        &self,
        alg: AeadType,
        key: &[u8],
        data: &[u8],
        nonce: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        self.0.aead_encrypt(old_aead(alg), key, data, nonce, aad).map_err(error)
    }

    fn aead_decrypt(
        &self,
        alg: AeadType,
        key: &[u8],
        sealed: &[u8],
        nonce: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        let plaintext = self.0.aead_decrypt(old_aead(alg), key, sealed, nonce, aad).map_err(error)?;
        if let Some(ear) = &self.1 {
            ear.hear(&plaintext);
        }
        Ok(plaintext)
    }

    fn signature_key_gen(&self, alg: SignatureScheme) -> Result<(Vec<u8>, Vec<u8>), CryptoError> {
        self.0.signature_key_gen(scheme(alg)?).map_err(error)
    }

    fn verify_signature(
        &self,
        alg: SignatureScheme,
        data: &[u8],
        key: &[u8],
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        self.0.verify_signature(scheme(alg)?, data, key, signature).map_err(error)
    }

    fn sign(&self, alg: SignatureScheme, data: &[u8], key: &[u8]) -> Result<Vec<u8>, CryptoError> {
        self.0.sign(scheme(alg)?, data, key).map_err(error)
    }

    fn hpke_seal(
        &self,
        config: HpkeConfig,
        to: &[u8],
        info: &[u8],
        aad: &[u8],
        text: &[u8],
    ) -> Result<HpkeCiphertext, CryptoError> {
        let sealed = self.0.hpke_seal(hpke(config), to, info, aad, text).map_err(error)?;
        Ok(HpkeCiphertext {
            kem_output: sealed.kem_output.as_slice().to_vec().into(),
            ciphertext: sealed.ciphertext.as_slice().to_vec().into(),
        })
    }

    fn hpke_open(
        &self,
        config: HpkeConfig,
        sealed: &HpkeCiphertext,
        key: &[u8],
        info: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        let sealed = old::HpkeCiphertext {
            kem_output: sealed.kem_output.as_slice().to_vec().into(),
            ciphertext: sealed.ciphertext.as_slice().to_vec().into(),
        };
        self.0.hpke_open(hpke(config), &sealed, key, info, aad).map_err(error)
    }

    fn hpke_setup_sender_and_export(
        &self,
        config: HpkeConfig,
        to: &[u8],
        info: &[u8],
        context: &[u8],
        length: usize,
    ) -> Result<(KemOutput, ExporterSecret), CryptoError> {
        let made = self.0.hpke_setup_sender_and_export(hpke(config), to, info, context, length);
        made.map(|(kem, secret)| (kem, secret.to_vec().into())).map_err(error)
    }

    fn hpke_setup_receiver_and_export(
        &self,
        config: HpkeConfig,
        kem: &[u8],
        key: &[u8],
        info: &[u8],
        context: &[u8],
        length: usize,
    ) -> Result<ExporterSecret, CryptoError> {
        let made = self.0.hpke_setup_receiver_and_export(hpke(config), kem, key, info, context, length);
        made.map(|secret| secret.to_vec().into()).map_err(error)
    }

    fn derive_hpke_keypair(&self, config: HpkeConfig, ikm: &[u8]) -> Result<HpkeKeyPair, CryptoError> {
        let pair = self.0.derive_hpke_keypair(hpke(config), ikm).map_err(error)?;
        Ok(HpkeKeyPair { private: pair.private.to_vec().into(), public: pair.public })
    }
}

/// openmls asks for few errors by name; the rest is a failure of the library below it.
fn error(error: old::CryptoError) -> CryptoError {
    match error {
        old::CryptoError::AeadDecryptionError => CryptoError::AeadDecryptionError,
        old::CryptoError::HpkeDecryptionError => CryptoError::HpkeDecryptionError,
        old::CryptoError::InvalidSignature => CryptoError::InvalidSignature,
        old::CryptoError::UnsupportedCiphersuite => CryptoError::UnsupportedCiphersuite,
        old::CryptoError::UnsupportedSignatureScheme => CryptoError::UnsupportedSignatureScheme,
        _ => CryptoError::CryptoLibraryError,
    }
}

fn scheme(alg: SignatureScheme) -> Result<old::SignatureScheme, CryptoError> {
    (alg as u16).try_into().map_err(|_| CryptoError::UnsupportedSignatureScheme)
}

const fn old_hash(hash: HashType) -> old::HashType {
    match hash {
        HashType::Sha2_256 => old::HashType::Sha2_256,
        HashType::Sha2_384 => old::HashType::Sha2_384,
        HashType::Sha2_512 => old::HashType::Sha2_512,
    }
}

const fn old_aead(alg: AeadType) -> old::AeadType {
    match alg {
        AeadType::Aes128Gcm => old::AeadType::Aes128Gcm,
        AeadType::Aes256Gcm => old::AeadType::Aes256Gcm,
        AeadType::ChaCha20Poly1305 => old::AeadType::ChaCha20Poly1305,
    }
}

const fn hpke(HpkeConfig(kem, kdf, aead): HpkeConfig) -> old::HpkeConfig {
    let kem = match kem {
        HpkeKemType::DhKemP256 => old::HpkeKemType::DhKemP256,
        HpkeKemType::DhKemP384 => old::HpkeKemType::DhKemP384,
        HpkeKemType::DhKemP521 => old::HpkeKemType::DhKemP521,
        HpkeKemType::DhKem25519 => old::HpkeKemType::DhKem25519,
        HpkeKemType::DhKem448 => old::HpkeKemType::DhKem448,
    };
    let kdf = match kdf {
        HpkeKdfType::HkdfSha256 => old::HpkeKdfType::HkdfSha256,
        HpkeKdfType::HkdfSha384 => old::HpkeKdfType::HkdfSha384,
        HpkeKdfType::HkdfSha512 => old::HpkeKdfType::HkdfSha512,
    };
    let aead = match aead {
        HpkeAeadType::AesGcm128 => old::HpkeAeadType::AesGcm128,
        HpkeAeadType::AesGcm256 => old::HpkeAeadType::AesGcm256,
        HpkeAeadType::ChaCha20Poly1305 => old::HpkeAeadType::ChaCha20Poly1305,
        HpkeAeadType::Export => old::HpkeAeadType::Export,
    };
    old::HpkeConfig(kem, kdf, aead)
}
