//! `nothing-lost-inside-the-window`

use sim_device::{Membership, Note};

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::invariants::window::{Reading, Seen};
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "nothing-lost-inside-the-window",
    sentence: "A message that came to a member of a group of the adopted text when it was at most five epochs old, and whose state the member stands on at the end, is shown by that member.",
    ..Invariant::of(judge)
};

fn judge(run: &Run, facts: &Facts) -> Verdict {
    if !run.checkpoints.last().is_some_and(|last| last.quiet) {
        return Verdict::NotExercised;
    }
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (said, sender, note) in run.notes() {
        let Note::MessageSent { group, message, event, epoch, .. } = note else { continue };
        for (device, view) in run.final_views().iter().filter(|(name, v)| v.alive && v.online && *name != sender) {
            let seen = view.groups.get(group).filter(|seen| seen.membership == Membership::Active);
            let Some(seen) = seen else { continue };
            if (Reading { run, facts, group, device }).seen(event, sender, said, *epoch) != Seen::Inside {
                continue;
            }
            exercised += 1;
            if !seen.messages.contains(message) {
                let cause = Cause::new(What::MessageLostInsideTheWindow)
                    .with("device", Part::device(device))
                    .with("message", Part::Event(*message))
                    .with("sender", Part::device(sender))
                    .with("group", Part::group(group))
                    .with("sent_in", Part::Number(*epoch))
                    .with("said", Part::Entry(said));
                violations.push(Violation::new(said, device, cause));
            }
        }
    }
    Verdict::of(exercised, violations)
}

#[cfg(test)]
mod tests {
    use sim_device::Note;

    use crate::invariants::worlds::*;
    use crate::run::Run;

    fn one_message_is_not_shown(run: &mut Run) {
        let said = notes(run).find_map(|(who, note)| match note {
            Note::MessageSent { message, .. } if who != "carol/tablet" => Some(*message),
            _ => None,
        });
        let said = said.expect("somebody says something");
        seen_by(run, "carol/tablet").messages.retain(|message| *message != said);
    }

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, RIVALS, RIVALS, Forged(one_message_is_not_shown));
    }
}
