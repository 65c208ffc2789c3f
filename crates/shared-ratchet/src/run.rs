//! One run of a scenario.

use std::collections::BTreeMap;
use std::time::Duration;

use experiment::{Choosing, Kit};
use sim_engine::{NodeId, Transcript};
use sim_env::Seed;

use crate::model::{Scenario, Setting};
use crate::part::Slip;
use crate::system::{NotDone, SharedRatchet};
use crate::tree::{Device, Node};
use crate::world::World;

/// Virtual time at which runs begin, in Unix seconds: 2026-06-15.
pub(crate) const START: u64 = 1_781_481_600;

/// What a run is a function of, besides its scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunOptions {
    /// A variant of the scenario.
    pub variant: Option<String>,
    /// A mistake, in place of the scenario's own.
    pub slip: Option<Slip>,
    /// In place of the scenario's own seed.
    pub seed: Option<Seed>,
}

/// Why there was no run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// The scenario has no such variant.
    #[error("`{0}` has no variant `{1}`")]
    Variant(String, String),
    /// The sessions at the beginning could not be made.
    #[error("no sessions at the beginning: {0}")]
    Introduction(#[from] crate::binding::BindingError),
    /// A step could not be carried out.
    #[error("step {} cannot be carried out: {why}", index + 1)]
    Step {
        /// Place in the file, from 0.
        index: usize,
        /// Why.
        why: NotDone,
    },
    /// The environment could not be made deterministic.
    #[error(transparent)]
    Environment(#[from] sim_env::RunError),
}

/// How a device ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The node that it builds on.
    pub selects: Option<Node>,
    /// Nodes of which it keeps a pickle.
    pub pickles: usize,
    /// Bytes of all its pickles.
    pub bytes: usize,
}

/// A finished run.
pub struct Run {
    /// What was run.
    pub scenario: Scenario,
    /// Under which options.
    pub options: RunOptions,
    /// Switches and strategy.
    pub setting: Setting,
    /// Everything that happened.
    pub transcript: Transcript<SharedRatchet>,
    /// Names of participants, by [`NodeId`].
    pub names: Vec<String>,
    /// Devices by their place among participants.
    pub devices: BTreeMap<NodeId, Device>,
    /// How devices ended.
    pub ends: BTreeMap<Device, End>,
    /// How long it took in virtual time.
    pub took: Duration,
}

/// Switches and strategy under these options.
///
/// # Errors
/// The scenario has no such variant.
pub fn setting(scenario: &Scenario, options: &RunOptions) -> Result<Setting, RunError> {
    let unknown = |name: &String| RunError::Variant(scenario.id.clone(), name.clone());
    let variant = options.variant.as_ref().map(|name| scenario.variants.get(name).ok_or_else(|| unknown(name)));
    let mut setting = variant.transpose()?.unwrap_or(&scenario.setting).clone();
    setting.slip = options.slip.or(setting.slip);
    Ok(setting)
}

/// Runs a scenario: a function of the scenario, the options and this program.
///
/// # Errors
/// See [`RunError`].
pub fn simulate(scenario: &Scenario, options: &RunOptions) -> Result<Run, RunError> {
    SharedRatchet::run(scenario, options)
}

/// As [`simulate`], with a chooser for some of the steps. `None` if it gave the run up.
pub(crate) fn simulate_with(
    scenario: &Scenario,
    options: &RunOptions,
    choosing: Option<Choosing<SharedRatchet>>,
) -> Result<Option<Run>, RunError> {
    let setting = setting(scenario, options)?;
    let seed = options.seed.unwrap_or_else(|| scenario.seed.unwrap_or(1).into());
    sim_env::run(seed, START, || World::new(scenario, options, setting, choosing)?.play())?
}

impl Run {
    /// Whether A has a leader.
    pub(crate) const fn is_led(&self) -> bool {
        matches!(self.setting.strategy, crate::model::Strategy::Leader(_))
    }

    /// What devices reported, in order.
    pub(crate) fn notes(&self) -> impl Iterator<Item = (Device, &crate::system::Note)> {
        self.transcript.entries.iter().filter_map(|entry| match &entry.record {
            sim_engine::Record::Note(who, note) => Some((*self.devices.get(who)?, note)),
            _ => None,
        })
    }
}
