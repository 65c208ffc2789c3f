//! Who knows what, and on what a device sends next.

use std::cmp::Reverse;

use super::names::{Names, Set, TooLarge, members};
use super::slips::Slip;
use crate::format::topics::ratchet::{Compare, Length, Policy, RootOrder, Valid};

/// Above a root.
const NOTHING: u8 = u8::MAX;

/// What a device has.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mind {
    pub known: Set,
    pub processed: Set,
    pub opened: Set,
    pub acked: Set,
}

/// Who knows what.
#[derive(Clone, Debug)]
pub(super) struct World {
    /// Nodes that exist.
    pub exist: Set,
    /// By node: its parent.
    pub above: Vec<u8>,
    /// By device.
    pub minds: Vec<Mind>,
    pub announced: Set,
    /// Devices, as bits.
    pub removed: u64,
    /// By node: symmetric messages on it. Empty in races, where there are none.
    pub messages: Vec<u32>,
    /// By device and node: how many of these it sent or received. Empty as above.
    pub heard: Vec<Vec<u32>>,
    /// By root: its generation. Empty where nobody has rolled.
    pub generations: Vec<u32>,
}

/// The rules of a world, and the mistake that is made.
pub(super) struct Rules<'a> {
    pub names: Names,
    pub policy: &'a Policy,
    pub steps: usize,
    pub slip: Option<Slip>,
    rankings: Vec<Vec<usize>>,
}

impl<'a> Rules<'a> {
    pub fn new((m, n): (u8, u8), steps: u32, policy: &'a Policy, slip: Option<Slip>) -> Result<Self, TooLarge> {
        let names = Names::new(m, n, steps)?;
        let whose = |device| if slip == Some(Slip::OneOrder) { 0 } else { device };
        let rankings = (0..names.devices).map(|device| names.ranking(policy, whose(device))).collect();
        Ok(Self { names, policy, steps: steps as usize, slip, rankings })
    }

    /// Whether this mistake is made.
    pub fn slips(&self, slip: Slip) -> bool {
        self.slip == Some(slip)
    }

    pub fn start(&self) -> World {
        let roots = ((1 << self.policy.roots) - 1) << self.names.root();
        World {
            exist: roots,
            above: vec![NOTHING; self.names.nodes()],
            minds: vec![Mind { known: roots, ..Mind::default() }; self.names.devices],
            announced: 0,
            removed: 0,
            messages: Vec::new(),
            heard: Vec::new(),
            generations: Vec::new(),
        }
    }

    /// Living devices of a user.
    pub fn living<'w>(&'w self, world: &'w World, user: usize) -> impl Iterator<Item = usize> + 'w {
        let all = (0..self.names.devices).filter(move |device| self.names.user(*device) == user);
        all.filter(|device| world.removed >> device & 1 == 0 || self.slips(Slip::RemovedLive))
    }

    /// What a device has opened; without acknowledgements, what it knows.
    pub fn opened(&self, world: &World, device: usize) -> Set {
        let mind = world.minds[device];
        if self.policy.has_acknowledgements() { mind.opened } else { mind.known }
    }

    /// The node on which a device sends next.
    pub fn selection(&self, world: &World, device: usize) -> usize {
        let known = world.minds[device].known;
        let newest = members(known).map(|node| self.root_rank(world, node)).max();
        let usable = |node: &usize| Some(self.root_rank(world, *node)) == newest && self.valid(world, device, *node);
        let usable: Vec<(u32, usize)> =
            members(known).filter(usable).map(|node| (self.length(world, device, node), node)).collect();
        let longest = usable.iter().map(|(length, _)| *length).max();
        let longest = usable.iter().filter(|(length, _)| Some(*length) == longest).map(|(_, node)| *node);
        longest.min_by_key(|node| self.place(world, device, *node)).unwrap_or(self.names.root())
    }

    /// The higher the newer: the generation; then, if both users share an order of roots, the first root by name.
    fn root_rank(&self, world: &World, node: usize) -> (u32, Reverse<usize>) {
        if world.generations.is_empty() {
            return (0, Reverse(0));
        }
        let root = world.path(node)[0];
        let generation = world.generations[root];
        let shared = generation > 0 && self.policy.root_order == RootOrder::Shared && !self.slips(Slip::OwnRoots);
        if self.slips(Slip::OldRoots) {
            return (0, Reverse(0));
        }
        (generation, Reverse(if shared { root } else { 0 }))
    }

    fn valid(&self, world: &World, device: usize, node: usize) -> bool {
        let mind = world.minds[device];
        let foreign = self.names.is_root(node) || self.names.owner(node) != self.names.user(device);
        if foreign || mind.acked >> node & 1 == 1 {
            return true;
        }
        match self.policy.valid {
            _ if self.slips(Slip::AnyIsValid) => true,
            Valid::Known => true,
            Valid::AckedFirst if !self.slips(Slip::OnlyAcked) => world.siblings(node) & mind.known & mind.acked == 0,
            Valid::Acked | Valid::AckedFirst => false,
        }
    }

    fn length(&self, world: &World, device: usize, node: usize) -> u32 {
        let steps = world.depth(node) as u32;
        let counts = match self.policy.length {
            Length::DhSteps => self.slips(Slip::CountsMessages),
            Length::Messages => !self.slips(Slip::CountsSteps),
        };
        let counted = if self.slips(Slip::HearsAtOnce) { Some(&world.messages) } else { world.heard.get(device) };
        let messages = |node: &usize| counted.and_then(|all| all.get(*node)).copied().unwrap_or(0);
        if counts { steps + world.path(node).iter().map(messages).sum::<u32>() } else { steps }
    }

    /// Where a node stands among those of its length.
    fn place(&self, world: &World, device: usize, node: usize) -> Vec<usize> {
        let ranking = &self.rankings[device];
        let rank = |node: usize| if self.slips(Slip::HighestWins) { usize::MAX - ranking[node] } else { ranking[node] };
        let by_path = match self.policy.order {
            Compare::Tip => self.slips(Slip::Paths),
            Compare::Path => !self.slips(Slip::Tips),
        };
        if by_path { world.path(node).into_iter().map(rank).collect() } else { vec![rank(node)] }
    }

    /// Nodes that nothing grew on.
    pub fn tips(world: &World) -> Set {
        members(world.exist).filter_map(|node| world.parent(node)).fold(world.exist, |tips, inner| tips & !(1 << inner))
    }

    /// Over all pairs of tips of one root: the shorter way from their fork to a tip.
    pub fn fork_depth(world: &World) -> usize {
        let paths: Vec<Vec<usize>> = members(Self::tips(world)).map(|tip| world.path(tip)).collect();
        let mut deepest = 0;
        for left in &paths {
            for right in paths.iter().filter(|right| right[0] == left[0] && *right != left) {
                let shared = left.iter().zip(right).take_while(|(left, right)| left == right).count();
                deepest = deepest.max(left.len().min(right.len()) - shared);
            }
        }
        deepest
    }
}

impl World {
    pub fn is_there(&self, node: usize) -> bool {
        self.exist >> node & 1 == 1
    }

    pub fn parent(&self, node: usize) -> Option<usize> {
        Some(self.above[node]).filter(|above| *above != NOTHING).map(usize::from)
    }

    /// From the root down to a node.
    pub fn path(&self, node: usize) -> Vec<usize> {
        let mut path = vec![node];
        while let Some(above) = self.parent(path[path.len() - 1]) {
            path.push(above);
        }
        path.reverse();
        path
    }

    pub fn depth(&self, node: usize) -> usize {
        let (mut depth, mut at) = (0, node);
        while let Some(above) = self.parent(at) {
            (depth, at) = (depth + 1, above);
        }
        depth
    }

    /// Other steps on the same parent.
    pub fn siblings(&self, node: usize) -> Set {
        let above = self.above[node];
        let beside = |other: &usize| *other != node && above != NOTHING && self.above[*other] == above;
        members(self.exist).filter(beside).fold(0, |set, other| set | 1 << other)
    }
}
