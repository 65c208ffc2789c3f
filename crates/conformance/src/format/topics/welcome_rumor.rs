//! Shape of a Welcome rumor (kind 444), bare or in its gift wrap.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::format::{self, Hex};

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

/// A rumor, or a gift wrap with the key that opens it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The rumor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rumor: Option<format::Rumor>,
    /// A kind 1059 event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrap: Option<format::Event>,
    /// The account that received the wrap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nostr_sk: Option<Hex>,
}

/// What a reader takes out of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The event that `e` names, hex.
    pub key_package_event: String,
    /// Where the group's events are.
    pub relays: Vec<String>,
    /// KeyPackages for which the MLS Welcome holds a secret.
    pub refs: Vec<Hex>,
    /// Author of the rumor, hex.
    pub sender: String,
}
