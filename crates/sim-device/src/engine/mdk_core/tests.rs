//! What the device never asks of mdk-core in a run, asked here: secrets of the exporter, and a copy from elsewhere.

use std::collections::BTreeMap;
use std::time::Duration;

use marmot_rules::{Knobs, Policy, Profile};
use nostr::{Event, EventBuilder, EventId, Keys, Kind, RelayUrl, Tag};

use super::MdkCore;
use crate::api::{DeviceConfig, Moment};
use crate::mls::{By, Founding, GroupId, Groups, KeyPackages, Life, Standing, Welcomes};

fn engine(keys: &Keys) -> MdkCore {
    MdkCore::new(&DeviceConfig {
        name: "device".to_owned(),
        keys: keys.clone(),
        relays: Vec::new(),
        key_package_relays: Vec::new(),
        list_relays: Vec::new(),
        lists: None,
        profile: Profile::Mip2026_04,
        policy: Policy::NewestOne,
        behaviour: Default::default(),
        knobs: Knobs::for_profile(Profile::Mip2026_04),
        overlay: Default::default(),
        adopted: Default::default(),
        limits: BTreeMap::new(),
        storage: Default::default(),
    })
}

fn now() -> Moment {
    Moment { wall: 1_781_481_600, uptime: Duration::ZERO }
}

fn relay() -> RelayUrl {
    RelayUrl::parse("wss://r1.example").unwrap()
}

fn key_package(engine: &mut MdkCore, keys: &Keys) -> Event {
    let made = engine.create_key_package(now(), &keys.public_key(), &[relay()], false).unwrap();
    let tags = made.addressable_tags.into_iter().map(|tag| Tag::parse(tag).unwrap());
    EventBuilder::new(Kind::Custom(30443), made.content).tags(tags).sign_with_keys(keys).unwrap()
}

/// Alice and Bob in one group.
fn pair() -> (MdkCore, MdkCore, GroupId) {
    let (alice_keys, bob_keys) = (Keys::generate(), Keys::generate());
    let (mut alice, mut bob) = (engine(&alice_keys), engine(&bob_keys));
    let invited = vec![key_package(&mut bob, &bob_keys)];
    let admins = vec![alice_keys.public_key()];
    let founding = Founding { name: "trip".to_owned(), relays: vec![relay()], admins, invited };
    let founded = alice.found(now(), &founding).unwrap();
    alice.enter(&founded.id).unwrap();
    let opened = bob.open_welcome(now(), EventId::all_zeros(), &founded.welcomes[0]).unwrap();
    assert!(opened.entitled, "Alice is an admin");
    bob.accept(now(), &opened, By::Arrival).unwrap();
    bob.enter(&opened.group).unwrap();
    (alice, bob, founded.id)
}

#[test]
fn members_of_one_epoch_export_the_same_secret_under_the_same_label() {
    let (alice, bob, group) = pair();
    let secret = alice.export(&group, "marmot", b"one", 32).unwrap();
    assert_eq!(secret.len(), 32);
    assert_eq!(bob.export(&group, "marmot", b"one", 32), Some(secret.clone()));
    assert_ne!(bob.export(&group, "marmot", b"two", 32), Some(secret));
    assert_eq!(bob.export(&GroupId::new([7; 32]), "marmot", b"one", 32), None);
}

#[test]
fn a_copy_of_another_engine_is_not_restored() {
    let (mut alice, bob, group) = pair();
    assert!(!alice.restore(&crate::mls::Opaque::new("a toy")));
    assert!(matches!(alice.standing(&group, "", None), Standing::Moved(state) if state.leaves.len() == 2));
    assert!(alice.restore(&bob.copy()));
    assert!(matches!(alice.standing(&group, "", None), Standing::Moved(state) if state.own_leaf == 1));
}
