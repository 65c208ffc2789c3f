//! Ordered indexes: every access path of a query is a run of neighbours in one of them.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Bound;

use nostr::{Event, EventId, PublicKey};

use crate::VerifiedEvent;
use crate::event::letter_tags;

/// Where an event stands in the order of stored events: `created_at` descending, then id ascending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub at: Reverse<u64>,
    pub id: EventId,
}

impl Position {
    pub fn of(event: &Event) -> Self {
        Self { at: Reverse(event.created_at.as_secs()), id: event.id }
    }

    fn first_of(second: u64) -> Self {
        Self { at: Reverse(second), id: EventId::from_byte_array([0; 32]) }
    }

    fn last_of(second: u64) -> Self {
        Self { at: Reverse(second), id: EventId::from_byte_array([255; 32]) }
    }
}

/// A span of `created_at`, both ends inclusive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub since: u64,
    pub until: u64,
}

/// One range of an index, in the order of stored events.
pub(crate) type Run<'a> = Box<dyn Iterator<Item = (Position, &'a VerifiedEvent)> + 'a>;

/// Events grouped by a key, each group in the order of stored events.
#[derive(Debug, Clone)]
pub(crate) struct Index<K>(BTreeMap<(K, Position), VerifiedEvent>);

impl<K> Default for Index<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Clone> Index<K> {
    fn insert(&mut self, key: K, event: &VerifiedEvent) {
        self.0.insert((key, Position::of(event)), event.clone());
    }

    fn remove(&mut self, key: K, event: &Event) {
        self.0.remove(&(key, Position::of(event)));
    }

    /// The events of group `key` within `span`. The span must not be empty.
    pub fn run<'a>(&'a self, key: K, span: Span) -> Run<'a>
    where
        K: 'a,
    {
        debug_assert!(span.since <= span.until, "an empty span has no run");
        let from = Bound::Included((key.clone(), Position::first_of(span.until)));
        let to = Bound::Included((key, Position::last_of(span.since)));
        Box::new(self.0.range((from, to)).map(|((_, position), event)| (*position, event)))
    }
}

/// Every index over the stored events.
#[derive(Debug, Clone, Default)]
pub(crate) struct Indexes {
    pub all: Index<()>,
    pub kind: Index<u16>,
    pub author: Index<PublicKey>,
    pub kind_author: Index<(u16, PublicKey)>,
    pub tag: Index<(char, String)>,
}

impl Indexes {
    pub fn insert(&mut self, event: &VerifiedEvent) {
        let kind = event.kind.as_u16();
        self.all.insert((), event);
        self.kind.insert(kind, event);
        self.author.insert(event.pubkey, event);
        self.kind_author.insert((kind, event.pubkey), event);
        for (letter, value) in letter_tags(event) {
            self.tag.insert((letter, value.to_owned()), event);
        }
    }

    pub fn remove(&mut self, event: &Event) {
        let kind = event.kind.as_u16();
        self.all.remove((), event);
        self.kind.remove(kind, event);
        self.author.remove(event.pubkey, event);
        self.kind_author.remove((kind, event.pubkey), event);
        for (letter, value) in letter_tags(event) {
            self.tag.remove((letter, value.to_owned()), event);
        }
    }
}
