//! What authority looks at: a group, a leaf, a commit and its proposals as plain data, whatever MLS library holds them.

use std::collections::{BTreeMap, BTreeSet};

use super::Refusal;
use crate::adopted::components::{
    AccountKey, AdminPolicy, AppComponents, AppDataDictionary, ComponentError, Lifecycle, State, id,
};
use crate::key_package::{Capabilities, Credential, EXT_APP_DATA_DICTIONARY, Extension, KeyPackage, LeafNode};

/// A group at one epoch: the candidate parent of a commit, or what a commit makes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupView {
    /// Its epoch.
    pub epoch: u64,
    /// Its cipher suite.
    pub cipher_suite: u16,
    /// The extension `required_capabilities` of its GroupContext.
    pub required: RequiredCapabilities,
    /// The extension `app_data_dictionary` of its GroupContext.
    pub dictionary: AppDataDictionary,
    /// Its members by leaf index.
    pub leaves: BTreeMap<u32, LeafView>,
}

/// What every member must support (RFC 9420 section 11.1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RequiredCapabilities {
    /// Extension types.
    pub extensions: BTreeSet<u16>,
    /// Proposal types.
    pub proposals: BTreeSet<u16>,
    /// Credential types.
    pub credentials: BTreeSet<u16>,
}

/// One member's leaf, or one that is to become a member's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafView {
    /// Whom it belongs to.
    pub credential: Credential,
    /// The key that verifies its messages.
    pub signature_key: Vec<u8>,
    /// What it supports.
    pub capabilities: Capabilities,
    /// Its `app_data_dictionary`; empty if it has none.
    pub dictionary: AppDataDictionary,
}

/// A KeyPackage that is to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddView {
    /// Its leaf.
    pub leaf: LeafView,
    /// The `app_data_dictionary` of the KeyPackage itself; empty if it has none.
    pub key_package: AppDataDictionary,
}

/// Who sent a commit or proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// A member, by leaf index.
    Member(u32),
    /// An external sender, a new member's proposal or an External Commit.
    Outside,
}

/// A commit as it was authenticated in its parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitView {
    /// Who sent it.
    pub sender: Sender,
    /// The epoch that it leaves.
    pub epoch: u64,
    /// Its proposals. Their order means nothing.
    pub proposals: Vec<ProposalView>,
    /// The committer's new leaf, if there is an UpdatePath.
    pub path: Option<LeafView>,
    /// The authenticated data of its message.
    pub authenticated_data: Vec<u8>,
}

/// A proposal inside a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalView {
    /// How it came there.
    pub carriage: Carriage,
    /// What it asks for.
    pub proposal: Proposal,
}

/// How a commit carries a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carriage {
    /// By value; the committer is its sender.
    Inline,
    /// By reference to a message of its own.
    Reference(Standalone),
}

/// The message that carried a standalone proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standalone {
    /// Who sent it.
    pub sender: Sender,
    /// The epoch in which it was sent.
    pub epoch: u64,
    /// The authenticated data of its message.
    pub authenticated_data: Vec<u8>,
}

/// What a proposal asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposal {
    /// A new leaf.
    Add(Box<AddView>),
    /// The removal of this leaf.
    Remove(u32),
    /// The removal of its sender's leaf.
    SelfRemove,
    /// A change of one component of the GroupContext.
    AppDataUpdate {
        /// Which component.
        component: u16,
        /// What is done to it.
        operation: Operation,
    },
    /// New GroupContext extensions.
    GroupContextExtensions {
        /// Its `required_capabilities`.
        required: RequiredCapabilities,
        /// Its `app_data_dictionary`; empty if it has none.
        dictionary: AppDataDictionary,
    },
    /// A kind that no rule of Marmot allows to anybody.
    Other(OtherProposal),
}

/// What an AppDataUpdate does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Writes or replaces the data.
    Update(Vec<u8>),
    /// Removes the entry.
    Remove,
}

/// Proposals of MLS that Marmot has no use for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherProposal {
    /// A new leaf of its sender.
    Update,
    /// A pre-shared key.
    PreSharedKey,
    /// A restart of the group.
    ReInit,
    /// The start of an External Commit.
    ExternalInit,
    /// Data of an application for one commit.
    AppEphemeral,
    /// A type that the library does not know.
    Custom(u16),
}

impl CommitView {
    /// An empty commit of this member for this epoch, to be filled.
    pub const fn new(committer: u32, epoch: u64) -> Self {
        Self {
            sender: Sender::Member(committer),
            epoch,
            proposals: Vec::new(),
            path: None,
            authenticated_data: Vec::new(),
        }
    }
}

impl ProposalView {
    /// A proposal by value.
    pub const fn inline(proposal: Proposal) -> Self {
        Self { carriage: Carriage::Inline, proposal }
    }

    /// A proposal by reference, sent by this leaf in this epoch without authenticated data.
    pub const fn reference(sender: u32, epoch: u64, proposal: Proposal) -> Self {
        let message = Standalone { sender: Sender::Member(sender), epoch, authenticated_data: Vec::new() };
        Self { carriage: Carriage::Reference(message), proposal }
    }
}

impl GroupView {
    /// The admin policy; a group without one has no authority at all.
    pub fn admins(&self) -> Result<AdminPolicy, Refusal> {
        self.read::<AdminPolicy>()?.ok_or(Refusal::MissingEntry { component: id::ADMIN_POLICY })
    }

    /// The components that every member must support.
    pub fn required_components(&self) -> Result<BTreeSet<u16>, Refusal> {
        Ok(self.read::<AppComponents>()?.unwrap_or_default().0.0)
    }

    /// Whether the group was disbanded. A group without the component is active.
    pub fn lifecycle(&self) -> Result<Lifecycle, Refusal> {
        Ok(self.read::<Lifecycle>()?.unwrap_or_default())
    }

    /// True if the leaf's account is an admin; it has a leaf, so it is an active one.
    pub fn is_admin(&self, leaf: u32) -> Result<bool, Refusal> {
        let Some(leaf) = self.leaves.get(&leaf) else { return Ok(false) };
        Ok(self.admins()?.contains(&leaf.account()?))
    }

    /// The number of leaves of every account. Leaves without an account are left out.
    pub fn leaves_per_account(&self) -> BTreeMap<AccountKey, usize> {
        let mut counts = BTreeMap::new();
        for account in self.leaves.values().filter_map(|leaf| leaf.account().ok()) {
            *counts.entry(account).or_insert(0) += 1;
        }
        counts
    }

    fn read<S: State>(&self) -> Result<Option<S>, Refusal> {
        self.dictionary.read().map_err(|error| Refusal::Component { component: S::ID, error })
    }
}

impl LeafView {
    /// The account: a basic credential of 32 bytes (KV-01). Whether they are a key is seen when the proof is verified.
    pub fn account(&self) -> Result<AccountKey, Refusal> {
        let identity = self.credential.body.as_slice().try_into();
        identity.ok().filter(|_| self.credential.kind == 1).ok_or(Refusal::NoAccount)
    }

    /// The components that the leaf says it supports; nothing if it has no list.
    pub fn supported_components(&self) -> Result<Option<BTreeSet<u16>>, ComponentError> {
        Ok(self.dictionary.read::<AppComponents>()?.map(|list| list.0.0))
    }
}

fn dictionary(extensions: &[Extension]) -> Result<AppDataDictionary, ComponentError> {
    let extension = extensions.iter().find(|extension| extension.kind == EXT_APP_DATA_DICTIONARY);
    extension.map_or_else(|| Ok(AppDataDictionary::default()), |found| AppDataDictionary::decode(&found.data))
}

impl TryFrom<&LeafNode> for LeafView {
    type Error = ComponentError;

    fn try_from(leaf: &LeafNode) -> Result<Self, ComponentError> {
        Ok(Self {
            credential: leaf.credential.clone(),
            signature_key: leaf.signature_key.clone(),
            capabilities: leaf.capabilities.clone(),
            dictionary: dictionary(&leaf.extensions)?,
        })
    }
}

impl TryFrom<&KeyPackage> for AddView {
    type Error = ComponentError;

    fn try_from(key_package: &KeyPackage) -> Result<Self, ComponentError> {
        let own = dictionary(key_package.key_package_extensions())?;
        Ok(Self { leaf: key_package.leaf_node().try_into()?, key_package: own })
    }
}
