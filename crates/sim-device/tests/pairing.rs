//! Devices of one account under the overlay `same-account` (PR #417), where no scenario can look.

mod common;

use std::time::Duration;

use common::{World, world};
use marmot_rules::{Knobs, Policy, Profile};
use nostr::nips::nip44;
use nostr::{Event, EventBuilder, JsonUtil, Keys, RelayUrl};
use sim_device::behaviour::PrivateKeyDeletion;
use sim_device::{Behaviour, Command, CommandError, GroupChange, Invitee, MarmotDevice, Note, Overlay, WelcomeRefusal};
use sim_relay::{ClientMsg, VerifiedEvent};

fn device(world: &mut World, name: &str, keys: &Keys, relay: &RelayUrl) -> usize {
    device_with(world, (name, keys), relay, Overlay::SameAccount, Behaviour::default())
}

fn device_with(
    world: &mut World,
    (name, keys): (&str, &Keys),
    relay: &RelayUrl,
    overlay: Overlay,
    behaviour: Behaviour,
) -> usize {
    let install = |mut config: sim_device::DeviceConfig, at| {
        config.profile = Profile::Adopted2026_07;
        config.policy = Policy::DSlot { limit: None };
        config.knobs = Knobs::for_profile(config.profile);
        config.overlay = overlay;
        MarmotDevice::install(config, at)
    };
    world.device_by(install, name, keys, std::slice::from_ref(relay), behaviour)
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
        let mut refused = world.notes_of(laptop).filter_map(|note| match note {
            Note::WelcomeIgnored { why, unchanged, .. } => Some((why.clone(), *unchanged)),
            _ => None,
        });
        assert_eq!(refused.next_back(), Some((WelcomeRefusal::SeenBefore, true)));
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
        assert_eq!(held(world, laptop), 1);
        world.advance(lasts + Duration::from_secs(1));
        assert_eq!(held(world, laptop), 0);
        let refused = world.command(phone, Command::Sponsor { device: "bob/laptop".to_owned() }).unwrap_err();
        assert_eq!(refused.id(), "pairing-over");
    });
}

/// Bob's phone and laptop under an overlay, which hand each other what they like.
fn bobs(world: &mut World, overlay: Overlay, behaviour: Behaviour) -> (Keys, RelayUrl, [usize; 2]) {
    let (relay, bob) = (world.relay("r1", |_| {}), Keys::generate());
    let phone = device_with(world, ("bob/phone", &bob), &relay, overlay, behaviour.clone());
    let laptop = device_with(world, ("bob/laptop", &bob), &relay, overlay, behaviour);
    world.carried = [(phone, laptop), (laptop, phone)].into();
    (bob, relay, [phone, laptop])
}

fn offer(world: &mut World, device: usize, groups: &[&str]) -> Result<(), CommandError> {
    let groups = groups.iter().map(|&group| group.to_owned()).collect();
    world.command(device, Command::Offer { groups, lasts: Duration::from_secs(600) })
}

fn sponsor(world: &mut World, device: usize, of: &str) -> Result<(), CommandError> {
    world.command(device, Command::Sponsor { device: of.to_owned() })
}

fn held(world: &World, device: usize) -> usize {
    sim_device::Device::view(world.get(device)).held_keys.len()
}

#[test]
fn the_keys_of_an_offer_go_in_time_though_the_clock_was_set_back() {
    world(|world| {
        let (.., [_, laptop]) = bobs(world, Overlay::SameAccount, Behaviour::default());
        offer(world, laptop, &["trip"]).unwrap();
        world.set_back = 86_400;
        world.advance(Duration::from_secs(601));
        assert_eq!(held(world, laptop), 0);
    });
}

#[test]
fn the_keys_of_an_offer_go_in_time_though_a_backup_brought_them_back() {
    world(|world| {
        let (.., [_, laptop]) = bobs(world, Overlay::SameAccount, Behaviour::default());
        offer(world, laptop, &["trip"]).unwrap();
        let backup = sim_device::Device::backup(world.get(laptop)).unwrap();
        world.command(laptop, Command::Restore(backup)).unwrap();
        assert_eq!(held(world, laptop), 1);
        world.advance(Duration::from_secs(601));
        assert_eq!(held(world, laptop), 0);
    });
}

#[test]
fn a_device_that_never_destroys_keys_keeps_those_of_an_offer() {
    world(|world| {
        let behaviour = Behaviour { private_key: PrivateKeyDeletion::Never, ..Behaviour::default() };
        let (.., [_, laptop]) = bobs(world, Overlay::SameAccount, behaviour);
        offer(world, laptop, &["trip"]).unwrap();
        world.advance(Duration::from_secs(601));
        assert_eq!(held(world, laptop), 1);
    });
}

#[test]
fn an_offer_for_no_group_is_refused_unless_it_is_for_all() {
    world(|world| {
        let (.., [_, laptop]) = bobs(world, Overlay::SameAccount, Behaviour::default());
        assert_eq!(offer(world, laptop, &[]), Err(CommandError::NothingOffered));
        assert_eq!(held(world, laptop), 0);
    });
    world(|world| {
        let (.., [_, laptop]) = bobs(world, Overlay::IdeaDevices, Behaviour::default());
        offer(world, laptop, &[]).unwrap();
        assert_eq!(held(world, laptop), 1);
    });
}

#[test]
fn an_offer_of_another_account_is_not_taken() {
    world(|world| {
        let (_, relay, [phone, _]) = bobs(world, Overlay::IdeaDevices, Behaviour::default());
        let mallory = Keys::generate();
        let stranger = device_with(world, ("bob/tablet", &mallory), &relay, Overlay::IdeaDevices, Behaviour::default());
        world.carried = [(stranger, phone)].into();
        offer(world, stranger, &[]).unwrap();
        let foreign = Err(CommandError::ForeignOffer { device: "bob/tablet".to_owned() });
        assert!(world.done.values().any(|result| *result == foreign));
        assert_eq!(sponsor(world, phone, "bob/tablet").unwrap_err().id(), "no-offer");
    });
}

#[test]
fn a_chat_that_is_called_like_the_group_of_the_devices_is_not_taken_for_it() {
    world(|world| {
        let (bob, relay, [phone, laptop]) = bobs(world, Overlay::IdeaDevices, Behaviour::default());
        let alice = Keys::generate();
        let desktop = device(world, "alice/desktop", &alice, &relay);
        world.publish_key_package(phone);
        let group = "bob-devices".to_owned();
        let invite = vec![Invitee { name: "bob".to_owned(), account: bob.public_key(), use_after: Duration::ZERO }];
        let relays = vec![relay];
        let create = Command::CreateGroup { group: group.clone(), invite, relays, admins: Vec::new() };
        world.command(desktop, create).unwrap();
        let allow = GroupChange::Siblings { allowed: true };
        world.command(desktop, Command::ChangeGroup { group: group.clone(), change: allow }).unwrap();
        world.advance(Duration::from_secs(10));
        offer(world, laptop, &[]).unwrap();
        assert_eq!(sponsor(world, phone, "bob/laptop"), Err(CommandError::GroupExists { group }));
        assert!(!world.notes_of(phone).any(|note| matches!(note, Note::CommitSent { .. } | Note::MessageSent { .. })));
    });
}

#[test]
fn a_sponsor_that_is_in_no_group_is_believed_by_the_device_that_it_lets_in() {
    world(|world| {
        let (.., [phone, laptop]) = bobs(world, Overlay::IdeaDevices, Behaviour::default());
        offer(world, laptop, &[]).unwrap();
        sponsor(world, phone, "bob/laptop").unwrap();
        world.advance(Duration::from_secs(10));
        assert!(
            world.notes_of(laptop).any(|note| matches!(note, Note::Joined { group, .. } if group == "bob-devices"))
        );
    });
}

#[test]
fn a_session_of_any_text_can_be_named_in_an_error() {
    for session in ["", "short", "aéééé"] {
        let session = session.to_owned();
        assert!(CommandError::NoSuchPairing { session: session.clone() }.to_string().contains(&session));
        assert!(CommandError::PairingOver { session: session.clone() }.to_string().contains(&session));
    }
}
