//! States: the group as it is after one commit, and the tree of all States that are still in reach.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::adopted::authority::RequiredCapabilities;
use marmot_rules::adopted::components::{
    AdminPolicy, AppComponents, AppDataDictionary, ComponentError, Lifecycle, NostrRouting, Retention,
    State as Component,
};
use openmls_0_9::prelude::tls_codec::Serialize as _;
use openmls_0_9::prelude::{BasicCredential, GroupContext, MlsGroup};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::Crypto;
use crate::dictionary::from_extension;
use crate::envelope::EventKey;
use crate::error::MlsError;
use crate::ids::{Account, MessageId, StateId};
use crate::intent::Intent;
use crate::message::Message;
use crate::provider::{LoadError, Provider, Snapshot};
use crate::views;

/// Whether a commit needed an admin: what the selection knows of it besides its digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// A self-update, or members leaving.
    Ordinary,
    /// Everything that only an admin may do.
    Privileged,
}

/// The commit that led to a State.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// SHA-256 of the commit's MLSMessage.
    pub commit: MessageId,
    /// The account of the leaf that made it.
    pub committer: Account,
    /// Its class.
    pub class: Class,
    /// The standalone proposals that it took up.
    pub proposals: BTreeSet<MessageId>,
    /// What it was made for, if it is our own.
    pub own: Option<Intent>,
}

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

/// A group after one commit. Processing never changes it; it gives children.
///
/// Two things are written back into a State: the own sending ratchet, or a flip back would use a generation twice, and
/// standalone proposals that were received for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct State {
    /// Its name.
    pub id: StateId,
    /// The State before; none for an anchor.
    pub parent: Option<StateId>,
    /// The commit in between; none for an anchor.
    pub edge: Option<Edge>,
    /// What it says.
    pub facts: Facts,
    pub(crate) snapshot: Snapshot,
    /// Standalone proposals of this epoch and branch, in the order of their ids. They stay out of the snapshot, because openmls
    /// sends no payload while it holds one.
    pub(crate) proposals: BTreeMap<MessageId, Message>,
}

impl State {
    /// An epoch 0, or the epoch of a Welcome.
    pub(crate) fn root(facts: Facts, snapshot: Snapshot) -> Self {
        let id = StateId::root(&facts.context_hash);
        Self { id, parent: None, edge: None, facts, snapshot, proposals: BTreeMap::new() }
    }

    /// The group in this State on a copy of its storage: for whoever makes, with bare openmls calls, what the engine refuses to
    /// make or would not show.
    pub fn scratch(&self, crypto: &Crypto, group_id: &[u8]) -> Result<(Provider, MlsGroup), LoadError> {
        let provider = Provider::revive(crypto, &self.snapshot);
        let group = provider.load(group_id)?;
        Ok((provider, group))
    }

    /// Its epoch.
    pub const fn epoch(&self) -> u64 {
        self.facts.epoch
    }
}

/// All States in reach, by id. The anchor is the oldest State of the canonical path; every other one descends from it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tree {
    states: BTreeMap<StateId, State>,
    anchor: StateId,
}

impl Tree {
    /// A tree of one State.
    pub(crate) fn new(anchor: State) -> Self {
        Self { anchor: anchor.id, states: BTreeMap::from([(anchor.id, anchor)]) }
    }

    /// The oldest State.
    pub fn anchor(&self) -> &State {
        &self.states[&self.anchor]
    }

    /// A State by name.
    pub fn get(&self, id: StateId) -> Option<&State> {
        self.states.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: StateId) -> Option<&mut State> {
        self.states.get_mut(&id)
    }

    /// All States, by id.
    pub fn iter(&self) -> impl Iterator<Item = &State> {
        self.states.values()
    }

    /// The States of an epoch, on every branch, by id.
    pub fn at_epoch(&self, epoch: u64) -> impl Iterator<Item = &State> {
        self.iter().filter(move |state| state.epoch() == epoch)
    }

    /// Adds a child; false if it is there already.
    pub(crate) fn insert(&mut self, state: State) -> bool {
        debug_assert!(
            state.parent.is_some_and(|parent| self.states.contains_key(&parent)),
            "a child has its parent here"
        );
        self.states.insert(state.id, state).is_none()
    }

    /// From the anchor to this State.
    pub fn path(&self, tip: StateId) -> Vec<StateId> {
        let mut path: Vec<_> = std::iter::successors(self.get(tip), |state| state.parent.and_then(|id| self.get(id)))
            .map(|state| state.id)
            .collect();
        path.reverse();
        path
    }

    /// True if this State and the anchor are here and every other State has its parent here.
    pub(crate) fn is_whole(&self, canonical: StateId) -> bool {
        let parent_is_here = |state: &State| match state.parent {
            Some(parent) => self.states.contains_key(&parent),
            None => state.id == self.anchor,
        };
        [canonical, self.anchor].iter().all(|id| self.states.contains_key(id)) && self.iter().all(parent_is_here)
    }

    /// States without children, by id.
    pub fn tips(&self) -> Vec<StateId> {
        let parents: BTreeSet<_> = self.iter().filter_map(|state| state.parent).collect();
        self.states.keys().copied().filter(|id| !parents.contains(id)).collect()
    }

    /// True if some State has two children.
    pub fn diverges(&self) -> bool {
        let mut parents = BTreeSet::new();
        !self.iter().filter_map(|state| state.parent).all(|parent| parents.insert(parent))
    }

    /// Makes a State the anchor and forgets all that does not descend from it.
    pub(crate) fn advance_anchor(&mut self, anchor: StateId) {
        if anchor == self.anchor || !self.states.contains_key(&anchor) {
            return;
        }
        let kept: BTreeSet<_> = self.states.keys().copied().filter(|id| self.path(*id).contains(&anchor)).collect();
        self.states.retain(|id, _| kept.contains(id));
        self.anchor = anchor;
        let state = self.states.get_mut(&anchor).expect("an anchor descends from itself");
        state.parent = None;
    }
}
