//! One step: its time, its device and its action.

use schemars::JsonSchema;
use serde::Serialize;

use super::Span;
use crate::actions::Action;

/// One step. Steps run in order: each begins when the one before it is finished, or at the moment it names.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Step {
    /// A name for reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Begins at this time since the start of the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Span>,
    /// Begins this long after the end of the step before it; inside `parallel`, this long after the block began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Span>,
    /// Repeats at this interval, `times` times in all; the next step begins when the last repetition is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<Span>,
    /// How often it happens in all, for `every`; the first time counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// The device that acts or to which it happens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// The scenario fails unless this step fails: its device cannot do what it is told, or there is nothing to lift or to
    /// restore. With `times`, at least one of the times must fail. Without `fails` and `may_fail` no step may fail.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fails: bool,
    /// Whether the step fails depends on the profile, the policy or the seed; either way is right.
    #[serde(default, skip_serializing_if = "is_false")]
    pub may_fail: bool,
    /// What it does. In a file the action's name is the key: `send = { group = "trip", text = "hello" }`.
    #[serde(flatten)]
    pub action: Action,
}

impl Step {
    /// A step without a device.
    pub fn new(action: Action) -> Self {
        Self {
            label: None,
            at: None,
            after: None,
            every: None,
            times: None,
            device: None,
            fails: false,
            may_fail: false,
            action,
        }
    }

    /// A step of a device.
    pub fn by(device: impl Into<String>, action: Action) -> Self {
        Self { device: Some(device.into()), ..Self::new(action) }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}
