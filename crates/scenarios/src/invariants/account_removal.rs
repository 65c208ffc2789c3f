//! `account-removal-removes-every-leaf`

use std::collections::{BTreeMap, BTreeSet};

use sim_device::{CommitKind, EpochState, Note};

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "account-removal-removes-every-leaf",
    sentence: "After a commit that removes an account, no leaf of that account is left in the tree.",
    rules: &["MD-01", "MD-05"],
    judge,
};

fn judge(run: &Run, _: &Chronicle) -> Verdict {
    let mut tree: BTreeMap<(String, String), EpochState> = BTreeMap::new();
    let mut removing: BTreeSet<(String, String)> = BTreeSet::new();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        match note {
            Note::CommitSent { group, what: CommitKind::Remove, .. } => {
                removing.insert((device.to_owned(), group.clone()));
            }
            Note::CommitAbandoned { group, .. } => {
                removing.remove(&(device.to_owned(), group.clone()));
            }
            Note::Epoch { group, state, .. } => {
                let key = (device.to_owned(), group.clone());
                let before = tree.insert(key.clone(), (**state).clone());
                if let (true, Some(before)) = (removing.remove(&key), before) {
                    exercised += 1;
                    for account in half_removed(&before, state) {
                        let text = format!("{device} removed an account from {group}, and a leaf of {account} is left");
                        violations.push(Violation { entry, subject: group.clone(), text });
                    }
                }
            }
            _ => {}
        }
    }
    Verdict::of(exercised, violations)
}

/// Accounts that lost a leaf and still have one.
fn half_removed(before: &EpochState, after: &EpochState) -> BTreeSet<String> {
    let keys: BTreeSet<_> = after.leaves.iter().map(|leaf| (leaf.index, leaf.account.as_str())).collect();
    let lost = before.leaves.iter().filter(|leaf| !keys.contains(&(leaf.index, leaf.account.as_str())));
    lost.filter(|leaf| after.leaves.iter().any(|l| l.account == leaf.account))
        .map(|leaf| leaf.account.clone())
        .collect()
}
