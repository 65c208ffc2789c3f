//! What deletion requests bar (NIP-09), whether their target has arrived or not.

use std::collections::{BTreeMap, BTreeSet};

use nostr::{Event, EventId, PublicKey};

use crate::Personality;
use crate::event::{letter_tags, p_tags, parse_id};
use crate::kind::{Address, DELETION, GIFT_WRAP, VANISH};

/// One reference of a deletion request.
pub(crate) enum Target {
    /// An `e` tag.
    Id(EventId),
    /// An `a` tag in the form of an address.
    Address(Address),
}

/// The references of a deletion request, in tag order. What is not in form is skipped; `k` tags are not consulted
///
pub(crate) fn targets(request: &Event) -> impl Iterator<Item = Target> {
    letter_tags(request).filter_map(|(letter, value)| match letter {
        'e' => parse_id(value).map(Target::Id),
        'a' => Address::parse(value).map(Target::Address),
        _ => None,
    })
}

/// The ownership test: an event's author may delete it, and so may the key a gift wrap is p-tagged to.
/// Deletion and vanish requests cannot be deleted, but for relays that do it.
pub(crate) fn may_delete(requester: &PublicKey, target: &Event, knobs: &Personality) -> bool {
    let own = target.pubkey == *requester;
    match target.kind.as_u16() {
        VANISH => false,
        DELETION => own && knobs.deletions_deletable,
        GIFT_WRAP => own || (knobs.wrap_deletion_by_recipient && p_tags(target, requester)),
        _ => own,
    }
}

/// Everything deletion requests have barred so far.
///
/// By id we note *who* asked, since ownership can only be judged once the target is seen. By address the owner
/// is part of the address.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tombstones {
    ids: BTreeMap<EventId, BTreeSet<PublicKey>>,
    addresses: BTreeMap<Address, u64>,
}

impl Tombstones {
    pub fn bar_id(&mut self, id: EventId, requester: PublicKey) {
        self.ids.entry(id).or_default().insert(requester);
    }

    /// Bars every version up to and including `created_at` of the request.
    pub fn bar_address(&mut self, address: Address, created_at: u64) {
        let latest = self.addresses.entry(address).or_default();
        *latest = created_at.max(*latest);
    }

    /// Whether some request bars `event`. The relay's clock plays no part.
    pub fn bar(&self, event: &Event, knobs: &Personality) -> bool {
        let requesters = self.ids.get(&event.id);
        requesters.is_some_and(|requesters| requesters.iter().any(|key| may_delete(key, event, knobs)))
            || Address::of(event, knobs.missing_d)
                .and_then(|address| self.addresses.get(&address))
                .is_some_and(|latest| event.created_at.as_secs() <= *latest)
    }
}
