//! A whole run with every event, for replay in other implementations.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::format::{self, Hex};

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

use std::collections::BTreeMap;

use serde_json::Value;

/// Who takes part and what happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Devices.
    pub devices: Vec<Device>,
    /// Relays.
    pub relays: Vec<Relay>,
    /// Faults.
    pub faults: Vec<Value>,
    /// Steps, in order.
    pub steps: Vec<Value>,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// Name.
    pub label: String,
    /// Name of its account.
    pub account: String,
    /// Secret key of its account.
    pub nostr_sk: Hex,
}

/// A relay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Relay {
    /// Name.
    pub label: String,
    /// How it behaves.
    pub personality: String,
}

/// How it ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// Groups of every device.
    pub r#final: BTreeMap<String, Value>,
    /// Invariants that hold.
    pub invariants: Vec<String>,
    /// Every event in order of first arrival at a relay.
    pub events: Vec<format::Event>,
    /// Rolling digest of the transcript.
    pub digest: String,
}
