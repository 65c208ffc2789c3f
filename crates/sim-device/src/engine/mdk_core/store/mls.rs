//! What OpenMLS stores and asks for, handed on to the storage behind a [`Store`].

use mdk_storage_traits::MdkStorageError;
use openmls_traits::storage::{CURRENT_VERSION, StorageProvider, traits};

use super::{Kept, Store};

/// One line for each method of `StorageProvider`: whether it writes, its type parameters, its arguments and its answer.
macro_rules! mls_storage {
    ($($kind:ident $name:ident<$($generic:ident: $bound:ident),+>($($arg:ident: $ty:ty),+) -> $answer:ty;)+) => {
        impl StorageProvider<CURRENT_VERSION> for Store {
            type Error = MdkStorageError;
            $(
                fn $name<$($generic: traits::$bound<CURRENT_VERSION>),+>(
                    &self,
                    $($arg: $ty),+
                ) -> Result<$answer, MdkStorageError> {
                    self.gate.$kind().map_err(MdkStorageError::Database)?;
                    match &self.kept {
                        Kept::Memory(storage) => storage.$name::<$($generic),+>($($arg),+),
                        Kept::Sqlite { storage, .. } => storage.$name::<$($generic),+>($($arg),+),
                    }
                }
            )+
        }
    };
}

mls_storage! {
    write write_mls_join_config<G: GroupId, V: MlsGroupJoinConfig>(group: &G, value: &V) -> ();
    write append_own_leaf_node<G: GroupId, V: LeafNode>(group: &G, value: &V) -> ();
    write queue_proposal<G: GroupId, K: ProposalRef, V: QueuedProposal>(group: &G, key: &K, value: &V) -> ();
    write write_tree<G: GroupId, V: TreeSync>(group: &G, value: &V) -> ();
    write write_interim_transcript_hash<G: GroupId, V: InterimTranscriptHash>(group: &G, value: &V) -> ();
    write write_context<G: GroupId, V: GroupContext>(group: &G, value: &V) -> ();
    write write_confirmation_tag<G: GroupId, V: ConfirmationTag>(group: &G, value: &V) -> ();
    write write_group_state<V: GroupState, G: GroupId>(group: &G, value: &V) -> ();
    write write_message_secrets<G: GroupId, V: MessageSecrets>(group: &G, value: &V) -> ();
    write write_resumption_psk_store<G: GroupId, V: ResumptionPskStore>(group: &G, value: &V) -> ();
    write write_own_leaf_index<G: GroupId, V: LeafNodeIndex>(group: &G, value: &V) -> ();
    write write_group_epoch_secrets<G: GroupId, V: GroupEpochSecrets>(group: &G, value: &V) -> ();
    write write_signature_key_pair<K: SignaturePublicKey, V: SignatureKeyPair>(key: &K, value: &V) -> ();
    write write_encryption_key_pair<K: EncryptionKey, V: HpkeKeyPair>(key: &K, value: &V) -> ();
    write write_encryption_epoch_key_pairs<G: GroupId, K: EpochKey, V: HpkeKeyPair>(group: &G, key: &K, leaf_index: u32, values: &[V]) -> ();
    write write_key_package<K: HashReference, V: KeyPackage>(key: &K, value: &V) -> ();
    write write_psk<K: PskId, V: PskBundle>(key: &K, value: &V) -> ();
    read mls_group_join_config<G: GroupId, V: MlsGroupJoinConfig>(group: &G) -> Option<V>;
    read own_leaf_nodes<G: GroupId, V: LeafNode>(group: &G) -> Vec<V>;
    read queued_proposal_refs<G: GroupId, K: ProposalRef>(group: &G) -> Vec<K>;
    read queued_proposals<G: GroupId, K: ProposalRef, V: QueuedProposal>(group: &G) -> Vec<(K, V)>;
    read tree<G: GroupId, V: TreeSync>(group: &G) -> Option<V>;
    read group_context<G: GroupId, V: GroupContext>(group: &G) -> Option<V>;
    read interim_transcript_hash<G: GroupId, V: InterimTranscriptHash>(group: &G) -> Option<V>;
    read confirmation_tag<G: GroupId, V: ConfirmationTag>(group: &G) -> Option<V>;
    read group_state<V: GroupState, G: GroupId>(group: &G) -> Option<V>;
    read message_secrets<G: GroupId, V: MessageSecrets>(group: &G) -> Option<V>;
    read resumption_psk_store<G: GroupId, V: ResumptionPskStore>(group: &G) -> Option<V>;
    read own_leaf_index<G: GroupId, V: LeafNodeIndex>(group: &G) -> Option<V>;
    read group_epoch_secrets<G: GroupId, V: GroupEpochSecrets>(group: &G) -> Option<V>;
    read signature_key_pair<K: SignaturePublicKey, V: SignatureKeyPair>(key: &K) -> Option<V>;
    read encryption_key_pair<V: HpkeKeyPair, K: EncryptionKey>(key: &K) -> Option<V>;
    read encryption_epoch_key_pairs<G: GroupId, K: EpochKey, V: HpkeKeyPair>(group: &G, key: &K, leaf_index: u32) -> Vec<V>;
    read key_package<K: HashReference, V: KeyPackage>(key: &K) -> Option<V>;
    read psk<V: PskBundle, K: PskId>(key: &K) -> Option<V>;
    write remove_proposal<G: GroupId, K: ProposalRef>(group: &G, key: &K) -> ();
    write delete_own_leaf_nodes<G: GroupId>(group: &G) -> ();
    write delete_group_config<G: GroupId>(group: &G) -> ();
    write delete_tree<G: GroupId>(group: &G) -> ();
    write delete_confirmation_tag<G: GroupId>(group: &G) -> ();
    write delete_group_state<G: GroupId>(group: &G) -> ();
    write delete_context<G: GroupId>(group: &G) -> ();
    write delete_interim_transcript_hash<G: GroupId>(group: &G) -> ();
    write delete_message_secrets<G: GroupId>(group: &G) -> ();
    write delete_all_resumption_psk_secrets<G: GroupId>(group: &G) -> ();
    write delete_own_leaf_index<G: GroupId>(group: &G) -> ();
    write delete_group_epoch_secrets<G: GroupId>(group: &G) -> ();
    write clear_proposal_queue<G: GroupId, K: ProposalRef>(group: &G) -> ();
    write delete_signature_key_pair<K: SignaturePublicKey>(key: &K) -> ();
    write delete_encryption_key_pair<K: EncryptionKey>(key: &K) -> ();
    write delete_encryption_epoch_key_pairs<G: GroupId, K: EpochKey>(group: &G, key: &K, leaf_index: u32) -> ();
    write delete_key_package<K: HashReference>(key: &K) -> ();
    write delete_psk<K: PskId>(key: &K) -> ();
}
