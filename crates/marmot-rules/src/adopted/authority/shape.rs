//! CA-01 to CA-04, CA-08, SA-05 to SA-07: which kind of commit this is, and whether its committer may make it.

use std::collections::BTreeSet;

use super::Check;
use super::causes::{DisbandError, SiblingError};
use super::options::{MixedSelfRemove, Options};
use super::refusal::Refusal;
use super::view::{Carriage, CommitView, GroupView, Operation, Proposal, Sender};
use crate::adopted::Class;
use crate::adopted::components::{AdminPolicy, Lifecycle, State, id};
use crate::ids::id_enum;

id_enum! {
    /// The kinds of commit that a rule allows.
    pub enum Shape, "shape" {
        /// CA-01: a new leaf of the committer, and nothing else.
        SelfUpdate => "self-update",
        /// CA-02: SelfRemoves of others by reference, and nothing else.
        SelfRemoves => "self-removes",
        /// CA-03: an admin's changes.
        Administration => "administration",
        /// CA-08: the end of the group.
        Disband => "disband",
        /// SA-05: one leaf of the committer's own account is added.
        SiblingAdd => "sibling-add",
        /// SA-06: leaves of the committer's own account are removed.
        SiblingRemove => "sibling-remove",
    }
}

impl Shape {
    /// The class of the commit. Sibling shapes are ordinary, also an admin's (SA-07).
    pub const fn class(self) -> Class {
        match self {
            Self::Administration | Self::Disband => Class::Privileged,
            Self::SelfUpdate | Self::SelfRemoves | Self::SiblingAdd | Self::SiblingRemove => Class::Ordinary,
        }
    }
}

/// The shape of a commit by this leaf, judged in the parent alone.
pub(super) fn shape(
    parent: &GroupView,
    committer: u32,
    commit: &CommitView,
    options: &Options,
) -> Result<Shape, Refusal> {
    if commit.proposals.is_empty() {
        if commit.path.is_none() {
            options.refuse(Check::EmptyCommit, Refusal::Empty)?;
        }
        return Ok(Shape::SelfUpdate);
    }
    if let Some(kind) = proposals(commit).find_map(|proposal| match proposal {
        Proposal::Other(kind) => Some(*kind),
        _ => None,
    }) {
        options.refuse(Check::OtherProposal, Refusal::NotAllowed(kind))?;
    }
    let leavers = leavers(committer, commit, options)?;
    if leavers == commit.proposals.len() {
        return Ok(Shape::SelfRemoves);
    }
    let admin = parent.is_admin(committer)?;
    if leavers > 0 && (!admin || options.mixed_self_remove == MixedSelfRemove::Reject) {
        options.refuse(Check::MixedSelfRemove, Refusal::MixedSelfRemove)?;
    }
    if let Some(sibling) = siblings(parent, committer, commit, options)? {
        match sibling {
            Ok(shape) => return Ok(shape),
            Err(refusal) if !admin => return Err(refusal),
            Err(_) => {}
        }
    }
    if !admin {
        options.refuse(Check::CommitterAdmin, Refusal::NotAdmin)?;
    }
    if disbands(commit) {
        let whole = disband(parent, committer, commit);
        whole.or_else(|error| options.refuse(Check::DisbandShape, Refusal::Disband(error)))?;
        return Ok(Shape::Disband);
    }
    Ok(Shape::Administration)
}

fn proposals(commit: &CommitView) -> impl Iterator<Item = &Proposal> {
    commit.proposals.iter().map(|view| &view.proposal)
}

/// CA-02: how many SelfRemoves there are; all by reference, none of the committer's own leaf.
fn leavers(committer: u32, commit: &CommitView, options: &Options) -> Result<usize, Refusal> {
    let mut count = 0;
    for view in commit.proposals.iter().filter(|view| view.proposal == Proposal::SelfRemove) {
        match &view.carriage {
            Carriage::Inline => options.refuse(Check::SelfRemoveByValue, Refusal::SelfRemoveByValue)?,
            Carriage::Reference(message) if message.sender == Sender::Member(committer) => {
                options.refuse(Check::OwnSelfRemove, Refusal::OwnSelfRemove { leaf: committer })?;
            }
            Carriage::Reference(_) => {}
        }
        count += 1;
    }
    Ok(count)
}

fn is_disband(proposal: &Proposal) -> bool {
    let disbanded = Lifecycle::Disbanded.encode();
    matches!(proposal, Proposal::AppDataUpdate { component: id::LIFECYCLE, operation: Operation::Update(data) }
        if *data == disbanded)
}

fn disbands(commit: &CommitView) -> bool {
    proposals(commit).any(is_disband)
}

/// CA-08: inline only; the lifecycle, the committer as only admin, the removal of every other leaf, and nothing else.
fn disband(parent: &GroupView, committer: u32, commit: &CommitView) -> Result<(), DisbandError> {
    if !parent.required_components().is_ok_and(|required| required.contains(&id::LIFECYCLE)) {
        return Err(DisbandError::NotEnabled);
    }
    if commit.proposals.iter().any(|view| view.carriage != Carriage::Inline) {
        return Err(DisbandError::ByReference);
    }
    let (mut removed, mut admins) = (Vec::new(), None);
    for proposal in proposals(commit) {
        match proposal {
            proposal if is_disband(proposal) => {}
            Proposal::Remove(leaf) => removed.push(*leaf),
            Proposal::AppDataUpdate { component: id::ADMIN_POLICY, operation: Operation::Update(data) } => {
                admins = AdminPolicy::decode(data).ok();
            }
            _ => return Err(DisbandError::OtherProposal),
        }
    }
    let account = parent.leaves.get(&committer).and_then(|leaf| leaf.account().ok());
    if admins.is_none_or(|admins| !account.is_some_and(|account| admins.admins().iter().eq([&account]))) {
        return Err(DisbandError::Admins);
    }
    removed.sort_unstable();
    let others = parent.leaves.keys().filter(|leaf| **leaf != committer);
    if removed.iter().eq(others) { Ok(()) } else { Err(DisbandError::Leaves) }
}

/// SA-05, SA-06: nothing where the overlay does not apply or the commit is not about Adds and Removes alone.
fn siblings(
    parent: &GroupView,
    committer: u32,
    commit: &CommitView,
    options: &Options,
) -> Result<Option<Result<Shape, Refusal>>, Refusal> {
    if !options.same_account || !parent.required_components()?.contains(&id::SAME_ACCOUNT) {
        return Ok(None);
    }
    let adds = proposals(commit).filter(|proposal| matches!(proposal, Proposal::Add(_))).count();
    let removes = proposals(commit).filter(|proposal| matches!(proposal, Proposal::Remove(_))).count();
    if adds + removes == 0 {
        return Ok(None);
    }
    let checked = sibling_leaves(parent, committer, commit);
    let alone = adds + removes == commit.proposals.len();
    Ok(Some(match (adds, removes) {
        (_, 0) if alone => {
            let counted = if adds == 1 { checked } else { Err(SiblingError::Count) };
            counted.map(|()| Shape::SiblingAdd).map_err(Refusal::SiblingAdd)
        }
        (0, _) if alone => {
            let counted = if removes <= 4 { checked } else { Err(SiblingError::Count) };
            counted.map(|()| Shape::SiblingRemove).map_err(Refusal::SiblingRemove)
        }
        _ => Err(Refusal::SiblingMix(SiblingError::Combined)),
    }))
}

/// All inline, with an UpdatePath, and about other leaves of the committer's account, each once.
fn sibling_leaves(parent: &GroupView, committer: u32, commit: &CommitView) -> Result<(), SiblingError> {
    if commit.proposals.iter().any(|view| view.carriage != Carriage::Inline) {
        return Err(SiblingError::ByReference);
    }
    if commit.path.is_none() {
        return Err(SiblingError::NoPath);
    }
    let account = |leaf: u32| parent.leaves.get(&leaf).and_then(|leaf| leaf.account().ok());
    let own = account(committer);
    let mut targets = BTreeSet::from([committer]);
    for proposal in proposals(commit) {
        match proposal {
            Proposal::Add(add) if add.leaf.account().ok() != own => return Err(SiblingError::OtherAccount),
            Proposal::Remove(leaf) if account(*leaf) != own => return Err(SiblingError::OtherAccount),
            Proposal::Remove(leaf) if !targets.insert(*leaf) => return Err(SiblingError::Count),
            _ => {}
        }
    }
    Ok(())
}
