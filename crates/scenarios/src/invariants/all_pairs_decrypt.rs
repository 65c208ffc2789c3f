//! `all-pairs-decrypt`

use sim_device::Membership;

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation, roll_call};
use crate::run::Run;

pub(super) const INVARIANT: Invariant = Invariant {
    name: "all-pairs-decrypt",
    sentence: "In the closing roll call every device in a group reads every other device in it.",
    rules: &["MD-01", "WD-07"],
    judge,
};

fn judge(run: &Run, chronicle: &Chronicle) -> Verdict {
    let views = run.final_views();
    let entry = run.transcript.entries.len().saturating_sub(1);
    let mut exercised = 0;
    let mut violations = Vec::new();
    for group in chronicle.groups(run).keys() {
        let calls = roll_call(run, group);
        for (device, view) in views.iter().filter(|(_, v)| v.alive && v.online) {
            let Some(seen) = view.groups.get(group).filter(|g| g.membership == Membership::Active) else { continue };
            for (message, sender) in calls.iter().filter(|(_, sender)| sender != device) {
                exercised += 1;
                if !seen.messages.contains(message) {
                    let text = format!("{device} cannot read what {sender} says in {group}");
                    violations.push(Violation { entry, subject: device.clone(), text });
                }
            }
        }
    }
    Verdict::of(exercised, violations)
}
