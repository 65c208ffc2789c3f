//! Reading a KeyPackage event: whether it may become the next leaf of a group.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use marmot_rules::admit::{Refusal, admit_or_explain};
use marmot_rules::adopted::authority::{self, Options, judge_add};
use marmot_rules::rules::kp::kp_14;
use marmot_rules::{AdmitContext, Knobs, Profile, Reason, Requirements, Verdict};
use nostr::{Event, EventId};
use openmls_0_9::prelude::tls_codec::Deserialize as _;
use openmls_0_9::prelude::{KeyPackage, MlsMessageBodyIn, MlsMessageIn, ProtocolVersion};
use thiserror::Error;

use super::reference;
use crate::Crypto;
use crate::ids::{Account, Reference};
use crate::views;

/// A KeyPackage that passed every check, with the event it came in.
#[derive(Debug, Clone)]
pub struct Invitee {
    /// Whose device it is.
    pub account: Account,
    /// The event that the Welcome will name.
    pub event: EventId,
    /// Its reference.
    pub reference: Reference,
    pub(crate) key_package: KeyPackage,
}

/// Why a KeyPackage event cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyPackageError {
    /// A rule of the text says no.
    #[error("{0}: {1}")]
    Refused(Reason, String),
    /// openmls says no.
    #[error("openmls: {0}")]
    Mls(String),
    /// The leaf breaks a rule that every leaf must keep (KV-09 to KV-14).
    #[error(transparent)]
    Rule(authority::Refusal),
}

impl From<Refusal> for KeyPackageError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.reason, refusal.what)
    }
}

/// Checks an event in the order of docs/spec/adopted.md section 3; the first failure is the reason. `now` is in Unix seconds.
///
/// openmls reads the clock of the system for the lifetime, besides.
pub fn read(
    crypto: &Crypto,
    event: &Event,
    now: u64,
    requirements: &Requirements,
    options: &Options,
) -> Result<Invitee, KeyPackageError> {
    let knobs = Knobs::for_profile(Profile::Adopted2026_07);
    let context = AdmitContext {
        target: event.pubkey,
        now,
        requirements,
        profile: Profile::Adopted2026_07,
        knobs: &knobs,
        verified: false,
    };
    if let Verdict::Fail(what) = kp_14(Profile::Adopted2026_07, &event.tags, knobs.client_tag) {
        return Err(KeyPackageError::Refused(Reason::MalformedShape, what));
    }
    admit_or_explain(event, &context)?;
    let key_package = decode(crypto, event)?;
    let reference = reference(crypto, &key_package).map_err(|error| KeyPackageError::Mls(error.0))?;
    judge_add(&views::add(&key_package), key_package.ciphersuite().into(), options).map_err(KeyPackageError::Rule)?;
    Ok(Invitee { account: event.pubkey.into(), event: event.id, reference, key_package })
}

/// The KeyPackage in an event, unchecked; none if it cannot be read.
pub(crate) fn peek(event: &Event) -> Option<marmot_rules::KeyPackage> {
    let knobs = Knobs::for_profile(Profile::Adopted2026_07);
    marmot_rules::admit::read(event, Profile::Adopted2026_07, &knobs).ok()
}

fn decode(crypto: &Crypto, event: &Event) -> Result<KeyPackage, KeyPackageError> {
    let mls = |error: String| KeyPackageError::Mls(error);
    let bytes = BASE64.decode(&event.content).map_err(|error| mls(error.to_string()))?;
    let message = MlsMessageIn::tls_deserialize_exact(bytes).map_err(|error| mls(error.to_string()))?;
    match message.extract() {
        MlsMessageBodyIn::KeyPackage(key_package) => {
            key_package.validate(crypto, ProtocolVersion::Mls10).map_err(|error| mls(error.to_string()))
        }
        _ => Err(mls("the message is no KeyPackage".to_owned())),
    }
}
