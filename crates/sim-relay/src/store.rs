//! Stored events, their indexes, and which version of an address ranks highest.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use nostr::{Event, EventId};

use crate::VerifiedEvent;
use crate::event::{Expiration, expiration};
use crate::index::{Indexes, Position};
use crate::kind::Address;
use crate::tombstones::{Target, Tombstones, may_delete, targets};

/// What became of an event handed to [`Store::insert`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Insertion {
    Stored,
    /// It is there already.
    Duplicate,
    /// A higher version of its address is or was there.
    Superseded,
    /// A deletion request bars it.
    Deleted,
}

/// The highest version seen at an address. It outlives the event it stands for, so that nothing older comes back
/// after a deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rank(Position);

impl Rank {
    /// Later wins; of two at the same second the lowest id. This is the order of stored events.
    fn outranks(&self, event: &Event) -> bool {
        self.0 < Position::of(event)
    }
}

/// All that a snapshot holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Store {
    pub events: BTreeMap<EventId, VerifiedEvent>,
    pub indexes: Indexes,
    ranks: BTreeMap<Address, Rank>,
    tombstones: Tombstones,
    expiries: BTreeSet<(u64, EventId)>,
}

impl Store {
    /// Takes an event of a kind that is stored. `honour_deletions` is off when NIP-09 is.
    ///
    /// The result is a join over events: which ones are visible in the end does not depend on their order of arrival
    /// (RI-4). That is why a version that is barred still takes its rank, and still ousts older ones.
    pub fn insert(&mut self, event: &VerifiedEvent, honour_deletions: bool) -> Insertion {
        if self.events.contains_key(&event.id) {
            return Insertion::Duplicate;
        }
        let barred = honour_deletions && self.tombstones.bar(event);
        if let Some(address) = Address::of(event) {
            if self.ranks.get(&address).is_some_and(|rank| rank.outranks(event)) {
                return if barred { Insertion::Deleted } else { Insertion::Superseded };
            }
            let previous = self.ranks.insert(address, Rank(Position::of(event)));
            if let Some(Rank(position)) = previous {
                self.remove(&position.id);
            }
        }
        if barred {
            return Insertion::Deleted;
        }
        self.events.insert(event.id, event.clone());
        self.indexes.insert(event);
        if let Expiration::At(second) = expiration(event) {
            self.expiries.insert((second, event.id));
        }
        self.debug_check();
        Insertion::Stored
    }

    /// Enforces a deletion request, reference by reference. `before_target` also bars what is not here
    /// yet.
    pub fn delete(&mut self, request: &Event, before_target: bool) {
        for target in targets(request) {
            match target {
                Target::Id(id) => self.delete_id(id, request, before_target),
                Target::Address(address) if address.author == request.pubkey => {
                    self.delete_address(address, request.created_at.as_secs(), before_target);
                }
                Target::Address(_) => {}
            }
        }
        self.debug_check();
    }

    fn delete_id(&mut self, id: EventId, request: &Event, before_target: bool) {
        let owned = self.events.get(&id).map(|target| may_delete(&request.pubkey, target));
        if owned.unwrap_or(before_target) {
            self.tombstones.bar_id(id, request.pubkey);
        }
        if owned == Some(true) {
            self.remove(&id);
        }
    }

    fn delete_address(&mut self, address: Address, requested_at: u64, before_target: bool) {
        let current = self.ranks.get(&address).map(|rank| rank.0);
        let hit = current.filter(|position| position.at >= Reverse(requested_at));
        if let Some(position) = hit {
            self.remove(&position.id);
        }
        if before_target || hit.is_some() {
            self.tombstones.bar_address(address, requested_at);
        }
    }

    /// Drops events that expired at or before `now`, and with them their rank.
    pub fn purge(&mut self, now: u64) {
        let later = self.expiries.split_off(&(now.saturating_add(1), EventId::all_zeros()));
        let due = std::mem::replace(&mut self.expiries, later);
        for (_, id) in due {
            if let Some(event) = self.remove(&id)
                && let Some(address) = Address::of(&event)
            {
                self.ranks.remove(&address);
            }
        }
        self.debug_check();
    }

    /// Whether [`Store::purge`] would change anything.
    pub fn has_expired(&self, now: u64) -> bool {
        self.expiries.first().is_some_and(|(second, _)| *second <= now)
    }

    fn remove(&mut self, id: &EventId) -> Option<VerifiedEvent> {
        let event = self.events.remove(id)?;
        self.indexes.remove(&event);
        if let Expiration::At(second) = expiration(&event) {
            self.expiries.remove(&(second, event.id));
        }
        Some(event)
    }

    fn debug_check(&self) {
        debug_assert!(self.expiries.len() <= self.events.len(), "every expiry belongs to a stored event");
    }
}
