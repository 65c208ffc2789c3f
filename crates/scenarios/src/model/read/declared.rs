//! What the scenario has declared so far.

use std::collections::{BTreeMap, BTreeSet};

use sim_device::Overlay;

use super::super::error::Problem;
use super::super::reader::Item;
use super::super::{AccountSpec, RelaySpec};

/// Names that a step can refer to. Groups, backups and faults appear as the steps that make them are read.
pub(crate) struct Declared {
    accounts: BTreeSet<String>,
    devices: Vec<String>,
    relays: BTreeSet<String>,
    groups: BTreeSet<String>,
    /// With the account whose device was backed up.
    backups: BTreeMap<String, String>,
    faults: BTreeSet<String>,
    /// Devices that may offer themselves to all groups of another one.
    for_all: BTreeSet<String>,
    labels: BTreeSet<String>,
    steps: usize,
}

impl Declared {
    pub fn new(relays: &BTreeMap<String, RelaySpec>, accounts: &BTreeMap<String, AccountSpec>) -> Self {
        let full = |(account, spec): (&String, &AccountSpec)| {
            spec.devices.iter().map(|device| format!("{account}/{device}")).collect::<Vec<_>>()
        };
        Self {
            accounts: accounts.keys().cloned().collect(),
            devices: accounts.iter().flat_map(full).collect(),
            relays: relays.keys().cloned().collect(),
            groups: BTreeSet::new(),
            backups: BTreeMap::new(),
            faults: BTreeSet::new(),
            for_all: BTreeSet::new(),
            labels: BTreeSet::new(),
            steps: 0,
        }
    }

    pub fn devices(&self) -> impl Iterator<Item = &str> {
        self.devices.iter().map(String::as_str)
    }

    /// Takes note of what each device speaks on top of the adopted text.
    pub fn overlays(&mut self, of: impl Fn(&str) -> Overlay) {
        let for_all = self.devices.iter().filter(|device| of(device) == Overlay::IdeaDevices);
        self.for_all = for_all.cloned().collect();
    }

    pub fn offers_itself_to_all(&self, device: &str) -> bool {
        self.for_all.contains(device)
    }

    pub fn account(&self, item: &Item<'_>) -> Result<String, Problem> {
        item.known("undefined account", self.accounts.iter().map(String::as_str))
    }

    pub fn device(&self, item: &Item<'_>) -> Result<String, Problem> {
        item.known("undefined device", self.devices())
    }

    pub fn relay(&self, item: &Item<'_>) -> Result<String, Problem> {
        item.known("undefined relay", self.relays.iter().map(String::as_str))
    }

    pub fn group(&self, item: &Item<'_>) -> Result<String, Problem> {
        item.known("undefined group", self.groups.iter().map(String::as_str))
            .map_err(|trouble| trouble.of_kind("a group that an earlier step creates"))
    }

    pub fn fault(&self, item: &Item<'_>) -> Result<String, Problem> {
        item.known("undefined fault", self.faults.iter().map(String::as_str))
            .map_err(|trouble| trouble.of_kind("a fault that an earlier step begins"))
    }

    /// A backup that a device of this account can restore.
    pub fn backup(&self, item: &Item<'_>, device: &str) -> Result<String, Problem> {
        let name = item
            .known("undefined backup", self.backups.keys().map(String::as_str))
            .map_err(|trouble| trouble.of_kind("a backup that an earlier step makes"))?;
        match self.backups.get(&name) {
            Some(account) if account != account_of(device) => {
                Err(item.trouble(format_args!("is a backup of account {account:?}")).expected("one of its own account"))
            }
            _ => Ok(name),
        }
    }

    pub fn new_group(&mut self, item: &Item<'_>) -> Result<String, Problem> {
        once(item, &mut self.groups, "group")
    }

    pub fn new_fault(&mut self, item: &Item<'_>) -> Result<String, Problem> {
        once(item, &mut self.faults, "fault")
    }

    pub fn new_label(&mut self, item: &Item<'_>) -> Result<String, Problem> {
        once(item, &mut self.labels, "label")
    }

    pub fn new_backup(&mut self, item: &Item<'_>, device: &str) -> Result<String, Problem> {
        let name = item.new_name()?;
        match self.backups.insert(name.clone(), account_of(device).to_owned()) {
            None => Ok(name),
            Some(_) => Err(duplicate(item, "backup")),
        }
    }

    /// Counts a step and gives the number so far.
    pub fn count_step(&mut self) -> usize {
        self.steps += 1;
        self.steps
    }
}

/// `bob` of `bob/phone`.
pub(crate) fn account_of(device: &str) -> &str {
    device.split_once('/').map_or(device, |(account, _)| account)
}

fn once(item: &Item<'_>, names: &mut BTreeSet<String>, what: &str) -> Result<String, Problem> {
    let name = item.new_name()?;
    if names.insert(name.clone()) { Ok(name) } else { Err(duplicate(item, what)) }
}

fn duplicate(item: &Item<'_>, what: &str) -> Problem {
    item.trouble(format_args!("is {} again", item.node)).expected(format!("a {what} name that is not in use yet"))
}
