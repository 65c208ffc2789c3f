//! Views of MLS objects for the rules, which know no MLS library.

use std::collections::BTreeMap;

use marmot_rules::adopted::components::AppDataDictionary;
use openmls_0_9::prelude::{
    AppDataUpdateOperation, BasicCredential, Extensions, GroupContext, LeafNode, MlsGroup, Proposal,
    ProposalOrRefType, QueuedProposal, Sender, StagedCommit,
};

use crate::dictionary::from_extension;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafView {
    pub account: [u8; 32],
    pub signature_key: Vec<u8>,
    pub dictionary: AppDataDictionary,
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupView {
    pub leaves: BTreeMap<u32, LeafView>,
    pub dictionary: AppDataDictionary,
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitView {
    pub committer: u32,
    pub path: bool,
    pub proposals: Vec<ProposalView>,
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalView {
    pub sender: u32,
    pub by_reference: bool,
    pub kind: u16,
}

pub fn leaf_view(_index: u32, leaf: &LeafNode) -> Result<LeafView, String> {
    let identity = BasicCredential::try_from(leaf.credential().clone()).map_err(|e| e.to_string())?;
    let account = identity.identity().try_into().map_err(|_| "identity".to_owned())?;
    Ok(LeafView {
        account,
        signature_key: leaf.signature_key().as_slice().to_vec(),
        dictionary: from_extension(leaf.extensions().app_data_dictionary()),
    })
}

pub fn group(group: &MlsGroup) -> Result<GroupView, String> {
    let public = group.public_group();
    let mut leaves = BTreeMap::new();
    for (index, leaf) in public.treesync().full_leaves() {
        leaves.insert(index.u32(), leaf_view(index.u32(), leaf)?);
    }
    Ok(GroupView { leaves, dictionary: from_extension(public.group_context().extensions().app_data_dictionary()) })
}

pub fn commit(staged: &StagedCommit, committer: u32) -> Result<CommitView, String> {
    Ok(CommitView {
        committer,
        path: staged.update_path_leaf_node().is_some(),
        proposals: staged.queued_proposals().map(proposal).collect::<Result<_, _>>()?,
    })
}

pub fn by_reference(queued: &QueuedProposal) -> bool {
    matches!(queued.proposal_or_ref_type(), ProposalOrRefType::Reference)
}

pub fn proposal(queued: &QueuedProposal) -> Result<ProposalView, String> {
    let Sender::Member(sender) = queued.sender() else { return Err("external".to_owned()) };
    Ok(ProposalView { sender: sender.u32(), by_reference: by_reference(queued), kind: queued.proposal().proposal_type().into() })
}
