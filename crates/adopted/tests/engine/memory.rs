//! What is kept, and for how long.

use adopted::envelope::{EventKey, seal};
use adopted::group::Disposition;
use adopted::{Category, Crypto, Effect, Intent};
use nostr::Event;

use crate::common::World;
use crate::forge;

/// An event at the address of the group that no key of it opens.
fn alien(world: &World, number: u64) -> Event {
    let address = world.group_of(0).facts().address;
    seal(&Crypto::default(), &EventKey([7; 32]), &address, &number.to_be_bytes(), 1_000, None).expect("an event")
}

fn pass_epochs(world: &mut World, epochs: usize) {
    for _ in 0..epochs {
        world.commit(0, Intent::SelfUpdate);
        world.settle();
    }
}

#[test]
fn envelopes_that_no_key_opens_are_kept_up_to_a_number_and_for_some_epochs() {
    let mut world = World::together(&[1, 2]);
    let events: Vec<Event> = (0..1_024).map(|number| alien(&world, number)).collect();
    for event in &events {
        assert_eq!(world.ingest(1, event).expect_err("no key").category, Category::TransportDeferred);
    }
    let more = alien(&world, 1_024);
    assert_eq!(world.ingest(1, &more).expect_err("too many").category, Category::ResourceRefused);
    pass_epochs(&mut world, 20);
    assert_eq!(world.ingest(1, &more).expect_err("still too many").category, Category::ResourceRefused);
    pass_epochs(&mut world, 1);
    let given_back: Vec<_> = world.devices[1]
        .told
        .iter()
        .filter_map(|effect| if let Effect::Unopened { events } = effect { Some(events.len()) } else { None })
        .collect();
    assert_eq!(given_back, [1_024]);
    assert_eq!(world.ingest(1, &more).expect_err("no key").category, Category::TransportDeferred);
    assert_eq!(world.ingest(1, &events[0]).expect_err("no key").category, Category::TransportDeferred);
}

#[test]
fn of_a_message_out_of_reach_only_its_id_and_disposition_are_kept() {
    let mut world = World::together(&[1, 2]);
    let message = world.say(0, "hello").expect("it is sent");
    world.settle();
    let bytes = world.group_of(1).inputs()[&message].message.bytes.clone();
    pass_epochs(&mut world, 5);
    assert!(world.group_of(1).inputs().contains_key(&message));
    pass_epochs(&mut world, 1);
    for (device, category) in [(0, Category::OwnEcho), (1, Category::Duplicate)] {
        assert!(!world.group_of(device).inputs().contains_key(&message));
        assert_eq!(world.group_of(device).disposition(message), Some(Disposition::Accepted));
        let again = forge::envelope(&world, 0, &bytes);
        assert_eq!(world.ingest(device, &again).expect_err("it came before").category, category);
    }
}

#[test]
fn messages_that_no_state_has_a_place_for_do_not_keep_out_those_that_have_one() {
    let mut world = World::together(&[1, 2]);
    let real = world.commit(0, Intent::SelfUpdate).expect("a commit");
    world.tick(0);
    let mut bytes = world.group_of(0).inputs()[&real].message.bytes.clone();
    // Version, wire format, the group id with its length, then the epoch.
    let epoch = 4 + 33..4 + 33 + 8;
    assert_eq!(bytes[epoch.clone()], 1_u64.to_be_bytes());
    let mut category = |world: &mut World, claimed: u64| {
        bytes[epoch.clone()].copy_from_slice(&claimed.to_be_bytes());
        let event = forge::envelope(world, 1, &bytes);
        world.ingest(1, &event).err().map(|rejection| rejection.category)
    };
    for claimed in 1_000..2_024 {
        assert_eq!(category(&mut world, claimed), None);
    }
    assert_eq!(category(&mut world, 2_024), Some(Category::ResourceRefused));
    assert_eq!(category(&mut world, 1_000), Some(Category::Duplicate));
    world.settle();
    world.assert_equal();
    assert_eq!(world.group_of(1).facts().epoch, 2);
}
