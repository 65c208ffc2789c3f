//! The Marmot world on the engine: devices, relays and what travels between them.

mod device_node;
mod relay_node;
mod script_entry;
mod step_failure;
mod wire;

use std::collections::BTreeMap;
use std::time::Duration;

use nostr::{Keys, PublicKey, RelayUrl};
use sim_device::{DeviceConfig, DeviceView, RelayLists};
use sim_env::Actor;

use crate::model::Scenario;
use crate::run::RunOptions;
use sim_engine::{Engine, NodeId};

pub use device_node::DeviceNode;
pub use relay_node::{FaultMatch, Left, Misbehaviour, RelayFault, RelayNode};
pub use script_entry::{ScriptEntry, Wait};
pub use step_failure::{FailedStep, Place, StepFailure};
pub use wire::{Marmot, Wire};

/// Everything that takes part in one run, by name.
pub struct World {
    /// The engine that drives it.
    pub engine: Engine<Marmot>,
    /// Devices by full name, `account/device`.
    pub devices: BTreeMap<String, NodeId>,
    /// Relays by name.
    pub relays: BTreeMap<String, NodeId>,
    /// Addresses of relays by name.
    pub urls: BTreeMap<String, RelayUrl>,
    /// Accounts by name.
    pub accounts: BTreeMap<String, PublicKey>,
    /// Secret keys of the accounts, hex.
    pub secrets: Vec<String>,
}

/// Address of the relay called `name`. The domain can never exist.
pub fn relay_url(name: &str) -> RelayUrl {
    RelayUrl::parse(&format!("wss://{name}.example")).expect("relay names are kebab-case")
}

impl World {
    /// Builds the scenario's world inside a [`sim_env::run`]: relays first, then devices, each installed as its own actor.
    ///
    /// # Errors
    /// A relay whose personality cannot be read.
    pub fn build(scenario: &Scenario, options: &RunOptions) -> Result<Self, String> {
        let links = scenario.links;
        let mut world = Self {
            engine: Engine::new(links.latency_min.into(), links.latency_max.into()),
            devices: BTreeMap::new(),
            relays: BTreeMap::new(),
            urls: scenario.relays.keys().map(|name| (name.clone(), relay_url(name))).collect(),
            accounts: BTreeMap::new(),
            secrets: Vec::new(),
        };
        let keys: BTreeMap<&str, Keys> = scenario
            .accounts
            .keys()
            .map(|name| (name.as_str(), Actor::register(&format!("account/{name}")).enter(Keys::generate)))
            .collect();
        world.accounts = keys.iter().map(|(name, keys)| ((*name).to_owned(), keys.public_key())).collect();
        world.secrets = keys.values().map(|keys| keys.secret_key().to_secret_hex()).collect();
        world.add_relays(scenario)?;
        for (account, spec) in &scenario.accounts {
            for (place, device) in spec.devices.iter().enumerate() {
                let lists = (place == 0).then(|| world.lists_of(scenario, account));
                let name = format!("{account}/{device}");
                world.add_device(scenario, &name, keys[account.as_str()].clone(), lists, options);
            }
        }
        Ok(world)
    }

    fn add_relays(&mut self, scenario: &Scenario) -> Result<(), String> {
        for (name, spec) in &scenario.relays {
            let mut personality = spec.personality().map_err(|e| format!("relay {name}: {e}"))?;
            if !spec.serves.is_empty() {
                personality =
                    personality.writable_for(spec.serves.iter().filter_map(|a| self.accounts.get(a)).copied());
            }
            let node = RelayNode::new(name, self.urls[name].clone(), personality);
            let id = self.engine.add(name, Box::new(node));
            self.engine.set_skew(id, spec.skew * 1_000_000_000);
            self.relays.insert(name.clone(), id);
        }
        Ok(())
    }

    fn device_relays(&self, scenario: &Scenario, device: &str) -> (Vec<RelayUrl>, Vec<RelayUrl>) {
        let spec = scenario.device(device);
        let urls = |names: Vec<String>| names.iter().map(|name| self.urls[name].clone()).collect::<Vec<_>>();
        let relays = spec.relays.unwrap_or_else(|| scenario.relays.keys().cloned().collect());
        let key_packages = spec.key_package_relays.unwrap_or_else(|| relays.clone());
        (urls(relays), urls(key_packages))
    }

    fn lists_of(&self, scenario: &Scenario, account: &str) -> RelayLists {
        let mut lists = RelayLists { inbox: Vec::new(), key_packages: Vec::new() };
        for device in &scenario.accounts[account].devices {
            let (relays, key_packages) = self.device_relays(scenario, &format!("{account}/{device}"));
            lists.inbox.extend(relays);
            lists.key_packages.extend(key_packages);
        }
        for list in [&mut lists.inbox, &mut lists.key_packages] {
            list.sort();
            list.dedup();
        }
        lists
    }

    fn add_device(
        &mut self,
        scenario: &Scenario,
        name: &str,
        keys: Keys,
        lists: Option<RelayLists>,
        options: &RunOptions,
    ) {
        let spec = scenario.device(name);
        let (relays, key_package_relays) = self.device_relays(scenario, name);
        let list_relays = spec.list_relays.unwrap_or_default().iter().map(|name| self.urls[name].clone()).collect();
        let profile = spec.profile.unwrap_or(options.profile);
        let config = DeviceConfig {
            name: name.to_owned(),
            keys,
            relays,
            key_package_relays,
            list_relays,
            lists,
            profile,
            policy: spec.policy.unwrap_or(options.policy),
            behaviour: spec.behaviour,
            knobs: spec.knobs.under(profile),
            adopted: spec.knobs.settings(),
            overlay: scenario.overlay(name),
            limits: self.limits(),
            storage: options.storage_of(scenario, name),
        };
        let peers = self.relays.iter().map(|(name, id)| (self.urls[name].clone(), *id)).collect();
        let node = DeviceNode::install(&options.devices, config, peers);
        let id = self.engine.add(name, Box::new(node));
        self.engine.set_skew(id, spec.skew * 1_000_000_000);
        self.devices.insert(name.to_owned(), id);
    }

    /// What the relays' information documents say about the length of an answer.
    fn limits(&self) -> BTreeMap<RelayUrl, usize> {
        let limit = |name: &String, id: &NodeId| {
            let personality = self.engine.participant::<RelayNode>(*id)?.relay().personality();
            let limit = [personality.default_limit, personality.max_limit].into_iter().flatten().min()?;
            Some((self.urls[name].clone(), limit))
        };
        self.relays.iter().filter_map(|(name, id)| limit(name, id)).collect()
    }

    /// Every device as an oracle sees it now.
    pub fn views(&self) -> BTreeMap<String, DeviceView> {
        let view = |id: &NodeId| self.engine.participant::<DeviceNode>(*id).expect("devices are device nodes").view();
        self.devices.iter().map(|(name, id)| (name.clone(), view(id))).collect()
    }

    /// Virtual time `after` from now.
    pub fn later(&self, after: Duration) -> sim_env::UnixNanos {
        sim_env::now().saturating_add(u64::try_from(after.as_nanos()).unwrap_or(u64::MAX))
    }
}
