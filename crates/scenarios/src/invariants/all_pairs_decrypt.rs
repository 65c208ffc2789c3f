//! `all-pairs-decrypt`

use sim_device::Membership;

use crate::facts::{Call, Facts, roll_call};
use crate::invariants::message::{self, Message};
use crate::invariants::{DEFINITION, Invariant};
use crate::run::Run;
use crate::verdict::{Verdict, Violation};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "all-pairs-decrypt",
    sentence: "In the closing roll call every device in a group reads every other device in it.",
    rules: &["MD-01", "WD-07"],
    itself: &[(&["MD-01", "WD-07"], DEFINITION)],
    follows_from: &["converges-when-quiet", "same-epoch-same-state"],
    ..Invariant::of(judge)
};

fn judge(run: &Run, facts: &Facts) -> Verdict {
    let views = run.final_views();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for group in facts.chronicle.groups(run).keys() {
        let calls = roll_call(run, group);
        for (device, view) in views.iter().filter(|(_, v)| v.alive && v.online) {
            let Some(seen) = view.groups.get(group).filter(|g| g.membership == Membership::Active) else { continue };
            for call in calls.iter().filter(|call| call.sender != device) {
                exercised += 1;
                if !seen.messages.contains(&call.message) {
                    let (entry, cause) = message::unread(run, facts, &Message::of(group, call), device);
                    violations.push(Violation::new(entry, device, cause));
                }
            }
        }
    }
    Verdict::of(exercised, violations)
}

/// The entry that kept a device from reading a call.
pub(super) fn where_it_ended(run: &Run, facts: &Facts, group: &str, call: &Call<'_>, device: &str) -> usize {
    message::unread(run, facts, &Message::of(group, call), device).0
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, TWO, ("commit-race-merged-at-once", Pr40, ClientId), AsItIs);
    }
}
