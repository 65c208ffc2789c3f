//! The begin of simulated time: Unix seconds, or a date and time with an offset.

use schemars::JsonSchema;

/// The two forms in a file.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "exists for the JSON Schema only")]
pub(super) enum UnixOrDate {
    /// Seconds since 1970.
    Unix(u64),
    /// RFC 3339, for example `2026-06-15T00:00:00Z`.
    Date(String),
}
