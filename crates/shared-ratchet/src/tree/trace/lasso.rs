//! A trace that ends where it was, some levels deeper: it can go on for ever (CE2, section 6).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::world::World;
use crate::tree::name::Node;

/// After round `from + rounds` the world is what it was after round `from`, shifted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    /// The round after which the cycle begins, from 1.
    pub from: usize,
    /// Its length in rounds.
    pub rounds: usize,
    /// By how many levels the tree has grown.
    pub shift: u32,
    /// By round: how many events of the trace have happened at its end.
    pub ends: Vec<usize>,
}

impl Cycle {
    /// Whether an event (from 1) is inside the cycle, or ends the round before it.
    pub(super) fn has_begun(&self, place: usize) -> bool {
        self.from.checked_sub(1).and_then(|round| self.ends.get(round)).is_some_and(|end| place >= *end)
    }

    /// Compares what worlds were like at the end of rounds.
    pub(super) fn check(&self, rounds: &[Abstract]) -> Result<(), LassoError> {
        let at = |round: usize| round.checked_sub(1).and_then(|round| rounds.get(round));
        let (from, to) = (self.from, self.from.saturating_add(self.rounds));
        let (Some(before), Some(after)) = (at(from), at(to)) else {
            return Err(LassoError::TooShort { needed: to, found: rounds.len() });
        };
        if before.devices != after.devices {
            return Err(LassoError::Another { from, to });
        }
        let shift = after.deepest - before.deepest;
        if shift == self.shift { Ok(()) } else { Err(LassoError::Shift { said: self.shift, found: shift }) }
    }
}

/// Why a trace is no lasso.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LassoError {
    /// Rounds are missing.
    #[error("the cycle ends after round {needed}, and the trace has {found} rounds with an end (rounds count from 1)")]
    TooShort {
        /// The last round of the cycle.
        needed: usize,
        /// Rounds in the trace.
        found: usize,
    },
    /// The worlds differ.
    #[error("after round {to} the world is not what it was after round {from}")]
    Another {
        /// The round before the cycle.
        from: usize,
        /// The last round of the cycle.
        to: usize,
    },
    /// The tree has grown otherwise.
    #[error("the cycle shifts by {found} levels, not by {said}")]
    Shift {
        /// What the vector says.
        said: u32,
        /// What happened.
        found: u32,
    },
    /// Everything was delivered inside the cycle.
    #[error("after event {place} the world is quiescent, inside the cycle")]
    Quiescent {
        /// Which event, from 1.
        place: usize,
    },
}

/// What a device sees, as levels below the deepest node of the tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// The tips of what it knows, each with whether it is its selection.
    pub tips: Vec<(u32, bool)>,
    /// What waits for it.
    pub waiting: Vec<u32>,
}

/// A world without its past: names and absolute depths are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abstract {
    /// DH steps on the deepest node.
    pub deepest: u32,
    /// By device.
    pub devices: Vec<Seen>,
}

impl Abstract {
    /// Looks at a world.
    pub fn of(world: &World) -> Self {
        let deepest = world.tree.nodes().map(|node| world.tree.depth(node)).max().unwrap_or(0);
        let below = |node: &Node| deepest - world.tree.depth(*node);
        let seen = |(device, mind): (&_, &super::world::Mind)| {
            let inner: BTreeSet<Node> = mind.known.iter().filter_map(|node| world.tree.parent(*node)).collect();
            let chosen = world.selection(*device);
            let tips = mind.known.difference(&inner);
            let mut tips: Vec<(u32, bool)> = tips.map(|node| (below(node), chosen == Some(*node))).collect();
            let mut waiting: Vec<u32> = mind.waiting.iter().map(below).collect();
            tips.sort_unstable();
            waiting.sort_unstable();
            Seen { tips, waiting }
        };
        Self { deepest, devices: world.minds.iter().map(seen).collect() }
    }
}
