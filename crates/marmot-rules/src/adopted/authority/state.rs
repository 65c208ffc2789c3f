//! GC-01, GC-02, CA-06 and the overlay's limits: what every epoch must be, whoever made it.

use std::collections::BTreeSet;

use super::causes::Feature;
use super::options::{GroupComponents, Options, SelfRemoveSupport};
use super::view::{GroupView, LeafView};
use super::{Check, EXT_DICTIONARY, PROPOSAL_APP_DATA_UPDATE, PROPOSAL_SELF_REMOVE, Refusal};
use crate::adopted::components::{ComponentError, Location, check_group_state, id};

/// The most leaves of one account under the overlay (SA-03).
pub const SAME_ACCOUNT_LEAVES_MAX: usize = 5;

/// GC-01, GC-02, CA-06, SA-01, SA-03: the state that a commit, a founder or a Welcome brings.
pub fn judge_state(group: &GroupView, options: &Options) -> Result<(), Refusal> {
    components(group, options)?;
    let required = group.required_components()?;
    required_entries(group, &required, options)?;
    required_capabilities(group, options)?;
    for (index, leaf) in &group.leaves {
        supports(group, &required, *index, leaf, options)?;
    }
    accounts(group, &required, options)
}

/// Every entry is in its place and in its form.
fn components(group: &GroupView, options: &Options) -> Result<(), Refusal> {
    let location = Location::GroupContext;
    for (component, data) in group.dictionary.iter() {
        let refused = |error| Refusal::of_component(component, error);
        if location.forbids(component) {
            options.refuse(Check::ComponentPlace, refused(ComponentError::Misplaced { id: component, location }))?;
        }
        let read = check_group_state(component, data);
        read.or_else(|error| options.refuse(Check::ComponentForm, refused(error)))?;
    }
    if options.same_account && group.dictionary.contains(id::SAME_ACCOUNT) {
        return Err(Refusal::SameAccountEntry);
    }
    if options.group_components == GroupComponents::Mdk && group.dictionary.contains(id::MEDIA_V1) {
        return Err(Refusal::RefusedComponent { component: id::MEDIA_V1 });
    }
    Ok(())
}

/// 0x8003 and 0x8009 are required, and what is required has an entry. The identity proof lives in leaves, and 0x800d is a
/// mark without data.
fn required_entries(group: &GroupView, required: &BTreeSet<u16>, options: &Options) -> Result<(), Refusal> {
    for (component, check) in [(id::ADMIN_POLICY, Check::AdminsRequired), (id::IDENTITY_PROOF, Check::ProofRequired)] {
        if !required.contains(&component) {
            options.refuse(check, Refusal::NotRequired { component })?;
        }
    }
    if options.group_components == GroupComponents::Mdk && !required.contains(&id::PROFILE) {
        return Err(Refusal::NotRequired { component: id::PROFILE });
    }
    let without_entry = |id: &u16| *id == id::IDENTITY_PROOF || (options.same_account && *id == id::SAME_ACCOUNT);
    match required.iter().find(|id| !without_entry(id) && !group.dictionary.contains(**id)) {
        Some(component) => options.refuse(Check::EntryThere, Refusal::MissingEntry { component: *component }),
        None => Ok(()),
    }
}

/// GC-01
fn required_capabilities(group: &GroupView, options: &Options) -> Result<(), Refusal> {
    let unrequired = Refusal::Unrequired;
    if !group.required.extensions.contains(&EXT_DICTIONARY) {
        options.refuse(Check::RequiresDictionary, unrequired(Feature::Extension(EXT_DICTIONARY)))?;
    }
    let proposals = &group.required.proposals;
    if !proposals.contains(&PROPOSAL_APP_DATA_UPDATE) {
        options.refuse(Check::RequiresUpdate, unrequired(Feature::Proposal(PROPOSAL_APP_DATA_UPDATE)))?;
    }
    if options.self_remove_support == SelfRemoveSupport::Required && !proposals.contains(&PROPOSAL_SELF_REMOVE) {
        return Err(unrequired(Feature::Proposal(PROPOSAL_SELF_REMOVE)));
    }
    Ok(())
}

/// The leaf supports every required component and capability. Default extensions, proposals and credentials count as such.
fn supports(
    group: &GroupView,
    required: &BTreeSet<u16>,
    index: u32,
    leaf: &LeafView,
    options: &Options,
) -> Result<(), Refusal> {
    let lacks = |feature| Refusal::LeafLacks { leaf: index, feature };
    let listed = leaf.supported_components().map_err(Refusal::LeafDictionary)?.unwrap_or_default();
    if let Some(id) = required.difference(&listed).next() {
        options.refuse(Check::LeafComponents, lacks(Feature::Component(*id)))?;
    }
    let missing = |required: &BTreeSet<u16>, has: &[u16], default: std::ops::RangeInclusive<u16>| {
        required.iter().copied().find(|id| !has.contains(id) && !default.contains(id))
    };
    let (asked, has) = (&group.required, &leaf.capabilities);
    if let Some(id) = missing(&asked.extensions, &has.extensions, 1..=5) {
        return Err(lacks(Feature::Extension(id)));
    }
    if let Some(id) = missing(&asked.proposals, &has.proposals, 1..=7) {
        return Err(lacks(Feature::Proposal(id)));
    }
    match asked.credentials.iter().find(|id| !has.credentials.contains(id)) {
        Some(id) => Err(lacks(Feature::Credential(*id))),
        None => Ok(()),
    }
}

/// CA-06: every admin has a leaf. KV-08: no signature key twice. SA-03: at most five leaves per account.
fn accounts(group: &GroupView, required: &BTreeSet<u16>, options: &Options) -> Result<(), Refusal> {
    let leaves = group.leaves_per_account();
    if group.admins()?.admins().iter().any(|admin| !leaves.contains_key(admin)) {
        options.refuse(Check::AdminHasLeaf, Refusal::AdminWithoutLeaf)?;
    }
    let mut keys = BTreeSet::new();
    if !group.leaves.values().all(|leaf| keys.insert(&leaf.signature_key)) {
        options.refuse(Check::KeyOnce, Refusal::RepeatedKey)?;
    }
    let limited = options.same_account && required.contains(&id::SAME_ACCOUNT);
    if limited && leaves.values().any(|count| *count > SAME_ACCOUNT_LEAVES_MAX) {
        return Err(Refusal::TooManyLeaves);
    }
    Ok(())
}
