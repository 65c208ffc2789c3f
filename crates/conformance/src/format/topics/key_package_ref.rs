//! Both framings of a KeyPackage lead to one reference.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::format::{self, Hex};

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

/// Either framing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// `MLSMessage(mls_key_package)`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_package: Option<Hex>,
    /// The bare KeyPackage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_package_raw: Option<Hex>,
    /// Cipher suite, whose hash is used.
    pub cipher_suite: u16,
}

/// The reference and how it came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The bare KeyPackage.
    pub key_package_raw: Hex,
    /// What is hashed: label and KeyPackage, each with its length.
    pub preimage: Hex,
    /// SHA-256 of that.
    #[serde(rename = "ref")]
    pub reference: Hex,
}
