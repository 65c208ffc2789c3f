//! What an order comes to, without ids.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use sim_device::Membership;

use crate::explore::{Failure, finding_of, fingerprints};
use crate::judge::judge;
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
        let judgement = judge(run);
        let failure = |fingerprint| Failure { finding: finding_of(&fingerprint).map(ToOwned::to_owned), fingerprint };
        Self {
            devices: judgement.outcomes.iter().map(|(device, outcome)| (device.clone(), outcome.to_string())).collect(),
            groups: groups(run),
            broke: fingerprints(run, &judgement).into_iter().map(failure).collect(),
        }
    }

    /// What broke and no finding explains.
    pub fn new_failures(&self) -> impl Iterator<Item = &Failure> {
        self.broke.iter().filter(|failure| failure.finding.is_none())
    }
}

fn groups(run: &Run) -> BTreeMap<String, Vec<Agreed>> {
    let mut states: BTreeMap<&str, BTreeMap<(u64, &str, &str), BTreeSet<String>>> = BTreeMap::new();
    let last = run.checkpoints.iter().rfind(|checkpoint| checkpoint.entries <= run.roll_call);
    for (device, view) in last.iter().flat_map(|checkpoint| &checkpoint.views) {
        for (group, seen) in view.groups.iter().filter(|(_, seen)| seen.membership == Membership::Active) {
            let state = (seen.state.epoch, seen.state.tree_hash.as_str(), seen.state.authenticator.as_str());
            states.entry(group).or_default().entry(state).or_default().insert(device.clone());
        }
    }
    let agreed = |states: BTreeMap<(u64, &str, &str), BTreeSet<String>>| {
        let mut agreed: Vec<_> = states.into_iter().map(|((epoch, ..), devices)| Agreed { epoch, devices }).collect();
        agreed.sort();
        agreed
    };
    states.into_iter().map(|(group, states)| (group.to_owned(), agreed(states))).collect()
}
