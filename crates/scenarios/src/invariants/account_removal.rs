//! `account-removal-removes-every-leaf`

use std::collections::{BTreeMap, BTreeSet};

use sim_device::{CommitKind, EpochState, Note};

use crate::facts::Facts;
use crate::invariants::{DEFINITION, Invariant};
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "account-removal-removes-every-leaf",
    sentence: "After a commit that removes an account, no leaf of that account is left in the tree.",
    rules: &["MD-01", "MD-05"],
    itself: &[(&["MD-01"], DEFINITION), (&["MD-05"], "looks at leaves only: no device here reports who is admin")],
    ..Invariant::of(judge)
};

fn judge(run: &Run, _: &Facts) -> Verdict {
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
                        let name = run.accounts.iter().find(|(_, key)| key.to_hex() == account);
                        let cause = Cause::new(What::LeafLeftBehind)
                            .with("device", Part::device(device))
                            .with("group", Part::group(group))
                            .with("account", Part::Account(name.map_or(account.clone(), |(name, _)| name.clone())));
                        violations.push(Violation::new(entry, group, cause));
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

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;
    use crate::run::Run;

    fn one_leaf_outlived_its_account(run: &mut Run) {
        let bob = run.accounts["bob"].to_hex();
        let (before, mut since) = around_departure(run, "alice/desktop").expect("Alice removes Bob");
        since[0].leaves.extend(before.leaves.into_iter().find(|leaf| leaf.account == bob));
    }

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, REMOVED, REMOVED, Forged(one_leaf_outlived_its_account));
    }
}
