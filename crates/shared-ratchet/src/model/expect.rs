//! What a file expects.

use std::collections::{BTreeMap, BTreeSet};

use crate::judge::Invariant;
use crate::tree::{Device, Node};

/// What is expected at the end, or at a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// Exactly these invariants break; one of which causes are named breaks by exactly these. Only at the end.
    pub violates: Option<BTreeSet<(Invariant, Option<String>)>>,
    /// The run could have broken these. Only at the end.
    pub exercises: BTreeSet<Invariant>,
    /// Whether anything that could be delivered is not.
    pub quiescent: Option<bool>,
    /// The node that each of these builds on.
    pub selection: BTreeMap<Device, Node>,
    /// Nodes on which nothing grew.
    pub tips: Option<BTreeSet<Node>>,
    /// Levels of the longest losing branch.
    pub fork_depth: Option<u32>,
    /// Levels shared by everything that is built on.
    pub common_prefix: Option<u32>,
    /// Nobody can step on what it builds on.
    pub dead: Option<bool>,
    /// Messages that a device has read, said or been shown.
    pub seen: BTreeMap<Device, Vec<String>>,
    /// Messages that it has not.
    pub unseen: BTreeMap<Device, Vec<String>>,
    /// Messages that no device of the other user reads that is still there.
    pub lost: Option<BTreeSet<String>>,
    /// How many messages have the ratchet key and the index of an earlier one (PR-5).
    pub reused: Option<usize>,
    /// Who takes itself for the leader.
    pub leads: Option<BTreeSet<Device>>,
    /// How many pickles a device keeps. Only at the end.
    pub pickles: BTreeMap<Device, usize>,
    /// The state comes again. Only at the end.
    pub cycle: Option<Cycle>,
}

/// A lasso: the state after round `from + rounds` is the state after round `from`, `shift` levels deeper, and no state in between is
/// quiescent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// The round after which the cycle begins.
    pub from: u32,
    /// How many rounds it takes.
    pub rounds: u32,
    /// By how many levels everything is deeper.
    pub shift: u32,
}

impl Expect {
    /// The same with the members that `over` has in place of its own.
    pub(super) fn with(mut self, over: &Self) -> Self {
        macro_rules! some { ($($member:ident),*) => {$(
            if over.$member.is_some() { self.$member.clone_from(&over.$member); }
        )*}; }
        macro_rules! any { ($($member:ident),*) => {$(
            if !over.$member.is_empty() { self.$member.clone_from(&over.$member); }
        )*}; }
        some!(violates, quiescent, tips, fork_depth, common_prefix, dead, lost, reused, leads, cycle);
        any!(exercises, selection, seen, unseen, pickles);
        self
    }
}
