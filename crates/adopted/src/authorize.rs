//! Who may commit what: the rules of `marmot_rules::adopted::authority` on views of MLS objects.

use crate::process::Failure;
use crate::state::Class;
use crate::views::{CommitView, GroupView, ProposalView};

/// Judges a commit by the group before, the commit and the group after.
pub(crate) fn commit(_before: &GroupView, step: &CommitView, _after: &GroupView) -> Result<Class, Failure> {
    let ordinary = step.proposals.iter().all(|p| p.kind == 0x000a);
    Ok(if ordinary { Class::Ordinary } else { Class::Privileged })
}

/// Judges a standalone proposal in the State that it belongs to.
pub(crate) fn proposal(_state: &GroupView, _leaf: u32, _proposal: &ProposalView) -> Result<(), Failure> {
    Ok(())
}

/// Judges the state of a group that a Welcome leads into.
pub(crate) fn joined(_view: &GroupView, _supported: &[u16]) -> Result<(), crate::join::JoinError> {
    Ok(())
}
