//! The two signatures inside a KeyPackage, and the RFC 9420 checks that belong to "is a valid KeyPackage".

use ed25519_dalek::{Signature, Verifier, VerifyingKey};

use super::{KeyPackage, LeafSource, is_grease};
use crate::adopted::codec::put_vector;

/// Default extension types of RFC 9420, which every client supports and no client lists.
pub(crate) const DEFAULT_EXTENSIONS: std::ops::RangeInclusive<u16> = 1..=5;

impl KeyPackage {
    /// Checks what makes a parsed KeyPackage valid MLS, apart from its lifetime: both signatures, distinct init and
    /// encryption keys, and capabilities that cover its own extensions. A leaf that was not made for a KeyPackage is
    /// let through here: its signature covers a group that is unknown, and its missing lifetime is its own reason.
    pub fn verify(&self) -> Result<(), String> {
        if self.cipher_suite != 0x0001 {
            return Err(format!("cipher suite {:#06x} cannot be verified here", self.cipher_suite));
        }
        if matches!(self.leaf_node.source, LeafSource::KeyPackage(_)) {
            let leaf_tbs = &self.bytes[self.leaf_tbs.clone()];
            self.check_signature("LeafNodeTBS", leaf_tbs, &self.leaf_node.signature)?;
        }
        self.check_signature("KeyPackageTBS", &self.bytes[..self.tbs_end], &self.signature)?;
        if self.init_key == self.leaf_node.encryption_key {
            return Err("init key and encryption key are equal".to_owned());
        }
        self.check_extensions_are_covered()
    }

    /// `VerifyWithLabel` of RFC 9420 section 5.1.2.
    fn check_signature(&self, label: &str, content: &[u8], signature: &[u8]) -> Result<(), String> {
        let key: &[u8; 32] =
            self.signature_key().try_into().map_err(|_| "the signature key is not 32 bytes".to_owned())?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| "the signature key is no Ed25519 point".to_owned())?;
        let signature =
            Signature::from_slice(signature).map_err(|_| format!("the {label} signature is not 64 bytes"))?;
        key.verify(&sign_content(label, content), &signature)
            .map_err(|_| format!("the {label} signature does not verify"))
    }

    fn check_extensions_are_covered(&self) -> Result<(), String> {
        let supported = &self.leaf_node.capabilities.extensions;
        let uncovered = self.leaf_node.extensions.iter().chain(&self.extensions).find(|extension| {
            !DEFAULT_EXTENSIONS.contains(&extension.kind)
                && !is_grease(extension.kind)
                && !supported.contains(&extension.kind)
        });
        match uncovered {
            Some(extension) => Err(format!("extension {:#06x} is used but not in the capabilities", extension.kind)),
            None => Ok(()),
        }
    }
}

/// `SignContent`: the label with its prefix, then the content.
fn sign_content(label: &str, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + 40);
    put_vector(&mut out, format!("MLS 1.0 {label}").as_bytes());
    put_vector(&mut out, content);
    out
}
