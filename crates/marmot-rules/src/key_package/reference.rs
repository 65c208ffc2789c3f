//! KeyPackageRef, the name of a KeyPackage: RFC 9420 section 5.2.

use sha2::{Digest, Sha256};

use super::KeyPackage;
use crate::adopted::codec::put_vector;

/// The 32 bytes that an `i` tag holds in hex.
pub type KeyPackageRef = [u8; 32];

impl KeyPackage {
    /// `RefHash("MLS 1.0 KeyPackage Reference", bytes)` with SHA-256, the hash of every suite in use.
    pub fn reference(&self) -> KeyPackageRef {
        let mut input = Vec::with_capacity(self.bytes.len() + 40);
        put_vector(&mut input, b"MLS 1.0 KeyPackage Reference");
        put_vector(&mut input, &self.bytes);
        Sha256::digest(&input).into()
    }

    /// The reference as an `i` tag spells it.
    pub fn reference_hex(&self) -> String {
        hex::encode(self.reference())
    }
}
