//! What a group asks of a KeyPackage that is to become its next leaf.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Profile;
use crate::key_package::{KeyPackage, KeyPackageRef};

/// `MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519`, the only suite in use.
pub const CIPHER_SUITE: u16 = 0x0001;

/// `req` of docs/spec/marmot.md section 5. [`Default`] is what a group made by mdk-core 0.8.0 requires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Requirements {
    /// The group's cipher suite.
    pub cipher_suite: u16,
    /// Extension types that every member must support.
    pub extensions: BTreeSet<u16>,
    /// Proposal types that every member must support.
    pub proposals: BTreeSet<u16>,
    /// Application components that every member must support.
    pub components: BTreeSet<u16>,
    /// KeyPackages whose leaves are in the tree.
    pub refs_in_tree: BTreeSet<KeyPackageRef>,
    /// Signature keys of the leaves in the tree.
    pub signature_keys_in_tree: BTreeSet<Vec<u8>>,
    /// How many leaves the target account has in the tree.
    pub leaves_of_target: usize,
}

impl Default for Requirements {
    fn default() -> Self {
        Self {
            cipher_suite: CIPHER_SUITE,
            extensions: BTreeSet::from([0xf2ee]),
            proposals: BTreeSet::from([0x000a]),
            components: BTreeSet::new(),
            refs_in_tree: BTreeSet::new(),
            signature_keys_in_tree: BTreeSet::new(),
            leaves_of_target: 0,
        }
    }
}

impl Requirements {
    /// What a new group of this profile requires. For `adopted-2026-07` that is KV-04; for the others it is what
    /// mdk-core 0.8.0 asks.
    pub fn for_profile(profile: Profile) -> Self {
        if !profile.is_adopted() {
            return Self::default();
        }
        Self {
            extensions: BTreeSet::from([0x0006]),
            proposals: BTreeSet::from([0x0008, 0x000a]),
            components: BTreeSet::from([0x8009]),
            ..Self::default()
        }
    }

    /// No requirement except the cipher suite.
    pub fn none() -> Self {
        Self { extensions: BTreeSet::new(), proposals: BTreeSet::new(), ..Self::default() }
    }

    /// The first requirement that the KeyPackage does not meet, in words (KV-05).
    pub fn missing_in(&self, key_package: &KeyPackage) -> Option<String> {
        if key_package.cipher_suite() != self.cipher_suite {
            return Some(format!("cipher suite {:#06x}, not {:#06x}", key_package.cipher_suite(), self.cipher_suite));
        }
        let lacks = |what: &str, required: &BTreeSet<u16>, present: &BTreeSet<u16>| {
            required.difference(present).next().map(|id| format!("{what} {id:#06x} is not supported"))
        };
        lacks("extension", &self.extensions, &key_package.extensions())
            .or_else(|| lacks("proposal", &self.proposals, &key_package.proposals()))
            .or_else(|| lacks("component", &self.components, &key_package.components()))
    }

    /// True if a leaf made from this KeyPackage is in the tree, by reference or by signature key.
    pub fn holds(&self, key_package: &KeyPackage) -> bool {
        self.refs_in_tree.contains(&key_package.reference())
            || self.signature_keys_in_tree.contains(key_package.signature_key())
    }
}
