//! `d-slot` and `d-slot-one`: the slots of the adopted text, and how its winners are ranked.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use nostr::{Event, EventId};

use crate::admit::admit;
use crate::decisions::{NewestInvalid, TagValues};
use crate::tags::{first_value, single};
use crate::{KIND_ADDRESSABLE, KIND_REGULAR, KeyPackage, Profile, Reason};

use super::candidate::{Candidate, events, without_repetitions};
use super::ledger::{Ledger, newest_first};
use super::newest::signed;
use super::policy::PolicyKind::{Ours, Text};
use super::policy::{Facts, Id, Says, Takes};

/// Profiles about which a policy of slots says something.
pub(super) const SAYS: Says = Says::If(Profile::has_slots, "kind 443 events have no d slot");

/// What is known of the policies: `d-slot`, `d-slot-one`, and `d-slot-2` and so on.
pub(super) const fn facts(limit: Option<usize>) -> Facts {
    let by_slot = Facts {
        describe: "The newest valid KeyPackage per d slot, then the best-ranked slots.",
        source: "marmot transports/nostr.md and foundation/key-packages.md (adopted)",
        says: SAYS,
        ..Facts::of(Ours)
    };
    match limit {
        None => Facts {
            id: Id::Word("d-slot"),
            describe: "The newest valid KeyPackage of every d slot.",
            rules: &["SEL-01", "SEL-02", "SEL-03", "SEL-04", "SEL-05", "SEL-06", "KV-08"],
            takes: Takes::PerDevice,
            ..by_slot
        },
        Some(1) => Facts {
            id: Id::Word("d-slot-one"),
            kind: Text,
            rules: &["SEL-01", "SEL-02", "SEL-03", "SEL-04", "SEL-05", "SEL-06", "SEL-09"],
            ..by_slot
        },
        Some(n) => Facts { id: Id::Counted("d-slot", n), takes: Takes::PerDevice, ..by_slot },
    }
}

/// The best of every slot, ranked; `limit` 1 is the adopted text, none takes every slot.
pub(super) fn d_slot<'e>(fetched: &[&'e Event], limit: Option<usize>, ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
    let mut ranked = slot_winners(fetched, ledger);
    let losers = ranked.split_off(limit.unwrap_or(usize::MAX).min(ranked.len()));
    match ranked.last() {
        Some(winner) => ledger.reject_losers(losers, winner),
        None => ledger.reject_all(losers, Reason::LostRanking),
    }
    ranked
}

/// The winners of all slots in rank order, free of repetitions.
pub(super) fn slot_winners<'e>(fetched: &[&'e Event], ledger: &mut Ledger<'_>) -> Vec<&'e Event> {
    let signed = signed(fetched, ledger);
    // A future-dated event makes no claim on its slot.
    let signed = ledger.drop_future(&signed, None);
    let Some(judged) = judge(&signed, ledger) else {
        return Vec::new();
    };
    let judged = without_twins(judged, ledger);
    let (mut winners, unread) = winners(judged, ledger);
    winners.sort_by(rank);
    let tie = newest_first(ledger.context.knobs.tie);
    let earlier = |a: &Candidate<'_>, b: &Candidate<'_>| rank(a, b).then_with(|| tie(a.event, b.event)).is_lt();
    let mut ranked = events(&without_repetitions(winners, earlier, ledger));
    ranked.extend(unread);
    ranked
}

/// An event and what admission said about it.
struct Judged<'e> {
    event: &'e Event,
    verdict: Result<KeyPackage, Reason>,
}

/// Admission of each event; with D1 `abort` one bad record ends the lookup.
fn judge<'e>(signed: &[&'e Event], ledger: &mut Ledger<'_>) -> Option<Vec<Judged<'e>>> {
    let context = ledger.context;
    let judged: Vec<Judged<'e>> =
        signed.iter().map(|event| Judged { event, verdict: admit(event, &context) }).collect();
    let abort = context.knobs.newest_invalid == NewestInvalid::Abort && judged.iter().any(|j| j.verdict.is_err());
    if abort {
        ledger.reject_all(signed.iter().copied(), Reason::LookupAborted);
        return None;
    }
    Some(judged)
}

/// Drops each valid kind 443 event whose KeyPackage a valid kind 30443 event carries too (LC-07).
fn without_twins<'e>(judged: Vec<Judged<'e>>, ledger: &mut Ledger<'_>) -> Vec<Judged<'e>> {
    let reference = |j: &Judged<'_>, kind: u16| {
        let key_package = j.verdict.as_ref().ok().filter(|_| j.event.kind.as_u16() == kind)?;
        Some(key_package.reference())
    };
    let addressable: BTreeSet<_> = judged.iter().filter_map(|j| reference(j, KIND_ADDRESSABLE)).collect();
    let is_twin = |j: &Judged<'_>| reference(j, KIND_REGULAR).is_some_and(|r| addressable.contains(&r));
    let (twins, kept): (Vec<_>, Vec<_>) = judged.into_iter().partition(is_twin);
    ledger.reject_all(twins.iter().map(|twin| twin.event), Reason::DuplicateRef);
    kept
}

/// One winner per slot: those that were read, and with D1 `use-it` those that are used although they are invalid.
fn winners<'e>(judged: Vec<Judged<'e>>, ledger: &mut Ledger<'_>) -> (Vec<Candidate<'e>>, Vec<&'e Event>) {
    let (knobs, mut slots) = (ledger.context.knobs, BTreeMap::<Slot, Vec<Judged<'e>>>::new());
    for judgement in judged {
        slots.entry(slot(judgement.event, knobs.tag_values)).or_default().push(judgement);
    }
    let order = newest_first(knobs.tie);
    let (mut read, mut unread) = (Vec::new(), Vec::new());
    for mut entries in slots.into_values() {
        entries.sort_by(|a, b| order(a.event, b.event));
        if knobs.newest_invalid == NewestInvalid::OlderValid {
            entries.retain(|entry| entry.verdict.as_ref().err().is_none_or(|why| reject(ledger, entry.event, *why)));
        }
        let mut entries = entries.into_iter();
        let Some(Judged { event, verdict }) = entries.next() else { continue };
        let rest: Vec<&Event> = entries.map(|entry| entry.event).collect();
        match verdict {
            Ok(key_package) => {
                ledger.reject_against(rest, event, Reason::SupersededInSlot);
                read.push(Candidate::new(event, key_package));
            }
            Err(_) if knobs.newest_invalid == NewestInvalid::UseIt => {
                ledger.reject_against(rest, event, Reason::SupersededInSlot);
                unread.push(event);
            }
            Err(reason) => {
                ledger.reject(event, reason);
                ledger.reject_all(rest, Reason::SlotSuppressed);
            }
        }
    }
    unread.sort_by(|a, b| order(a, b));
    (read, unread)
}

/// Rejects and says "do not keep".
fn reject(ledger: &mut Ledger<'_>, event: &Event, reason: Reason) -> bool {
    ledger.reject(event, reason);
    false
}

/// An event without a readable `d`, and every kind 443 event, is alone in its slot.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Named(String),
    Alone(EventId),
}

/// Author and kind are equal by then, so the exact bytes of `d` name the slot.
fn slot(event: &Event, values: TagValues) -> Slot {
    let d = match values {
        TagValues::Strict => single(&event.tags, "d").ok(),
        TagValues::Lenient => first_value(&event.tags, "d"),
    };
    match d {
        Some(d) if event.kind.as_u16() == KIND_ADDRESSABLE => Slot::Named(d.to_owned()),
        _ => Slot::Alone(event.id),
    }
}

/// SEL-04 and SEL-05: non-last-resort first, then newest, then the lower reference, at last the lower id.
fn rank(a: &Candidate<'_>, b: &Candidate<'_>) -> Ordering {
    let last_resort = a.key_package.last_resort().cmp(&b.key_package.last_resort());
    last_resort
        .then_with(|| b.event.created_at.cmp(&a.event.created_at))
        .then_with(|| a.reference.cmp(&b.reference))
        .then_with(|| a.event.id.cmp(&b.event.id))
}
