//! Who may commit what: the rules of [`marmot_rules::adopted::authority`], with their refusals in the engine's words.

use std::collections::BTreeSet;

use marmot_rules::adopted::Class;
use marmot_rules::adopted::authority::{
    self, Check, CommitView, GroupView, Options, Proposal, Refusal, Shape, Standalone,
};

use crate::category::Category;
use crate::failure::Failure;
use crate::founding::FoundError;
use crate::join::JoinError;

/// Judges a commit by the group before, the commit, and the group after.
pub(crate) fn commit(
    before: &GroupView,
    step: &CommitView,
    after: &GroupView,
    options: &Options,
) -> Result<Class, Failure> {
    authority::judge_commit(before, step, after, options).map(Shape::class).map_err(failure)
}

/// Judges a standalone proposal in the State that it belongs to.
pub(crate) fn proposal(
    state: &GroupView,
    message: &Standalone,
    proposal: &Proposal,
    options: &Options,
) -> Result<(), Failure> {
    authority::judge_proposal(state, message, proposal, options).map_err(failure)
}

/// Steps 5 and 7 of joining: every leaf, the state, and that this device supports what the group requires.
pub(crate) fn joined(group: &GroupView, supported: &BTreeSet<u16>, options: &Options) -> Result<(), JoinError> {
    for (index, leaf) in &group.leaves {
        let refused = |refusal: Refusal| JoinError::Leaf(format!("leaf {index}: {refusal}"));
        authority::judge_leaf(leaf, group.cipher_suite, options).map_err(refused)?;
    }
    let refused = |refusal: Refusal| JoinError::State(category(&refusal), refusal.to_string());
    authority::judge_state(group, options).map_err(refused)?;
    let required = group.required_components().map_err(refused)?;
    match required.difference(supported).next() {
        Some(id) if options.makes(Check::KnowsRequired) => {
            let why = format!("component {id:#06x} is required and unknown here");
            Err(JoinError::State(Category::UnsupportedRequiredFeature, why))
        }
        _ => Ok(()),
    }
}

/// What a founder makes, judged as a joiner would.
pub(crate) fn founded(group: &GroupView, options: &Options) -> Result<(), FoundError> {
    authority::judge_group(group, options)
        .map_err(|refusal| FoundError::Forbidden(category(&refusal), refusal.to_string()))
}

fn failure(refusal: Refusal) -> Failure {
    Failure::invalid(category(&refusal), refusal)
}

fn category(refusal: &Refusal) -> Category {
    match refusal.category() {
        authority::Category::AuthorizationFailed => Category::AuthorizationFailed,
        authority::Category::InvalidEncoding => Category::InvalidEncoding,
        authority::Category::InvalidSignature => Category::InvalidSignature,
        authority::Category::UnsupportedRequiredFeature => Category::UnsupportedRequiredFeature,
    }
}
