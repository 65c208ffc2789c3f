//! `commit-before-welcome`

use std::collections::BTreeSet;

use sim_device::Note;

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "commit-before-welcome",
    sentence: "After a group's creation no Welcome is sent before a relay acknowledged the commit that adds the leaf.",
    rules: &["CW-01", "CW-03"],
    judge,
};

fn judge(run: &Run, _: &Chronicle) -> Verdict {
    let mut acknowledged = BTreeSet::new();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        match note {
            Note::CommitAcknowledged { event, .. } => {
                acknowledged.insert(*event);
            }
            Note::WelcomeSent { group, commit: Some(commit), .. } => {
                exercised += 1;
                if !acknowledged.contains(commit) {
                    let text = format!("{device} sent a Welcome for {group} before any relay took commit {commit}");
                    violations.push(Violation { entry, subject: device.to_owned(), text });
                }
            }
            _ => {}
        }
    }
    Verdict::of(exercised, violations)
}
