//! MLS-Exporter from an exporter secret: RFC 9420 sections 8 and 8.5 on HKDF-Expand (RFC 5869) on HMAC (RFC 2104), written out
//! on SHA-256.

use sha2::{Digest, Sha256};

/// Derived secret, context hash, and exported secret of `length` bytes. Labels and contexts are shorter than 64 bytes.
pub(crate) fn exported(exporter_secret: &[u8], label: &str, context: &[u8], length: u16) -> [Vec<u8>; 3] {
    let derived = expand_with_label(exporter_secret, label, &[], 32);
    let context_hash = Sha256::digest(context).to_vec();
    let secret = expand_with_label(&derived, "exported", &context_hash, length);
    [derived, context_hash, secret]
}

fn expand_with_label(secret: &[u8], label: &str, context: &[u8], length: u16) -> Vec<u8> {
    let label = format!("MLS 1.0 {label}");
    let mut info = length.to_be_bytes().to_vec();
    for part in [label.as_bytes(), context] {
        assert!(part.len() < 64, "a length of one byte");
        info.push(part.len() as u8);
        info.extend(part);
    }
    let (mut out, mut block) = (Vec::new(), Vec::new());
    for number in 1.. {
        if out.len() >= usize::from(length) {
            break;
        }
        block = hmac(secret, &[&block[..], &info, &[number]].concat());
        out.extend(&block);
    }
    out.truncate(length.into());
    out
}

/// HMAC-SHA256 with a key of at most one block.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    assert!(key.len() <= 64, "a key of one block");
    let pad = |byte: u8| -> Vec<u8> { (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ byte).collect() };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}
