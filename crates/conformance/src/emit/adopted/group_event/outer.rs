//! The outer encryption, with its key.

use super::super::scene;
use super::{Test, gev};
use crate::emit::group_event::broken_outer;
use crate::format::topics::group_event::{Expect, Input};
use crate::format::{Event, Reason};

pub(super) fn tests() -> Vec<Test> {
    let mut scene = scene(1);
    let key = scene.creator.group_event_key();
    let input = |event: Event| Input::Outer { event, group_event_key: key.clone().into() };
    let said: Vec<_> = ["a", "ab", "abc", "abcd"].iter().map(|text| scene.creator.say(text).0).collect();
    let mut tests: Vec<Test> = (1..)
        .zip(&said)
        .map(|(number, event)| {
            let padding = event.content.len() - event.content.trim_end_matches('=').len();
            let (flag, comment) = match number {
                1 => ("ApplicationMessage", "an application message".to_owned()),
                _ => ("Base64Padding", format!("{padding} padding characters")),
            };
            let expect = Expect::Outer { mls_message: scene.creator.open(event).into() };
            Test::valid(gev(number), &[flag], &comment, input(Event::from(event)), expect)
        })
        .collect();
    let padded = said.iter().position(|event| event.content.ends_with('=')).expect("one of three lengths is padded");
    let (base, parent) = (&said[padded], tests[padded].id.clone());
    tests.extend(broken_outer(gev, base, &parent, &input));
    let other = |number, flag, comment: &str, key: Vec<u8>| {
        let input = Input::Outer { event: Event::from(base), group_event_key: key.into() };
        Test::invalid(gev(number), &[flag], comment, input, &parent, Reason::OuterDecryptFailed)
    };
    let exported = |label, context: &[u8], length| scene.creator.export(label, context, length)[..32].to_vec();
    tests.extend([
        other(31, "WrongKey", "a key that is not the epoch's", vec![0x11; 32]),
        other(
            36,
            "OtherExporter",
            "the key is exported under marmot / encrypted-media",
            exported("marmot", b"encrypted-media", 32),
        ),
        other(
            37,
            "OtherExporter",
            "the key is exported under nostr / nostr, as before 2026",
            exported("nostr", b"nostr", 32),
        ),
        other(
            38,
            "OtherExporter",
            "the key is the first half of 64 bytes under marmot / group-event",
            exported("marmot", b"group-event", 64),
        ),
    ]);
    let mut scene = super::scene(11);
    let key = scene.creator.group_event_key();
    let commit = scene.creator.commit(adopted::Intent::SelfUpdate).event;
    let mls_message = crate::mls::open(&commit.content, &key).expect("encrypted in the epoch before it").into();
    let input = Input::Outer { event: Event::from(&commit), group_event_key: key.into() };
    tests.push(Test::valid(gev(8), &["CommitMessage"], "a commit", input, Expect::Outer { mls_message }));
    tests
}
