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
    /// The fault rules of the steps whose `op` is `fault`.
    pub faults: Vec<Fault>,
    /// Steps, in order; the beginning and the end of a fault are steps too (`fault`, `lift`).
    pub steps: Vec<Step>,
}

/// A fault rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Label of the step with which it begins.
    pub step: String,
    /// What it matches and does, as in `marmot-scenario/1`.
    pub rule: Value,
}

/// Something that happens. It begins when the one before it is finished, or at the time it names. Times are those of
/// `marmot-scenario/1`: a number and `ms`, `s`, `m`, `h` or `d`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Name, unique in the scenario.
    pub label: String,
    /// Time since the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Time since the step before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Repeated at this distance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<String>,
    /// So many times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// Who acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// What is done: an action of `marmot-scenario/1`.
    pub op: String,
    /// Its details.
    pub with: Value,
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
