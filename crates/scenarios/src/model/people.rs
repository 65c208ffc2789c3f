//! Relays, links, accounts and devices.

use std::collections::BTreeMap;

use marmot_rules::{Policy, Profile};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use sim_device::{Behaviour, Overlay, Storage};
use sim_relay::Personality;

use super::{Choices, Span, schema};

/// A relay: a preset, and what differs from it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RelaySpec {
    /// Name of a personality preset of sim-relay.
    #[serde(default = "conforming")]
    pub personality: String,
    /// A relay as deployed that this one is like, in place of a preset: `colony list relays` names them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<schema::DeployedRelay>")]
    pub like: Option<String>,
    /// Personality fields that override the preset or the relay as deployed. `"none"` lifts a limit.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, Value>,
    /// Accounts that the relay serves. If any are named, it takes only events that they sign and gift wraps addressed to them,
    /// whatever its personality; if none are, its personality says who may write.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub serves: Vec<String>,
    /// Seconds by which the relay's clock is ahead of true time; negative is behind.
    #[serde(default, skip_serializing_if = "super::people::is_zero")]
    pub skew: i64,
}

impl Default for RelaySpec {
    fn default() -> Self {
        Self { personality: conforming(), like: None, set: BTreeMap::new(), serves: Vec::new(), skew: 0 }
    }
}

impl RelaySpec {
    /// The name of what it starts from: a relay as deployed, or a preset.
    pub fn base(&self) -> &str {
        self.like.as_deref().unwrap_or(&self.personality)
    }

    /// The preset or the relay as deployed, with the overrides applied. [`RelaySpec::serves`] is left to the caller, who knows the keys.
    ///
    /// # Errors
    /// Unknown presets, unknown fields and unsuitable values; [`Scenario::parse`](super::Scenario::parse) lets none
    /// through.
    pub fn personality(&self) -> Result<Personality, String> {
        let base =
            Personality::named(self.base()).ok_or_else(|| format!("unknown relay personality `{}`", self.base()))?;
        override_personality(base, &self.set)
    }
}

/// Puts single fields of a personality in place of what it has.
///
/// # Errors
/// What serde says about an unknown field or an unsuitable value.
pub fn override_personality(base: Personality, set: &BTreeMap<String, Value>) -> Result<Personality, String> {
    let text = |error: serde_json::Error| error.to_string();
    let mut personality = base;
    for (field, value) in set {
        let mut fields: Map<String, Value> =
            serde_json::from_value(serde_json::to_value(&personality).map_err(text)?).map_err(text)?;
        fields.insert(field.clone(), value.clone());
        let changed = serde_json::from_value(Value::Object(fields.clone())).or_else(|error| {
            if value.as_str() != Some("none") {
                return Err(error);
            }
            fields.insert(field.clone(), Value::Null);
            serde_json::from_value(Value::Object(fields)).map_err(|_| error)
        });
        personality = changed.map_err(text)?;
    }
    Ok(personality)
}

/// Latency of every link between a device and a relay; each delivery takes a time drawn between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[serde(default)]
pub struct LinkSpec {
    /// Shortest latency.
    pub latency_min: Span,
    /// Longest latency.
    pub latency_max: Span,
}

impl Default for LinkSpec {
    fn default() -> Self {
        Self { latency_min: Span::from_millis(20), latency_max: Span::from_millis(80) }
    }
}

/// An account (npub).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct AccountSpec {
    /// Short names of its devices: `phone` of account `bob` is `bob/phone` everywhere else.
    pub devices: Vec<String>,
}

/// What is special about one device.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct DeviceSpec {
    /// Relays that the device uses; left out: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relays: Option<Vec<String>>,
    /// Relays to which it publishes its KeyPackages; left out: those that it uses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_package_relays: Option<Vec<String>>,
    /// Relays where it publishes and looks up relay lists, beside those that it uses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_relays: Option<Vec<String>>,
    /// Wire profile of this device, where it differs from the run's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<schema::ProfileId>")]
    pub profile: Option<Profile>,
    /// Selection policy of this device, where it differs from the run's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<schema::PolicyId>")]
    pub policy: Option<Policy>,
    /// What it does where mdk-core leaves the choice to its caller; in a file only what differs from
    /// `[defaults.behaviour]`.
    #[serde(default)]
    pub behaviour: Behaviour,
    /// What it chooses where the protocol texts leave a choice (D1 to D16); in a file only what differs from
    /// `[defaults.knobs]`.
    #[serde(default, skip_serializing_if = "Choices::is_empty")]
    pub knobs: Choices,
    /// What it keeps its MLS state in, where it differs from the run's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage: Option<Storage>,
    /// What it speaks on top of the adopted text, where it differs from the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overlay: Option<Overlay>,
    /// Seconds by which its clock is ahead of true time; negative is behind.
    #[serde(default, skip_serializing_if = "super::people::is_zero")]
    pub skew: i64,
}

/// What holds for every device unless it says otherwise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct DeviceDefaults {
    /// What devices do where mdk-core leaves the choice to its caller.
    #[serde(default)]
    pub behaviour: Behaviour,
    /// What they choose where the protocol texts leave a choice (D1 to D16).
    #[serde(default, skip_serializing_if = "Choices::is_empty")]
    pub knobs: Choices,
    /// What they speak on top of the adopted text: a proposal that is not adopted. Devices of other profiles do not look at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overlay: Option<Overlay>,
    /// What they keep their MLS state in, unless the caller says (`--storage`). Left out: memory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage: Option<Storage>,
}

/// The relays of a scenario that names none.
pub(super) fn one_relay() -> BTreeMap<String, RelaySpec> {
    BTreeMap::from([("r1".to_owned(), RelaySpec::default())])
}

fn conforming() -> String {
    "conforming".to_owned()
}

/// Left out of written files.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
pub(super) fn is_zero(n: &i64) -> bool {
    *n == 0
}
