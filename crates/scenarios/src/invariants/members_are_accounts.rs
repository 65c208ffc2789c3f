//! `members-are-accounts`

use std::collections::BTreeSet;

use sim_device::Note;

use crate::facts::Facts;
use crate::invariants::{DEFINITION, Invariant};
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "members-are-accounts",
    sentence: "Every leaf names an account of the scenario, and the leaf's key was made by a device of that very account.",
    rules: &["KV-01", "MD-01"],
    itself: &[
        (&["KV-01"], "looks at leaves, whose credential is all that is left of a KeyPackage"),
        (&["MD-01"], DEFINITION),
    ],
    ..Invariant::of(judge)
};

fn judge(run: &Run, facts: &Facts) -> Verdict {
    let accounts: BTreeSet<_> = run.accounts.values().map(|key| key.to_hex()).collect();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        let Note::Epoch { group, state, .. } = note else { continue };
        for leaf in &state.leaves {
            exercised += 1;
            let owner = facts.chronicle.owner(leaf).map(|(owner, _)| run.account_of(owner));
            let right = owner.is_none_or(|name| run.accounts.get(name).is_some_and(|key| key.to_hex() == leaf.account));
            if !accounts.contains(&leaf.account) || !right {
                let cause = Cause::new(What::LeafOfForeignAccount)
                    .with("leaf", Part::Number(leaf.index.into()))
                    .with("group", Part::group(group))
                    .with("device", Part::device(device));
                violations.push(Violation::new(entry, group, cause));
            }
        }
    }
    Verdict::of(exercised, violations)
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(
            &super::INVARIANT,
            TWO,
            TWO,
            Forged(|run| epochs(run, "bob/phone")[0].leaves[0].account = "00".repeat(32)),
        );
    }
}
