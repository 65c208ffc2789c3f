//! Everything that is wrong with a finished selection, by the rules that its policy says it follows.
//!
//! Nothing here is shared with [`select`](crate::select()) but admission: what is asked is whether the picks are right, not how
//! they were found.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use nostr::{Event, EventId};

use super::{Broken, Findings};
use crate::admit::{AdmitContext, admit};
use crate::decisions::TagValues;
use crate::registry::RuleId;
use crate::rules::sel::Ranked;
use crate::rules::{cid, sel};
use crate::tags::{first_value, single};
use crate::{KIND_ADDRESSABLE, KeyPackage, Policy, Reason, SelectInput, Selection, Verdict};

/// Judges a selection by the rules of its policy ([`Policy::rules`]). Id and signature of the events count as verified.
///
/// A knob that is not as the profile has it (D1, D2, D8) may demand what a rule forbids; that is a finding all the same.
pub fn selection<E: Borrow<Event>>(policy: Policy, input: &SelectInput<'_, E>, made: &Selection) -> Vec<Broken> {
    const SEL_01: RuleId = RuleId::of("SEL-01");
    const SEL_10: RuleId = RuleId::of("SEL-10");
    let seen = Seen::of(policy, input, made);
    let mut findings = Findings::default();
    let mut follow = |rule: RuleId, verdict: &dyn Fn() -> Verdict| {
        if policy.rules().contains(&rule.id()) {
            findings.add(rule, None, verdict());
        }
    };
    follow(SEL_01, &|| sel::sel_01(&made.picked.iter().map(|id| seen.refusal(id)).collect::<Vec<_>>()));
    follow(SEL_10, &|| {
        let picked_at: Vec<u64> = seen.picked().map(|event| event.created_at.as_secs()).collect();
        sel::sel_10(input.now, &picked_at, input.requirements.leaves_of_target)
    });
    by_slot(&seen, &mut follow);
    by_client_id(&seen, &mut follow);
    findings.0
}

/// SEL-02, SEL-04, SEL-05: of a slot its newest valid event, and of the slots the best.
fn by_slot(seen: &Seen<'_>, follow: &mut impl FnMut(RuleId, &dyn Fn() -> Verdict)) {
    const SEL_02: RuleId = RuleId::of("SEL-02");
    const SEL_04: RuleId = RuleId::of("SEL-04");
    const SEL_05: RuleId = RuleId::of("SEL-05");
    let slots = seen.slots();
    for picked in seen.picked() {
        let own = seen.slot(picked);
        let Some(valid) = slots.get(&own) else { continue };
        follow(SEL_02, &|| sel::sel_02(valid, &picked.id));
        // Of the slots the best is asked for where one is taken.
        if !seen.policy.takes_one_per_account() {
            continue;
        }
        let Some(picked) = seen.ranked(&picked.id) else { continue };
        let others = slots.iter().filter(|(slot, _)| **slot != own).filter_map(|(_, valid)| newest(valid));
        let others: Vec<Ranked> =
            others.filter(|id| !seen.is_repetition(id)).filter_map(|id| seen.ranked(&id)).collect();
        follow(SEL_04, &|| sel::sel_04(&picked, &others));
        follow(SEL_05, &|| sel::sel_05(&picked, &others));
    }
}

fn newest(valid: &[(u64, EventId)]) -> Option<EventId> {
    valid.iter().max_by_key(|(created_at, id)| (*created_at, std::cmp::Reverse(*id))).map(|(_, id)| *id)
}

/// CID-10, CID-11: of a group its newest event, and every untagged one.
fn by_client_id(seen: &Seen<'_>, follow: &mut impl FnMut(RuleId, &dyn Fn() -> Verdict)) {
    const CID_10: RuleId = RuleId::of("CID-10");
    const CID_11: RuleId = RuleId::of("CID-11");
    let (mut groups, mut untagged) = (BTreeMap::<&str, Vec<(u64, EventId)>>::new(), BTreeSet::new());
    for event in seen.events.values().copied().filter(|event| seen.was_grouped(&event.id)) {
        match seen.client_id(event) {
            Some(client_id) => groups.entry(client_id).or_default().push((event.created_at.as_secs(), event.id)),
            None => drop(untagged.insert(event.id)),
        }
    }
    let kept = groups.values().flatten().map(|(_, id)| *id).chain(untagged.iter().copied());
    let kept: BTreeSet<EventId> = kept.filter(|id| seen.won_its_group(id)).collect();
    follow(CID_10, &|| cid::cid_10(&groups, &kept));
    follow(CID_11, &|| cid::cid_11(&untagged, &kept));
}

/// The events in front of the inviter, what admission says about each, and what was made of it.
struct Seen<'a> {
    policy: Policy,
    values: TagValues,
    events: BTreeMap<EventId, &'a Event>,
    verdicts: BTreeMap<EventId, Result<KeyPackage, Reason>>,
    made: &'a Selection,
}

impl<'a> Seen<'a> {
    fn of<E: Borrow<Event>>(policy: Policy, input: &'a SelectInput<'_, E>, made: &'a Selection) -> Self {
        let events: BTreeMap<EventId, &Event> = input.events.iter().map(Borrow::borrow).map(|e| (e.id, e)).collect();
        let context = AdmitContext { verified: true, ..input.context() };
        let verdicts = events.iter().map(|(id, event)| (*id, admit(event, &context))).collect();
        Self { policy, values: input.knobs.tag_values, events, verdicts, made }
    }

    fn picked(&self) -> impl Iterator<Item = &'a Event> {
        self.made.picked.iter().filter_map(|id| self.events.get(id).copied())
    }

    fn refusal(&self, id: &EventId) -> Option<Reason> {
        self.verdicts.get(id)?.as_ref().err().copied()
    }

    fn key_package(&self, id: &EventId) -> Option<&KeyPackage> {
        self.verdicts.get(id)?.as_ref().ok()
    }

    fn ranked(&self, id: &EventId) -> Option<Ranked> {
        let (event, key_package) = (self.events.get(id)?, self.key_package(id)?);
        Some(Ranked {
            id: *id,
            created_at: event.created_at.as_secs(),
            reference: key_package.reference(),
            last_resort: key_package.last_resort(),
        })
    }

    /// An event without a readable `d`, and every kind 443 event, is alone in its slot.
    fn slot(&self, event: &Event) -> String {
        let d = match self.values {
            TagValues::Strict => single(&event.tags, "d").ok(),
            TagValues::Lenient => first_value(&event.tags, "d"),
        };
        let named = d.filter(|_| event.kind.as_u16() == KIND_ADDRESSABLE);
        named.map_or_else(|| format!("event {}", event.id), |d| format!("slot {d}"))
    }

    /// The valid events of each slot that the inviter could choose from.
    fn slots(&self) -> BTreeMap<String, Vec<(u64, EventId)>> {
        let mut slots = BTreeMap::<String, Vec<_>>::new();
        for (id, event) in self.events.iter().filter(|(id, _)| self.refusal(id).is_none() && !self.was_set_aside(id)) {
            slots.entry(self.slot(event)).or_default().push((event.created_at.as_secs(), *id));
        }
        slots
    }

    /// It never came to a choice.
    fn was_set_aside(&self, id: &EventId) -> bool {
        use Reason::{BeyondQueryLimit, FutureDated, LookupAborted};
        matches!(self.made.reason(id), Some(BeyondQueryLimit | FutureDated | LookupAborted))
    }

    /// What it would bring comes with another event, or is in the tree.
    fn is_repetition(&self, id: &EventId) -> bool {
        use Reason::{AlreadyInTree, DuplicateRef, DuplicateSignatureKey};
        matches!(self.made.reason(id), Some(DuplicateRef | DuplicateSignatureKey | AlreadyInTree))
    }

    /// The device that an event is from, as the policy reads tags: the listing takes any value, ours only well-formed ones.
    fn client_id(&self, event: &'a Event) -> Option<&'a str> {
        if self.policy.goes_by_any_client_id() {
            return first_value(&event.tags, "client_id");
        }
        single(&event.tags, "client_id").ok().filter(|id| cid::cid_02(id, TagValues::Strict).is_kept())
    }

    /// It came so far that a policy by `client_id` put it into a group.
    fn was_grouped(&self, id: &EventId) -> bool {
        self.won_its_group(id) || matches!(self.made.reason(id), Some(Reason::SupersededInGroup | Reason::LostTie))
    }

    /// It was kept of its group, though something else may have ruled it out after that.
    fn won_its_group(&self, id: &EventId) -> bool {
        let ruled_out = matches!(self.made.reason(id), Some(Reason::OverCap | Reason::UntaggedCollapsed));
        self.made.picked.contains(id) || self.is_repetition(id) || ruled_out
    }
}
