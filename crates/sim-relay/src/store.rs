//! Stored events, their indexes, and which version of an address ranks highest.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use nostr::{Event, EventId};

use crate::event::{Expiration, expiration};
use crate::index::{Indexes, Position, Span};
use crate::kind::Address;
use crate::personality::{AddressDeletion, Expiry, Superseded, Tie, Tombstones as Barring};
use crate::tombstones::{Target, Tombstones, may_delete, targets};
use crate::{Personality, VerifiedEvent};

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

/// Where a version stands beside the highest one seen so far.
enum Standing {
    Above,
    Beside,
    Below,
}

impl Rank {
    /// Later wins; of two at the same second the one that `tie` says, the lowest id by NIP-01.
    fn standing(&self, event: &Event, tie: Tie) -> Standing {
        let new = Position::of(event);
        match (new.at.cmp(&self.0.at), tie) {
            (Ordering::Less, _) => Standing::Above,
            (Ordering::Greater, _) => Standing::Below,
            (Ordering::Equal, _) if new.id == self.0.id => Standing::Above,
            (Ordering::Equal, Tie::LowestId) if self.0.id < new.id => Standing::Below,
            (Ordering::Equal, Tie::LowestId | Tie::LastArrival) => Standing::Above,
            (Ordering::Equal, Tie::FirstArrival) => Standing::Below,
            (Ordering::Equal, Tie::KeepAll) => Standing::Beside,
        }
    }
}

/// When a stored event came.
#[derive(Debug, Clone, Copy)]
struct Arrival {
    number: u64,
    /// The second from which it is dropped, if it ever is.
    deadline: Option<u64>,
}

/// All that a snapshot holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Store {
    pub events: BTreeMap<EventId, VerifiedEvent>,
    pub indexes: Indexes,
    ranks: BTreeMap<Address, Rank>,
    tombstones: Tombstones,
    expiries: BTreeSet<(u64, EventId)>,
    arrivals: BTreeMap<EventId, Arrival>,
    deadlines: BTreeSet<(u64, EventId)>,
    arrived: u64,
}

/// Taking events in.
impl Store {
    /// Takes an event of a kind that is stored.
    ///
    /// Under `conforming` the result is a join over events: which ones are visible in the end does not depend on their order of
    /// arrival (RI-4). That is why a version that is barred still takes its rank, and still ousts older ones.
    pub fn insert(&mut self, now: u64, event: &VerifiedEvent, knobs: &Personality) -> Insertion {
        if self.events.contains_key(&event.id) {
            return Insertion::Duplicate;
        }
        let barred = knobs.has_nip(9) && self.tombstones.bar(event, knobs);
        if let Some(address) = Address::of(event, knobs.missing_d) {
            match self.ranks.get(&address).map_or(Standing::Above, |rank| rank.standing(event, knobs.tie)) {
                Standing::Above => self.take_rank(address, event, knobs),
                Standing::Beside => {}
                Standing::Below if barred => return Insertion::Deleted,
                Standing::Below if knobs.superseded == Superseded::Keep => {}
                Standing::Below => return Insertion::Superseded,
            }
        }
        if barred {
            return Insertion::Deleted;
        }
        self.put(now, event, knobs);
        Insertion::Stored
    }

    fn take_rank(&mut self, address: Address, event: &Event, knobs: &Personality) {
        if knobs.keeps_versions() {
            let older = |position: &Position| position.at > Reverse(event.created_at.as_secs());
            self.versions(&address, knobs).into_iter().filter(older).for_each(|position| _ = self.remove(&position.id));
        }
        let previous = self.ranks.insert(address, Rank(Position::of(event)));
        if let Some(Rank(position)) = previous.filter(|_| !knobs.keeps_versions()) {
            self.remove(&position.id);
        }
    }

    /// Every stored version of an address.
    fn versions(&self, address: &Address, knobs: &Personality) -> Vec<Position> {
        let run = self.indexes.kind_author.run((address.kind, address.author), Span { since: 0, until: u64::MAX });
        let of_address = |event: &VerifiedEvent| Address::of(event, knobs.missing_d).as_ref() == Some(address);
        run.filter(|(_, event)| of_address(event)).map(|(position, _)| position).collect()
    }

    fn put(&mut self, now: u64, event: &VerifiedEvent, knobs: &Personality) {
        self.events.insert(event.id, event.clone());
        self.indexes.insert(event);
        if let Expiration::At(second) = expiration(event) {
            self.expiries.insert((second, event.id));
        }
        let deadline = knobs.deadline(event.kind.as_u16(), event.created_at.as_secs(), now);
        self.arrived += 1;
        self.arrivals.insert(event.id, Arrival { number: self.arrived, deadline });
        self.deadlines.extend(deadline.map(|second| (second, event.id)));
        self.debug_check();
    }
}

/// Deletion requests.
impl Store {
    /// Enforces a deletion request, reference by reference.
    pub fn delete(&mut self, request: &Event, knobs: &Personality) {
        for target in targets(request) {
            match target {
                Target::Id(id) => self.delete_id(id, request, knobs),
                Target::Address(address) if address.author == request.pubkey => {
                    self.delete_address(address, request.created_at.as_secs(), knobs);
                }
                Target::Address(_) => {}
            }
        }
        self.debug_check();
    }

    fn delete_id(&mut self, id: EventId, request: &Event, knobs: &Personality) {
        let owned = self.events.get(&id).map(|target| may_delete(&request.pubkey, target, knobs));
        if owned.unwrap_or(knobs.enforces_early()) && knobs.tombstones != Barring::None {
            self.tombstones.bar_id(id, request.pubkey);
        }
        if owned == Some(true) {
            self.remove(&id);
        }
    }

    fn delete_address(&mut self, address: Address, requested_at: u64, knobs: &Personality) {
        let rule = knobs.deletion_by_address;
        if rule == AddressDeletion::Ignore {
            return;
        }
        let versions = match knobs.keeps_versions() {
            true => self.versions(&address, knobs),
            false => self.ranks.get(&address).map(|rank| rank.0).into_iter().collect(),
        };
        let named = |position: &Position| rule == AddressDeletion::AnyTime || position.at >= Reverse(requested_at);
        let hit: Vec<_> = versions.into_iter().filter(named).collect();
        hit.iter().for_each(|position| _ = self.remove(&position.id));
        match rule {
            AddressDeletion::Enforce if knobs.tombstones == Barring::None => {}
            AddressDeletion::Enforce if knobs.enforces_early() || !hit.is_empty() => {
                self.tombstones.bar_address(address, requested_at);
            }
            AddressDeletion::Once | AddressDeletion::AnyTime if !hit.is_empty() => {
                self.ranks.remove(&address);
                if rule == AddressDeletion::Once {
                    hit.iter().for_each(|position| self.tombstones.bar_id(position.id, address.author));
                }
            }
            _ => {}
        }
    }

    /// Drops a stored event that the relay does not keep.
    pub fn forget(&mut self, id: &EventId) {
        self.remove(id);
    }
}

/// Time.
impl Store {
    /// Drops events that expired, and some time after their expiry the rank that they have.
    pub fn purge(&mut self, now: u64, knobs: &Personality) {
        let expired: Vec<_> = self.expiries.range(..=(now, LAST_ID)).copied().collect();
        for (second, id) in expired {
            let forgotten = matches!(knobs.expiry(), Expiry::Sweep(_))
                || knobs.purge_after.is_some_and(|after| second.saturating_add(after) <= now);
            match forgotten {
                true => self.drop_with_rank(&id, knobs),
                // Its rank outlives it, so it must stay as long as a later second can still take that rank away.
                false if knobs.purge_after.is_none() => _ = self.remove(&id),
                false => {}
            }
        }
        self.debug_check();
    }

    /// Drops events whose time of retention is over.
    pub fn drop_overdue(&mut self, now: u64, knobs: &Personality) {
        let overdue: Vec<_> = self.deadlines.range(..=(now, LAST_ID)).map(|(_, id)| *id).collect();
        overdue.iter().for_each(|id| self.drop_with_rank(id, knobs));
    }

    /// Whether [`Store::purge`] or [`Store::drop_overdue`] could change anything.
    pub fn has_due(&self, now: u64) -> bool {
        let due = |times: &BTreeSet<(u64, EventId)>| times.first().is_some_and(|(second, _)| *second <= now);
        due(&self.expiries) || due(&self.deadlines)
    }

    /// Whether the time of retention of a stored event is over.
    pub fn is_overdue(&self, id: &EventId, now: u64) -> bool {
        !self.deadlines.is_empty()
            && self.arrivals.get(id).and_then(|arrival| arrival.deadline).is_some_and(|second| second <= now)
    }

    /// The number of a stored event in the order in which they came.
    pub fn arrival(&self, id: &EventId) -> u64 {
        self.arrivals.get(id).map_or(0, |arrival| arrival.number)
    }

    fn drop_with_rank(&mut self, id: &EventId, knobs: &Personality) {
        let Some(event) = self.remove(id) else { return };
        let Some(address) = Address::of(&event, knobs.missing_d) else { return };
        if self.ranks.get(&address).is_some_and(|rank| rank.0.id == event.id) {
            self.ranks.remove(&address);
        }
    }

    fn remove(&mut self, id: &EventId) -> Option<VerifiedEvent> {
        let event = self.events.remove(id)?;
        self.indexes.remove(&event);
        if let Expiration::At(second) = expiration(&event) {
            self.expiries.remove(&(second, event.id));
        }
        if let Some(second) = self.arrivals.remove(id).and_then(|arrival| arrival.deadline) {
            self.deadlines.remove(&(second, event.id));
        }
        Some(event)
    }

    fn debug_check(&self) {
        debug_assert!(self.expiries.len() <= self.events.len(), "every expiry belongs to a stored event");
        debug_assert!(self.arrivals.len() == self.events.len(), "every stored event has come once");
    }
}

/// No id comes after this one.
const LAST_ID: EventId = EventId::from_byte_array([255; 32]);
