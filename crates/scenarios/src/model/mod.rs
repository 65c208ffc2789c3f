//! The scenario model and its file format, `marmot-scenario/1`.
//!
//! A scenario says who takes part, what happens and what is expected. People write it as TOML; generated cases, shrunk
//! counterexamples and tools use the same model as JSON. [`Scenario::load`] reads a file, [`Scenario::parse`] a text;
//! both answer either with a scenario whose every reference resolves or with one [`ScenarioError`] that says where the
//! file is wrong, what was expected there and which valid name is nearest. [`Scenario::to_toml`] and
//! [`Scenario::to_json`] write a scenario back so that loading it gives the same scenario.
//!
//! Reading takes two steps: text to a tree of nodes that know their place (`node`), and nodes to the model
//! (`read`), where every name is checked against what the file declared before it.

pub mod describe;
mod expect;
mod fault;
pub mod knobs;
mod load;
pub mod names;
mod people;
mod read;
pub(crate) mod schema;
mod start;
mod step;
mod write;

use std::collections::BTreeMap;

use experiment::file::{error, item as reader, node};
use marmot_rules::{Policy, Profile};
use schemars::JsonSchema;
use serde::Serialize;
use sim_device::Overlay;

pub use experiment::file::{BadSpan, LARGEST_FILE, ScenarioError, Span};

pub use expect::{Expect, ExpectPart, Holds, ONE_PER_ACCOUNT, Outcome};
pub use fault::{Direction, Fault};
pub use knobs::Choices;
pub use names::INVARIANTS;
pub use people::{AccountSpec, DeviceDefaults, DeviceSpec, LinkSpec, RelaySpec, override_personality};
pub use step::Step;

pub use crate::actions::{Action, Carriage, ClientId};
pub use crate::faults::Does;

// What the modules of actions read files with.
pub(crate) use error::Problem;
pub(crate) use read::invariant as read_invariant;
pub(crate) use read::{
    Declared, Nesting, account_of, check_disjoint, personality_fields, read_fault, read_kinds, read_outcomes,
    read_steps,
};
pub(crate) use reader::{Item, LARGEST_SKEW_SECS, Table};

/// The version of the file format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub enum Format {
    /// The only one so far.
    #[default]
    #[serde(rename = "marmot-scenario/1")]
    V1,
}

/// Who takes part, what happens, and what is expected.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, title = "Marmot scenario")]
pub struct Scenario {
    /// Version of the file format.
    pub format: Format,
    /// Short name, unique in a corpus: lower-case words joined by `-`. The file is called `<id>.toml`.
    pub id: String,
    /// One line for a person.
    pub title: String,
    /// Two or three sentences that a newcomer understands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Ids of the protocol rules that the scenario exercises, for example `CID-08`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// Open points that the scenario plays: questions (`Q3a`), reports (`W-20`), Burrow's tests (`B-2`), options of
    /// decision points (`D2=lower-id`). See [`marmot_rules::open`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<schema::OpenPointId>")]
    pub plays: Vec<String>,
    /// Where the story comes from: one URL or a list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "schema::OneOrMany")]
    pub source: Vec<String>,
    /// Wire profiles under which the scenario can be run.
    #[schemars(with = "Vec<schema::ProfileId>")]
    pub profiles: Vec<Profile>,
    /// Selection policies to run it under. Left out: every policy that applies to the profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<schema::PolicyId>>")]
    pub policies: Option<Vec<Policy>>,
    /// Seed of the run, unless the caller gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Beginning of simulated time in Unix seconds; in a file also a date and time such as `2026-06-15T00:00:00Z`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<schema::UnixOrDate>")]
    pub start: Option<u64>,
    /// Longest simulated time that the run may take; more is a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<Span>,
    /// Relays by name. Left out: one relay `r1`, conforming.
    #[serde(default = "people::one_relay")]
    pub relays: BTreeMap<String, RelaySpec>,
    /// The links between devices and relays.
    #[serde(default)]
    pub links: LinkSpec,
    /// Accounts (npubs) by name, with their devices.
    pub accounts: BTreeMap<String, AccountSpec>,
    /// What is special about a device, by its full name, for example `bob/phone`. See [`Scenario::device`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub devices: BTreeMap<String, DeviceSpec>,
    /// What holds for every device unless it says otherwise.
    #[serde(default)]
    pub defaults: DeviceDefaults,
    /// What happens, in order.
    pub steps: Vec<Step>,
    /// What is expected.
    #[serde(default)]
    pub expect: Expect,
}

impl Scenario {
    /// A scenario in which nobody does anything yet, with everything else as if a file left it out.
    pub fn new(id: impl Into<String>, title: impl Into<String>, profiles: Vec<Profile>) -> Self {
        Self {
            format: Format::V1,
            id: id.into(),
            title: title.into(),
            description: None,
            rules: Vec::new(),
            plays: Vec::new(),
            source: Vec::new(),
            profiles,
            policies: None,
            seed: None,
            start: None,
            budget: None,
            relays: people::one_relay(),
            links: LinkSpec::default(),
            accounts: BTreeMap::new(),
            devices: BTreeMap::new(),
            defaults: DeviceDefaults::default(),
            steps: Vec::new(),
            expect: Expect::default(),
        }
    }
}

/// What a runner of scenarios needs to know.
impl Scenario {
    /// Full names of all devices, by account and then in the order of the file.
    pub fn device_names(&self) -> Vec<String> {
        let of = |(account, spec): (&String, &AccountSpec)| {
            spec.devices.iter().map(|device| format!("{account}/{device}")).collect::<Vec<_>>()
        };
        self.accounts.iter().flat_map(of).collect()
    }

    /// What a device speaks on top of the adopted text: its own overlay, else that of all.
    pub fn overlay(&self, device: &str) -> Overlay {
        let own = self.devices.get(device).and_then(|device| device.overlay);
        own.or(self.defaults.overlay).unwrap_or_default()
    }

    /// The same with every relay like one relay as deployed. What a relay's `set`, `serves` and `skew` say stays.
    pub fn with_relays_like(&self, deployed: &str) -> Self {
        let mut scenario = self.clone();
        for relay in scenario.relays.values_mut() {
            relay.personality = RelaySpec::default().personality;
            relay.like = Some(deployed.to_owned());
        }
        scenario
    }

    /// What is known about a device; devices about which the file says nothing follow the defaults.
    pub fn device(&self, name: &str) -> DeviceSpec {
        let DeviceDefaults { behaviour, knobs, .. } = self.defaults.clone();
        self.devices.get(name).cloned().unwrap_or_else(|| DeviceSpec { behaviour, knobs, ..DeviceSpec::default() })
    }

    /// JSON Schema of the file format, for editors and other tools.
    pub fn json_schema() -> serde_json::Value {
        schemars::schema_for!(Self).to_value()
    }
}
