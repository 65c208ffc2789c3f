//! Everything that is wrong with an event, never only the first thing.
//!
//! [`admit`](crate::admit()) asks what an inviter asks, and stops at the first "no". Validation asks what a reviewer asks:
//! it also reports rules for writers that no reader enforces (an absent `client_id`, default extensions in the
//! capabilities), so an admitted event can have findings. How binding each rule is stands in the
//! [`registry`](crate::registry).

mod selection;

use nostr::{Event, UnsignedEvent};
use serde::Serialize;

use crate::decisions::{ClientTag, TagValues};
use crate::key_package::{parse_bare, parse_bare_prefix, parse_framed};
use crate::registry::RuleId;
use crate::rules::{cid, kp, kv, wd};
use crate::{KeyPackage, Knobs, Profile, Reason, Verdict};

pub use selection::selection;

/// One rule that an event breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// Which rule.
    pub rule: RuleId,
    /// The reason for which an inviter would refuse the event; `None` if it would not.
    pub reason: Option<Reason>,
    /// What exactly is wrong.
    pub what: String,
}

#[derive(Default)]
struct Findings(Vec<Broken>);

impl Findings {
    fn add(&mut self, rule: RuleId, reason: impl Into<Option<Reason>>, verdict: Verdict) {
        if let Verdict::Fail(what) = verdict {
            self.0.push(Broken { rule, reason: reason.into(), what });
        }
    }
}

/// Judges a KeyPackage event by every rule that can be seen in it, at the time `now`.
///
/// The event is taken as its author's; who was asked for and what a group requires is the business of
/// [`admit`](crate::admit()).
pub fn key_package_event(event: &Event, profile: Profile, now: u64, knobs: &Knobs) -> Vec<Broken> {
    let mut findings = Findings::default();
    envelope(event, profile, knobs, &mut findings);
    if let Some(key_package) = content(event, profile, knobs, &mut findings) {
        decoded(event, &key_package, profile, now, knobs, &mut findings);
    }
    findings.0
}

fn envelope(event: &Event, profile: Profile, knobs: &Knobs, findings: &mut Findings) {
    const KP_01: RuleId = RuleId::of("KP-01");
    const KP_02: RuleId = RuleId::of("KP-02");
    const CID_02: RuleId = RuleId::of("CID-02");
    const CID_09: RuleId = RuleId::of("CID-09");
    let (kind, tags, values) = (event.kind.as_u16(), &event.tags, knobs.tag_values);
    findings.add(KP_01, Reason::WrongKind, kp::kp_01(kind, &event.pubkey, &event.pubkey, profile));
    findings.add(KP_02, Reason::BadSignature, kp::kp_02(event));
    findings.add(CID_02, None, cid::cid_02_tag(profile, tags, values));
    findings.add(CID_09, None, cid::cid_09(profile, tags));
    tags_of_key_package(kind, event, profile, knobs, findings);
}

fn tags_of_key_package(kind: u16, event: &Event, profile: Profile, knobs: &Knobs, findings: &mut Findings) {
    const KP_04: RuleId = RuleId::of("KP-04");
    const KP_05: RuleId = RuleId::of("KP-05");
    const KP_06: RuleId = RuleId::of("KP-06");
    const KP_09: RuleId = RuleId::of("KP-09");
    const KP_10: RuleId = RuleId::of("KP-10");
    const KP_11: RuleId = RuleId::of("KP-11");
    const KP_12: RuleId = RuleId::of("KP-12");
    const KP_13: RuleId = RuleId::of("KP-13");
    const KP_14: RuleId = RuleId::of("KP-14");
    let (tags, values) = (&event.tags, knobs.tag_values);
    let shape = Reason::MalformedShape;
    let encoding = if profile.is_adopted() { shape } else { Reason::BadEncoding };
    let client = knobs.client_tag == ClientTag::Forbid && crate::tags::first(tags, "client").is_some();
    findings.add(KP_05, shape, kp::kp_05(profile, tags, values));
    findings.add(KP_06, shape, kp::kp_06(profile, kind, tags, values));
    findings.add(KP_09, shape, kp::kp_09(tags, values));
    findings.add(KP_10, shape, kp::kp_10_form(profile, kind, tags, values));
    findings.add(KP_11, shape, kp::kp_11(profile, kind, tags, values));
    findings.add(KP_12, shape, kp::kp_12(profile, tags));
    findings.add(KP_13, shape, kp::kp_13(profile, tags));
    findings.add(KP_14, client.then_some(shape), kp::kp_14(profile, tags, knobs.client_tag));
    findings.add(KP_04, encoding, kp::kp_04(profile, tags, values));
}

/// The KeyPackage, however wrong its frame; findings say what is wrong with its encoding.
fn content(event: &Event, profile: Profile, knobs: &Knobs, findings: &mut Findings) -> Option<KeyPackage> {
    const KP_03: RuleId = RuleId::of("KP-03");
    const KV_07: RuleId = RuleId::of("KV-07");
    let Ok(bytes) = kp::decode_content(profile, &event.tags, &event.content) else {
        findings.add(KP_03, Reason::BadEncoding, kp::kp_03(profile, &event.tags, &event.content));
        return None;
    };
    findings.add(KP_03, Reason::BadMls, kp::kp_03(profile, &event.tags, &event.content));
    let strict = if profile.framed_content() { parse_framed(&bytes) } else { parse_bare(&bytes) };
    let parsed = match knobs.tag_values {
        TagValues::Lenient if !profile.framed_content() => parse_bare_prefix(&bytes).map(|(read, _)| read),
        _ => strict,
    };
    let parsed = parsed.map_err(|error| error.to_string());
    let valid = parsed.as_ref().map_err(Clone::clone).and_then(KeyPackage::verify);
    findings.add(KV_07, Reason::BadMls, valid.into());
    // A wrong frame is one finding; what it holds can be judged all the same.
    parsed.or_else(|_| parse_framed(&bytes)).or_else(|_| parse_bare(&bytes)).ok()
}

fn decoded(
    event: &Event,
    key_package: &KeyPackage,
    profile: Profile,
    now: u64,
    knobs: &Knobs,
    findings: &mut Findings,
) {
    const KP_08: RuleId = RuleId::of("KP-08");
    const KP_10: RuleId = RuleId::of("KP-10");
    const KP_19: RuleId = RuleId::of("KP-19");
    const KV_01: RuleId = RuleId::of("KV-01");
    const KV_02: RuleId = RuleId::of("KV-02");
    const KV_03: RuleId = RuleId::of("KV-03");
    const KV_04: RuleId = RuleId::of("KV-04");
    const KV_06: RuleId = RuleId::of("KV-06");
    const KV_08: RuleId = RuleId::of("KV-08");
    const KV_09: RuleId = RuleId::of("KV-09");
    const KV_10: RuleId = RuleId::of("KV-10");
    const KV_13: RuleId = RuleId::of("KV-13");
    let (lifetime, edge) = (key_package.lifetime(), knobs.not_after);
    let keys = kv::LeafKeys {
        signature_key: key_package.signature_key(),
        encryption_key: key_package.encryption_key(),
        init_key: Some(key_package.init_key()),
    };
    if let Some(d) = crate::tags::first_value(&event.tags, "d") {
        let reference = key_package.reference();
        let material: [&[u8]; 5] =
            [event.pubkey.as_bytes(), &reference, keys.signature_key, keys.encryption_key, key_package.init_key()];
        findings.add(KP_08, None, kp::kp_08(profile, d, &material));
    }
    findings.add(KP_10, Reason::RefMismatch, kp::kp_10(profile, &event.tags, &key_package.reference()));
    let tags = kp::kp_19(profile, &event.tags, key_package, kp::ComponentsTag::Superset);
    findings.add(KP_19, Reason::MalformedShape, tags);
    findings.add(KV_01, Reason::IdentityMismatch, kv::kv_01(key_package, &event.pubkey));
    findings.add(KV_02, Reason::BadProof, kv::kv_02(profile, key_package));
    let refusal = kv::lifetime_refusal(profile, lifetime, now, edge);
    findings.add(KV_03, refusal, kv::kv_03(profile, lifetime, now, edge));
    findings.add(KV_04, Reason::Incompatible, kv::kv_04(profile, key_package));
    findings.add(KV_06, None, kv::kv_06(key_package));
    findings.add(KV_08, Reason::BadMls, kv::kv_08(&[keys]));
    findings.add(KV_09, Reason::Incompatible, kv::kv_09(profile, key_package));
    findings.add(KV_10, Reason::Incompatible, kv::kv_10(profile, key_package));
    findings.add(KV_13, Reason::Incompatible, kv::kv_13(profile, key_package));
}

/// Judges the shape of a Welcome rumor. Whether it is meant for this device and whether it opens is another question.
pub fn welcome_rumor(rumor: &UnsignedEvent, profile: Profile, knobs: &Knobs) -> Vec<Broken> {
    const WD_02: RuleId = RuleId::of("WD-02");
    const WD_03: RuleId = RuleId::of("WD-03");
    const WD_09: RuleId = RuleId::of("WD-09");
    let (tags, values) = (&rumor.tags, knobs.tag_values);
    let mut findings = Findings::default();
    let shape = Reason::MalformedShape;
    findings.add(WD_02, Reason::WrongKind, wd::wd_02_rumor(rumor.kind.as_u16()));
    findings.add(WD_03, shape, wd::wd_03_e(tags, values));
    findings.add(WD_03, shape, wd::wd_03_relays(tags, values));
    findings.add(WD_03, Reason::BadEncoding, wd::wd_03_content(profile, tags, &rumor.content));
    findings.add(WD_09, Reason::BadEncoding, wd::wd_09(profile, tags));
    findings.0
}
