//! KP-01 to KP-14 and KP-19: the KeyPackage event around the KeyPackage.
//!
//! KP-15 and KP-16 (which list, which relays) are in `relay_list` and `Profile::key_package_list`; KP-17 (what counts as acknowledged)
//! concerns a client's network and has no function; KP-18 is how KP-11 spells an id.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use nostr::{Event, PublicKey, RelayUrl, Tags};

use crate::Verdict::{self, Fail, NotApplicable, Pass};
use crate::decisions::{ClientTag, TagValues};
use crate::ids::id_enum;
use crate::key_package::{FRAME_PREFIX, KeyPackageRef};
use crate::tags::{
    exactly_one, first, first_value, id_text, is_hex, is_id, is_id_any_case, is_lower_hex, named, single,
};
use crate::{KIND_ADDRESSABLE, KeyPackage, Profile};

/// The tags that the adopted table knows, all of them required.
const ADOPTED_SINGLES: [&str; 3] = ["d", "mls_protocol_version", "i"];
/// The id lists of the adopted table.
const ADOPTED_LISTS: [&str; 4] = ["mls_ciphersuite", "mls_extensions", "mls_proposals", "app_components"];

/// KP-01 (NOSTR, MDK8): the kind is one that carries KeyPackages in this profile, the author is the account.
pub fn kp_01(kind: u16, author: &PublicKey, account: &PublicKey, profile: Profile) -> Verdict {
    if !profile.key_package_kinds().contains(&kind) {
        return Fail(format!("kind {kind} carries no KeyPackage in {profile}"));
    }
    Verdict::require(author == account, || format!("the author is {author}, not {account}"))
}

/// KP-02 (NOSTR): the event id is the hash of the event and the signature verifies.
pub fn kp_02(event: &Event) -> Verdict {
    Verdict::require(event.verify_id(), || "the event id is not the hash of the event".to_owned())
        .and(|| Verdict::require(event.verify_signature(), || "the signature does not verify".to_owned()))
}

/// KP-03 (NOSTR, KPK, issue #82): the content decodes as its profile says, framed in `adopted-2026-07`.
pub fn kp_03(profile: Profile, tags: &Tags, content: &str) -> Verdict {
    let bytes = match decode_content(profile, tags, content) {
        Ok(bytes) => bytes,
        Err(what) => return Fail(what),
    };
    if !profile.framed_content() {
        return Pass;
    }
    Verdict::require(bytes.starts_with(&FRAME_PREFIX), || {
        format!("the content begins with {}, not 00010005", hex::encode(&bytes[..bytes.len().min(4)]))
    })
}

/// The bytes of the content. Only `mip-2026-01` knows hex, and takes it whenever no `base64` is declared.
pub(crate) fn decode_content(profile: Profile, tags: &Tags, content: &str) -> Result<Vec<u8>, String> {
    if profile == Profile::Mip2026_01 && !declares_base64(tags) {
        return hex::decode(content).map_err(|error| format!("the content is not hex: {error}"));
    }
    BASE64.decode(content).map_err(|error| format!("the content is not padded standard base64: {error}"))
}

fn declares_base64(tags: &Tags) -> bool {
    named(tags, "encoding").any(|row| row.get(1).is_some_and(|value| value.eq_ignore_ascii_case("base64")))
}

/// KP-04 (NOSTR): no `encoding` tag. Before: `base64` must be declared (`pr40`, `mip-2026-04`), or `base64`, `hex` or
/// nothing (`mip-2026-01`).
pub fn kp_04(profile: Profile, tags: &Tags, values: TagValues) -> Verdict {
    let present = first(tags, "encoding").is_some();
    match (profile, values) {
        (Profile::Adopted2026_07, _) => Verdict::require(!present, || "there is an encoding tag".to_owned()),
        (Profile::Mip2026_01, _) => match first_value(tags, "encoding") {
            None | Some("base64" | "hex") => Pass,
            Some(other) => Fail(format!("encoding `{other}` is neither base64 nor hex")),
        },
        (Profile::Pr40 | Profile::Mip2026_04, TagValues::Lenient) => {
            Verdict::require(declares_base64(tags), || "no encoding tag says base64".to_owned())
        }
        (Profile::Pr40 | Profile::Mip2026_04, TagValues::Strict) => match single(tags, "encoding") {
            Ok("base64") => Pass,
            Ok(other) => Fail(format!("encoding is `{other}`, not base64")),
            Err(what) => Fail(what),
        },
    }
}

/// KP-05 (NOSTR): every required tag exactly once; one value for single tags, distinct values for lists.
pub fn kp_05(profile: Profile, tags: &Tags, values: TagValues) -> Verdict {
    if !profile.is_adopted() || values == TagValues::Lenient {
        return NotApplicable;
    }
    let singles = ADOPTED_SINGLES.iter().map(|name| single(tags, name).map(|_| ()));
    let lists = ADOPTED_LISTS.iter().map(|name| distinct_values(tags, name));
    singles.chain(lists).collect::<Result<(), String>>().into()
}

fn distinct_values(tags: &Tags, name: &str) -> Result<(), String> {
    let row = exactly_one(tags, name)?;
    let distinct: BTreeSet<&String> = row[1..].iter().collect();
    match row.len() - 1 {
        0 => Err(format!("the {name} tag has no value")),
        count if count != distinct.len() => Err(format!("the {name} tag repeats a value")),
        _ => Ok(()),
    }
}

/// KP-06 (NOSTR, MDK8): one `d` of 64 hex characters on an addressable event. Strict: once, lower-case, one value.
pub fn kp_06(profile: Profile, kind: u16, tags: &Tags, values: TagValues) -> Verdict {
    if !profile.has_slots() || kind != KIND_ADDRESSABLE {
        return NotApplicable;
    }
    match values {
        TagValues::Strict => match single(tags, "d") {
            Ok(value) => Verdict::require(is_lower_hex(value, 64), || format!("d is `{value}`, not 64 lower-case hex")),
            Err(what) => Fail(what),
        },
        TagValues::Lenient => Verdict::require(first_value(tags, "d").is_some_and(|value| is_hex(value, 64)), || {
            "the first d tag has no value of 64 hex characters".to_owned()
        }),
    }
}

/// KP-07 (NOSTR, issue #230): routine replacements of one slot keep its `d`.
pub fn kp_07(replacements: &[&str]) -> Verdict {
    same_value(replacements, "d")
}

/// KP-08 (NOSTR): `d` equals no key, reference or hash of them. A pure function sees only equality, not every derivation.
pub fn kp_08(profile: Profile, d: &str, identity_material: &[&[u8]]) -> Verdict {
    if !profile.is_adopted() {
        return NotApplicable;
    }
    not_derived(d, identity_material)
}

/// All values are equal.
pub(crate) fn same_value(values: &[&str], name: &str) -> Verdict {
    Verdict::require(values.windows(2).all(|pair| pair[0] == pair[1]), || format!("{name} changes between events"))
}

/// The value is neither one of the byte strings nor the SHA-256 of one.
pub(crate) fn not_derived(value: &str, material: &[&[u8]]) -> Verdict {
    use sha2::{Digest, Sha256};
    let derived = material
        .iter()
        .any(|bytes| hex::encode(bytes).eq_ignore_ascii_case(value) || hex::encode(Sha256::digest(bytes)) == value);
    Verdict::require(!derived, || format!("`{value}` follows from a key or another identifier"))
}

/// KP-09 (MIP, NOSTR): `mls_protocol_version` is `1.0`.
pub fn kp_09(tags: &Tags, values: TagValues) -> Verdict {
    let version = match values {
        TagValues::Strict => single(tags, "mls_protocol_version"),
        TagValues::Lenient => first_value(tags, "mls_protocol_version").ok_or_else(|| "no protocol version".to_owned()),
    };
    match version {
        Ok("1.0") => Pass,
        Ok(other) => Fail(format!("mls_protocol_version is `{other}`, not 1.0")),
        Err(what) => Fail(what),
    }
}

/// KP-10 (#31, NOSTR), the form: `i` holds one hex value. Absence is tolerated on kind 443, as #31 and mdk-core do.
pub fn kp_10_form(profile: Profile, kind: u16, tags: &Tags, values: TagValues) -> Verdict {
    let Some(row) = first(tags, "i") else {
        let required = profile.is_adopted() || kind == KIND_ADDRESSABLE;
        return Verdict::require(!required, || "there is no i tag".to_owned());
    };
    match (profile, values) {
        (Profile::Mip2026_01, _) => NotApplicable,
        (_, TagValues::Strict) => match single(tags, "i") {
            Ok(value) => Verdict::require(is_lower_hex(value, 64), || format!("i is `{value}`, not 64 lower-case hex")),
            Err(what) => Fail(what),
        },
        (_, TagValues::Lenient) => match row {
            [_, value] if !value.is_empty() && hex::decode(value).is_ok() => Pass,
            _ => Fail("the first i tag does not hold exactly one hex value".to_owned()),
        },
    }
}

/// KP-10 (#31, NOSTR): `i`, if present, is the reference of the inner KeyPackage.
pub fn kp_10(profile: Profile, tags: &Tags, reference: &KeyPackageRef) -> Verdict {
    if profile == Profile::Mip2026_01 {
        return NotApplicable;
    }
    let Some(value) = first_value(tags, "i") else {
        return NotApplicable;
    };
    Verdict::require(hex::decode(value).is_ok_and(|bytes| bytes == reference), || {
        format!("i is `{value}`, but the KeyPackage is {}", hex::encode(reference))
    })
}

/// KP-11 (NOSTR): id lists hold distinct ids `0x` + 4 lower-case digits. Before, the MIP lists: suite `0x0001`, extensions
/// with `0xf2ee` and `0x000a`, and in `mip-2026-04` proposals exactly `0x000a`.
pub fn kp_11(profile: Profile, kind: u16, tags: &Tags, values: TagValues) -> Verdict {
    let ids = |name: &str| id_list(tags, name, values);
    let checked = if profile.is_adopted() {
        ADOPTED_LISTS.iter().try_for_each(|name| ids(name).map(|_| ()))
    } else {
        mip_lists(profile, kind, tags, ids)
    };
    checked.into()
}

fn mip_lists(
    profile: Profile,
    kind: u16,
    tags: &Tags,
    ids: impl Fn(&str) -> Result<Vec<String>, String>,
) -> Result<(), String> {
    let suite = ids("mls_ciphersuite")?;
    if suite.first().map(String::as_str) != Some("0x0001") {
        return Err("mls_ciphersuite is not 0x0001".to_owned());
    }
    let extensions = ids("mls_extensions")?;
    for required in ["0x000a", "0xf2ee"] {
        if !extensions.iter().any(|id| id == required) {
            return Err(format!("mls_extensions lacks {required}"));
        }
    }
    let proposals = first(tags, "mls_proposals");
    match (profile, proposals) {
        (Profile::Mip2026_04, Some([_, only])) if only == "0x000a" => Ok(()),
        (Profile::Mip2026_04, Some(_)) => Err("mls_proposals is not exactly 0x000a".to_owned()),
        (Profile::Mip2026_04, None) if kind == KIND_ADDRESSABLE => Err("there is no mls_proposals tag".to_owned()),
        _ => Ok(()),
    }
}

/// The ids of a list, lower-cased if leniency allows other spellings.
fn id_list(tags: &Tags, name: &str, values: TagValues) -> Result<Vec<String>, String> {
    let row = match values {
        TagValues::Strict => exactly_one(tags, name)?,
        TagValues::Lenient => first(tags, name).ok_or_else(|| format!("there is no {name} tag"))?,
    };
    let well_formed = if values == TagValues::Strict { is_id } else { is_id_any_case };
    // mdk-core 0.8.0 reads only the first value of a suite tag.
    let taken = if values == TagValues::Lenient && name == "mls_ciphersuite" { 2.min(row.len()) } else { row.len() };
    match row[1..taken].iter().find(|id| !well_formed(id)) {
        Some(bad) => Err(format!("`{bad}` in {name} is no id")),
        None if taken == 1 => Err(format!("the {name} tag has no value")),
        None => Ok(row[1..taken].iter().map(|id| id.to_ascii_lowercase()).collect()),
    }
}

/// KP-12 (NOSTR, PROOF): `app_components` contains `0x8009`. The leaf itself is judged by KV-02.
pub fn kp_12(profile: Profile, tags: &Tags) -> Verdict {
    if !profile.is_adopted() {
        return NotApplicable;
    }
    let listed = first(tags, "app_components").is_some_and(|row| row[1..].iter().any(|id| id == "0x8009"));
    Verdict::require(listed, || "app_components lacks 0x8009".to_owned())
}

/// KP-13 (NOSTR, MIP): no `relays` tag; before, one that holds at least one URL and only valid ones.
pub fn kp_13(profile: Profile, tags: &Tags) -> Verdict {
    match (profile.has_relays_tag(), first(tags, "relays")) {
        (false, row) => Verdict::require(row.is_none(), || "there is a relays tag".to_owned()),
        (true, None) => Fail("there is no relays tag".to_owned()),
        (true, Some([_])) => Fail("the relays tag is empty".to_owned()),
        (true, Some(row)) => match row[1..].iter().find(|url| RelayUrl::parse(url).is_err()) {
            Some(bad) => Fail(format!("`{bad}` is no relay URL")),
            None => Pass,
        },
    }
}

/// KP-14 (NOSTR, IDEA): no tag beyond the table, except NIP-70's `-` and, if D12 allows it, `client`. The tags that KP-04
/// and KP-13 forbid are theirs.
pub fn kp_14(profile: Profile, tags: &Tags, client: ClientTag) -> Verdict {
    let strays: Vec<&str> = tags
        .iter()
        .filter_map(|tag| tag.as_slice().first().map(String::as_str))
        .filter(|name| !match *name {
            "client" => client == ClientTag::Allow,
            "encoding" | "relays" | "-" => true,
            name => !profile.is_adopted() || ADOPTED_SINGLES.contains(&name) || ADOPTED_LISTS.contains(&name),
        })
        .collect();
    Verdict::require(strays.is_empty(), || format!("there are further tags: {}", strays.join(", ")))
}

id_enum! {
    /// D23: how the `app_components` tag follows the support list of the leaf.
    pub enum ComponentsTag, "app-components-tag" {
        /// The text: it contradicts nothing. It has exactly the leaf's components from 0x8000 on, and of the upstream ones
        /// what it likes if the leaf lists them.
        Superset => "superset",
        /// mdk: exactly the leaf's components from 0x8000 on.
        PrivateEqual => "private-equal",
    }
}

/// KP-19 (NOSTR, KPK): suite, extensions and proposals of the tags are those of the decoded leaf, and `app_components`
/// follows its list as D23 says.
pub fn kp_19(profile: Profile, tags: &Tags, key_package: &KeyPackage, components: ComponentsTag) -> Verdict {
    if !profile.is_adopted() {
        return NotApplicable;
    }
    let suites = BTreeSet::from([key_package.cipher_suite()]);
    let equal = |name: &str, decoded: &BTreeSet<u16>| {
        let (listed, decoded) = (listed(tags, name), spelled(decoded));
        Verdict::require(listed == decoded, || format!("{name} lists {listed:?}, the KeyPackage {decoded:?}"))
    };
    equal("mls_ciphersuite", &suites)
        .and(|| equal("mls_extensions", &key_package.extensions()))
        .and(|| equal("mls_proposals", &key_package.proposals()))
        .and(|| match key_package.leaf_components() {
            Ok(_) => components_tag(tags, &key_package.components(), components),
            // A leaf that cannot be read contradicts nothing; KV-02 and KV-10 refuse it.
            Err(_) => Pass,
        })
}

fn components_tag(tags: &Tags, supported: &BTreeSet<u16>, rule: ComponentsTag) -> Verdict {
    let listed = listed(tags, "app_components");
    let (private, upstream): (BTreeSet<u16>, BTreeSet<u16>) = supported.iter().partition(|id| **id >= 0x8000);
    let (private, upstream) = (spelled(&private), spelled(&upstream));
    let others: BTreeSet<&String> = listed.difference(&private).collect();
    let follows = private.is_subset(&listed)
        && match rule {
            ComponentsTag::PrivateEqual => others.is_empty(),
            ComponentsTag::Superset => others.iter().all(|id| upstream.contains(*id)),
        };
    Verdict::require(follows, || format!("app_components lists {listed:?}, the leaf {private:?} and {upstream:?}"))
}

/// The values of all tags of this name.
fn listed(tags: &Tags, name: &str) -> BTreeSet<String> {
    named(tags, name).flat_map(|row| row[1..].iter().cloned()).collect()
}

fn spelled(ids: &BTreeSet<u16>) -> BTreeSet<String> {
    ids.iter().map(|id| id_text(*id)).collect()
}
