//! exporter: from a known exporter secret with all steps, and from groups that were joined.

use hkdf::Hkdf;
use marmot_rules::Profile;
use sha2::{Digest, Sha256};

use super::welcome_join::scene;
use super::{EmitError, id, in_run};
use crate::format::Topic;
use crate::format::topics::exporter::{Expect, File, Input, Test};
use crate::mls;

/// Label, context and length; the first four are Marmot's own.
const PAIRS: &[(&str, &str, u16)] = &[
    ("marmot", "group-event", 32),
    ("marmot", "encrypted-media", 32),
    ("marmot", "convergence-conformance-v1", 32),
    ("nostr", "nostr", 32),
    ("marmot", "group-event", 16),
    ("marmot", "group-event", 64),
    ("marmot", "", 32),
];

/// The welcome-join tests in whose groups is exported.
const SCENES: &[u16] = &[1, 3, 6];

pub(super) fn file(profile: Profile) -> Result<File, EmitError> {
    let mut tests = Vec::new();
    for (place, &number) in (0..).zip(SCENES) {
        tests.extend(in_run(|| of_scene(profile, number, 1 + 20 * place))?);
    }
    super::file(Topic::Exporter, profile, tests)
}

/// Twice each pair: from the group, and from its exporter secret.
fn of_scene(profile: Profile, scene_number: u16, first: u16) -> Vec<Test> {
    let scene = scene(profile, scene_number);
    let (mdk, group) = (&scene.creator.mdk, &scene.group);
    let exporter_secret = mls::exporter_secret(mdk, group).expect("the creator is a member");
    let mut tests = Vec::new();
    for (place, &(label, context, length)) in (0..).zip(PAIRS) {
        let flag = match (context, length) {
            ("", _) => "EmptyContext",
            (_, 32) => "ExporterSecret",
            _ => "OtherLength",
        };
        let (derived, context_hash, secret) = exported(&exporter_secret, label, context.as_bytes(), length);
        let from_group = mls::export(mdk, group, label, context.as_bytes(), length).expect("the creator is a member");
        assert_eq!(from_group, secret, "this crate's key schedule and OpenMLS agree");
        let input = |exporter_secret, after| Input {
            exporter_secret,
            after,
            label: label.to_owned(),
            context: context.as_bytes().into(),
            length,
        };
        let expect = |derived_secret| Expect {
            derived_secret,
            context_hash: context_hash.clone().into(),
            secret: secret.clone().into(),
        };
        let comment = format!("{label} / {context:?}, {length} bytes");
        let id = |number| id(Topic::Exporter, profile, number);
        let given = input(Some(exporter_secret.clone().into()), None);
        tests.push(Test::valid(id(first + place), &[flag], &comment, given, expect(Some(derived.into()))));
        if flag == "ExporterSecret" {
            let joined = input(None, Some(scene.test.id.clone()));
            let comment = format!("{comment}, by the joiner of {}", scene.test.id);
            tests.push(Test::valid(id(first + 10 + place), &["FromGroup"], &comment, joined, expect(None)));
        }
    }
    tests
}

/// RFC 9420 sections 8 and 8.5 for SHA-256: derived secret, context hash, exported secret.
pub(crate) fn exported(
    exporter_secret: &[u8],
    label: &str,
    context: &[u8],
    length: u16,
) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let derived = expand_with_label(exporter_secret, label.as_bytes(), &[], 32);
    let context_hash = Sha256::digest(context).to_vec();
    let secret = expand_with_label(&derived, b"exported", &context_hash, length);
    (derived, context_hash, secret)
}

fn expand_with_label(secret: &[u8], label: &[u8], context: &[u8], length: u16) -> Vec<u8> {
    let label = [b"MLS 1.0 ", label].concat();
    let mut info = length.to_be_bytes().to_vec();
    for part in [&label[..], context] {
        // A length below 64 is one byte (RFC 9420 section 2.1.2); labels and hashes here are shorter.
        info.push(u8::try_from(part.len()).ok().filter(|length| *length < 64).expect("a short label or a hash"));
        info.extend(part);
    }
    let mut out = vec![0; usize::from(length)];
    Hkdf::<Sha256>::from_prk(secret)
        .and_then(|hkdf| hkdf.expand(&info, &mut out).map_err(|_| hkdf::InvalidPrkLength))
        .expect("32 bytes of key, less than 8,160 bytes of output");
    out
}
