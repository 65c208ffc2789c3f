//! Open subscriptions, indexed so that publishing touches the ones that may match and no others.

use std::collections::{BTreeMap, BTreeSet};

use nostr::{Event, EventId, PublicKey};

use crate::event::letter_tags;
use crate::{ConnId, Filter, SubId};

/// Order of live copies: connection first, then age of the subscription on this relay.
pub(crate) type SubKey = (ConnId, u64);

#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    pub sub: SubId,
    pub filters: Vec<Filter>,
}

/// A property that an event must have for a filter to match; every filter is filed under one, or one per value of a
/// list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Bucket {
    Id(EventId),
    Tag(char, String),
    KindAuthor(u16, PublicKey),
    Author(PublicKey),
    Kind(u16),
    Any,
}

/// A filter with many kinds and many authors is filed by author alone, or it would take up kinds × authors buckets.
const KIND_AUTHOR_BUCKETS_MAX: usize = 256;

#[derive(Debug, Clone, Default)]
pub(crate) struct Subscriptions {
    open: BTreeMap<SubKey, Subscription>,
    buckets: BTreeMap<Bucket, BTreeSet<SubKey>>,
    opened: u64,
}

impl Subscriptions {
    pub fn open(&mut self, conn: ConnId, subscription: Subscription) -> SubKey {
        self.opened += 1;
        let key = (conn, self.opened);
        for bucket in subscription.filters.iter().flat_map(buckets_of) {
            self.buckets.entry(bucket).or_default().insert(key);
        }
        self.open.insert(key, subscription);
        key
    }

    pub fn close(&mut self, key: SubKey) {
        let Some(subscription) = self.open.remove(&key) else { return };
        for bucket in subscription.filters.iter().flat_map(buckets_of) {
            if let Some(keys) = self.buckets.get_mut(&bucket) {
                keys.remove(&key);
                if keys.is_empty() {
                    self.buckets.remove(&bucket);
                }
            }
        }
        debug_assert!(!self.open.is_empty() || self.buckets.is_empty(), "no bucket outlives its subscriptions");
    }

    /// The filters of an open subscription.
    pub fn filters(&self, key: SubKey) -> Option<&[Filter]> {
        self.open.get(&key).map(|subscription| subscription.filters.as_slice())
    }

    /// Subscriptions that may match `event`, in the order of live copies.
    pub fn candidates(&self, event: &Event) -> BTreeMap<SubKey, &Subscription> {
        let kind = event.kind.as_u16();
        let tags = letter_tags(event).map(|(letter, value)| Bucket::Tag(letter, value.to_owned()));
        let buckets = [
            Bucket::Id(event.id),
            Bucket::KindAuthor(kind, event.pubkey),
            Bucket::Author(event.pubkey),
            Bucket::Kind(kind),
            Bucket::Any,
        ];
        tags.chain(buckets)
            .filter_map(|bucket| self.buckets.get(&bucket))
            .flatten()
            .map(|key| (*key, &self.open[key]))
            .collect()
    }
}

/// The buckets of one filter: by its rarest condition. A filter with an empty list has none, and matches nothing.
fn buckets_of(filter: &Filter) -> Vec<Bucket> {
    let tag = filter.tags.iter().min_by_key(|(_, values)| values.len());
    match (&filter.ids, tag, &filter.authors, &filter.kinds) {
        (Some(ids), ..) => ids.iter().map(|id| Bucket::Id(*id)).collect(),
        (_, Some((letter, values)), ..) => values.iter().map(|value| Bucket::Tag(*letter, value.clone())).collect(),
        (_, _, Some(authors), Some(kinds)) if authors.len() * kinds.len() <= KIND_AUTHOR_BUCKETS_MAX => {
            kinds.iter().flat_map(|kind| authors.iter().map(|author| Bucket::KindAuthor(*kind, *author))).collect()
        }
        (_, _, Some(authors), _) => authors.iter().map(|author| Bucket::Author(*author)).collect(),
        (_, _, None, Some(kinds)) => kinds.iter().map(|kind| Bucket::Kind(*kind)).collect(),
        (_, _, None, None) => vec![Bucket::Any],
    }
}
