//! New leaves that Marmot forbids: in an UpdatePath and in an Add (KV-09 to KV-14).

use adopted::leaf::{self, LeafKey, SUITE};
use adopted::{Crypto, Provider};
use marmot_rules::adopted::components::{AppComponents, AppDataDictionary, id};
use marmot_rules::proof::IdentityProof;
use nostr::Keys;
use openmls_0_9::prelude::{BasicCredential, CredentialWithKey, KeyPackage, LeafNodeParameters, Lifetime};
use sim_env::Actor;

use super::super::Forger;
use super::{Forgery, Test, forged};
use crate::emit::{EmitError, START};
use crate::format::Reason::{self, InvalidSignature, UnsupportedRequiredFeature};

const UNPROVED: &[Reason] = &[InvalidSignature];
const LACKS: &[Reason] = &[UnsupportedRequiredFeature];

/// What changes in the dictionary of a leaf of this account.
type Change = fn(&mut AppDataDictionary, &Keys);

pub(super) fn tests() -> Result<Vec<Test>, EmitError> {
    let mut tests = Vec::new();
    for (offset, flag, comment, reasons, change) in CASES {
        let [own, new] = ["self-update", "Add"].map(|kind| format!("{kind}: {comment}"));
        let updated = Forgery { number: 141 + offset, flag, comment: &own, parent: 72, reasons };
        tests.push(forged(&updated, false, |forger, scene| update(forger, &scene.witness.account, *change))?);
        let added = Forgery { number: 191 + offset, flag, comment: &new, parent: 67, reasons };
        tests.push(forged(&added, true, |forger, _| add(forger, *change))?);
    }
    let other = Forgery {
        number: 149,
        flag: "AnotherAccount",
        comment: "self-update: the leaf becomes another account's, with a good proof of that account",
        parent: 72,
        reasons: UNPROVED,
    };
    tests.push(forged(&other, false, |forger, _| another_account(forger))?);
    Ok(tests)
}

#[rustfmt::skip]
const CASES: &[(u16, &str, &str, &[Reason], Change)] = &[
    (0, "NewLeafProof", "no identity proof", UNPROVED, |leaf, _| drop(leaf.remove(id::IDENTITY_PROOF))),
    (1, "NewLeafProof", "a proof for another key", UNPROVED, |leaf, account| leaf.set(&leaf::prove(account, START, &[7; 32]).expect("a proof"))),
    (2, "NewLeafProof", "a proof that names another account as its signer", UNPROVED, |leaf, _| {
        let proof: IdentityProof = leaf.read().expect("a proof").expect("a proof");
        leaf.set(&IdentityProof { signer: crate::emit::stranger().public_key().to_bytes(), ..proof });
    }),
    (3, "NewLeafProof", "a proof that lacks its last byte", UNPROVED, |leaf, _| {
        let mut proof = leaf.get(id::IDENTITY_PROOF).expect("a proof").to_vec();
        proof.pop();
        leaf.insert(id::IDENTITY_PROOF, proof);
    }),
    (4, "NewLeafSupport", "no list of components", LACKS, |leaf, _| drop(leaf.remove(id::APP_COMPONENTS))),
    (5, "NewLeafSupport", "a list without what the group requires", LACKS, |leaf, _| leaf.set(&AppComponents::from_iter([id::ADMIN_POLICY, id::IDENTITY_PROOF]))),
];

/// A self-update with a changed leaf.
fn update(forger: &mut Forger, account: &Keys, change: Change) -> Vec<u8> {
    let proof = leaf::prove(account, START, forger.key.public()).expect("a proof");
    let mut dictionary = leaf::dictionary(leaf::SUPPORTED, &proof);
    change(&mut dictionary, account);
    let extensions = leaf::extensions(&dictionary).expect("extensions");
    let parameters = LeafNodeParameters::builder().with_extensions(extensions).build();
    forger.commit(|builder| builder.force_self_update(true).leaf_node_parameters(parameters), &[])
}

/// The Add of a new account's device with a changed leaf.
fn add(forger: &mut Forger, change: Change) -> Vec<u8> {
    let key_package = Actor::register("gev/odd").enter(|| {
        let (crypto, account) = (Crypto::default(), Keys::generate());
        let key = LeafKey::generate(&crypto).expect("a key");
        let proof = leaf::prove(&account, START, key.public()).expect("a proof");
        let mut dictionary = leaf::dictionary(leaf::SUPPORTED, &proof);
        change(&mut dictionary, &account);
        let package = KeyPackage::builder()
            .leaf_node_capabilities(leaf::capabilities())
            .leaf_node_extensions(leaf::extensions(&dictionary).expect("extensions"))
            .key_package_lifetime(Lifetime::init(START - 3_600, START + 7_000_000))
            .build(SUITE, &Provider::new(&crypto), &key, key.credential(&account.public_key()));
        package.expect("openmls makes it").into_key_package()
    });
    forger.commit(|builder| builder.propose_adds([key_package]), &[])
}

fn another_account(forger: &mut Forger) -> Vec<u8> {
    let account = crate::emit::stranger();
    let proof = leaf::prove(&account, START, forger.key.public()).expect("a proof");
    let extensions = leaf::extensions(&leaf::dictionary(leaf::SUPPORTED, &proof)).expect("extensions");
    let credential = BasicCredential::new(account.public_key().to_bytes().to_vec()).into();
    let signature_key = forger.key.public().to_vec().into();
    let parameters = LeafNodeParameters::builder()
        .with_credential_with_key(CredentialWithKey { credential, signature_key })
        .with_extensions(extensions)
        .build();
    forger.commit(|builder| builder.force_self_update(true).leaf_node_parameters(parameters), &[])
}
