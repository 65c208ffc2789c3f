//! The world at one place of a transcript, read off its entries alone.

use std::collections::{BTreeMap, BTreeSet};

use sim_engine::{Entry, Record};

use crate::binding::{Key, Why};
use crate::run::Run;
use crate::system::{Mark, Note, Parcel, SharedRatchet, Then};
use crate::tree::{Device, Node, Tree};

/// A message that was said.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub name: String,
    pub by: Device,
    pub node: Node,
    /// The node that its step grew on.
    pub parent: Option<Node>,
    pub key: Key,
    pub index: u64,
    pub entry: usize,
}

/// A message that was not read when it came.
#[derive(Clone, Debug)]
pub(super) struct NotRead {
    pub entry: usize,
    pub tried: Vec<(Node, Why)>,
    pub then: Then,
}

/// The world.
pub(super) struct State<'a> {
    pub run: &'a Run,
    /// Everything that exists.
    pub tree: Tree,
    pub known: BTreeMap<Device, BTreeSet<Node>>,
    pub selects: BTreeMap<Device, Node>,
    /// What each device has read, said or been shown, and since which entry.
    pub seen: BTreeMap<(Device, String), usize>,
    pub said: Vec<Said>,
    /// What the other user can have got of it.
    pub wire: Vec<Said>,
    pub unread: BTreeMap<(Device, String), NotRead>,
    pub pending: BTreeMap<(Parcel, Device), usize>,
    pub forgot: BTreeSet<(Device, Node)>,
    /// Who was removed, and when.
    pub removed: BTreeMap<Device, usize>,
    pub gone: BTreeSet<Device>,
    pub rolled: bool,
    pub leads: BTreeSet<Device>,
    /// The first fail-over.
    pub failover: Option<usize>,
}

impl<'a> State<'a> {
    pub fn new(run: &'a Run) -> Self {
        let tree = Tree::new(&run.setting.policy);
        let roots: BTreeSet<Node> = tree.nodes().collect();
        let devices = run.devices.values();
        let leads = if run.is_led() { [Device::new(crate::tree::User::A, 1)].into() } else { BTreeSet::new() };
        Self {
            run,
            known: devices.map(|device| (*device, roots.clone())).collect(),
            tree,
            selects: BTreeMap::new(),
            seen: BTreeMap::new(),
            said: Vec::new(),
            wire: Vec::new(),
            unread: BTreeMap::new(),
            pending: BTreeMap::new(),
            forgot: BTreeSet::new(),
            removed: BTreeMap::new(),
            gone: BTreeSet::new(),
            rolled: false,
            leads,
            failover: None,
        }
    }

    pub fn apply(&mut self, place: usize, entry: &Entry<SharedRatchet>) {
        match &entry.record {
            Record::Step(step) => {
                if let Mark::Gone(device) = step.marks {
                    self.gone.insert(device);
                }
            }
            Record::Delivered { to, message, .. } => {
                if let (Some(parcel), Some(device)) = (message.parcel(), self.run.devices.get(to)) {
                    self.arrived(parcel, *device);
                }
            }
            Record::Note(who, note) => match self.run.devices.get(who) {
                Some(device) => self.note(place, *device, note),
                None => self.outbox(place, note),
            },
            _ => {}
        }
    }

    fn arrived(&mut self, parcel: Parcel, device: Device) {
        let key = (parcel, device);
        if let Some(count) = self.pending.get_mut(&key) {
            *count -= 1;
            if *count == 0 {
                self.pending.remove(&key);
            }
        }
    }

    fn note(&mut self, entry: usize, device: Device, note: &Note) {
        match note {
            Note::Said { message, node, parent, key, index } => {
                if let Some(parent) = parent {
                    self.tree.grow(*node, *parent);
                }
                let (name, by, node, parent) = (message.clone(), device, *node, *parent);
                let said = Said { name, by, node, parent, key: *key, index: *index, entry };
                if !(self.run.is_led() && device.user == crate::tree::User::A) {
                    self.wire.push(said.clone());
                }
                self.said.push(said);
                self.see(entry, device, message);
            }
            Note::Rolled(root) => {
                self.rolled = true;
                let generation = self.tree.nodes().map(|node| self.tree.generation(node)).max().unwrap_or(0) + 1;
                self.tree.roll(*root, generation);
            }
            Note::Posted(parcel, to) => {
                for device in to {
                    *self.pending.entry((parcel.clone(), *device)).or_default() += 1;
                }
            }
            Note::Knows(node, _) => {
                self.known.entry(device).or_default().insert(*node);
            }
            Note::Withdrawn(node) => _ = self.known.entry(device).or_default().remove(node),
            Note::Read { message, .. } | Note::Shown(message) => self.see(entry, device, message),
            Note::Unread { item, tried, then } => {
                let not_read = NotRead { entry, tried: tried.clone(), then: *then };
                self.unread.insert((device, item.clone()), not_read);
            }
            Note::Selects(node) => _ = self.selects.insert(device, *node),
            Note::Forgot(nodes) => self.forgot.extend(nodes.iter().map(|node| (device, *node))),
            // Each side of a removal says it of the other; who was removed hears it of everybody.
            Note::Removed(other) => {
                let removed = self.run.scenario.steps.iter().find_map(|step| match step.action {
                    crate::model::Action::Remove(removed) if [device, *other].contains(&removed) => Some(removed),
                    _ => None,
                });
                if let Some(removed) = removed {
                    self.removed.entry(removed).or_insert(entry);
                }
            }
            Note::Leads(_) => {
                self.leads.insert(device);
                self.failover.get_or_insert(entry);
            }
            Note::Follows(_) => _ = self.leads.remove(&device),
            _ => {}
        }
    }

    fn outbox(&mut self, entry: usize, note: &Note) {
        match note {
            Note::HandedOn { by, item, key, index } => {
                let this =
                    |said: &&Said| said.by == *by && said.name == *item && said.key == *key && said.index == *index;
                let said = self.said.iter().rev().find(this).cloned();
                self.wire.extend(said.map(|said| Said { entry, ..said }));
            }
            Note::Posted(parcel, to) => {
                for device in to {
                    *self.pending.entry((parcel.clone(), *device)).or_default() += 1;
                }
            }
            _ => {}
        }
    }

    fn see(&mut self, entry: usize, device: Device, message: &str) {
        self.seen.entry((device, message.to_owned())).or_insert(entry);
    }

    /// Whether a device has read, said or been shown a message.
    pub fn has_seen(&self, device: Device, message: &str) -> bool {
        self.seen.contains_key(&(device, message.to_owned()))
    }

    pub fn knows(&self, device: Device, node: Node) -> bool {
        self.known.get(&device).is_some_and(|known| known.contains(&node))
    }

    /// Whether a message is still on its way to a device.
    pub fn is_pending(&self, device: Device, message: &str) -> bool {
        self.pending.contains_key(&(Parcel::Item(message.to_owned()), device))
    }

    /// Devices that take part: neither removed nor destroyed.
    pub fn living(&self) -> impl Iterator<Item = Device> + '_ {
        let there = |device: &Device| !self.removed.contains_key(device) && !self.gone.contains(device);
        self.run.devices.values().copied().filter(there)
    }

    /// Nothing can be delivered that would change anything.
    pub fn is_quiescent(&self) -> bool {
        let enabled = |(parcel, device): &(Parcel, Device)| match parcel {
            Parcel::Item(name) => self.said.iter().rev().find(|said| said.name == *name).is_none_or(|said| {
                let parent = self.tree.parent(said.node);
                self.knows(*device, said.node) || parent.is_none_or(|parent| self.knows(*device, parent))
            }),
            Parcel::News(node) => self.tree.parent(*node).is_none_or(|parent| self.knows(*device, parent)),
            Parcel::Ack(_) | Parcel::Push(_) => true,
        };
        !self.pending.keys().filter(|(_, device)| !self.gone.contains(device)).any(enabled)
    }

    /// Nodes on which nothing grew, of the newest roots.
    pub fn tips(&self) -> BTreeSet<Node> {
        let grown: BTreeSet<Node> = self.tree.nodes().filter_map(|node| self.tree.parent(node)).collect();
        let newest = self.tree.nodes().map(|node| self.tree.generation(node)).max().unwrap_or(0);
        let tip = |node: &Node| !grown.contains(node) && self.tree.generation(*node) == newest;
        self.tree.nodes().filter(tip).collect()
    }

    /// Levels of the longest losing branch: of two tips, how far the shallower one is from where they part.
    pub fn fork_depth(&self) -> u32 {
        let tips: Vec<Node> = self.tips().into_iter().collect();
        let mut deepest = 0;
        for (place, left) in tips.iter().enumerate() {
            for right in &tips[place + 1..] {
                let Some(fork) = self.tree.fork_point(*left, *right) else { continue };
                let shallower = self.tree.depth(*left).min(self.tree.depth(*right));
                deepest = deepest.max(shallower - self.tree.depth(fork));
            }
        }
        deepest
    }

    /// Levels shared by everything that is built on.
    pub fn common_prefix(&self) -> u32 {
        let mut built_on = self.living().filter_map(|device| self.selects.get(&device).copied());
        let Some(first) = built_on.next() else { return 0 };
        let shared = built_on.try_fold(first, |shared, node| self.tree.fork_point(shared, node));
        shared.map_or(0, |node| self.tree.depth(node))
    }

    /// Nobody can step on what it builds on.
    pub fn is_dead(&self) -> bool {
        self.living().all(|device| self.selects.get(&device).is_none_or(|node| node.owner() == device.user))
    }

    /// How many messages on the wire have the ratchet key and index of an earlier one.
    pub fn reused(&self) -> usize {
        let names: BTreeSet<_> = self.wire.iter().map(|said| (said.key, said.index)).collect();
        self.wire.len() - names.len()
    }

    /// Messages that no living device of the other user has seen, and that are on the way to none.
    pub fn lost(&self) -> BTreeSet<String> {
        let lost = |said: &&Said| {
            let mut others = self.living().filter(|device| device.user != said.by.user);
            others.all(|device| !self.has_seen(device, &said.name) && !self.is_pending(device, &said.name))
        };
        self.wire.iter().filter(lost).map(|said| said.name.clone()).collect()
    }
}
