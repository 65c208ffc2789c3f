//! Reading a KeyPackage event: whether it may become the next leaf of a group.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use marmot_rules::admit::{Refusal, admit_or_explain};
use marmot_rules::adopted::authority::{self, Options, judge_add};
use marmot_rules::{AdmitContext, Knobs, Profile, Reason, Requirements};
use nostr::{Event, EventId};
use openmls_0_9::prelude::tls_codec::Deserialize as _;
use openmls_0_9::prelude::{KeyPackage, MlsMessageBodyIn, MlsMessageIn, ProtocolVersion};
use thiserror::Error;

use super::event::{Lists, text};
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
    /// A tag list differs from the decoded KeyPackage (KP-19).
    #[error("the {0} tag does not list what the KeyPackage says")]
    Contradiction(&'static str),
    /// The event has a tag that the table does not know (KP-14).
    #[error("the tag {0} does not belong there")]
    ExtraTag(String),
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
    admit_or_explain(event, &context)?;
    let key_package = decode(crypto, event)?;
    check_tags(event, &key_package)?;
    let reference = reference(crypto, &key_package).map_err(|error| KeyPackageError::Mls(error.0))?;
    judge_add(&views::add(&key_package), key_package.ciphersuite().into(), options).map_err(KeyPackageError::Rule)?;
    Ok(Invitee { account: event.pubkey.into(), event: event.id, reference, key_package })
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

fn check_tags(event: &Event, key_package: &KeyPackage) -> Result<(), KeyPackageError> {
    const NAMES: [&str; 3] = ["d", "mls_protocol_version", "i"];
    let lists = Lists::of(key_package);
    let lists = [
        ("mls_ciphersuite", lists.suite),
        ("mls_extensions", lists.extensions),
        ("mls_proposals", lists.proposals),
        ("app_components", lists.components),
    ];
    for (name, ids) in &lists {
        let listed: BTreeSet<&str> = event
            .tags
            .iter()
            .map(nostr::Tag::as_slice)
            .filter(|row| row.first().is_some_and(|first| first == name))
            .flat_map(|row| row[1..].iter().map(String::as_str))
            .collect();
        let decoded: BTreeSet<String> = ids.iter().map(text).collect();
        if listed != decoded.iter().map(String::as_str).collect() {
            return Err(KeyPackageError::Contradiction(name));
        }
    }
    let known = |name: &str| NAMES.contains(&name) || lists.iter().any(|(list, _)| *list == name);
    match event.tags.iter().map(|tag| tag.as_slice()[0].as_str()).find(|name| !known(name)) {
        Some(name) => Err(KeyPackageError::ExtraTag(name.to_owned())),
        None => Ok(()),
    }
}
