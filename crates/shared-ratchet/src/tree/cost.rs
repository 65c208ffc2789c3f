//! What concurrency costs (shared-ratchet.md section 7): how many DH steps end on forks that nobody follows.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use rand::Rng;
use sim_env::Seed;

use super::grown::Tree;
use super::name::{Device, Node, User};
use super::policy::{Order, Policy};

/// What is simulated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Traffic {
    /// Devices of A.
    pub m: u8,
    /// Devices of B.
    pub n: u8,
    /// Messages that each device sends in one mean delay, on average.
    pub rate: f64,
    /// Messages that all devices send together.
    pub sends: u32,
}

/// What it cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    /// Of all DH steps: the part that the selection does not descend from once everything is delivered.
    pub abandoned: f64,
    /// Over all times: the most levels by which two devices' selections were apart from their fork.
    pub divergence: u32,
}

/// Time in units of the mean delay, in whole millionths so that it can be ordered.
type Time = u64;
const UNIT: f64 = 1e6;

/// What happens next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Send(Device),
    Arrive(Device, Node),
}

/// A device: what it knows, what waits for its parent, what it selects.
#[derive(Clone, Debug)]
struct Mind {
    known: BTreeSet<Node>,
    orphans: BTreeMap<Node, Vec<Node>>,
    selected: Node,
    made: u32,
}

/// Devices send at random times, and each copy takes a time of its own (both exponential); users rank in opposite ways.
pub fn cost(seed: Seed, traffic: &Traffic) -> Cost {
    let mut rng = seed.stream("tree/cost");
    let mut net = Net::new(traffic);
    let mut queue = BinaryHeap::new();
    for device in net.minds.keys() {
        queue.push(Reverse((wait(&mut rng, traffic.rate), Due::Send(*device))));
    }
    let mut left = traffic.sends;
    let mut cost = Cost::default();
    while let Some(Reverse((now, due))) = queue.pop() {
        let before = net.selected();
        match due {
            Due::Send(_) if left == 0 => {}
            Due::Send(device) => {
                left -= 1;
                if let Some(node) = net.send(device) {
                    for other in net.minds.keys().filter(|other| **other != device) {
                        queue.push(Reverse((now + wait(&mut rng, 1.0), Due::Arrive(*other, node))));
                    }
                }
                queue.push(Reverse((now + wait(&mut rng, traffic.rate), Due::Send(device))));
            }
            Due::Arrive(device, node) => net.arrive(device, node),
        }
        let after = net.selected();
        if after != before {
            cost.divergence = cost.divergence.max(net.divergence(&after));
        }
    }
    cost.abandoned = net.abandoned();
    cost
}

/// An exponential time with this many events per unit.
fn wait(rng: &mut impl Rng, rate: f64) -> Time {
    let uniform: f64 = rng.gen_range(f64::EPSILON..1.0);
    (-uniform.ln() / rate * UNIT) as Time
}

/// All devices, and the tree.
struct Net {
    policy: Policy,
    tree: Tree,
    minds: BTreeMap<Device, Mind>,
}

impl Net {
    fn new(traffic: &Traffic) -> Self {
        let policy = Policy::opposite();
        let of = |user, most| (1..=most).map(move |number| Device::new(user, number));
        let root = Node::Root;
        let mind = Mind { known: BTreeSet::from([root]), orphans: BTreeMap::new(), selected: root, made: 0 };
        let devices = of(User::A, traffic.m).chain(of(User::B, traffic.n));
        Self { tree: Tree::new(&policy), minds: devices.map(|device| (device, mind.clone())).collect(), policy }
    }

    /// A DH step, or nothing new.
    fn send(&mut self, device: Device) -> Option<Node> {
        let mind = self.minds.get_mut(&device).filter(|mind| mind.selected.owner() != device.user)?;
        mind.made += 1;
        let node = Node::step(device, mind.made);
        self.tree.grow(node, mind.selected);
        mind.known.insert(node);
        mind.selected = node;
        Some(node)
    }

    /// A message, or a copy; with it whatever waited for it.
    fn arrive(&mut self, device: Device, node: Node) {
        let order = self.policy.order_of(device);
        let Some(mind) = self.minds.get_mut(&device) else { return };
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            let parent = self.tree.parent(node).unwrap_or(Node::Root);
            if !mind.known.contains(&parent) {
                mind.orphans.entry(parent).or_default().push(node);
                continue;
            }
            mind.known.insert(node);
            if better(&self.tree, order, node, mind.selected) {
                mind.selected = node;
            }
            open.extend(mind.orphans.remove(&node).unwrap_or_default());
        }
    }

    /// What devices select.
    fn selected(&self) -> BTreeSet<Node> {
        self.minds.values().map(|mind| mind.selected).collect()
    }

    /// Of the two selections furthest apart: the longer way to their fork.
    fn divergence(&self, selected: &BTreeSet<Node>) -> u32 {
        let mut most = 0;
        for left in selected {
            for right in selected.range(*left..) {
                let Some(shared) = self.tree.fork_point(*left, *right) else { continue };
                let way = |node: &Node| self.tree.depth(*node) - self.tree.depth(shared);
                most = most.max(way(left).max(way(right)));
            }
        }
        most
    }

    fn abandoned(&self) -> f64 {
        let steps = self.tree.nodes().filter(|node| !node.is_root()).count();
        let kept = self.minds.values().map(|mind| self.tree.depth(mind.selected)).max().unwrap_or(0);
        if steps == 0 { 0.0 } else { 1.0 - f64::from(kept) / steps as f64 }
    }
}

/// Deeper, or equally deep and of a lower rank.
fn better(tree: &Tree, order: &Order, left: Node, right: Node) -> bool {
    let deeper = tree.depth(left).cmp(&tree.depth(right));
    deeper.then_with(|| order.compare(right, left)).is_gt()
}
