//! 0x8003 `marmot.group.admin-policy.v1`: which accounts are admins.

use std::collections::BTreeSet;

use super::{ComponentError, State, counted, id};
use crate::adopted::codec::{ascending, exact, vector};

/// An account: the raw 32-byte x-only key of its Nostr identity.
pub type AccountKey = [u8; 32];

/// `opaque xonly_pubkey[32] admins<V>`: at least one key, sorted, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminPolicy {
    admins: BTreeSet<AccountKey>,
}

impl AdminPolicy {
    /// A policy with these admins; at least one.
    pub fn new(admins: impl IntoIterator<Item = AccountKey>) -> Result<Self, ComponentError> {
        let admins: BTreeSet<AccountKey> = admins.into_iter().collect();
        counted("admins", admins.len(), 1, usize::MAX)?;
        Ok(Self { admins })
    }

    /// The admins.
    pub const fn admins(&self) -> &BTreeSet<AccountKey> {
        &self.admins
    }

    /// True if the account is on the list.
    pub fn contains(&self, account: &AccountKey) -> bool {
        self.admins.contains(account)
    }
}

impl State for AdminPolicy {
    const ID: u16 = id::ADMIN_POLICY;

    fn decode(data: &[u8]) -> Result<Self, ComponentError> {
        let keys =
            exact("the admin policy", data, |decoder| decoder.items("admins", |item| item.array::<32>("admin key")))?;
        Self::new(ascending("admins", keys)?)
    }

    fn encode(&self) -> Vec<u8> {
        vector(&self.admins.iter().flatten().copied().collect::<Vec<u8>>())
    }
}
