//! One life of the app on a device: its MLS engine, and the book that the app keeps beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use marmot_rules::Profile;
use nostr::{EventId, RelayUrl};
use rand::RngCore;
use sim_relay::VerifiedEvent;

use crate::api::{DeviceConfig, EpochState, KeyPackageFacts, KeyPackageForm, KeyPackageOptions, Membership};
use crate::device::Inboxes;
use crate::invitations::Invitation;
use crate::mls::{GroupData, GroupId, MakeEngine, Mls, NewKeyPackage, Opaque};
use crate::pairing::Pairings;

/// A KeyPackage that this installation created.
#[derive(Clone, Debug)]
pub(crate) struct OwnKeyPackage {
    pub facts: KeyPackageFacts,
    /// What it was made with, so that a replacement looks alike.
    pub options: KeyPackageOptions,
    /// What the engine made: content, tags and the handle for deletion from its store.
    pub data: Arc<NewKeyPackage>,
    pub relays: Vec<RelayUrl>,
    pub created_at: u64,
    /// A relay acknowledged it.
    pub acknowledged: bool,
    /// A Welcome used it.
    pub consumed: bool,
    /// A newer one took its place.
    pub superseded: bool,
    /// Its private material is still there.
    pub held: bool,
    /// Its deletion was asked for, or it was never on a relay.
    pub deleted: bool,
    /// It was handed to a sponsor and to no relay (SA-09): nothing replaces it, and it replaces nothing.
    pub offered: bool,
}

/// What the app remembers about a group beside the engine's own records.
#[derive(Clone, Debug)]
pub(crate) struct GroupBook {
    pub id: GroupId,
    /// What it says of itself.
    pub data: GroupData,
    pub membership: Membership,
    pub state: Arc<EpochState>,
    /// Events that arrived and wait to be processed or to become readable, by (created_at, id).
    pub early: BTreeMap<(u64, EventId), VerifiedEvent>,
    /// The event that the engine is reading.
    pub reading: Option<VerifiedEvent>,
    /// Every event taken in so far, kept for reprocessing after a rollback.
    pub seen: BTreeMap<EventId, VerifiedEvent>,
    /// Rumor ids read or sent.
    pub messages: Vec<EventId>,
    /// Rumor ids that were read once, and must not be read again from another wrap.
    pub read: BTreeSet<EventId>,
    /// The device wants to leave, and proposes so again in a new epoch: how often it will.
    pub leaving: u8,
}

/// A Welcome's content as SHA-256, and the `e` tag if that counts (D7).
pub(crate) type SeenWelcome = ([u8; 32], Option<EventId>);

/// What an installation persists beside the engine's store.
#[derive(Clone, Debug)]
pub(crate) struct Book {
    pub client_id: String,
    pub slot: String,
    pub key_packages: BTreeMap<EventId, OwnKeyPackage>,
    pub groups: BTreeMap<String, GroupBook>,
    /// Invitations that nobody has answered, by group.
    pub invitations: BTreeMap<String, Invitation>,
    /// Groups whose invitation was declined.
    pub declined: BTreeSet<String>,
    pub seen_wraps: BTreeSet<EventId>,
    /// Welcomes that must not be looked at again, whatever wrap they come in (D7).
    pub seen_welcomes: BTreeSet<SeenWelcome>,
    /// Where accounts that were looked up receive gift wraps.
    pub inboxes: Inboxes,
    /// Signature keys whose private half this installation holds, hex.
    pub signature_keys: BTreeSet<String>,
    /// When a relay last said anything, Unix seconds by the device's clock; 0 before that.
    pub last_heard: u64,
    /// Offers made and taken (PR #417).
    pub pairings: Pairings,
}

/// A copy of everything stored, as a backup holds it.
pub(crate) struct Backed {
    pub engine: Opaque,
    pub book: Book,
}

pub(crate) struct Installation {
    pub number: u32,
    pub mls: Box<dyn Mls>,
    pub book: Book,
}

impl Installation {
    /// A new life on an empty disk, with the identifiers of `keep` if an earlier one's survived (CID-08 broken).
    pub(crate) fn new(number: u32, config: &DeviceConfig, engine: &MakeEngine, keep: Option<&Book>) -> Self {
        let mls = engine(config);
        let book = Book {
            client_id: keep.map_or_else(random_id, |book| book.client_id.clone()),
            slot: keep.map_or_else(random_id, |book| book.slot.clone()),
            key_packages: BTreeMap::new(),
            groups: BTreeMap::new(),
            invitations: BTreeMap::new(),
            declined: BTreeSet::new(),
            seen_wraps: BTreeSet::new(),
            seen_welcomes: BTreeSet::new(),
            inboxes: Inboxes::new(),
            signature_keys: BTreeSet::new(),
            last_heard: 0,
            pairings: Pairings::default(),
        };
        Self { number, mls, book }
    }

    /// The application ended and is started again: the engine opens its store anew, and what it had in memory is gone.
    pub(crate) fn open_again(&mut self) {
        self.mls.restart();
        self.take_up_reading();
    }

    /// What the engine was reading when it ended is read once more.
    fn take_up_reading(&mut self) {
        for group in self.book.groups.values_mut() {
            group.early.extend(group.reading.take().map(|event| ((event.created_at.as_secs(), event.id), event)));
        }
    }

    pub(crate) fn backed(&self) -> Backed {
        Backed { engine: self.mls.copy(), book: self.book.clone() }
    }

    /// The same life with a copy of what was stored elsewhere. False if another engine stored it.
    pub(crate) fn move_to(&mut self, backed: &Backed) -> bool {
        if !self.mls.restore(&backed.engine) {
            return false;
        }
        self.book = backed.book.clone();
        self.take_up_reading();
        true
    }

    /// Cheap fingerprint of everything that a refused Welcome must leave alone (RW-02, LC-04): groups and their epochs, pending
    /// Welcomes, KeyPackages and their private material.
    pub(crate) fn fingerprint(&self) -> Vec<String> {
        let mut lines = self.mls.fingerprint();
        lines.extend(
            self.book.key_packages.iter().map(|(id, kp)| format!("key package {id} {} {}", kp.held, kp.consumed)),
        );
        lines.sort();
        lines
    }

    /// The group with this MLS group id, by label.
    pub(crate) fn group_by_mls_id(&self, id: &GroupId) -> Option<(&String, &GroupBook)> {
        self.book.groups.iter().find(|(_, group)| &group.id == id)
    }
}

/// 32 random bytes as 64 hexadecimal digits (CID-01 to CID-04, KP-06).
pub(crate) fn random_id() -> String {
    let mut bytes = [0; 32];
    rand::rngs::OsRng.fill_bytes(&mut bytes);
    hex::encode(bytes)
}

/// The form in which a profile publishes KeyPackages (docs/spec/marmot.md section 1).
pub(crate) fn form_of(profile: Profile) -> KeyPackageForm {
    match profile {
        Profile::Pr40 => KeyPackageForm::Tagged,
        Profile::Mip2026_01 => KeyPackageForm::Legacy,
        Profile::Mip2026_04 => KeyPackageForm::Twin,
        Profile::Adopted2026_07 => KeyPackageForm::Addressable,
    }
}
