//! What a device wants to commit. An intent outlives the commit made for it: where the commit loses, another one is made (CV-08).

use std::collections::{BTreeMap, BTreeSet};

use nostr::Event;
use serde::{Deserialize, Serialize};

use crate::ids::{Account, MessageId};

/// A wish, independent of the State in which it is fulfilled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Intent {
    /// New keys for the own leaf.
    SelfUpdate,
    /// New leaves from these KeyPackage events, all in one commit.
    Invite {
        /// Events of kind 30443.
        key_packages: Vec<Event>,
    },
    /// All leaves of these accounts go; an admin among them stops being one.
    Remove {
        /// The accounts.
        accounts: BTreeSet<Account>,
    },
    /// These leaves go, named by their signature keys.
    RemoveLeaves {
        /// Raw public keys.
        signature_keys: BTreeSet<Vec<u8>>,
    },
    /// Accounts become admins or stop being admins.
    Admins {
        /// Added to the list.
        grant: BTreeSet<Account>,
        /// Taken from the list.
        revoke: BTreeSet<Account>,
    },
    /// Components get new data, or are removed.
    Update {
        /// Data by component id; none removes.
        changes: BTreeMap<u16, Option<Vec<u8>>>,
    },
    /// Members who asked to leave go.
    Departures,
    /// The group ends.
    Disband,
}

/// What an own commit was made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// The wish.
    pub intent: Intent,
    /// The first commit that was made for this very wish; those made in its place name it too.
    pub origin: MessageId,
}

/// A wish that waits for its commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// The wish.
    pub intent: Intent,
    /// The first commit for it, if that one lost: it needs no other one where it wins after all.
    pub origin: Option<MessageId>,
}

impl Queued {
    /// A wish for which nothing was made yet.
    pub(crate) const fn new(intent: Intent) -> Self {
        Self { intent, origin: None }
    }
}

impl From<Own> for Queued {
    fn from(lost: Own) -> Self {
        Self { intent: lost.intent, origin: Some(lost.origin) }
    }
}
