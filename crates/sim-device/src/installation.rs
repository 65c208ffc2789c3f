//! One life of the app on a device: the disk, the mdk-core instance that has it open, and the book that the app keeps beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use marmot_rules::Profile;
use mdk_core::callback::{MdkCallback, RollbackInfo};
use mdk_core::key_packages::KeyPackageEventData;
use mdk_core::prelude::{GroupId, MDK};
use nostr::{EventId, RelayUrl};
use rand::RngCore;
use sim_relay::VerifiedEvent;

use crate::api::{EpochState, KeyPackageFacts, KeyPackageForm, KeyPackageOptions, Membership};
use crate::group_data::GroupData;
use crate::group_state::EventKey;
use crate::invitations::Invitation;
use crate::store::{Disk, Gate, Storage, Store};

/// mdk-core on whatever storage the device has.
pub(crate) type Mdk = MDK<Store>;

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
    /// The event that mdk-core is reading.
    pub reading: Option<VerifiedEvent>,
    /// Every event taken in so far, kept for reprocessing after a rollback.
    pub seen: BTreeMap<EventId, VerifiedEvent>,
    /// Rumor ids read or sent.
    pub messages: Vec<EventId>,
    /// Rumor ids that were read once, and must not be read again from another wrap.
    pub read: BTreeSet<EventId>,
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
    /// What mdk-core kept of the group as it was before.
    pub snapshot: Snapshot,
}

/// What mdk-core kept of a group when it followed a commit (MD-09).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Snapshot {
    /// A snapshot to which this handle can go back for a better commit.
    Taken(Handle),
    /// A snapshot of which it has forgotten, since a restart, which commit was followed then. It never goes back to such a one.
    ForgottenSince,
    /// No snapshot.
    None,
}

impl Snapshot {
    fn after_restart(self) -> Self {
        if matches!(self, Self::Taken(_)) { Self::ForgottenSince } else { self }
    }
}

/// An instance of mdk-core that has the disk open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Handle {
    App,
    Extension,
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

/// A copy of everything stored, as a backup holds it.
pub(crate) struct Backed {
    pub name: String,
    pub disk: Disk,
    pub book: Book,
}

impl std::fmt::Debug for Backed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Backed({})", self.name)
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
    pub disk: Disk,
    pub mdk: Mdk,
    pub rollbacks: Rollbacks,
    gate: Arc<Gate>,
    /// The notification extension of the app, while it runs: a process of its own that has the same disk open.
    extension: Option<Opened>,
    pub book: Book,
}

impl Installation {
    /// A new life on an empty disk, with the identifiers of `keep` if an earlier one's survived (CID-08 broken).
    pub(crate) fn new(number: u32, storage: Storage, keep: Option<&Book>) -> Self {
        let disk = Disk::new(storage);
        let Opened { mdk, rollbacks, gate } = Opened::on(&disk);
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
        Self { number, disk, mdk, rollbacks, gate, extension: None, book }
    }

    /// The application ended and is started again: mdk-core opens the disk anew, and what it had in memory is gone. That is, among
    /// other things, what its snapshots were taken before.
    pub(crate) fn open_again(&mut self) {
        // The old handle goes first, so that SQLite closes the file before it is opened.
        self.extension = None;
        self.hold(Opened::on(&Disk::new(Storage::Memory)));
        self.hold(Opened::on(&self.disk));
        self.followed().for_each(|commit| commit.snapshot = commit.snapshot.after_restart());
        for group in self.book.groups.values_mut() {
            group.early.extend(group.reading.take().map(|event| ((event.created_at.as_secs(), event.id), event)));
        }
    }

    fn hold(&mut self, Opened { mdk, rollbacks, gate }: Opened) {
        (self.mdk, self.rollbacks, self.gate) = (mdk, rollbacks, gate);
    }

    /// Starts the extension, which handles what arrives from now on, or ends it.
    pub(crate) fn set_extension(&mut self, runs: bool) {
        self.extension = runs.then(|| Opened::on(&self.disk));
        let of_extension = |commit: &&mut Followed| commit.snapshot == Snapshot::Taken(Handle::Extension);
        self.followed().filter(of_extension).for_each(|commit| commit.snapshot = Snapshot::ForgottenSince);
    }

    /// Who handles what arrives.
    pub(crate) fn reader(&self) -> (Handle, &Mdk) {
        match &self.extension {
            Some(opened) => (Handle::Extension, &opened.mdk),
            None => (Handle::App, &self.mdk),
        }
    }

    /// Rollbacks that any handle announced.
    pub(crate) fn rollbacks(&self) -> Vec<RollbackInfo> {
        let of_extension = self.extension.as_ref().map(|opened| opened.rollbacks.take()).unwrap_or_default();
        [self.rollbacks.take(), of_extension].concat()
    }

    /// The same life on another disk, with the book that belongs to it.
    pub(crate) fn move_to(&mut self, disk: Disk, book: Book) {
        (self.disk, self.book) = (disk, book);
        if matches!(self.disk, Disk::Memory(_)) {
            self.followed().for_each(|commit| commit.snapshot = Snapshot::None);
        }
        self.open_again();
    }

    fn followed(&mut self) -> impl Iterator<Item = &mut Followed> {
        self.book.groups.values_mut().flat_map(|group| group.followed.values_mut())
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.gate
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

/// mdk-core with one handle on a disk.
struct Opened {
    mdk: Mdk,
    rollbacks: Rollbacks,
    gate: Arc<Gate>,
}

impl Opened {
    fn on(disk: &Disk) -> Self {
        let (store, rollbacks) = (disk.open(), Rollbacks::default());
        let gate = store.gate();
        let mdk = MDK::builder(store).with_callback(Arc::new(rollbacks.clone())).build();
        Self { mdk, rollbacks, gate }
    }
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
