//! What a member knows about its group, read through OpenMLS.

use mdk_core::prelude::GroupId;
use openmls::group::{GroupContext, MlsGroup};
use openmls::prelude::{BasicCredential, OpenMlsProvider};
use openmls_traits::storage::{CURRENT_VERSION, Entity, StorageProvider, traits};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Mdk;
use crate::format::{Export, LeafEntry, State};

/// Labels and contexts that Marmot exports under.
pub(super) const EXPORTS: [(&str, &str); 4] = [
    ("marmot", "group-event"),
    ("marmot", "encrypted-media"),
    ("marmot", "convergence-conformance-v1"),
    ("nostr", "nostr"),
];

/// The stored group.
pub(crate) fn load(mdk: &Mdk, id: &GroupId) -> Result<MlsGroup, String> {
    let group = MlsGroup::load(mdk.provider.storage(), id.inner()).map_err(|e| format!("store: {e}"))?;
    group.ok_or_else(|| "the group is not in the store".to_owned())
}

/// `MLS-Exporter(label, context, length)` of the current epoch.
pub(crate) fn export(mdk: &Mdk, id: &GroupId, label: &str, context: &[u8], length: u16) -> Result<Vec<u8>, String> {
    export_from(mdk, &load(mdk, id)?, label, context, length)
}

fn export_from(mdk: &Mdk, group: &MlsGroup, label: &str, context: &[u8], length: u16) -> Result<Vec<u8>, String> {
    group.export_secret(mdk.provider.crypto(), label, context, length.into()).map_err(|e| format!("exporter: {e}"))
}

/// Key of the outer encryption of kind 445.
pub(crate) fn group_event_key(mdk: &Mdk, id: &GroupId) -> Result<Vec<u8>, String> {
    export(mdk, id, "marmot", b"group-event", 32)
}

/// Everything that a vector asserts about a member's state.
pub(crate) fn state_of(mdk: &Mdk, id: &GroupId) -> Result<State, String> {
    let group = load(mdk, id)?;
    let record = mdk.get_group(id).map_err(|e| e.to_string())?.ok_or("mdk-core has no record of the group")?;
    let context: Option<GroupContext> =
        mdk.provider.storage().group_context(group.group_id()).map_err(|e| format!("store: {e}"))?;
    let exporters = EXPORTS.iter().map(|(label, context)| {
        let secret = export_from(mdk, &group, label, context.as_bytes(), 32)?.into();
        Ok(Export { label: (*label).to_owned(), context: context.into(), length: 32, secret })
    });
    let commitment = export_from(mdk, &group, "marmot", b"convergence-conformance-v1", 32)?;
    let commitment = Sha256::new().chain_update(b"marmot-convergence-conformance-v1\0").chain_update(commitment);
    let leaves = group.members().map(|member| {
        let credential = BasicCredential::try_from(member.credential).map_err(|e| e.to_string())?;
        let account = hex::encode(credential.identity());
        Ok(LeafEntry { index: member.index.u32(), account, signature_key: member.signature_key.into() })
    });
    Ok(State {
        group_id: group.group_id().as_slice().into(),
        nostr_group_id: record.nostr_group_id.into(),
        epoch: group.epoch().as_u64(),
        own_leaf: group.own_leaf_index().u32(),
        tree_hash: context.ok_or("no group context is stored")?.tree_hash().into(),
        epoch_authenticator: group.epoch_authenticator().as_slice().into(),
        leaves: leaves.collect::<Result<_, String>>()?,
        exporters: exporters.collect::<Result<_, String>>()?,
        commitment: commitment.finalize().into(),
    })
}

/// How OpenMLS stores the secrets of an epoch, up to the one that is wanted: postcard keeps field order and no names.
#[derive(Serialize, Deserialize)]
struct EpochSecrets {
    init: Vec<u8>,
    exporter: Vec<u8>,
}

impl Entity<CURRENT_VERSION> for EpochSecrets {}
impl traits::GroupEpochSecrets<CURRENT_VERSION> for EpochSecrets {}

/// The exporter secret of the current epoch. OpenMLS exports from it but never shows it.
pub(crate) fn exporter_secret(mdk: &Mdk, id: &GroupId) -> Result<Vec<u8>, String> {
    let stored: Option<EpochSecrets> =
        mdk.provider.storage().group_epoch_secrets(id.inner()).map_err(|e| format!("store: {e}"))?;
    stored.map(|secrets| secrets.exporter).ok_or_else(|| "no epoch secrets are stored".to_owned())
}
