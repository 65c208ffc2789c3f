//! Where openmls keeps a group. A copy of a store shares its values until they are written anew: what makes rollback cheap.
//!
//! The memory store of openmls writes JSON, in which a byte takes four, and reading a group back from it costs more than the
//! cryptography of a commit. Here values are postcard, and only what openmls cannot read back from a format that does not describe
//! itself (the join configuration) is JSON.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use openmls_traits_0_6::storage::{CURRENT_VERSION as V, StorageProvider, traits};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A value cannot be written or read back.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the store: {0}")]
pub struct StoreError(String);

impl StoreError {
    fn of(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

/// What a value is; with its key the place where it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Slot {
    Config,
    Tree,
    Context,
    InterimTranscriptHash,
    ConfirmationTag,
    GroupState,
    MessageSecrets,
    ResumptionPsks,
    OwnLeafIndex,
    EpochSecrets,
    ExportTree,
    OwnLeaf,
    ProposalRef,
    Proposal,
    SignatureKeyPair,
    EncryptionKeyPair,
    EpochKeyPairs,
    KeyPackage,
    Psk,
}

type Place = (Slot, Vec<u8>);
type Values = BTreeMap<Place, Arc<[u8]>>;

/// Values by place. openmls shares a store by reference; one thread uses it.
#[derive(Debug, Default)]
pub struct Store(RwLock<Values>);

impl Clone for Store {
    fn clone(&self) -> Self {
        Self(RwLock::new(self.read_all().clone()))
    }
}

impl Serialize for Store {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let values = self.read_all();
        serializer.collect_seq(values.iter().map(|((slot, key), value)| (slot, hex::encode(key), hex::encode(value))))
    }
}

impl<'de> Deserialize<'de> for Store {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let rows: Vec<(Slot, String, String)> = Vec::deserialize(deserializer)?;
        let bytes = |text: &str| hex::decode(text).map_err(serde::de::Error::custom);
        let row = |(slot, key, value): (Slot, String, String)| Ok(((slot, bytes(&key)?), bytes(&value)?.into()));
        rows.into_iter().map(row).collect::<Result<Values, D::Error>>().map(|values| Self(RwLock::new(values)))
    }
}

impl Store {
    fn read_all(&self) -> std::sync::RwLockReadGuard<'_, Values> {
        self.0.read().expect("nothing panics while it writes")
    }

    fn change<T>(&self, change: impl FnOnce(&mut Values) -> T) -> T {
        change(&mut self.0.write().expect("nothing panics while it writes"))
    }

    fn put(&self, slot: Slot, key: &impl Serialize, value: &impl Serialize) -> Result<(), StoreError> {
        let (place, value) = ((slot, encode(key)?), write(slot, value)?);
        self.change(|values| values.insert(place, value.into()));
        Ok(())
    }

    fn get<T: DeserializeOwned>(&self, slot: Slot, key: &impl Serialize) -> Result<Option<T>, StoreError> {
        self.read_all().get(&(slot, encode(key)?)).map(|value| read(slot, value)).transpose()
    }

    fn remove(&self, slot: Slot, key: &impl Serialize) -> Result<(), StoreError> {
        let place = (slot, encode(key)?);
        self.change(|values| values.remove(&place));
        Ok(())
    }

    /// Adds to a list.
    fn append(&self, slot: Slot, key: &impl Serialize, value: &impl Serialize) -> Result<(), StoreError> {
        let mut list: Vec<Vec<u8>> = self.get(slot, key)?.unwrap_or_default();
        list.push(encode(value)?);
        self.put(slot, key, &list)
    }

    fn list<T: DeserializeOwned>(&self, slot: Slot, key: &impl Serialize) -> Result<Vec<T>, StoreError> {
        let list: Vec<Vec<u8>> = self.get(slot, key)?.unwrap_or_default();
        list.iter().map(|value| postcard::from_bytes(value).map_err(StoreError::of)).collect()
    }
}

fn encode(value: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    postcard::to_allocvec(value).map_err(StoreError::of)
}

fn write(slot: Slot, value: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    if slot == Slot::Config { serde_json::to_vec(value).map_err(StoreError::of) } else { encode(value) }
}

fn read<T: DeserializeOwned>(slot: Slot, value: &[u8]) -> Result<T, StoreError> {
    if slot == Slot::Config {
        serde_json::from_slice(value).map_err(StoreError::of)
    } else {
        postcard::from_bytes(value).map_err(StoreError::of)
    }
}

/// `write_x`, `x`, `delete_x` of values that have one key. The traits name key and value in either order.
macro_rules! values {
    ($($slot:ident: $key:ident, $value:ident, $write:ident, $read:ident($($order:ident)+), $delete:ident;)+) => {$(
        fn $write<$key: traits::$key<V>, $value: traits::$value<V>>(&self, key: &$key, value: &$value) -> Result<(), StoreError> {
            self.put(Slot::$slot, key, value)
        }

        values!(@read $slot, $read, $key, $value, $($order)+);

        fn $delete<$key: traits::$key<V>>(&self, key: &$key) -> Result<(), StoreError> {
            self.remove(Slot::$slot, key)
        }
    )+};
    (@read $slot:ident, $read:ident, $key:ident, $value:ident, key value) => {
        fn $read<$key: traits::$key<V>, $value: traits::$value<V>>(&self, key: &$key) -> Result<Option<$value>, StoreError> {
            self.get(Slot::$slot, key)
        }
    };
    (@read $slot:ident, $read:ident, $key:ident, $value:ident, value key) => {
        fn $read<$value: traits::$value<V>, $key: traits::$key<V>>(&self, key: &$key) -> Result<Option<$value>, StoreError> {
            self.get(Slot::$slot, key)
        }
    };
}

impl StorageProvider<V> for Store {
    type Error = StoreError;

    values! {
        Config: GroupId, MlsGroupJoinConfig, write_mls_join_config, mls_group_join_config(key value), delete_group_config;
        Tree: GroupId, TreeSync, write_tree, tree(key value), delete_tree;
        Context: GroupId, GroupContext, write_context, group_context(key value), delete_context;
        InterimTranscriptHash: GroupId, InterimTranscriptHash,
            write_interim_transcript_hash, interim_transcript_hash(key value), delete_interim_transcript_hash;
        ConfirmationTag: GroupId, ConfirmationTag,
            write_confirmation_tag, confirmation_tag(key value), delete_confirmation_tag;
        MessageSecrets: GroupId, MessageSecrets, write_message_secrets, message_secrets(key value), delete_message_secrets;
        ResumptionPsks: GroupId, ResumptionPskStore,
            write_resumption_psk_store, resumption_psk_store(key value), delete_all_resumption_psk_secrets;
        OwnLeafIndex: GroupId, LeafNodeIndex, write_own_leaf_index, own_leaf_index(key value), delete_own_leaf_index;
        EpochSecrets: GroupId, GroupEpochSecrets,
            write_group_epoch_secrets, group_epoch_secrets(key value), delete_group_epoch_secrets;
        SignatureKeyPair: SignaturePublicKey, SignatureKeyPair,
            write_signature_key_pair, signature_key_pair(key value), delete_signature_key_pair;
        EncryptionKeyPair: EncryptionKey, HpkeKeyPair,
            write_encryption_key_pair, encryption_key_pair(value key), delete_encryption_key_pair;
        KeyPackage: HashReference, KeyPackage, write_key_package, key_package(key value), delete_key_package;
        Psk: PskId, PskBundle, write_psk, psk(value key), delete_psk;
    }

    fn write_group_state<T: traits::GroupState<V>, K: traits::GroupId<V>>(
        &self,
        group: &K,
        state: &T,
    ) -> Result<(), StoreError> {
        self.put(Slot::GroupState, group, state)
    }

    fn group_state<T: traits::GroupState<V>, K: traits::GroupId<V>>(&self, group: &K) -> Result<Option<T>, StoreError> {
        self.get(Slot::GroupState, group)
    }

    fn delete_group_state<K: traits::GroupId<V>>(&self, group: &K) -> Result<(), StoreError> {
        self.remove(Slot::GroupState, group)
    }

    fn write_application_export_tree<K: traits::GroupId<V>, T: traits::ApplicationExportTree<V>>(
        &self,
        group: &K,
        tree: &T,
    ) -> Result<(), StoreError> {
        self.put(Slot::ExportTree, group, tree)
    }

    fn application_export_tree<K: traits::GroupId<V>, T: traits::ApplicationExportTree<V>>(
        &self,
        group: &K,
    ) -> Result<Option<T>, StoreError> {
        self.get(Slot::ExportTree, group)
    }

    fn delete_application_export_tree<K: traits::GroupId<V>, T: traits::ApplicationExportTree<V>>(
        &self,
        group: &K,
    ) -> Result<(), StoreError> {
        self.remove(Slot::ExportTree, group)
    }

    fn append_own_leaf_node<K: traits::GroupId<V>, T: traits::LeafNode<V>>(
        &self,
        group: &K,
        leaf: &T,
    ) -> Result<(), StoreError> {
        self.append(Slot::OwnLeaf, group, leaf)
    }

    fn own_leaf_nodes<K: traits::GroupId<V>, T: traits::LeafNode<V>>(&self, group: &K) -> Result<Vec<T>, StoreError> {
        self.list(Slot::OwnLeaf, group)
    }

    fn delete_own_leaf_nodes<K: traits::GroupId<V>>(&self, group: &K) -> Result<(), StoreError> {
        self.remove(Slot::OwnLeaf, group)
    }

    fn queue_proposal<K: traits::GroupId<V>, R: traits::ProposalRef<V>, T: traits::QueuedProposal<V>>(
        &self,
        group: &K,
        reference: &R,
        proposal: &T,
    ) -> Result<(), StoreError> {
        self.put(Slot::Proposal, &(group, reference), proposal)?;
        self.append(Slot::ProposalRef, group, reference)
    }

    fn queued_proposal_refs<K: traits::GroupId<V>, R: traits::ProposalRef<V>>(
        &self,
        group: &K,
    ) -> Result<Vec<R>, StoreError> {
        self.list(Slot::ProposalRef, group)
    }

    fn queued_proposals<K: traits::GroupId<V>, R: traits::ProposalRef<V>, T: traits::QueuedProposal<V>>(
        &self,
        group: &K,
    ) -> Result<Vec<(R, T)>, StoreError> {
        let lost = || StoreError("a queued proposal is gone".to_owned());
        let proposal = |reference: R| {
            let proposal = self.get(Slot::Proposal, &(group, &reference))?.ok_or_else(lost)?;
            Ok((reference, proposal))
        };
        self.list(Slot::ProposalRef, group)?.into_iter().map(proposal).collect()
    }

    fn remove_proposal<K: traits::GroupId<V>, R: traits::ProposalRef<V>>(
        &self,
        group: &K,
        reference: &R,
    ) -> Result<(), StoreError> {
        let gone = encode(reference)?;
        let mut list: Vec<Vec<u8>> = self.get(Slot::ProposalRef, group)?.unwrap_or_default();
        list.retain(|kept| *kept != gone);
        self.put(Slot::ProposalRef, group, &list)?;
        self.remove(Slot::Proposal, &(group, reference))
    }

    fn clear_proposal_queue<K: traits::GroupId<V>, R: traits::ProposalRef<V>>(
        &self,
        group: &K,
    ) -> Result<(), StoreError> {
        for reference in self.list::<R>(Slot::ProposalRef, group)? {
            self.remove(Slot::Proposal, &(group, &reference))?;
        }
        self.remove(Slot::ProposalRef, group)
    }

    fn write_encryption_epoch_key_pairs<K: traits::GroupId<V>, E: traits::EpochKey<V>, T: traits::HpkeKeyPair<V>>(
        &self,
        group: &K,
        epoch: &E,
        leaf: u32,
        pairs: &[T],
    ) -> Result<(), StoreError> {
        self.put(Slot::EpochKeyPairs, &(group, epoch, leaf), &pairs)
    }

    fn encryption_epoch_key_pairs<K: traits::GroupId<V>, E: traits::EpochKey<V>, T: traits::HpkeKeyPair<V>>(
        &self,
        group: &K,
        epoch: &E,
        leaf: u32,
    ) -> Result<Vec<T>, StoreError> {
        Ok(self.get(Slot::EpochKeyPairs, &(group, epoch, leaf))?.unwrap_or_default())
    }

    fn delete_encryption_epoch_key_pairs<K: traits::GroupId<V>, E: traits::EpochKey<V>>(
        &self,
        group: &K,
        epoch: &E,
        leaf: u32,
    ) -> Result<(), StoreError> {
        self.remove(Slot::EpochKeyPairs, &(group, epoch, leaf))
    }
}
