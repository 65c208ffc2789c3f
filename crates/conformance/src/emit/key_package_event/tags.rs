//! Kind and tags.

use marmot_rules::Profile;

use super::{Base, Case, Want};
use crate::format::Reason;

use Reason::{
    RefMismatch, TagForbidden, TagMissing, TagRepeated, TagValueExtra, TagValueMalformed, TagValueMissing,
    TagValueUnsupported, UnexpectedKind,
};

pub(super) fn cases(profile: Profile) -> Vec<Case> {
    let mut cases = common(profile);
    if profile.has_slots() {
        cases.extend(slot(profile));
    }
    if profile != Profile::Mip2026_01 {
        cases.extend(reference(profile));
    }
    cases.extend(if profile.is_adopted() { adopted() } else { mip(profile) });
    cases
}

fn refused(number: u16, flag: &'static str, comment: &'static str, reason: Reason, tag: &'static str) -> Case {
    Case::new(number, flag, comment, Base::Baseline, Want::Refused(reason, Some(tag)))
}

/// Refused where the text says so, a matter of strictness where it says nothing (D13).
fn strict(
    profile: Profile,
    number: u16,
    flag: &'static str,
    comment: &'static str,
    reason: Reason,
    tag: &'static str,
) -> Case {
    if profile.is_adopted() {
        return refused(number, flag, comment, reason, tag);
    }
    Case::new(number, flag, comment, Base::Baseline, Want::Strictness(reason, Some(tag)))
}

/// What all profiles share.
fn common(profile: Profile) -> Vec<Case> {
    let (version, suite, list) = ("mls_protocol_version", "mls_ciphersuite", "mls_extensions");
    let kind = |number, comment| {
        Case::new(number, "UnexpectedKind", comment, Base::Baseline, Want::Refused(UnexpectedKind, None))
    };
    vec![
        kind(101, "kind 1").with(|d| d.kind = 1),
        kind(102, "kind 444").with(|d| d.kind = 444),
        refused(103, "MissingTag", "no protocol version", TagMissing, version).with(move |d| d.remove(version)),
        refused(104, "MissingTag", "no cipher suite", TagMissing, suite).with(move |d| d.remove(suite)),
        refused(105, "MissingTag", "no extensions", TagMissing, list).with(move |d| d.remove(list)),
        refused(106, "UnsupportedVersion", "version 1", TagValueUnsupported, version)
            .with(move |d| d.set(version, &["1"])),
        refused(107, "UnsupportedVersion", "version 2.0", TagValueUnsupported, version)
            .with(move |d| d.set(version, &["2.0"])),
        refused(108, "NoValue", "the version tag has no value", TagValueMissing, version)
            .with(move |d| d.set(version, &[])),
        refused(109, "NoValue", "the suite tag has no value", TagValueMissing, suite).with(move |d| d.set(suite, &[])),
        refused(110, "NoValue", "the extensions tag has no value", TagValueMissing, list)
            .with(move |d| d.set(list, &[])),
        refused(111, "MalformedId", "suite 1 without 0x", TagValueMalformed, suite).with(move |d| d.set(suite, &["1"])),
        refused(112, "MalformedId", "suite 0X0001", TagValueMalformed, suite).with(move |d| d.set(suite, &["0X0001"])),
        refused(113, "MalformedId", "an extension of three digits", TagValueMalformed, list)
            .with(move |d| d.extend(list, "0x0ee")),
        strict(profile, 114, "RepeatedTag", "two version tags", TagRepeated, version).with(move |d| d.repeat(version)),
        strict(profile, 115, "RepeatedTag", "two suite tags", TagRepeated, suite).with(move |d| d.repeat(suite)),
        strict(profile, 116, "RepeatedTag", "two extensions tags", TagRepeated, list).with(move |d| d.repeat(list)),
        strict(profile, 117, "ExtraValue", "two versions in one tag", TagValueExtra, version)
            .with(move |d| d.extend(version, "1.1")),
        strict(profile, 118, "UpperCase", "an extension in upper case", TagValueMalformed, list)
            .with(move |d| d.extend(list, "0xAB0C")),
    ]
}

/// The `d` tag.
fn slot(profile: Profile) -> Vec<Case> {
    let mut cases = vec![
        refused(131, "MissingTag", "no d", TagMissing, "d").with(|d| d.remove("d")),
        refused(132, "NoValue", "the d tag has no value", TagValueMissing, "d").with(|d| d.set("d", &[])),
        refused(133, "MalformedSlot", "d is empty", TagValueMalformed, "d").with(|d| d.set("d", &[""])),
        refused(134, "MalformedSlot", "d has 63 digits", TagValueMalformed, "d").with(|d| {
            let short = d.value("d")[1..].to_owned();
            d.set("d", &[&short]);
        }),
        refused(135, "MalformedSlot", "d is no hex", TagValueMalformed, "d").with(|d| d.set("d", &[&"z".repeat(64)])),
        strict(profile, 136, "UpperCase", "d in upper case", TagValueMalformed, "d").with(|d| {
            let upper = format!("AB{}", &d.value("d")[2..]);
            d.set("d", &[&upper]);
        }),
        strict(profile, 137, "RepeatedTag", "two d tags", TagRepeated, "d").with(|d| d.repeat("d")),
        strict(profile, 138, "ExtraValue", "two values in d", TagValueExtra, "d").with(|d| d.extend("d", "x")),
    ];
    cases.push(
        refused(139, "MissingTag", "no mls_proposals", TagMissing, "mls_proposals").with(|d| d.remove("mls_proposals")),
    );
    cases
}

/// The `i` tag.
fn reference(profile: Profile) -> Vec<Case> {
    let mismatch =
        Case::new(151, "RefMismatch", "i names another KeyPackage", Base::Baseline, Want::Refused(RefMismatch, None));
    let mut cases = vec![
        mismatch.with(|d| d.set("i", &[&"5a".repeat(32)])),
        refused(152, "MalformedRef", "i is no hex", TagValueMalformed, "i").with(|d| d.set("i", &[&"g".repeat(64)])),
        refused(153, "NoValue", "the i tag has no value", TagValueMissing, "i").with(|d| d.set("i", &[])),
        refused(154, "MalformedRef", "two values in i", TagValueExtra, "i").with(|d| d.extend("i", "00")),
        strict(profile, 155, "RepeatedTag", "two i tags", TagRepeated, "i").with(|d| d.repeat("i")),
        strict(profile, 156, "UpperCase", "i in upper case", TagValueMalformed, "i").with(|d| {
            let upper = d.value("i").to_uppercase();
            d.set("i", &[&upper]);
        }),
    ];
    let short = if profile.is_adopted() {
        Want::Refused(TagValueMalformed, Some("i"))
    } else {
        Want::RefusedAny(&[RefMismatch, TagValueMalformed], Some("i"))
    };
    cases.push(Case::new(157, "MalformedRef", "i has 62 digits", Base::Baseline, short).with(|d| {
        let short = d.value("i")[..62].to_owned();
        d.set("i", &[&short]);
    }));
    if profile.has_slots() {
        cases.push(refused(158, "MissingTag", "no i", TagMissing, "i").with(|d| d.remove("i")));
    }
    cases
}

/// The tags of the MIP era.
fn mip(profile: Profile) -> Vec<Case> {
    let (relays, list) = ("relays", "mls_extensions");
    let mut cases = vec![
        refused(171, "MissingTag", "no relays", TagMissing, relays).with(move |d| d.remove(relays)),
        refused(172, "NoValue", "the relays tag is empty", TagValueMissing, relays).with(move |d| d.set(relays, &[])),
        refused(173, "MalformedRelay", "one of the relays is no URL", TagValueMalformed, relays)
            .with(move |d| d.extend(relays, "not a url")),
        refused(174, "MalformedRelay", "a relay that is a web page", TagValueMalformed, relays)
            .with(move |d| d.set(relays, &["https://relay.one.example"])),
        refused(183, "MalformedRelay", "a relay without a host", TagValueMalformed, relays)
            .with(move |d| d.set(relays, &["wss://"])),
        refused(175, "UnsupportedSuite", "suite 0x0002", TagValueUnsupported, "mls_ciphersuite")
            .with(|d| d.set("mls_ciphersuite", &["0x0002"])),
        refused(176, "RequiredExtension", "mls_extensions lacks 0xf2ee", TagValueMissing, list)
            .with(move |d| d.set(list, &["0x000a"])),
        refused(177, "RequiredExtension", "mls_extensions lacks 0x000a", TagValueMissing, list)
            .with(move |d| d.set(list, &["0xf2ee"])),
        refused(178, "UnsupportedEncoding", "encoding utf8", TagValueUnsupported, "encoding")
            .with(|d| d.set("encoding", &["utf8"])),
    ];
    if profile != Profile::Mip2026_01 {
        cases.extend([
            refused(179, "MissingTag", "no encoding", TagMissing, "encoding").with(|d| d.remove("encoding")),
            refused(180, "UnsupportedEncoding", "encoding hex", TagValueUnsupported, "encoding")
                .with(|d| d.set("encoding", &["hex"])),
        ]);
    }
    if profile == Profile::Mip2026_04 {
        cases.extend([
            Case::new(
                181,
                "Proposals",
                "mls_proposals is 0x0001: what is needed is missing, and what is there is not supported",
                Base::Baseline,
                Want::RefusedAny(&[TagValueUnsupported, TagValueMissing], Some("mls_proposals")),
            )
            .with(|d| d.set("mls_proposals", &["0x0001"])),
            refused(182, "Proposals", "mls_proposals has a second value", TagValueExtra, "mls_proposals")
                .with(|d| d.extend("mls_proposals", "0x0001")),
        ]);
    }
    cases
}

/// The tags of the adopted text.
fn adopted() -> Vec<Case> {
    let (list, components) = ("mls_extensions", "app_components");
    vec![
        refused(201, "ForbiddenTag", "an encoding tag", TagForbidden, "encoding")
            .with(|d| d.push(&["encoding", "base64"])),
        refused(202, "ForbiddenTag", "a relays tag", TagForbidden, "relays")
            .with(|d| d.push(&["relays", "wss://relay.one.example"])),
        refused(203, "MissingTag", "no app_components", TagMissing, components).with(move |d| d.remove(components)),
        refused(204, "RequiredComponent", "app_components lacks 0x8009", TagValueMissing, components)
            .with(move |d| d.set(components, &["0x0001"])),
        refused(205, "RepeatedValue", "an extension twice", TagValueExtra, list)
            .with(move |d| d.extend(list, "0x0006")),
        refused(206, "RepeatedTag", "two app_components tags", TagRepeated, components)
            .with(move |d| d.repeat(components)),
        refused(207, "RepeatedTag", "two mls_proposals tags", TagRepeated, "mls_proposals")
            .with(|d| d.repeat("mls_proposals")),
        refused(208, "NoValue", "app_components has no value", TagValueMissing, components)
            .with(move |d| d.set(components, &[])),
    ]
}
