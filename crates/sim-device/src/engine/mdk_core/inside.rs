//! Why a group event cannot be used: mdk-core 0.8.0 says "unprocessable" or names no epoch, so the device looks by itself.
//!
//! Nothing here changes what the device does next. It asks after mdk-core has refused an event, and OpenMLS keeps nothing of a
//! message that it refuses.

use mdk_storage_traits::MdkStorageProvider;
use mdk_storage_traits::messages::MessageStorage;
use mdk_storage_traits::messages::types::ProcessedMessageState;
use nostr::EventId;
use openmls::group::MlsGroup;
use openmls::prelude::{ContentType, MlsMessageIn, ProtocolMessage, tls_codec::DeserializeBytes};
use openmls_traits::OpenMlsProvider;
use sim_relay::VerifiedEvent;

use super::loaded::{EventKey, opened};
use super::records::{Followed, Handle, Record, Snapshot};
use super::{Mdk, MdkGroupId};
use crate::api::ContentKind;
use crate::library::{Meaning, Said};

/// Past epochs whose secrets mdk-core 0.8.0 keeps (`MdkConfig::max_past_epochs`).
const PAST_EPOCHS_KEPT: u64 = 5;

/// An MLS message without its outer encryption.
pub(super) struct Inside {
    /// Epoch in which it was sent.
    pub epoch: u64,
    /// What it carries.
    pub content: ContentKind,
    message: ProtocolMessage,
}

/// Takes off the outer encryption of a kind 445 event with one of these keys, and reads the framing that is in clear.
pub(super) fn look_inside(content: &str, keys: &[(u64, EventKey)]) -> Option<Inside> {
    let bytes = keys.iter().rev().find_map(|(_, key)| opened(content, key))?;
    let message = MlsMessageIn::tls_deserialize_exact_bytes(&bytes).ok()?.try_into_protocol_message().ok()?;
    let content = match message.content_type() {
        ContentType::Application => ContentKind::Application,
        ContentType::Proposal => ContentKind::Proposal,
        ContentType::Commit => ContentKind::Commit,
    };
    Some(Inside { epoch: message.epoch().as_u64(), content, message })
}

/// Has mdk-core refused this event before? It does not look at it again then.
pub(super) fn failed_before(mdk: &Mdk, event: EventId) -> bool {
    let record = mdk.provider.storage().find_processed_message_by_event_id(&event).ok().flatten();
    let over = [ProcessedMessageState::Failed, ProcessedMessageState::EpochInvalidated];
    record.is_some_and(|record| over.contains(&record.state))
}

/// Does mdk-core keep a snapshot of the group as it was in this epoch? Their names are `snap_GROUP_EPOCH_COMMIT`.
pub(super) fn has_snapshot(mdk: &Mdk, group: &MdkGroupId, epoch: u64) -> bool {
    let snapshots = mdk.provider.storage().list_group_snapshots(group).unwrap_or_default();
    snapshots.iter().any(|(name, _)| name.split('_').nth(2).is_some_and(|of| of == epoch.to_string()))
}

/// Adds to what mdk-core said why it did.
pub(super) fn explain(
    reader: (Handle, &Mdk),
    (group, record): (&MdkGroupId, &Record),
    event: &VerifiedEvent,
    inside: Option<&Inside>,
    said: Said,
) -> Said {
    let opaque = [Meaning::Unprocessable, Meaning::CannotDecrypt, Meaning::NoPastEpoch].contains(&said.means);
    let Some(inside) = inside.filter(|_| opaque) else { return said };
    let now = record.epoch;
    let said = said.with_inner(asked(reader.1, group, inside));
    // After a rollback mdk-core is back in the epoch of the event, and what OpenMLS says there is the whole reason.
    if [Meaning::ProposalMissing, Meaning::LifetimeOver, Meaning::OwnLeaf].contains(&said.means) {
        return said;
    }
    if inside.epoch < now {
        let means = match inside.content {
            ContentKind::Commit => late_commit(reader, (group, record), event, inside.epoch),
            _ if now - inside.epoch > PAST_EPOCHS_KEPT => Meaning::NoPastEpoch,
            ContentKind::Proposal => Meaning::EpochOver,
            ContentKind::Application => return said,
        };
        return said.meaning(means);
    }
    said
}

/// A commit of an epoch that the device has left with another one (MD-09).
fn late_commit(
    (handle, mdk): (Handle, &Mdk),
    (group, record): (&MdkGroupId, &Record),
    event: &VerifiedEvent,
    epoch: u64,
) -> Meaning {
    let Some(followed) = record.followed.get(&epoch) else { return Meaning::EpochOver };
    let Followed { created_at, event: incumbent, snapshot } = *followed;
    let better = (event.created_at.as_secs(), event.id.to_hex()) < (created_at, incumbent.to_hex());
    match snapshot {
        _ if !better => Meaning::LostItsRace,
        Snapshot::None => Meaning::NoSnapshot,
        Snapshot::ForgottenSince => Meaning::SnapshotForgotten,
        Snapshot::Taken(by) if by != handle => Meaning::SnapshotForgotten,
        Snapshot::Taken(_) if has_snapshot(mdk, group, epoch) => Meaning::EpochOver,
        Snapshot::Taken(_) => Meaning::SnapshotGone,
    }
}

/// What OpenMLS says about the message, in its words.
fn asked(mdk: &Mdk, id: &MdkGroupId, inside: &Inside) -> Option<String> {
    let mut group = MlsGroup::load(mdk.provider.storage(), id.inner()).ok()??;
    group.process_message(&mdk.provider, inside.message.clone()).err().map(|why| why.to_string())
}
