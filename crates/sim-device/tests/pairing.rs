//! Devices of one account under the overlay `same-account` (PR #417), where no scenario can look.

mod common;

use std::time::Duration;

use common::{World, world};
use marmot_rules::{Knobs, Policy, Profile};
use nostr::nips::nip44;
use nostr::{Event, EventBuilder, JsonUtil, Keys, RelayUrl};
use sim_device::{Behaviour, Command, GroupChange, MarmotDevice, Note, Overlay, WelcomeRefusal};
use sim_relay::{ClientMsg, VerifiedEvent};

fn device(world: &mut World, name: &str, keys: &Keys, relay: &RelayUrl) -> usize {
    let install = |mut config: sim_device::DeviceConfig, at| {
        config.profile = Profile::Adopted2026_07;
        config.policy = Policy::DSlot { limit: None };
        config.knobs = Knobs::for_profile(config.profile);
        config.overlay = Overlay::SameAccount;
        MarmotDevice::install(config, at)
    };
    world.device_by(install, name, keys, std::slice::from_ref(relay), Behaviour::default())
}

/// Alice's group with Bob's phone in it, and the laptop that the phone lets in; Bob's keys, the relay, and the laptop.
fn paired(world: &mut World) -> (Keys, RelayUrl, usize) {
    let relay = world.relay("r1", |_| {});
    let (alice, bob) = (Keys::generate(), Keys::generate());
    let desktop = device(world, "alice/desktop", &alice, &relay);
    let phone = device(world, "bob/phone", &bob, &relay);
    let laptop = device(world, "bob/laptop", &bob, &relay);
    world.publish_key_package(phone);
    world.create_group_with(desktop, &[("bob", &bob)], std::slice::from_ref(&relay), Vec::new()).unwrap();
    let group = "trip".to_owned();
    world
        .command(
            desktop,
            Command::ChangeGroup { group: group.clone(), change: GroupChange::Siblings { allowed: true } },
        )
        .unwrap();
    world.advance(Duration::from_secs(10));
    world.carried = [(phone, laptop), (laptop, phone)].into();
    world.command(laptop, Command::Offer { groups: [group].into(), lasts: Duration::from_secs(600) }).unwrap();
    world.command(phone, Command::Sponsor { device: "bob/laptop".to_owned() }).unwrap();
    world.advance(Duration::from_secs(10));
    (bob, relay, laptop)
}

/// The last gift wrap on its way to a relay, with the same seal in another wrap.
fn wrapped_again(world: &World, bob: &Keys) -> VerifiedEvent {
    let wrap = world.sent.iter().rev().find_map(|(_, _, msg)| match msg {
        ClientMsg::Event(event) if event.kind.as_u16() == 1059 => Some(event.clone()),
        _ => None,
    });
    let wrap = wrap.expect("a Welcome was sent");
    let seal = nip44::decrypt(bob.secret_key(), &wrap.pubkey, &wrap.content).unwrap();
    let seal = Event::from_json(seal).unwrap();
    let again = EventBuilder::gift_wrap_from_seal(&bob.public_key(), &seal, []).unwrap();
    VerifiedEvent::check(again).unwrap()
}

fn acknowledged(world: &World, device: usize) -> Vec<bool> {
    let told = world.notes_of(device).filter_map(|note| match note {
        Note::PairingAcknowledged { again, .. } => Some(*again),
        _ => None,
    });
    told.collect()
}

#[test]
fn an_identical_welcome_is_acknowledged_again_and_nothing_is_joined_again() {
    world(|world| {
        let (bob, relay, laptop) = paired(world);
        assert_eq!(acknowledged(world, laptop), [false]);
        let epoch = world.epoch(laptop);
        world.inject(&relay, wrapped_again(world, &bob));
        assert_eq!(acknowledged(world, laptop), [false, true]);
        let joins = world.notes_of(laptop).filter(|note| matches!(note, Note::Joined { .. })).count();
        assert_eq!((joins, world.epoch(laptop)), (1, epoch));
        let refused = world.notes_of(laptop).filter_map(|note| match note {
            Note::WelcomeIgnored { why, unchanged, .. } => Some((why.clone(), *unchanged)),
            _ => None,
        });
        assert_eq!(refused.last(), Some((WelcomeRefusal::SeenBefore, true)));
    });
}

#[test]
fn the_acknowledgement_comes_before_the_leaf_is_updated() {
    world(|world| {
        let (_, _, laptop) = paired(world);
        world.advance(Duration::from_secs(24 * 3_600));
        let place = |which: &dyn Fn(&Note) -> bool| world.notes_of(laptop).position(which);
        let acknowledged = place(&|note| matches!(note, Note::PairingAcknowledged { .. })).expect("it is told");
        let updated = place(&|note| matches!(note, Note::CommitSent { .. })).expect("within a day");
        assert!(acknowledged < updated);
    });
}

#[test]
fn an_offer_that_is_over_takes_its_private_keys_along() {
    world(|world| {
        let relay = world.relay("r1", |_| {});
        let bob = Keys::generate();
        let phone = device(world, "bob/phone", &bob, &relay);
        let laptop = device(world, "bob/laptop", &bob, &relay);
        world.carried = [(laptop, phone)].into();
        let lasts = Duration::from_secs(600);
        world.command(laptop, Command::Offer { groups: ["trip".to_owned()].into(), lasts }).unwrap();
        let held = |world: &World| sim_device::Device::view(world.get(laptop)).held_keys.len();
        assert_eq!(held(world), 1);
        world.advance(lasts + Duration::from_secs(1));
        assert_eq!(held(world), 0);
        let refused = world.command(phone, Command::Sponsor { device: "bob/laptop".to_owned() }).unwrap_err();
        assert_eq!(refused.id(), "pairing-over");
    });
}
