//! key-package-event

use marmot_rules::admit::{Refusal as Refused, admit_or_explain};
use marmot_rules::decisions::{NotAfter, TagValues};
use marmot_rules::validate;
use marmot_rules::{AdmitContext, KeyPackage, Knobs, Reason as Coarse, Requirements};

use crate::format::topics::key_package_event::{Expect, Test};
use crate::format::{Answer, Outcome, Reason};
use crate::verify::stack::judge;
use crate::verify::{Case, Refusal, Verdict};

fn expect(event: &nostr::Event, key_package: &KeyPackage) -> Result<Expect, String> {
    let lifetime = key_package.lifetime().ok_or("the leaf has no lifetime")?;
    let slot = event.tags.iter().map(|tag| tag.as_slice()).find(|row| row[0] == "d").and_then(|row| row.get(1));
    Ok(Expect {
        account: event.pubkey.to_hex(),
        slot: slot.filter(|_| event.kind.as_u16() == marmot_rules::KIND_ADDRESSABLE).cloned(),
        reference: key_package.reference().into(),
        cipher_suite: key_package.cipher_suite(),
        extensions: key_package.extensions().into_iter().collect(),
        proposals: key_package.proposals().into_iter().collect(),
        last_resort: key_package.last_resort(),
        lifetime: [lifetime.not_before, lifetime.not_after],
        signature_key: key_package.signature_key().into(),
    })
}

pub(in crate::verify) fn verify(case: &Case<'_>, test: &Test) -> Verdict {
    let knobs = Knobs::for_profile(case.marmot());
    let tag = test.tag.as_deref();
    if test.result != Outcome::Policy {
        return judge(test, came(case, test, &knobs, &test.reasons(), tag, false));
    }
    for (policy, answer) in test.expected_by_policy.iter().flatten() {
        let mut knobs = knobs.clone();
        match policy.as_str() {
            "tags-strict" => knobs.tag_values = TagValues::Strict,
            "tags-lenient" => knobs.tag_values = TagValues::Lenient,
            "lifetime-inclusive" => knobs.not_after = NotAfter::Valid,
            "lifetime-exclusive" => knobs.not_after = NotAfter::Expired,
            "defaults-refused" | "defaults-taken" => {}
            other => return Verdict::unsupported(format!("policy {other}")),
        }
        let stated = match answer {
            Answer::Fails { reason, .. } => vec![*reason],
            Answer::Expect(_) => Vec::new(),
        };
        let came = came(case, test, &knobs, &stated, tag, policy == "defaults-taken");
        let agrees = match (answer, &came) {
            (Answer::Expect(expected), Ok(came)) => expected == came,
            (Answer::Fails { reason, .. }, Err(refusal)) => refusal.reason == Some(*reason),
            _ => false,
        };
        if !agrees {
            return Verdict::Failed(format!("{policy}: expected {answer:?}, got {came:?}"));
        }
    }
    Verdict::Passed
}

/// `stated` are the reasons that the test gives: the rules know fewer, so a refusal is told apart only as far as they do.
fn came(
    case: &Case<'_>,
    test: &Test,
    knobs: &Knobs,
    stated: &[Reason],
    tag: Option<&str>,
    defaults_are_taken: bool,
) -> Result<Expect, Refusal> {
    let event = test.input.event.to_nostr().map_err(|what| Refusal::new(Reason::BadEventJson, what))?;
    let requirements = Requirements::none();
    let context = AdmitContext {
        target: event.pubkey,
        now: case.now,
        requirements: &requirements,
        profile: case.marmot(),
        knobs,
        verified: false,
    };
    let key_package = admit_or_explain(&event, &context).map_err(|refused| {
        let fits = |reason: &&Reason| {
            let is_about = |tag| !reason.is_about_a_tag() || refused.what.contains(named(tag));
            fits(**reason, &refused) && tag.is_none_or(is_about)
        };
        let reason = stated.iter().find(fits).copied();
        Refusal { reason, what: format!("{}: {}", refused.reason, refused.what) }
    })?;
    // Rules that bind who writes, which `admit` does not enforce.
    let findings = validate::key_package_event(&event, case.marmot(), case.now, knobs);
    for (rule, reason) in [("KV-06", Reason::DefaultExtensionListed), ("KV-08", Reason::InitKeyReused)] {
        let taken = defaults_are_taken && reason == Reason::DefaultExtensionListed;
        if let Some(broken) = findings.iter().find(|broken| !taken && broken.rule.to_string() == rule) {
            return Err(Refusal::new(reason, &broken.what));
        }
    }
    expect(&event, &key_package).map_err(Refusal::broken)
}

/// How the rules spell a tag in words.
fn named(tag: &str) -> &str {
    match tag {
        "mls_protocol_version" => "version",
        "relays" => "relay",
        other => other,
    }
}

/// Whether the rules' coarser reason is one under which this one falls.
fn fits(reason: Reason, refused: &Refused) -> bool {
    use Reason as R;
    let coarse: &[Coarse] = match reason {
        R::UnexpectedKind => &[Coarse::WrongKind],
        R::BadEventId => return refused.reason == Coarse::BadSignature && refused.what.contains("id"),
        R::BadEventSignature => return refused.reason == Coarse::BadSignature && refused.what.contains("signature"),
        R::TagMissing
        | R::TagRepeated
        | R::TagValueMissing
        | R::TagValueExtra
        | R::TagValueMalformed
        | R::TagValueUnsupported
        | R::TagForbidden => &[Coarse::MalformedShape, Coarse::BadEncoding],
        R::ContentEmpty | R::ContentNotBase64 | R::ContentNotHex => &[Coarse::BadEncoding, Coarse::BadMls],
        R::TlsMalformed
        | R::TrailingBytes
        | R::FramingMismatch
        | R::SignatureInvalid
        | R::ProtocolVersionUnsupported => &[Coarse::BadMls],
        R::InitKeyReused => return refused.reason == Coarse::BadMls && refused.what.contains("init key"),
        R::RefMismatch => &[Coarse::RefMismatch],
        R::CredentialTypeUnsupported | R::CredentialIdentityMalformed | R::IdentityMismatch => {
            &[Coarse::IdentityMismatch]
        }
        R::ProofMissing | R::ProofMalformed | R::ProofSignatureInvalid | R::ProofBindingMismatch => &[Coarse::BadProof],
        R::LifetimeMissing => &[Coarse::LifetimeMissing],
        R::LifetimeNotYetValid => &[Coarse::LifetimeEarly],
        R::LifetimeExpired => &[Coarse::LifetimeExpired],
        R::LifetimeTooLong => &[Coarse::LifetimeTooLong],
        _ => &[],
    };
    coarse.contains(&refused.reason)
}
