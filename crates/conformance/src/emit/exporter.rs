//! exporter: from a known exporter secret with all steps, and from groups that were joined.

use marmot_rules::Profile;

use super::welcome_join::scene;
use super::{Emit, EmitError, id, in_run};
use crate::expectations::exporter::exported;
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

/// The scenes of the adopted text, and the group-event test after which is exported instead.
const ADOPTED: &[(u16, Option<u16>)] = &[(1, None), (3, None), (6, None), (11, Some(64))];

impl Emit for File {
    fn file(profile: Profile) -> Result<Option<Self>, EmitError> {
        super::groups_are_made(profile).then(|| super::file(profile, tests(profile)?)).transpose()
    }

    fn maker(profile: Profile) -> &'static str {
        super::by_devices(profile)
    }
}

fn tests(profile: Profile) -> Result<Vec<Test>, EmitError> {
    let mut tests = Vec::new();
    if profile.is_adopted() {
        for (place, &(number, after)) in (0..).zip(ADOPTED) {
            tests.extend(in_run(|| of_chain(number, after, 1 + 20 * place))?);
        }
        return Ok(tests);
    }
    for (place, &number) in (0..).zip(SCENES) {
        tests.extend(in_run(|| of_scene(profile, number, 1 + 20 * place))?);
    }
    Ok(tests)
}

/// Twice each pair: from the group, and from its exporter secret.
fn of_scene(profile: Profile, scene_number: u16, first: u16) -> Vec<Test> {
    let scene = scene(profile, scene_number);
    let (mdk, group) = (&scene.creator.mdk, &scene.group);
    let exporter_secret = mls::exporter_secret(mdk, group).expect("the creator is a member");
    let export = |label: &str, context: &[u8], length| {
        mls::export(mdk, group, label, context, length).expect("the creator is a member")
    };
    pairs(profile, &scene.test.id, &exporter_secret, &export, first)
}

/// The same for a device of the adopted text, after a test of `welcome-join` or, further on, of `group-event`.
fn of_chain(scene_number: u16, after: Option<u16>, first: u16) -> Vec<Test> {
    let profile = Profile::Adopted2026_07;
    let mut scene = super::adopted::scene(scene_number);
    if after.is_some() {
        scene.creator.commit(super::adopted::rename("renamed"));
    }
    let after = after.map_or(scene.test.id.clone(), |number| id(Topic::GroupEvent, profile, number));
    let export = |label: &str, context: &[u8], length| scene.creator.export(label, context, length);
    pairs(profile, &after, &scene.creator.exporter_secret(), &export, first)
}

/// `MLS-Exporter(label, context, length)` of a group.
type Export<'a> = dyn Fn(&str, &[u8], u16) -> Vec<u8> + 'a;

fn pairs(profile: Profile, after: &str, exporter_secret: &[u8], export: &Export<'_>, first: u16) -> Vec<Test> {
    let mut tests = Vec::new();
    for (place, &(label, context, length)) in (0..).zip(PAIRS) {
        let flag = match (context, length) {
            ("", _) => "EmptyContext",
            (_, 32) => "ExporterSecret",
            _ => "OtherLength",
        };
        let [derived, context_hash, secret] = exported(exporter_secret, label, context.as_bytes(), length);
        assert_eq!(export(label, context.as_bytes(), length), secret, "HMAC written out and OpenMLS agree");
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
        let given = input(Some(exporter_secret.into()), None);
        tests.push(Test::valid(id(first + place), &[flag], &comment, given, expect(Some(derived.into()))));
        if flag == "ExporterSecret" {
            let joined = input(None, Some(after.to_owned()));
            let comment = format!("{comment}, by the joiner of {after}");
            tests.push(Test::valid(id(first + 10 + place), &["FromGroup"], &comment, joined, expect(None)));
        }
    }
    tests
}
