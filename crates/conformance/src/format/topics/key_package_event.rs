//! One KeyPackage event, whole validation.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::format::{self, Hex};

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

/// The event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// As it came from a relay.
    pub event: format::Event,
}

/// What a reader takes out of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// Author and credential, hex.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub account: String,
    /// The `d` tag of a kind 30443 event, else null.
    #[schemars(schema_with = "text_or_null")]
    pub slot: Option<String>,
    /// KeyPackageRef.
    #[serde(rename = "ref")]
    pub reference: Hex,
    /// Cipher suite.
    pub cipher_suite: u16,
    /// Extension types in the capabilities, ascending, without GREASE.
    pub extensions: Vec<u16>,
    /// Proposal types in the capabilities, ascending, without GREASE.
    pub proposals: Vec<u16>,
    /// Whether it may be used more than once.
    pub last_resort: bool,
    /// `not_before` and `not_after` in Unix seconds.
    pub lifetime: [u64; 2],
    /// Public key of the leaf.
    pub signature_key: Hex,
}

/// The one place of this format where null stands.
fn text_or_null(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"] })
}
