//! `equal-canonical-snapshots`

use sim_device::mls::{CanonicalSnapshot, Disposed};
use sim_device::{Membership, Note};

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::run::Run;
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "equal-canonical-snapshots",
    sentence: "At the end, when everything was delivered, all members of a group of the adopted text that are online are at rest, and equal by its canonical snapshot.",
    rules: &["CV-11"],
    follows_from: &["converges-when-quiet", "same-epoch-same-state"],
    judge,
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
