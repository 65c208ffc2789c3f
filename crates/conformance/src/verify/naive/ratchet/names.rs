//! Names as numbers. A node's number is its place in the order of names, so that orders compare numbers.

use crate::format::topics::ratchet::{Order, Policy};

/// Nodes as bits.
pub(super) type Set = u64;

/// Rolls of each device that have a number.
const ROLLS: usize = 2;

/// More than the machine can number.
pub(super) struct TooLarge(pub String);

/// What every name stands for.
pub(super) struct Names {
    /// Devices of A.
    m: usize,
    /// Devices of both.
    pub devices: usize,
    /// Steps of a device that have a number: one more than it may make.
    wide: usize,
}

impl Names {
    pub fn new(m: u8, n: u8, steps: u32) -> Result<Self, TooLarge> {
        let devices = usize::from(m) + usize::from(n);
        let names = Self { m: m.into(), devices, wide: steps as usize + 1 };
        if names.nodes() > Set::BITS as usize {
            return Err(TooLarge(format!("{} nodes, and the machine has room for {}", names.nodes(), Set::BITS)));
        }
        Ok(names)
    }

    /// How many nodes have a number.
    pub const fn nodes(&self) -> usize {
        self.devices * (self.wide + ROLLS) + 2
    }

    /// The number of `R`; `R'` is the next one.
    pub const fn root(&self) -> usize {
        self.devices * self.wide
    }

    pub const fn step(&self, device: usize, k: usize) -> usize {
        device * self.wide + k - 1
    }

    pub const fn rolled(&self, device: usize, k: usize) -> usize {
        self.root() + 2 + device * ROLLS + k - 1
    }

    /// All steps of a device.
    pub const fn steps_of(&self, device: usize) -> Set {
        ((1 << self.wide) - 1) << (device * self.wide)
    }

    pub const fn is_root(&self, node: usize) -> bool {
        node >= self.root()
    }

    /// Who stepped or rolled.
    pub const fn maker(&self, node: usize) -> Option<usize> {
        if node < self.root() {
            Some(node / self.wide)
        } else if node < self.root() + 2 {
            None
        } else {
            Some((node - self.root() - 2) / ROLLS)
        }
    }

    /// 0 for A, 1 for B.
    pub const fn user(&self, device: usize) -> usize {
        (device >= self.m) as usize
    }

    /// The user that owns a node.
    pub const fn owner(&self, node: usize) -> usize {
        match self.maker(node) {
            Some(device) if self.is_root(node) => 1 - self.user(device),
            Some(device) => self.user(device),
            None => (node == self.root()) as usize,
        }
    }

    pub fn device(&self, name: &str) -> Option<usize> {
        (0..self.devices).find(|device| self.device_name(*device) == name)
    }

    pub fn node(&self, name: &str) -> Option<usize> {
        (0..self.nodes()).find(|node| self.node_name(*node) == name)
    }

    pub fn device_name(&self, device: usize) -> String {
        if device < self.m { format!("a{}", device + 1) } else { format!("b{}", device - self.m + 1) }
    }

    pub fn node_name(&self, node: usize) -> String {
        let of = |device| self.device_name(device);
        match self.maker(node) {
            None => if node == self.root() { "R" } else { "R'" }.to_owned(),
            Some(device) if self.is_root(node) => format!("R:{}.{}", of(device), node + 1 - self.rolled(device, 1)),
            Some(device) => format!("{}.{}", of(device), node + 1 - self.step(device, 1)),
        }
    }

    /// By node: its place in the order of a device. The lowest wins.
    pub fn ranking(&self, policy: &Policy, device: usize) -> Vec<usize> {
        let user = ["A", "B"][self.user(device)];
        let own = policy.orders.get(&self.device_name(device)).or_else(|| policy.orders.get(user));
        let place = |node: usize| match own {
            None | Some(Order::Ascending) => node,
            Some(Order::Descending) => self.nodes() - node,
            Some(Order::List(list)) => {
                let name = self.node_name(node);
                list.iter().position(|listed| *listed == name).unwrap_or(list.len() + node)
            }
        };
        (0..self.nodes()).map(place).collect()
    }
}

/// The numbers in a set.
pub(super) fn members(mut set: Set) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(lowest)
    })
}
