//! Own KeyPackages with their private halves, by reference.
//!
//! openmls 0.9.2 deletes the bundle of a KeyPackage marked as last resort by component 0x0004 as soon as it parses a Welcome
//! for it, and that of any other one before it knows whether the join succeeds. So bundles live here, and every attempt to join
//! works on a copy (LC-03, LC-04, LC-10).

use std::collections::BTreeMap;

use nostr::EventId;
use openmls_0_9::prelude::KeyPackageBundle;
use serde::{Deserialize, Serialize};

use crate::ids::Reference;
use crate::leaf::LeafKey;

/// One own KeyPackage.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OwnKeyPackage {
    /// Its reference.
    pub reference: Reference,
    pub(crate) bundle: KeyPackageBundle,
    pub(crate) key: LeafKey,
    /// The events that published it.
    pub events: Vec<EventId>,
    /// Its slot.
    pub slot: String,
    /// When it was made, in Unix seconds.
    pub created_at: u64,
    /// When it ends, in Unix seconds.
    pub not_after: u64,
    /// May it be used again?
    pub last_resort: bool,
    /// A group was joined with it.
    pub consumed: bool,
}

/// All own KeyPackages whose private halves still exist.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct OwnKeyPackages(BTreeMap<Reference, OwnKeyPackage>);

impl OwnKeyPackages {
    /// Keeps a new one.
    pub(crate) fn insert(&mut self, own: OwnKeyPackage) {
        self.0.insert(own.reference, own);
    }

    /// This event publishes the KeyPackage too: whoever signs it besides the engine says so, or a Welcome that names it is not known
    /// (D29).
    pub fn published(&mut self, reference: Reference, event: EventId) {
        if let Some(own) = self.0.get_mut(&reference) {
            own.events.push(event);
        }
    }

    /// Destroys the private halves of one.
    pub fn forget(&mut self, reference: Reference) {
        self.0.remove(&reference);
    }

    /// The one with this reference.
    pub fn get(&self, reference: Reference) -> Option<&OwnKeyPackage> {
        self.0.get(&reference)
    }

    /// The one that this event published.
    pub fn published_as(&self, event: &EventId) -> Option<&OwnKeyPackage> {
        self.0.values().find(|own| own.events.contains(event))
    }

    /// All of them, by reference.
    pub fn iter(&self) -> impl Iterator<Item = &OwnKeyPackage> {
        self.0.values()
    }

    /// A relay has this event: everything that it replaces in its slot goes with its private halves (LC-03, LC-11). Of two events
    /// of one second the lower id stays (NIP-01).
    pub fn confirm_published(&mut self, event: &EventId) {
        let Some((slot, reference)) = self.published_as(event).map(|own| (own.slot.clone(), own.reference)) else {
            return;
        };
        let created_at = self.0[&reference].created_at;
        let newer = |own: &OwnKeyPackage| {
            own.created_at > created_at
                || (own.created_at == created_at && own.events.iter().any(|other| other < event))
        };
        self.0.retain(|other, own| *other == reference || own.slot != slot || newer(own));
    }

    /// A join with this KeyPackage succeeded: the private half goes, unless it is a last resort (LC-02).
    pub(crate) fn consume(&mut self, reference: Reference) {
        match self.0.get_mut(&reference) {
            Some(own) if own.last_resort => own.consumed = true,
            _ => drop(self.0.remove(&reference)),
        }
    }

    /// Drops those whose last second is over; the text asks for it at `not_after` itself (LC-03, D5).
    pub fn expire(&mut self, now: u64) {
        self.0.retain(|_, own| now < own.not_after);
    }
}
