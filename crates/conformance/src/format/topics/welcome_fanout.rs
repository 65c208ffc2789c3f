//! Several devices of one account, and which Welcome each of them opens.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::format;

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

use std::collections::BTreeMap;

/// Devices, Welcomes, and what reaches whom in which order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What each device holds.
    pub devices: BTreeMap<String, format::Keys>,
    /// Welcomes, each in a wrap of its own.
    pub rumors: BTreeMap<String, format::Rumor>,
    /// Device and rumor, in order. Each delivery is one more wrap, except that a delivery which repeats an earlier pair is a
    /// replay of the same wrap.
    pub deliveries: Vec<[String; 2]>,
}

/// What becomes of each delivery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// One outcome for each delivery.
    pub outcomes: Vec<Delivery>,
    /// Leaves of the group that was joined last; 0 if none was.
    pub leaves: u32,
}

/// What becomes of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// The device became a member.
    Joined,
    /// It is not meant for this device.
    Ignored,
    /// The device joined that group before, from this Welcome or another.
    Duplicate,
    /// It fails, and leaves no trace.
    Rejected(format::Reason),
}
