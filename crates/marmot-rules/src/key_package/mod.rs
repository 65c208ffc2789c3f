//! The MLS KeyPackage of RFC 9420, read without any MLS library, so that the oracle shares no code with its subject.
//!
//! Only what the Marmot texts speak about is interpreted: identity, keys, lifetime, capabilities, extensions and the
//! application components inside them. Signatures are checked for the one cipher suite in use, 0x0001.

mod components;
mod parse;
mod reader;
mod reference;
mod signature;

pub use parse::{FRAME_PREFIX, parse_bare, parse_bare_prefix, parse_framed};
pub use reader::Reader;
pub use reference::KeyPackageRef;

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

/// Extension type `last_resort`, the mark of a reusable KeyPackage before July 2026.
pub const EXT_LAST_RESORT: u16 = 0x000a;
/// Extension type `app_data_dictionary`, which holds application components.
pub const EXT_APP_DATA_DICTIONARY: u16 = 0x0006;
/// Component `app_components`: the list of components that a leaf supports.
pub const COMPONENT_APP_COMPONENTS: u16 = 0x0001;
/// Component `last_resort_key_package`, the mark of a reusable KeyPackage in the adopted text.
pub const COMPONENT_LAST_RESORT: u16 = 0x0004;
/// Component `marmot.member.account-identity-proof.v2`.
pub const COMPONENT_IDENTITY_PROOF: u16 = 0x8009;

/// Why bytes are not a KeyPackage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ParseError {
    /// The bytes end inside a field.
    #[error("the bytes end inside {what}, which begins at offset {at}")]
    Truncated {
        /// The field.
        what: &'static str,
        /// Where it begins, counted in the vector that contains it.
        at: usize,
    },
    /// A length prefix is not in the shortest form of RFC 9420 section 2.1.2.
    #[error("the length of {what} is not in its shortest form")]
    BadLength {
        /// The field.
        what: &'static str,
    },
    /// A number that the structure does not allow.
    #[error("{what} is {found:#06x}")]
    Unexpected {
        /// The field.
        what: &'static str,
        /// The number that was found.
        found: u16,
    },
    /// An extension type or component appears twice in one list.
    #[error("{what} {id:#06x} appears twice")]
    Duplicate {
        /// What is listed.
        what: &'static str,
        /// The id that appears twice.
        id: u16,
    },
    /// Bytes follow the structure.
    #[error("{count} bytes follow the KeyPackage")]
    Trailing {
        /// How many.
        count: usize,
    },
}

/// A credential as it is on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// 1 is `basic`, the only type Marmot uses.
    pub kind: u16,
    /// The identity of a basic credential; the body of any other one.
    pub body: Vec<u8>,
}

/// The validity window of a leaf, in Unix seconds. Which ends belong to it is decision D5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// First second of validity.
    pub not_before: u64,
    /// Last second of validity.
    pub not_after: u64,
}

impl Lifetime {
    /// Length of the window; 0 if it ends before it begins.
    pub const fn span(self) -> u64 {
        self.not_after.saturating_sub(self.not_before)
    }
}

/// What a leaf says it supports, in wire order, GREASE included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Capabilities {
    /// Protocol versions.
    pub versions: Vec<u16>,
    /// Cipher suites.
    pub cipher_suites: Vec<u16>,
    /// Extension types.
    pub extensions: Vec<u16>,
    /// Proposal types.
    pub proposals: Vec<u16>,
    /// Credential types.
    pub credentials: Vec<u16>,
}

/// Where a leaf came from. Only the first kind is legal in a KeyPackage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeafSource {
    /// Made for a KeyPackage; carries the lifetime.
    KeyPackage(Lifetime),
    /// Made for an Update proposal.
    Update,
    /// Made for a commit; carries the parent hash.
    Commit(Vec<u8>),
}

/// One extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Extension type.
    pub kind: u16,
    /// Its data.
    pub data: Vec<u8>,
}

/// The leaf node inside a KeyPackage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafNode {
    /// HPKE public key.
    pub encryption_key: Vec<u8>,
    /// Public key that verifies the leaf's messages.
    pub signature_key: Vec<u8>,
    /// Whom the leaf belongs to.
    pub credential: Credential,
    /// What it supports.
    pub capabilities: Capabilities,
    /// Where it came from.
    pub source: LeafSource,
    /// Leaf extensions.
    pub extensions: Vec<Extension>,
    /// Signature over all of the above.
    pub signature: Vec<u8>,
}

/// A parsed KeyPackage, together with the bytes that its hash and signatures cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPackage {
    version: u16,
    cipher_suite: u16,
    init_key: Vec<u8>,
    leaf_node: LeafNode,
    extensions: Vec<Extension>,
    signature: Vec<u8>,
    bytes: Vec<u8>,
    leaf_tbs: std::ops::Range<usize>,
    tbs_end: usize,
}

impl KeyPackage {
    /// MLS protocol version; 1 is MLS 1.0.
    pub fn version(&self) -> u16 {
        self.version
    }

    /// The cipher suite it was made for.
    pub fn cipher_suite(&self) -> u16 {
        self.cipher_suite
    }

    /// The HPKE key to which a Welcome is encrypted.
    pub fn init_key(&self) -> &[u8] {
        &self.init_key
    }

    /// The whole leaf node.
    pub fn leaf_node(&self) -> &LeafNode {
        &self.leaf_node
    }

    /// The extensions of the KeyPackage itself, GREASE included.
    pub fn key_package_extensions(&self) -> &[Extension] {
        &self.extensions
    }

    /// The outer signature.
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The bytes of the bare KeyPackage, without frame and without anything that followed it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The identity in the credential, if the credential is basic.
    pub fn identity(&self) -> Option<&[u8]> {
        (self.leaf_node.credential.kind == 1).then_some(self.leaf_node.credential.body.as_slice())
    }

    /// The leaf's signature key.
    pub fn signature_key(&self) -> &[u8] {
        &self.leaf_node.signature_key
    }

    /// The leaf's encryption key.
    pub fn encryption_key(&self) -> &[u8] {
        &self.leaf_node.encryption_key
    }

    /// The validity window, present exactly if the leaf was made for a KeyPackage.
    pub fn lifetime(&self) -> Option<Lifetime> {
        match self.leaf_node.source {
            LeafSource::KeyPackage(lifetime) => Some(lifetime),
            LeafSource::Update | LeafSource::Commit(_) => None,
        }
    }

    /// The extension types that the leaf supports, without GREASE.
    pub fn extensions(&self) -> BTreeSet<u16> {
        without_grease(&self.leaf_node.capabilities.extensions)
    }

    /// The proposal types that the leaf supports, without GREASE.
    pub fn proposals(&self) -> BTreeSet<u16> {
        without_grease(&self.leaf_node.capabilities.proposals)
    }

    /// The application components that the leaf says it supports; empty if it has no such list or an unreadable one.
    pub fn components(&self) -> BTreeSet<u16> {
        self.leaf_components()
            .ok()
            .and_then(|found| components::support_list(found.get(&COMPONENT_APP_COMPONENTS)?).ok())
            .unwrap_or_default()
    }

    /// The application components in the leaf's dictionary.
    pub fn leaf_components(&self) -> Result<BTreeMap<u16, Vec<u8>>, ParseError> {
        components::dictionary(&self.leaf_node.extensions)
    }

    /// The application components in the KeyPackage's own dictionary.
    pub fn key_package_components(&self) -> Result<BTreeMap<u16, Vec<u8>>, ParseError> {
        components::dictionary(&self.extensions)
    }

    /// True if the KeyPackage may be used again: by extension 0x000a, or by component 0x0004 (adopted text).
    pub fn last_resort(&self) -> bool {
        self.extensions.iter().any(|extension| extension.kind == EXT_LAST_RESORT)
            || self.key_package_components().is_ok_and(|found| found.contains_key(&COMPONENT_LAST_RESORT))
    }
}

/// True for the values that RFC 9420 section 13.5 reserves to keep implementations tolerant.
pub const fn is_grease(value: u16) -> bool {
    value & 0x0f0f == 0x0a0a && value >> 8 == value & 0xff && value != 0xfafa
}

fn without_grease(values: &[u16]) -> BTreeSet<u16> {
    values.iter().copied().filter(|value| !is_grease(*value)).collect()
}
