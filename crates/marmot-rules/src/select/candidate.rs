//! Events that were admitted, with the KeyPackage that admission decoded, and the steps that several policies share.

use std::collections::{BTreeMap, BTreeSet};

use nostr::{Event, EventId};

use crate::admit::admit;
use crate::decisions::{SameRef, SameSignatureKey};
use crate::{KeyPackage, KeyPackageRef, Reason};

use super::ledger::Ledger;

pub(super) struct Candidate<'e> {
    pub(super) event: &'e Event,
    pub(super) key_package: KeyPackage,
    pub(super) reference: KeyPackageRef,
}

impl<'e> Candidate<'e> {
    pub(super) fn new(event: &'e Event, key_package: KeyPackage) -> Self {
        let reference = key_package.reference();
        Self { event, key_package, reference }
    }
}

/// `[e | admit(e)]` in input order; the others are rejected with their reason.
pub(super) fn admitted<'e>(events: &[&'e Event], ledger: &mut Ledger<'_>) -> Vec<Candidate<'e>> {
    let context = ledger.context;
    let mut kept = Vec::with_capacity(events.len());
    for event in events {
        match admit(event, &context) {
            Ok(key_package) => kept.push(Candidate::new(event, key_package)),
            Err(reason) => ledger.reject(event, reason),
        }
    }
    kept
}

/// Drops repetitions by reference (D8), then by signature key (D9), then what is in the tree. Of two, the one that
/// `earlier` puts first stays; candidates keep their order. With D8 `error` one repetition refuses the whole invitation.
pub(super) fn without_repetitions<'e>(
    candidates: Vec<Candidate<'e>>,
    earlier: impl Fn(&Candidate<'_>, &Candidate<'_>) -> bool,
    ledger: &mut Ledger<'_>,
) -> Vec<Candidate<'e>> {
    let knobs = ledger.context.knobs;
    let repeated = repetitions(&candidates, |c| c.reference.to_vec(), &earlier);
    if knobs.same_ref == SameRef::Error && !repeated.is_empty() {
        ledger.reject_all(candidates.iter().map(|candidate| candidate.event), Reason::LookupAborted);
        return Vec::new();
    }
    let mut kept = candidates;
    if knobs.same_ref == SameRef::Collapse {
        kept = drop_ids(kept, &repeated, Reason::DuplicateRef, ledger);
    }
    if knobs.same_signature_key == SameSignatureKey::CollapseNewest {
        // Copies that D8 = pass lets through share their signature key by nature and are no second key.
        let repeated = repetitions(&kept, |c| c.key_package.signature_key().to_vec(), &earlier);
        let refs: BTreeMap<EventId, _> = kept.iter().map(|c| (c.event.id, c.reference)).collect();
        let repeated = repeated.into_iter().filter(|(id, winner)| refs[id] != refs[winner]).collect();
        kept = drop_ids(kept, &repeated, Reason::DuplicateSignatureKey, ledger);
    }
    let in_tree: BTreeMap<EventId, EventId> = kept
        .iter()
        .filter(|candidate| ledger.context.requirements.holds(&candidate.key_package))
        .map(|candidate| (candidate.event.id, candidate.event.id))
        .collect();
    drop_ids(kept, &in_tree, Reason::AlreadyInTree, ledger)
}

/// Event id of each candidate that repeats a key, and of the one that stays for it.
fn repetitions(
    candidates: &[Candidate<'_>],
    key: impl Fn(&Candidate<'_>) -> Vec<u8>,
    earlier: &impl Fn(&Candidate<'_>, &Candidate<'_>) -> bool,
) -> BTreeMap<EventId, EventId> {
    let mut best: BTreeMap<Vec<u8>, &Candidate<'_>> = BTreeMap::new();
    for candidate in candidates {
        best.entry(key(candidate))
            .and_modify(|held| {
                if earlier(candidate, held) {
                    *held = candidate;
                }
            })
            .or_insert(candidate);
    }
    candidates
        .iter()
        .map(|candidate| (candidate.event.id, best[&key(candidate)].event.id))
        .filter(|(id, winner)| id != winner)
        .collect()
}

fn drop_ids<'e>(
    candidates: Vec<Candidate<'e>>,
    ids: &BTreeMap<EventId, EventId>,
    reason: Reason,
    ledger: &mut Ledger<'_>,
) -> Vec<Candidate<'e>> {
    let doomed: BTreeSet<&EventId> = ids.keys().collect();
    let (dropped, kept): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|c| doomed.contains(&c.event.id));
    ledger.reject_all(dropped.iter().map(|candidate| candidate.event), reason);
    kept
}

pub(super) fn events<'e>(candidates: &[Candidate<'e>]) -> Vec<&'e Event> {
    candidates.iter().map(|candidate| candidate.event).collect()
}
