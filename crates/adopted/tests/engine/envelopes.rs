//! Kind 445: what may be an envelope, and what a key opens.

use crate::common::{World, new_group};
use adopted::envelope::{Envelope, EnvelopeError, EventKey, seal};
use adopted::{Category, Crypto, Intent};
use marmot_rules::adopted::components::{NostrRouting, State};
use nostr::{Event, EventBuilder, Keys, Kind, Tag};

fn sealed() -> Event {
    seal(&Crypto::default(), &EventKey([7; 32]), &[9; 32], b"message", 1_000, Some(1_600)).expect("an event")
}

fn with_rows(rows: &[&[&str]], content: &str) -> Event {
    EventBuilder::new(Kind::from(445), content)
        .tags(rows.iter().map(|row| Tag::parse(row.iter().copied()).expect("a tag")))
        .sign_with_keys(&Keys::generate())
        .expect("an event")
}

#[test]
fn a_sealed_message_opens_with_its_key_and_with_no_other() {
    let envelope = Envelope::read(&sealed()).expect("an envelope");
    assert_eq!(envelope.address, [9; 32]);
    assert_eq!(envelope.open(&EventKey([7; 32])).as_deref(), Some(b"message".as_slice()));
    assert_eq!(envelope.open(&EventKey([8; 32])), None);
}

#[test]
fn every_event_is_signed_by_a_key_of_its_own() {
    assert_ne!(sealed().pubkey, sealed().pubkey);
}

#[test]
fn only_one_h_and_at_most_one_expiration_may_stand_in_an_envelope() {
    let h = "09".repeat(32);
    let content = &sealed().content;
    let read = |rows: &[&[&str]]| Envelope::read(&with_rows(rows, content));
    read(&[&["h", &h]]).expect("an envelope");
    read(&[&["expiration", "12"], &["h", &h]]).expect("an envelope");
    let upper = h.to_uppercase().replace("09", "AB");
    for rows in [
        &[][..],
        &[&["h", h.as_str()][..], &["h", &h]],
        &[&["h", h.as_str(), "x"][..]],
        &[&["h", &upper][..]],
        &[&["h", &h[2..]][..]],
        &[&["h", h.as_str()][..], &["expiration", "soon"]],
        &[&["h", h.as_str()][..], &["p", &h]],
    ] {
        assert_eq!(read(rows), Err(EnvelopeError::Tags), "{rows:?}");
    }
}

#[test]
fn content_must_be_base64_of_at_least_a_nonce_and_a_tag() {
    let h = "09".repeat(32);
    let read = |content: &str| Envelope::read(&with_rows(&[&["h", &h]], content));
    assert_eq!(read("%"), Err(EnvelopeError::Base64));
    assert_eq!(read("AAAA"), Err(EnvelopeError::Short(3)));
}

#[test]
fn an_event_that_was_changed_after_signing_is_refused_before_anything_is_opened() {
    let mut world = World::together(&[1, 2]);
    world.say(0, "hello");
    world.tick(0);
    world.devices[1].offline = true;
    world.exchange();
    let mut event = world.wire[0].clone();
    event.content = event.content.replace('A', "B");
    let refused = world.ingest(1, &event).expect_err("it is refused");
    assert_eq!(refused.category, Category::InvalidSignature);
}

#[test]
fn one_message_in_two_envelopes_is_delivered_once() {
    let mut world = World::together(&[1, 2]);
    world.say(0, "hello");
    world.devices[1].offline = true;
    world.exchange();
    let envelope = world.wire[0].clone();
    let again = EventBuilder::new(envelope.kind, &envelope.content)
        .tags(envelope.tags.iter().cloned())
        .sign_with_keys(&Keys::generate())
        .expect("an event");
    world.ingest(1, &envelope).expect("it is new");
    assert_eq!(world.ingest(1, &again).expect_err("it is known").category, Category::Duplicate);
    assert_eq!(world.texts(1), ["hello"]);
    assert_eq!(world.ingest(0, &again).expect_err("it is our own").category, Category::OwnEcho);
}

#[test]
fn payloads_expire_with_the_retention_of_their_epoch_and_commits_never() {
    use marmot_rules::adopted::components::Retention;
    let mut world = World::together(&[1, 2]);
    let changes = [(0x8005, Some(Retention { seconds: 600 }.encode()))].into();
    world.commit(0, Intent::Update { changes });
    world.settle();
    world.say(0, "hello");
    world.settle();
    let expirations: Vec<Option<String>> = world
        .wire
        .iter()
        .map(|event| event.tags.iter().map(Tag::as_slice).find(|row| row[0] == "expiration").map(|row| row[1].clone()))
        .collect();
    let expected = (world.now().unix + 600).to_string();
    assert_eq!(expirations.len(), 2);
    assert_eq!(expirations[0], None);
    let stamp: u64 = expirations[1].as_ref().expect("it expires").parse().expect("a number");
    assert!(stamp <= expected.parse().expect("a number"));
    assert_eq!(world.texts(1), ["hello"]);
}

#[test]
fn of_two_groups_with_one_address_only_that_with_a_key_waits_for_an_event() {
    let mut world = World::together(&[1, 2]);
    let now = world.now();
    let other = world.devices[1].engine.found(&new_group(), Vec::new(), now).expect("a second group");
    let routing = NostrRouting::new(world.group_of(1).facts().address, new_group().relays).expect("an address");
    let changes = [(0x8004, Some(routing.encode()))].into();
    world.devices[1].engine.commit(&other, Intent::Update { changes }, now).expect("it is under way");
    world.collect(1);
    world.tick(1);
    let group = |world: &World| world.devices[1].engine.group(&other).expect("it is there").clone();
    assert_eq!(group(&world).facts().address, world.group_of(1).facts().address);
    let waiting = |world: &World| (world.group_of(1).unplaced(), group(world).unplaced());

    world.devices[1].offline = true;
    world.commit(0, Intent::SelfUpdate);
    world.tick(0);
    world.say(0, "hello").expect("a message");
    world.exchange();
    let [commit, message] = [0, 1].map(|at| world.wire[world.wire.len() - 2 + at].clone());
    assert_eq!(world.ingest(1, &message).expect_err("no key yet").category, Category::TransportDeferred);
    assert_eq!(waiting(&world), (1, 1), "either may have the key one day");
    world.ingest(1, &commit).expect("one group has a key");
    world.tick(1);
    assert_eq!(waiting(&world), (0, 0), "it was the message of the first group");
    world.ms += 1_000;
    world.tick(1);
    assert_eq!(world.texts(1), ["hello"]);
}
