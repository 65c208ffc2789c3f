//! Leaves that a commit brings: by an Add, and by an UpdatePath.

use super::accepted::{ADD, SELF_UPDATE};
use super::case::{Case, refused};
use super::world::*;
use crate::format::Hex;
use crate::format::Reason::{self, InvalidEncoding, InvalidSignature, UnsupportedRequiredFeature};
use crate::format::topics::commit_authority::{Asks, Components, Id, Leaf};

const FORM: &[Reason] = &[InvalidEncoding];
const UNPROVED: &[Reason] = &[InvalidSignature];
const LACKS: &[Reason] = &[UnsupportedRequiredFeature];

pub(super) fn cases() -> Vec<Case> {
    [proofs(), identities(), support(), key_packages(), paths()].concat()
}

const ERIN: &str = "erin phone";

fn added(number: u16, flag: &'static str, comment: &'static str, leaf: Leaf, reasons: &[Reason]) -> Case {
    refused(number, flag, comment, commit(ALICE_PHONE, [add(leaf)]), ADD, reasons)
}

fn updated(number: u16, flag: &'static str, comment: &'static str, leaf: Leaf, reasons: &[Reason]) -> Case {
    refused(number, flag, comment, commit(BOB_PHONE, []).path(leaf), SELF_UPDATE, reasons)
}

/// The leaf with this data as its identity proof.
fn proved(leaf: Leaf, data: Hex) -> Leaf {
    Leaf { components: Components::from_iter(leaf.components.clone().into_iter().chain([(Id(PROOF), data)])), ..leaf }
}

fn proofs() -> Vec<Case> {
    let erin = || leaf(ERIN);
    let good = proof("erin", &erin()).0;
    let mut damaged = good.clone();
    damaged[100] ^= 0xff;
    vec![
        added(220, "NewLeafProof", "no identity proof", leaf_with(ERIN, PROOF, None), UNPROVED),
        added(221, "NewLeafProof", "the proof of another account", proved(erin(), proof("dave", &erin())), UNPROVED),
        added(222, "NewLeafProof", "the proof for another device's key", proved(erin(), proof("erin", &leaf("erin laptop"))), UNPROVED),
        added(223, "NewLeafProof", "a damaged signature", proved(erin(), Hex(damaged)), UNPROVED),
        added(224, "NewLeafProof", "a byte too few", proved(erin(), Hex(good[..103].to_vec())), UNPROVED),
        added(225, "NewLeafProof", "a byte too many", proved(erin(), Hex([&good[..], &[0]].concat())), UNPROVED),
        added(226, "NewLeafProof", "a time of 0", proved(erin(), timeless_proof("erin", &erin())), UNPROVED),
    ]
}

fn identities() -> Vec<Case> {
    let short = Leaf { identity: Hex(identity("erin").0[..31].to_vec()), ..leaf(ERIN) };
    let text = Leaf { identity: Hex(identity("erin").to_string().into_bytes()), ..leaf(ERIN) };
    let other_type = Leaf { credential: Id(2), ..leaf(ERIN) };
    let taken = {
        let mut taken = leaf(ERIN);
        taken.signature_key = leaf("dave phone").signature_key;
        let proof = proof("erin", &taken);
        proved(taken, proof)
    };
    vec![
        added(230, "NewLeafIdentity", "an identity of 31 bytes", short, UNPROVED),
        added(231, "NewLeafIdentity", "an identity in hex", text, UNPROVED),
        added(232, "NewLeafIdentity", "a credential that is not basic", other_type, UNPROVED),
        added(233, "KeyTwice", "erin's leaf has the signature key of dave's", taken.clone(), FORM),
        updated(234, "KeyTwice", "bob's new leaf has the signature key of his laptop", proved(Leaf { signature_key: leaf("bob laptop").signature_key, ..leaf("bob phone") }, leaf("bob laptop").components[&Id(PROOF)].clone()), FORM),
    ]
}

fn support() -> Vec<Case> {
    let listing = |ids: &[u16]| leaf_with(ERIN, APP_COMPONENTS, Some(list(ids)));
    let but = |id: u16| -> Vec<u16> { SUPPORTED.into_iter().filter(|own| *own != id).collect() };
    let mut unsorted = SUPPORTED;
    unsorted.swap(2, 3);
    let able = |change: fn(&mut Leaf)| {
        let mut erin = leaf(ERIN);
        change(&mut erin);
        erin
    };
    vec![
        added(240, "NewLeafSupport", "no list of components", leaf_with(ERIN, APP_COMPONENTS, None), LACKS),
        added(241, "NewLeafSupport", "identity proofs are not listed", listing(&but(PROOF)), LACKS),
        added(242, "NewLeafSupport", "the lifecycle is not listed, and required", listing(&but(LIFECYCLE)), LACKS),
        added(243, "NewLeafSupport", "the dictionary extension is not listed", able(|erin| erin.capabilities.extensions.clear()), LACKS),
        added(244, "NewLeafSupport", "AppDataUpdate is not listed", able(|erin| erin.capabilities.proposals = ids(&[0x000a])), LACKS),
        added(245, "NewLeafSupport", "SelfRemove is not listed, and required", able(|erin| erin.capabilities.proposals = ids(&[0x0008])), LACKS),
        added(246, "NewLeafSupport", "the cipher suite of the group is not listed", able(|erin| erin.capabilities.cipher_suites = ids(&[0x0003])), LACKS),
        added(247, "NewLeafSupport", "MLS 1.0 is not listed", able(|erin| erin.capabilities.versions.clear()), LACKS),
        added(248, "NewLeafSupport", "basic credentials are not listed", able(|erin| erin.capabilities.credentials.clear()), LACKS),
        added(249, "NewLeafForm", "the list of components is out of order", listing(&unsorted), FORM),
        added(250, "NewLeafForm", "extension 0x000a is listed, which this text does not have", able(|erin| erin.capabilities.extensions = ids(&[0x0006, 0x000a])), FORM),
        added(251, "NewLeafForm", "the mark of a last resort stands in the leaf", leaf_with(ERIN, LAST_RESORT, Some(Hex::default())), FORM),
    ]
}

fn key_packages() -> Vec<Case> {
    let with = |component: u16, data: Hex| {
        let key_package = Components::from([(Id(component), data)]);
        commit(ALICE_PHONE, [Asks::Add { leaf: Box::new(leaf(ERIN)), key_package }])
    };
    vec![
        refused(255, "KeyPackageForm", "the mark of a last resort is not empty", with(LAST_RESORT, Hex(vec![1])), ADD, FORM),
        refused(256, "KeyPackageForm", "the identity proof stands in the KeyPackage too", with(PROOF, proof("erin", &leaf(ERIN))), ADD, FORM),
    ]
}

fn paths() -> Vec<Case> {
    let old_proof = leaf("bob phone").components[&Id(PROOF)].clone();
    let again = || Leaf { name: "bob phone".to_owned(), ..leaf("bob phone again") };
    let shorter = Leaf { name: "bob phone".to_owned(), ..leaf_with("bob phone again", APP_COMPONENTS, Some(list(&REQUIRED[..3]))) };
    let no_proof = Leaf { name: "bob phone".to_owned(), ..leaf_with("bob phone again", PROOF, None) };
    let in_passing = commit(ALICE_PHONE, [set(PROFILE, profile("journey"))]);
    let unproved = leaf_with("alice phone again", PROOF, None);
    vec![
        updated(260, "NewLeafProof", "an UpdatePath without an identity proof", no_proof, UNPROVED),
        updated(261, "NewLeafProof", "a new key with the proof of the old one", proved(again(), old_proof), UNPROVED),
        updated(262, "AnotherAccount", "bob's new leaf is dave's, with dave's proof", leaf("dave laptop"), UNPROVED),
        updated(263, "NewLeafSupport", "bob's new leaf does not list what is required", shorter, LACKS),
        refused(264, "NewLeafProof", "an admin's commit whose UpdatePath has no identity proof", in_passing.path(unproved), super::accepted::CHANGE, UNPROVED),
    ]
}
