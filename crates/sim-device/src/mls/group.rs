//! Groups as they cross the port.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use nostr::{Event, PublicKey, RelayUrl, UnsignedEvent};
use sim_relay::VerifiedEvent;

use crate::api::EpochState;

/// MLS group id: what a library calls the group. Not the id in the `h` tag of group events.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupId(Vec<u8>);

impl GroupId {
    /// From the bytes in the group context.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The bytes in the group context.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for GroupId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

/// A group that is to be.
#[derive(Clone, Debug)]
pub struct Founding {
    /// Its name.
    pub name: String,
    /// Relays for its events.
    pub relays: Vec<RelayUrl>,
    /// Accounts with admin rights, the founder first. Every other one is among those who are invited.
    pub admins: Vec<PublicKey>,
    /// KeyPackage events of those who are invited.
    pub invited: Vec<Event>,
}

/// A group that was just founded.
#[derive(Clone, Debug)]
pub struct Founded {
    /// Its id.
    pub id: GroupId,
    /// Value of the `h` tag of its events, hex.
    pub address: String,
    /// Welcome rumors, one for each KeyPackage event, in the same order.
    pub welcomes: Vec<UnsignedEvent>,
}

/// What a group says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupData {
    /// Its name.
    pub name: String,
    /// Relays for its events.
    pub relays: Vec<RelayUrl>,
    /// Accounts with admin rights, members or not.
    pub admins: BTreeSet<PublicKey>,
    /// Relays from which its events may come: more than `relays` while an old routing is still read (GE-09).
    pub sources: Vec<RelayUrl>,
    /// Values of the `h` tag under which its events may come, hex: more than one while an old address is still read (GE-09).
    pub addresses: Vec<String>,
    /// Members may add and remove devices of their own account (PR #417).
    pub siblings: bool,
}

/// A group that the device takes part in from now on.
#[derive(Clone, Debug)]
pub struct Entered {
    /// What it says of itself.
    pub data: GroupData,
    /// Where it is.
    pub state: Arc<EpochState>,
}

/// Where a group is, compared with what the device knows.
#[derive(Clone, Debug)]
pub enum Standing {
    /// The engine does not hold the group, or cannot read it.
    Unknown,
    /// The own leaf is gone.
    Out,
    /// Where the device knows it to be.
    Same,
    /// In another epoch, or in another state of the same epoch.
    Moved(Arc<EpochState>),
}

/// What a commit is to change.
#[derive(Clone, Debug)]
pub enum Change<'a> {
    /// Adds a leaf for each of these KeyPackage events.
    Add(&'a [Event]),
    /// Removes every leaf of an account.
    Remove(PublicKey),
    /// Renews the own leaf.
    SelfUpdate,
    /// New values in place of the old ones; what is `None` stays.
    Describe {
        /// Name of the group.
        name: Option<String>,
        /// Relays for its events.
        relays: Option<&'a [RelayUrl]>,
        /// Accounts with admin rights.
        admins: Option<&'a [PublicKey]>,
    },
    /// One more admin.
    Promote(PublicKey),
    /// One admin less; the own account demotes itself.
    Demote(PublicKey),
    /// Removes the leaves with these signature keys, hex.
    RemoveLeaves(&'a BTreeSet<String>),
    /// The group ends for everybody (CA-08).
    Disband,
    /// From now on members may, or may not, add and remove devices of their own account (PR #417).
    Siblings(bool),
}

/// A commit that is staged and not yet published.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The group event that carries it.
    pub event: VerifiedEvent,
    /// Welcome rumors, one for each KeyPackage event that it adds, in the same order. They are sent when the group has followed it.
    pub welcomes: Vec<UnsignedEvent>,
}
