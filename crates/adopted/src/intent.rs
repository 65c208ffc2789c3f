//! What a device wants to commit. An intent outlives the commit made for it: where the commit loses, another one is made (CV-08).

use std::collections::{BTreeMap, BTreeSet};

use nostr::Event;
use serde::{Deserialize, Serialize};

use crate::ids::Account;

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
