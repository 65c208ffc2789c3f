//! What no run here does to a store, done here.

use std::collections::BTreeMap;
use std::time::Duration;

use marmot_rules::{Knobs, Policy, Profile};
use nostr::{Keys, RelayUrl};

use super::Adopted;
use super::life::Stored;
use crate::api::{DeviceConfig, Moment};
use crate::mls::{Effect, Founding, GroupId, Groups, Messages};

const PROFILE: Profile = Profile::Adopted2026_07;

fn now() -> Moment {
    Moment { wall: 1_781_481_600, uptime: Duration::ZERO }
}

/// A device in a group of its own.
fn founder() -> (Adopted, GroupId) {
    let keys = Keys::generate();
    let mut engine = Adopted::new(&DeviceConfig {
        name: "device".to_owned(),
        keys: keys.clone(),
        relays: Vec::new(),
        key_package_relays: Vec::new(),
        list_relays: Vec::new(),
        lists: None,
        profile: PROFILE,
        policy: Policy::NewestOne,
        behaviour: Default::default(),
        knobs: Knobs::for_profile(PROFILE),
        adopted: Default::default(),
        limits: BTreeMap::new(),
        overlay: Default::default(),
        storage: Default::default(),
    });
    let relays = vec![RelayUrl::parse("wss://r1.example").unwrap()];
    let founding = Founding { name: "trip".to_owned(), relays, admins: vec![keys.public_key()], invited: Vec::new() };
    let founded = engine.found(now(), &founding).unwrap();
    (engine, founded.id)
}

#[test]
fn a_group_of_which_the_store_lost_a_state_is_told_as_damaged_once() {
    let (mut engine, group) = founder();
    let Stored { saved, owed, shown } = engine.stored();
    let mut saved = serde_json::to_value(saved).unwrap();
    saved["groups"][super::name(&group)]["tree"]["states"].as_object_mut().unwrap().clear();
    engine.open(Stored { saved: serde_json::from_value(saved).unwrap(), owed, shown });
    let told = engine.tick(now()).effects;
    assert!(matches!(&told[..], [(of, Effect::Unrecoverable)] if *of == group), "{told:?}");
    assert!(engine.tick(now()).effects.is_empty());
}
