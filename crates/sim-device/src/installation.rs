//! One life of the app on a device: the mdk-core instance and the book that the app keeps beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use marmot_rules::Profile;
use mdk_core::callback::{MdkCallback, RollbackInfo};
use mdk_core::key_packages::KeyPackageEventData;
use mdk_core::prelude::{GroupId, MDK};
use mdk_memory_storage::{MdkMemoryStorage, MemoryStorageSnapshot};
use nostr::{EventId, RelayUrl};
use openmls_traits::OpenMlsProvider;
use rand::RngCore;
use sim_relay::VerifiedEvent;

use crate::api::{EpochState, KeyPackageFacts, KeyPackageForm, KeyPackageOptions, Membership};
use crate::group_data::GroupData;
use crate::group_state::EventKey;
use crate::invitations::Invitation;

/// A KeyPackage that this installation created.
#[derive(Clone, Debug)]
pub(crate) struct OwnKeyPackage {
    pub facts: KeyPackageFacts,
    /// What it was made with, so that a replacement looks alike.
    pub options: KeyPackageOptions,
    /// What mdk-core made: content, tags and the handle for deletion from its store.
    pub data: Arc<KeyPackageEventData>,
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
    /// Its deletion was asked for.
    pub deleted: bool,
}

/// What the app remembers about a group beside mdk-core's own records.
#[derive(Clone, Debug)]
pub(crate) struct GroupBook {
    pub id: GroupId,
    pub group_id: String,
    pub relays: Vec<RelayUrl>,
    /// Its name and its admins.
    pub data: GroupData,
    pub membership: Membership,
    pub state: Arc<EpochState>,
    /// Outer keys of the epochs this device has seen, newest last.
    pub keys: Vec<(u64, EventKey)>,
    /// Events that arrived and wait to be processed or to become readable, by (created_at, id).
    pub early: BTreeMap<(u64, EventId), VerifiedEvent>,
    /// Every event taken in so far, kept for reprocessing after a rollback.
    pub seen: BTreeMap<EventId, VerifiedEvent>,
    /// Rumor ids read or sent.
    pub messages: Vec<EventId>,
    /// The commit with which the device left an epoch.
    pub followed: BTreeMap<u64, Followed>,
    /// The device wants to leave, and proposes so again in a new epoch: how often it will.
    pub leaving: u8,
}

/// A commit that the device followed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Followed {
    pub event: EventId,
    pub created_at: u64,
    /// mdk-core took a snapshot before it followed, to which it can go back.
    pub had_snapshot: bool,
}

/// A Welcome's content as SHA-256, and the `e` tag if that counts (D7).
pub(crate) type SeenWelcome = ([u8; 32], Option<EventId>);

/// What an installation persists beside mdk-core's store.
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
    /// Signature keys whose private half this installation holds, hex.
    pub signature_keys: BTreeSet<String>,
    /// When a relay last said anything, Unix seconds by the device's clock; 0 before that.
    pub last_heard: u64,
}

/// Stored state at one moment.
pub(crate) struct StoredState {
    pub name: String,
    mdk: MemoryStorageSnapshot,
    book: Book,
}

impl std::fmt::Debug for StoredState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StoredState({})", self.name)
    }
}

/// Collects mdk-core's announcements of rollbacks until the device asks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rollbacks(Arc<Mutex<Vec<RollbackInfo>>>);

impl Rollbacks {
    pub(crate) fn take(&self) -> Vec<RollbackInfo> {
        std::mem::take(&mut *self.0.lock().expect("no panic while the lock is held"))
    }
}

impl MdkCallback for Rollbacks {
    fn on_rollback(&self, info: &RollbackInfo) {
        self.0.lock().expect("no panic while the lock is held").push(info.clone());
    }
}

pub(crate) struct Installation {
    pub number: u32,
    pub mdk: MDK<MdkMemoryStorage>,
    pub rollbacks: Rollbacks,
    pub book: Book,
}

impl Installation {
    /// A new life, with the identifiers of `keep` if an earlier one's survived (CID-08 broken).
    pub(crate) fn new(number: u32, keep: Option<&Book>) -> Self {
        let (mdk, rollbacks) = instance(MdkMemoryStorage::default());
        let book = Book {
            client_id: keep.map_or_else(random_id, |book| book.client_id.clone()),
            slot: keep.map_or_else(random_id, |book| book.slot.clone()),
            key_packages: BTreeMap::new(),
            groups: BTreeMap::new(),
            invitations: BTreeMap::new(),
            declined: BTreeSet::new(),
            seen_wraps: BTreeSet::new(),
            seen_welcomes: BTreeSet::new(),
            signature_keys: BTreeSet::new(),
            last_heard: 0,
        };
        Self { number, mdk, rollbacks, book }
    }

    pub(crate) fn store(&self, name: String) -> StoredState {
        StoredState { name, mdk: self.mdk.provider.storage().create_snapshot(), book: self.book.clone() }
    }

    /// Replaces everything stored. mdk-core's rollback snapshots are not part of a backup.
    pub(crate) fn restore(&mut self, stored: &StoredState) {
        let storage = MdkMemoryStorage::default();
        storage.restore_snapshot(stored.mdk.clone());
        (self.mdk, self.rollbacks) = instance(storage);
        self.book = stored.book.clone();
        let followed = self.book.groups.values_mut().flat_map(|group| group.followed.values_mut());
        followed.for_each(|commit| commit.had_snapshot = false);
    }

    /// Cheap fingerprint of everything that a refused Welcome must leave alone (RW-02, LC-04): groups and their epochs, pending
    /// Welcomes, KeyPackages and their private material.
    pub(crate) fn fingerprint(&self) -> Vec<String> {
        let groups = self.mdk.get_groups().unwrap_or_default();
        let mut lines: Vec<_> = groups
            .iter()
            .map(|g| format!("group {} {} {:?}", hex::encode(g.mls_group_id.as_slice()), g.epoch, g.state))
            .collect();
        let welcomes = self.mdk.get_pending_welcomes(None).unwrap_or_default();
        lines.extend(welcomes.iter().map(|w| format!("welcome {}", w.id)));
        lines.extend(
            self.book.key_packages.iter().map(|(id, kp)| format!("key package {id} {} {}", kp.held, kp.consumed)),
        );
        lines.sort();
        lines
    }

    /// The group with this Nostr or MLS group id, by label.
    pub(crate) fn group_by_mls_id(&self, id: &GroupId) -> Option<(&String, &GroupBook)> {
        self.book.groups.iter().find(|(_, group)| &group.id == id)
    }
}

fn instance(storage: MdkMemoryStorage) -> (MDK<MdkMemoryStorage>, Rollbacks) {
    let rollbacks = Rollbacks::default();
    let mdk = MDK::builder(storage).with_callback(Arc::new(rollbacks.clone())).build();
    (mdk, rollbacks)
}

/// 32 random bytes as 64 hexadecimal digits (CID-01 to CID-04, KP-06).
fn random_id() -> String {
    let mut bytes = [0; 32];
    rand::rngs::OsRng.fill_bytes(&mut bytes);
    hex::encode(bytes)
}

/// The form in which a profile publishes KeyPackages (docs/spec/marmot.md section 1).
pub(crate) fn form_of(profile: Profile) -> KeyPackageForm {
    match profile {
        Profile::Pr40 => KeyPackageForm::Tagged,
        Profile::Mip2026_01 => KeyPackageForm::Legacy,
        Profile::Mip2026_04 | Profile::Adopted2026_07 => KeyPackageForm::Twin,
    }
}
