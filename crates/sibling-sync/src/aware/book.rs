//! Who is who: the keys of accounts and devices, and their names in the scenario.

use std::collections::BTreeMap;

use nostr::Keys;
use nostr_double_ratchet::{DevicePubkey, OwnerPubkey};
use sim_env::Actor;

/// Key pairs of accounts and of their devices. Every device of an account can sign for it.
#[derive(Clone, Debug)]
pub struct Keyring {
    accounts: BTreeMap<String, Keys>,
    devices: BTreeMap<String, (String, Keys)>,
}

/// Names by public key, for what is told.
#[derive(Clone, Debug, Default)]
pub struct Book {
    accounts: BTreeMap<String, OwnerPubkey>,
    devices: BTreeMap<String, DevicePubkey>,
}

impl Keyring {
    /// Draws the keys of these accounts and their devices; each from the stream of its own name. Inside a run.
    pub fn draw(accounts: &BTreeMap<String, Vec<String>>) -> Self {
        let draw = |name: &str| Actor::register(name).enter(Keys::generate);
        let devices = accounts.iter().flat_map(|(account, devices)| {
            devices.iter().map(move |device| (device.clone(), (account.clone(), draw(device))))
        });
        Self {
            devices: devices.collect(),
            accounts: accounts.keys().map(|name| (name.clone(), draw(&format!("account/{name}")))).collect(),
        }
    }

    /// The public half.
    pub fn book(&self) -> Book {
        let owner = |keys: &Keys| OwnerPubkey::from_bytes(keys.public_key().to_bytes());
        let device = |keys: &Keys| DevicePubkey::from_bytes(keys.public_key().to_bytes());
        Book {
            accounts: self.accounts.iter().map(|(name, keys)| (name.clone(), owner(keys))).collect(),
            devices: self.devices.iter().map(|(name, (_, keys))| (name.clone(), device(keys))).collect(),
        }
    }

    /// The keys of a device's account, and its own.
    pub(super) fn of(&self, device: &str) -> Option<(&Keys, &Keys)> {
        let (account, keys) = self.devices.get(device)?;
        Some((self.accounts.get(account)?, keys))
    }
}

impl Book {
    /// The account with this name.
    pub(super) fn account(&self, name: &str) -> Option<OwnerPubkey> {
        self.accounts.get(name).copied()
    }

    /// The device with this name.
    pub(super) fn device(&self, name: &str) -> Option<DevicePubkey> {
        self.devices.get(name).copied()
    }

    /// Every device that there is.
    pub(super) fn devices(&self) -> impl Iterator<Item = &DevicePubkey> {
        self.devices.values()
    }

    /// The name of an account; of a device that speaks for itself, the device's.
    pub(super) fn account_name(&self, key: OwnerPubkey) -> String {
        let known = self.accounts.iter().find(|(_, known)| **known == key).map(|(name, _)| name.clone());
        known.unwrap_or_else(|| self.device_name(DevicePubkey::from_bytes(key.to_bytes())))
    }

    /// The name of a device; of one that nobody knows, its key.
    pub(super) fn device_name(&self, key: DevicePubkey) -> String {
        let known = self.devices.iter().find(|(_, known)| **known == key).map(|(name, _)| name.clone());
        known.unwrap_or_else(|| key.to_hex())
    }
}
