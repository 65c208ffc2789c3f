//! `converges-when-quiet`

mod cause;

use sim_device::Membership;

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Verdict, Violation};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "converges-when-quiet",
    sentence: "At the end, when everything was delivered, all members of a group that are online are in the same epoch.",
    rules: &["MD-09", "CW-02"],
    calls: &["MD-09"],
    itself: &[(&["CW-02"], "looks at epochs, which show what merging too early leads to")],
    ..Invariant::of(judge)
};

fn judge(run: &Run, facts: &Facts) -> Verdict {
    if !run.checkpoints.last().is_some_and(|last| last.quiet) {
        return Verdict::NotExercised;
    }
    let views = run.final_views();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for group in facts.chronicle.groups(run).keys() {
        let Some((reference, known)) = facts.chronicle.reference(run, views, group) else { continue };
        for (device, view) in views.iter().filter(|(name, v)| v.alive && v.online && *name != reference) {
            let Some(seen) = view.groups.get(group).filter(|g| g.membership == Membership::Active) else { continue };
            exercised += 1;
            if seen.state.authenticator != known.state.authenticator {
                let (entry, cause) = cause::of(run, facts, group, [device, reference]);
                violations.push(Violation::new(entry, device, cause));
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
        shows(&super::INVARIANT, TWO, ("commit-race-merged-at-once", Pr40, ClientId), AsItIs);
    }
}
