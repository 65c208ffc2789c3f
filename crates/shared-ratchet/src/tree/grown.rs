//! The tree as it has grown: every node that exists, whoever knows it. Of any size.

use std::collections::BTreeMap;

use super::name::Node;
use super::policy::Policy;

/// What there is to say of a node besides its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Grown {
    /// None for a root.
    parent: Option<Node>,
    /// DH steps from its root.
    depth: u32,
    /// Of its root: 0 for the first roots, one more than those that a roller knew for a rolled one.
    generation: u32,
    /// Messages on it, the one that carries the step included.
    messages: u32,
}

/// Nodes and their parents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tree {
    nodes: BTreeMap<Node, Grown>,
}

impl Tree {
    /// The first roots and nothing else.
    pub fn new(policy: &Policy) -> Self {
        let root = Grown { parent: None, depth: 0, generation: 0, messages: 0 };
        Self { nodes: policy.first_roots().iter().map(|node| (*node, root)).collect() }
    }

    /// A node grows on a parent. False, and nothing changes, if it is there already or the parent is not.
    pub fn grow(&mut self, node: Node, parent: Node) -> bool {
        let Some(on) = self.nodes.get(&parent) else { return false };
        let grown = Grown { parent: Some(parent), depth: on.depth + 1, generation: on.generation, messages: 1 };
        self.add(node, grown)
    }

    /// A rolled root of a generation. False, and nothing changes, if it is there already.
    pub fn roll(&mut self, root: Node, generation: u32) -> bool {
        self.add(root, Grown { parent: None, depth: 0, generation, messages: 0 })
    }

    fn add(&mut self, node: Node, grown: Grown) -> bool {
        if self.nodes.contains_key(&node) {
            return false;
        }
        self.nodes.insert(node, grown);
        true
    }

    /// One more message on a node that exists.
    pub fn message(&mut self, node: Node) {
        if let Some(grown) = self.nodes.get_mut(&node) {
            grown.messages += 1;
        }
    }

    /// Whether it exists.
    pub fn contains(&self, node: Node) -> bool {
        self.nodes.contains_key(&node)
    }

    /// All nodes, roots included, in the order of their names.
    pub fn nodes(&self) -> impl Iterator<Item = Node> + '_ {
        self.nodes.keys().copied()
    }

    /// What it grew on; none for a root and for a node that does not exist.
    pub fn parent(&self, node: Node) -> Option<Node> {
        self.nodes.get(&node)?.parent
    }

    /// DH steps from its root.
    pub fn depth(&self, node: Node) -> u32 {
        self.nodes.get(&node).map_or(0, |grown| grown.depth)
    }

    /// The generation of its root.
    pub fn generation(&self, node: Node) -> u32 {
        self.nodes.get(&node).map_or(0, |grown| grown.generation)
    }

    /// Messages on it.
    pub fn messages(&self, node: Node) -> u32 {
        self.nodes.get(&node).map_or(0, |grown| grown.messages)
    }

    /// The node and what it grew on, up to its root.
    pub fn ancestry(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        std::iter::successors(Some(node), |node| self.parent(*node))
    }

    /// Its root.
    pub fn root_of(&self, node: Node) -> Node {
        self.ancestry(node).last().unwrap_or(node)
    }

    /// Whether it is `above` or grew on it.
    pub fn descends(&self, node: Node, above: Node) -> bool {
        self.ancestry(node).any(|node| node == above)
    }

    /// The deepest node on the paths to both; none if their roots differ.
    pub fn fork_point(&self, mut left: Node, mut right: Node) -> Option<Node> {
        while left != right {
            let deeper = if self.depth(left) < self.depth(right) { &mut right } else { &mut left };
            *deeper = self.parent(*deeper)?;
        }
        Some(left)
    }
}
