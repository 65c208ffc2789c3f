//! The machine of section 2 for worlds of any size: what every device knows, and what can be asked about it.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::grown::Tree;
use crate::tree::name::{Device, Node, User};
use crate::tree::policy::{Length, Policy, Valid};
use crate::tree::select::{Known, select_counting};

/// What a device has.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mind {
    /// Nodes that it knows, roots included.
    pub known: BTreeSet<Node>,
    /// The same by the generation of their root and their depth.
    pub levels: BTreeMap<(u32, u32), BTreeSet<Node>>,
    /// By node and sender: symmetric messages that it sent or received.
    pub heard: BTreeMap<(Node, Device), u32>,
    /// Messages that will not be looked at again.
    pub processed: BTreeSet<Node>,
    /// Nodes of the other user whose message it opened.
    pub opened: BTreeSet<Node>,
    /// Nodes of its user that it knows to be acknowledged.
    pub acked: BTreeSet<Node>,
    /// Nodes that exist, that it did not make, and whose message it has not processed.
    pub waiting: BTreeSet<Node>,
    /// Steps that it made.
    pub made: u32,
    /// Roots that it rolled.
    pub rolls: u32,
    /// By node of its user: the index of the next symmetric message, as far as it knows.
    pub index: BTreeMap<Node, u32>,
}

impl Mind {
    /// Symmetric messages on a node that it sent or received.
    fn heard_on(&self, node: Node) -> u32 {
        let of = (node, Device::new(User::A, 0))..=(node, Device::new(User::B, u8::MAX));
        self.heard.range(of).map(|(_, count)| count).sum()
    }
}

/// Who knows what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct World {
    pub(super) policy: Policy,
    pub(super) steps_max: u32,
    pub(super) tree: Tree,
    pub(super) minds: BTreeMap<Device, Mind>,
    pub(super) removed: BTreeSet<Device>,
    pub(super) announced: BTreeSet<Node>,
    /// Symmetric messages by (node, index), each with how often it was sent.
    pub(super) sent: BTreeMap<(Node, u32), u32>,
    /// Symmetric messages by node and sender.
    pub(super) said: BTreeMap<Node, BTreeMap<Device, u32>>,
}

impl World {
    /// Devices a1 to am and b1 to bn that know the first roots.
    pub fn new(m: u8, n: u8, steps_max: u32, policy: &Policy) -> Self {
        let of = |user, most| (1..=most).map(move |number| Device::new(user, number));
        let known = policy.first_roots().iter().copied().collect::<BTreeSet<_>>();
        let mind = Mind { levels: BTreeMap::from([((0, 0), known.clone())]), known, ..Mind::default() };
        Self {
            policy: policy.clone(),
            steps_max,
            tree: Tree::new(policy),
            minds: of(User::A, m).chain(of(User::B, n)).map(|device| (device, mind.clone())).collect(),
            removed: BTreeSet::new(),
            announced: BTreeSet::new(),
            sent: BTreeMap::new(),
            said: BTreeMap::new(),
        }
    }

    /// The tree of all nodes.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// All devices.
    pub fn devices(&self) -> impl Iterator<Item = Device> + '_ {
        self.minds.keys().copied()
    }

    /// Devices that were not removed.
    pub fn living(&self) -> impl Iterator<Item = Device> + '_ {
        self.devices().filter(|device| !self.removed.contains(device))
    }

    /// Steps that a device made.
    pub fn made(&self, device: Device) -> u32 {
        self.minds.get(&device).map_or(0, |mind| mind.made)
    }

    /// On what a device sends next. None for a device that is not there.
    pub fn selection(&self, device: Device) -> Option<Node> {
        let mind = self.minds.get(&device)?;
        let order = self.policy.order_of(device);
        let nodes = self.candidates(mind);
        let counted = |node: Node| u32::from(!node.is_root()) + mind.heard_on(node);
        let known = Known { nodes, acked: &mind.acked };
        select_counting(&self.tree, known, &self.policy, device, |left, right| order.compare(left, right), counted)
    }

    /// Nodes among which the choice is: all, or where depth alone decides the deepest.
    fn candidates<'a>(&self, mind: &'a Mind) -> &'a BTreeSet<Node> {
        let by_depth = self.policy.length == Length::DhSteps && self.policy.valid == Valid::Known;
        let deepest = mind.levels.last_key_value().filter(|((generation, _), _)| by_depth && *generation == 0);
        deepest.map_or(&mind.known, |(_, nodes)| nodes)
    }

    /// On what every device sends next.
    pub fn selections(&self) -> BTreeMap<Device, Node> {
        self.devices().filter_map(|device| Some((device, self.selection(device)?))).collect()
    }

    /// Whether a device knows a node.
    pub fn knows(&self, device: Device, node: Node) -> bool {
        self.minds.get(&device).is_some_and(|mind| mind.known.contains(&node))
    }

    /// Whether a device of the other user has opened the message of a node.
    pub fn opened(&self, device: Device, node: Node) -> bool {
        let Some(mind) = self.minds.get(&device) else { return false };
        if self.policy.has_acknowledgements() { mind.opened.contains(&node) } else { mind.known.contains(&node) }
    }

    /// Nodes that exist, that a device did not make, and whose message it has not processed.
    pub fn waiting(&self, device: Device) -> impl Iterator<Item = Node> + '_ {
        self.minds.get(&device).into_iter().flat_map(|mind| mind.waiting.iter().copied())
    }

    /// Nodes that nothing grew on, in the order of their names.
    pub fn tips(&self) -> Vec<Node> {
        let inner: BTreeSet<Node> = self.tree.nodes().filter_map(|node| self.tree.parent(node)).collect();
        self.tree.nodes().filter(|node| !inner.contains(node)).collect()
    }

    /// Over all pairs of tips with one root: the shorter way from a tip to their fork, in steps.
    pub fn fork_depth(&self) -> u32 {
        let tips = self.tips();
        let mut deepest = 0;
        for (place, left) in tips.iter().enumerate() {
            for right in &tips[place + 1..] {
                let Some(shared) = self.tree.fork_point(*left, *right) else { continue };
                let shorter = self.tree.depth(*left).min(self.tree.depth(*right));
                deepest = deepest.max(shorter - self.tree.depth(shared));
            }
        }
        deepest
    }

    /// Nodes whose message no living device of the other user has opened. While deliveries are under way that means little.
    pub fn unread(&self) -> Vec<Node> {
        let steps = self.tree.nodes().filter(|node| !node.is_root());
        let read = |node: &Node| self.living().any(|device| device.user != node.owner() && self.opened(device, *node));
        steps.filter(|node| !read(node)).collect()
    }

    /// P8: nodes of the other user that the removed device has opened and some living device of its user has not.
    pub fn readable_only_by(&self, removed: Device) -> Vec<Node> {
        let steps = self.tree.nodes().filter(|node| !node.is_root() && node.owner() != removed.user);
        let siblings = || self.living().filter(|device| device.user == removed.user);
        let leaked = |node: &Node| self.opened(removed, *node) && siblings().any(|device| !self.opened(device, *node));
        steps.filter(leaked).collect()
    }

    /// (node, index) pairs under which more than one symmetric message went out (CE5).
    pub fn reused(&self) -> Vec<(Node, u32)> {
        self.sent.iter().filter(|(_, times)| **times > 1).map(|(at, _)| *at).collect()
    }

    /// Who sent symmetric messages on a node that a device knows and has not received, each with how many it sent; only where they count.
    pub(super) fn unheard(&self, device: Device, node: Node) -> impl Iterator<Item = (Device, u32)> + '_ {
        let mind = self.minds.get(&device).filter(|mind| mind.known.contains(&node));
        let said = self.said.get(&node).filter(|_| self.policy.length == Length::Messages);
        let new = move |mind: &Mind, by: Device, all: u32| mind.heard.get(&(node, by)).copied().unwrap_or(0) < all;
        let said = said.into_iter().flatten().map(|(by, all)| (*by, *all));
        said.filter(move |(by, all)| mind.is_some_and(|mind| new(mind, *by, *all)))
    }

    /// The same of those who may still be heard.
    pub(super) fn audible(&self, device: Device, node: Node) -> impl Iterator<Item = (Device, u32)> + '_ {
        self.unheard(device, node).filter(move |(by, _)| !self.strangers(device, *by))
    }

    /// Whether neither copies nor acknowledgements pass between a device and the maker of a node.
    pub(super) fn apart(&self, device: Device, node: Node) -> bool {
        node.maker().is_some_and(|maker| self.strangers(device, maker))
    }

    /// Whether two devices are of one user, and one of them was removed.
    fn strangers(&self, one: Device, other: Device) -> bool {
        let gone = self.removed.contains(&one) || self.removed.contains(&other);
        one != other && one.user == other.user && gone
    }
}
