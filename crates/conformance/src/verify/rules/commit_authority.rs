//! commit-authority, by `marmot_rules::adopted::authority`.

use marmot_rules::adopted::Class;
use marmot_rules::adopted::authority as rules;
use marmot_rules::key_package::{Capabilities, Credential};

use crate::format::topics::commit_authority::{
    Asks, Components, Expect, GroupState, Id, Input, Leaf, POLICIES, Proposal, Reference, Required, Test,
};
use crate::format::topics::convergence::CommitClass;
use crate::format::{Hex, LeafEntry, Reason};
use crate::verify::stack::judge_each;
use crate::verify::{Refusal, Verdict};

pub(in crate::verify) fn verify(test: &Test) -> Verdict {
    judge_each(test, &POLICIES, |policy| ruling(&test.input, policy))
}

/// The choices that a policy stands for.
fn options(policy: &str) -> rules::Options {
    let mut options = rules::Options::default();
    match policy {
        "lists-itself" => options.support_list = rules::SupportList::EntriesListed,
        "self-remove-required" => options.self_remove_support = rules::SelfRemoveSupport::Required,
        "defaults-refused" => options.default_extensions = rules::DefaultExtensions::Reject,
        "mdk-components" => options.group_components = rules::GroupComponents::Mdk,
        "empty-data" => options.handshake_data = rules::HandshakeData::Empty,
        "no-shrinking" => options.leaf_shrink = rules::LeafShrink::Reject,
        "no-mixing" => options.mixed_self_remove = rules::MixedSelfRemove::Reject,
        "same-account" => options.same_account = true,
        _ => {}
    }
    options
}

pub(in crate::verify) fn ruling(input: &Input, policy: &str) -> Result<Expect, Refusal> {
    let parent = group(&input.parent);
    let commit = rules::CommitView {
        sender: sender(input.commit.committer),
        epoch: input.commit.epoch,
        proposals: input.commit.proposals.iter().map(proposal).collect(),
        path: input.commit.path.as_ref().map(leaf),
        authenticated_data: input.commit.authenticated_data.0.clone(),
    };
    let result = merged(&parent, &commit);
    let shape = rules::judge_commit(&parent, &commit, &result, &options(policy)).map_err(|refusal| {
        let reason = match refusal.category() {
            rules::Category::AuthorizationFailed => Reason::AuthorizationFailed,
            rules::Category::InvalidEncoding => Reason::InvalidEncoding,
            rules::Category::InvalidSignature => Reason::InvalidSignature,
            rules::Category::UnsupportedRequiredFeature => Reason::UnsupportedRequiredFeature,
        };
        Refusal::new(reason, refusal)
    })?;
    let class = match shape.class() {
        Class::Privileged => CommitClass::Privileged,
        Class::Ordinary => CommitClass::Ordinary,
    };
    Ok(expect(class, &result))
}

/// What an MLS library makes of the commit; it checks nothing of what is judged here.
fn merged(parent: &rules::GroupView, commit: &rules::CommitView) -> rules::GroupView {
    let mut group = rules::GroupView { epoch: parent.epoch + 1, ..parent.clone() };
    if let (rules::Sender::Member(committer), Some(path)) = (commit.sender, &commit.path) {
        group.leaves.insert(committer, path.clone());
    }
    for view in &commit.proposals {
        match (&view.proposal, &view.carriage) {
            (rules::Proposal::Remove(leaf), _) => _ = group.leaves.remove(leaf),
            (rules::Proposal::SelfRemove, rules::Carriage::Reference(message)) => {
                if let rules::Sender::Member(leaf) = message.sender {
                    group.leaves.remove(&leaf);
                }
            }
            (rules::Proposal::GroupContextExtensions { required, dictionary }, _) => {
                (group.required, group.dictionary) = (required.clone(), dictionary.clone());
            }
            _ => {}
        }
    }
    for view in &commit.proposals {
        match &view.proposal {
            rules::Proposal::Add(added) => {
                let free = (0..).find(|index| !group.leaves.contains_key(index)).expect("a number is left");
                group.leaves.insert(free, added.leaf.clone());
            }
            rules::Proposal::AppDataUpdate { component, operation: rules::Operation::Update(data) } => {
                group.dictionary.insert(*component, data.clone());
            }
            rules::Proposal::AppDataUpdate { component, operation: rules::Operation::Remove } => {
                group.dictionary.remove(*component);
            }
            _ => {}
        }
    }
    group
}

fn expect(class: CommitClass, group: &rules::GroupView) -> Expect {
    let ids = |ids: &std::collections::BTreeSet<u16>| ids.iter().map(|id| Id(*id)).collect();
    let entry = |(index, leaf): (&u32, &rules::LeafView)| LeafEntry {
        index: *index,
        account: hex::encode(&leaf.credential.body),
        signature_key: Hex(leaf.signature_key.clone()),
    };
    Expect {
        class,
        epoch: group.epoch,
        required: Required {
            extensions: ids(&group.required.extensions),
            proposals: ids(&group.required.proposals),
            credentials: ids(&group.required.credentials),
        },
        components: group.dictionary.iter().map(|(id, data)| (Id(id), Hex(data.to_vec()))).collect(),
        leaves: group.leaves.iter().map(entry).collect(),
    }
}

fn group(state: &GroupState) -> rules::GroupView {
    rules::GroupView {
        epoch: state.epoch,
        cipher_suite: state.cipher_suite.0,
        required: required(&state.required),
        dictionary: dictionary(&state.components),
        leaves: state.leaves.iter().map(|(index, found)| (*index, leaf(found))).collect(),
    }
}

fn required(required: &Required) -> rules::RequiredCapabilities {
    let set = |ids: &[Id]| ids.iter().map(|id| id.0).collect();
    rules::RequiredCapabilities {
        extensions: set(&required.extensions),
        proposals: set(&required.proposals),
        credentials: set(&required.credentials),
    }
}

fn dictionary(components: &Components) -> marmot_rules::adopted::components::AppDataDictionary {
    components.iter().map(|(id, data)| (id.0, data.0.clone())).collect()
}

fn leaf(leaf: &Leaf) -> rules::LeafView {
    let list = |ids: &[Id]| ids.iter().map(|id| id.0).collect();
    rules::LeafView {
        credential: Credential { kind: leaf.credential.0, body: leaf.identity.0.clone() },
        signature_key: leaf.signature_key.0.clone(),
        capabilities: Capabilities {
            versions: list(&leaf.capabilities.versions),
            cipher_suites: list(&leaf.capabilities.cipher_suites),
            extensions: list(&leaf.capabilities.extensions),
            proposals: list(&leaf.capabilities.proposals),
            credentials: list(&leaf.capabilities.credentials),
        },
        dictionary: dictionary(&leaf.components),
    }
}

fn sender(leaf: Option<u32>) -> rules::Sender {
    leaf.map_or(rules::Sender::Outside, rules::Sender::Member)
}

fn proposal(proposal: &Proposal) -> rules::ProposalView {
    let message = |message: &Reference| {
        rules::Carriage::Reference(rules::Standalone {
            sender: sender(message.sender),
            epoch: message.epoch,
            authenticated_data: message.authenticated_data.0.clone(),
        })
    };
    let carriage = proposal.reference.as_ref().map_or(rules::Carriage::Inline, message);
    let other = rules::Proposal::Other;
    let asked = match &proposal.asks {
        Asks::Add { leaf: added, key_package } => {
            let key_package = dictionary(key_package);
            rules::Proposal::Add(Box::new(rules::AddView { leaf: leaf(added), key_package }))
        }
        Asks::Remove { index } => rules::Proposal::Remove(*index),
        Asks::SelfRemove {} => rules::Proposal::SelfRemove,
        Asks::AppDataUpdate { component, update } => {
            let operation = update.clone().map_or(rules::Operation::Remove, |data| rules::Operation::Update(data.0));
            rules::Proposal::AppDataUpdate { component: component.0, operation }
        }
        Asks::GroupContextExtensions { required: new, components } => {
            rules::Proposal::GroupContextExtensions { required: required(new), dictionary: dictionary(components) }
        }
        Asks::Update {} => other(rules::OtherProposal::Update),
        Asks::PreSharedKey {} => other(rules::OtherProposal::PreSharedKey),
        Asks::ReInit {} => other(rules::OtherProposal::ReInit),
        Asks::ExternalInit {} => other(rules::OtherProposal::ExternalInit),
        Asks::AppEphemeral {} => other(rules::OtherProposal::AppEphemeral),
        Asks::Custom { number } => other(rules::OtherProposal::Custom(number.0)),
    };
    rules::ProposalView { carriage, proposal: asked }
}
