//! The rules of section 2, a second time.

use super::world::{Above, World};
use crate::tree::name::{Node, User};
use crate::tree::policy::{Accept, Compare, Orphan, Valid};
use crate::tree::race::RaceInput;

/// The question, taken apart.
#[derive(Debug)]
pub(super) struct Rules {
    pub input: RaceInput,
    pub devices: usize,
    pub nodes: usize,
    pub roots: usize,
    pub acks: bool,
    pub drops: bool,
    /// By device: steps and then roots, the best first.
    ranking: Vec<Vec<Above>>,
}

impl Rules {
    pub fn new(input: &RaceInput) -> Self {
        let names = input.devices();
        let steps = input.steps_max as usize;
        let place = |node: Node| match node {
            Node::Step { by, k } => {
                let device = names.iter().position(|name| *name == by);
                device.map_or(Above::Nothing, |device| Above::Node(device * steps + k as usize - 1))
            }
            Node::Root => Above::Root(0),
            _ => Above::Root(1),
        };
        let mut all: Vec<Node> = Vec::new();
        for name in &names {
            all.extend((1..=input.steps_max).map(|k| Node::step(*name, k)));
        }
        all.extend(input.policy.first_roots());
        let ranking = names.iter().map(|name| {
            let mut sorted = all.clone();
            sorted.sort_by(|left, right| input.policy.order_of(*name).compare(*left, *right));
            sorted.into_iter().map(place).collect()
        });
        Self {
            devices: names.len(),
            nodes: names.len() * steps,
            roots: usize::from(input.policy.roots),
            acks: input.policy.accept != Accept::All || input.policy.valid != Valid::Known,
            drops: input.policy.orphan == Orphan::Drop,
            ranking: ranking.collect(),
            input: input.clone(),
        }
    }

    pub fn user(&self, device: usize) -> User {
        if device < usize::from(self.input.m) { User::A } else { User::B }
    }

    pub fn maker(&self, node: usize) -> usize {
        node / self.input.steps_max as usize
    }

    pub fn owner(&self, place: Above) -> User {
        match place {
            Above::Node(node) => self.user(self.maker(node)),
            Above::Root(1) => User::A,
            Above::Root(_) | Above::Nothing => User::B,
        }
    }

    pub fn gone(&self, device: usize) -> bool {
        let names = self.input.devices();
        self.input.removed.contains(&names[device])
    }

    /// The longest chains that the device may use; of those the one that its ranking has first.
    pub fn selects(&self, world: &World, device: usize) -> Above {
        let roots = (0..self.roots).map(Above::Root);
        let nodes = (0..self.nodes).filter(|node| world.minds[device].known[*node]).map(Above::Node);
        let usable = roots.chain(nodes).filter(|place| self.usable(world, device, *place));
        let chains: Vec<Vec<Above>> = usable.map(|place| world.chain(place)).collect();
        let longest = chains.iter().map(Vec::len).max().unwrap_or(0);
        let ranking = &self.ranking[device];
        let place = |at: &Above| ranking.iter().position(|ranked| ranked == at);
        let best =
            chains.iter().filter(|chain| chain.len() == longest).min_by_key(|chain| match self.input.policy.order {
                Compare::Tip => vec![place(&chain[0])],
                Compare::Path => chain.iter().rev().map(place).collect(),
            });
        best.map_or(Above::Root(0), |chain| chain[0])
    }

    fn usable(&self, world: &World, device: usize, place: Above) -> bool {
        let Above::Node(node) = place else { return true };
        let mind = &world.minds[device];
        if self.owner(place) != self.user(device) || mind.acked[node] {
            return true;
        }
        match self.input.policy.valid {
            Valid::Known => true,
            Valid::Acked => false,
            Valid::AckedFirst => !(0..self.nodes)
                .any(|twin| world.above[twin] == world.above[node] && mind.known[twin] && mind.acked[twin]),
        }
    }

    /// Every world after one delivery, acknowledgement, piece of news or loss.
    pub fn heard(&self, world: &World) -> Vec<World> {
        let mut out = Vec::new();
        for device in 0..self.devices {
            for node in (0..self.nodes).filter(|node| world.there(*node) && self.maker(*node) != device) {
                let after = if self.acks {
                    self.mail(world, device, node)
                } else {
                    self.plain(world, device, node).into_iter().collect()
                };
                out.extend(after);
            }
            if self.acks {
                out.extend(self.receipts(world, device));
            }
        }
        out
    }

    fn separated(&self, device: usize, node: usize) -> bool {
        let maker = self.maker(node);
        self.user(maker) == self.user(device) && maker != device && (self.gone(maker) || self.gone(device))
    }

    /// Without acknowledgements: whoever sent it, a message is known once it is delivered.
    fn plain(&self, world: &World, device: usize, node: usize) -> Option<World> {
        let mind = &world.minds[device];
        if mind.known[node] || mind.processed[node] || self.separated(device, node) {
            return None;
        }
        let joins = world.knows(device, world.above[node]);
        if !joins && !self.drops {
            return None;
        }
        let mut next = world.clone();
        next.minds[device].known[node] = joins;
        next.minds[device].processed[node] = self.drops;
        Some(next)
    }

    /// With acknowledgements: *data*, *news* and *copy*.
    fn mail(&self, world: &World, device: usize, node: usize) -> Vec<World> {
        let mind = &world.minds[device];
        if !world.knows(device, world.above[node]) || self.separated(device, node) {
            return Vec::new();
        }
        let mut out = Vec::new();
        if self.user(self.maker(node)) == self.user(device) {
            if !mind.known[node] {
                let mut next = world.clone();
                next.minds[device].known[node] = true;
                next.minds[device].processed[node] = true;
                out.push(next);
            }
            return out;
        }
        if !mind.processed[node] {
            out.push(self.data(world, device, node));
        }
        if self.input.policy.accept != Accept::FirstUnshared && world.announced[node] && !mind.known[node] {
            let mut next = world.clone();
            next.minds[device].known[node] = true;
            out.push(next);
        }
        out
    }

    fn data(&self, world: &World, device: usize, node: usize) -> World {
        let mut next = world.clone();
        let known = world.minds[device].known;
        let first =
            !(0..self.nodes).any(|other| other != node && known[other] && world.above[other] == world.above[node]);
        let mind = &mut next.minds[device];
        mind.processed[node] = true;
        if first || known[node] || self.input.policy.accept == Accept::All {
            mind.known[node] = true;
            mind.decrypted[node] = true;
            if let Above::Node(parent) = world.above[node] {
                mind.acked[parent] = true;
            }
            next.announced[node] = true;
        }
        next
    }

    /// *ack*, for each node of the own user.
    fn receipts(&self, world: &World, device: usize) -> Vec<World> {
        let told = |node: &usize| {
            let own = self.user(self.maker(*node)) == self.user(device);
            own && world.announced[*node] && !world.minds[device].acked[*node] && !self.separated(device, *node)
        };
        let mut out = Vec::new();
        for node in (0..self.nodes).filter(told) {
            let mut next = world.clone();
            next.minds[device].acked[node] = true;
            out.push(next);
        }
        out
    }

    /// Every world after one step.
    pub fn stepped(&self, world: &World) -> Vec<World> {
        let marker = if self.input.marker && self.heard(world).is_empty() { self.final_tip(world) } else { None };
        let mut out = Vec::new();
        for device in 0..self.devices {
            let parent = self.selects(world, device);
            let Some(node) = self.free(world, device).filter(|_| self.owner(parent) != self.user(device)) else {
                continue;
            };
            let mut next = world.clone();
            next.above[node] = parent;
            next.minds[device].known[node] = true;
            if self.input.marker {
                let descends =
                    |tip, marker: Option<Above>| marker.is_none_or(|marker| next.chain(tip).contains(&marker));
                let broken = marker.is_some_and(|marker| !descends(marker, world.marker));
                let kept = marker.or(world.marker);
                next.broken |= broken || !descends(Above::Node(node), kept);
                next.marker = kept;
            }
            out.push(next);
        }
        out
    }

    /// The number of a device's next step.
    pub fn free(&self, world: &World, device: usize) -> Option<usize> {
        let steps = self.input.steps_max as usize;
        (device * steps..(device + 1) * steps).find(|node| !world.there(*node))
    }

    /// What a quiescent state makes final: the selection of those whose turn it is, if it is one.
    fn final_tip(&self, world: &World) -> Option<Above> {
        let mut tip = None;
        let mut able = false;
        for device in 0..self.devices {
            let at = self.selects(world, device);
            if self.owner(at) == self.user(device) {
                continue;
            }
            if tip.is_some_and(|tip| tip != at) {
                return None;
            }
            tip = Some(at);
            able |= self.free(world, device).is_some();
        }
        tip.filter(|_| able)
    }
}
