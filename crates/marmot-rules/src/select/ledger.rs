//! The account of a selection: every event ends up picked or rejected, and nothing is decided twice.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use nostr::{Event, EventId};

use crate::admit::AdmitContext;
use crate::decisions::Tie;
use crate::{Reason, Selection};

use super::{Policy, query_limit, skew};

pub(super) struct Ledger<'a> {
    pub(super) context: AdmitContext<'a>,
    rejected: BTreeMap<EventId, Reason>,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(context: AdmitContext<'a>) -> Self {
        Self { context, rejected: BTreeMap::new() }
    }

    pub(super) fn reject(&mut self, event: &Event, reason: Reason) {
        let earlier = self.rejected.insert(event.id, reason);
        debug_assert!(earlier.is_none(), "{} is rejected twice: {earlier:?}, {reason:?}", event.id);
    }

    /// What a relay hands out for the policy's filter: author and kinds, the newest `limit` of them in NIP-01 order.
    /// Fetch order is kept.
    pub(super) fn nearest<'e>(&mut self, events: &[&'e Event], policy: Policy) -> Vec<&'e Event> {
        let kinds = policy.kinds().unwrap_or(self.context.profile.key_package_kinds());
        let mut matching = Vec::with_capacity(events.len());
        for event in events {
            if event.pubkey != self.context.target {
                self.reject(event, Reason::WrongAuthor);
            } else if !kinds.contains(&event.kind.as_u16()) {
                self.reject(event, Reason::WrongKind);
            } else {
                matching.push(*event);
            }
        }
        let limit = query_limit(self.context.knobs, policy.query_limit()).unwrap_or(usize::MAX);
        if matching.len() <= limit {
            return matching;
        }
        let mut ranked = matching.clone();
        ranked.sort_by(|a, b| relay_order(a, b));
        let within: BTreeSet<EventId> = ranked[..limit].iter().map(|event| event.id).collect();
        matching.retain(|event| {
            let kept = within.contains(&event.id);
            if !kept {
                self.reject(event, Reason::BeyondQueryLimit);
            }
            kept
        });
        matching
    }

    /// True if the event is dated further ahead than the limit in force; `of_policy` is the policy's own limit.
    pub(super) fn is_future(&self, event: &Event, of_policy: Option<u64>) -> bool {
        skew(self.context.knobs, of_policy)
            .is_some_and(|limit| event.created_at.as_secs() > self.context.now.saturating_add(limit))
    }

    /// Takes out what is dated too far ahead.
    pub(super) fn drop_future<'e>(&mut self, events: &[&'e Event], of_policy: Option<u64>) -> Vec<&'e Event> {
        let (future, kept): (Vec<&Event>, Vec<&Event>) =
            events.iter().partition(|event| self.is_future(event, of_policy));
        self.reject_all(future, Reason::FutureDated);
        kept
    }

    /// Rejects those that ranked behind `winner`: as a tie if the time was equal.
    pub(super) fn reject_losers<'e>(&mut self, losers: impl IntoIterator<Item = &'e Event>, winner: &Event) {
        self.reject_against(losers, winner, Reason::LostRanking);
    }

    /// Rejects losers against a winner of the same time as a tie, others with `otherwise`.
    pub(super) fn reject_against<'e>(
        &mut self,
        losers: impl IntoIterator<Item = &'e Event>,
        winner: &Event,
        otherwise: Reason,
    ) {
        for loser in losers {
            let tied = loser.created_at == winner.created_at;
            self.reject(loser, if tied { Reason::LostTie } else { otherwise });
        }
    }

    /// Rejects all that are left for one reason.
    pub(super) fn reject_all<'e>(&mut self, events: impl IntoIterator<Item = &'e Event>, reason: Reason) {
        events.into_iter().for_each(|event| self.reject(event, reason));
    }

    /// Closes the account; it must balance.
    pub(super) fn close<E: Borrow<Event>>(self, picked: Vec<&Event>, events: &[E]) -> Selection {
        let picked: Vec<EventId> = picked.into_iter().map(|event| event.id).collect();
        let all: BTreeSet<EventId> = events.iter().map(|event| event.borrow().id).collect();
        debug_assert_eq!(picked.iter().collect::<BTreeSet<_>>().len(), picked.len(), "an event is picked twice");
        debug_assert!(picked.iter().all(|id| !self.rejected.contains_key(id)), "an event is picked and rejected");
        debug_assert_eq!(picked.len() + self.rejected.len(), all.len(), "an event got lost");
        Selection { picked, rejected: self.rejected.into_iter().collect() }
    }
}

/// The order in which a relay returns stored events (NIP-01): newest first, lower id first on a tie.
pub(super) fn relay_order(a: &Event, b: &Event) -> Ordering {
    b.created_at.cmp(&a.created_at).then(a.id.cmp(&b.id))
}

/// Newest first; D2 decides ties. `FirstSeen` leaves them to a stable sort.
pub(super) fn newest_first(tie: Tie) -> impl Fn(&Event, &Event) -> Ordering {
    move |a, b| {
        b.created_at.cmp(&a.created_at).then_with(|| match tie {
            Tie::LowerId => a.id.cmp(&b.id),
            Tie::HigherId => b.id.cmp(&a.id),
            Tie::FirstSeen => Ordering::Equal,
        })
    }
}
