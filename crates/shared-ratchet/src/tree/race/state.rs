//! A state of the machine, and which node a device selects in it.

use super::input::{MOST_DEVICES, MOST_NODES};
use super::shape::{Nodes, Shape, numbers};
use crate::tree::policy::Valid;

/// No node.
pub(super) const NONE: u8 = u8::MAX;

/// Who knows what. Members that the switches do not need stay as they were at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State {
    /// By node: what it grew on.
    pub(super) parent: [u8; MOST_NODES],
    /// By device: nodes that it knows, roots included.
    pub(super) known: [Nodes; MOST_DEVICES],
    /// By device: nodes whose message came and will not be looked at again.
    pub(super) processed: [Nodes; MOST_DEVICES],
    /// By device: nodes of the other user whose message it opened.
    pub(super) decrypted: [Nodes; MOST_DEVICES],
    /// By device: nodes of its user that it knows to be acknowledged.
    pub(super) acked: [Nodes; MOST_DEVICES],
    /// Nodes that some device of the other user accepted.
    pub(super) announced: Nodes,
    /// The finality marker.
    pub(super) marker: u8,
    /// A later marker or node did not descend from the marker.
    pub(super) broken: bool,
}

impl State {
    /// Nothing but roots, known to all.
    pub(super) fn start(shape: &Shape) -> Self {
        let mut known = [0; MOST_DEVICES];
        known[..shape.devices].fill(shape.roots);
        Self {
            parent: [NONE; MOST_NODES],
            known,
            processed: [0; MOST_DEVICES],
            decrypted: [0; MOST_DEVICES],
            acked: [0; MOST_DEVICES],
            announced: 0,
            marker: NONE,
            broken: false,
        }
    }

    /// Nodes that exist, without roots. Whoever made one knows it.
    pub(super) fn exist(&self, shape: &Shape) -> Nodes {
        self.known.iter().fold(0, |all, known| all | known) & !shape.roots
    }

    /// What a node grew on; a root on nothing.
    pub(super) fn above(&self, shape: &Shape, node: usize) -> Option<usize> {
        (node < shape.nodes).then(|| usize::from(self.parent[node]))
    }

    /// The node and all above it.
    pub(super) fn ancestry<'a>(&'a self, shape: &'a Shape, node: usize) -> impl Iterator<Item = usize> + 'a {
        std::iter::successors(Some(node), move |node| self.above(shape, *node))
    }

    /// DH steps from the root.
    pub(super) fn depth(&self, shape: &Shape, node: usize) -> usize {
        self.ancestry(shape, node).count() - 1
    }

    /// Whether a node is `above` or grew on it.
    pub(super) fn descends(&self, shape: &Shape, node: usize, above: u8) -> bool {
        self.ancestry(shape, node).any(|node| node == usize::from(above))
    }

    /// Nodes that grew on the same node as this one, itself left out.
    pub(super) fn beside(&self, shape: &Shape, node: usize) -> Nodes {
        let same = |other: &usize| *other != node && self.parent[*other] == self.parent[node];
        numbers(self.exist(shape)).filter(same).fold(0, |set, other| set | 1 << other)
    }

    /// Steps that a device made.
    pub(super) fn made(&self, shape: &Shape, device: usize) -> usize {
        let own = &self.parent[device * shape.steps..][..shape.steps];
        own.iter().filter(|parent| **parent != NONE).count()
    }

    /// The deepest valid node that a device knows; ties by its order.
    pub(super) fn choice(&self, shape: &Shape, device: usize) -> usize {
        let valid = numbers(self.known[device]).filter(|node| self.valid(shape, device, *node));
        let best = valid.min_by_key(|node| {
            let depth = self.depth(shape, *node);
            (std::cmp::Reverse(depth), self.rank(shape, device, *node))
        });
        best.unwrap_or(shape.nodes)
    }

    /// Of nodes equally deep the lowest wins: by the tip, or by the path as digits, the root's the highest.
    fn rank(&self, shape: &Shape, device: usize, node: usize) -> u64 {
        let ranks = &shape.ranks[device];
        if !shape.path {
            return u64::from(ranks[node]);
        }
        let digits = self.ancestry(shape, node).enumerate();
        digits.fold(0, |digits, (place, node)| digits | u64::from(ranks[node]) << (4 * place))
    }

    /// A3.
    fn valid(&self, shape: &Shape, device: usize, node: usize) -> bool {
        let bit = 1 << node;
        let waits = shape.of_user[shape.users[device]] & !self.acked[device] & bit != 0;
        match shape.valid {
            Valid::Known => true,
            Valid::Acked => !waits,
            Valid::AckedFirst => !waits || self.beside(shape, node) & self.acked[device] & self.known[device] == 0,
        }
    }
}
