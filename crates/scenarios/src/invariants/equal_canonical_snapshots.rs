//! `equal-canonical-snapshots`

use sim_device::mls::{CanonicalSnapshot, Disposed};
use sim_device::{Membership, Note};

use crate::facts::Facts;
use crate::invariants::{DEFINITION, Invariant};
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "equal-canonical-snapshots",
    sentence: "At the end, when everything was delivered, all members of a group of the adopted text that are online are at rest, and equal by its canonical snapshot.",
    rules: &["CV-11"],
    itself: &[(&["CV-11"], DEFINITION)],
    follows_from: &["converges-when-quiet", "same-epoch-same-state"],
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
        let online = views.iter().filter(|(_, view)| view.alive && view.online);
        let members = online.filter_map(|(device, view)| {
            let seen = view.groups.get(group).filter(|seen| seen.membership == Membership::Active)?;
            Some((device, seen.canonical.as_ref()))
        });
        let members: Vec<_> = members.collect();
        let Some((best, known)) = facts.chronicle.reference(run, views, group) else { continue };
        let whole = members.iter().find_map(|(device, seen)| Some((device.as_str(), (*seen)?)));
        let Some((reference, known)) = known.canonical.as_ref().map(|known| (best, known)).or(whole) else { continue };
        for (device, seen) in members {
            let part = match seen {
                Some(seen) => unrest(seen).or_else(|| difference(known, seen)),
                None if lost_a_part(run, device, group) => Some("lifecycle"),
                // Its engine does not tell.
                None => continue,
            };
            exercised += 1;
            if let Some(part) = part {
                let cause = Cause::new(What::OtherCanonicalSnapshot)
                    .because(part)
                    .with("device", Part::device(device))
                    .with("other", Part::device(reference))
                    .with("part", Part::Term(part))
                    .with("group", Part::group(group));
                violations.push(Violation::new(run.transcript.entries.len() - 1, device, cause));
            }
        }
    }
    Verdict::of(exercised, violations)
}

/// The device has said that its copy is damaged.
fn lost_a_part(run: &Run, device: &str, group: &str) -> bool {
    let said = |note: &Note| matches!(note, Note::CopyDamaged { group: copy } if copy == group);
    run.notes().any(|(_, who, note)| who == device && said(note))
}

/// What keeps a device from being at rest.
fn unrest(seen: &CanonicalSnapshot) -> Option<&'static str> {
    let open = [
        ("lifecycle", !matches!(seen.lifecycle, "stable" | "disbanded")),
        ("gates", !seen.gates.is_empty()),
        ("obligations", !seen.obligations.is_empty()),
    ];
    open.into_iter().find(|(_, is_open)| *is_open).map(|(part, _)| part)
}

/// The first part in which two snapshots differ.
fn difference(known: &CanonicalSnapshot, seen: &CanonicalSnapshot) -> Option<&'static str> {
    let parts = [
        ("group-id", known.group_id == seen.group_id),
        ("epoch", known.epoch == seen.epoch),
        ("group-context", known.context == seen.context),
        ("commitment", known.commitment == seen.commitment),
        ("leaves", known.leaves == seen.leaves),
        ("required", known.required == seen.required),
        ("dictionary", known.dictionary == seen.dictionary),
        ("lifecycle", known.lifecycle == seen.lifecycle),
        ("dispositions", agree_on_dispositions(known, seen)),
    ];
    parts.into_iter().find(|(_, is_equal)| !is_equal).map(|(part, _)| part)
}

/// Of what both had when both were members, the same became for both. A payload may be stale here and accepted there: whether it came too
/// late (F-73) is what `nothing-lost-inside-the-window` asks.
fn agree_on_dispositions(known: &CanonicalSnapshot, seen: &CanonicalSnapshot) -> bool {
    let since = known.since.max(seen.since);
    let mut common = known.dispositions.iter().filter_map(|(id, one)| Some((one, seen.dispositions.get(id)?)));
    common.all(|(one, other)| one.epoch < since || one.disposition == other.disposition || may_be_late(one, other))
}

fn may_be_late(one: &Disposed, other: &Disposed) -> bool {
    one.is_payload && [one, other].iter().all(|found| matches!(found.disposition.as_str(), "accepted" | "stale"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sim_device::mls::CanonicalSnapshot;

    use crate::invariants::worlds::*;
    use crate::judge;
    use crate::run::Run;

    fn canonical_of_tablet(run: &mut Run) -> &mut CanonicalSnapshot {
        seen_by(run, "carol/tablet").canonical.as_mut().unwrap()
    }

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, RIVALS, RIVALS, Forged(|run| canonical_of_tablet(run).gates.push("pass")));
    }

    #[test]
    fn a_canonical_snapshot_that_differs_in_any_one_part_is_told_by_that_part() {
        type Change = fn(&mut CanonicalSnapshot);
        let changes: [(&str, Change); 11] = [
            ("group-id", |seen| seen.group_id.push('0')),
            ("epoch", |seen| seen.epoch += 1),
            ("group-context", |seen| seen.context.push('0')),
            ("commitment", |seen| seen.commitment.push('0')),
            ("leaves", |seen| drop(seen.leaves.pop())),
            ("required", |seen| drop(seen.required.pop_first())),
            ("dictionary", |seen| drop(seen.dictionary.pop_last())),
            ("lifecycle", |seen| seen.lifecycle = "recovering"),
            ("gates", |seen| seen.gates.push("pass")),
            ("obligations", |seen| seen.obligations.push("own-commit")),
            ("dispositions", |seen| {
                let commit = seen.dispositions.values_mut().find(|disposed| !disposed.is_payload);
                commit.expect("there were commits").disposition = "rejected".to_owned();
            }),
        ];
        for (part, change) in changes {
            let mut run = run(RIVALS);
            change(canonical_of_tablet(&mut run));
            let verdict = verdict(&judge(&run), super::INVARIANT.name);
            let causes: BTreeSet<_> = verdict.violations().iter().map(|found| found.cause.id.to_string()).collect();
            assert_eq!(causes, [format!("other-canonical-snapshot/{part}")].into());
        }
    }
}
