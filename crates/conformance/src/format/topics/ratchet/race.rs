//! A world with a bound, and what is found in all of its states.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Policy;
use crate::format;

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

/// A world with a bound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The machine that runs.
    pub model: Model,
    /// Devices of A.
    #[schemars(range(min = 1))]
    pub m: u8,
    /// Devices of B.
    #[schemars(range(min = 1))]
    pub n: u8,
    /// How many DH steps each device can make.
    #[schemars(range(min = 1))]
    pub steps_max: u32,
    /// The finality marker is part of the state.
    pub marker: bool,
    /// The switches.
    pub policy: Policy,
    /// Devices that were removed before the beginning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
}

/// The machine that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RatchetModel")]
pub enum Model {
    /// That of the topic `tree`.
    Tree,
}

/// What is found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// States that can be reached.
    pub states: u64,
    /// Those without any event but steps; the counts below are of them.
    pub quiescent: u64,
    /// The two users, each of one mind, select differently.
    pub users_differ: u64,
    /// Living devices of one user select differently.
    pub same_user_split: u64,
    /// Nobody can step on its selection.
    pub dead: u64,
    /// A living device can never process a node that exists.
    pub stuck: u64,
    /// A step is opened by no living device of the other user.
    pub lost: u64,
    /// The highest fork depth over all states.
    pub fork_depth_max: u32,
    /// Properties of the form *always* that hold.
    pub always: Vec<String>,
    /// Properties of the form *sometimes* that some state has.
    pub sometimes: Vec<String>,
    /// Properties of the form *always* that do not hold.
    pub fails: Vec<String>,
}
