//! MLS-Exporter with its intermediate values.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::format::{self, Hex};

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

/// Where the secret comes from, and what is exported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The epoch's exporter secret, 32 bytes.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exporter_secret: Option<Hex>,
    /// Instead: the `welcome-join` test, after all of its `then`, in whose group the joiner exports; or the valid `group-event` test after
    /// whose event its reader does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Label, text; its length with the eight bytes that MLS puts before it is below 64.
    #[schemars(length(max = 55))]
    pub label: String,
    /// Context bytes.
    pub context: Hex,
    /// Length of the secret in bytes; HKDF with SHA-256 gives no more than 255 hashes.
    #[schemars(range(max = 8160))]
    pub length: u16,
}

/// The secret and its intermediate values (RFC 9420 section 8.5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// `DeriveSecret(exporter_secret, label)`, where the exporter secret is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derived_secret: Option<Hex>,
    /// `Hash(context)`.
    pub context_hash: Hex,
    /// `ExpandWithLabel(derived_secret, "exported", context_hash, length)`.
    pub secret: Hex,
}
