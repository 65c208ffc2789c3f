//! What nodes and clients are set to.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of node and client.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamPolicy")]
pub struct Policy {
    /// When the node challenges its client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ping_when: Option<PingWhen>,
    /// Topics that may not be read stand here with `false`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub allow: BTreeMap<String, bool>,
    /// Bounds of the node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// How the node reads history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// The node does not know the call.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unimplemented: bool,
    /// The node shows no row before every row with a lower id.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fence: bool,
    /// A remove cancels a running `history_only` replay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remove_cancels: Option<bool>,
    /// From where the client resumes what was live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resume_from: Option<ResumeFrom>,
    /// What the client does when it comes to the foreground.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_resume: Option<OnResume>,
    /// How long the client waits for the answer to a probe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probe_ms: Option<u64>,
    /// How long after a suspension the client takes its wire down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace_ms: Option<u64>,
    /// How long the client waits before it calls again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backoff: Option<Backoff>,
    /// How often the client compares its cursors with what the node has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconcile_ms: Option<u64>,
    /// The client is a watchdog around an older call (`under_test` is `client`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watchdog: Option<Watchdog>,
}

/// When a node challenges its client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamPingWhen")]
pub enum PingWhen {
    /// When nothing was sent for an interval.
    SendIdle,
    /// Then, and two intervals after the last matching Pong at the latest.
    Unproven,
}

/// From where a client resumes a topic that was live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamResumeFrom")]
pub enum ResumeFrom {
    /// The live mark of its kind, which is 0 until a live row came.
    Marks,
    /// The highest of that mark, the cursor of the add, and the highest id processed of the topic.
    Floors,
}

/// What a client does when it comes to the foreground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamOnResume")]
pub enum OnResume {
    /// It sends a Ping on the wire that it has.
    Probe,
    /// It drops the wire and calls.
    Reconnect,
}

/// Bounds of a node. What exceeds one ends the call with `RESOURCE_EXHAUSTED`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamLimits")]
pub struct Limits {
    /// Topics of a call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_topics: Option<u32>,
    /// Adds of a Mutate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_adds: Option<u32>,
    /// Rows that wait for the end of waves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_held_rows: Option<u32>,
    /// Bytes of a row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_row_bytes: Option<u32>,
    /// How long a frame may wait for a client that takes nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_within_ms: Option<u64>,
    /// Mutates in any second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mutates_per_second: Option<u32>,
    /// Pings of the client in any second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pings_per_second: Option<u32>,
}

/// How a node reads history: so many rows of a wave at once, then a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamPage")]
pub struct Page {
    /// Rows, of all topics together.
    pub rows: u32,
    /// The pause.
    pub every_ms: u64,
}

/// How long a client waits before it calls again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamBackoff")]
pub struct Backoff {
    /// After the first failure; each further one doubles it.
    pub base_ms: u64,
    /// At most.
    pub cap_ms: u64,
    /// Up to this much more, drawn anew for each call.
    pub jitter_ms: u64,
    /// No two calls are nearer than this.
    pub min_ms: u64,
}

/// A watchdog around a stream without keepalive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamWatchdog")]
pub struct Watchdog {
    /// Silence that trips it.
    pub idle_ms: u64,
    /// Two attempts are at least this far apart.
    pub floor_ms: u64,
    /// When the beginning of an attempt is written down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_stamp: Option<RetryStamp>,
}

/// When a watchdog writes the beginning of an attempt down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StreamRetryStamp")]
pub enum RetryStamp {
    /// When its stream began, and not again while attempts fail.
    Once,
    /// At every attempt.
    Each,
}
