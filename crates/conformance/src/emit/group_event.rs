//! group-event: kind 445, from outside and from inside.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use marmot_rules::Profile;
use mdk_core::prelude::MessageProcessingResult;
use nostr::{EventBuilder, Kind, Tag, UnsignedEvent};

use super::welcome_join::{Scene, scene};
use super::{Emit, EmitError, NOW, flipped, id, in_run};
use crate::format::topics::group_event::{ContentType, Expect, File, Input, Test};
use crate::format::{Event, Reason, Rumor, Topic};

impl Emit for File {
    fn file(profile: Profile) -> Result<Option<Self>, EmitError> {
        if profile.is_adopted() {
            return super::adopted::group_events(profile).map(Some);
        }
        super::speaks_in_full(profile).then(|| by_mdk(profile)).transpose()
    }

    fn maker(profile: Profile) -> &'static str {
        super::by_devices(profile)
    }
}

/// The file of a profile that mdk-core 0.8.0 speaks in full.
fn by_mdk(profile: Profile) -> Result<File, EmitError> {
    let mut tests = in_run(|| outer(profile))?;
    tests.extend(in_run(|| messages(profile))?);
    tests.extend(in_run(|| commits(profile))?);
    tests.extend(in_run(|| too_early(profile))??);
    super::file(profile, tests)
}

fn test_id(profile: Profile, number: u16) -> String {
    id(Topic::GroupEvent, profile, number)
}

/// Tests of the outer encryption.
fn outer(profile: Profile) -> Vec<Test> {
    let scene = scene(profile, 1);
    let key = scene.creator.group_event_key(&scene.group);
    let input = |event: Event| Input::Outer { event, group_event_key: key.clone().into() };
    let valid = |number, flag, comment: &str, event: &nostr::Event| {
        let expect = Expect::Outer { mls_message: scene.creator.open(&scene.group, event).into() };
        Test::valid(test_id(profile, number), &[flag], comment, input(Event::from(event)), expect)
    };
    let texts = ["a", "ab", "abc", "abcd"];
    let said: Vec<_> = texts.iter().map(|text| scene.creator.say(&scene.group, text).0).collect();
    let mut tests = vec![valid(1, "ApplicationMessage", "an application message", &said[0])];
    for (number, event) in (2..).zip(&said[1..]) {
        let padding = event.content.len() - event.content.trim_end_matches('=').len();
        tests.push(valid(number, "Base64Padding", &format!("{padding} padding characters"), event));
    }
    let padded = said.iter().position(|event| event.content.ends_with('=')).expect("one of three lengths is padded");
    let parent = &tests[padded];
    let base = &said[padded];
    tests.extend(broken_outer(|number| test_id(profile, number), base, &parent.id, &input));
    let elder = Input::Outer { event: Event::from(base), group_event_key: crate::format::Hex(vec![0x11; 32]) };
    let comment = "a key that is not the epoch's";
    let reason = Reason::OuterDecryptFailed;
    tests.push(Test::invalid(test_id(profile, 31), &["WrongKey"], comment, elder, &tests[padded].id.clone(), reason));
    let exported = |label, context: &[u8], length| {
        let secret =
            scene.creator.enter(|| crate::mls::export(&scene.creator.mdk, &scene.group, label, context, length));
        secret.expect("a member exports")[..32].to_vec()
    };
    let others = [
        (36, "the key is exported under marmot / encrypted-media", exported("marmot", b"encrypted-media", 32)),
        (37, "the key is exported under nostr / nostr, as before 2026", exported("nostr", b"nostr", 32)),
        (
            38,
            "the key is the first half of 64 bytes under marmot / group-event",
            exported("marmot", b"group-event", 64),
        ),
    ];
    for (number, comment, key) in others {
        let input = Input::Outer { event: Event::from(base), group_event_key: key.into() };
        let parent = tests[padded].id.clone();
        tests.push(Test::invalid(test_id(profile, number), &["OtherExporter"], comment, input, &parent, reason));
    }
    let commit =
        scene.creator.enter(|| scene.creator.mdk.self_update(&scene.group)).expect("a member may update itself");
    tests.push(valid(8, "CommitMessage", "a commit", &commit.evolution_event));
    tests
}

pub(super) fn broken_outer(
    id: impl Fn(u16) -> String,
    base: &nostr::Event,
    parent: &str,
    input: &dyn Fn(Event) -> Input,
) -> Vec<Test> {
    let bytes = STANDARD.decode(&base.content).expect("engines write base64");
    let with = |number, flag, comment: &str, reason, content: String| {
        let event = again(base, |rumor| rumor.content = content);
        Test::invalid(id(number), &[flag], comment, input(event), parent, reason)
    };
    let damaged = |at| STANDARD.encode(flipped(&bytes, at).0);
    let (base64, short, failed) = (Reason::ContentNotBase64, Reason::ContentTooShort, Reason::OuterDecryptFailed);
    vec![
        with(21, "ShortContent", "three bytes", short, STANDARD.encode([0; 3])),
        with(22, "ShortContent", "nonce and tag lack one byte", short, STANDARD.encode(&bytes[..27])),
        with(23, "EmptyContent", "no content", Reason::ContentEmpty, String::new()),
        with(24, "UrlSafeBase64", "URL-safe alphabet", base64, url_safe(&bytes)),
        with(25, "MissingPadding", "padding left out", base64, STANDARD_NO_PAD.encode(&bytes)),
        with(26, "TrailingNewline", "a newline at the end", base64, format!("{}\n", base.content)),
        with(
            33,
            "Whitespace",
            "a space in the middle",
            base64,
            format!("{} {}", &base.content[..40], &base.content[40..]),
        ),
        with(34, "NotBase64", "characters of no alphabet", base64, format!("{}!?*#", base.content)),
        with(35, "ShortContent", "the nonce alone", short, STANDARD.encode(&bytes[..12])),
        with(27, "DamagedNonce", "inverted byte in the nonce", failed, damaged(3)),
        with(28, "DamagedCiphertext", "inverted byte in the middle", failed, damaged(bytes.len() / 2)),
        with(29, "DamagedTag", "inverted byte in the tag", failed, damaged(bytes.len() - 1)),
    ]
}

/// The URL-safe form, which differs from the standard one: some byte of every encrypted message needs `-` or `_`.
fn url_safe(bytes: &[u8]) -> String {
    let text = URL_SAFE.encode(bytes);
    assert!(text.contains(['-', '_']), "a message whose two forms differ");
    text
}

/// The same event with one thing changed, signed by another one-time key.
pub(super) fn again(base: &nostr::Event, change: impl FnOnce(&mut UnsignedEvent)) -> Event {
    let signer = nostr::Keys::generate();
    let mut rumor = EventBuilder::new(base.kind, &base.content)
        .tags(base.tags.clone())
        .custom_created_at(base.created_at)
        .build(signer.public_key());
    change(&mut rumor);
    rumor.id = None;
    Event::from(&rumor.sign_with_keys(&signer).expect("a key signs"))
}

fn full(scene: &Scene, event: Event) -> Input {
    Input::Full { event, after: scene.test.id.clone() }
}

fn spoken(scene: &Scene, by: &super::party::Party, leaf: u32, rumor: &UnsignedEvent) -> Expect {
    let epoch = by.enter(|| crate::mls::load(&by.mdk, &scene.group)).expect("a member").epoch().as_u64();
    Expect::Full {
        content_type: ContentType::Application,
        sender_leaf: leaf,
        account: by.account.public_key().to_hex(),
        rumor: Some(Rumor::from(rumor)),
        epoch,
    }
}

/// Application messages after joins of several shapes.
fn messages(profile: Profile) -> Vec<Test> {
    let first = scene(profile, 1);
    let said: Vec<_> = (1..=5).map(|n| first.creator.say(&first.group, &format!("message {n}"))).collect();
    let mut tests = vec![message(&first, profile, 41, "ApplicationMessage", "the creator speaks", &said[0])];
    let comment = "the creator's fifth message arrives alone";
    tests.push(message(&first, profile, 42, "SkippedGeneration", comment, &said[4]));
    let other_group = nostr::Keys::generate().public_key().to_hex();
    let unknown = again(&said[0].0, |rumor| {
        rumor.tags = [Tag::parse(["h", &other_group]).expect("a tag with a name")].into_iter().collect();
    });
    tests.push(Test::invalid(
        test_id(profile, 51),
        &["UnknownGroup"],
        "h names another group",
        full(&first, unknown),
        &tests[0].id,
        Reason::GroupUnknown,
    ));
    let foreign = EventBuilder::new(Kind::Custom(9), "message 1").build(first.witness.account.public_key());
    let forged = first.creator.enter(|| first.creator.mdk.create_message(&first.group, foreign, None));
    let forged = Event::from(&forged.expect("mdk-core sends whatever it is given"));
    let comment = "the creator speaks in the witness's name";
    let (parent, reason) = (tests[0].id.clone(), Reason::InnerAuthorMismatch);
    tests.push(Test::invalid(test_id(profile, 53), &["InnerAuthor"], comment, full(&first, forged), &parent, reason));
    tests
}

fn message(
    scene: &Scene,
    profile: Profile,
    number: u16,
    flag: &str,
    comment: &str,
    said: &(nostr::Event, UnsignedEvent),
) -> Test {
    let expect = spoken(scene, &scene.creator, 0, &said.1);
    Test::valid(test_id(profile, number), &[flag], comment, full(scene, Event::from(&said.0)), expect)
}

/// Commits, and a sibling that speaks.
fn commits(profile: Profile) -> Vec<Test> {
    let scene = scene(profile, 2);
    let said = scene.witness.say(&scene.group, "from my other device");
    let expect = spoken(&scene, &scene.witness, 2, &said.1);
    let id = |number| test_id(profile, number);
    let comment = "the joiner's other device speaks";
    let mut tests = vec![Test::valid(id(43), &["SiblingSpeaks"], comment, full(&scene, Event::from(&said.0)), expect)];
    let epoch = scene.creator.enter(|| crate::mls::load(&scene.creator.mdk, &scene.group)).expect("a member").epoch();
    let commit = scene.creator.self_update(&scene.group);
    let expect = Expect::Full {
        content_type: ContentType::Commit,
        sender_leaf: 0,
        account: scene.creator.account.public_key().to_hex(),
        rumor: None,
        epoch: epoch.as_u64(),
    };
    let comment = "the creator updates its leaf";
    tests.push(Test::valid(id(44), &["CommitMessage"], comment, full(&scene, Event::from(&commit)), expect));
    tests
}

/// A message of an epoch that the reader has not reached, and the commit that leads there.
fn too_early(profile: Profile) -> Result<Vec<Test>, EmitError> {
    let scene = scene(profile, 1);
    let id = |number| test_id(profile, number);
    let epoch = scene.creator.enter(|| crate::mls::load(&scene.creator.mdk, &scene.group)).expect("a member").epoch();
    let commit = scene.creator.self_update(&scene.group);
    let (message, _) = scene.creator.say(&scene.group, "message 1");
    debug_assert!(message.created_at.as_secs() <= NOW);
    opens_after(&scene, &commit, &message).map_err(|why| EmitError::Inconsistent(format!("{}: {why}", id(54))))?;
    let comment = format!("a commit, the event of {}, lies between the reader and this message", id(55));
    let input = full(&scene, Event::from(&message));
    let reason = Reason::OuterDecryptFailed;
    let deferred = Test::deferred(id(54), &["NextEpoch"], &comment, input, &id(41), reason);
    let expect = Expect::Full {
        content_type: ContentType::Commit,
        sender_leaf: 0,
        account: scene.creator.account.public_key().to_hex(),
        rumor: None,
        epoch: epoch.as_u64(),
    };
    let comment = format!("the commit after which the event of {} opens", id(54));
    let input = full(&scene, Event::from(&commit));
    Ok(vec![deferred, Test::valid(id(55), &["NextEpoch"], &comment, input, expect)])
}

/// Whether a member that has applied the commit reads the message, and none does before.
fn opens_after(scene: &Scene, commit: &nostr::Event, message: &nostr::Event) -> Result<(), String> {
    let reader = &scene.witness;
    let key = || reader.group_event_key(&scene.group);
    if crate::mls::open(&message.content, &key()).is_ok() {
        return Err("the message opens before its commit".to_owned());
    }
    reader.enter(|| reader.mdk.process_message(commit)).map_err(|e| e.to_string())?;
    match reader.enter(|| reader.mdk.process_message(message)).map_err(|e| e.to_string())? {
        MessageProcessingResult::ApplicationMessage(_) => Ok(()),
        other => Err(format!("after its commit the message is {other:?}")),
    }
}
