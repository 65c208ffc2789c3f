//! `members-are-accounts`

use std::collections::BTreeSet;

use sim_device::Note;

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "members-are-accounts",
    sentence: "Every leaf names an account of the scenario, and the leaf's key was made by a device of that very account.",
    rules: &["KV-01", "MD-01"],
    judge,
};

fn judge(run: &Run, chronicle: &Chronicle) -> Verdict {
    let accounts: BTreeSet<_> = run.accounts.values().map(|key| key.to_hex()).collect();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        let Note::Epoch { group, state, .. } = note else { continue };
        for leaf in &state.leaves {
            exercised += 1;
            let owner = chronicle.owner(leaf).map(|(owner, _)| run.account_of(owner));
            let right = owner.is_none_or(|name| run.accounts.get(name).is_some_and(|key| key.to_hex() == leaf.account));
            if !accounts.contains(&leaf.account) || !right {
                let text = format!(
                    "leaf {} of {group}, as {device} sees it, names an account that did not make it",
                    leaf.index
                );
                violations.push(Violation { entry, subject: group.clone(), text });
            }
        }
    }
    Verdict::of(exercised, violations)
}
