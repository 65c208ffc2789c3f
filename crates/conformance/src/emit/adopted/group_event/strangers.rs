//! Messages by whoever is no member (GE-02).

use adopted::leaf::{self, LeafKey, SUITE};
use adopted::{Crypto, Provider};
use nostr::Keys;
use openmls_0_9::prelude::tls_codec::Deserialize as _;
use openmls_0_9::prelude::{
    ExternalCommitBuilder, JoinProposal, KeyPackage, LeafNodeParameters, MlsMessageBodyIn, MlsMessageIn,
    OpenMlsProvider as _,
};

use super::super::Forger;
use super::super::bytes;
use super::{Forgery, Test, forged};
use crate::emit::{EmitError, START};
use crate::format::Reason;

/// The text of the two rules that forbid it gives two categories.
const OUTSIDE: &[Reason] = &[Reason::InvalidEncoding, Reason::AuthorizationFailed];

pub(super) fn tests() -> Result<Vec<Test>, EmitError> {
    let stranger = |number, flag, comment, parent| Forgery { number, flag, comment, parent, reasons: OUTSIDE };
    let commit = stranger(153, "Outsider", "an External Commit with a GroupInfo that the admin gave away", 72);
    let proposal = stranger(154, "ProposedByOutsider", "a new member proposes its own Add", 61);
    Ok(vec![
        forged(&commit, true, |forger, _| external_commit(forger))?,
        forged(&proposal, true, |forger, _| join_proposal(forger))?,
    ])
}

/// A device of a new account, with what its leaf has.
fn newcomer() -> (Crypto, LeafKey, Keys) {
    let (crypto, account) = (Crypto::default(), Keys::generate());
    let key = LeafKey::generate(&crypto).expect("a key");
    (crypto, key, account)
}

fn external_commit(forger: &Forger) -> Vec<u8> {
    let info = forger.group.export_group_info(&forger.crypto, &forger.key, true).expect("a GroupInfo");
    let info = MlsMessageIn::tls_deserialize_exact(bytes(&info)).expect("an MLSMessage");
    let MlsMessageBodyIn::GroupInfo(info) = info.extract() else { panic!("no GroupInfo") };
    let (crypto, key, account) = newcomer();
    let provider = Provider::new(&crypto);
    let proof = leaf::prove(&account, START, key.public()).expect("a proof");
    let extensions = leaf::extensions(&leaf::dictionary(leaf::SUPPORTED, &proof)).expect("extensions");
    let parameters =
        LeafNodeParameters::builder().with_capabilities(leaf::capabilities()).with_extensions(extensions).build();
    let (_, bundle) = ExternalCommitBuilder::new()
        .build_group(&provider, info, key.credential(&account.public_key()))
        .expect("a group")
        .leaf_node_parameters(parameters)
        .load_psks(provider.storage())
        .expect("no PSKs")
        .build(provider.rand(), provider.crypto(), &key, |_| true)
        .expect("a commit")
        .finalize(&provider)
        .expect("a commit");
    bytes(bundle.commit())
}

fn join_proposal(forger: &Forger) -> Vec<u8> {
    let (crypto, key, account) = newcomer();
    let proof = leaf::prove(&account, START, key.public()).expect("a proof");
    let extensions = leaf::extensions(&leaf::dictionary(leaf::SUPPORTED, &proof)).expect("extensions");
    let key_package = KeyPackage::builder()
        .leaf_node_capabilities(leaf::capabilities())
        .leaf_node_extensions(extensions)
        .build(SUITE, &Provider::new(&crypto), &key, key.credential(&account.public_key()))
        .expect("a KeyPackage")
        .into_key_package();
    let (group_id, epoch) = (forger.group.group_id().clone(), forger.group.epoch());
    bytes(&JoinProposal::new::<adopted::Store>(key_package, group_id, epoch, &key).expect("a proposal"))
}
