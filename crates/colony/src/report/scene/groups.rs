//! Each group: the states its devices passed through, which of them are forks, and the leaves of each.

use std::collections::{BTreeMap, BTreeSet};

use scenarios::facts::Chronicle;
use scenarios::{Checkpoint, Run};
use serde::Serialize;
use sim_device::{EpochState, Leaf, Membership, Note};

use super::Lanes;

/// A group, by its label.
#[derive(Serialize)]
pub(crate) struct Group {
    pub label: String,
    /// Distinct states, in the order in which devices first reported them.
    pub states: Vec<State>,
    /// Distinct leaves; states name them by their place here.
    pub leaves: Vec<LeafShown>,
    /// Where each device was: from `entry` on in the state of that place; none if it takes no part.
    pub track: Vec<Step>,
}

/// Everything in which devices of one epoch must agree.
#[derive(Serialize)]
pub(crate) struct State {
    pub epoch: u64,
    /// Which of the states of this epoch it is: 0 is the one of the branch by which the run is judged.
    pub branch: usize,
    pub tree: String,
    pub authenticator: String,
    pub leaves: Vec<usize>,
}

#[derive(Serialize, PartialEq, Eq)]
pub(crate) struct LeafShown {
    pub index: u32,
    pub account: String,
    /// The installation that made it: `bob/phone#1`.
    pub owner: Option<String>,
    pub key: String,
    /// In the tree at the end, and nobody can act on it.
    pub phantom: bool,
    /// Transcript entry at which its installation ended.
    pub gone: Option<usize>,
}

#[derive(Serialize)]
pub(crate) struct Step {
    pub lane: usize,
    pub entry: usize,
    pub state: Option<usize>,
}

pub(super) fn groups(run: &Run, chronicle: &Chronicle, lanes: &Lanes) -> Vec<Group> {
    chronicle.groups(run).into_keys().map(|label| Builder::new(run, chronicle, label).build(lanes)).collect()
}

impl Group {
    /// The state of a lane before and after an entry.
    pub fn around(&self, lane: usize, entry: usize) -> (Option<usize>, Option<usize>) {
        let steps = || self.track.iter().filter(|step| step.lane == lane);
        let before = steps().take_while(|step| step.entry < entry).last();
        let after = steps().take_while(|step| step.entry <= entry).last();
        (before.and_then(|step| step.state), after.and_then(|step| step.state))
    }

    /// The state in which a lane's commit of an epoch ended: the next that it reached, if that is the epoch after.
    pub fn after_commit(&self, lane: usize, entry: usize, epoch: u64) -> Option<usize> {
        let next = self.track.iter().find(|step| step.lane == lane && step.entry > entry)?.state?;
        (self.states[next].epoch == epoch + 1).then_some(next)
    }
}

struct Builder<'a> {
    run: &'a Run,
    chronicle: &'a Chronicle,
    /// Index and key of the leaves that the group ends with and nobody can act on.
    phantoms: BTreeSet<(u32, String)>,
    places: BTreeMap<String, usize>,
    leaf_places: BTreeMap<(u32, String), usize>,
    group: Group,
}

impl<'a> Builder<'a> {
    fn new(run: &'a Run, chronicle: &'a Chronicle, label: String) -> Self {
        let views = run.final_views();
        let last = chronicle.reference(run, views, &label).map(|(_, seen)| &seen.state.leaves);
        let dead = |leaf: &&Leaf| !chronicle.leaf_is_live(views, &label, leaf);
        let phantoms = last.into_iter().flatten().filter(dead).map(|l| (l.index, l.signature_key.clone())).collect();
        let group = Group { label, states: Vec::new(), leaves: Vec::new(), track: Vec::new() };
        Self { run, chronicle, phantoms, places: BTreeMap::new(), leaf_places: BTreeMap::new(), group }
    }

    fn build(mut self, lanes: &Lanes) -> Group {
        let run = self.run;
        let mut checkpoints = run.checkpoints.iter().peekable();
        for (entry, device, note) in run.notes() {
            while let Some(checkpoint) = checkpoints.next_if(|checkpoint| checkpoint.entries <= entry) {
                self.look(checkpoint, lanes);
            }
            let Some(lane) = lanes.place_of(device) else { continue };
            match note {
                Note::Epoch { group, state, .. } if *group == self.group.label => {
                    let state = self.state(state);
                    self.step(lane, entry, Some(state));
                }
                Note::Removed { group } if *group == self.group.label => self.step(lane, entry, None),
                Note::Wiped { .. } => self.step(lane, entry, None),
                Note::RolledBack { group, epoch } if *group == self.group.label => {
                    let back = self.earlier(lane, *epoch);
                    self.step(lane, entry, back);
                }
                _ => {}
            }
        }
        checkpoints.for_each(|checkpoint| self.look(checkpoint, lanes));
        self.name_branches(lanes);
        self.group
    }

    /// Corrects the track by what a device shows when the world stands still: a restored backup says nothing by itself.
    fn look(&mut self, checkpoint: &Checkpoint, lanes: &Lanes) {
        for (device, view) in &checkpoint.views {
            let Some(lane) = lanes.place_of(device) else { continue };
            let seen = view.groups.get(&self.group.label).filter(|seen| seen.membership == Membership::Active);
            let state = seen.filter(|_| view.alive).map(|seen| self.state(&seen.state));
            self.step(lane, checkpoint.entries.saturating_sub(1), state);
        }
    }

    fn step(&mut self, lane: usize, entry: usize, state: Option<usize>) {
        let now = self.group.track.iter().rev().find(|step| step.lane == lane).and_then(|step| step.state);
        if now != state {
            self.group.track.push(Step { lane, entry, state });
        }
    }

    /// The state that the device had in an epoch before.
    fn earlier(&self, lane: usize, epoch: u64) -> Option<usize> {
        let mut before = self.group.track.iter().rev().filter(|step| step.lane == lane).filter_map(|step| step.state);
        before.find(|state| self.group.states[*state].epoch == epoch)
    }

    fn state(&mut self, state: &EpochState) -> usize {
        if let Some(place) = self.places.get(&state.authenticator) {
            return *place;
        }
        let leaves = state.leaves.iter().map(|leaf| self.leaf(leaf)).collect();
        let place = self.group.states.len();
        self.places.insert(state.authenticator.clone(), place);
        self.group.states.push(State {
            epoch: state.epoch,
            branch: 0,
            tree: head(&state.tree_hash),
            authenticator: head(&state.authenticator),
            leaves,
        });
        place
    }

    fn leaf(&mut self, leaf: &Leaf) -> usize {
        let key = (leaf.index, leaf.signature_key.clone());
        if let Some(place) = self.leaf_places.get(&key) {
            return *place;
        }
        let owner = self.chronicle.owner(leaf);
        let life = |(device, number): (&str, u32)| {
            self.chronicle.installations.iter().find(|life| life.device == device && life.number == number)
        };
        let mut accounts = self.run.accounts.iter();
        let account = accounts.find(|(_, known)| known.to_hex() == leaf.account).map(|(name, _)| name.clone());
        let shown = LeafShown {
            index: leaf.index,
            account: account.unwrap_or_else(|| head(&leaf.account)),
            owner: owner.map(|(device, number)| format!("{device}#{number}")),
            key: head(&leaf.signature_key),
            phantom: self.phantoms.contains(&key),
            gone: owner.and_then(life).and_then(|life| life.until),
        };
        self.leaf_places.insert(key, self.group.leaves.len());
        self.group.leaves.push(shown);
        self.group.leaves.len() - 1
    }

    /// Numbers the states of each epoch: first those of the device by whose view the run is judged, then in order of appearance.
    fn name_branches(&mut self, lanes: &Lanes) {
        let reference = self.chronicle.reference(self.run, self.run.final_views(), &self.group.label);
        let reference = reference.and_then(|(device, _)| lanes.place_of(device));
        let mut kept: BTreeMap<u64, usize> = BTreeMap::new();
        for step in self.group.track.iter().filter(|step| Some(step.lane) == reference) {
            kept.extend(step.state.map(|state| (self.group.states[state].epoch, state)));
        }
        let mut others: BTreeMap<u64, usize> = BTreeMap::new();
        for (place, state) in self.group.states.iter_mut().enumerate() {
            if kept.entry(state.epoch).or_insert(place) != &place {
                let other = others.entry(state.epoch).or_default();
                *other += 1;
                state.branch = *other;
            }
        }
    }
}

/// Enough of a hash to tell it from others.
fn head(hex: &str) -> String {
    hex.get(..16).unwrap_or(hex).to_owned()
}
