//! What an order comes to, without ids.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use sim_device::Membership;

use super::{Failure, failures};
use crate::facts::Facts;
use crate::judge::judge_by;
use crate::run::Run;

/// What a run came to. Equal for two orders that nobody could tell apart afterwards but by ids.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct OrderOutcome {
    /// Where each device ended.
    pub devices: BTreeMap<String, String>,
    /// Who agrees with whom in each group, before the closing roll call.
    pub groups: BTreeMap<String, Vec<Agreed>>,
    /// What broke.
    pub broke: BTreeSet<Failure>,
    /// What of it neither a finding explains nor the scenario expects.
    pub new: BTreeSet<Failure>,
    /// Whether everything came out as the scenario expects.
    pub as_expected: bool,
}

/// Active devices of a group that are in the same epoch with the same tree and secrets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Agreed {
    /// Their epoch.
    pub epoch: u64,
    /// The devices.
    pub devices: BTreeSet<String>,
}

impl OrderOutcome {
    /// What this run came to.
    pub fn of(run: &Run) -> Self {
        let facts = Facts::of(run);
        let judgement = judge_by(run, &facts);
        let broke = failures(run, &facts, &judgement);
        let expect = run.expect();
        let is_new = |f: &&Failure| f.finding.is_none() && !expect.violates.contains(&f.fingerprint.invariant);
        Self {
            devices: judgement.outcomes.iter().map(|(device, outcome)| (device.clone(), outcome.to_string())).collect(),
            groups: groups(run),
            new: broke.iter().filter(is_new).cloned().collect(),
            broke,
            as_expected: judgement.as_expected(),
        }
    }
}

/// Epoch, tree hash and authenticator.
type State<'a> = (u64, &'a str, &'a str);

fn groups(run: &Run) -> BTreeMap<String, Vec<Agreed>> {
    let mut groups: BTreeMap<&str, BTreeMap<State<'_>, BTreeSet<String>>> = BTreeMap::new();
    let last = run.checkpoints.iter().rfind(|checkpoint| checkpoint.entries <= run.roll_call);
    for (device, view) in last.iter().flat_map(|checkpoint| &checkpoint.views) {
        for (group, seen) in view.groups.iter().filter(|(_, seen)| seen.membership == Membership::Active) {
            let state = (seen.state.epoch, seen.state.tree_hash.as_str(), seen.state.authenticator.as_str());
            groups.entry(group).or_default().entry(state).or_default().insert(device.clone());
        }
    }
    groups.into_iter().map(|(group, states)| (group.to_owned(), agreed(states))).collect()
}

/// In an order that does not depend on hashes.
fn agreed(states: BTreeMap<State<'_>, BTreeSet<String>>) -> Vec<Agreed> {
    let mut agreed: Vec<_> = states.into_iter().map(|((epoch, ..), devices)| Agreed { epoch, devices }).collect();
    agreed.sort();
    agreed
}
