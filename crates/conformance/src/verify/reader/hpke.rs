//! HPKE of cipher suite 1 (RFC 9180: base mode, DHKEM with X25519, HKDF-SHA256, AES-128-GCM), the receiver's half.

use hkdf::Hkdf;
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};

use super::bytes::vector;

/// Identifiers of the KEM, and of KEM, KDF and AEAD together.
const KEM: &[u8] = b"KEM\x00\x20";
const SUITE: &[u8] = b"HPKE\x00\x20\x00\x01\x00\x01";

/// What a KEM output leads to.
pub(crate) struct Hpke {
    pub shared_secret: Vec<u8>,
    pub key: Vec<u8>,
    pub nonce: Vec<u8>,
}

/// Key and nonce of `DecryptWithLabel` (RFC 9420 section 5.1.3).
///
/// # Errors
/// In words, if a key is none.
pub(super) fn receive(private: &[u8], kem_output: &[u8], label: &str, context: &[u8]) -> Result<Hpke, String> {
    let private: [u8; 32] = private.try_into().map_err(|_| "a private key has 32 bytes")?;
    let public: [u8; 32] = kem_output.try_into().map_err(|_| "a KEM output has 32 bytes")?;
    let private = StaticSecret::from(private);
    let shared = private.diffie_hellman(&PublicKey::from(public));
    let info = [vector(format!("MLS 1.0 {label}").as_bytes()), vector(context)].concat();
    Ok(schedule(shared.as_bytes(), kem_output, PublicKey::from(&private).as_bytes(), &info))
}

fn schedule(dh: &[u8], kem_output: &[u8], receiver: &[u8], info: &[u8]) -> Hpke {
    let eae_prk = labeled_extract(KEM, &[], "eae_prk", dh);
    let shared_secret = labeled_expand(KEM, &eae_prk, "shared_secret", &[kem_output, receiver].concat(), 32);
    let psk_id_hash = labeled_extract(SUITE, &[], "psk_id_hash", &[]);
    let info_hash = labeled_extract(SUITE, &[], "info_hash", info);
    let context = [&[0][..], &psk_id_hash, &info_hash].concat();
    let secret = labeled_extract(SUITE, &shared_secret, "secret", &[]);
    let key = labeled_expand(SUITE, &secret, "key", &context, 16);
    let nonce = labeled_expand(SUITE, &secret, "base_nonce", &context, 12);
    Hpke { shared_secret, key, nonce }
}

/// `HKDF-Extract`
pub(super) fn extract(salt: &[u8], ikm: &[u8]) -> Vec<u8> {
    Hkdf::<Sha256>::extract(Some(salt), ikm).0.to_vec()
}

fn labeled_extract(suite: &[u8], salt: &[u8], label: &str, ikm: &[u8]) -> Vec<u8> {
    extract(salt, &[b"HPKE-v1", suite, label.as_bytes(), ikm].concat())
}

fn labeled_expand(suite: &[u8], prk: &[u8], label: &str, info: &[u8], length: u16) -> Vec<u8> {
    let info = [&length.to_be_bytes()[..], b"HPKE-v1", suite, label.as_bytes(), info].concat();
    let mut out = vec![0; usize::from(length)];
    Hkdf::<Sha256>::from_prk(prk).expect("32 bytes").expand(&info, &mut out).expect("32 bytes at most");
    out
}
