//! `commit-before-welcome`

use std::collections::BTreeMap;

use marmot_rules::rules::cw;
use sim_device::Note;

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "commit-before-welcome",
    sentence: "After a group's creation no Welcome is sent before a relay acknowledged the commit that adds the leaf.",
    rules: &["CW-01", "CW-03"],
    calls: &["CW-01"],
    itself: &[(&["CW-03"], "a Welcome without a commit is taken for one of the founding Add")],
    ..Invariant::of(judge)
};

fn judge(run: &Run, _: &Facts) -> Verdict {
    let mut acknowledged = BTreeMap::new();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        match note {
            Note::CommitAcknowledged { event, .. } => {
                acknowledged.entry(*event).or_insert(entry as u64);
            }
            Note::WelcomeSent { group, wrap, commit: Some(commit), .. } => {
                exercised += 1;
                let first_ok = acknowledged.get(commit).copied();
                if !cw::cw_01(false, first_ok, Some(entry as u64)).is_kept() {
                    let cause = Cause::new(What::WelcomeBeforeCommit)
                        .with("device", Part::device(device))
                        .with("group", Part::group(group))
                        .with("wrap", Part::Event(*wrap))
                        .with("commit", Part::Event(*commit));
                    violations.push(Violation::new(entry, device, cause));
                }
            }
            _ => {}
        }
    }
    Verdict::of(exercised, violations)
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, RE_INVITED, ("welcome-with-the-commit", Pr40, ClientId), AsItIs);
    }
}
