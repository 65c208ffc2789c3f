//! welcome-rumor: NIP-59 through the Nostr library, the shape through the rules, the Welcome's list of KeyPackages by hand.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::decisions::TagValues;
use marmot_rules::{Knobs, Profile, Reason as Coarse, validate};
use nostr::nips::nip44;
use nostr::{JsonUtil, Kind};

use crate::format::topics::welcome_rumor::{Expect, Input, Test};
use crate::format::{Answer, Event, Hex, Outcome, Reason, Rumor};
use crate::verify::stack::judge;
use crate::verify::{Case, Refusal, Verdict};

pub(in crate::verify) fn verify(case: &Case<'_>, test: &Test) -> Verdict {
    let knobs = Knobs::for_profile(case.marmot());
    if test.result != Outcome::Policy {
        return judge(test, came(case.marmot(), &test.input, &knobs));
    }
    for (policy, answer) in test.expected_by_policy.iter().flatten() {
        let tag_values = match policy.as_str() {
            "tags-strict" => TagValues::Strict,
            "tags-lenient" => TagValues::Lenient,
            other => return Verdict::unsupported(format!("policy {other}")),
        };
        let knobs = Knobs { tag_values, ..knobs.clone() };
        let came = came(case.marmot(), &test.input, &knobs);
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

fn came(profile: Profile, input: &Input, knobs: &Knobs) -> Result<Expect, Refusal> {
    let rumor = match (&input.rumor, &input.wrap, &input.nostr_sk) {
        (Some(rumor), None, None) => rumor.clone(),
        (None, Some(wrap), Some(key)) => {
            one_receiver(wrap, knobs)?;
            if profile.is_adopted() {
                addressed(wrap, key)?;
            }
            open(wrap, key)?
        }
        _ => return Err(Refusal::broken("expected a rumor, or a wrap with its key")),
    };
    if rumor.sig.is_some() {
        return Err(Refusal::new(Reason::RumorSigned, "the rumor has a signature"));
    }
    let unsigned = rumor.to_nostr().map_err(Refusal::broken)?;
    unsigned.verify_id().map_err(|e| Refusal::new(Reason::BadEventId, e))?;
    if unsigned.content.is_empty() {
        return Err(Refusal::new(Reason::ContentEmpty, "there is no content"));
    }
    if let Some(broken) = validate::welcome_rumor(&unsigned, profile, knobs).first() {
        let hex = profile == Profile::Mip2026_01 && encoding(&rumor) != Some("base64");
        let reason = fine(broken.reason, &broken.what).map(|reason| match reason {
            Reason::ContentNotBase64 if hex => Reason::ContentNotHex,
            other => other,
        });
        return Err(Refusal { reason, what: broken.what.clone() });
    }
    let values = |name: &str| {
        let row = rumor.tags.iter().find(|row| row[0] == name);
        row.map(|row| row[1..].to_vec()).unwrap_or_default()
    };
    Ok(Expect {
        key_package_event: values("e").first().cloned().unwrap_or_default(),
        relays: values("relays"),
        refs: refs(profile, &rumor)?,
        sender: rumor.pubkey.clone(),
    })
}

/// The rules say in words what this format has a name for.
fn fine(coarse: Option<Coarse>, what: &str) -> Option<Reason> {
    let by_words = [
        ("there is no", Reason::TagMissing),
        ("is empty", Reason::TagValueMissing),
        ("has 0 values", Reason::TagValueMissing),
        ("values instead of one", Reason::TagValueExtra),
        ("encoding is None", Reason::TagMissing),
        ("encoding is", Reason::TagValueUnsupported),
        ("is no relay URL", Reason::TagValueMalformed),
        ("not an event id", Reason::TagValueMalformed),
        ("there are", Reason::TagRepeated),
        ("does not decode", Reason::ContentNotBase64),
        ("the content begins with", Reason::FramingMismatch),
    ];
    match coarse {
        Some(Coarse::WrongKind) => Some(Reason::UnexpectedKind),
        _ if what == "there is no e tag with a value" => Some(Reason::TagMissing),
        _ => by_words.iter().find(|(words, _)| what.contains(words)).map(|(_, reason)| *reason),
    }
}

/// A strict reader takes a gift wrap for one account.
fn one_receiver(wrap: &Event, knobs: &Knobs) -> Result<(), Refusal> {
    if knobs.tag_values == TagValues::Strict && wrap.tags.iter().filter(|row| row[0] == "p").count() > 1 {
        return Err(Refusal::new(Reason::TagRepeated, "several p tags"));
    }
    Ok(())
}

/// The adopted text begins with the wrap's `p`: it names this account.
fn addressed(wrap: &Event, key: &Hex) -> Result<(), Refusal> {
    let own = nostr::SecretKey::from_slice(&key.0).map_err(Refusal::broken)?;
    let own = nostr::Keys::new(own).public_key().to_hex();
    match wrap.tag("p") {
        Some(p) if p == own => Ok(()),
        _ => Err(Refusal::new(Reason::NotAddressedToMe, "p names another account")),
    }
}

/// The rumor in a gift wrap, opened with the secret key of its receiver.
pub(crate) fn open(wrap: &Event, key: &Hex) -> Result<Rumor, Refusal> {
    let (author, rumor) = unsealed(wrap, key)?;
    if rumor.pubkey != author.to_hex() {
        return Err(Refusal::new(Reason::RumorAuthorMismatch, "seal and rumor have different authors"));
    }
    Ok(rumor)
}

/// The rumor in a gift wrap and the author of its seal, who need not be the rumor's.
pub(in crate::verify) fn unsealed(wrap: &Event, key: &Hex) -> Result<(nostr::PublicKey, Rumor), Refusal> {
    let wrap = wrap.to_nostr().map_err(Refusal::broken)?;
    if wrap.kind != Kind::GiftWrap {
        return Err(Refusal::new(Reason::BadGiftWrap, wrap.kind));
    }
    wrap.verify().map_err(|e| Refusal::new(Reason::BadEventSignature, e))?;
    let key = nostr::SecretKey::from_slice(&key.0).map_err(Refusal::broken)?;
    let failed = |e: nip44::Error| Refusal::new(Reason::Nip44DecryptFailed, e);
    let seal = nip44::decrypt(&key, &wrap.pubkey, &wrap.content).map_err(failed)?;
    let bad_seal = |what: String| Refusal::new(Reason::BadSeal, what);
    let seal = nostr::Event::from_json(seal).map_err(|e| bad_seal(e.to_string()))?;
    if seal.kind != Kind::Seal {
        return Err(bad_seal(format!("kind {}", seal.kind)));
    }
    if !seal.tags.is_empty() {
        return Err(bad_seal("a seal has no tags".to_owned()));
    }
    seal.verify().map_err(|e| bad_seal(e.to_string()))?;
    let rumor = nip44::decrypt(&key, &seal.pubkey, &seal.content).map_err(failed)?;
    Ok((seal.pubkey, serde_json::from_str(&rumor).map_err(Refusal::broken)?))
}

fn encoding(rumor: &Rumor) -> Option<&str> {
    rumor.tags.iter().find(|row| row[0] == "encoding").and_then(|row| row.get(1)).map(String::as_str)
}

/// KeyPackageRefs of `MLSMessage(mls_welcome)`: frame, cipher suite, then a list of reference, KEM output and ciphertext.
fn refs(profile: Profile, rumor: &Rumor) -> Result<Vec<Hex>, Refusal> {
    let bytes = if profile == Profile::Mip2026_01 && encoding(rumor) != Some("base64") {
        hex::decode(&rumor.content).map_err(|e| Refusal::new(Reason::ContentNotHex, e))?
    } else {
        STANDARD.decode(&rumor.content).map_err(|e| Refusal::new(Reason::ContentNotBase64, e))?
    };
    read_refs(&bytes).ok_or_else(|| Refusal::new(Reason::TlsMalformed, "the Welcome ends inside a field"))
}

fn read_refs(bytes: &[u8]) -> Option<Vec<Hex>> {
    let (mut secrets, rest) = field(bytes.get(6..)?)?;
    let (_, rest) = field(rest)?;
    let mut refs = Vec::new();
    while !secrets.is_empty() {
        let (reference, after) = field(secrets)?;
        let (_, after) = field(after)?;
        let (_, after) = field(after)?;
        refs.push(reference.into());
        secrets = after;
    }
    rest.is_empty().then_some(refs)
}

/// One `opaque<V>` and what follows it.
fn field(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let size = 1 << (bytes.first()? >> 6);
    let prefix = bytes.get(..size)?;
    let length = prefix[1..].iter().fold(usize::from(prefix[0] & 0x3f), |n, byte| n << 8 | usize::from(*byte));
    let body = bytes.get(size..)?;
    Some((body.get(..length)?, body.get(length..)?))
}
