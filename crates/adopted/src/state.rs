//! States: the group as it is after one commit, and the tree of all States that are still in reach.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::adopted::Class;
use openmls_0_9::prelude::MlsGroup;
use serde::{Deserialize, Serialize};

use crate::Crypto;
use crate::facts::Facts;
use crate::ids::{Account, MessageId, StateId};
use crate::intent::Own;
use crate::message::Message;
use crate::provider::{LoadError, Provider, Snapshot};

/// The commit that led to a State.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// SHA-256 of the commit's MLSMessage.
    pub commit: MessageId,
    /// The account of the leaf that made it.
    pub committer: Account,
    /// Its class.
    pub class: Class,
    /// The standalone proposals that it took up.
    pub proposals: BTreeSet<MessageId>,
    /// What it was made for, if it is our own.
    pub own: Option<Own>,
}

/// A group after one commit. Processing never changes it; it gives children.
///
/// Two things are written back into a State: the own sending ratchet, or a flip back would use a generation twice, and
/// standalone proposals that were received for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct State {
    /// Its name.
    pub id: StateId,
    /// The State before; none for an anchor.
    pub parent: Option<StateId>,
    /// The commit in between; none for an anchor.
    pub edge: Option<Edge>,
    /// What it says.
    pub facts: Facts,
    pub(crate) snapshot: Snapshot,
    /// Standalone proposals of this epoch and branch, in the order of their ids. They stay out of the snapshot, because openmls
    /// sends no payload while it holds one.
    pub(crate) proposals: BTreeMap<MessageId, Message>,
}

impl State {
    /// An epoch 0, or the epoch of a Welcome.
    pub(crate) fn root(facts: Facts, snapshot: Snapshot) -> Self {
        let id = StateId::root(&facts.context_hash);
        Self { id, parent: None, edge: None, facts, snapshot, proposals: BTreeMap::new() }
    }

    /// The group in this State on a copy of its storage: for whoever makes, with bare openmls calls, what the engine refuses to
    /// make or would not show.
    pub fn scratch(&self, crypto: &Crypto, group_id: &[u8]) -> Result<(Provider, MlsGroup), LoadError> {
        let provider = Provider::revive(crypto, &self.snapshot);
        let group = provider.load(group_id)?;
        Ok((provider, group))
    }

    /// Its epoch.
    pub const fn epoch(&self) -> u64 {
        self.facts.epoch
    }
}

/// All States in reach, by id. The anchor is the oldest State of the canonical path; every other one descends from it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tree {
    states: BTreeMap<StateId, State>,
    anchor: StateId,
}

impl Tree {
    /// A tree of one State.
    pub(crate) fn new(anchor: State) -> Self {
        Self { anchor: anchor.id, states: BTreeMap::from([(anchor.id, anchor)]) }
    }

    /// The oldest State.
    pub fn anchor(&self) -> &State {
        &self.states[&self.anchor]
    }

    /// A State by name.
    pub fn get(&self, id: StateId) -> Option<&State> {
        self.states.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: StateId) -> Option<&mut State> {
        self.states.get_mut(&id)
    }

    /// All States, by id.
    pub fn iter(&self) -> impl Iterator<Item = &State> {
        self.states.values()
    }

    /// The States of an epoch, on every branch, by id.
    pub fn at_epoch(&self, epoch: u64) -> impl Iterator<Item = &State> {
        self.iter().filter(move |state| state.epoch() == epoch)
    }

    /// Adds a child; false if it is there already.
    pub(crate) fn insert(&mut self, state: State) -> bool {
        debug_assert!(
            state.parent.is_some_and(|parent| self.states.contains_key(&parent)),
            "a child has its parent here"
        );
        self.states.insert(state.id, state).is_none()
    }

    /// From the anchor to this State.
    pub fn path(&self, tip: StateId) -> Vec<StateId> {
        let mut path: Vec<_> = std::iter::successors(self.get(tip), |state| state.parent.and_then(|id| self.get(id)))
            .map(|state| state.id)
            .collect();
        path.reverse();
        path
    }

    /// True if this State and the anchor are here.
    pub(crate) fn has_ground(&self, canonical: StateId) -> bool {
        [canonical, self.anchor].iter().all(|id| self.states.contains_key(id))
    }

    /// True if every State but the anchor has its parent here.
    pub(crate) fn is_whole(&self) -> bool {
        self.iter().all(|state| match state.parent {
            Some(parent) => self.states.contains_key(&parent),
            None => state.id == self.anchor,
        })
    }

    /// States without children, by id.
    pub fn tips(&self) -> Vec<StateId> {
        let parents: BTreeSet<_> = self.iter().filter_map(|state| state.parent).collect();
        self.states.keys().copied().filter(|id| !parents.contains(id)).collect()
    }

    /// True if some State has two children.
    pub fn diverges(&self) -> bool {
        let mut parents = BTreeSet::new();
        !self.iter().filter_map(|state| state.parent).all(|parent| parents.insert(parent))
    }

    /// Makes a State the anchor and forgets all that does not descend from it.
    pub(crate) fn advance_anchor(&mut self, anchor: StateId) {
        if anchor == self.anchor || !self.states.contains_key(&anchor) {
            return;
        }
        let kept: BTreeSet<_> = self.states.keys().copied().filter(|id| self.path(*id).contains(&anchor)).collect();
        self.states.retain(|id, _| kept.contains(id));
        self.anchor = anchor;
        let state = self.states.get_mut(&anchor).expect("an anchor descends from itself");
        state.parent = None;
    }
}
