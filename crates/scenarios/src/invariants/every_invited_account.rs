//! `every-invited-account-is-reached`

use sim_device::{NotReached, Note};

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "every-invited-account-is-reached",
    sentence: "An account that a device was asked to invite has a leaf in the commit, or was a member already.",
    ..Invariant::of(judge)
};

fn judge(run: &Run, _: &Facts) -> Verdict {
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        match note {
            Note::AccountInvited { .. } => exercised += 1,
            Note::NotReached { group, account, why } if *why != NotReached::AlreadyMember => {
                exercised += 1;
                let name = run.account_name(account).unwrap_or("?");
                let cause = Cause::new(What::AccountNotReached)
                    .because(why.id())
                    .with("account", Part::Account(name.to_owned()))
                    .with("inviter", Part::device(device))
                    .with("group", Part::group(group))
                    .with("why", Part::not_reached(why));
                violations.push(Violation::new(where_it_failed(run, entry, device, why), name, cause));
            }
            _ => {}
        }
    }
    Verdict::of(exercised, violations)
}

/// The answer that kept the device from reaching the account; what it concluded, if no answer did.
fn where_it_failed(run: &Run, concluded: usize, device: &str, why: &NotReached) -> usize {
    use sim_device::RelayTrouble::{AnswerCut, QueryOffline, QueryUnanswered, QueryUnreachable, SubscriptionClosed};
    let meant = |note: &Note| match (why, note) {
        (NotReached::LookUpRefused, Note::Relay { what, .. }) => matches!(what, SubscriptionClosed { .. }),
        (NotReached::NoAnswer, Note::Relay { what, .. }) => matches!(what, QueryUnanswered),
        (NotReached::AnswerCut, Note::Relay { what, .. }) => matches!(what, AnswerCut { .. }),
        (NotReached::Offline, Note::Relay { what, .. }) => matches!(what, QueryOffline),
        (NotReached::NoCommonRelay, Note::Relay { what, .. }) => matches!(what, QueryUnreachable),
        _ => false,
    };
    let before = run.notes().take_while(|(entry, ..)| *entry < concluded);
    let last = before.filter(|(_, who, note)| *who == device && meant(note)).last();
    last.map_or(concluded, |(entry, ..)| entry)
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, TWO, ("client-tag-forbidden", Mip2026_04, NewestOne), AsItIs);
    }
}
