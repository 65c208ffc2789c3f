//! What a State says about the group, read once when the State is made.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::adopted::authority::RequiredCapabilities;
use marmot_rules::adopted::components::{
    AdminPolicy, AppComponents, AppDataDictionary, ComponentError, GroupProfile, Lifecycle, NostrRouting, Retention,
    State as Component,
};
use openmls_0_9::prelude::tls_codec::Serialize as _;
use openmls_0_9::prelude::{BasicCredential, GroupContext, MlsGroup};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::dictionary::from_extension;
use crate::envelope::EventKey;
use crate::error::MlsError;
use crate::ids::Account;
use crate::provider::Provider;
use crate::views;

/// One leaf, as far as the engine names leaves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Member {
    /// Leaf index.
    pub leaf: u32,
    /// Whose leaf it is.
    pub account: Account,
    /// Its signature key.
    #[serde(with = "hex::serde")]
    pub signature_key: Vec<u8>,
}

/// Extension, proposal and credential types that every leaf must support (GC-01).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Required {
    /// Extension types.
    pub extensions: BTreeSet<u16>,
    /// Proposal types.
    pub proposals: BTreeSet<u16>,
    /// Credential types.
    pub credentials: BTreeSet<u16>,
}

impl Required {
    fn of(context: &GroupContext) -> Self {
        let RequiredCapabilities { extensions, proposals, credentials } = views::required(context.extensions());
        Self { extensions, proposals, credentials }
    }
}

/// What a State says about the group, read once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The MLS epoch.
    pub epoch: u64,
    /// The leaves by index.
    pub members: Vec<Member>,
    /// The own leaf; none if it was removed.
    pub own_leaf: Option<u32>,
    /// The admins' accounts.
    pub admins: BTreeSet<Account>,
    /// `nostr_group_id`.
    #[serde(with = "hex::serde")]
    pub address: [u8; 32],
    /// Where group events go, sorted.
    pub relays: Vec<String>,
    /// Seconds that payloads live on relays; 0 is for ever.
    pub retention: u64,
    /// The group was disbanded.
    pub disbanded: bool,
    /// The capabilities that every leaf must have.
    pub required: Required,
    /// The whole dictionary of the GroupContext.
    pub dictionary: BTreeMap<u16, Vec<u8>>,
    /// Tree hash of RFC 9420.
    #[serde(with = "hex::serde")]
    pub tree_hash: Vec<u8>,
    /// Epoch authenticator of RFC 9420.
    #[serde(with = "hex::serde")]
    pub authenticator: Vec<u8>,
    /// SHA-256 of the GroupContext (CV-11).
    #[serde(with = "hex::serde")]
    pub context_hash: [u8; 32],
    /// The commitment of CV-11; none where the own leaf is gone.
    pub commitment: Option<String>,
    /// The key of this epoch's group events; none where the own leaf is gone.
    pub(crate) event_key: Option<EventKey>,
}

/// A State cannot be described.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FactsError {
    /// The library.
    #[error(transparent)]
    Mls(#[from] MlsError),
    /// A component that every group has is missing.
    #[error("the group has no component {0:#06x}")]
    Missing(u16),
    /// A component is malformed.
    #[error(transparent)]
    Component(#[from] ComponentError),
    /// A leaf whose credential is not an account's key.
    #[error("leaf {0} has no Nostr key as its identity")]
    Identity(u32),
}

impl Facts {
    pub(crate) fn read(group: &MlsGroup, provider: &Provider) -> Result<Self, FactsError> {
        let context = group.public_group().group_context();
        let dictionary = from_extension(context.extensions().app_data_dictionary());
        let routing: NostrRouting = required(&dictionary)?;
        let admins: AdminPolicy = required(&dictionary)?;
        let encoded = context.tls_serialize_detached().map_err(MlsError::of)?;
        let active = group.is_active();
        Ok(Self {
            epoch: context.epoch().as_u64(),
            members: members(group)?,
            own_leaf: active.then(|| group.own_leaf_index().u32()),
            admins: admins.admins().iter().copied().map(Account).collect(),
            address: *routing.nostr_group_id(),
            relays: routing.relays().iter().cloned().collect(),
            retention: dictionary.read::<Retention>()?.unwrap_or_default().seconds,
            disbanded: dictionary.read::<Lifecycle>()? == Some(Lifecycle::Disbanded),
            dictionary: dictionary.iter().map(|(id, data)| (id, data.to_vec())).collect(),
            required: Required::of(context),
            tree_hash: context.tree_hash().to_vec(),
            authenticator: group.epoch_authenticator().as_slice().to_vec(),
            context_hash: Sha256::digest(encoded).into(),
            commitment: active.then(|| commitment(group, provider)).transpose()?,
            event_key: active.then(|| event_key(group, provider)).transpose()?,
        })
    }

    /// The key of this epoch's group events; none where the own leaf is gone.
    pub const fn event_key(&self) -> Option<&EventKey> {
        self.event_key.as_ref()
    }

    /// The account's leaves.
    pub fn leaves_of(&self, account: Account) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |member| member.account == account)
    }

    /// The member at a leaf.
    pub fn member(&self, leaf: u32) -> Option<&Member> {
        self.members.iter().find(|member| member.leaf == leaf)
    }

    /// What the group says of itself (component 0x8001), if it says anything.
    pub fn profile(&self) -> Option<GroupProfile> {
        self.dictionary().read().ok().flatten()
    }

    /// The dictionary with its checks.
    pub(crate) fn dictionary(&self) -> AppDataDictionary {
        self.dictionary.iter().map(|(id, data)| (*id, data.clone())).collect()
    }

    /// The components that every leaf must support.
    pub fn required_components(&self) -> BTreeSet<u16> {
        self.dictionary().read::<AppComponents>().ok().flatten().unwrap_or_default().0.0
    }
}

fn required<S: Component>(dictionary: &AppDataDictionary) -> Result<S, FactsError> {
    dictionary.read()?.ok_or(FactsError::Missing(S::ID))
}

fn members(group: &MlsGroup) -> Result<Vec<Member>, FactsError> {
    let member = |member: openmls_0_9::prelude::Member| {
        let leaf = member.index.u32();
        let identity = BasicCredential::try_from(member.credential).ok();
        let account = identity.and_then(|identity| identity.identity().try_into().ok().map(Account));
        let account = account.ok_or(FactsError::Identity(leaf))?;
        Ok(Member { leaf, account, signature_key: member.signature_key })
    };
    group.public_group().members().map(member).collect()
}

fn event_key(group: &MlsGroup, provider: &Provider) -> Result<EventKey, MlsError> {
    export(group, provider, "marmot", b"group-event").map(EventKey)
}

/// CV-11: what equal clients agree on without showing a secret.
fn commitment(group: &MlsGroup, provider: &Provider) -> Result<String, MlsError> {
    const DOMAIN: &[u8] = b"marmot-convergence-conformance-v1";
    let secret = export(group, provider, "marmot", b"convergence-conformance-v1")?;
    Ok(hex::encode(Sha256::new().chain_update(DOMAIN).chain_update([0]).chain_update(secret).finalize()))
}

fn export(group: &MlsGroup, provider: &Provider, label: &str, context: &[u8]) -> Result<[u8; 32], MlsError> {
    use openmls_traits_0_6::OpenMlsProvider as _;
    let secret = group.export_secret(provider.crypto(), label, context, 32).map_err(MlsError::of)?;
    secret.try_into().map_err(|_| MlsError("the exporter gave another length".to_owned()))
}
