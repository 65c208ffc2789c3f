//! What goes wrong between devices and relays.

use schemars::JsonSchema;
use serde::Serialize;

use super::Span;
use crate::faults::Does;

/// A fault rule. It begins with its step and ends when it is lifted, after `times` matches or after `lasts`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Fault {
    /// Name, by which `lift` ends it.
    pub name: String,
    /// Only on links of this relay; left out: all relays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relay: Option<String>,
    /// Only on links of this device; left out: all devices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Only messages in this direction.
    #[serde(default)]
    pub direction: Direction,
    /// Only messages about events of these kinds; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<u16>,
    /// Only messages about events that these accounts signed; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// What happens to messages that match.
    pub does: Does,
    /// How long a delayed message waits; with `does = "delay"` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<Span>,
    /// What the relay says when it refuses; with `does = "refuse"` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Acts on this many matching messages and then ends; left out: on all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// Ends by itself after this long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lasts: Option<Span>,
}

/// The direction of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From a device to a relay.
    ToRelay,
    /// From a relay to a device.
    ToDevice,
    /// Both directions.
    #[default]
    Both,
}
