//! Leaves that bare openmls 0.9.2 accepts and Marmot forbids: in an UpdatePath and in an Add (KV-09 to KV-14).

use adopted::key_package::Wish;
use adopted::leaf::{self, LeafKey, SUITE};
use adopted::{Category, Crypto, Provider};
use marmot_rules::adopted::components::{AppDataDictionary, id};
use openmls_0_9::prelude::{BasicCredential, CredentialWithKey, KeyPackage, LeafNodeParameters, Lifetime};

use crate::common::{account, id as account_id, unix};
use crate::forgeries::forged;

/// A self-update of the second member whose new leaf is changed.
fn leaf_forgery(category: Category, change: impl Fn(&mut AppDataDictionary)) {
    forged(1, category, |forger| {
        let proof = leaf::prove(&account(2), unix(), forger.key.public()).expect("a proof");
        let mut dictionary = leaf::dictionary(leaf::SUPPORTED, &proof);
        change(&mut dictionary);
        let extensions = leaf::extensions(&dictionary).expect("extensions");
        let parameters = LeafNodeParameters::builder().with_extensions(extensions).build();
        forger.commit(|builder| builder.force_self_update(true).leaf_node_parameters(parameters), &[])
    });
}

#[test]
fn a_new_leaf_needs_its_proof() {
    leaf_forgery(Category::InvalidSignature, |dictionary| drop(dictionary.remove(id::IDENTITY_PROOF)));
}

#[test]
fn a_new_leaf_with_the_proof_of_another_key_or_account_is_refused() {
    let other_key = leaf::prove(&account(2), unix(), &[7; 32]).expect("a proof");
    leaf_forgery(Category::InvalidSignature, |dictionary| dictionary.set(&other_key));
    leaf_forgery(Category::InvalidSignature, |dictionary| {
        let proof = dictionary.read().expect("a proof").expect("a proof");
        let marmot_rules::proof::IdentityProof { created_at, signature, .. } = proof;
        let signer = account_id(3).0;
        dictionary.set(&marmot_rules::proof::IdentityProof { signer, created_at, signature });
    });
}

#[test]
fn a_new_leaf_may_not_drop_support_for_what_the_group_requires() {
    use marmot_rules::adopted::components::AppComponents;
    leaf_forgery(Category::UnsupportedRequiredFeature, |dictionary| {
        dictionary.set(&AppComponents::from_iter([id::ADMIN_POLICY, id::IDENTITY_PROOF]));
    });
    leaf_forgery(Category::UnsupportedRequiredFeature, |dictionary| drop(dictionary.remove(id::APP_COMPONENTS)));
}

#[test]
fn a_self_update_cannot_change_the_account() {
    forged(1, Category::InvalidSignature, |forger| {
        let proof = leaf::prove(&account(9), unix(), forger.key.public()).expect("a proof");
        let extensions = leaf::extensions(&leaf::dictionary(leaf::SUPPORTED, &proof)).expect("extensions");
        let credential = BasicCredential::new(account_id(9).0.to_vec()).into();
        let signature_key = forger.key.public().to_vec().into();
        let parameters = LeafNodeParameters::builder()
            .with_credential_with_key(CredentialWithKey { credential, signature_key })
            .with_extensions(extensions)
            .build();
        forger.commit(|builder| builder.force_self_update(true).leaf_node_parameters(parameters), &[])
    });
}

/// A KeyPackage of account 4 with another leaf dictionary than the engine would make.
pub fn odd_key_package(change: impl Fn(&mut AppDataDictionary)) -> KeyPackage {
    let crypto = Crypto::default();
    let key = LeafKey::generate(&crypto).expect("a key");
    let wish = Wish::new("00".repeat(32), unix());
    let proof = leaf::prove(&account(4), unix(), key.public()).expect("a proof");
    let mut dictionary = leaf::dictionary(leaf::SUPPORTED, &proof);
    change(&mut dictionary);
    KeyPackage::builder()
        .leaf_node_capabilities(leaf::capabilities())
        .leaf_node_extensions(leaf::extensions(&dictionary).expect("extensions"))
        .key_package_lifetime(Lifetime::init(wish.not_before, wish.not_after))
        .build(SUITE, &Provider::new(&crypto), &key, key.credential(&account(4).public_key()))
        .expect("openmls makes it")
        .into_key_package()
}

fn add_forgery(category: Category, change: impl Fn(&mut AppDataDictionary)) {
    let key_package = odd_key_package(change);
    forged(0, category, |forger| forger.commit(|builder| builder.propose_adds([key_package]), &[]));
}

#[test]
fn an_added_leaf_needs_a_proof_and_support_for_all_that_is_required() {
    use marmot_rules::adopted::components::AppComponents;
    add_forgery(Category::InvalidSignature, |dictionary| drop(dictionary.remove(id::IDENTITY_PROOF)));
    add_forgery(Category::UnsupportedRequiredFeature, |dictionary| drop(dictionary.remove(id::APP_COMPONENTS)));
    add_forgery(Category::UnsupportedRequiredFeature, |dictionary| {
        dictionary.set(&AppComponents::from_iter([id::ADMIN_POLICY, id::IDENTITY_PROOF, id::PROFILE]));
    });
}
