//! A trace: events in their order, and what the world is like at its end.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Policy;
use crate::format;

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

/// A world, and what happens in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Devices of A.
    #[schemars(range(min = 1))]
    pub m: u8,
    /// Devices of B.
    #[schemars(range(min = 1))]
    pub n: u8,
    /// How many DH steps each device can make.
    pub steps_max: u32,
    /// The switches.
    pub policy: Policy,
    /// Events: a verb, the device, then nodes.
    pub trace: Vec<Vec<String>>,
    /// The trace repeats itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<Cycle>,
}

/// After round `from` + `rounds` the world is what it was after round `from`, deeper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RatchetCycle")]
pub struct Cycle {
    /// The round after which the cycle begins, from 1.
    pub from: usize,
    /// Its length in rounds.
    pub rounds: usize,
    /// By how many levels the tree has grown.
    pub shift: u32,
    /// By round: how many events of the trace have happened at its end.
    pub ends: Vec<usize>,
}

/// The world at the end of the trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// Nothing is enabled but steps, messages, rolls and removals.
    pub quiescent: bool,
    /// By device: on what it sends next.
    pub selection: BTreeMap<String, String>,
    /// Nodes that nothing grew on, in the order of names.
    pub tips: Vec<String>,
    /// Over all pairs of tips of one root: the shorter way from their fork to a tip.
    pub fork_depth: u32,
    /// In a quiescent world: steps that no living device of the other user has opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<String>,
    /// By removed device: steps that it has opened and some living sibling has not.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub leaked: BTreeMap<String, Vec<String>>,
    /// Node and index of symmetric messages that share them with others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reused: Vec<(String, u32)>,
    /// What comes after the trace, and where it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<Then>,
}

/// What comes after a trace, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RatchetThen")]
pub struct Then {
    /// More events.
    pub trace: Vec<Vec<String>>,
    /// By device: on what it sends next.
    pub selection: BTreeMap<String, String>,
}
