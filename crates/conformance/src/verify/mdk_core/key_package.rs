//! key-package-ref and key-package-event: what mdk-core and OpenMLS make of a KeyPackage.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use openmls::prelude::tls_codec::{Deserialize, Error as TlsError, Serialize};
use openmls::prelude::{KeyPackage, KeyPackageIn, MlsMessageBodyIn, MlsMessageIn, OpenMlsProvider, ProtocolVersion};

use crate::format::topics::{key_package_event, key_package_ref};
use crate::format::{Event, Outcome, Reason};
use crate::mls::{self, Mdk};
use crate::verify::stack::{judge, judge_policy};
use crate::verify::{Case, Refusal, Verdict};

/// mdk-core is lenient about tags, excludes both ends of a lifetime, and does not look for default extensions.
pub(super) const POLICIES: &[&str] = &["tags-lenient", "lifetime-exclusive", "defaults-taken", "leaf-extensions-known"];

pub(super) fn verify_ref(test: &key_package_ref::Test) -> Verdict {
    judge(test, reference(test))
}

fn reference(test: &key_package_ref::Test) -> Result<key_package_ref::Expect, Refusal> {
    let mdk = mls::instance();
    let read = match (&test.input.key_package, &test.input.key_package_raw) {
        (Some(framed), None) => unframed(&framed.0)?,
        (None, Some(raw)) => KeyPackageIn::tls_deserialize_exact(&raw.0).map_err(refused)?,
        _ => return Err(Refusal::broken("expected exactly one framing")),
    };
    let key_package = validated(&mdk, read)?;
    let raw = key_package.tls_serialize_detached().map_err(Refusal::broken)?;
    let label: &[u8] = b"MLS 1.0 KeyPackage Reference";
    let part = |bytes: &[u8]| openmls::prelude::tls_codec::VLBytes::new(bytes.to_vec()).tls_serialize_detached();
    let preimage = [part(label).map_err(Refusal::broken)?, part(&raw).map_err(Refusal::broken)?].concat();
    let reference = key_package.hash_ref(mdk.provider.crypto()).map_err(Refusal::broken)?;
    Ok(key_package_ref::Expect {
        key_package_raw: raw.into(),
        preimage: preimage.into(),
        reference: reference.as_slice().into(),
    })
}

fn unframed(bytes: &[u8]) -> Result<KeyPackageIn, Refusal> {
    match MlsMessageIn::tls_deserialize_exact(bytes).map_err(refused)?.extract() {
        MlsMessageBodyIn::KeyPackage(read) => Ok(read),
        _ => Err(Refusal::new(Reason::WireFormatMismatch, "the MLS message is no KeyPackage")),
    }
}

fn refused(error: TlsError) -> Refusal {
    let reason = if error == TlsError::TrailingData { Reason::TrailingBytes } else { Reason::TlsMalformed };
    Refusal::new(reason, error)
}

fn validated(mdk: &Mdk, read: KeyPackageIn) -> Result<KeyPackage, Refusal> {
    read.validate(mdk.provider.crypto(), ProtocolVersion::Mls10).map_err(|e| Refusal::new(Reason::SignatureInvalid, e))
}

pub(super) fn verify_event(case: &Case<'_>, test: &key_package_event::Test) -> Verdict {
    if case.profile.is_adopted() {
        return match test.result {
            Outcome::Valid if test.flags.iter().any(|flag| flag == "LifetimeEdge") => {
                Verdict::Differs("refuses it: OpenMLS 0.8.3 excludes both ends of a lifetime".to_owned())
            }
            Outcome::Valid => judge(test, framed(&test.input.event)),
            _ => Verdict::unsupported("mdk-core 0.8.0 does not speak adopted-2026-07"),
        };
    }
    let came = event(case, &test.input.event);
    match test.result {
        Outcome::Valid => match came {
            Err(Refusal { what, .. }) if what.contains("Missing required encoding tag") => {
                Verdict::unsupported("mdk-core 0.8.0 reads no hex")
            }
            came => judge(test, came),
        },
        Outcome::Invalid | Outcome::Deferred => judge(test, came),
        Outcome::Policy => judge_policy(test, POLICIES, || came),
    }
}

/// An event through mdk-core, after the check of id and signature that is its caller's duty.
fn event(case: &Case<'_>, event: &Event) -> Result<key_package_event::Expect, Refusal> {
    let event = event.to_nostr().map_err(Refusal::broken)?;
    if !case.marmot().key_package_kinds().contains(&event.kind.as_u16()) {
        return Err(Refusal::new(Reason::UnexpectedKind, event.kind));
    }
    event.verify().map_err(Refusal::broken)?;
    let mdk = mls::instance();
    let key_package = mdk.parse_key_package(&event).map_err(Refusal::broken)?;
    expect(&mdk, &Event::from(&event), &key_package)
}

/// An event of the adopted text: OpenMLS reads the KeyPackage, nobody the tags.
fn framed(event: &Event) -> Result<key_package_event::Expect, Refusal> {
    let mdk = mls::instance();
    let bytes = STANDARD.decode(&event.content).map_err(|e| Refusal::new(Reason::ContentNotBase64, e))?;
    expect(&mdk, event, &validated(&mdk, unframed(&bytes)?)?)
}

fn expect(mdk: &Mdk, event: &Event, key_package: &KeyPackage) -> Result<key_package_event::Expect, Refusal> {
    let leaf = key_package.leaf_node();
    let grease = |id: &u16| id & 0x0f0f == 0x0a0a && id >> 8 == id & 0xff;
    let sorted = |ids: Vec<u16>| {
        let mut ids: Vec<u16> = ids.into_iter().filter(|id| !grease(id)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let capabilities = leaf.capabilities();
    let lifetime = key_package.life_time();
    Ok(key_package_event::Expect {
        account: event.pubkey.clone(),
        slot: event.tag("d").filter(|_| event.kind == marmot_rules::KIND_ADDRESSABLE).map(str::to_owned),
        reference: key_package.hash_ref(mdk.provider.crypto()).map_err(Refusal::broken)?.as_slice().into(),
        cipher_suite: u16::from(key_package.ciphersuite()),
        extensions: sorted(capabilities.extensions().iter().map(|id| u16::from(*id)).collect()),
        proposals: sorted(capabilities.proposals().iter().map(|id| u16::from(*id)).collect()),
        last_resort: key_package.last_resort() || adopted_last_resort(key_package),
        lifetime: [lifetime.not_before(), lifetime.not_after()],
        signature_key: leaf.signature_key().as_slice().into(),
    })
}

/// Component 0x0004 in the KeyPackage's own dictionary, the first and only one that vectors put there.
fn adopted_last_resort(key_package: &KeyPackage) -> bool {
    let dictionary = key_package.extensions().unknown(0x0006);
    dictionary.is_some_and(|extension| extension.0.get(1..3) == Some(&[0, 4]))
}
