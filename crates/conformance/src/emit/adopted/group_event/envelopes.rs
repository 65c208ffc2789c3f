//! The event around the encryption (GE-01), and bytes in it that are no message of the group.

use super::super::{Forger, scene};
use super::{Test, full, gev, wjo};
use crate::emit::group_event::again;
use crate::emit::{EmitError, in_run, signature, stranger};
use crate::format::{Event, Reason};
use nostr::{Tag, Tags};

pub(super) fn tests() -> Result<Vec<Test>, EmitError> {
    let mut tests = in_run(tags)?;
    tests.extend(in_run(signatures)?);
    tests.extend(in_run(contents)?);
    Ok(tests)
}

fn refused(number: u16, flag: &str, comment: &str, event: Event, reason: Reason) -> Test {
    Test::invalid(gev(number), &[flag], comment, full(event, wjo(11)), &gev(40), reason)
}

/// The message of `gev-7040` with other tags.
fn tags() -> Vec<Test> {
    let mut scene = scene(11);
    let event = scene.creator.say("message 40").0;
    let h = event.tags.iter().next().expect("one tag").as_slice()[1].clone();
    let other = nostr::Keys::generate().public_key().to_hex();
    let upper = h.to_uppercase();
    let h = h.as_str();
    let with = |number, flag, comment: &str, rows: &[&[&str]], tag: &str, reason| {
        let tags = rows.iter().map(|row| Tag::parse(row.iter().copied()).expect("a row with a name"));
        let event = again(&event, |rumor| rumor.tags = Tags::from_list(tags.collect()));
        let test = refused(number, flag, comment, event, reason);
        if tag.is_empty() { test } else { test.about(tag) }
    };
    use Reason::{GroupUnknown, TagForbidden, TagMissing, TagRepeated, TagValueExtra, TagValueMalformed};
    vec![
        with(51, "UnknownGroup", "h names another group", &[&["h", &other]], "", GroupUnknown),
        with(171, "ForbiddenTag", "a p tag beside h", &[&["h", h], &["p", &other]], "p", TagForbidden),
        with(172, "RepeatedTag", "h twice", &[&["h", h], &["h", h]], "h", TagRepeated),
        with(173, "UpperCase", "h in upper case", &[&["h", &upper]], "h", TagValueMalformed),
        with(174, "MissingTag", "no h", &[], "h", TagMissing),
        with(
            175,
            "MalformedExpiration",
            "an expiration that is no number",
            &[&["h", h], &["expiration", "soon"]],
            "expiration",
            TagValueMalformed,
        ),
        with(
            176,
            "RepeatedTag",
            "expiration twice",
            &[&["h", h], &["expiration", "1781568000"], &["expiration", "1781568000"]],
            "expiration",
            TagRepeated,
        ),
        with(177, "ExtraValue", "h with two values", &[&["h", h, "wss://relay.one.example"]], "h", TagValueExtra),
    ]
}

/// The same message with another id, signature or kind.
fn signatures() -> Vec<Test> {
    let mut scene = scene(11);
    let event = scene.creator.say("message 40").0;
    let mut other_id = Event::from(&event);
    other_id.id = "5a".repeat(32);
    let signer = nostr::Keys::generate();
    other_id.pubkey = signer.public_key().to_hex();
    other_id.sig = signature(&signer, &other_id.id);
    let mut other_sig = Event::from(&event);
    other_sig.sig = signature(&stranger(), &other_sig.id);
    let kind = again(&event, |rumor| rumor.kind = nostr::Kind::from(446));
    vec![
        refused(178, "BadEventId", "the id is not the hash of the event", other_id, Reason::BadEventId),
        refused(179, "BadEventSignature", "the signature is by another key", other_sig, Reason::BadEventSignature),
        refused(180, "UnexpectedKind", "kind 446", kind, Reason::UnexpectedKind),
    ]
}

/// What can be opened, and is no message of this group.
fn contents() -> Vec<Test> {
    let mut scene = scene(11);
    let message = scene.creator.enter(|| {
        let mut forger = Forger::of(&scene.creator);
        forger.payload(&adopted::payload::write(&scene.creator.chat("message 40")))
    });
    let mut sealed = |bytes: &[u8]| Event::from(&scene.creator.seal(bytes));
    let package = scene.test.input.joiner.key_package.0.clone();
    let mut long = message.clone();
    long.push(0);
    let mut elsewhere = message.clone();
    // Version, wire format, and the length of the group id stand before it.
    elsewhere[5] ^= 0xff;
    vec![
        refused(181, "OtherGroup", "the message names another MLS group", sealed(&elsewhere), Reason::GroupUnknown),
        refused(182, "BytesFollow", "a byte follows the message", sealed(&long), Reason::TrailingBytes)
            .any_of(&[Reason::TrailingBytes, Reason::TlsMalformed]),
        refused(
            183,
            "WrongWireFormat",
            "a KeyPackage instead of a message",
            sealed(&package),
            Reason::WireFormatMismatch,
        ),
        refused(
            184,
            "TruncatedMessage",
            "the message ends too early",
            sealed(&message[..message.len() - 9]),
            Reason::TlsMalformed,
        ),
    ]
}
