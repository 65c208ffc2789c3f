//! One message at one State. Everything happens on a copy, so a failure has no effect.

use std::collections::{BTreeMap, BTreeSet};

use marmot_rules::adopted::Class;
use marmot_rules::adopted::authority::{Options, Sender as By, Standalone};
use nostr::UnsignedEvent;
use openmls_0_9::component::ComponentData;
use openmls_0_9::prelude::{
    AppDataUpdateOperation, MlsGroup, ProcessedMessage, ProcessedMessageContent, Proposal, QueuedProposal, Sender,
    StagedCommit, UnresolvedAppDataCommit,
};
use openmls_traits_0_6::OpenMlsProvider as _;
use serde::{Deserialize, Serialize};

use crate::Crypto;
use crate::authorize;
use crate::category::Category;
use crate::facts::Facts;
use crate::failure::{Failure, classify, stage_error};
use crate::ids::{Account, MessageId, StateId};
use crate::live::Live;
use crate::message::{Content, Message};
use crate::provider::Provider;
use crate::state::{Edge, State};
use crate::views;

/// What a message is at the State where it belongs.
#[derive(Debug)]
pub(crate) enum Received {
    /// A commit leads to a new State.
    Child(Box<State>),
    /// A standalone proposal that may stand.
    Proposal,
    /// A payload, or why its content is dropped.
    Payload(Box<Opened>),
}

/// A decrypted payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The State in which it was sent.
    pub state: StateId,
    /// The sender's account.
    pub sender: Account,
    /// The sender's leaf.
    pub leaf: u32,
    /// The event inside.
    pub event: UnsignedEvent,
}

/// A group on a copy of its storage.
pub(crate) struct Copy {
    pub provider: Provider,
    pub group: MlsGroup,
}

impl Copy {
    /// The group as it is in this State.
    pub fn of(crypto: &Crypto, group_id: &[u8], state: &State) -> Result<Self, Failure> {
        let scratch = state.scratch(crypto, group_id);
        let (provider, group) = scratch.map_err(Failure::local)?;
        Ok(Self { provider, group })
    }

    /// Gives openmls the standalone proposals of the State; the message of each by its reference.
    pub fn recall(&mut self, proposals: impl IntoIterator<Item = Message>) -> BTreeMap<Vec<u8>, MessageId> {
        let mut ids = BTreeMap::new();
        for message in proposals {
            let Ok(protocol) = message.protocol() else { continue };
            let processed = self.group.process_message(&self.provider, protocol);
            let Ok(ProcessedMessageContent::ProposalMessage(proposal)) = processed.map(ProcessedMessage::into_content)
            else {
                continue;
            };
            ids.insert(proposal.proposal_reference_ref().as_slice().to_vec(), message.id);
            let stored = self.group.store_pending_proposal(self.provider.storage(), *proposal);
            stored.expect("memory takes every value");
        }
        ids
    }
}

/// Processes a message as if the group were in this State.
pub(crate) fn receive(
    crypto: &Crypto,
    group_id: &[u8],
    state: &State,
    message: &Message,
    options: &Options,
    live: &mut Live,
) -> Result<Received, Failure> {
    let protocol = message.protocol().map_err(Failure::encoding)?;
    if message.content == Content::Payload {
        return payload(state, live.read(crypto, group_id, state, protocol)?, options);
    }
    let mut copy = live.take(crypto, group_id, state)?;
    let recalled = match message.content {
        Content::Commit => copy.recall(state.proposals.values().cloned()),
        Content::Proposal | Content::Payload => BTreeMap::new(),
    };
    let processed = copy.group.process_message(&copy.provider, protocol).map_err(classify)?;
    let Sender::Member(leaf) = *processed.sender() else {
        return Err(Failure::encoding("the sender is not a member"));
    };
    let (leaf, data) = (leaf.u32(), processed.aad().to_vec());
    let commit = Commit { id: message.id, leaf, data: data.clone(), recalled };
    match processed.into_content() {
        ProcessedMessageContent::StagedCommitMessage(staged) => child(copy, state, commit, *staged, options, live),
        ProcessedMessageContent::UnresolvedAppDataCommit(unresolved) => {
            let staged = resolve(&copy, *unresolved)?;
            child(copy, state, commit, staged, options, live)
        }
        ProcessedMessageContent::ProposalMessage(proposal) => {
            let message = Standalone { sender: By::Member(leaf), epoch: message.epoch, authenticated_data: data };
            let asked = views::asked(proposal.proposal());
            authorize::proposal(&views::group(&copy.group), &message, &asked, options)?;
            Ok(Received::Proposal)
        }
        _ => Err(Failure::encoding("no such message is possible here")),
    }
}

/// What came out of private framing.
fn payload(state: &State, processed: ProcessedMessage, options: &Options) -> Result<Received, Failure> {
    let Sender::Member(leaf) = *processed.sender() else {
        return Err(Failure::encoding("the sender is not a member"));
    };
    match processed.into_content() {
        ProcessedMessageContent::ApplicationMessage(payload) => {
            opened(state, leaf.u32(), &payload.into_bytes(), options)
        }
        ProcessedMessageContent::OwnPrivateMessage => Err(Failure::invalid(Category::OwnEcho, "our own message")),
        _ => Err(Failure::encoding("no such message is possible here")),
    }
}

/// Computes the dictionary that the updates of a commit lead to: openmls leaves this to us. What the updates may be is judged
/// with the rest of the commit.
fn resolve(copy: &Copy, unresolved: UnresolvedAppDataCommit) -> Result<StagedCommit, Failure> {
    let mut updater = copy.group.app_data_dictionary_updater();
    for proposal in unresolved.app_data_update_proposals() {
        let id = proposal.component_id();
        match proposal.operation() {
            AppDataUpdateOperation::Update(data) => updater.set(ComponentData::from_parts(id, data.clone())),
            AppDataUpdateOperation::Remove => updater.remove(&id),
        }
    }
    let changes = updater.changes();
    copy.group.stage_app_data_commit(&copy.provider, unresolved, changes).map_err(|error| stage_error(&error))
}

/// What is known of a commit besides what it does.
struct Commit {
    id: MessageId,
    leaf: u32,
    data: Vec<u8>,
    recalled: BTreeMap<Vec<u8>, MessageId>,
}

/// Merges a staged commit in the copy and judges the step as a whole: parent, commit, result.
fn child(
    mut copy: Copy,
    parent: &State,
    commit: Commit,
    staged: StagedCommit,
    options: &Options,
    live: &mut Live,
) -> Result<Received, Failure> {
    let before = views::group(&copy.group);
    let step = views::commit(&staged, commit.leaf, parent.epoch(), commit.data);
    let proposals = references(&staged).filter_map(|reference| commit.recalled.get(&reference).copied()).collect();
    copy.group.merge_staged_commit(&copy.provider, staged).map_err(Failure::local)?;
    let class = authorize::commit(&before, &step, &views::group(&copy.group), options)?;
    let child = finish(&copy, parent, commit.id, commit.leaf, class, proposals)?;
    live.keep(child.id, copy);
    Ok(Received::Child(Box::new(child)))
}

/// The State that the copy is in now, as a child.
pub(crate) fn finish(
    copy: &Copy,
    parent: &State,
    commit: MessageId,
    leaf: u32,
    class: Class,
    proposals: BTreeSet<MessageId>,
) -> Result<State, Failure> {
    let facts = Facts::read(&copy.group, &copy.provider)?;
    let committer = parent.facts.member(leaf).ok_or_else(|| Failure::encoding("the committer has no leaf"))?.account;
    Ok(State {
        id: parent.id.child(commit),
        parent: Some(parent.id),
        edge: Some(Edge { commit, committer, class, proposals, own: None }),
        facts,
        snapshot: copy.provider.snapshot(),
        proposals: BTreeMap::new(),
    })
}

/// The references of the proposals that a commit takes up by reference.
pub(crate) fn references(staged: &StagedCommit) -> impl Iterator<Item = Vec<u8>> {
    staged
        .queued_proposals()
        .filter(|queued| views::by_reference(queued))
        .map(|queued| queued.proposal_reference_ref().as_slice().to_vec())
}

fn opened(state: &State, leaf: u32, bytes: &[u8], options: &Options) -> Result<Received, Failure> {
    let sender = state.facts.member(leaf).ok_or_else(|| Failure::encoding("the sender has no leaf"))?.account;
    let event = crate::payload::read_by(bytes, sender, options).map_err(Failure::encoding)?;
    Ok(Received::Payload(Box::new(Opened { state: state.id, sender, leaf, event })))
}

/// True if a proposal is a SelfRemove.
pub(crate) fn is_self_remove(proposal: &QueuedProposal) -> bool {
    matches!(proposal.proposal(), Proposal::SelfRemove)
}
