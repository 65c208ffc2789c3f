//! CA-05, CA-07 and GC-03: what one proposal may ask for, and who may send it on its own.

use std::collections::BTreeSet;

use super::options::{HandshakeData, Options};
use super::view::{Carriage, CommitView, GroupView, Operation, Proposal, Sender, Standalone};
use super::{Check, Refusal, judge_add};
use crate::adopted::components::{
    AppDataDictionary, ComponentError, Lifecycle, Location, State, check_group_state, id,
};

/// CA-05, CA-07: a proposal in a message of its own, judged in the state of its epoch.
pub fn judge_proposal(
    source: &GroupView,
    message: &Standalone,
    proposal: &Proposal,
    options: &Options,
) -> Result<(), Refusal> {
    may_send(source, message, proposal, options)?;
    content(source, proposal, options)?;
    match proposal {
        Proposal::Add(add) => judge_add(add, source.cipher_suite, options),
        _ => Ok(()),
    }
}

/// The sender's part of a standalone proposal: a SelfRemove by a non-admin, anything else that is allowed by an admin.
pub(super) fn may_send(
    source: &GroupView,
    message: &Standalone,
    proposal: &Proposal,
    options: &Options,
) -> Result<(), Refusal> {
    let sender = member(source, message.sender)?;
    if message.epoch != source.epoch {
        return Err(Refusal::WrongEpoch { found: message.epoch, parent: source.epoch });
    }
    no_data(&message.authenticated_data, options)?;
    match proposal {
        Proposal::SelfRemove if source.is_admin(sender)? => {
            options.refuse(Check::AdminLeaves, Refusal::AdminLeaves { leaf: sender })
        }
        Proposal::SelfRemove => Ok(()),
        Proposal::Other(kind) => options.refuse(Check::OtherProposal, Refusal::NotAllowed(*kind)),
        Proposal::AppDataUpdate { component: id::LIFECYCLE, .. } => {
            options.refuse(Check::ProposedLifecycle, Refusal::StandaloneLifecycle)
        }
        _ if source.is_admin(sender)? => Ok(()),
        _ => options.refuse(Check::ProposalAdmin, Refusal::StandaloneNeedsAdmin),
    }
}

/// The leaf of a sender that is a member.
pub(super) fn member(group: &GroupView, sender: Sender) -> Result<u32, Refusal> {
    match sender {
        Sender::Member(leaf) if group.leaves.contains_key(&leaf) => Ok(leaf),
        _ => Err(Refusal::NotAMember),
    }
}

/// D36
pub(super) fn no_data(data: &[u8], options: &Options) -> Result<(), Refusal> {
    if options.handshake_data == HandshakeData::Empty && !data.is_empty() {
        return Err(Refusal::HandshakeData);
    }
    Ok(())
}

/// What is asked for, apart from added leaves: a target that exists, a change that the component allows.
pub(super) fn content(parent: &GroupView, proposal: &Proposal, options: &Options) -> Result<(), Refusal> {
    match proposal {
        Proposal::Remove(leaf) if !parent.leaves.contains_key(leaf) => {
            options.refuse(Check::TargetThere, Refusal::NoTarget { leaf: *leaf })
        }
        Proposal::AppDataUpdate { component, operation } => operation_on(parent, *component, operation, options),
        Proposal::GroupContextExtensions { dictionary, .. } if *dictionary != parent.dictionary => {
            options.refuse(Check::DictionaryKept, Refusal::DictionaryMoved)
        }
        _ => Ok(()),
    }
}

fn operation_on(parent: &GroupView, component: u16, operation: &Operation, options: &Options) -> Result<(), Refusal> {
    let location = Location::GroupContext;
    match operation {
        Operation::Update(_) if location.forbids(component) => {
            let error = ComponentError::Misplaced { id: component, location };
            options.refuse(Check::ComponentPlace, Refusal::Component { component, error })
        }
        Operation::Update(data) => {
            let read = check_group_state(component, data);
            read.or_else(|error| options.refuse(Check::ComponentForm, Refusal::of_component(component, error)))?;
            if component == id::LIFECYCLE { lifecycle_step(parent, data, options) } else { Ok(()) }
        }
        Operation::Remove if matches!(component, id::ADMIN_POLICY | id::LIFECYCLE) => {
            options.refuse(Check::ComponentRemovable, Refusal::NotRemovable { component })
        }
        Operation::Remove if !parent.dictionary.contains(component) => {
            options.refuse(Check::RemovesPresent, Refusal::RemovesAbsent { component })
        }
        Operation::Remove => Ok(()),
    }
}

/// The lifecycle begins as active and goes to disbanded, once.
fn lifecycle_step(parent: &GroupView, data: &[u8], options: &Options) -> Result<(), Refusal> {
    let next = Lifecycle::decode(data).map_err(|error| Refusal::of_component(id::LIFECYCLE, error))?;
    let expected = if parent.dictionary.contains(id::LIFECYCLE) { Lifecycle::Disbanded } else { Lifecycle::Active };
    if next == expected { Ok(()) } else { options.refuse(Check::LifecycleStep, Refusal::LifecycleStep) }
}

/// GC-03: at most one operation per component and one GroupContextExtensions, and the result is the parent with exactly
/// these changes.
pub(super) fn changes(
    parent: &GroupView,
    commit: &CommitView,
    result: &GroupView,
    options: &Options,
) -> Result<(), Refusal> {
    let (mut dictionary, mut seen) = (parent.dictionary.clone(), BTreeSet::new());
    for view in &commit.proposals {
        let Proposal::AppDataUpdate { component, operation } = &view.proposal else { continue };
        if !seen.insert(*component) {
            options.refuse(Check::ChangedOnce, Refusal::ChangedTwice { component: *component })?;
        }
        apply(&mut dictionary, *component, operation);
    }
    let mut extensions = commit.proposals.iter().filter_map(|view| match &view.proposal {
        Proposal::GroupContextExtensions { required, .. } => Some(required),
        _ => None,
    });
    let required = extensions.next().unwrap_or(&parent.required);
    if extensions.next().is_some() {
        Err(Refusal::ExtensionsTwice)
    } else if result.dictionary != dictionary {
        Err(Refusal::DictionaryMoved)
    } else if result.required != *required {
        Err(Refusal::RequiredMoved)
    } else {
        Ok(())
    }
}

fn apply(dictionary: &mut AppDataDictionary, component: u16, operation: &Operation) {
    match operation {
        Operation::Update(data) => dictionary.insert(component, data.clone()),
        Operation::Remove => drop(dictionary.remove(component)),
    }
}

/// No leaf is removed twice, be it by Remove or by its own SelfRemove. openmls 0.9.2 asks it of Removes alone.
pub(super) fn removed_once(commit: &CommitView, options: &Options) -> Result<(), Refusal> {
    let removed = commit.proposals.iter().filter_map(|view| match (&view.proposal, &view.carriage) {
        (Proposal::Remove(leaf), _) => Some(*leaf),
        (Proposal::SelfRemove, Carriage::Reference(Standalone { sender: Sender::Member(leaf), .. })) => Some(*leaf),
        _ => None,
    });
    let mut seen = BTreeSet::new();
    removed.into_iter().try_for_each(|leaf| {
        if seen.insert(leaf) { Ok(()) } else { options.refuse(Check::RemovedOnce, Refusal::RemovedTwice { leaf }) }
    })
}

/// Every proposal that a commit carries by reference, with its message.
pub(super) fn referenced(commit: &CommitView) -> impl Iterator<Item = (&Standalone, &Proposal)> {
    commit.proposals.iter().filter_map(|view| match &view.carriage {
        Carriage::Reference(message) => Some((message, &view.proposal)),
        Carriage::Inline => None,
    })
}
