//! Welcomes that bare openmls 0.9.2 takes and the engine refuses, each at its step of joining.

use adopted::welcome::Arrival;
use adopted::{Category, JoinError};
use marmot_rules::adopted::components::{AppComponents, Lifecycle, State, id};
use nostr::{Event, EventBuilder, Keys, Kind, Tag};
use openmls_0_9::prelude::AppDataUpdateProposal as Update;

use crate::common::{World, account};
use crate::forge::Forger;

/// A newcomer with a KeyPackage, outside a group of accounts 1 (admin) and 2.
fn newcomer() -> (World, Event) {
    let mut world = World::together(&[1, 2]);
    let newcomer = World::of(&[3]).devices.remove(0);
    world.devices.push(newcomer);
    let key_package = world.key_package(2);
    (world, key_package)
}

fn arrival(from: &Keys, key_package: &Event, welcome: &[u8]) -> Arrival {
    use base64::Engine as _;
    let content = base64::engine::general_purpose::STANDARD.encode(welcome);
    let relays = Tag::parse(["relays", "wss://relay-a.example"]).expect("a tag");
    let rumor =
        EventBuilder::new(Kind::from(444), content).tags([Tag::event(key_package.id), relays]).build(from.public_key());
    Arrival { receiver: account(3).public_key(), seal_author: from.public_key(), rumor }
}

/// The newcomer refuses, keeps its KeyPackage, and joins by an honest Welcome afterwards.
fn refused(device: usize, updates: &[Update], tree: bool) -> JoinError {
    let (mut world, key_package) = newcomer();
    let mut forger = Forger::of(&world, device);
    let decoded = forger.decode(&key_package);
    let welcome = forger.welcome(decoded, updates, tree);
    let from = world.devices[device].keys.clone();
    let error = world.devices[2].engine.join(&arrival(&from, &key_package, &welcome)).expect_err("it is refused");
    assert!(world.devices[2].engine.groups().next().is_none());
    world.commit(0, adopted::Intent::Invite { key_packages: vec![key_package] });
    world.settle();
    world.assert_equal();
    assert_eq!(world.group_of(2).facts().members.len(), 3);
    error
}

#[test]
fn a_member_who_is_no_admin_cannot_invite() {
    assert_eq!(refused(1, &[], true), JoinError::InviterNotAdmin);
}

#[test]
fn a_mutant_that_leaves_out_the_check_is_invited_by_anybody_and_forgets_that_when_it_is_saved() {
    use marmot_rules::adopted::authority::Check;
    let (world, key_package) = newcomer();
    let mut forger = Forger::of(&world, 1);
    let decoded = forger.decode(&key_package);
    let arrival = arrival(&world.devices[1].keys, &key_package, &forger.welcome(decoded, &[], true));
    let mutant = world.devices[2].engine.clone().without(Check::InviterAdmin);
    let saved = serde_json::to_string(&mutant.save()).expect("it is saved");
    assert!(mutant.clone().join(&arrival).is_ok());
    let saved = serde_json::from_str(&saved).expect("it is read");
    let mut restored = adopted::Engine::restore(world.devices[2].keys.clone(), saved, world.now());
    assert_eq!(restored.join(&arrival), Err(JoinError::InviterNotAdmin));
}

#[test]
fn a_rumor_with_a_relay_that_is_no_url_is_refused() {
    let (world, key_package) = newcomer();
    let mut forger = Forger::of(&world, 0);
    let decoded = forger.decode(&key_package);
    let mut arrival = arrival(&world.devices[0].keys, &key_package, &forger.welcome(decoded, &[], true));
    let rows = arrival.rumor.tags.iter().map(|tag| match tag.as_slice()[0].as_str() {
        "relays" => Tag::parse(["relays", "no url"]).expect("a tag"),
        _ => tag.clone(),
    });
    arrival.rumor.tags = nostr::Tags::from_list(rows.collect());
    let refused = world.devices[2].engine.clone().join(&arrival);
    assert_eq!(refused, Err(JoinError::Rumor(adopted::welcome::RumorError::Relays)));
}

#[test]
fn a_welcome_without_the_tree_is_refused() {
    assert_eq!(refused(0, &[], false), JoinError::MissingTree);
}

#[test]
fn a_group_that_requires_what_nobody_here_knows_is_not_joined() {
    let required = AppComponents::from_iter([0x8001, 0x8003, 0x8004, 0x8009, 0x800c, 0x8fff]);
    let updates = [Update::update(id::APP_COMPONENTS, required.encode()), Update::update(0x8fff, vec![1])];
    let JoinError::State(category, _) = refused(0, &updates, true) else { panic!("another error") };
    assert_eq!(category, Category::UnsupportedRequiredFeature);
}

#[test]
fn a_group_without_an_admin_policy_is_not_joined() {
    let JoinError::State(category, _) = refused(0, &[Update::remove(id::ADMIN_POLICY)], true) else {
        panic!("another error")
    };
    assert_eq!(category, Category::InvalidEncoding);
}

#[test]
fn a_disbanded_group_is_not_joined() {
    let disbanded = [Update::update(id::LIFECYCLE, Lifecycle::Disbanded.encode())];
    assert_eq!(refused(0, &disbanded, true), JoinError::Disbanded);
}

#[test]
fn a_group_with_a_leaf_without_proof_is_not_joined() {
    let (mut world, key_package) = newcomer();
    let mut forger = Forger::of(&world, 0);
    let odd = crate::forged_leaves::odd_key_package(|dictionary| drop(dictionary.remove(id::IDENTITY_PROOF)));
    forger.welcome(odd, &[], true);
    let decoded = forger.decode(&key_package);
    let welcome = forger.welcome(decoded, &[], true);
    let from = world.devices[0].keys.clone();
    let error = world.devices[2].engine.join(&arrival(&from, &key_package, &welcome)).expect_err("it is refused");
    assert!(matches!(error, JoinError::Leaf(_)), "{error}");
}
