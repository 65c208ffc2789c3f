//! Reading a group's state out of a real mdk-core instance, through the public OpenMLS interface of its provider.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use openmls::group::{GroupContext, MlsGroup};
use openmls::prelude::BasicCredential;
use openmls_traits::OpenMlsProvider;
use openmls_traits::storage::StorageProvider;
use sha2::{Digest, Sha256};

use super::{Mdk, MdkGroupId};
use crate::api::{EpochState, Leaf};

/// Key of the outer encryption of kind 445 events of one epoch.
pub(super) type EventKey = [u8; 32];

/// A group loaded from a device's store.
pub(super) struct Loaded {
    group: MlsGroup,
}

impl Loaded {
    pub(super) fn load(mdk: &Mdk, id: &MdkGroupId) -> Option<Self> {
        let group = MlsGroup::load(mdk.provider.storage(), id.inner()).ok()??;
        Some(Self { group })
    }

    /// Whether this device is still a member.
    pub(super) fn is_active(&self) -> bool {
        self.group.is_active() && self.group.own_leaf().is_some()
    }

    pub(super) fn epoch(&self) -> u64 {
        self.group.epoch().as_u64()
    }

    /// Authenticator of the epoch that the pending commit would lead to: tells later whether that very commit was applied.
    pub(super) fn pending_authenticator(&self) -> Option<Vec<u8>> {
        Some(self.group.pending_commit()?.epoch_authenticator()?.as_slice().to_vec())
    }

    /// Whether the pending commit renews the own leaf and carries out no proposal.
    pub(super) fn pending_commit_is_empty(&self) -> bool {
        self.group.pending_commit().is_some_and(|commit| commit.queued_proposals().next().is_none())
    }

    /// Whether the pending commit leaves the signature key of the own leaf as it is.
    pub(super) fn pending_commit_keeps_its_key(&self) -> bool {
        let renewed = self.group.pending_commit().and_then(|commit| commit.update_path_leaf_node());
        renewed.map(|leaf| leaf.signature_key()) == self.group.own_leaf_node().map(|leaf| leaf.signature_key())
    }

    /// Takes the pending commit back.
    pub(super) fn clear_pending_commit(mut self, mdk: &Mdk) {
        let _ = self.group.clear_pending_commit(mdk.provider.storage());
    }

    pub(super) fn export(&self, mdk: &Mdk, label: &str, context: &[u8], length: usize) -> Option<Vec<u8>> {
        self.group.export_secret(mdk.provider.crypto(), label, context, length).ok()
    }

    /// `MLS-Exporter("marmot", "group-event", 32)`, with which mdk-core 0.8.0 encrypts kind 445 events.
    pub(super) fn event_key(&self, mdk: &Mdk) -> Option<EventKey> {
        self.export(mdk, "marmot", b"group-event", 32)?.try_into().ok()
    }

    pub(super) fn state(&self, mdk: &Mdk) -> EpochState {
        const LABEL: &str = "convergence-conformance-v1";
        let secret = self.export(mdk, "marmot", LABEL.as_bytes(), 32).unwrap_or_default();
        let commitment = Sha256::new().chain_update(b"marmot-convergence-conformance-v1\0").chain_update(secret);
        let leaves = self.group.members().map(|member| Leaf {
            index: member.index.u32(),
            account: BasicCredential::try_from(member.credential)
                .map_or_else(|_| String::new(), |c| hex::encode(c.identity())),
            signature_key: hex::encode(member.signature_key),
        });
        EpochState {
            epoch: self.epoch(),
            own_leaf: self.group.own_leaf_index().u32(),
            tree_hash: hex::encode(tree_hash(mdk, self.group.group_id())),
            authenticator: hex::encode(self.group.epoch_authenticator().as_slice()),
            exporter: hex::encode(commitment.finalize()),
            leaves: leaves.collect(),
        }
    }
}

/// The tree hash of the group context as stored: OpenMLS has no public accessor on the group itself.
fn tree_hash(mdk: &Mdk, id: &openmls::group::GroupId) -> Vec<u8> {
    let context: Option<GroupContext> = mdk.provider.storage().group_context(id).ok().flatten();
    context.map(|context| context.tree_hash().to_vec()).unwrap_or_default()
}

/// Whether this key opens the outer encryption of a kind 445 event.
///
/// mdk-core records an event that it cannot decrypt as failed for ever (fact s), so a careful client asks first.
pub(super) fn opens(content: &str, key: &EventKey) -> bool {
    opened(content, key).is_some()
}

/// The MLS message in a kind 445 event, if this key opens it: `base64(nonce 12 ‖ ChaCha20-Poly1305)`.
pub(super) fn opened(content: &str, key: &EventKey) -> Option<Vec<u8>> {
    let bytes = STANDARD.decode(content).ok()?;
    let (nonce, ciphertext) = bytes.split_at_checked(12)?;
    ChaCha20Poly1305::new(Key::from_slice(key)).decrypt(Nonce::from_slice(nonce), ciphertext).ok()
}
