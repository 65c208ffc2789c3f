//! key-package-event, the MLS part: the KeyPackage is added to a group made for it, as an inviter does.

use mls_rs::group::LeafNodeSource;
use mls_rs::identity::SigningIdentity;
use mls_rs::identity::basic::BasicCredential;
use mls_rs::mls_rs_codec::MlsEncode;
use mls_rs::time::MlsTime;
use mls_rs::{CipherSuiteProvider, ExtensionList, MlsMessage};

use super::{FRAME, bare, framed, leaf_of};
use crate::format::topics::key_package_event::{Expect, Test};
use crate::format::{Event, Outcome, Reason};
use crate::verify::key_package::{content, is_last_resort, is_seen, listed};
use crate::verify::mls_rs::client::{client, suite};
use crate::verify::mls_rs::identity::account;
use crate::verify::mls_rs::refused;
use crate::verify::stack::{judge, judge_policy};
use crate::verify::{Case, Refusal, Verdict};

/// The extension that marked a reusable KeyPackage before July 2026.
const LAST_RESORT: u16 = 0x000a;
/// The extension that holds application components, among them the mark of now.
const APP_DATA_DICTIONARY: u16 = 0x0006;

/// mls-rs refuses default extensions in the capabilities, and takes whatever extension of a leaf they list.
pub(in crate::verify::mls_rs) const POLICIES: &[&str] = &["defaults-refused", "leaf-extensions-any"];

pub(in crate::verify::mls_rs) fn verify(case: &Case<'_>, test: &Test) -> Verdict {
    match test.result {
        Outcome::Policy => judge_policy(test, POLICIES, || came(case, &test.input.event)),
        Outcome::Invalid if !test.reasons().into_iter().any(is_seen) => {
            Verdict::unsupported("the fault is not in the KeyPackage")
        }
        _ => judge(test, came(case, &test.input.event)),
    }
}

fn came(case: &Case<'_>, event: &Event) -> Result<Expect, Refusal> {
    let bytes = content(case.marmot(), event)?;
    let key_package = if case.profile.is_adopted() { framed(&bytes)? } else { bare(&bytes)? };
    let raw = key_package.mls_encode_to_vec().map_err(refused::codec)?;
    admit(&raw, case.now.into())?;
    let leaf = leaf_of(&raw)?;
    let credential = account(&leaf.signing_identity).map_err(|e| Refusal::new(Reason::CredentialTypeUnsupported, e))?;
    if hex::encode(credential) != event.pubkey {
        return Err(Refusal::new(Reason::IdentityMismatch, "the credential does not name the author"));
    }
    let reference = key_package.to_reference(&suite()).map_err(refused::message)?;
    if event.tag("i").is_some_and(|named| named != hex::encode(&*reference)) {
        return Err(Refusal::new(Reason::RefMismatch, "i does not name the KeyPackage"));
    }
    let LeafNodeSource::KeyPackage(lifetime) = &leaf.leaf_node_source else {
        return Err(Refusal::new(Reason::LifetimeMissing, "the leaf has no lifetime"));
    };
    Ok(Expect {
        account: event.pubkey.clone(),
        slot: event.tag("d").filter(|_| event.kind == marmot_rules::KIND_ADDRESSABLE).map(str::to_owned),
        reference: reference.to_vec().into(),
        cipher_suite: key_package.cipher_suite.raw_value(),
        extensions: listed(leaf.capabilities.extensions.iter().map(|kind| kind.raw_value())),
        proposals: listed(leaf.capabilities.proposals.iter().map(|kind| kind.raw_value())),
        last_resort: last_resort(&key_package.extensions),
        lifetime: [lifetime.not_before.seconds_since_epoch(), lifetime.not_after.seconds_since_epoch()],
        signature_key: leaf.signing_identity.signature_key.to_vec().into(),
    })
}

fn last_resort(extensions: &ExtensionList) -> bool {
    let dictionary = extensions.get(APP_DATA_DICTIONARY.into()).map(|extension| extension.extension_data);
    extensions.has_extension(LAST_RESORT.into()) || dictionary.is_some_and(|data| is_last_resort(&data))
}

/// All that mls-rs checks before it adds a member: signatures, versions, keys, capabilities, and the lifetime at `now`.
fn admit(raw: &[u8], now: MlsTime) -> Result<(), Refusal> {
    let message = MlsMessage::from_bytes(&[&FRAME, raw].concat()).map_err(refused::message)?;
    let (secret, public) = suite().signature_key_generate().map_err(Refusal::broken)?;
    let inviter = SigningIdentity::new(BasicCredential::new(b"inviter".to_vec()).into_credential(), public);
    let group = client(inviter, secret).create_group(ExtensionList::new(), ExtensionList::new(), Some(now));
    let mut group = group.map_err(Refusal::broken)?;
    let commit = group.commit_builder().commit_time(now).add_member(message).and_then(|commit| commit.build());
    commit.map(drop).map_err(refused::message)
}
