//! `key-package-always-available`

use std::collections::BTreeMap;

use nostr::EventId;
use sim_device::Note;

use crate::facts::Facts;
use crate::invariants::Invariant;
use crate::run::{DEFAULT_START, Run};
use crate::verdict::{Cause, Part, Verdict, Violation, What};

pub(super) const INVARIANT: Invariant = Invariant {
    name: "key-package-always-available",
    sentence: "Once a device has published a KeyPackage, it always has one that is published, usable and not expired, until it is wiped or deletes them on the way there.",
    rules: &["LC-01", "LC-06"],
    itself: &[(&["LC-01", "LC-06"], "counts what is published and usable at every moment")],
    ..Invariant::of(judge)
};

/// What a device has on relays: end of the lifetime (Unix seconds) and entry of the publication, by event.
#[derive(Default)]
struct Shelf {
    usable: BTreeMap<EventId, (u64, usize)>,
    offline: bool,
    /// Unix seconds.
    online_since: u64,
    gap: Option<Violation>,
}

/// How long a device that comes back may take to replace what ran out while it was away, in seconds.
const COMING_BACK_SECS: u64 = 3_600;

impl Shelf {
    /// Whether the device could have replaced by now what ran out at `until`.
    fn could_replace(&self, until: u64, now: u64) -> bool {
        !self.offline && now >= until && (until >= self.online_since || now > self.online_since + COMING_BACK_SECS)
    }

    /// The moment at which the last KeyPackage runs out, and which it is.
    fn runs_out(&self) -> Option<(u64, EventId, usize)> {
        let last = self.usable.iter().max_by_key(|(_, (until, _))| *until);
        last.map(|(id, (until, published))| (*until, *id, *published))
    }
}

fn judge(run: &Run, facts: &Facts) -> Verdict {
    let mut shelves: BTreeMap<&str, Shelf> = BTreeMap::new();
    let mut exercised = 0;
    let mut violations = Vec::new();
    for (entry, device, note) in run.notes() {
        let now = run.wall_clock(entry);
        let shelf = shelves.entry(device).or_default();
        note_expiry(device, shelf, now);
        match note {
            Note::Network { online } => {
                (shelf.offline, shelf.online_since) = (!online, now);
                continue;
            }
            Note::KeyPackagePublished { key_package, .. } => {
                shelf.usable.insert(key_package.event, (key_package.lifetime.1, entry));
                violations.extend(shelf.gap.take());
                continue;
            }
            Note::Wiped { .. } | Note::Restored { .. } => {
                *shelf = Shelf { offline: shelf.offline, online_since: shelf.online_since, ..Shelf::default() };
                continue;
            }
            Note::KeyPackageDeleted { event } if shelf.usable.contains_key(event) => drop(shelf.usable.remove(event)),
            Note::KeyPackageDeleted { event } => {
                let owner = facts.chronicle.key_packages.get(event).map(|life| life.device.as_str());
                let Some(owner) = owner.filter(|owner| *owner != device) else { continue };
                exercised += usize::from(taken_by_sibling(&mut shelves, owner, device, event, entry));
                continue;
            }
            // Nobody could invite the device by it.
            Note::KeyPackageForgotten { reference } if facts.chronicle.was_offered(reference) => continue,
            Note::KeyPackageForgotten { reference } => {
                let lives = &facts.chronicle.key_packages;
                let destroyed = |id: &EventId| lives.get(id).is_some_and(|life| life.facts.reference == *reference);
                // What had run out by then is no loss: that it ran out is.
                shelf.usable.retain(|id, (until, _)| now >= *until || !destroyed(id));
            }
            _ => continue,
        }
        exercised += 1;
        if shelf.usable.is_empty() && shelf.gap.is_none() {
            let cause = Cause::new(What::NoKeyPackageLeft).with("device", Part::device(device));
            shelf.gap = Some(Violation::new(entry, device, cause));
        }
    }
    let end = run.scenario.start.unwrap_or(DEFAULT_START) + run.duration().as_secs();
    let views = run.final_views();
    for (device, shelf) in &mut shelves {
        let lives = views.get(*device).is_some_and(|view| view.alive && view.online);
        exercised += usize::from(lives && !shelf.usable.is_empty());
        if lives {
            note_expiry(device, shelf, end);
        }
        violations.extend(shelf.gap.take());
    }
    Verdict::of(exercised, violations)
}

/// A device has the KeyPackage of another one of its account deleted; false if the owner has lost or replaced it already.
fn taken_by_sibling<'r>(
    shelves: &mut BTreeMap<&'r str, Shelf>,
    owner: &'r str,
    sibling: &str,
    event: &EventId,
    entry: usize,
) -> bool {
    let shelf = shelves.entry(owner).or_default();
    let taken = shelf.usable.remove(event).is_some();
    if taken && shelf.usable.is_empty() && shelf.gap.is_none() {
        let cause = Cause::new(What::KeyPackagesDeletedBySibling)
            .with("device", Part::device(owner))
            .with("sibling", Part::device(sibling));
        shelf.gap = Some(Violation::new(entry, owner, cause));
    }
    taken
}

/// A gap, if everything on the shelf has run out by now.
fn note_expiry(device: &str, shelf: &mut Shelf, now: u64) {
    let ran_out = shelf.runs_out().filter(|(until, ..)| shelf.could_replace(*until, now));
    let Some((until, event, published)) = ran_out else { return };
    if shelf.gap.is_none() {
        let key_package = Part::KeyPackage(crate::verdict::Picked { event, device: Some(device.to_owned()) });
        let cause = Cause::new(What::LastKeyPackageExpired)
            .with("device", Part::device(device))
            .with("key_package", key_package)
            .with("expired", Part::Date(until));
        shelf.gap = Some(Violation::new(published, device, cause));
    }
}

#[cfg(test)]
mod tests {
    use crate::invariants::worlds::*;

    #[test]
    fn it_holds_and_is_violated() {
        shows(&super::INVARIANT, TWO, ("key-package-deleted-first", Pr40, ClientId), AsItIs);
    }
}
