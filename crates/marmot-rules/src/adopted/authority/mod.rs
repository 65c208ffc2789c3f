//! Who may commit what (docs/spec/adopted.md 6.1), what a group must be (GC-01 to GC-05) and what a leaf must be (KV-09 to
//! KV-14), as functions of plain data.
//!
//! One judgement serves whoever prepares, receives or replays a commit. Authority is read in the candidate parent: nothing
//! inside a commit grants it. MLS itself (signatures of messages, tags, tree hashes, the key schedule) is the library's
//! business; what is here is what a library accepts and Marmot forbids.
//!
//! ```text
//!  parent ──┐
//!  commit ──┼─> judge_commit ──> Shape (and its Class), or the first Refusal: rule, category, reason
//!  result ──┘
//! ```

mod causes;
mod check;
pub(crate) mod leaf;
mod options;
mod proposal;
mod refusal;
mod shape;
mod state;
mod view;

pub use causes::{Category, DisbandError, Feature, SiblingError};
pub use check::Check;
pub use leaf::{judge_add, judge_leaf, judge_replacement};
pub use options::{
    DefaultExtensions, GroupComponents, HandshakeData, LeafShrink, MixedSelfRemove, Options, SelfRemoveSupport,
    SupportList,
};
pub use proposal::judge_proposal;
pub use refusal::Refusal;
pub use shape::Shape;
pub use state::{SAME_ACCOUNT_LEAVES_MAX, judge_state};
pub use view::{
    AddView, Carriage, CommitView, GroupView, LeafView, Operation, OtherProposal, Proposal, ProposalView,
    RequiredCapabilities, Sender, Standalone,
};

use crate::adopted::components::{Lifecycle, id};

/// Extension type `app_data_dictionary`.
const EXT_DICTIONARY: u16 = crate::key_package::EXT_APP_DATA_DICTIONARY;
/// Proposal type `app_data_update`.
const PROPOSAL_APP_DATA_UPDATE: u16 = 0x0008;
/// Proposal type `self_remove`.
const PROPOSAL_SELF_REMOVE: u16 = 0x000a;

/// Judges a commit: `parent` is the state that authenticated it, `result` what the MLS library makes of both. The order is
/// shape, senders of referenced proposals, components, resulting state, new leaves; the first failure is the answer.
pub fn judge_commit(
    parent: &GroupView,
    commit: &CommitView,
    result: &GroupView,
    options: &Options,
) -> Result<Shape, Refusal> {
    let committer = proposal::member(parent, commit.sender)?;
    if commit.epoch != parent.epoch {
        return Err(Refusal::WrongEpoch { found: commit.epoch, parent: parent.epoch });
    }
    if parent.lifecycle()? == Lifecycle::Disbanded {
        options.refuse(Check::Disbanded, Refusal::Disbanded)?;
    }
    proposal::no_data(&commit.authenticated_data, options)?;
    let shape = shape::shape(parent, committer, commit, options)?;
    proposal::removed_once(commit, options)?;
    for (message, proposal) in proposal::referenced(commit) {
        proposal::may_send(parent, message, proposal, options)?;
    }
    commit.proposals.iter().try_for_each(|view| proposal::content(parent, &view.proposal, options))?;
    proposal::changes(parent, commit, result, options)?;
    kept(parent, result, options)?;
    judge_state(result, options)?;
    new_leaves(parent, committer, commit, options)?;
    Ok(shape)
}

/// What was required and may not be dropped: the lifecycle ever (CA-08), 0x800d while an account has several leaves (SA-04).
fn kept(parent: &GroupView, result: &GroupView, options: &Options) -> Result<(), Refusal> {
    let (before, after) = (parent.required_components()?, result.required_components()?);
    let dropped = |component| before.contains(&component) && !after.contains(&component);
    if dropped(id::LIFECYCLE) {
        options.refuse(Check::LifecycleRequired, Refusal::NotRequired { component: id::LIFECYCLE })?;
    }
    let shared = result.leaves_per_account().values().any(|count| *count > 1);
    if options.same_account && dropped(id::SAME_ACCOUNT) && shared {
        return Err(Refusal::StillShared);
    }
    Ok(())
}

/// KV-12, KV-14 for the leaves that the commit brings.
fn new_leaves(parent: &GroupView, committer: u32, commit: &CommitView, options: &Options) -> Result<(), Refusal> {
    if let (Some(new), Some(old)) = (&commit.path, parent.leaves.get(&committer)) {
        judge_replacement(old, new, parent.cipher_suite, options)?;
    }
    for view in &commit.proposals {
        if let Proposal::Add(add) = &view.proposal {
            judge_add(add, parent.cipher_suite, options)?;
        }
    }
    Ok(())
}

/// Judges a group that is founded or joined: every leaf (KV-14, steps 5 and 7 of joining) and the state.
pub fn judge_group(group: &GroupView, options: &Options) -> Result<(), Refusal> {
    group.leaves.values().try_for_each(|one| judge_leaf(one, group.cipher_suite, options))?;
    judge_state(group, options)
}

/// Step 8 of joining: the leaf that signed the GroupInfo belongs to an admin of the joined state.
pub fn judge_inviter(group: &GroupView, signer: u32) -> Result<(), Refusal> {
    if group.is_admin(signer)? { Ok(()) } else { Err(Refusal::NotAdmin) }
}
