//! The stored events of a REQ as a relay sends them that keeps to an order of its own.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::personality::{LimitScope, Order, SameSecond, Union};
use crate::query::{Matches, matches_of};
use crate::store::Store;
use crate::{Filter, Personality, VerifiedEvent};

/// Whether the answer is that of NIP-01, for which [`crate::query::select`] suffices.
pub(crate) fn is_plain(knobs: &Personality) -> bool {
    knobs.order == Order::NewestFirst
        && knobs.same_second == SameSecond::Id
        && knobs.union == Union::Merged
        && knobs.limit_scope == LimitScope::PerFilter
}

/// The visible matches of the filters, in the order in which the relay sends them. At a cut by `limit` ids decide, whatever the order.
pub(crate) fn arranged(
    store: &Store,
    filters: &[Filter],
    knobs: &Personality,
    visible: impl Fn(&VerifiedEvent) -> bool,
) -> Vec<VerifiedEvent> {
    let last = filters.last().and_then(|filter| filter.limit);
    let asked = |filter: &Filter| match knobs.limit_scope {
        LimitScope::PerFilter => filter.limit,
        LimitScope::LastForAll => last,
    };
    let parts = filters.iter().map(|filter| {
        let limit = knobs.limit_of(asked(filter));
        let (matches, _) = matches_of(store, filter, limit, &visible);
        (filter.limit.is_none() && knobs.order == Order::OldestWithoutLimit, matches)
    });
    let parts: Vec<(bool, Matches)> = match knobs.union {
        Union::Merged => vec![merged(parts)],
        Union::PerFilter | Union::PerFilterTwice => parts.collect(),
    };
    let mut events: Vec<VerifiedEvent> = Vec::new();
    for (oldest_first, matches) in parts {
        events.extend(sorted(matches, oldest_first, knobs.same_second, store));
    }
    if knobs.union == Union::PerFilter {
        let mut sent = BTreeSet::new();
        events.retain(|event| sent.insert(event.id));
    }
    if let (LimitScope::LastForAll, Some(limit)) = (knobs.limit_scope, knobs.limit_of(last)) {
        events.truncate(limit);
    }
    events
}

fn merged(parts: impl Iterator<Item = (bool, Matches)>) -> (bool, Matches) {
    let (mut oldest_first, mut union) = (true, Matches::new());
    for (oldest, matches) in parts {
        oldest_first &= oldest;
        union.extend(matches);
    }
    union.sort_by_key(|(position, _)| *position);
    union.dedup_by_key(|(position, _)| *position);
    (oldest_first, union)
}

/// The matches come in the order of stored events, the newest first.
fn sorted(
    mut matches: Matches,
    oldest_first: bool,
    same_second: SameSecond,
    store: &Store,
) -> impl Iterator<Item = VerifiedEvent> {
    match same_second {
        SameSecond::Id => {}
        SameSecond::Arrival => matches.sort_by_key(|(position, event)| (position.at, store.arrival(&event.id))),
        SameSecond::ReverseArrival => {
            matches.sort_by_key(|(position, event)| (position.at, Reverse(store.arrival(&event.id))));
        }
    }
    if oldest_first {
        // A stable sort: the order within a second stays.
        matches.sort_by_key(|(position, _)| position.at.0);
    }
    matches.into_iter().map(|(_, event)| event)
}
