//! `converges-when-quiet`

use sim_device::{Membership, Note};

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "converges-when-quiet",
    sentence: "At the end, when everything was delivered, all members of a group that are online are in the same epoch.",
    rules: &["MD-09", "CW-02"],
    judge,
};

fn judge(run: &Run, chronicle: &Chronicle) -> Verdict {
    if !run.checkpoints.last().is_some_and(|last| last.quiet) {
        return Verdict::NotExercised;
    }
    let views = run.final_views();
    let entry = run.transcript.entries.len().saturating_sub(1);
    let mut exercised = 0;
    let mut violations = Vec::new();
    for group in chronicle.groups(run).keys() {
        let Some((reference, known)) = chronicle.reference(run, views, group) else { continue };
        for (device, view) in views.iter().filter(|(name, v)| v.alive && v.online && *name != reference) {
            let Some(seen) = view.groups.get(group).filter(|g| g.membership == Membership::Active) else { continue };
            exercised += 1;
            if seen.state.authenticator != known.state.authenticator {
                let (theirs, ours) = (known.state.epoch, seen.state.epoch);
                let stuck = if ours <= theirs { device.as_str() } else { reference };
                let text = format!(
                    "{reference} is in epoch {theirs} of {group}, {device} in epoch {ours}, and nothing is under way{}",
                    last_unreadable(run, stuck, group)
                );
                violations.push(Violation { entry, subject: device.clone(), text });
            }
        }
    }
    Verdict::of(exercised, violations)
}

/// What the device that stayed behind could not use last.
fn last_unreadable(run: &Run, device: &str, group: &str) -> String {
    let unreadable = run.notes().filter_map(|(_, who, note)| match note {
        Note::Unreadable { group: of, why, .. } if who == device && of == group => Some(why),
        _ => None,
    });
    unreadable.last().map_or(String::new(), |why| format!("; the last event that {device} could not use: {why}"))
}
