//! `converges-when-quiet`

use nostr::EventId;
use sim_device::{Membership, Note};

use crate::invariants::Invariant;
use crate::judge::{Chronicle, Verdict, Violation, device_of};
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
                    "{reference} is in epoch {theirs} of {group}, {device} in epoch {ours}, and nothing is under way{}{}",
                    way_in(run, stuck, group) + &shared_leaf(run, stuck),
                    last_unreadable(run, stuck, group)
                );
                violations.push(Violation { entry, subject: device.clone(), text });
            }
        }
    }
    Verdict::of(exercised, violations)
}

/// A copy and what it is a copy of act on one leaf, and neither can follow what the other commits.
fn shared_leaf(run: &Run, device: &str) -> String {
    let other = run.notes().find_map(|(_, who, note)| match note {
        Note::Restored { from } if who == device && device_of(from) != device => Some(device_of(from)),
        Note::Restored { from } if who != device && device_of(from) == device => Some(who),
        _ => None,
    });
    other.map_or(String::new(), |other| format!("; {device} shares its leaf with {other}"))
}

/// What is wrong with the Welcome that brought the device to where it is, if anything.
fn way_in(run: &Run, device: &str, group: &str) -> String {
    let joined = run.notes().filter_map(|(entry, who, note)| match note {
        Note::Joined { group: of, wrap, .. } if who == device && of == group => Some((entry, wrap)),
        _ => None,
    });
    let joined: Vec<_> = joined.collect();
    let Some((last, wrap)) = joined.last() else { return String::new() };
    let before = joined.iter().rev().nth(1).map(|(entry, _)| *entry);
    let removed_between = |entry: usize, who: &str, note: &Note| {
        before.is_some_and(|before| (before..*last).contains(&entry))
            && who == device
            && match note {
                Note::Removed { group: of } => of == group,
                Note::Wiped { .. } | Note::Restored { .. } => true,
                _ => false,
            }
    };
    if before.is_some() && !run.notes().any(|(entry, who, note)| removed_between(entry, who, note)) {
        return format!("; {device} took a Welcome to a group that it was in");
    }
    match undone_by(run, wrap, group) {
        Some(inviter) => format!("; {device} joined by a commit that {inviter} undid"),
        None => String::new(),
    }
}

/// Who sent this Welcome and went back to before its commit after that.
fn undone_by<'r>(run: &'r Run, welcome: &EventId, group: &str) -> Option<&'r str> {
    let (sent, inviter, commit) = run.notes().find_map(|(entry, who, note)| match note {
        Note::WelcomeSent { wrap, commit: Some(commit), .. } if wrap == welcome => Some((entry, who, commit)),
        _ => None,
    })?;
    let built_in = run.notes().find_map(|(_, _, note)| match note {
        Note::CommitSent { event, epoch, .. } if event == commit => Some(*epoch),
        _ => None,
    })?;
    let undone = |(entry, who, note): (usize, &str, &Note)| match note {
        _ if who != inviter || entry < sent => false,
        Note::RolledBack { group: of, epoch } => of == group && *epoch <= built_in,
        Note::CommitAbandoned { event, .. } => event == commit,
        _ => false,
    };
    run.notes().any(undone).then_some(inviter)
}

/// What the device that stayed behind could not use last.
fn last_unreadable(run: &Run, device: &str, group: &str) -> String {
    let last = unreadable(run, device, group, run.transcript.entries.len());
    last.map_or(String::new(), |(who, why)| format!("; the last event that {who} could not use: {why}"))
}

/// The last such event before an entry, of the device or of what it is a copy of, and which of them could not use it.
fn unreadable<'r>(run: &'r Run, device: &'r str, group: &str, before: usize) -> Option<(&'r str, &'r str)> {
    let own = || run.notes().take_while(move |(entry, ..)| *entry < before).filter(move |(_, who, _)| *who == device);
    let why = own().filter_map(|(_, _, note)| match note {
        Note::Unreadable { group: of, why, .. } if of == group => Some((device, why.words.as_str())),
        _ => None,
    });
    let copied = || {
        own().filter_map(|(entry, _, note)| match note {
            Note::Restored { from } => Some((entry, device_of(from))),
            _ => None,
        })
    };
    why.last().or_else(|| {
        let (entry, source) = copied().last()?;
        unreadable(run, source, group, entry)
    })
}
