//! One run of one scenario.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use experiment::{Choosing, Kit};
use marmot_rules::{Policy, Profile};
use nostr::{EventId, PublicKey, RelayUrl};
use sim_device::mls::{RatchetReader, RatchetUse};
use sim_device::{DeviceMaker, DeviceView, Note, Storage};
use sim_env::Seed;
use sim_relay::VerifiedEvent;

use crate::leak::Leak;
use crate::model::{Expect, Scenario};
use crate::script::{Assertion, Checkpoint, Script};
use crate::without::Without;
use crate::world::{DeviceNode, FailedStep, Marmot, Wire, World, relay_url};
use sim_engine::{Entry, NodeId, Record, Transcript};

/// Default start of simulated time: 2026-06-15T00:00:00Z, after every dated migration window of mdk-core 0.8.0.
pub const DEFAULT_START: u64 = 1_781_481_600;

/// What a run is a function of, beside the binary.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// Wire profile of every device that does not name its own.
    pub profile: Profile,
    /// Selection policy of every device that does not name its own.
    pub policy: Policy,
    /// Seed.
    pub seed: Seed,
    /// Negative control: something real that is let in. `None` in every run that means anything.
    #[doc(hidden)]
    pub leak: Option<Leak>,
    /// What every device keeps its MLS state in, unless it names its own. `None`: as the scenario says.
    pub storage: Option<Storage>,
    /// One effect that is left out. See [`crate::without`].
    pub without: Option<Without>,
    /// Who makes the devices. Only the default promises that the same options give the same bytes.
    pub devices: DeviceMaker,
}

impl RunOptions {
    /// A run with nothing else.
    pub fn new(profile: Profile, policy: Policy, seed: impl Into<Seed>) -> Self {
        Self {
            profile,
            policy,
            seed: seed.into(),
            leak: None,
            storage: None,
            without: None,
            devices: DeviceMaker::default(),
        }
    }

    /// What a device keeps its MLS state in: what it names itself, else what the caller says, else what the scenario says for all.
    pub fn storage_of(&self, scenario: &Scenario, device: &str) -> Storage {
        let own = scenario.devices.get(device).and_then(|device| device.storage);
        own.or(self.storage).or(scenario.defaults.storage).unwrap_or_default()
    }
}

/// Why a scenario could not be simulated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SimulateError {
    /// The environment is not deterministic.
    #[error(transparent)]
    Environment(#[from] sim_env::RunError),
    /// The world cannot be built.
    #[error("{0}")]
    World(String),
    /// No device can live on SQLite on this machine.
    #[error("cannot keep a database: {0}")]
    Storage(String),
}

/// Everything that one run showed.
pub struct Run {
    /// The scenario.
    pub scenario: Scenario,
    /// Its options.
    pub options: RunOptions,
    /// Names of all participants by [`NodeId`].
    pub names: Vec<String>,
    /// Devices by full name.
    pub devices: BTreeMap<String, NodeId>,
    /// Relays by name.
    pub relays: BTreeMap<String, NodeId>,
    /// Accounts by name.
    pub accounts: BTreeMap<String, PublicKey>,
    /// Records with times and rolling digest.
    pub transcript: Transcript<Marmot>,
    /// Moments of quiet.
    pub checkpoints: Vec<Checkpoint>,
    /// Mid-script assertions.
    pub assertions: Vec<Assertion>,
    /// Steps that could not be carried out, or that should have failed and did not.
    pub failed_steps: Vec<FailedStep>,
    /// First transcript entry of the closing roll call.
    pub roll_call: usize,
    /// The scenario's budget of virtual time ended before its steps did.
    pub over_budget: bool,
    /// Secret keys of the accounts, hex: what no event may ever show.
    pub secrets: Vec<String>,
    /// What each relay holds at the end, by relay name.
    pub stored: BTreeMap<String, Vec<VerifiedEvent>>,
    /// Which keys of their ratchets devices sealed payloads with, as the published bytes say, where the devices' text lets anybody tell.
    pub ratchet_uses: RatchetUses,
}

/// Read when somebody asks first: the payloads are opened after the run, and most readers of a run never look.
pub type RatchetUses = LazyLock<Vec<RatchetUsed>, Box<dyn FnOnce() -> Vec<RatchetUsed> + Send>>;

/// A payload that a device published, and the place that it took in a ratchet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatchetUsed {
    /// Device that published it.
    pub device: String,
    /// Group event that carries it.
    pub event: EventId,
    /// The place.
    pub place: RatchetUse,
}

/// Runs a scenario. Takes real time only for real cryptography; virtual time is skipped.
///
/// # Errors
/// See [`SimulateError`].
///
/// # Panics
/// Only if the harness itself is broken.
pub fn simulate(scenario: &Scenario, options: &RunOptions) -> Result<Run, SimulateError> {
    Marmot::run(scenario, options)
}

/// As [`simulate`], with a chooser for some of the steps. `None` if it gave the run up.
pub(crate) fn simulate_with(
    scenario: &Scenario,
    options: &RunOptions,
    choosing: Option<Choosing<Marmot>>,
) -> Result<Option<Run>, SimulateError> {
    sim_env::register_thread_as_outside();
    sim_device::warm_up();
    if scenario.device_names().iter().any(|name| options.storage_of(scenario, name) == Storage::Sqlite) {
        sim_device::warm_up_sqlite().map_err(SimulateError::Storage)?;
    }
    let start = scenario.start.unwrap_or(DEFAULT_START);
    sim_env::run(options.seed, start, || {
        let mut world = World::build(scenario, options).map_err(SimulateError::World)?;
        if let Some(leak) = options.leak {
            leak.install(&mut world.engine);
        }
        if let Some(without) = options.without {
            world.engine.leave_out(without.what);
        }
        let mut script = Script::new(scenario, world, choosing);
        script.run();
        let given_up = script.world.engine.is_given_up();
        Ok((!given_up).then(|| collect(scenario, options, script)))
    })?
}

fn collect(scenario: &Scenario, options: &RunOptions, script: Script<'_>) -> Run {
    let failed_steps = script.failed_steps();
    let Script { mut world, checkpoints, assertions, roll_call, over_budget, .. } = script;
    let ratchet_uses = ratchet_uses(&mut world);
    let held = |id: &NodeId| {
        let node = world.engine.participant::<crate::world::RelayNode>(*id);
        node.map(|node| node.relay().stored().cloned().collect()).unwrap_or_default()
    };
    Run {
        scenario: scenario.clone(),
        options: options.clone(),
        names: world.engine.names(),
        stored: world.relays.iter().map(|(name, id)| (name.clone(), held(id))).collect(),
        devices: world.devices,
        relays: world.relays,
        accounts: world.accounts,
        secrets: world.secrets,
        transcript: world.engine.transcript,
        checkpoints,
        assertions,
        failed_steps,
        roll_call,
        over_budget,
        ratchet_uses,
    }
}

fn ratchet_uses(world: &mut World) -> RatchetUses {
    let devices: Vec<_> = world.devices.iter().map(|(name, id)| (name.clone(), *id)).collect();
    let readers = devices.into_iter().filter_map(|(device, id)| {
        let node = world.engine.participant_mut::<DeviceNode>(id)?;
        Some((device, node.take_ratchet_readers()))
    });
    let readers: Vec<_> = readers.collect();
    LazyLock::new(Box::new(move || readers.into_iter().flat_map(|(device, readers)| read(device, readers)).collect()))
}

fn read(device: String, readers: BTreeMap<EventId, RatchetReader>) -> impl Iterator<Item = RatchetUsed> {
    let used = move |(event, reader): (EventId, RatchetReader)| {
        let place = reader()?;
        Some(RatchetUsed { device: device.clone(), event, place })
    };
    readers.into_iter().filter_map(used)
}

impl Run {
    /// What the scenario expects of this run.
    pub fn expect(&self) -> Expect {
        let (expect, options) = (&self.scenario.expect, &self.options);
        let storage = options.storage.or(self.scenario.defaults.storage).unwrap_or_default();
        expect.resolve(options.profile, options.policy).on(expect, storage)
    }

    /// Every device at the end.
    pub fn final_views(&self) -> &BTreeMap<String, DeviceView> {
        &self.checkpoints.last().expect("the script ends with a checkpoint").views
    }

    /// True time at an entry, Unix seconds: what a clock without skew shows.
    pub fn wall_clock(&self, entry: usize) -> u64 {
        self.scenario.start.unwrap_or(DEFAULT_START) + self.transcript.entries[entry].at.as_secs()
    }

    /// How long the run took in virtual time.
    pub fn duration(&self) -> std::time::Duration {
        self.checkpoints.last().map(|checkpoint| checkpoint.at).unwrap_or_default()
    }

    /// The same run as if it had ended at a checkpoint, before the closing roll call.
    pub fn until(&self, checkpoint: usize) -> Self {
        let entries = self.transcript.entries[..self.checkpoints[checkpoint].entries].to_vec();
        Self {
            scenario: self.scenario.clone(),
            options: self.options.clone(),
            names: self.names.clone(),
            devices: self.devices.clone(),
            relays: self.relays.clone(),
            accounts: self.accounts.clone(),
            secrets: self.secrets.clone(),
            roll_call: entries.len(),
            over_budget: false,
            transcript: Transcript::of(entries),
            checkpoints: self.checkpoints[..=checkpoint].to_vec(),
            assertions: Vec::new(),
            failed_steps: Vec::new(),
            stored: BTreeMap::new(),
            ratchet_uses: LazyLock::new(Box::new(Vec::new)),
        }
    }

    /// Name of a participant.
    pub fn name(&self, id: NodeId) -> &str {
        &self.names[id.0]
    }

    /// The relay with this address.
    pub fn relay_at(&self, url: &RelayUrl) -> Option<NodeId> {
        self.relays.iter().find(|(name, _)| relay_url(name) == *url).map(|(_, id)| *id)
    }

    /// Account that a device belongs to: the part of its name before the slash.
    pub fn account_of<'a>(&self, device: &'a str) -> &'a str {
        device.split_once('/').map_or(device, |(account, _)| account)
    }

    /// Name of an account.
    pub fn account_name(&self, key: &PublicKey) -> Option<&str> {
        self.accounts.iter().find(|(_, k)| *k == key).map(|(name, _)| name.as_str())
    }

    /// Transcript entries in order, with their index.
    pub fn entries(&self) -> impl Iterator<Item = (usize, &Entry<Marmot>)> {
        self.transcript.entries.iter().enumerate()
    }

    /// Notes in order: entry index, device name, note.
    pub fn notes(&self) -> impl Iterator<Item = (usize, &str, &Note)> {
        self.entries().filter_map(|(index, entry)| match &entry.record {
            Record::Note(who, note) => Some((index, self.name(*who), note)),
            _ => None,
        })
    }

    /// Every event that a device handed to a relay, once, in order of first arrival: entry index, device, event.
    pub fn published(&self) -> Vec<(usize, &str, &VerifiedEvent)> {
        let mut seen: std::collections::BTreeSet<EventId> = Default::default();
        self.entries()
            .filter_map(|(index, entry)| match &entry.record {
                Record::Delivered { from, message: Wire::ToRelay(sim_relay::ClientMsg::Event(event)), .. } => {
                    seen.insert(event.id).then(|| (index, self.name(*from), event))
                }
                _ => None,
            })
            .collect()
    }

    /// Command that repeats this run.
    pub fn repro(&self) -> String {
        let RunOptions { profile, policy, seed, storage, without, .. } = &self.options;
        let storage = storage.map(|storage| format!(" --storage {}", storage.id())).unwrap_or_default();
        let without = without.map(|without| format!(" --without {}", without.entry)).unwrap_or_default();
        format!("colony run {} --profile {profile} --policy {policy} --seed {seed}{storage}{without}", self.scenario.id)
    }
}
