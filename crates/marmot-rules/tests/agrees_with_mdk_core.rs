//! For mutated events the lenient reading of `mip-2026-04` and mdk-core 0.8.0 give one verdict (fact l of
//! docs/spec/marmot.md section 6). mdk-core leaves id and signature of the event to its caller; that difference is shown too.

mod common;

use common::{Ev, NOW, account};
use marmot_rules::{AdmitContext, Knobs, Profile, Reason, Requirements, admit};
use mdk_core::MDK;
use mdk_memory_storage::MdkMemoryStorage;
use nostr::Event;

const A: Profile = Profile::Mip2026_04;

/// An event whose lifetime is open under any clock, as mdk-core looks at the real one.
fn open_ended(seed: &str) -> Ev {
    Ev::new(A, seed, NOW).with(|kp| kp.lifetime = Some((1_000_000_000, 4_000_000_000)))
}

fn ours(event: &Event) -> Result<(), Reason> {
    let context = AdmitContext {
        target: event.pubkey,
        now: NOW,
        requirements: &Requirements::none(),
        profile: A,
        knobs: &Knobs::for_profile(A),
        verified: false,
    };
    admit(event, &context).map(|_| ())
}

fn accepted_by_mdk(event: &Event) -> bool {
    MDK::new(MdkMemoryStorage::default()).parse_key_package(event).is_ok()
}

/// Both verdicts must be this one.
fn both(event: &Event, expected: Result<(), Reason>, case: &str) {
    assert_eq!(ours(event), expected, "{case}");
    assert_eq!(accepted_by_mdk(event), expected.is_ok(), "mdk-core, {case}");
}

/// Replaces the values of the first row of a name.
fn set(rows: &mut [Vec<String>], name: &str, values: &[&str]) {
    let row = rows.iter_mut().find(|row| row[0] == name).expect("the row exists");
    *row = [name].iter().chain(values).map(|value| (*value).to_owned()).collect();
}

type Change = fn(&mut Vec<Vec<String>>);
type KpChange = fn(&mut common::Kp);

#[test]
fn the_test_builder_makes_what_mdk_core_accepts() {
    both(&open_ended("x").sign(), Ok(()), "30443");
    both(&open_ended("x").kind(443).sign(), Ok(()), "443");
}

#[test]
fn leniencies_are_shared() {
    let cases: &[(&str, Change)] = &[
        ("upper-case d", |rows| rows[0][1] = rows[0][1].to_uppercase()),
        ("second d", |rows| rows.push(vec!["d".into(), "short".into()])),
        ("extra d value", |rows| rows[0].push("more".into())),
        ("suite with extra value", |rows| set(rows, "mls_ciphersuite", &["0x0001", "nonsense"])),
        ("upper-case extensions", |rows| set(rows, "mls_extensions", &["0x000A", "0xF2EE"])),
        ("repeated extension", |rows| set(rows, "mls_extensions", &["0xf2ee", "0x000a", "0xf2ee"])),
        ("version with extra value", |rows| set(rows, "mls_protocol_version", &["1.0", "2.0"])),
        ("encoding in capitals", |rows| set(rows, "encoding", &["BASE64"])),
        ("second encoding", |rows| rows.insert(0, vec!["encoding".into(), "hex".into()])),
        ("second relays tag is bad", |rows| rows.push(vec!["relays".into(), "nonsense".into()])),
        ("second i is wrong", |rows| rows.push(vec!["i".into(), "00".into()])),
        ("client and unknown tags", |rows| rows.push(vec!["client".into()])),
        ("upper-case i", |rows| {
            let row = rows.iter_mut().find(|row| row[0] == "i").expect("an i tag");
            row[1] = row[1].to_uppercase();
        }),
    ];
    for (case, change) in cases {
        both(&open_ended("x").tagged(change).sign(), Ok(()), case);
    }
    let mut longer = open_ended("x");
    longer.trailing = vec![0; 3];
    both(&longer.sign(), Ok(()), "bytes after the KeyPackage");
}

#[test]
fn refusals_are_shared() {
    let remove = |name: &'static str| move |rows: &mut Vec<Vec<String>>| rows.retain(|row| row[0] != name);
    for name in ["d", "mls_protocol_version", "mls_ciphersuite", "mls_extensions", "mls_proposals", "i", "relays"] {
        both(&open_ended("x").tagged(remove(name)).sign(), Err(Reason::MalformedShape), name);
    }
    both(&open_ended("x").tagged(remove("encoding")).sign(), Err(Reason::BadEncoding), "no encoding");
    let cases: &[(&str, Reason, Change)] = &[
        ("d too short", Reason::MalformedShape, |rows| set(rows, "d", &["abcd"])),
        ("d not hex", Reason::MalformedShape, |rows| rows[0][1] = "z".repeat(64)),
        ("version 1", Reason::MalformedShape, |rows| set(rows, "mls_protocol_version", &["1"])),
        ("suite 2", Reason::MalformedShape, |rows| set(rows, "mls_ciphersuite", &["0x0002"])),
        ("0X0001", Reason::MalformedShape, |rows| set(rows, "mls_ciphersuite", &["0X0001"])),
        ("no last resort", Reason::MalformedShape, |rows| set(rows, "mls_extensions", &["0xf2ee"])),
        ("empty list", Reason::MalformedShape, |rows| set(rows, "mls_extensions", &[])),
        ("bare id", Reason::MalformedShape, |rows| set(rows, "mls_extensions", &["0x000a", "f2ee"])),
        ("two proposals", Reason::MalformedShape, |rows| set(rows, "mls_proposals", &["0x000a", "0x0008"])),
        ("proposal in capitals", Reason::MalformedShape, |rows| set(rows, "mls_proposals", &["0x000A"])),
        ("one bad URL", Reason::MalformedShape, |rows| set(rows, "relays", &["wss://a.example", "http://b"])),
        ("no URL", Reason::MalformedShape, |rows| set(rows, "relays", &[])),
        ("hex encoding", Reason::BadEncoding, |rows| set(rows, "encoding", &["hex"])),
        ("two refs", Reason::MalformedShape, |rows| set(rows, "i", &["00", "00"])),
        ("ref not hex", Reason::MalformedShape, |rows| set(rows, "i", &["zz"])),
        ("short ref", Reason::RefMismatch, |rows| set(rows, "i", &["00"])),
    ];
    for (case, reason, change) in cases {
        both(&open_ended("x").tagged(change).sign(), Err(*reason), case);
    }
}

#[test]
fn refusals_of_the_content_are_shared() {
    let wrong_ref = |rows: &mut Vec<Vec<String>>| set(rows, "i", &[&"ab".repeat(32)]);
    both(&open_ended("x").tagged(wrong_ref).sign(), Err(Reason::RefMismatch), "another reference");
    both(&open_ended("x").malformed().sign(), Err(Reason::BadEncoding), "not base64");
    let cases: &[(&str, Reason, KpChange)] = &[
        ("leaf signature", Reason::BadMls, |kp| kp.break_leaf_signature = true),
        ("signature", Reason::BadMls, |kp| kp.break_signature = true),
        ("init key is encryption key", Reason::BadMls, |kp| kp.init_is_encryption_key = true),
        ("last resort not in the capabilities", Reason::BadMls, |kp| kp.extensions = vec![0xf2ee]),
        ("repeated extension", Reason::BadMls, |kp| kp.repeat_extension = true),
        ("foreign identity", Reason::IdentityMismatch, |kp| {
            kp.identity = Some(account(2).public_key().to_bytes().to_vec());
        }),
        ("identity as text", Reason::IdentityMismatch, |kp| {
            kp.identity = Some(account(1).public_key().to_hex().into_bytes());
        }),
        ("expired", Reason::LifetimeExpired, |kp| kp.lifetime = Some((1_000_000_000, 1_000_000_001))),
        ("not begun", Reason::LifetimeEarly, |kp| kp.lifetime = Some((4_000_000_000, 4_000_000_001))),
    ];
    for (case, reason, change) in cases {
        let event = open_ended("x").with(change);
        let tagged = event.tagged(|rows| set(rows, "mls_extensions", &["0x000a", "0xf2ee"]));
        both(&tagged.sign(), Err(*reason), case);
    }
}

#[test]
fn kind_443_may_lack_ref_and_proposals_in_both() {
    let event = open_ended("x").kind(443).tagged(|rows| {
        rows.retain(|row| row[0] != "i" && row[0] != "mls_proposals");
    });
    both(&event.sign(), Ok(()), "443 without i and mls_proposals");
}

#[test]
fn only_the_oracle_checks_the_event_signature() {
    let mut forged = open_ended("x").sign();
    forged.sig = open_ended("y").sign().sig;
    assert_eq!(ours(&forged), Err(Reason::BadSignature));
    assert!(accepted_by_mdk(&forged), "fact l: mdk-core leaves the signature to its caller");
}

#[test]
fn strict_tag_values_refuse_what_mdk_core_lets_through() {
    let knobs = Knobs { tag_values: marmot_rules::decisions::TagValues::Strict, ..Knobs::for_profile(A) };
    let event = open_ended("x").tagged(|rows| rows[0][1] = rows[0][1].to_uppercase()).sign();
    let requirements = Requirements::none();
    let context = AdmitContext {
        target: event.pubkey,
        now: NOW,
        requirements: &requirements,
        profile: A,
        knobs: &knobs,
        verified: false,
    };
    assert_eq!(admit(&event, &context).map(|_| ()), Err(Reason::MalformedShape));
    assert!(accepted_by_mdk(&event));
}
