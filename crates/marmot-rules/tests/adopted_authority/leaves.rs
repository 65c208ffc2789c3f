//! KV-01, KV-09 to KV-14: leaves of KeyPackages, UpdatePaths, Adds and joined trees.

use marmot_rules::adopted::authority::Category::*;
use marmot_rules::adopted::authority::*;
use marmot_rules::adopted::codec::DecodeError;
use marmot_rules::adopted::components::*;
use marmot_rules::key_package::{self, KeyPackage};
use marmot_rules::proof::{IdentityProof, ProofError};
use marmot_rules::{Profile, key_package::parse_framed};

use crate::common::{Ev, NOW, account, proof_for};
use crate::group::*;

/// The leaf is refused in a tree, as an Add and in an UpdatePath, each time for this reason.
fn nowhere(change: impl Fn(&mut LeafView), refusal: Refusal, rule: &str, category: Category) {
    let changed = |number, device| {
        let mut changed = leaf(number, device);
        change(&mut changed);
        changed
    };
    let options = Options::default();
    assert_eq!(judge_leaf(&changed(ERIN, "erin"), 1, &options), Err(refusal.clone()));
    let mut joined = group();
    joined.leaves.insert(BOB_PHONE, changed(BOB, "bob"));
    assert_eq!(judge_group(&joined, &options), Err(refusal.clone()));
    // The state asks first whether a leaf supports what the group requires (GC-02).
    let in_commit = |commit: &CommitView| match judged(commit) {
        Err(Refusal::LeafLacks { .. }) if category != InvalidSignature => {}
        other => assert_eq!(other, Err(refusal.clone())),
    };
    in_commit(&commit(ALICE_PHONE, [add(changed(ERIN, "erin"))]));
    in_commit(&with_path(commit(BOB_PHONE, []), changed(BOB, "new key")));
    named(&refusal, rule, category);
}

#[test]
fn a_leaf_lists_what_every_marmot_leaf_must() {
    let lacks = |feature, change: fn(&mut LeafView)| {
        nowhere(change, Refusal::Incapable(feature), "KV-09", UnsupportedRequiredFeature);
    };
    lacks(Feature::Version(1), |leaf| leaf.capabilities.versions = vec![2]);
    lacks(Feature::CipherSuite(1), |leaf| leaf.capabilities.cipher_suites = vec![3]);
    lacks(Feature::Extension(6), |leaf| leaf.capabilities.extensions.clear());
    lacks(Feature::Proposal(8), |leaf| leaf.capabilities.proposals = vec![10]);
    lacks(Feature::Credential(1), |leaf| leaf.capabilities.credentials = vec![2]);
}

#[test]
fn a_leaf_lists_no_legacy_last_resort() {
    let refusal = Refusal::Listed(Feature::Extension(10));
    nowhere(|leaf| leaf.capabilities.extensions.push(10), refusal, "KV-09", InvalidEncoding);
}

#[test]
fn a_leaf_has_a_list_that_names_proof_and_admin_policy() {
    let unlisted = |id| Refusal::Unlisted(Feature::Component(id));
    let without = |leaf: &mut LeafView| drop(leaf.dictionary.remove(id::APP_COMPONENTS));
    nowhere(without, unlisted(id::APP_COMPONENTS), "KV-10", UnsupportedRequiredFeature);
    for component in [id::IDENTITY_PROOF, id::ADMIN_POLICY] {
        let list: AppComponents = REQUIRED.into_iter().filter(|id| *id != component).collect();
        nowhere(|leaf| leaf.dictionary.set(&list), unlisted(component), "KV-10", UnsupportedRequiredFeature);
    }
}

#[test]
fn the_dictionary_of_a_leaf_is_in_form_and_place() {
    let error = ComponentError::Misplaced { id: id::LAST_RESORT, location: Location::LeafNode };
    let mark = |leaf: &mut LeafView| leaf.dictionary.insert(id::LAST_RESORT, Vec::new());
    nowhere(mark, Refusal::LeafDictionary(error), "KV-10", InvalidEncoding);
    let unsorted = Refusal::LeafDictionary(DecodeError::Unsorted { what: "component ids" }.into());
    let list = |leaf: &mut LeafView| leaf.dictionary.insert(id::SAFE_AAD, vec![4, 0x80, 3, 0x80, 1]);
    nowhere(list, unsorted, "KV-10", InvalidEncoding);
}

#[test]
fn a_leaf_proves_whose_it_is() {
    let nowhere = |refusal, change: fn(&mut LeafView)| nowhere(change, refusal, "KV-11", InvalidSignature);
    nowhere(Refusal::NoProof, |leaf| drop(leaf.dictionary.remove(id::IDENTITY_PROOF)));
    nowhere(Refusal::Proof(ProofError::Length(103)), |leaf| leaf.dictionary.insert(id::IDENTITY_PROOF, vec![0; 103]));
    nowhere(Refusal::ProofOfAnother, |leaf| {
        leaf.dictionary.insert(id::IDENTITY_PROOF, proof_for(&account(9), &leaf.signature_key));
    });
    nowhere(Refusal::Proof(ProofError::Signature), |leaf| {
        let number = if leaf.account() == Ok(key(BOB)) { BOB } else { ERIN };
        leaf.dictionary.insert(id::IDENTITY_PROOF, proof_for(&account(number), &[7; 32]));
    });
    nowhere(Refusal::Proof(ProofError::CreatedAt(0)), |leaf| {
        let proof = IdentityProof { signer: key(BOB), created_at: 0, signature: [1; 64] };
        leaf.dictionary.insert(id::IDENTITY_PROOF, proof.to_bytes());
    });
}

#[test]
fn a_proof_belongs_to_one_cipher_suite() {
    let mut other = leaf(ERIN, "erin");
    other.capabilities.cipher_suites = vec![1, 3];
    assert_eq!(judge_leaf(&other, 1, &Options::default()), Ok(()));
    assert_eq!(judge_leaf(&other, 3, &Options::default()), Err(Refusal::Proof(ProofError::Signature)));
}

#[test]
fn a_credential_is_basic_and_holds_a_key() {
    let nowhere = |change: fn(&mut LeafView)| nowhere(change, Refusal::NoAccount, "KV-01", InvalidSignature);
    nowhere(|leaf| leaf.credential.kind = 2);
    nowhere(|leaf| leaf.credential.body.truncate(31));
    let mut no_point = leaf(ERIN, "erin");
    no_point.credential.body = vec![0xff; 32];
    let proof = IdentityProof { signer: [0xff; 32], created_at: 1, signature: [1; 64] };
    no_point.dictionary.set(&proof);
    assert_eq!(judge_leaf(&no_point, 1, &Options::default()), Err(Refusal::Proof(ProofError::Signer)));
}

#[test]
fn a_member_changes_its_key_with_a_new_proof_and_never_its_account() {
    let same_key = with_path(commit(BOB_PHONE, []), leaf(BOB, "bob"));
    assert_eq!(judged(&same_key), Ok(Shape::SelfUpdate));
    let mut old_proof = leaf(BOB, "new key");
    old_proof.dictionary.insert(id::IDENTITY_PROOF, proof_for(&account(BOB), &leaf(BOB, "bob").signature_key));
    let refusal = Refusal::Proof(ProofError::Signature);
    refused(&with_path(commit(BOB_PHONE, []), old_proof), refusal, "KV-11", InvalidSignature);
    let other = with_path(commit(BOB_PHONE, []), leaf(ERIN, "erin"));
    refused(&other, Refusal::IdentityChanged, "KV-12", InvalidSignature);
}

#[test]
fn an_admin_does_not_become_another_account_either() {
    let other = with_path(commit(ALICE_PHONE, [Proposal::Remove(BOB_PHONE)]), leaf(ERIN, "erin"));
    refused(&other, Refusal::IdentityChanged, "KV-12", InvalidSignature);
}

#[test]
fn a_key_package_marks_last_resort_without_data_and_holds_no_proof_of_its_own() {
    let added = |component, data: &[u8]| {
        let key_package = AppDataDictionary::from_iter([(component, data.to_vec())]);
        commit(ALICE_PHONE, [Proposal::Add(Box::new(AddView { leaf: leaf(ERIN, "erin"), key_package }))])
    };
    assert_eq!(judged(&added(id::LAST_RESORT, &[])), Ok(Shape::Administration));
    refused(&added(id::LAST_RESORT, &[0]), Refusal::LastResortData, "KV-13", InvalidEncoding);
    let error = ComponentError::Misplaced { id: id::IDENTITY_PROOF, location: Location::KeyPackage };
    let refusal = Refusal::KeyPackageDictionary(error);
    refused(&added(id::IDENTITY_PROOF, &[0; 104]), refusal, "KV-13", InvalidEncoding);
}

fn parsed(event: Ev) -> KeyPackage {
    parse_framed(&event.bytes()).expect("a KeyPackage")
}

#[test]
fn a_key_package_is_seen_as_it_is_written() {
    let listed = |kp: &mut crate::common::Kp| kp.components = vec![0x0001, 0x8003, 0x8009];
    let marked = parsed(Ev::new(Profile::Adopted2026_07, "kp", NOW).with(|kp| {
        listed(kp);
        kp.last_resort = true;
    }));
    let view = AddView::try_from(&marked).expect("canonical");
    assert_eq!(view.leaf.account(), Ok(key(ALICE)));
    assert_eq!(view.key_package, AppDataDictionary::from_iter([(id::LAST_RESORT, Vec::new())]));
    assert_eq!(judge_add(&view, 1, &Options::default()), Ok(()));
    assert_eq!(view.leaf.capabilities.proposals, marked.leaf_node().capabilities.proposals);
}

#[test]
fn a_leaf_whose_dictionary_repeats_an_entry_has_no_view() {
    let node = key_package::LeafNode {
        extensions: vec![key_package::Extension { kind: 6, data: vec![6, 0x80, 9, 0, 0x80, 9, 0] }],
        ..parsed(Ev::new(Profile::Adopted2026_07, "kp", NOW)).leaf_node().clone()
    };
    let repeated = DecodeError::Repeated { what: "component ids" };
    assert_eq!(LeafView::try_from(&node), Err(repeated.into()));
}
