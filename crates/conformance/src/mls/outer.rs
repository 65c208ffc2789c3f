//! The outer encryption of kind 445: `base64(nonce 12 ‖ ChaCha20-Poly1305)`, empty additional data.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};

use crate::format::Reason;

/// Length of the nonce and of the tag: the shortest content that can be opened.
const NONCE: usize = 12;
const TAG: usize = 16;

/// Why an event cannot be opened; `None` for a key that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OpenError(pub Option<Reason>);

/// The MLS message in the content of a kind 445 event.
pub(crate) fn open(content: &str, key: &[u8]) -> Result<Vec<u8>, OpenError> {
    if content.is_empty() {
        return Err(OpenError(Some(Reason::ContentEmpty)));
    }
    let bytes = STANDARD.decode(content).map_err(|_| OpenError(Some(Reason::ContentNotBase64)))?;
    if bytes.len() < NONCE + TAG {
        return Err(OpenError(Some(Reason::ContentTooShort)));
    }
    let (nonce, ciphertext) = bytes.split_at(NONCE);
    let cipher = ChaCha20Poly1305::new_from_slice(key).map_err(|_| OpenError(None))?;
    cipher.decrypt(Nonce::from_slice(nonce), ciphertext).map_err(|_| OpenError(Some(Reason::OuterDecryptFailed)))
}
