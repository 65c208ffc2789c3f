//! KeyPackage events: what is written is read, and every other table of tags is refused.

use crate::common::{World, account, unix};
use adopted::Crypto;
use adopted::key_package::{Invitee, KIND, KeyPackageError, read};
use marmot_rules::adopted::authority::Options;
use marmot_rules::{Profile, Reason, Requirements};
use nostr::{Event, EventBuilder, Kind, Tag};

fn check(event: &Event) -> Result<Invitee, KeyPackageError> {
    let requirements = Requirements::for_profile(Profile::Adopted2026_07);
    read(&Crypto::default(), event, unix(), &requirements, &Options::default())
}

/// The event with other tags, signed again.
fn with_tags(event: &Event, change: impl FnOnce(&mut Vec<Vec<String>>)) -> Event {
    let mut rows: Vec<Vec<String>> = event.tags.iter().map(|tag| tag.as_slice().to_vec()).collect();
    change(&mut rows);
    EventBuilder::new(Kind::from(KIND), &event.content)
        .tags(rows.into_iter().map(|row| Tag::parse(row).expect("a tag")))
        .custom_created_at(event.created_at)
        .sign_with_keys(&account(1))
        .expect("an event")
}

#[test]
fn a_key_package_event_has_the_seven_tags_of_the_table_and_is_read_back() {
    let mut world = World::of(&[1]);
    let event = world.key_package(0);
    let names: Vec<&str> = event.tags.iter().map(|tag| tag.as_slice()[0].as_str()).collect();
    assert_eq!(
        names,
        ["d", "mls_protocol_version", "i", "mls_ciphersuite", "mls_extensions", "mls_proposals", "app_components"]
    );
    let invitee = check(&event).expect("it is valid");
    let own = world.devices[0].engine.key_packages().published_as(&event.id).expect("it is kept");
    assert_eq!(invitee.reference, own.reference);
    assert_eq!(event.tags.iter().nth(2).map(|tag| tag.as_slice()[1].clone()), Some(own.reference.to_string()));
}

#[test]
fn a_last_resort_key_package_is_marked_by_component_and_valid() {
    let mut world = World::of(&[1]);
    let event = world.key_package_with(0, |wish| wish.last_resort = true);
    check(&event).expect("it is valid");
    let knobs = marmot_rules::Knobs::for_profile(Profile::Adopted2026_07);
    let seen = marmot_rules::admit::read(&event, Profile::Adopted2026_07, &knobs).expect("it is read");
    assert!(seen.last_resort());
    assert!(seen.key_package_extensions().iter().all(|extension| extension.kind == 0x0006));
}

#[test]
fn every_other_table_of_tags_is_refused() {
    let mut world = World::of(&[1]);
    let event = world.key_package(0);
    let refused = |change: fn(&mut Vec<Vec<String>>)| check(&with_tags(&event, change)).expect_err("it is refused");
    let malformed = |error: KeyPackageError| matches!(error, KeyPackageError::Refused(Reason::MalformedShape, _));
    assert!(malformed(refused(|rows| drop(rows.remove(0)))));
    assert!(malformed(refused(|rows| rows.push(rows[1].clone()))));
    assert!(malformed(refused(|rows| rows[0].push("more".to_owned()))));
    assert!(malformed(refused(|rows| rows[3][1] = "0x0001 ".to_owned())));
    assert!(malformed(refused(|rows| rows.push(vec!["encoding".to_owned(), "base64".to_owned()]))));
    let wrong_reference = refused(|rows| rows[2][1] = "00".repeat(32));
    assert!(matches!(wrong_reference, KeyPackageError::Refused(Reason::RefMismatch, _)), "{wrong_reference}");
    assert!(malformed(refused(|rows| drop(rows[5].pop()))), "a list that lacks what the KeyPackage has");
    assert!(malformed(refused(|rows| rows[6].push("0x8fff".to_owned()))), "and one that has what it lacks");
    assert!(malformed(refused(|rows| rows.push(vec!["note".to_owned(), "hello".to_owned()]))));
}

#[test]
fn a_key_package_of_another_account_is_refused() {
    let mut world = World::of(&[2]);
    let event = world.key_package(0);
    let stolen = with_tags(&event, |_| {});
    assert!(matches!(check(&stolen), Err(KeyPackageError::Refused(Reason::IdentityMismatch, _))));
}

#[test]
fn a_key_package_is_refused_outside_its_lifetime_and_when_it_lives_too_long() {
    let mut world = World::of(&[1]);
    let now = unix();
    let expired = world.key_package_with(0, |wish| (wish.not_before, wish.not_after) = (now - 7200, now - 60));
    assert!(matches!(check(&expired), Err(KeyPackageError::Refused(Reason::LifetimeExpired, _))));
    let early = world.key_package_with(0, |wish| (wish.not_before, wish.not_after) = (now + 600, now + 7200));
    assert!(matches!(check(&early), Err(KeyPackageError::Refused(Reason::LifetimeEarly, _))));
    let long = world.key_package_with(0, |wish| wish.not_after = wish.not_before + 7_261_201);
    assert!(matches!(check(&long), Err(KeyPackageError::Refused(Reason::LifetimeTooLong, _))));
}

#[test]
fn a_confirmed_replacement_ends_the_older_key_package_of_its_slot_only() {
    let mut world = World::of(&[1]);
    let first = world.key_package(0);
    world.ms += 2000;
    let second = world.key_package(0);
    let other_slot = world.key_package_with(0, |wish| wish.slot = "ff".repeat(32));
    let own = world.devices[0].engine.key_packages_mut();
    assert_eq!(own.iter().count(), 3);
    own.confirm_published(&second.id);
    assert!(own.published_as(&first.id).is_none());
    assert!(own.published_as(&second.id).is_some() && own.published_as(&other_slot.id).is_some());
}

#[test]
fn of_two_key_packages_of_one_slot_and_second_the_lower_event_id_stays() {
    let mut world = World::of(&[1]);
    let mut events = [world.key_package(0), world.key_package(0)];
    events.sort_by_key(|event| event.id);
    let [lower, higher] = events;
    let own = world.devices[0].engine.key_packages_mut();
    own.confirm_published(&higher.id);
    assert!(own.published_as(&lower.id).is_some(), "a relay that gets it keeps this one");
    own.confirm_published(&lower.id);
    assert!(own.published_as(&higher.id).is_none());
}

#[test]
fn a_broken_signature_is_the_reason_before_anything_that_the_tags_say() {
    let mut world = World::of(&[1]);
    let mut event = with_tags(&world.key_package(0), |rows| rows.push(vec!["note".to_owned(), "hello".to_owned()]));
    event.content.push('A');
    assert!(matches!(check(&event), Err(KeyPackageError::Refused(Reason::BadSignature, _))));
}
