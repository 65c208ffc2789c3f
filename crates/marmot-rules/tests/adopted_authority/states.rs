//! GC-01, GC-02, CA-06, KV-08: what every resulting group must be.

use marmot_rules::adopted::authority::Category::*;
use marmot_rules::adopted::authority::*;
use marmot_rules::adopted::components::*;

use crate::group::*;

/// A group that is refused for this reason, by the same function that founding and joining use.
fn no_group(change: impl FnOnce(&mut GroupView), refusal: Refusal, rule: &str, category: Category) {
    let mut view = group();
    change(&mut view);
    assert_eq!(judge_state(&view, &Options::default()), Err(refusal.clone()));
    named(&refusal, rule, category);
}

#[test]
fn the_group_of_these_tests_is_valid() {
    assert_eq!(judge_group(&group(), &Options::default()), Ok(()));
    assert_eq!(judge_group(&group(), &Options::mdk()), Ok(()));
}

#[test]
fn two_components_are_required_in_every_group() {
    for component in [id::ADMIN_POLICY, id::IDENTITY_PROOF] {
        let required: AppComponents = REQUIRED.into_iter().filter(|id| *id != component).collect();
        let refusal = Refusal::NotRequired { component };
        no_group(|view| view.dictionary.set(&required), refusal.clone(), "GC-02", InvalidEncoding);
        let commit = commit(ALICE_PHONE, [set(&required)]);
        refused(&commit, refusal, "GC-02", InvalidEncoding);
    }
}

#[test]
fn what_is_required_has_an_entry_and_the_proof_has_none() {
    let refusal = Refusal::MissingEntry { component: id::NOSTR_ROUTING };
    no_group(|view| drop(view.dictionary.remove(id::NOSTR_ROUTING)), refusal, "GC-02", InvalidEncoding);
    let proof = id::IDENTITY_PROOF;
    let error = ComponentError::Misplaced { id: proof, location: Location::GroupContext };
    let refusal = Refusal::Component { component: proof, error };
    no_group(|view| view.dictionary.insert(proof, vec![0; 104]), refusal, "GC-02", InvalidEncoding);
}

#[test]
fn the_group_requires_the_dictionary_and_its_updates() {
    let extension = Refusal::Unrequired(Feature::Extension(6));
    no_group(|view| view.required = capabilities(&[], &[8]), extension, "GC-01", InvalidEncoding);
    let proposal = Refusal::Unrequired(Feature::Proposal(8));
    no_group(|view| view.required = capabilities(&[6], &[10]), proposal, "GC-01", InvalidEncoding);
}

#[test]
fn every_leaf_supports_all_that_is_required() {
    let lacks = |feature| Refusal::LeafLacks { leaf: BOB_PHONE, feature };
    let change = |change: fn(&mut LeafView)| move |view: &mut GroupView| change(view.leaves.get_mut(&2).expect("Bob"));
    let routing = lacks(Feature::Component(id::NOSTR_ROUTING));
    let list = |leaf: &mut LeafView| {
        leaf.dictionary.set(&REQUIRED.into_iter().filter(|id| *id != 0x8004).collect::<AppComponents>())
    };
    no_group(change(list), routing, "GC-02", UnsupportedRequiredFeature);
    let proposal = lacks(Feature::Proposal(10));
    no_group(change(|leaf| leaf.capabilities.proposals = vec![8]), proposal, "GC-02", UnsupportedRequiredFeature);
    let extension = lacks(Feature::Extension(6));
    no_group(change(|leaf| leaf.capabilities.extensions.clear()), extension, "GC-02", UnsupportedRequiredFeature);
    let credential = lacks(Feature::Credential(1));
    no_group(change(|leaf| leaf.capabilities.credentials.clear()), credential, "GC-02", UnsupportedRequiredFeature);
}

#[test]
fn default_types_of_mls_may_be_required_of_leaves_that_do_not_list_them() {
    let mut view = group();
    view.required.extensions.insert(3);
    view.required.proposals.insert(3);
    assert_eq!(judge_state(&view, &Options::default()), Ok(()));
}

#[test]
fn a_new_requirement_must_be_met_by_every_leaf() {
    let required: Vec<u16> = REQUIRED.into_iter().chain([0x8123]).collect();
    let commit = commit(ALICE_PHONE, [require(&required), raw(0x8123, vec![1])]);
    let refusal = Refusal::LeafLacks { leaf: ALICE_PHONE, feature: Feature::Component(0x8123) };
    refused(&commit, refusal, "GC-02", UnsupportedRequiredFeature);
}

#[test]
fn an_added_leaf_must_meet_what_the_group_requires() {
    let mut erin = leaf(ERIN, "erin");
    erin.dictionary.set(&[0x8001, 0x8003, 0x8009, 0x800c].into_iter().collect::<AppComponents>());
    let refusal = Refusal::LeafLacks { leaf: 5, feature: Feature::Component(id::NOSTR_ROUTING) };
    refused(&commit(ALICE_PHONE, [add(erin)]), refusal, "GC-02", UnsupportedRequiredFeature);
}

#[test]
fn a_member_may_not_drop_support_that_the_group_requires() {
    let mut bob = leaf(BOB, "new key");
    bob.dictionary.set(&[0x8001, 0x8003, 0x8009, 0x800c].into_iter().collect::<AppComponents>());
    let refusal = Refusal::LeafLacks { leaf: BOB_PHONE, feature: Feature::Component(id::NOSTR_ROUTING) };
    refused(&with_path(commit(BOB_PHONE, []), bob), refusal, "GC-02", UnsupportedRequiredFeature);
}

#[test]
fn the_last_leaf_of_an_admin_goes_with_its_key_and_another_leaf_without() {
    let refusal = Refusal::AdminWithoutLeaf;
    refused(&commit(ALICE_PHONE, [Proposal::Remove(CAROL_PHONE)]), refusal.clone(), "CA-06", AuthorizationFailed);
    let together = [Proposal::Remove(CAROL_PHONE), set(&admins(&[ALICE]))];
    assert_eq!(judged(&commit(ALICE_PHONE, together)), Ok(Shape::Administration));
    assert_eq!(judged(&commit(CAROL_PHONE, [Proposal::Remove(ALICE_LAPTOP)])), Ok(Shape::Administration));
    let stranger = commit(ALICE_PHONE, [set(&admins(&[ALICE, ERIN]))]);
    refused(&stranger, refusal, "CA-06", AuthorizationFailed);
}

#[test]
fn an_admin_is_made_in_the_commit_that_adds_it() {
    let both = [add(leaf(ERIN, "erin")), set(&admins(&[ALICE, CAROL, ERIN]))];
    assert_eq!(judged(&commit(ALICE_PHONE, both)), Ok(Shape::Administration));
}

#[test]
fn no_two_leaves_have_one_signature_key() {
    let again = commit(ALICE_PHONE, [add(leaf(BOB, "bob"))]);
    refused(&again, Refusal::RepeatedKey, "KV-08", InvalidEncoding);
}

#[test]
fn only_the_leaf_of_an_admin_is_an_inviter() {
    assert_eq!(judge_inviter(&group(), ALICE_LAPTOP), Ok(()));
    assert_eq!(judge_inviter(&group(), BOB_PHONE), Err(Refusal::NotAdmin));
    assert_eq!(judge_inviter(&group(), 99), Err(Refusal::NotAdmin));
}

#[test]
fn a_group_without_an_admin_policy_gives_authority_to_nobody() {
    let mut view = group();
    view.dictionary.remove(id::ADMIN_POLICY);
    let refusal = Err(Refusal::MissingEntry { component: id::ADMIN_POLICY });
    assert_eq!(judge_inviter(&view, ALICE_PHONE), refusal);
    assert_eq!(view.is_admin(ALICE_PHONE).map(drop), refusal);
}
