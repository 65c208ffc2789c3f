//! key-package-ref, and the MLS part of key-package-event.

use adopted::Provider;
use openmls_0_9::prelude::tls_codec::{Deserialize, Serialize, VLBytes};
use openmls_0_9::prelude::{
    BasicCredential, Extension, KeyPackage, KeyPackageIn, MlsMessageBodyIn, MlsMessageIn, OpenMlsProvider,
    ProtocolVersion,
};

use super::refused;
use crate::format::topics::{key_package_event, key_package_ref};
use crate::format::{Event, Outcome, Reason};
use crate::verify::key_package::{LAST_RESORT_COMPONENT, content, is_seen, listed};
use crate::verify::stack::{judge, judge_policy};
use crate::verify::{Case, Refusal, Verdict};

/// openmls does not look for default extensions in the capabilities, and puts last_resort in no leaf. Its lifetime is half open, which
/// is none of the policies.
pub(super) const POLICIES: &[&str] = &["defaults-taken", "leaf-extensions-known"];

pub(super) fn verify_ref(test: &key_package_ref::Test) -> Verdict {
    judge(test, reference(test))
}

fn reference(test: &key_package_ref::Test) -> Result<key_package_ref::Expect, Refusal> {
    let provider = Provider::default();
    let key_package = match (&test.input.key_package, &test.input.key_package_raw) {
        (Some(bytes), None) => framed(&provider, &bytes.0)?,
        (None, Some(bytes)) => bare(&provider, &bytes.0)?,
        _ => return Err(Refusal::broken("expected exactly one framing")),
    };
    let raw = key_package.tls_serialize_detached().map_err(Refusal::broken)?;
    let part = |bytes: &[u8]| VLBytes::new(bytes.to_vec()).tls_serialize_detached().map_err(Refusal::broken);
    let preimage = [part(b"MLS 1.0 KeyPackage Reference")?, part(&raw)?].concat();
    let reference = key_package.hash_ref(provider.crypto()).map_err(Refusal::broken)?;
    Ok(key_package_ref::Expect {
        key_package_raw: raw.into(),
        preimage: preimage.into(),
        reference: reference.as_slice().into(),
    })
}

/// A bare KeyPackage, to the last byte.
pub(super) fn bare(provider: &Provider, bytes: &[u8]) -> Result<KeyPackage, Refusal> {
    validated(provider, KeyPackageIn::tls_deserialize_exact(bytes).map_err(refused::codec)?)
}

/// The KeyPackage in an MLSMessage.
fn framed(provider: &Provider, bytes: &[u8]) -> Result<KeyPackage, Refusal> {
    match MlsMessageIn::tls_deserialize_exact(bytes).map_err(refused::codec)?.extract() {
        MlsMessageBodyIn::KeyPackage(read) => validated(provider, read),
        _ => Err(Refusal::new(Reason::WireFormatMismatch, "the MLS message is no KeyPackage")),
    }
}

fn validated(provider: &Provider, read: KeyPackageIn) -> Result<KeyPackage, Refusal> {
    read.validate(provider.crypto(), ProtocolVersion::Mls10).map_err(refused::key_package)
}

pub(super) fn verify_event(case: &Case<'_>, test: &key_package_event::Test) -> Verdict {
    match test.result {
        Outcome::Policy => judge_policy(test, POLICIES, || event(case, &test.input.event)),
        Outcome::Invalid if !test.reasons().into_iter().any(is_seen) => {
            Verdict::unsupported("the fault is not in the KeyPackage")
        }
        _ => match event(case, &test.input.event) {
            // In a frame of version 1 it does not get as far as the KeyPackage's own version.
            Err(refusal) if has(test, "ProtocolVersion") && refusal.reason == Some(Reason::TlsMalformed) => {
                Verdict::Differs(format!("refuses it while decoding: {}", refusal.what))
            }
            Err(refusal) if test.result == Outcome::Valid && has(test, "LifetimeEdge") => {
                Verdict::Differs(format!("refuses it: {}", refusal.what))
            }
            came => judge(test, came),
        },
    }
}

fn has(test: &key_package_event::Test, flag: &str) -> bool {
    test.flags.iter().any(|own| own == flag)
}

fn event(case: &Case<'_>, event: &Event) -> Result<key_package_event::Expect, Refusal> {
    let provider = Provider::default();
    let bytes = content(case.marmot(), event)?;
    let key_package = if case.profile.is_adopted() { framed(&provider, &bytes)? } else { bare(&provider, &bytes)? };
    let leaf = key_package.leaf_node();
    let credential = BasicCredential::try_from(leaf.credential().clone())
        .map_err(|e| Refusal::new(Reason::CredentialTypeUnsupported, e))?;
    if hex::encode(credential.identity()) != event.pubkey {
        return Err(Refusal::new(Reason::IdentityMismatch, "the credential does not name the author"));
    }
    let reference = key_package.hash_ref(provider.crypto()).map_err(Refusal::broken)?;
    if event.tag("i").is_some_and(|named| named != hex::encode(reference.as_slice())) {
        return Err(Refusal::new(Reason::RefMismatch, "i does not name the KeyPackage"));
    }
    let lifetime = key_package.life_time();
    Ok(key_package_event::Expect {
        account: event.pubkey.clone(),
        slot: event.tag("d").filter(|_| event.kind == marmot_rules::KIND_ADDRESSABLE).map(str::to_owned),
        reference: reference.as_slice().into(),
        cipher_suite: key_package.ciphersuite().into(),
        extensions: listed(leaf.capabilities().extensions().iter().map(|kind| u16::from(*kind))),
        proposals: listed(leaf.capabilities().proposals().iter().map(|kind| u16::from(*kind))),
        last_resort: last_resort(&key_package),
        lifetime: [lifetime.not_before(), lifetime.not_after()],
        signature_key: leaf.signature_key().as_slice().into(),
    })
}

/// openmls looks at the extension alone, and not at the component.
fn last_resort(key_package: &KeyPackage) -> bool {
    let mut extensions = key_package.extensions().iter();
    let marked = extensions.any(|extension| match extension {
        Extension::AppDataDictionary(found) => found.dictionary().contains(&LAST_RESORT_COMPONENT),
        _ => false,
    });
    marked || key_package.last_resort()
}
