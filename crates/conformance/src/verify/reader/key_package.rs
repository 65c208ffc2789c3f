//! key-package-ref, and a KeyPackage read byte by byte (RFC 9420 sections 6, 7.2 and 10).

use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

use super::bytes::{Cursor, vector};
use super::{Check, Reader};
use crate::format::Reason;
use crate::format::topics::key_package_ref::{Expect, Input};
use crate::verify::Refusal;

/// `MLSMessage(mls_key_package)`: version 1, wire format 5.
const FRAME: [u8; 4] = [0, 1, 0, 5];
/// An MLSMessage of this version begins like this.
const VERSION: [u8; 2] = [0, 1];

/// What stands in a KeyPackage.
pub(super) struct KeyPackage<'a> {
    pub raw: &'a [u8],
    pub version: u16,
    pub suite: u16,
    pub init_key: &'a [u8],
    pub leaf: Leaf<'a>,
    pub extensions: Vec<(u16, &'a [u8])>,
    /// What the signature is over.
    signed: &'a [u8],
    signature: &'a [u8],
}

/// What stands in a leaf.
pub(super) struct Leaf<'a> {
    pub encryption_key: &'a [u8],
    pub signature_key: &'a [u8],
    pub credential_type: u16,
    pub identity: &'a [u8],
    pub versions: Vec<u16>,
    pub cipher_suites: Vec<u16>,
    pub extension_types: Vec<u16>,
    pub proposal_types: Vec<u16>,
    pub credential_types: Vec<u16>,
    pub lifetime: Option<[u64; 2]>,
    pub extensions: Vec<(u16, &'a [u8])>,
    pub(super) signed: &'a [u8],
    pub(super) signature: &'a [u8],
}

impl Reader {
    pub(super) fn key_package_ref(&self, input: &Input) -> Result<Expect, Refusal> {
        let bytes = match (&input.key_package, &input.key_package_raw) {
            (Some(framed), None) => self.unframed(&framed.0, true)?,
            (None, Some(raw)) => self.unframed(&raw.0, false)?,
            _ => return Err(Refusal::broken("expected exactly one framing")),
        };
        let raw = self.key_package(bytes, true)?.raw;
        let preimage = preimage(raw);
        let reference = Sha256::digest(&preimage);
        Ok(Expect { key_package_raw: raw.into(), preimage: preimage.into(), reference: reference.into() })
    }

    /// The bare KeyPackage in bytes that should have a frame, or should have none.
    pub(super) fn unframed<'a>(&self, bytes: &'a [u8], framed: bool) -> Result<&'a [u8], Refusal> {
        let has_frame = bytes.starts_with(&FRAME);
        let of_another = framed && bytes.starts_with(&VERSION) && bytes.len() > 4 && bytes[2] == 0 && bytes[3] != 1;
        if of_another && !has_frame {
            self.demand(Check::WireFormat, false, Reason::WireFormatMismatch, "an MLSMessage of something else")?;
            return Ok(&bytes[4..]);
        }
        self.demand(Check::Framing, has_frame == framed, Reason::FramingMismatch, "the other framing")?;
        Ok(if has_frame { &bytes[4..] } else { bytes })
    }

    /// Reads a bare KeyPackage; `whole`: and nothing after it.
    pub(super) fn key_package<'a>(&'a self, bytes: &'a [u8], whole: bool) -> Result<KeyPackage<'a>, Refusal> {
        let mut at = Cursor::new(self, bytes);
        let (version, suite) = (at.u16()?, at.u16()?);
        let init_key = at.vector()?;
        let leaf = self.leaf(&mut at)?;
        let extensions = at.list()?.entries()?;
        let signed = &bytes[..bytes.len() - at.rest().len()];
        let signature = at.vector()?;
        let raw = &bytes[..bytes.len() - at.rest().len()];
        if whole {
            self.demand(Check::TrailingBytes, at.is_empty(), Reason::TrailingBytes, "bytes follow the KeyPackage")?;
        }
        Ok(KeyPackage { raw, version, suite, init_key, leaf, extensions, signed, signature })
    }

    /// Reads a leaf.
    pub(super) fn leaf<'a>(&'a self, at: &mut Cursor<'a>) -> Result<Leaf<'a>, Refusal> {
        let bytes = at.rest();
        let (encryption_key, signature_key) = (at.vector()?, at.vector()?);
        let (credential_type, identity) = (at.u16()?, at.vector()?);
        let (versions, cipher_suites) = (at.list()?.ids()?, at.list()?.ids()?);
        let (extension_types, proposal_types) = (at.list()?.ids()?, at.list()?.ids()?);
        let credential_types = at.list()?.ids()?;
        let lifetime = match at.number(1)? {
            1 => Some([at.number(8)?, at.number(8)?]),
            2 => None,
            3 => {
                at.vector()?;
                None
            }
            _ => {
                self.demand(Check::VectorEnd, false, Reason::TlsMalformed, "an unknown source of the leaf")?;
                None
            }
        };
        let extensions = at.list()?.entries()?;
        let signed = &bytes[..bytes.len() - at.rest().len()];
        let signature = at.vector()?;
        Ok(Leaf {
            encryption_key,
            signature_key,
            credential_type,
            identity,
            versions,
            cipher_suites,
            extension_types,
            proposal_types,
            credential_types,
            lifetime,
            extensions,
            signed,
            signature,
        })
    }
}

impl KeyPackage<'_> {
    /// Whether its signature verifies.
    pub(super) fn signed(&self) -> bool {
        verifies(self.leaf.signature_key, "KeyPackageTBS", self.signed, self.signature)
    }

    /// Whether its leaf's signature verifies.
    pub(super) fn leaf_signed(&self) -> bool {
        verifies(self.leaf.signature_key, "LeafNodeTBS", self.leaf.signed, self.leaf.signature)
    }

    /// Its KeyPackageRef.
    pub(super) fn reference(&self) -> [u8; 32] {
        Sha256::digest(preimage(self.raw)).into()
    }
}

/// What a KeyPackageRef is the hash of (RFC 9420 section 5.2).
fn preimage(raw: &[u8]) -> Vec<u8> {
    [vector(b"MLS 1.0 KeyPackage Reference"), vector(raw)].concat()
}

/// `VerifyWithLabel` (RFC 9420 section 5.1.2) with Ed25519.
pub(super) fn verifies(key: &[u8], label: &str, content: &[u8], signature: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) = (<&[u8; 32]>::try_from(key), Signature::from_slice(signature)) else { return false };
    let signed = [vector(format!("MLS 1.0 {label}").as_bytes()), vector(content)].concat();
    VerifyingKey::from_bytes(key).is_ok_and(|key| key.verify_strict(&signed, &signature).is_ok())
}
