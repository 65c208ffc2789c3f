//! Whether an event is a KeyPackage that an inviter may use for this account, now, in this group.
//!
//! One fixed order of questions, and the first "no" is the reason (docs/spec/marmot.md section 5; for the adopted text
//! docs/spec/adopted.md section 3). To see everything
//! that is wrong with an event, use [`validate`](crate::validate).

use nostr::{Event, PublicKey};

use crate::decisions::{ClientTag, TagValues};
use crate::key_package::{parse_bare, parse_bare_prefix, parse_framed};
use crate::rules::kp::ComponentsTag;
use crate::rules::{kp, kv};
use crate::{KeyPackage, Knobs, Profile, Reason, Requirements, Verdict};

/// Everything except the event that admission depends on.
#[derive(Debug, Clone, Copy)]
pub struct AdmitContext<'a> {
    /// The account that is to be invited.
    pub target: PublicKey,
    /// The inviter's clock, in Unix seconds.
    pub now: u64,
    /// What the group requires.
    pub requirements: &'a Requirements,
    /// The text in force.
    pub profile: Profile,
    /// The choices where the text leaves one.
    pub knobs: &'a Knobs,
    /// True if the caller has verified id and signature already, so that KP-02 need not be paid for twice.
    pub verified: bool,
}

/// Why an event was not admitted: the reason, and the same in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason of the closed list.
    pub reason: Reason,
    /// What exactly was wrong.
    pub what: String,
}

/// `admit(e)` of docs/spec/marmot.md section 5: the KeyPackage, or the first reason against it.
pub fn admit(event: &Event, context: &AdmitContext<'_>) -> Result<KeyPackage, Reason> {
    admit_or_explain(event, context).map_err(|refusal| refusal.reason)
}

/// [`admit`] with words.
pub fn admit_or_explain(event: &Event, context: &AdmitContext<'_>) -> Result<KeyPackage, Refusal> {
    nostr_ok(event, context)?;
    let key_package = read(event, context.profile, context.knobs)?;
    check_content(event, &key_package, context)?;
    Ok(key_package)
}

/// `nostr_ok(e)`: author, kind, id and signature (KP-01, KP-02). The adopted text wants id and signature before anything.
pub fn nostr_ok(event: &Event, context: &AdmitContext<'_>) -> Result<(), Refusal> {
    let kind = event.kind.as_u16();
    let signed = || if context.verified { Ok(()) } else { hold(Reason::BadSignature, kp::kp_02(event)) };
    if context.profile.is_adopted() {
        signed()?;
    }
    if event.pubkey != context.target {
        return refuse(Reason::WrongAuthor, format!("the author is {}", event.pubkey));
    }
    hold(Reason::WrongKind, kp::kp_01(kind, &event.pubkey, &context.target, context.profile))?;
    if context.profile.is_adopted() { Ok(()) } else { signed() }
}

/// Shape, decoding and signatures: the KeyPackage inside an event, whoever wrote it and whenever.
pub fn read(event: &Event, profile: Profile, knobs: &Knobs) -> Result<KeyPackage, Refusal> {
    let key_package = decode(event, profile, knobs)?;
    key_package.verify().or_else(|what| refuse(Reason::BadMls, what))?;
    Ok(key_package)
}

/// Shape and decoding alone, for an event whose signatures somebody has verified.
pub fn decode(event: &Event, profile: Profile, knobs: &Knobs) -> Result<KeyPackage, Refusal> {
    check_shape(event, profile, knobs)?;
    let bytes =
        kp::decode_content(profile, &event.tags, &event.content).or_else(|what| refuse(Reason::BadEncoding, what))?;
    let key_package = match (profile.framed_content(), knobs.tag_values) {
        (true, _) => parse_framed(&bytes),
        (false, TagValues::Strict) => parse_bare(&bytes),
        (false, TagValues::Lenient) => parse_bare_prefix(&bytes).map(|(key_package, _)| key_package),
    };
    key_package.or_else(|error| refuse(Reason::BadMls, error.to_string()))
}

fn check_shape(event: &Event, profile: Profile, knobs: &Knobs) -> Result<(), Refusal> {
    let (kind, tags, values) = (event.kind.as_u16(), &event.tags, knobs.tag_values);
    let shape = |verdict| hold(Reason::MalformedShape, verdict);
    shape(kp::kp_05(profile, tags, values))?;
    shape(kp::kp_06(profile, kind, tags, values))?;
    shape(kp::kp_09(tags, values))?;
    shape(kp::kp_11(profile, kind, tags, values))?;
    shape(kp::kp_12(profile, tags))?;
    shape(kp::kp_13(profile, tags))?;
    shape(kp::kp_10_form(profile, kind, tags, values))?;
    if knobs.client_tag == ClientTag::Forbid && crate::tags::first(tags, "client").is_some() {
        return refuse(Reason::MalformedShape, "there is a client tag".to_owned());
    }
    // In the adopted text the tag itself is forbidden; before, a missing or foreign value leaves the content unreadable.
    let encoding = if profile.is_adopted() { Reason::MalformedShape } else { Reason::BadEncoding };
    hold(encoding, kp::kp_04(profile, tags, values))
}

/// What can only be asked of the decoded KeyPackage: reference, identity, proof, lifetime, requirements.
fn check_content(event: &Event, key_package: &KeyPackage, context: &AdmitContext<'_>) -> Result<(), Refusal> {
    let profile = context.profile;
    hold(Reason::RefMismatch, kp::kp_10(profile, &event.tags, &key_package.reference()))?;
    hold(Reason::MalformedShape, kp::kp_19(profile, &event.tags, key_package, ComponentsTag::Superset))?;
    hold(Reason::IdentityMismatch, kv::kv_01(key_package, &event.pubkey))?;
    hold(Reason::BadProof, kv::kv_02(profile, key_package))?;
    let (lifetime, edge) = (key_package.lifetime(), context.knobs.not_after);
    if let Some(reason) = kv::lifetime_refusal(profile, lifetime, context.now, edge) {
        return hold(reason, kv::kv_03(profile, lifetime, context.now, edge));
    }
    hold(Reason::Incompatible, kv::kv_13(profile, key_package))?;
    hold(Reason::Incompatible, kv::kv_09(profile, key_package))?;
    hold(Reason::Incompatible, kv::kv_10(profile, key_package))?;
    hold(Reason::Incompatible, kv::kv_05(key_package, context.requirements))
}

fn hold(reason: Reason, verdict: Verdict) -> Result<(), Refusal> {
    match verdict {
        Verdict::Fail(what) => refuse(reason, what),
        Verdict::Pass | Verdict::NotApplicable => Ok(()),
    }
}

fn refuse<T>(reason: Reason, what: String) -> Result<T, Refusal> {
    Err(Refusal { reason, what })
}
