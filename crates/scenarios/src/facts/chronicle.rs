//! The facts of a run that several oracles need, gathered in one pass over its notes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::{Reason, key_package};
use nostr::{EventId, RelayUrl};
use sim_device::{DeviceView, EpochState, GroupView, KeyPackageFacts, Leaf, LookUp, Membership, Note};
use sim_relay::{ClientMsg, Filter, VerifiedEvent};

use crate::run::{DEFAULT_START, Run};
use crate::world::Wire;
use sim_engine::Record;

/// A device counts as active if it was online within this time.
pub const ACTIVITY_WINDOW: Duration = Duration::from_secs(30 * 86_400);

/// Kinds of KeyPackage events.
const KEY_PACKAGE_KINDS: [u16; 2] = [443, 30443];

/// One life of the app on a device.
#[derive(Clone, Debug)]
pub struct Installation {
    /// Device.
    pub device: String,
    /// Number, from 1.
    pub number: u32,
    /// Transcript entry of its beginning.
    pub from: usize,
    /// Transcript entry of its end, if it ended.
    pub until: Option<usize>,
}

/// A KeyPackage event that some relay acknowledged.
#[derive(Clone, Debug)]
pub struct KeyPackageLife {
    /// Device that published it.
    pub device: String,
    /// Its installation then.
    pub installation: u32,
    /// What its publisher knows.
    pub facts: KeyPackageFacts,
    /// Transcript entry of the acknowledgement.
    pub published: usize,
    /// Transcript entry of the deletion request.
    pub deleted: Option<usize>,
    /// Transcript entry at which the private keys were destroyed.
    pub forgotten: Option<usize>,
}

/// A moment at which a device came to believe that an account is in a group.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Transcript entry.
    pub entry: usize,
    /// Group label.
    pub group: String,
    /// Device that invites.
    pub inviter: String,
    /// Account name.
    pub account: String,
    /// The account's devices that were active then and when their KeyPackages were asked for, without the inviter.
    pub active: Vec<String>,
    /// Transcript entry of the selection that led to it, with the picks and the reasons against the others.
    pub selection: Option<Selection>,
}

/// What a device chose among the KeyPackages it found.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Transcript entry.
    pub entry: usize,
    /// Policy that chose.
    pub policy: String,
    /// Picked events.
    pub picked: Vec<EventId>,
    /// Picked events that the inviter then left out: their leaves are there already, or come with another pick.
    pub collapsed: Vec<EventId>,
    /// The others and why.
    pub rejected: BTreeMap<EventId, Reason>,
    /// What each relay made of the look-up.
    pub answers: BTreeMap<RelayUrl, LookUp>,
}

#[derive(Default)]
struct DeviceNow {
    installation: u32,
    alive: bool,
    offline_since: Option<Duration>,
    held: BTreeMap<EventId, KeyPackageFacts>,
}

/// The gathered facts.
#[derive(Default)]
pub struct Chronicle {
    /// All installations, in order of beginning.
    pub installations: Vec<Installation>,
    /// KeyPackages by event id.
    pub key_packages: BTreeMap<EventId, KeyPackageLife>,
    /// Invitations in order.
    pub invitations: Vec<Invitation>,
    /// Which installation made a leaf signature key: (device, installation number).
    owners: BTreeMap<String, (String, u32)>,
    /// Which installation sent a KeyPackage event to a relay, whatever became of it, or handed it to a sponsor.
    makers: BTreeMap<EventId, (String, u32)>,
    /// References of KeyPackages that were handed to a sponsor and to no relay.
    offered: BTreeSet<String>,
    /// Leaves of a group as a device saw them last, by device and group.
    trees: BTreeMap<(String, String), Arc<EpochState>>,
}

impl Chronicle {
    /// Gathers the facts of a run.
    pub fn of(run: &Run) -> Self {
        let mut chronicle = Self::default();
        let mut devices: BTreeMap<String, DeviceNow> = BTreeMap::new();
        let mut selections: BTreeMap<(String, String), Selection> = BTreeMap::new();
        let mut asked_for: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for (entry, record) in run.entries() {
            let at = record.at;
            let (device, note) = match &record.record {
                Record::Note(who, note) => (run.name(*who), note),
                Record::Delivered { from, message: Wire::ToRelay(message), .. } => {
                    let device = run.name(*from);
                    match message {
                        ClientMsg::Event(event) => chronicle.sent(device, event, &devices),
                        ClientMsg::Req { filters, .. } => {
                            for account in filters.iter().filter_map(|filter| key_packages_of(run, filter)) {
                                let active = active(run, &devices, account, device, at);
                                asked_for.entry((device.to_owned(), account.to_owned())).or_insert(active);
                            }
                        }
                        _ => {}
                    }
                    continue;
                }
                _ => continue,
            };
            chronicle.own(device, note, devices.entry(device.to_owned()).or_default());
            chronicle.life(entry, at, device, note, &mut devices);
            match note {
                Note::Selected { account, policy, picked, collapsed, rejected, answers } => {
                    let account = run.account_name(account).unwrap_or("?").to_owned();
                    let rejected = rejected.iter().copied().collect();
                    let (policy, picked, collapsed) = (policy.clone(), picked.clone(), collapsed.clone());
                    let answers = answers.clone();
                    let selection = Selection { entry, policy, picked, collapsed, rejected, answers };
                    selections.insert((device.to_owned(), account), selection);
                }
                Note::AccountInvited { group, account } => {
                    let account = run.account_name(account).unwrap_or("?").to_owned();
                    let key = (device.to_owned(), account.clone());
                    let before = asked_for.remove(&key);
                    let mut active = active(run, &devices, &account, device, at);
                    active.retain(|device| before.as_ref().is_none_or(|before| before.contains(device)));
                    chronicle.invitations.push(Invitation {
                        entry,
                        group: group.clone(),
                        inviter: device.to_owned(),
                        active,
                        selection: selections.get(&key).cloned(),
                        account,
                    });
                }
                _ => {}
            }
        }
        chronicle
    }

    /// A KeyPackage event came to a relay: whoever sent it made it, whether or not it ever hears of the answer.
    fn sent(&mut self, device: &str, event: &VerifiedEvent, devices: &BTreeMap<String, DeviceNow>) {
        if !KEY_PACKAGE_KINDS.contains(&event.kind.as_u16()) || self.makers.contains_key(&event.id) {
            return;
        }
        let installation = devices.get(device).map_or(1, |now| now.installation);
        self.makers.insert(event.id, (device.to_owned(), installation));
        let bytes = STANDARD.decode(&event.content).unwrap_or_default();
        if let Ok(parsed) = key_package::parse_bare(&bytes) {
            let key = hex::encode(parsed.signature_key());
            self.owners.entry(key).or_insert_with(|| (device.to_owned(), installation));
        }
    }

    /// The installation that sent a KeyPackage event to a relay.
    pub fn maker(&self, event: &EventId) -> Option<(&str, u32)> {
        self.makers.get(event).map(|(device, number)| (device.as_str(), *number))
    }

    /// Whether the KeyPackage with this reference (hex) was handed to a sponsor, and to no relay.
    pub fn was_offered(&self, reference: &str) -> bool {
        self.offered.contains(reference)
    }

    /// The KeyPackage events that these installations sent to relays.
    pub fn made_by(&self, installations: &BTreeSet<(String, u32)>) -> BTreeSet<EventId> {
        self.makers.iter().filter(|(_, maker)| installations.contains(*maker)).map(|(event, _)| *event).collect()
    }

    /// Remembers who made which signature key: KeyPackages when they are published, own leaves when an epoch is reached.
    fn own(&mut self, device: &str, note: &Note, now: &DeviceNow) {
        let key = match note {
            Note::KeyPackagePublished { key_package, .. } => Some(key_package.signature_key.clone()),
            Note::Epoch { state, .. } => {
                state.leaves.iter().find(|leaf| leaf.index == state.own_leaf).map(|leaf| leaf.signature_key.clone())
            }
            _ => None,
        };
        if let Note::PairingOffered { key_packages, .. } = note {
            for facts in key_packages.values() {
                let owner = (device.to_owned(), now.installation);
                self.owners.entry(facts.signature_key.clone()).or_insert_with(|| owner.clone());
                self.makers.entry(facts.event).or_insert(owner);
                self.offered.insert(facts.reference.clone());
            }
        }
        if let Some(key) = key {
            self.owners.entry(key).or_insert_with(|| (device.to_owned(), now.installation));
        }
        if let Note::Epoch { group, state, .. } = note {
            self.own_updated_leaves(device, group, state);
        }
    }

    /// A leaf whose key nobody has shown is the one that was in its place before, after an update that its owner undid or forgot.
    fn own_updated_leaves(&mut self, device: &str, group: &str, state: &Arc<EpochState>) {
        let before = self.trees.insert((device.to_owned(), group.to_owned()), state.clone());
        let Some(before) = before else { return };
        for leaf in &state.leaves {
            let same = |old: &&Leaf| old.index == leaf.index && old.account == leaf.account;
            let old = before.leaves.iter().find(same).and_then(|old| self.owners.get(&old.signature_key).cloned());
            if let Some(owner) = old.filter(|_| !self.owners.contains_key(&leaf.signature_key)) {
                self.owners.insert(leaf.signature_key.clone(), owner);
            }
        }
    }

    fn life(
        &mut self,
        entry: usize,
        at: Duration,
        device: &str,
        note: &Note,
        devices: &mut BTreeMap<String, DeviceNow>,
    ) {
        match note {
            Note::Restored { from } => {
                let held = self.held_by(from, devices);
                devices.entry(device.to_owned()).or_default().held = held;
                return;
            }
            Note::Installed { installation, .. } => {
                let life = Installation { device: device.to_owned(), number: *installation, from: entry, until: None };
                self.installations.push(life);
            }
            Note::Wiped { .. } => {
                if let Some(life) = self.installations.iter_mut().rev().find(|i| i.device == device) {
                    life.until = Some(entry);
                }
            }
            _ => {}
        }
        let now = devices.entry(device.to_owned()).or_default();
        match note {
            Note::Installed { installation, .. } => {
                let offline_since = now.offline_since;
                *now = DeviceNow { installation: *installation, alive: true, offline_since, ..DeviceNow::default() };
            }
            Note::Wiped { .. } => *now = DeviceNow { installation: now.installation, ..DeviceNow::default() },
            Note::Network { online } => now.offline_since = (!online).then_some(at),
            Note::KeyPackagePublished { key_package, .. } => {
                now.held.insert(key_package.event, key_package.clone());
                let life = KeyPackageLife {
                    device: device.to_owned(),
                    installation: now.installation,
                    facts: key_package.clone(),
                    published: entry,
                    deleted: None,
                    forgotten: None,
                };
                self.key_packages.entry(key_package.event).or_insert(life);
            }
            Note::KeyPackageDeleted { event } => {
                now.held.remove(event);
                if let Some(life) = self.key_packages.get_mut(event) {
                    life.deleted.get_or_insert(entry);
                }
            }
            Note::KeyPackageForgotten { reference } => {
                now.held.retain(|_, facts| facts.reference != *reference);
                for life in self.key_packages.values_mut().filter(|life| life.facts.reference == *reference) {
                    life.forgotten.get_or_insert(entry);
                }
            }
            _ => {}
        }
    }

    /// What the installation of this name (`device#n`) holds now: a restored backup brings it along.
    fn held_by(&self, installation: &str, devices: &BTreeMap<String, DeviceNow>) -> BTreeMap<EventId, KeyPackageFacts> {
        let device = installation.split_once('#').map_or(installation, |(device, _)| device);
        devices.get(device).map(|now| now.held.clone()).unwrap_or_default()
    }

    /// Who made the leaf: device and installation number.
    pub fn owner(&self, leaf: &Leaf) -> Option<(&str, u32)> {
        self.owners.get(&leaf.signature_key).map(|(device, number)| (device.as_str(), *number))
    }

    /// The installation that the device has at the end, if it is alive.
    pub fn current(&self, device: &str) -> Option<&Installation> {
        self.installations.iter().rev().find(|i| i.device == device).filter(|i| i.until.is_none())
    }

    /// Labels of all groups that came into being.
    pub fn groups(&self, run: &Run) -> BTreeMap<String, String> {
        let created = run.notes().filter_map(|(_, device, note)| match note {
            Note::GroupCreated { group, .. } => Some((group.clone(), device.to_owned())),
            _ => None,
        });
        created.collect()
    }

    /// The device whose view of a group counts, also when the group has split: a member that is online, on the branch with the
    /// most accounts, the creator before others, then the one furthest on, then by name.
    pub fn reference<'v>(
        &self,
        run: &Run,
        views: &'v BTreeMap<String, DeviceView>,
        group: &str,
    ) -> Option<(&'v str, &'v GroupView)> {
        let creator = self.groups(run).get(group).cloned();
        let member = |(name, view): (&'v String, &'v DeviceView)| {
            let seen = view.groups.get(group)?;
            (view.alive && seen.membership == Membership::Active).then_some((name.as_str(), seen))
        };
        let members: Vec<_> = views.iter().filter_map(member).collect();
        let accounts_beside = |state: &EpochState| {
            let beside = members
                .iter()
                .filter(|(name, seen)| views[*name].online && seen.state.authenticator == state.authenticator);
            beside.map(|(name, _)| run.account_of(name)).collect::<BTreeSet<_>>().len()
        };
        members.iter().copied().max_by_key(|(name, seen)| {
            let is_creator = Some(*name) == creator.as_deref();
            (views[*name].online, accounts_beside(&seen.state), is_creator, seen.state.epoch, std::cmp::Reverse(*name))
        })
    }

    /// Can anybody still act on the leaf? It is live if some device that is alive holds its private key (through its own leaf of
    /// the group, or through a KeyPackage with which it may yet join) and does not act through another leaf. Whoever declined will not
    /// join.
    pub fn leaf_is_live(&self, views: &BTreeMap<String, DeviceView>, group: &str, leaf: &Leaf) -> bool {
        views.values().filter(|view| view.alive).any(|view| match view.groups.get(group) {
            Some(seen) if seen.membership == Membership::Active => {
                seen.state.own_leaf == leaf.index && view.signature_keys.contains(&leaf.signature_key)
            }
            _ if view.declined.contains(group) => false,
            _ => view.held_keys.iter().any(|kp| kp.signature_key == leaf.signature_key),
        })
    }
}

/// The account whose KeyPackages a filter asks for.
fn key_packages_of<'r>(run: &'r Run, filter: &Filter) -> Option<&'r str> {
    let wanted = filter.kinds.as_ref()?.iter().any(|kind| KEY_PACKAGE_KINDS.contains(kind));
    let author = filter.authors.as_ref()?.iter().next()?;
    run.account_name(author).filter(|_| wanted)
}

fn active(run: &Run, devices: &BTreeMap<String, DeviceNow>, account: &str, inviter: &str, at: Duration) -> Vec<String> {
    let unix = run.scenario.start.unwrap_or(DEFAULT_START) + at.as_secs();
    let is_active = |(name, now): &(&String, &DeviceNow)| {
        run.account_of(name) == account
            && name.as_str() != inviter
            && now.alive
            && now.offline_since.is_none_or(|since| at - since <= ACTIVITY_WINDOW)
            && now.held.values().any(|kp| kp.lifetime.0 < unix && unix < kp.lifetime.1)
    };
    let names: BTreeSet<_> = devices.iter().filter(is_active).map(|(name, _)| name.clone()).collect();
    names.into_iter().collect()
}

/// The device of an installation: `bob/phone` of `bob/phone#2`.
pub fn device_of(installation: &str) -> &str {
    installation.split_once('#').map_or(installation, |(device, _)| device)
}
