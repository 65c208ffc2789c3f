//! Which of the KeyPackages of an account an inviter takes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::format;

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

use std::collections::BTreeMap;

/// What an inviter has in front of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The account that is to be invited, hex.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub account: String,
    /// Events by label.
    pub events: BTreeMap<String, format::Event>,
    /// Orders in which they may arrive; all must lead to one answer.
    pub orders: Vec<Vec<String>>,
    /// What the group requires.
    pub requirements: Requirements,
    /// Accounts that are members already, hex, once per leaf.
    pub members: Vec<String>,
    /// How the events lie on relays: labels by relay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub views: Option<BTreeMap<String, Vec<String>>>,
}

/// What the group requires.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requirements {
    /// Cipher suite.
    pub cipher_suite: u16,
    /// Extension types that every leaf must support.
    pub extensions: Vec<u16>,
    /// Proposal types that every leaf must support.
    pub proposals: Vec<u16>,
}

/// Who is picked, and why everybody else is not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// Labels in the order in which they go into the MLS call.
    pub selected: Vec<String>,
    /// Reason by label, for all others.
    pub excluded: BTreeMap<String, format::Exclusion>,
}
