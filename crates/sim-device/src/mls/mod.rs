//! The port to MLS: everything that a device asks of an engine, in types that belong to no library.
//!
//! ```text
//!   device ── create_key_package, found, prepare, process, open_welcome … ──> engine (mdk-core 0.8; others)
//!          <── what to publish, and what is owed for it (Publish)
//!          <── what came of it (Effect): a message, another epoch, a rollback, an event without use
//!          <── when to tick next (next_wake)
//! ```
//!
//! An engine is sans-IO: it never publishes, sleeps or looks anything up, and every call whose answer may depend on the time is told it. The device decides what is published where, when a publication
//! counts as taken, and what becomes of Welcomes; the engine decides what MLS says about it. A commit is *prepared* by the engine,
//! published by the device, and then *confirmed* (a relay took it) or *failed* (no relay will).

mod canonical;
mod group;
mod key_package;
mod outcome;
mod welcome;

use std::any::Any;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use nostr::{Event, EventId, PublicKey, RelayUrl, UnsignedEvent};
use sim_relay::VerifiedEvent;

use crate::api::Moment;
use crate::library::{Call, Said};

pub use canonical::{CanonicalSnapshot, Disposed, RatchetReader, RatchetUse};
pub use group::{Change, Entered, Founded, Founding, GroupData, GroupId, Prepared, Standing};
pub use key_package::NewKeyPackage;
pub use outcome::{Effect, Obligation, Outcome, Publish, ReadMessage, Unreadable};
pub use welcome::{By, Invited};

/// An MLS engine of one installation: all parts of the port.
pub trait Mls: KeyPackages + Groups + Commits + Messages + Welcomes + Life + Send {}

impl<E: KeyPackages + Groups + Commits + Messages + Welcomes + Life + Send> Mls for E {}

/// A value of an engine or a device that others keep for it and cannot look into. A clone is the same value.
#[derive(Clone)]
pub struct Opaque(Arc<dyn Any + Send + Sync>);

impl Opaque {
    /// Closes a value up.
    pub fn new<T: Any + Send + Sync>(value: T) -> Self {
        Self(Arc::new(value))
    }

    /// The value, for whoever knows its type. `None` if it is of another type: somebody else made it.
    pub fn get<T: Any>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }

    /// Whether both are the same value, not only equal ones.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opaque")
    }
}

/// KeyPackages: their private keys are the engine's, their events are the device's.
pub trait KeyPackages {
    /// Makes a KeyPackage whose credential names `owner`, and keeps its private keys. `protected` asks for a NIP-70 tag.
    ///
    /// # Errors
    /// What the library says.
    fn create_key_package(
        &mut self,
        at: Moment,
        owner: &PublicKey,
        relays: &[RelayUrl],
        protected: bool,
    ) -> Result<NewKeyPackage, Said>;

    /// Makes a KeyPackage that is handed to a sponsor and to nobody else: for one group (SA-09), or `reusable` for all (MD-14).
    /// Only an engine that knows the overlay of PR #417 does so.
    ///
    /// # Errors
    /// What the library says, or that the engine knows no such overlay.
    fn create_offered_key_package(&mut self, at: Moment, reusable: bool) -> Result<NewKeyPackage, Said> {
        let _ = (at, reusable);
        Err(Said::by(Call::CreateKeyPackage, "devices of this profile do not pair"))
    }

    /// Says under which event a KeyPackage is published: a Welcome names that (CID-13). An engine that does not compare ignores it.
    fn key_package_event(&mut self, handle: &[u8], event: &Event) {
        let _ = (handle, event);
    }

    /// Destroys the private keys of the KeyPackage with this handle, if they are there (LC-02, LC-03).
    fn forget_key_package(&mut self, handle: &[u8]);

    /// Leaf signature key (hex) of the KeyPackage in somebody's event. `None` if it cannot be read: founding or adding will say why.
    fn signature_key(&self, event: &Event) -> Option<String>;
}

/// Groups: how they begin, and where they are.
pub trait Groups {
    /// Founds a group and merges its first Add locally (CW-03): nothing of it is published but the Welcomes.
    ///
    /// # Errors
    /// What the library says; nothing is founded then.
    fn found(&mut self, at: Moment, founding: &Founding) -> Result<Founded, Said>;

    /// Begins to keep account of a group that was just founded or joined.
    ///
    /// # Errors
    /// The engine does not hold it.
    fn enter(&mut self, group: &GroupId) -> Result<Entered, Said>;

    /// Where the group is now. `known` is the epoch authenticator (hex) of the state that the device knows, `by` the commit that may
    /// have led on from there.
    fn standing(&mut self, group: &GroupId, known: &str, by: Option<EventId>) -> Standing;

    /// What the group says of itself. `None` if the engine does not hold it.
    fn data(&self, group: &GroupId) -> Option<GroupData>;

    /// The canonical snapshot of the group, if the engine speaks a text that has one (CV-11).
    fn canonical(&self, group: &GroupId) -> Option<CanonicalSnapshot> {
        let _ = group;
        None
    }

    /// `length` bytes of the MLS exporter (RFC 9420 section 8.5) in the current epoch. `None` if the engine does not hold the group.
    fn export(&self, group: &GroupId, label: &str, context: &[u8], length: usize) -> Option<Vec<u8>>;
}

/// Own commits: prepared, published by the device, then confirmed or failed. One at a time per group.
pub trait Commits {
    /// Builds a commit and stages it. The group stays where it is. `None`: not now (CV-05); the device asks again when the group has
    /// moved or the engine has ticked.
    ///
    /// # Errors
    /// What the library says; nothing is staged then.
    fn prepare(&mut self, at: Moment, group: &GroupId, change: &Change<'_>) -> Result<Option<Prepared>, Said>;

    /// Epoch authenticator of the state to which the staged commit leads: tells later whether that very commit was applied.
    fn leads_to(&self, group: &GroupId) -> Option<Vec<u8>>;

    /// Whether the staged commit was to carry out a departure and removes nobody. The device then removes the leaver itself.
    fn staged_removes_nobody(&self, group: &GroupId) -> bool;

    /// A relay took the staged commit: the group follows it, or a better one (CW-02, MD-09).
    fn confirm(&mut self, at: Moment, group: &GroupId, commit: &VerifiedEvent) -> Outcome;

    /// An acknowledged commit that is not applied is not lost either: the engine keeps it, and follows it when it has seen its rivals
    /// (CA-08).
    fn keeps(&self, group: &GroupId, commit: EventId) -> bool {
        let _ = (group, commit);
        false
    }

    /// A commit that failed can be followed all the same if a relay has it: the device hands it over when it comes back.
    fn follows_failed_commits(&self) -> bool {
        false
    }

    /// No relay will take the staged commit: it is dropped.
    fn fail(&mut self, at: Moment, group: &GroupId, commit: EventId) -> Outcome;

    /// The device does not know the staged commit, if there is one, and never publishes it. An engine that hands such a commit out again
    /// after a restart (CW-05) ignores this.
    fn forget_staged(&mut self, group: &GroupId) {
        let _ = group;
    }
}

/// Group events, in and out.
pub trait Messages {
    /// From when on the engine looks at an event, Unix seconds, judging by the event's own date alone.
    fn earliest(&self, event: &VerifiedEvent) -> u64 {
        let _ = event;
        0
    }

    /// Whether the engine can use this event now. An engine that keeps for itself what it cannot use yet always says yes; what it
    /// says no to is offered again when the group has moved.
    fn is_readable(&self, group: &GroupId, event: &VerifiedEvent) -> bool;

    /// Takes in an event of the group.
    fn process(&mut self, at: Moment, group: &GroupId, event: &VerifiedEvent) -> Outcome;

    /// Why an event could not be used, as far as the engine can find out after it said `why`. Changes nothing.
    fn explain(&self, group: &GroupId, event: &VerifiedEvent, why: Said) -> Unreadable {
        let _ = (group, event);
        Unreadable { why, sent_in: None, content: None }
    }

    /// Events that the engine keeps and may still use.
    fn deferred(&self, group: &GroupId) -> usize {
        let _ = group;
        0
    }

    /// Encrypts a message of the application, a rumor (unsigned Nostr event), for the current epoch. `None`: not now (CV-05); the device
    /// asks again when the group has moved or the engine has ticked.
    ///
    /// # Errors
    /// What the library says; nothing is sent then.
    fn encrypt(&mut self, at: Moment, group: &GroupId, message: UnsignedEvent) -> Result<Option<VerifiedEvent>, Said>;

    /// What finds out which key of its ratchet a payload in a published event used. `None` if the engine holds no state that opens it.
    fn ratchet_reader(&self, event: &VerifiedEvent) -> Option<RatchetReader> {
        let _ = event;
        None
    }

    /// Proposes that the own leaf be removed; somebody else has to commit that (MD-06). `None`: the engine proposes by itself, at its next
    /// tick and as often as it has to (CA-10).
    ///
    /// # Errors
    /// What the library says; nothing is proposed then.
    fn leave(&mut self, at: Moment, group: &GroupId) -> Result<Option<VerifiedEvent>, Said>;

    /// When [`Messages::tick`] should be called, in time since the start of the run. `None` if nothing waits for time.
    fn next_wake(&self) -> Option<Duration> {
        None
    }

    /// Whatever time alone brings about: the end of a pass, a retry.
    fn tick(&mut self, at: Moment) -> Outcome {
        let _ = at;
        Outcome::default()
    }
}

/// Welcomes, opened and answered in two steps: a person may say yes or no in between.
pub trait Welcomes {
    /// The group that a Welcome leads to and its epoch there, without any durable change.
    ///
    /// # Errors
    /// What the library says of a Welcome that it cannot open.
    fn peek(&self, welcome: &UnsignedEvent) -> Result<(GroupId, u64), Said>;

    /// A Welcome for the KeyPackage with this reference (hex) has to be signed by one of these leaf keys (hex) from now on, until `expires`
    /// (Unix seconds); afterwards, and for all other KeyPackages, by an admin (SA-08). An engine that makes none for pairings ignores it.
    fn approve(&mut self, at: Moment, reference: &str, sponsors: &BTreeSet<String>, expires: u64) {
        let _ = (at, reference, sponsors, expires);
    }

    /// Opens a Welcome rumor that came in gift wrap `wrap`. The group is not joined yet.
    ///
    /// # Errors
    /// What the library says.
    fn open_welcome(&mut self, at: Moment, wrap: EventId, welcome: &UnsignedEvent) -> Result<Invited, Said>;

    /// Joins.
    ///
    /// # Errors
    /// What the library says.
    fn accept(&mut self, at: Moment, invited: &Invited, by: By) -> Result<(), Said>;

    /// Notes that the person said no. That the library may be unable to do so changes nothing about the answer.
    fn decline(&mut self, invited: &Invited);

    /// Takes back everything that opening the Welcome left behind (RW-02).
    fn discard(&mut self, invited: &Invited);
}

/// What outlives the application, and how it ends and begins again.
pub trait Life {
    /// What the engine's caller has to store beside the engine's own store, as it is now.
    fn records(&self) -> Opaque;

    /// Puts stored records in place of the current ones. Records of another engine are left alone.
    fn put_back(&mut self, records: &Opaque);

    /// The application ended and begins again: everything that was in memory only is gone.
    fn restart(&mut self);

    /// A copy of everything stored, records included, as a backup holds it.
    fn copy(&self) -> Opaque;

    /// Puts a copy of that copy in place of everything stored, and begins again. False if it comes from another engine.
    fn restore(&mut self, copy: &Opaque) -> bool;

    /// Lines that change with whatever a refused Welcome must leave alone (RW-02, LC-04): groups, epochs, open invitations.
    fn fingerprint(&self) -> Vec<String>;

    /// The application runs a second process, its notification extension, which handles what arrives; or ends it. An engine for which
    /// one process is like another ignores it.
    fn set_extension(&mut self, runs: bool) {
        let _ = runs;
    }

    /// Crash test: of the writes to the engine's store from now on, the `n`-th and all after it are not done.
    fn kill_before(&mut self, n: u64);

    /// Whether a write that is to come will not be done.
    fn is_armed(&self) -> bool;

    /// Whether it came to that write.
    fn is_killed(&self) -> bool;
}

/// Makes the engine of each installation of a device.
pub type MakeEngine = Arc<dyn Fn(&crate::api::DeviceConfig) -> Box<dyn Mls> + Send + Sync>;
