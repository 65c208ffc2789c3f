//! Rival commits: everybody ends in one State, whatever came first.

use std::collections::BTreeSet;

use adopted::{Effect, Intent, MessageId};
use marmot_rules::adopted::components::{GroupProfile, State};
use nostr::Event;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};

use crate::common::{World, id};

fn rename(name: &str) -> Intent {
    let profile = GroupProfile::new(name, "").expect("a profile");
    Intent::Update { changes: [(0x8001, Some(profile.encode()))].into() }
}

fn promote(world: &mut World, account: u8) {
    world.commit(0, Intent::Admins { grant: BTreeSet::from([id(account)]), revoke: BTreeSet::new() });
    world.settle();
}

/// Each of these devices commits before it hears of the others; then all events reach everybody.
fn race(world: &mut World, rivals: &[(usize, Intent)]) -> Vec<MessageId> {
    let commits = rivals.iter().map(|(device, intent)| world.commit(*device, intent.clone()).expect("a commit"));
    commits.collect()
}

fn is_canonical(world: &World, device: usize, commit: MessageId) -> bool {
    let group = world.group_of(device);
    let path = group.tree().path(group.canonical().id);
    path.iter().filter_map(|id| group.tree().get(*id)?.edge.as_ref()).any(|edge| edge.commit == commit)
}

fn count(world: &World, device: usize, wanted: impl Fn(&Effect) -> bool) -> usize {
    world.devices[device].told.iter().filter(|effect| wanted(effect)).count()
}

#[test]
fn a_privileged_commit_beats_a_self_update_without_witnesses() {
    let mut world = World::together(&[1, 2, 3]);
    let commits = race(&mut world, &[(1, Intent::SelfUpdate), (0, rename("journey"))]);
    world.settle();
    world.assert_equal();
    assert!(is_canonical(&world, 2, commits[1]));
}

#[test]
fn the_loser_is_told_and_commits_anew_on_the_winner() {
    let mut world = World::together(&[1, 2, 3]);
    let commits = race(&mut world, &[(1, Intent::SelfUpdate), (0, rename("journey"))]);
    world.settle();
    assert_eq!(count(&world, 1, |effect| *effect == Effect::Superseded { commit: commits[0], own: true }), 1);
    assert_eq!(count(&world, 0, |effect| matches!(effect, Effect::Superseded { .. })), 0);
    assert_eq!(world.group_of(0).facts().epoch, 3, "the rename, then the regenerated self-update");
    assert!(!is_canonical(&world, 1, commits[0]));
    world.assert_equal();
}

#[test]
fn one_message_on_the_self_update_outranks_the_admins_commit() {
    let mut world = World::together(&[1, 2, 3]);
    let commits = race(&mut world, &[(1, Intent::SelfUpdate), (0, rename("journey"))]);
    world.tick(1);
    world.say(1, "I am here");
    world.settle();
    world.assert_equal();
    assert!(is_canonical(&world, 2, commits[0]));
    assert_eq!(world.texts(0), ["I am here"]);
    assert_eq!(hex::encode(&world.group_of(1).facts().dictionary[&0x8001]), "076a6f75726e657900", "renamed afterwards");
}

#[test]
fn two_leaves_of_one_account_are_one_witness_and_two_accounts_are_a_quorum() {
    // One account on each branch: the class decides. A second account on the self-update: the quorum decides.
    for second in [false, true] {
        let mut world = World::together(&[1, 2, 2, 3, 4]);
        let commits = race(&mut world, &[(1, Intent::SelfUpdate), (0, rename("journey"))]);
        world.tick(0);
        world.tick(1);
        world.say(0, "on the rename");
        world.say(1, "on the self-update");
        // Devices 2 and 3 see only the self-update and write there; 4 sees all.
        let own = publish(&mut world, 1);
        for device in [2, 3] {
            own.iter().for_each(|event| drop(world.ingest(device, event)));
        }
        world.ms += 1_000;
        world.tick(2);
        world.tick(3);
        world.say(2, "the sibling too");
        if second {
            world.say(3, "and another account");
        }
        world.settle();
        world.assert_equal();
        assert_eq!(is_canonical(&world, 4, commits[0]), second);
    }
}

/// The events that a device would publish, which from now on are on the wire too.
fn publish(world: &mut World, device: usize) -> Vec<Event> {
    let offline: Vec<bool> = world.devices.iter().map(|device| device.offline).collect();
    world.devices.iter_mut().enumerate().for_each(|(index, other)| other.offline = index != device);
    let before = world.wire.len();
    world.exchange();
    world.devices.iter_mut().zip(offline).for_each(|(device, was)| device.offline = was);
    world.wire[before..].to_vec()
}

#[test]
fn a_flip_back_uses_no_generation_twice() {
    // Device 1 writes on its own branch, is taken to the other one, and is brought back by witnesses; then it writes again.
    let mut world = World::together(&[1, 2, 3, 4]);
    let commits = race(&mut world, &[(1, Intent::SelfUpdate), (0, rename("journey"))]);
    world.tick(0);
    world.tick(1);
    world.say(1, "first");
    let on_update = publish(&mut world, 1);
    world.say(0, "on the rename");
    world.devices[2].offline = true;
    world.devices[3].offline = true;
    world.settle();
    assert!(is_canonical(&world, 1, commits[1]), "one witness each: the class decides");
    assert!(is_canonical(&world, 1, commits[1]) && !is_canonical(&world, 1, commits[0]));
    for device in [2, 3] {
        on_update.iter().for_each(|event| drop(world.ingest(device, event)));
    }
    world.ms += 1_000;
    for device in [2, 3] {
        world.tick(device);
        world.say(device, "a witness");
        world.devices[device].offline = false;
    }
    world.settle();
    world.assert_equal();
    assert!(is_canonical(&world, 1, commits[0]), "a quorum brought it back");
    world.say(1, "second");
    world.settle();
    assert!(world.texts(3).contains(&"second".to_owned()));
    no_generation_twice(&world);
}

/// openmls itself refuses a second message with one generation. So everything that each State opened is opened once more, on
/// one copy for all, as an ordinary receiver would.
fn no_generation_twice(world: &World) {
    for device in 0..world.devices.len() {
        let engine = &world.devices[device].engine;
        let group = engine.group(&world.group).expect("a group");
        for state in group.tree().iter() {
            let (provider, mut copy) = state.scratch(engine.crypto(), group.id()).expect("a copy");
            let opened = group.inputs().values().filter(|input| !input.own);
            let here = opened.filter(|input| input.opened.as_ref().is_some_and(|opened| opened.state == state.id));
            for input in here {
                copy.process_message(&provider, input.message.protocol()).expect("every generation is used once");
            }
        }
    }
}

#[test]
fn three_rivals_in_every_order_lead_to_one_state() {
    let mut outcomes = BTreeSet::new();
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut world = World::together(&[1, 2, 3, 4]);
        race(&mut world, &[(0, rename("journey")), (1, Intent::SelfUpdate), (2, Intent::SelfUpdate)]);
        let events: Vec<Vec<Event>> = (0..3).map(|device| publish(&mut world, device)).collect();
        for rival in order {
            events[rival].iter().for_each(|event| drop(world.ingest(3, event)));
        }
        world.settle();
        world.assert_equal();
        let winner = world.group_of(3).facts().dictionary[&0x8001].clone();
        outcomes.insert((world.group_of(3).facts().epoch, winner));
    }
    assert_eq!(outcomes.len(), 1);
}

#[test]
fn a_member_who_was_away_for_eight_waves_of_rivals_comes_back() {
    let mut world = World::together(&[1, 2, 3, 4]);
    promote(&mut world, 2);
    world.devices[3].offline = true;
    for wave in 0..8 {
        race(&mut world, &[(0, rename(&format!("a{wave}"))), (1, rename(&format!("b{wave}")))]);
        world.settle();
    }
    world.devices[3].offline = false;
    world.settle();
    world.assert_equal();
}

#[test]
fn whatever_a_few_devices_do_at_once_they_end_equal() {
    for seed in 0..60 {
        random(seed);
    }
}

/// 2 to 5 accounts with 1 to 3 devices each do random things, hear of each other now or later, and settle.
fn random(seed: u64) {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut draw = |below: usize| (rng.next_u32() as usize) % below;
    let accounts: Vec<u8> = (1..=2 + draw(4) as u8).flat_map(|account| vec![account; 1 + draw(3)]).collect();
    let mut world = World::together(&accounts);
    promote(&mut world, 2);
    let mut sent = Vec::new();
    for step in 0..12 {
        let device = draw(accounts.len());
        let admin = accounts[device] <= 2;
        match draw(6) {
            0 => drop(world.try_commit(device, Intent::SelfUpdate)),
            1 if admin => drop(world.try_commit(device, rename(&format!("{seed}-{step}")))),
            2 | 3 => {
                let text = format!("{seed}-{step}");
                if let Some(id) = world.say(device, &text) {
                    sent.push((device, text, id));
                }
            }
            4 => world.devices[device].offline ^= true,
            _ => {}
        }
        world.tick(device);
        if draw(2) == 0 {
            world.exchange();
            world.ms += draw(1_500) as u64;
        }
    }
    world.devices.iter_mut().for_each(|device| device.offline = false);
    world.settle();
    world.assert_equal();
    no_generation_twice(&world);
    nothing_is_lost(&world, &sent);
}

/// What was sent in a State of the canonical path and is inside the window is shown to everybody.
fn nothing_is_lost(world: &World, sent: &[(usize, String, MessageId)]) {
    let group = world.group_of(0);
    let path = group.tree().path(group.canonical().id);
    for (sender, text, message) in sent {
        let Some(state) = world.group_of(*sender).inputs()[message].opened.as_ref().map(|opened| opened.state) else {
            continue;
        };
        if !path.contains(&state) {
            continue;
        }
        for device in (0..world.devices.len()).filter(|device| device != sender) {
            assert!(world.texts(device).contains(text), "device {device} misses {text}");
        }
    }
}
