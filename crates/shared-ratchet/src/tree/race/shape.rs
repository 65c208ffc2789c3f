//! A question made small: devices and nodes as numbers, sets as bits.

use super::input::{RaceError, RaceInput};
use crate::tree::name::{Device, Node, User};
use crate::tree::policy::{Accept, Compare, Orphan, Valid};

/// A set of nodes: a bit each, the steps of device 0 first, the roots last.
pub(super) type Nodes = u16;

/// What does not change during a run.
#[derive(Debug)]
pub(super) struct Shape {
    /// Devices of both users, those of A first.
    pub devices: usize,
    /// Steps of each device.
    pub steps: usize,
    /// Steps of all devices: the first root's number.
    pub nodes: usize,
    /// The first roots.
    pub roots: Nodes,
    /// Steps by user: A's, B's. Without roots.
    pub of_user: [Nodes; 2],
    /// A5.
    pub accept: Accept,
    /// A3.
    pub valid: Valid,
    /// A7: orphans may be discarded.
    pub drops: bool,
    /// Acknowledgements are part of the state.
    pub acks: bool,
    /// The finality marker is part of the state.
    pub marker: bool,
    /// A6: paths are compared.
    pub path: bool,
    /// By device, then by node: its rank, the lowest wins.
    pub ranks: Vec<Vec<u8>>,
    /// By device: it was removed.
    pub removed: Vec<bool>,
    /// By device: nodes of siblings from whom nothing passes to it, since one of the two was removed.
    pub apart: Vec<Nodes>,
    /// By device: its user, 0 or 1.
    pub users: Vec<usize>,
    /// The names of nodes.
    pub names: Vec<Node>,
    /// The names of devices.
    pub device_names: Vec<Device>,
}

impl Shape {
    /// Makes a question small, if it can be counted.
    pub fn new(input: &RaceInput) -> Result<Self, RaceError> {
        input.check()?;
        let policy = &input.policy;
        let device_names = input.devices();
        let steps_of = |device: &Device| (1..=input.steps_max).map(|k| Node::step(*device, k)).collect::<Vec<_>>();
        let mut names: Vec<Node> = device_names.iter().flat_map(steps_of).collect();
        let nodes = names.len();
        names.extend(policy.first_roots());
        let bits = |wanted: &dyn Fn(&Node) -> bool| {
            names.iter().enumerate().filter(|(_, node)| wanted(node)).fold(0, |bits, (x, _)| bits | 1 << x)
        };
        let steps_by = |user| bits(&|node| !node.is_root() && node.owner() == user);
        let rank = |device: &Device| {
            let order = policy.order_of(*device);
            let better = |node: &Node| names.iter().filter(|other| order.compare(**other, *node).is_lt()).count() as u8;
            names.iter().map(better).collect()
        };
        let gone = |device: &Device| input.removed.contains(device);
        let apart = |device: &Device| {
            let from = |maker: Device| maker != *device && maker.user == device.user && (gone(&maker) || gone(device));
            bits(&|node| !node.is_root() && node.maker().is_some_and(from))
        };
        Ok(Self {
            devices: device_names.len(),
            steps: input.steps_max as usize,
            nodes,
            roots: bits(&|node| node.is_root()),
            of_user: [steps_by(User::A), steps_by(User::B)],
            accept: policy.accept,
            valid: policy.valid,
            drops: policy.orphan == Orphan::Drop,
            acks: policy.has_acknowledgements(),
            marker: input.marker,
            path: policy.order == Compare::Path,
            ranks: device_names.iter().map(rank).collect(),
            removed: device_names.iter().map(gone).collect(),
            apart: device_names.iter().map(apart).collect(),
            users: device_names.iter().map(|device| usize::from(device.user == User::B)).collect(),
            names,
            device_names,
        })
    }

    /// The user that owns a node, 0 or 1.
    pub fn owner(&self, node: usize) -> usize {
        match node.checked_sub(self.nodes) {
            None => self.users[node / self.steps],
            Some(root) => 1 - root,
        }
    }

    /// Living devices of a user.
    pub fn living(&self, user: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.devices).filter(move |device| self.users[*device] == user && !self.removed[*device])
    }
}

/// The numbers in a set.
pub(super) fn numbers(mut set: Nodes) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(lowest)
    })
}
