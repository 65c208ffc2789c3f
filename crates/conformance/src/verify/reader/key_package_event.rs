//! key-package-event: the event, its tags, and the KeyPackage in it.

use marmot_rules::Profile;
use marmot_rules::proof::{IdentityProof, ProofError};

use super::bytes::Cursor;
use super::key_package::KeyPackage;
use super::{Check, Fault, Reader};
use crate::format::topics::key_package_event::{Expect, Test};
use crate::format::{Event, Reason};
use crate::verify::{Case, Refusal};

/// How strict the reader is where the texts leave it open.
struct Mode {
    /// Values after the first, several tags, upper case, bytes after the structure.
    strict: bool,
    /// Whether the ends of a lifetime belong to it.
    ends: bool,
    /// Whether a leaf may have extensions that belong elsewhere.
    any_extension: bool,
    /// Whether capabilities may list default extension types.
    any_default: bool,
}

/// What a profile asks of one tag.
pub(super) struct Rule {
    pub name: &'static str,
    pub required: bool,
    /// Whether there may be more values than one.
    pub list: bool,
    /// Whether a value too many is refused even by lenient readers.
    pub one: bool,
    pub form: fn(&str) -> bool,
    /// The values that are known; none: any.
    pub known: &'static [&'static str],
    /// Values that a list must hold.
    pub holds: &'static [&'static str],
}

pub(super) const fn rule(name: &'static str, form: fn(&str) -> bool) -> Rule {
    Rule { name, required: true, list: false, one: false, form, known: &[], holds: &[] }
}

pub(super) fn any(_: &str) -> bool {
    true
}

pub(super) fn hex64(value: &str) -> bool {
    value.len() == 64 && value.chars().all(|c| c.is_ascii_hexdigit())
}

/// `0x` and four digits.
fn id(value: &str) -> bool {
    value.strip_prefix("0x").is_some_and(|digits| digits.len() == 4 && digits.chars().all(|c| c.is_ascii_hexdigit()))
}

pub(super) fn relay(value: &str) -> bool {
    let host = value.strip_prefix("wss://").or_else(|| value.strip_prefix("ws://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(char::is_whitespace))
}

/// The tags of a profile.
fn rules(profile: Profile, addressable: bool) -> Vec<Rule> {
    let adopted = profile.is_adopted();
    let january = profile == Profile::Mip2026_01;
    let mut rules = vec![
        Rule { known: &["1.0"], ..rule("mls_protocol_version", any) },
        Rule { known: if adopted { &[] } else { &["0x0001"] }, ..rule("mls_ciphersuite", id) },
        Rule { list: true, holds: if adopted { &[] } else { &["0x000a", "0xf2ee"] }, ..rule("mls_extensions", id) },
    ];
    if profile.has_slots() && addressable {
        rules.push(rule("d", hex64));
        let proposals = rule("mls_proposals", id);
        rules.push(if adopted {
            Rule { list: true, ..proposals }
        } else {
            Rule { one: true, known: &["0x000a"], ..proposals }
        });
    }
    if !january {
        rules.push(Rule { required: profile.has_slots() && addressable, one: true, ..rule("i", hex64) });
    }
    if adopted {
        rules.push(Rule { list: true, holds: &["0x8009"], ..rule("app_components", id) });
    } else {
        rules.push(Rule { list: true, ..rule("relays", relay) });
        let known: &[&str] = if january { &["base64", "hex"] } else { &["base64"] };
        rules.push(Rule { required: !january, known, ..rule("encoding", any) });
    }
    rules
}

impl Reader {
    /// `None` for a policy that it does not know.
    pub(super) fn key_package_event(
        &self,
        case: &Case<'_>,
        test: &Test,
        policy: Option<&str>,
    ) -> Option<Result<Expect, Refusal>> {
        let usual = Mode { strict: true, ends: case.profile.is_adopted(), any_extension: false, any_default: false };
        let mode = match policy {
            None | Some("leaf-extensions-known" | "defaults-refused") => usual,
            Some("defaults-taken") => Mode { any_default: true, ..usual },
            Some("leaf-extensions-any") => Mode { any_extension: true, ..usual },
            Some("tags-strict" | "lifetime-exclusive") => Mode { ends: false, ..usual },
            Some("tags-lenient") => Mode { strict: false, ends: false, ..usual },
            Some("lifetime-inclusive") => Mode { ends: true, ..usual },
            Some(_) => return None,
        };
        let own_time = test.now.filter(|_| !self.makes(Check::LifetimeNow)).is_some();
        let now = if own_time { group_time(case) } else { case.now };
        Some(self.published(&test.input.event, case.marmot(), now, &mode))
    }

    fn published(&self, event: &Event, profile: Profile, now: u64, mode: &Mode) -> Result<Expect, Refusal> {
        self.event(event)?;
        let known = profile.key_package_kinds().contains(&event.kind);
        self.demand(Check::Kind, known, Reason::UnexpectedKind, event.kind)?;
        self.tags(event, profile, mode.strict)?;
        if event.content.is_empty() && !self.makes(Check::ContentEmpty) {
            return Ok(of_tags(event));
        }
        let bytes = self.content(&event.content, event.tag("encoding"), profile)?;
        let bare = self.unframed(&bytes, profile.is_adopted())?;
        let package = self.key_package(bare, mode.strict)?;
        self.package(&package, mode.any_default)?;
        let misplaced = package.leaf.extensions.iter().any(|(id, _)| [2, 3, 4, 5, 0x000a].contains(id));
        let placed = !misplaced || mode.any_extension;
        self.demand(Check::LeafExtension, placed, Reason::ExtensionMisplaced, "an extension that is not for leaves")?;
        let reference = hex::encode(package.reference());
        let named = event.tag("i").filter(|_| profile != Profile::Mip2026_01);
        let same = named.is_none_or(|named| named.to_lowercase() == reference);
        self.demand(Check::RefMismatch, same, Reason::RefMismatch, "`i` names another KeyPackage")?;
        self.identity(&event.pubkey, &package)?;
        if profile.is_adopted() {
            self.proof(&event.pubkey, &package)?;
        }
        let lifetime = self.lifetime(&package, profile, now, mode.ends)?;
        Ok(Expect {
            account: event.pubkey.clone(),
            slot: event.tag("d").filter(|_| event.kind == 30443).map(str::to_owned),
            reference: package.reference().into(),
            cipher_suite: package.suite,
            extensions: listed(&package.leaf.extension_types),
            proposals: listed(&package.leaf.proposal_types),
            last_resort: last_resort(self, &package)?,
            lifetime,
            signature_key: package.leaf.signature_key.into(),
        })
    }

    fn tags(&self, event: &Event, profile: Profile, strict: bool) -> Result<(), Refusal> {
        if profile.is_adopted() {
            for name in ["encoding", "relays"] {
                let there = event.tags.iter().any(|row| row[0] == name);
                self.demand(Check::Tag(Fault::Forbidden, name), !there, Reason::TagForbidden, name)?;
            }
        }
        rules(profile, event.kind != 443).iter().try_for_each(|rule| self.tag(&event.tags, rule, strict))
    }

    pub(super) fn tag(&self, tags: &[Vec<String>], rule: &Rule, strict: bool) -> Result<(), Refusal> {
        let name = rule.name;
        let demand = |fault, holds, reason| self.demand(Check::Tag(fault, name), holds, reason, name);
        let rows: Vec<_> = tags.iter().filter(|row| row[0] == name).collect();
        let Some(row) = rows.first() else {
            return demand(Fault::Missing, !rule.required, Reason::TagMissing);
        };
        demand(Fault::Repeated, !strict || rows.len() == 1, Reason::TagRepeated)?;
        let values = &row[1..];
        demand(Fault::Empty, !values.is_empty(), Reason::TagValueMissing)?;
        let extra = if rule.list { strict && repeats(values) } else { values.len() > 1 && (strict || rule.one) };
        demand(Fault::Extra, !extra, Reason::TagValueExtra)?;
        let read = if rule.list { values } else { &values[..values.len().min(1)] };
        demand(Fault::Form, read.iter().all(|value| (rule.form)(value)), Reason::TagValueMalformed)?;
        let lower = |value: &String| !value.chars().any(|c| c.is_ascii_uppercase());
        let cased = ["mls_extensions", "d", "i"].contains(&name);
        demand(Fault::Case, !strict || !cased || read.iter().all(lower), Reason::TagValueMalformed)?;
        let known = rule.known.is_empty() || read.iter().all(|value| rule.known.contains(&value.as_str()));
        demand(Fault::Value, known, Reason::TagValueUnsupported)?;
        let holds = values.is_empty() || rule.holds.iter().all(|id| values.iter().any(|value| value == id));
        demand(Fault::Lacks, holds, Reason::TagValueMissing)
    }

    /// The bytes of a content; before April 2026 it was hex unless the tag says base64.
    pub(super) fn content(&self, content: &str, encoding: Option<&str>, profile: Profile) -> Result<Vec<u8>, Refusal> {
        if profile != Profile::Mip2026_01 {
            return self.base64(content);
        }
        self.demand(Check::ContentEmpty, !content.is_empty(), Reason::ContentEmpty, "no content")?;
        let decoded = hex::decode(content).map_err(|e| Refusal::new(Reason::ContentNotHex, e));
        let says_hex = encoding.is_none_or(|encoding| encoding == "hex");
        let is_hex = if self.makes(Check::Encoding) { says_hex } else { decoded.is_ok() };
        if !says_hex && decoded.is_ok() {
            self.demand(Check::Encoding, false, Reason::ContentNotBase64, "hex, and the tag says base64")?;
        }
        if is_hex { decoded } else { self.base64(content) }
    }

    /// What RFC 9420 sections 7.2 and 10.1 ask of a KeyPackage.
    fn package(&self, package: &KeyPackage<'_>, any_default: bool) -> Result<(), Refusal> {
        let leaf = &package.leaf;
        let mls10 = package.version == 1;
        self.demand(Check::ProtocolVersion, mls10, Reason::ProtocolVersionUnsupported, package.version)?;
        let basic = leaf.credential_type == 1;
        self.demand(Check::CredentialType, basic, Reason::CredentialTypeUnsupported, leaf.credential_type)?;
        self.demand(Check::LeafSignature, package.leaf_signed(), Reason::SignatureInvalid, "the leaf's signature")?;
        let signed = package.signed();
        self.demand(Check::KeyPackageSignature, signed, Reason::SignatureInvalid, "the KeyPackage's signature")?;
        let default = leaf.extension_types.iter().any(|id| (1..=5).contains(id));
        self.demand(
            Check::DefaultExtension,
            !default || any_default,
            Reason::DefaultExtensionListed,
            "a default extension",
        )?;
        let differ = package.init_key != leaf.encryption_key;
        self.demand(Check::InitKeyReused, differ, Reason::InitKeyReused, "init key and encryption key are one")
    }

    fn identity(&self, account: &str, package: &KeyPackage<'_>) -> Result<(), Refusal> {
        let held = package.leaf.identity;
        let in_hex = !self.makes(Check::IdentityHex) && held == account.as_bytes();
        let begins = !self.makes(Check::IdentityPrefix) && account.starts_with(&hex::encode(held));
        let same = hex::encode(held) == account || in_hex || begins;
        let reason = if held.len() == 32 { Reason::IdentityMismatch } else { Reason::CredentialIdentityMalformed };
        self.demand(Check::Identity, same, reason, "the credential is not the author's key")
    }

    /// The account's signature for the leaf key, in component 0x8009 of the leaf.
    fn proof(&self, account: &str, package: &KeyPackage<'_>) -> Result<(), Refusal> {
        let components = dictionary(self, &package.leaf.extensions)?;
        let Some((_, data)) = components.iter().find(|(id, _)| *id == 0x8009) else {
            return self.demand(Check::ProofMissing, false, Reason::ProofMissing, "no identity proof");
        };
        let proof = match IdentityProof::parse(data) {
            Ok(proof) => proof,
            Err(error) => return self.demand(Check::ProofLength, false, Reason::ProofMalformed, error),
        };
        let own = hex::encode(proof.signer) == account;
        self.demand(Check::ProofBinding, own, Reason::ProofBindingMismatch, "a proof by another account")?;
        let verified: Result<(), ProofError> = proof.verify(package.suite, 0x0807, package.leaf.signature_key);
        self.demand(Check::ProofSignature, verified.is_ok(), Reason::ProofSignatureInvalid, "the proof's signature")
    }

    fn lifetime(&self, package: &KeyPackage<'_>, profile: Profile, now: u64, ends: bool) -> Result<[u64; 2], Refusal> {
        let Some([from, to]) = package.leaf.lifetime else {
            self.demand(Check::LifetimeMissing, false, Reason::LifetimeMissing, "the leaf has no lifetime")?;
            return Ok([0, u64::MAX]);
        };
        let (early, late) = if ends { (now < from, now > to) } else { (now <= from, now >= to) };
        self.demand(Check::LifetimeNotYetValid, !early, Reason::LifetimeNotYetValid, from)?;
        self.demand(Check::LifetimeExpired, !late, Reason::LifetimeExpired, to)?;
        let short = !profile.is_adopted() || to.saturating_sub(from) <= 7_261_200;
        self.demand(Check::LifetimeTooLong, short, Reason::LifetimeTooLong, to)?;
        Ok([from, to])
    }
}

/// What a client makes of an event that trusts the tags and has no content to look at.
fn of_tags(event: &Event) -> Expect {
    let ids = |name: &str| {
        let row = event.tags.iter().find(|row| row[0] == name);
        let id = |value: &String| value.strip_prefix("0x").and_then(|digits| u16::from_str_radix(digits, 16).ok());
        row.map(|row| row[1..].iter().filter_map(id).collect::<Vec<_>>()).unwrap_or_default()
    };
    Expect {
        account: event.pubkey.clone(),
        slot: event.tag("d").filter(|_| event.kind == 30443).map(str::to_owned),
        reference: event.tag("i").and_then(|i| hex::decode(i).ok()).unwrap_or_default().into(),
        cipher_suite: ids("mls_ciphersuite").first().copied().unwrap_or_default(),
        extensions: ids("mls_extensions"),
        proposals: ids("mls_proposals"),
        last_resort: false,
        lifetime: [0, u64::MAX],
        signature_key: Vec::new().into(),
    }
}

/// The time of the group in which a test stands.
fn group_time(case: &Case<'_>) -> u64 {
    match case.suite.files().get(case.path) {
        Some(crate::format::Vectors::KeyPackageEvent(file)) => file.groups.first().map_or(case.now, |group| group.now),
        _ => case.now,
    }
}

fn repeats(values: &[String]) -> bool {
    values.iter().enumerate().any(|(place, value)| values[..place].contains(value))
}

/// What stands in extension 0x0006; nothing if there is none.
fn dictionary<'a>(reader: &'a Reader, extensions: &[(u16, &'a [u8])]) -> Result<Vec<(u16, &'a [u8])>, Refusal> {
    match extensions.iter().find(|(id, _)| *id == 0x0006) {
        Some((_, data)) => Cursor::new(reader, data).list()?.entries(),
        None => Ok(Vec::new()),
    }
}

pub(super) fn last_resort(reader: &Reader, package: &KeyPackage<'_>) -> Result<bool, Refusal> {
    let components = dictionary(reader, &package.extensions)?;
    let marked = package.extensions.iter().any(|(id, _)| *id == 0x000a);
    Ok(marked || components.iter().any(|(id, _)| *id == 0x0004))
}

/// Ascending, without GREASE (RFC 9420 section 13.5).
fn listed(ids: &[u16]) -> Vec<u16> {
    let mut ids: Vec<u16> = ids.iter().copied().filter(|id| id & 0x0f0f != 0x0a0a || id >> 8 != id & 0xff).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
