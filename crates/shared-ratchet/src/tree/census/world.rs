//! A state in the open: lists of lists, a row of booleans for what a device knows.

use crate::tree::race::{MOST_DEVICES, MOST_NODES};

/// By node.
pub(super) type Row = [bool; MOST_NODES];

/// Where a node hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Above {
    /// It does not exist.
    Nothing,
    /// On the root of this number.
    Root(usize),
    /// On this node.
    Node(usize),
}

/// What a device has.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mind {
    pub known: Row,
    pub processed: Row,
    pub decrypted: Row,
    pub acked: Row,
}

/// A state in the open.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub above: [Above; MOST_NODES],
    pub minds: [Mind; MOST_DEVICES],
    pub announced: Row,
    pub marker: Option<Above>,
    pub broken: bool,
}

impl World {
    pub fn new() -> Self {
        Self {
            above: [Above::Nothing; MOST_NODES],
            minds: [Mind::default(); MOST_DEVICES],
            announced: [false; MOST_NODES],
            marker: None,
            broken: false,
        }
    }

    /// From a tip to its root, both included.
    pub fn chain(&self, tip: Above) -> Vec<Above> {
        let mut chain = vec![tip];
        let mut at = tip;
        while let Above::Node(node) = at {
            at = self.above[node];
            chain.push(at);
        }
        chain
    }

    pub fn there(&self, node: usize) -> bool {
        self.above[node] != Above::Nothing
    }

    pub fn knows(&self, device: usize, place: Above) -> bool {
        match place {
            Above::Nothing => false,
            Above::Root(_) => true,
            Above::Node(node) => self.minds[device].known[node],
        }
    }
}
