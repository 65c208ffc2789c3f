//! Which of an account's KeyPackages an inviter takes.
//!
//! One function, [`select`], and one [`Policy`] per answer: the texts, our own order-free variants, an idea document,
//! and emulations of clients as deployed (docs/spec/marmot.md section 5). A selection is a partition: every input event
//! is either picked or rejected with a [`Reason`], each once.

mod all_fresh;
mod candidate;
mod client_id;
mod client_id_strict;
mod d_slot;
mod deployed;
mod ledger;
mod newest;
mod policy;
mod table;

use std::borrow::Borrow;
use std::collections::BTreeMap;

use nostr::{Event, EventId, JsonUtil, PublicKey};
use serde::{Deserialize, Serialize};

use crate::{AdmitContext, FutureSkew, Knobs, Profile, QueryLimit, Reason, Requirements};

use ledger::Ledger;
pub use policy::{Applicability, PolicyKind};
pub use table::Policy;

/// The 30 days after which `all-fresh` calls a KeyPackage stale.
pub const FRESHNESS: u64 = 2_592_000;
/// How many leaves `all-fresh` allows one account.
pub const MAX_LEAVES_PER_ACCOUNT: usize = 10;

/// What an inviter has in front of it. `events` may be `&[Event]`, `&[&Event]`, `&[Arc<Event>]` and so on.
#[derive(Debug, Clone, Copy)]
pub struct SelectInput<'a, E = Event> {
    /// What relays returned, in fetch order.
    pub events: &'a [E],
    /// The account that is to be invited.
    pub target: PublicKey,
    /// The inviter's clock, in Unix seconds.
    pub now: u64,
    /// What the group requires.
    pub requirements: &'a Requirements,
    /// The text in force.
    pub profile: Profile,
    /// The choices where the text leaves one.
    pub knobs: &'a Knobs,
}

impl<'a, E> SelectInput<'a, E> {
    /// The part of the input on which the admission of one event depends.
    pub fn context(&self) -> AdmitContext<'a> {
        AdmitContext {
            target: self.target,
            now: self.now,
            requirements: self.requirements,
            profile: self.profile,
            knobs: self.knobs,
            verified: false,
        }
    }
}

/// Who was picked, and why everybody else was not. Each input event id appears exactly once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Selection {
    /// In the order in which they go into the MLS call; it decides leaf indices and the order of Welcomes.
    pub picked: Vec<EventId>,
    /// By event id.
    pub rejected: Vec<(EventId, Reason)>,
}

impl Selection {
    /// The reason against an event, if it was rejected.
    pub fn reason(&self, id: &EventId) -> Option<Reason> {
        self.rejected.iter().find(|(rejected, _)| rejected == id).map(|(_, reason)| *reason)
    }
}

/// Applies a policy. Copies of one event count once.
pub fn select<E: Borrow<Event>>(policy: Policy, input: &SelectInput<'_, E>) -> Selection {
    apply(policy, input, input.context())
}

/// [`select`] for events whose id and signature the caller has verified: the same answer for less work.
pub fn select_verified<E: Borrow<Event>>(policy: Policy, input: &SelectInput<'_, E>) -> Selection {
    apply(policy, input, AdmitContext { verified: true, ..input.context() })
}

fn apply<E: Borrow<Event>>(policy: Policy, input: &SelectInput<'_, E>, context: AdmitContext<'_>) -> Selection {
    let events = distinct(input.events);
    let mut ledger = Ledger::new(context);
    let events = ledger.nearest(&events, policy);
    let picked = policy.pick(&events, &mut ledger);
    ledger.close(picked, input.events)
}

/// Copies of one event count once. If copies differ, one that verifies is kept, so that a forged copy cannot hide it.
fn distinct<E: Borrow<Event>>(events: &[E]) -> Vec<&Event> {
    let mut kept: Vec<&Event> = Vec::with_capacity(events.len());
    let mut places = BTreeMap::new();
    for event in events.iter().map(Borrow::borrow) {
        let place = *places.entry(event.id).or_insert(kept.len());
        match kept.get(place) {
            None => kept.push(event),
            Some(held) if replaces(event, held) => kept[place] = event,
            Some(_) => {}
        }
    }
    kept
}

/// Of two forged copies the one with the lesser JSON stays, so that not even forgeries make the order matter.
fn replaces(copy: &Event, held: &Event) -> bool {
    if copy == held || held.verify().is_ok() {
        return false;
    }
    copy.verify().is_ok() || copy.as_json() < held.as_json()
}

/// The skew limit in force, in seconds.
fn skew(knobs: &Knobs, of_policy: Option<u64>) -> Option<u64> {
    match knobs.future_skew {
        FutureSkew::AsPolicy => of_policy,
        FutureSkew::Unlimited => None,
        FutureSkew::Seconds(seconds) => Some(seconds),
    }
}

/// The query limit in force.
fn query_limit(knobs: &Knobs, of_policy: Option<usize>) -> Option<usize> {
    match knobs.query_limit {
        QueryLimit::AsPolicy => of_policy,
        QueryLimit::Unlimited => None,
        QueryLimit::Newest(count) => Some(count),
    }
}
