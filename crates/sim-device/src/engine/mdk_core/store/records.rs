//! What mdk-core stores beside MLS (groups, messages, Welcomes, snapshots), handed on to the storage behind a [`Store`].

use std::collections::BTreeSet;

use mdk_storage_traits::groups::error::GroupError;
use mdk_storage_traits::groups::types::{Group, GroupExporterSecret, GroupRelay};
use mdk_storage_traits::groups::{GroupStorage, MessageSortOrder, Pagination as GroupPages};
use mdk_storage_traits::messages::MessageStorage;
use mdk_storage_traits::messages::error::MessageError;
use mdk_storage_traits::messages::types::{Message, ProcessedMessage};
use mdk_storage_traits::welcomes::error::WelcomeError;
use mdk_storage_traits::welcomes::types::{ProcessedWelcome, Welcome};
use mdk_storage_traits::welcomes::{Pagination as WelcomePages, WelcomeStorage};
use mdk_storage_traits::{Backend, GroupId, MdkStorageError, MdkStorageProvider};
use nostr::{EventId, PublicKey, RelayUrl};

use super::{Kept, Store};

/// One line for each method of one of mdk-core's storage traits: whether it writes, its arguments and its answer.
macro_rules! records {
    ($storage:ident, $failed:path, $error:ty; $($kind:ident $name:ident($($arg:ident: $ty:ty),*) -> $answer:ty;)+) => {
        impl $storage for Store {
            $(
                fn $name(&self, $($arg: $ty),*) -> Result<$answer, $error> {
                    self.gate.$kind().map_err($failed)?;
                    match &self.kept {
                        Kept::Memory(storage) => storage.$name($($arg),*),
                        Kept::Sqlite { storage, .. } => storage.$name($($arg),*),
                    }
                }
            )+
        }
    };
}

records! {
    GroupStorage, GroupError::DatabaseError, GroupError;
    read all_groups() -> Vec<Group>;
    read find_group_by_mls_group_id(group: &GroupId) -> Option<Group>;
    read find_group_by_nostr_group_id(group: &[u8; 32]) -> Option<Group>;
    write save_group(group: Group) -> ();
    read messages(group: &GroupId, pages: Option<GroupPages>) -> Vec<Message>;
    read last_message(group: &GroupId, order: MessageSortOrder) -> Option<Message>;
    read admins(group: &GroupId) -> BTreeSet<PublicKey>;
    read group_relays(group: &GroupId) -> BTreeSet<GroupRelay>;
    write replace_group_relays(group: &GroupId, relays: BTreeSet<RelayUrl>) -> ();
    read get_group_exporter_secret(group: &GroupId, epoch: u64) -> Option<GroupExporterSecret>;
    write save_group_exporter_secret(secret: GroupExporterSecret) -> ();
    read get_group_legacy_exporter_secret(group: &GroupId, epoch: u64) -> Option<GroupExporterSecret>;
    write save_group_legacy_exporter_secret(secret: GroupExporterSecret) -> ();
    read get_group_mip04_exporter_secret(group: &GroupId, epoch: u64) -> Option<GroupExporterSecret>;
    write save_group_mip04_exporter_secret(secret: GroupExporterSecret) -> ();
    write prune_group_exporter_secrets_before_epoch(group: &GroupId, oldest: u64) -> ();
    read groups_needing_self_update(age_secs: u64) -> Vec<GroupId>;
}

records! {
    MessageStorage, MessageError::DatabaseError, MessageError;
    write save_message(message: Message) -> ();
    read find_message_by_event_id(group: &GroupId, event: &EventId) -> Option<Message>;
    write save_processed_message(message: ProcessedMessage) -> ();
    read find_processed_message_by_event_id(event: &EventId) -> Option<ProcessedMessage>;
    write invalidate_messages_after_epoch(group: &GroupId, epoch: u64) -> Vec<EventId>;
    write invalidate_processed_messages_after_epoch(group: &GroupId, epoch: u64) -> Vec<EventId>;
    read find_failed_messages_for_retry(group: &GroupId) -> Vec<EventId>;
    read find_invalidated_messages(group: &GroupId) -> Vec<Message>;
    read find_invalidated_processed_messages(group: &GroupId) -> Vec<ProcessedMessage>;
    write mark_processed_message_retryable(event: &EventId) -> ();
    read find_message_epoch_by_tag_content(group: &GroupId, part: &str) -> Option<u64>;
    write delete_messages_for_group(group: &GroupId) -> usize;
}

records! {
    WelcomeStorage, WelcomeError::DatabaseError, WelcomeError;
    write save_welcome(welcome: Welcome) -> ();
    read find_welcome_by_event_id(event: &EventId) -> Option<Welcome>;
    read pending_welcomes(pages: Option<WelcomePages>) -> Vec<Welcome>;
    write save_processed_welcome(welcome: ProcessedWelcome) -> ();
    read find_processed_welcome_by_event_id(event: &EventId) -> Option<ProcessedWelcome>;
}

macro_rules! snapshots {
    ($($kind:ident $name:ident($($arg:ident: $ty:ty),*) -> $answer:ty;)+) => {
        impl MdkStorageProvider for Store {
            fn backend(&self) -> Backend {
                match &self.kept {
                    Kept::Memory(storage) => storage.backend(),
                    Kept::Sqlite { storage, .. } => storage.backend(),
                }
            }
            $(
                fn $name(&self, $($arg: $ty),*) -> Result<$answer, MdkStorageError> {
                    self.gate.$kind().map_err(MdkStorageError::Database)?;
                    match &self.kept {
                        Kept::Memory(storage) => storage.$name($($arg),*),
                        Kept::Sqlite { storage, .. } => storage.$name($($arg),*),
                    }
                }
            )+
        }
    };
}

snapshots! {
    write create_group_snapshot(group: &GroupId, name: &str) -> ();
    write rollback_group_to_snapshot(group: &GroupId, name: &str) -> ();
    write release_group_snapshot(group: &GroupId, name: &str) -> ();
    read list_group_snapshots(group: &GroupId) -> Vec<(String, u64)>;
    write prune_expired_snapshots(before: u64) -> usize;
    write delete_group(group: &GroupId) -> ();
}
