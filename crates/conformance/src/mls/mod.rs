//! mdk-core, the engine `adopted` and OpenMLS from the inside: private keys out of a store and into one, and the state of a group. And the outer
//! encryption, which needs no library.

pub(crate) mod adopted;
mod keys;
mod outer;
mod state;

use mdk_core::prelude::MDK;
use mdk_memory_storage::MdkMemoryStorage;

pub(crate) use keys::{install, key_mismatch, secrets_of, signature_priv};
pub(crate) use outer::{OpenError, open};
pub(crate) use state::{export, exporter_secret, group_event_key, load, state_of};

/// mdk-core on a store in memory.
pub(crate) type Mdk = MDK<MdkMemoryStorage>;

/// A fresh instance.
pub(crate) fn instance() -> Mdk {
    MDK::new(MdkMemoryStorage::default())
}
