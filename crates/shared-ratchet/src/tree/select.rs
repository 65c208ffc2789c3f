//! Which node a device builds on: the longest chain, then an order (shared-ratchet.md sections 2, 3 and 9).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::grown::Tree;
use super::name::{Device, Node};
use super::policy::{Compare, Length, Policy, Retain, RootOrder, Valid};

/// What a device goes by.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Nodes that it knows, roots included. Closed under parents.
    pub nodes: &'a BTreeSet<Node>,
    /// Own user's nodes that it knows to be acknowledged (only looked at unless `valid = known`).
    pub acked: &'a BTreeSet<Node>,
}

/// The node on which `device` sends next: the deepest valid one of the newest root that it knows; ties by its order, the lowest wins.
/// None only if it knows no root.
pub fn select(tree: &Tree, known: Known<'_>, policy: &Policy, device: Device) -> Option<Node> {
    let order = policy.order_of(device);
    select_by(tree, known, policy, device, |left, right| order.compare(left, right))
}

/// The same by any total order, such as one over key bytes.
pub fn select_by(
    tree: &Tree,
    known: Known<'_>,
    policy: &Policy,
    device: Device,
    order: impl Fn(Node, Node) -> Ordering,
) -> Option<Node> {
    select_counting(tree, known, policy, device, order, |node| tree.messages(node))
}

/// The same where a device counts messages for itself, having heard of fewer than there are.
pub(super) fn select_counting(
    tree: &Tree,
    known: Known<'_>,
    policy: &Policy,
    device: Device,
    order: impl Fn(Node, Node) -> Ordering,
    messages: impl Fn(Node) -> u32,
) -> Option<Node> {
    let root = |node| rank_root(tree, policy, node);
    let newest = known.nodes.iter().map(|node| root(*node)).max()?;
    let candidates = known.nodes.iter().copied().filter(|node| root(*node) == newest);
    let usable: Vec<Node> = candidates.filter(|node| valid(tree, known, policy.valid, device, *node)).collect();
    let lengths = match policy.length {
        Length::DhSteps => usable.iter().map(|node| (*node, tree.depth(*node))).collect(),
        Length::Messages => counted(tree, known.nodes, messages),
    };
    let longest = usable.iter().filter_map(|node| lengths.get(node)).max()?;
    let longest = usable.iter().copied().filter(|node| lengths.get(node) == Some(longest));
    longest.min_by(|left, right| tie(tree, policy.order, *left, *right, &order))
}

/// Messages on the path to each node.
fn counted(tree: &Tree, nodes: &BTreeSet<Node>, messages: impl Fn(Node) -> u32) -> BTreeMap<Node, u32> {
    let mut downwards: Vec<Node> = nodes.iter().copied().collect();
    downwards.sort_by_key(|node| tree.depth(*node));
    let mut lengths = BTreeMap::new();
    for node in downwards {
        let above = tree.parent(node).and_then(|parent| lengths.get(&parent)).copied().unwrap_or(0);
        lengths.insert(node, above + messages(node));
    }
    lengths
}

/// Whether a device that knows these nodes can still process a node that grew on `parent` (A8).
pub fn joinable(tree: &Tree, nodes: &BTreeSet<Node>, policy: &Policy, parent: Node) -> bool {
    let Retain::Levels(levels) = policy.retain else { return true };
    let deepest = nodes.iter().map(|node| tree.depth(*node)).max().unwrap_or(0);
    deepest.saturating_sub(tree.depth(parent)) <= levels
}

/// A root by its generation, then, if both users share an order, by that: the highest counts.
fn rank_root(tree: &Tree, policy: &Policy, node: Node) -> (u32, Option<std::cmp::Reverse<Node>>) {
    let generation = tree.generation(node);
    let shared = generation > 0 && policy.root_order == RootOrder::Shared;
    (generation, shared.then(|| std::cmp::Reverse(tree.root_of(node))))
}

/// A3: whether a node may be used.
fn valid(tree: &Tree, known: Known<'_>, valid: Valid, device: Device, node: Node) -> bool {
    let own = |node: Node| !node.is_root() && node.owner() == device.user;
    let acked = |node: Node| known.acked.contains(&node);
    match valid {
        Valid::Known => true,
        Valid::Acked => !own(node) || acked(node),
        Valid::AckedFirst => {
            let beside = |other: Node| tree.parent(other) == tree.parent(node) && acked(other);
            !own(node) || acked(node) || !known.nodes.iter().any(|other| beside(*other))
        }
    }
}

/// A6: which of two equally long ones is better.
fn tie(tree: &Tree, compare: Compare, left: Node, right: Node, order: &impl Fn(Node, Node) -> Ordering) -> Ordering {
    match compare {
        Compare::Tip => order(left, right),
        Compare::Path => {
            let (left, right) = (path(tree, left), path(tree, right));
            let first = left.iter().zip(&right).map(|(left, right)| order(*left, *right)).find(|order| order.is_ne());
            first.unwrap_or_else(|| left.len().cmp(&right.len()))
        }
    }
}

/// From the root down.
fn path(tree: &Tree, node: Node) -> Vec<Node> {
    let mut path: Vec<Node> = tree.ancestry(node).collect();
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::name::User;

    fn node(name: &str) -> Node {
        name.parse().unwrap_or(Node::Root)
    }

    #[test]
    fn users_that_rank_in_opposite_ways_choose_different_tips() {
        let policy = Policy::opposite();
        let mut tree = Tree::new(&policy);
        assert!(tree.grow(node("a1.1"), Node::Root) && tree.grow(node("a2.1"), Node::Root));
        let (nodes, acked) = (tree.nodes().collect(), BTreeSet::new());
        let choice = |user| select(&tree, Known { nodes: &nodes, acked: &acked }, &policy, Device::new(user, 1));
        assert_eq!(choice(User::A), Some(node("a1.1")));
        assert_eq!(choice(User::B), Some(node("a2.1")));
    }

    #[test]
    fn a_rolled_root_is_above_every_chain_that_is_older() {
        let policy = Policy::agree();
        let mut tree = Tree::new(&policy);
        assert!(tree.grow(node("a1.1"), Node::Root) && tree.roll(node("R:a1.1"), 1));
        let (nodes, acked) = (tree.nodes().collect(), BTreeSet::new());
        let choice = select(&tree, Known { nodes: &nodes, acked: &acked }, &policy, Device::new(User::B, 1));
        assert_eq!(choice, Some(node("R:a1.1")));
    }

    #[test]
    fn of_two_rolls_at_once_a_shared_order_takes_one_and_own_orders_each_their_own() {
        for (root_order, b) in [(RootOrder::Shared, "R:a1.1"), (RootOrder::Own, "R:b1.1")] {
            let policy = Policy { root_order, ..Policy::opposite() };
            let mut tree = Tree::new(&policy);
            assert!(tree.roll(node("R:a1.1"), 1) && tree.roll(node("R:b1.1"), 1));
            let (nodes, acked) = (tree.nodes().collect(), BTreeSet::new());
            let choice = |user| select(&tree, Known { nodes: &nodes, acked: &acked }, &policy, Device::new(user, 1));
            assert_eq!(choice(User::A), Some(node("R:a1.1")));
            assert_eq!(choice(User::B), Some(node(b)));
        }
    }
}
