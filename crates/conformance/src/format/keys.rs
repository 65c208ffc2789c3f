//! Private keys, and what they lead to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Event, Hex};

/// One KeyPackage with everything that its owner holds. Names after the MLSWG passive-client vectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// 32-byte secp256k1 scalar of the account.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub nostr_sk: Hex,
    /// Raw 32-byte X25519 key to which a Welcome is encrypted.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub init_priv: Hex,
    /// Raw 32-byte X25519 key of the leaf.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub encryption_priv: Hex,
    /// 32-byte Ed25519 seed (RFC 8032).
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub signature_priv: Hex,
    /// 32-byte Ed25519 public key.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub signature_pub: Hex,
    /// `MLSMessage(mls_key_package)`.
    pub key_package: Hex,
    /// The bare KeyPackage. Reference and signature are over this form.
    pub key_package_raw: Hex,
    /// The event that published it, for clients that look it up by the id in `e`.
    pub key_package_event: Event,
}

/// A leaf of the ratchet tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeafEntry {
    /// Leaf index.
    pub index: u32,
    /// Account in its credential, hex.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub account: String,
    /// Its signature key.
    pub signature_key: Hex,
}

/// One exported secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// Label, text.
    #[schemars(length(max = 55))]
    pub label: String,
    /// Context bytes.
    pub context: Hex,
    /// Length of the secret in bytes.
    #[schemars(range(max = 8160))]
    pub length: u16,
    /// `MLS-Exporter(label, context, length)`.
    pub secret: Hex,
}

/// What a member knows after a join. Every member is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// MLS group id.
    pub group_id: Hex,
    /// The id that `h` tags name.
    pub nostr_group_id: Hex,
    /// Epoch.
    pub epoch: u64,
    /// Index of the own leaf.
    pub own_leaf: u32,
    /// Tree hash of the group context.
    pub tree_hash: Hex,
    /// Epoch authenticator.
    pub epoch_authenticator: Hex,
    /// Every leaf that is not blank, by index.
    pub leaves: Vec<LeafEntry>,
    /// Exported secrets.
    pub exporters: Vec<Export>,
    /// SHA-256("marmot-convergence-conformance-v1" ‖ 00 ‖ MLS-Exporter("marmot", "convergence-conformance-v1", 32)).
    pub commitment: Hex,
}
