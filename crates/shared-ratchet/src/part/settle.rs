//! What a device does after every input: what waited may be opened now, and another node may be the one to build on.

use std::cmp::Ordering;

use sim_engine::Output;

use super::{DevicePart, Slip};
use crate::system::{Note, SharedRatchet};
use crate::tree::{Known, Node, joinable, select_by};

impl DevicePart {
    /// The node to build on.
    pub(super) fn selection(&self) -> Option<Node> {
        let known = Known { nodes: &self.known, acked: &self.acked };
        let last = self.roster.keys().filter(|device| device.user == self.me.user).all(|device| *device < self.me);
        let reversed = self.slip == Some(Slip::RanksInReverse) && last && self.me.number > 1;
        let order = self.policy.order_of(self.me);
        let compare = |left: Node, right: Node| -> Ordering {
            if reversed { order.compare(right, left) } else { order.compare(left, right) }
        };
        let chosen = select_by(&self.tree, known, &self.policy, self.me, compare)?;
        let stuck = self.selects.filter(|_| self.slip == Some(Slip::NeverHeals));
        Some(stuck.filter(|old| !self.tree.descends(chosen, *old)).map_or(chosen, |old| self.deepest_below(old)))
    }

    fn deepest_below(&self, old: Node) -> Node {
        let below = self.known.iter().copied().filter(|node| self.tree.descends(*node, old));
        below.max_by_key(|node| self.tree.depth(*node)).unwrap_or(old)
    }

    /// Opens what waited as far as it can be opened, gives up what is too old, and says what is built on from now on.
    pub(super) fn settle(&mut self) -> Vec<Output<SharedRatchet>> {
        let mut outputs = Vec::new();
        loop {
            let before = (self.orphans.len(), self.early.len());
            outputs.extend(self.take_early());
            outputs.extend(self.open_orphans());
            if before == (self.orphans.len(), self.early.len()) {
                break;
            }
        }
        outputs.extend(self.forget());
        let selects = self.selection();
        if selects != self.selects {
            self.selects = selects;
            outputs.extend(selects.map(|node| Output::Note(Note::Selects(node))));
        }
        outputs
    }

    fn take_early(&mut self) -> Vec<Output<SharedRatchet>> {
        let (now, later): (Vec<_>, Vec<_>) = std::mem::take(&mut self.early)
            .into_iter()
            .partition(|early| early.replica.parent.is_none_or(|parent| self.known.contains(&parent)));
        self.early = later;
        now.into_iter().flat_map(|early| self.adopt(early)).collect()
    }

    fn open_orphans(&mut self) -> Vec<Output<SharedRatchet>> {
        let waiting = std::mem::take(&mut self.orphans);
        waiting.into_iter().flat_map(|orphan| self.try_orphan(orphan)).collect()
    }

    /// A8: pickles of nodes that nothing can join any more.
    fn forget(&mut self) -> Vec<Output<SharedRatchet>> {
        let kept: Vec<Node> = self.vault.nodes().collect();
        let old = |node: &Node| !joinable(&self.tree, &self.known, &self.policy, *node);
        let gone: Vec<Node> = kept.into_iter().filter(old).collect();
        gone.iter().for_each(|node| self.vault.forget(*node));
        if gone.is_empty() { Vec::new() } else { vec![Output::Note(Note::Forgot(gone))] }
    }
}
