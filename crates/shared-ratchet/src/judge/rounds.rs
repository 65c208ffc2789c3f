//! A lasso: the state after one round is that after another, some levels deeper.

use std::collections::{BTreeMap, BTreeSet};

use super::state::State;
use crate::model::Cycle;
use crate::tree::{Device, Node};

/// A state without its absolute depth and without the names of its nodes: what each device knows of each chain, and what it builds on, by the
/// distance to the greatest depth.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shape {
    /// By device and chain: the deepest node that it knows.
    knows: BTreeMap<(Device, Node), i64>,
    /// By device: the chain and the depth of what it builds on.
    builds_on: BTreeMap<Device, (Node, i64)>,
    /// By device and chain: the depths of what is on its way to it.
    under_way: BTreeSet<(Device, Node, i64)>,
}

/// What is remembered of rounds.
#[derive(Default)]
pub(super) struct Rounds {
    after: BTreeMap<u32, (Shape, u32, u32)>,
    /// Rounds with a state in which nothing was left to deliver.
    quiet: BTreeSet<u32>,
}

impl Rounds {
    /// A state between two inputs.
    pub fn between(&mut self, state: &State<'_>) {
        if state.is_quiescent() && !state.said.is_empty() {
            let round = self.after.last_key_value().map_or(0, |(round, _)| *round);
            self.quiet.insert(round + 1);
        }
    }

    /// A round is over.
    pub fn over(&mut self, round: u32, state: &State<'_>) {
        let deepest = state.tree.nodes().map(|node| state.tree.depth(node)).max().unwrap_or(0);
        self.after.insert(round, (shape(state, deepest), deepest, state.common_prefix()));
    }

    /// Why there is no such cycle.
    pub fn differ(&self, cycle: Cycle) -> Option<String> {
        let Cycle { from, rounds, shift } = cycle;
        let (Some((before, depth, _)), Some((after, deeper, shared))) =
            (self.after.get(&from), self.after.get(&(from + rounds)))
        else {
            return Some(format!("the script has no rounds {from} and {}", from + rounds));
        };
        let quiet = self.quiet.range(from + 1..=from + rounds).next();
        match quiet {
            Some(quiet) => Some(format!("nothing is left to deliver in round {quiet}")),
            None if deeper.abs_diff(*depth) != shift => {
                Some(format!("the tree is {} levels deeper", deeper.abs_diff(*depth)))
            }
            None if *shared != 0 => Some(format!("all chains share {shared} levels")),
            None if before != after => Some(format!("the states differ: {before:?} and {after:?}")),
            None => None,
        }
    }
}

fn shape(state: &State<'_>, deepest: u32) -> Shape {
    let below = |node: Node| i64::from(state.tree.depth(node)) - i64::from(deepest);
    // A chain is called by its first node.
    let chain = |node: Node| state.tree.ancestry(node).filter(|node| !node.is_root()).last().unwrap_or(node);
    let mut knows = BTreeMap::new();
    for (device, known) in &state.known {
        for node in known.iter().filter(|node| !node.is_root()) {
            let deepest = knows.entry((*device, chain(*node))).or_insert(i64::MIN);
            *deepest = below(*node).max(*deepest);
        }
    }
    let builds_on = state.selects.iter().map(|(device, node)| (*device, (chain(*node), below(*node)))).collect();
    let under_way = state.pending.keys().filter_map(|(parcel, device)| {
        let crate::system::Parcel::Item(name) = parcel else { return None };
        let said = state.said.iter().find(|said| said.name == *name)?;
        Some((*device, chain(said.node), below(said.node)))
    });
    Shape { knows, builds_on, under_way: under_way.collect() }
}
