//! KV-01, KV-09 to KV-14: what every leaf of a group must be, wherever it comes from.

use super::causes::Feature;
use super::options::{DefaultExtensions, LeafShrink, Options, SelfRemoveSupport, SupportList};
use super::view::{AddView, LeafView};
use super::{Check, EXT_DICTIONARY, PROPOSAL_APP_DATA_UPDATE, PROPOSAL_SELF_REMOVE, Refusal};
use crate::adopted::components::{Location, SafeAad, id};
use crate::key_package::{Capabilities, EXT_LAST_RESORT};
use crate::proof::{IdentityProof, signature_scheme};

/// KV-14: a leaf of a KeyPackage, an UpdatePath or a tree, for a group of this cipher suite.
pub fn judge_leaf(leaf: &LeafView, cipher_suite: u16, options: &Options) -> Result<(), Refusal> {
    capabilities(&leaf.capabilities, cipher_suite, options)?;
    dictionary(leaf, &[id::ADMIN_POLICY, id::IDENTITY_PROOF], options)?;
    proof(leaf, cipher_suite, options)
}

/// KV-14 for a KeyPackage: its leaf, and KV-13 for its own dictionary.
pub fn judge_add(add: &AddView, cipher_suite: u16, options: &Options) -> Result<(), Refusal> {
    judge_leaf(&add.leaf, cipher_suite, options)?;
    last_resort(add, options)
}

/// KV-13, and that nothing stands in the KeyPackage's own dictionary that must not.
pub(crate) fn last_resort(add: &AddView, options: &Options) -> Result<(), Refusal> {
    add.key_package.check_places(Location::KeyPackage).map_err(Refusal::KeyPackageDictionary)?;
    if options.same_account && add.key_package.contains(id::SAME_ACCOUNT) {
        return Err(Refusal::SameAccountEntry);
    }
    match add.key_package.get(id::LAST_RESORT) {
        None | Some([]) => Ok(()),
        Some(_) => Err(Refusal::LastResortData),
    }
}

/// KV-12: a member's new leaf is the same account's and, under D38, supports what the old one did. That a new key has a new
/// proof follows from KV-11.
pub fn judge_replacement(old: &LeafView, new: &LeafView, cipher_suite: u16, options: &Options) -> Result<(), Refusal> {
    judge_leaf(new, cipher_suite, options)?;
    if old.account()? != new.account()? {
        options.refuse(Check::IdentityKept, Refusal::IdentityChanged)?;
    }
    match (options.leaf_shrink, dropped(old, new)) {
        (LeafShrink::Reject, Some(feature)) => Err(Refusal::Shrinks(feature)),
        _ => Ok(()),
    }
}

/// KV-09
pub(crate) fn capabilities(has: &Capabilities, cipher_suite: u16, options: &Options) -> Result<(), Refusal> {
    let must = |check, list: &[u16], id: u16, feature: fn(u16) -> Feature| {
        if list.contains(&id) { Ok(()) } else { options.refuse(check, Refusal::Incapable(feature(id))) }
    };
    must(Check::LeafVersion, &has.versions, 1, Feature::Version)?;
    must(Check::LeafSuite, &has.cipher_suites, cipher_suite, Feature::CipherSuite)?;
    must(Check::LeafDictionary, &has.extensions, EXT_DICTIONARY, Feature::Extension)?;
    must(Check::LeafUpdate, &has.proposals, PROPOSAL_APP_DATA_UPDATE, Feature::Proposal)?;
    if options.self_remove_support == SelfRemoveSupport::Required && !has.proposals.contains(&PROPOSAL_SELF_REMOVE) {
        return Err(Refusal::Incapable(Feature::Proposal(PROPOSAL_SELF_REMOVE)));
    }
    must(Check::LeafBasic, &has.credentials, 1, Feature::Credential)?;
    let forbidden = |id: &&u16| {
        **id == EXT_LAST_RESORT || (options.default_extensions == DefaultExtensions::Reject && (1..=5).contains(*id))
    };
    match has.extensions.iter().find(forbidden) {
        Some(id) => options.refuse(Check::LastResortExtension, Refusal::Listed(Feature::Extension(*id))),
        None => Ok(()),
    }
}

/// KV-10: the support list, which names these components, and no entry out of place.
pub(crate) fn dictionary(leaf: &LeafView, named: &[u16], options: &Options) -> Result<(), Refusal> {
    let placed = leaf.dictionary.check_places(Location::LeafNode);
    placed.or_else(|error| options.refuse(Check::LeafPlace, Refusal::LeafDictionary(error)))?;
    if options.same_account && leaf.dictionary.contains(id::SAME_ACCOUNT) {
        return Err(Refusal::SameAccountEntry);
    }
    let listed = leaf.supported_components().map_err(Refusal::LeafDictionary)?;
    let Some(listed) = listed else {
        return options.refuse(Check::SupportList, Refusal::Unlisted(Feature::Component(id::APP_COMPONENTS)));
    };
    let safe_aad = leaf.dictionary.read::<SafeAad>().map_err(Refusal::LeafDictionary)?;
    let mut must = named.to_vec();
    if options.support_list == SupportList::EntriesListed {
        must.push(id::APP_COMPONENTS);
        if safe_aad.is_none() {
            return Err(Refusal::Unlisted(Feature::Component(id::SAFE_AAD)));
        }
    }
    match must.into_iter().find(|id| !listed.contains(id)) {
        Some(id) => options.refuse(Check::SupportList, Refusal::Unlisted(Feature::Component(id))),
        None => Ok(()),
    }
}

/// KV-11: one proof, by the account in the credential, for this signature key and the group's cipher suite.
fn proof(leaf: &LeafView, cipher_suite: u16, options: &Options) -> Result<(), Refusal> {
    let account = leaf.account()?;
    let Some(data) = leaf.dictionary.get(id::IDENTITY_PROOF) else {
        return options.refuse(Check::ProofMissing, Refusal::NoProof);
    };
    let proof = match IdentityProof::parse(data) {
        Ok(proof) => proof,
        Err(error) => return options.refuse(Check::ProofForm, Refusal::Proof(error)),
    };
    if proof.signer != account {
        options.refuse(Check::ProofBinding, Refusal::ProofOfAnother)?;
    }
    let scheme = signature_scheme(cipher_suite).ok_or(Refusal::Incapable(Feature::CipherSuite(cipher_suite)))?;
    let verified = proof.verify(cipher_suite, scheme, &leaf.signature_key);
    verified.or_else(|error| options.refuse(Check::ProofSignature, Refusal::Proof(error)))
}

/// The first thing that the old leaf supports and the new one does not.
fn dropped(old: &LeafView, new: &LeafView) -> Option<Feature> {
    let lost = |old: &[u16], new: &[u16], feature: fn(u16) -> Feature| {
        old.iter().find(|id| !new.contains(id)).map(|id| feature(*id))
    };
    let components = |leaf: &LeafView| -> Vec<u16> {
        leaf.supported_components().ok().flatten().unwrap_or_default().into_iter().collect()
    };
    let (was, is) = (&old.capabilities, &new.capabilities);
    lost(&was.versions, &is.versions, Feature::Version)
        .or_else(|| lost(&was.cipher_suites, &is.cipher_suites, Feature::CipherSuite))
        .or_else(|| lost(&was.extensions, &is.extensions, Feature::Extension))
        .or_else(|| lost(&was.proposals, &is.proposals, Feature::Proposal))
        .or_else(|| lost(&was.credentials, &is.credentials, Feature::Credential))
        .or_else(|| lost(&components(old), &components(new), Feature::Component))
}
