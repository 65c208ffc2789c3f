//! Views of MLS objects for the rules, which know no MLS library.

use marmot_rules::adopted::authority::{
    AddView, Carriage, CommitView, GroupView, LeafView, Operation, OtherProposal, Proposal as Asked, ProposalView,
    RequiredCapabilities, Sender as By, Standalone,
};
use marmot_rules::key_package::{Capabilities, Credential};
use openmls_0_9::prelude::tls_codec::Serialize;
use openmls_0_9::prelude::{
    AppDataUpdateOperation, Extensions, GroupContext, KeyPackage, LeafNode, MlsGroup, Proposal, ProposalOrRefType,
    QueuedProposal, RequiredCapabilitiesExtension, Sender, StagedCommit,
};

use crate::dictionary::from_extension;

/// The group as it is now.
pub(crate) fn group(group: &MlsGroup) -> GroupView {
    let public = group.public_group();
    let context = public.group_context();
    GroupView {
        epoch: context.epoch().as_u64(),
        cipher_suite: context.ciphersuite().into(),
        required: required(context.extensions()),
        dictionary: from_extension(context.extensions().app_data_dictionary()),
        leaves: public.treesync().full_leaves().map(|(index, node)| (index.u32(), leaf(node))).collect(),
    }
}

/// The capabilities that a GroupContext requires.
pub(crate) fn required(extensions: &Extensions<GroupContext>) -> RequiredCapabilities {
    let read = |required: &RequiredCapabilitiesExtension| RequiredCapabilities {
        extensions: required.extension_types().iter().map(|kind| u16::from(*kind)).collect(),
        proposals: required.proposal_types().iter().map(|kind| u16::from(*kind)).collect(),
        credentials: required.credential_types().iter().map(|kind| u16::from(*kind)).collect(),
    };
    extensions.required_capabilities().map(read).unwrap_or_default()
}

/// A leaf of a tree, a KeyPackage or an UpdatePath.
pub(crate) fn leaf(node: &LeafNode) -> LeafView {
    let has = node.capabilities();
    LeafView {
        credential: Credential {
            kind: node.credential().credential_type().into(),
            body: node.credential().serialized_content().to_vec(),
        },
        signature_key: node.signature_key().as_slice().to_vec(),
        capabilities: Capabilities {
            versions: has.versions().iter().filter_map(number).collect(),
            cipher_suites: has.ciphersuites().iter().filter_map(number).collect(),
            extensions: has.extensions().iter().map(|kind| u16::from(*kind)).collect(),
            proposals: has.proposals().iter().map(|kind| u16::from(*kind)).collect(),
            credentials: has.credentials().iter().map(|kind| u16::from(*kind)).collect(),
        },
        dictionary: from_extension(node.extensions().app_data_dictionary()),
    }
}

/// The number of a value that openmls keeps to itself but encodes as `uint16`.
fn number(value: &impl Serialize) -> Option<u16> {
    value.tls_serialize_detached().ok()?.try_into().ok().map(u16::from_be_bytes)
}

/// A KeyPackage that is to be added.
pub(crate) fn add(key_package: &KeyPackage) -> AddView {
    AddView {
        leaf: leaf(key_package.leaf_node()),
        key_package: from_extension(key_package.extensions().app_data_dictionary()),
    }
}

/// A commit of this leaf for this epoch. openmls does not tell the authenticated data of the proposals that it refers to.
pub(crate) fn commit(staged: &StagedCommit, committer: u32, epoch: u64, authenticated_data: Vec<u8>) -> CommitView {
    CommitView {
        sender: By::Member(committer),
        epoch,
        proposals: staged.queued_proposals().map(|queued| proposal(queued, epoch)).collect(),
        path: staged.update_path_leaf_node().map(leaf),
        authenticated_data,
    }
}

/// True if a commit refers to a proposal in a message of its own.
pub(crate) fn by_reference(queued: &QueuedProposal) -> bool {
    matches!(queued.proposal_or_ref_type(), ProposalOrRefType::Reference)
}

fn proposal(queued: &QueuedProposal, epoch: u64) -> ProposalView {
    let carriage = if by_reference(queued) {
        Carriage::Reference(Standalone { sender: sender(queued.sender()), epoch, authenticated_data: Vec::new() })
    } else {
        Carriage::Inline
    };
    ProposalView { carriage, proposal: asked(queued.proposal()) }
}

/// Who sent it.
pub(crate) fn sender(sender: &Sender) -> By {
    match sender {
        Sender::Member(leaf) => By::Member(leaf.u32()),
        Sender::External(_) | Sender::NewMemberCommit | Sender::NewMemberProposal => By::Outside,
    }
}

/// What a proposal asks for.
pub(crate) fn asked(proposal: &Proposal) -> Asked {
    match proposal {
        Proposal::Add(proposal) => Asked::Add(Box::new(add(proposal.key_package()))),
        Proposal::Remove(proposal) => Asked::Remove(proposal.removed().u32()),
        Proposal::SelfRemove => Asked::SelfRemove,
        Proposal::AppDataUpdate(proposal) => Asked::AppDataUpdate {
            component: proposal.component_id(),
            operation: match proposal.operation() {
                AppDataUpdateOperation::Update(data) => Operation::Update(data.as_slice().to_vec()),
                AppDataUpdateOperation::Remove => Operation::Remove,
            },
        },
        Proposal::GroupContextExtensions(proposal) => Asked::GroupContextExtensions {
            required: required(proposal.extensions()),
            dictionary: from_extension(proposal.extensions().app_data_dictionary()),
        },
        Proposal::Update(_) => Asked::Other(OtherProposal::Update),
        Proposal::PreSharedKey(_) => Asked::Other(OtherProposal::PreSharedKey),
        Proposal::ReInit(_) => Asked::Other(OtherProposal::ReInit),
        Proposal::ExternalInit(_) => Asked::Other(OtherProposal::ExternalInit),
        Proposal::AppEphemeral(_) => Asked::Other(OtherProposal::AppEphemeral),
        Proposal::Custom(proposal) => Asked::Other(OtherProposal::Custom(proposal.proposal_type())),
    }
}
