//! A provider of one group of one device, and what makes rollback possible: snapshots of its storage.

use std::sync::Arc;

use openmls_0_9::prelude::{GroupId, MlsGroup};
use openmls_traits_0_6::OpenMlsProvider;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::crypto::Crypto;
use crate::store::Store;

/// Everything that openmls stored for one group at one moment. Nobody writes to it.
///
/// A snapshot is never hashed or compared: openmls keeps wall-clock stamps inside.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Snapshot(Arc<Store>);

/// The store does not give back the group that was put into it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the stored group cannot be loaded: {0}")]
pub struct LoadError(String);

/// Cryptography, randomness and a store.
#[derive(Debug, Default)]
pub struct Provider {
    crypto: Crypto,
    storage: Store,
}

impl Provider {
    /// A provider with an empty store.
    pub fn new(crypto: &Crypto) -> Self {
        Self { crypto: crypto.clone(), storage: Store::default() }
    }

    /// A provider whose store holds what the snapshot holds. The snapshot itself never changes.
    pub fn revive(crypto: &Crypto, snapshot: &Snapshot) -> Self {
        Self { crypto: crypto.clone(), storage: (*snapshot.0).clone() }
    }

    /// A copy of all that is stored now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(Arc::new(self.storage.clone()))
    }

    /// The group in the store.
    pub fn load(&self, group_id: &[u8]) -> Result<MlsGroup, LoadError> {
        let loaded = MlsGroup::load(&self.storage, &GroupId::from_slice(group_id));
        loaded.map_err(|error| LoadError(error.to_string()))?.ok_or_else(|| LoadError("there is none".to_owned()))
    }
}

impl OpenMlsProvider for Provider {
    type CryptoProvider = Crypto;
    type RandProvider = Crypto;
    type StorageProvider = Store;

    fn storage(&self) -> &Store {
        &self.storage
    }

    fn crypto(&self) -> &Crypto {
        &self.crypto
    }

    fn rand(&self) -> &Crypto {
        &self.crypto
    }
}
