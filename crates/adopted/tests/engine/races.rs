//! Rival commits: everybody ends in one State, whatever came first.

use std::collections::BTreeSet;

use adopted::group::Disposition;
use adopted::{Effect, Intent, MessageId};
use marmot_rules::adopted::components::{GroupProfile, State};
use nostr::Event;

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
    for device in [2, 3] {
        on_update.iter().for_each(|event| drop(world.ingest(device, event)));
    }
    world.ms += 1_000;
    for device in [2, 3] {
        world.tick(device);
        world.say(device, "a witness");
        world.devices[device].offline = false;
    }
    world.exchange();
    world.ms += 1_000;
    world.tick(1);
    assert!(is_canonical(&world, 1, commits[0]), "a quorum brought it back");
    assert_eq!(world.group_of(1).facts().epoch, 2, "into the very State in which it wrote before");
    world.say(1, "second");
    world.settle();
    world.assert_equal();
    assert!(world.texts(3).contains(&"second".to_owned()));
    world.assert_no_generation_twice();
}

#[test]
fn three_rivals_in_every_order_lead_to_one_state() {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let mut world = World::together(&[1, 2, 3, 4, 5, 6, 7, 8, 9]);
    let rivals = race(&mut world, &[(0, rename("journey")), (1, Intent::SelfUpdate), (2, Intent::SelfUpdate)]);
    let events: Vec<Vec<Event>> = (0..3).map(|device| publish(&mut world, device)).collect();
    for (observer, order) in (3..9).zip(orders) {
        for rival in order {
            events[rival].iter().for_each(|event| drop(world.ingest(observer, event)));
        }
    }
    world.ms += 1_000;
    for device in 0..9 {
        world.tick(device);
    }
    for observer in 3..9 {
        assert!(is_canonical(&world, observer, rivals[0]), "the privileged one, at observer {observer}");
    }
    world.settle();
    world.assert_equal();
}

#[test]
fn commits_of_a_branch_are_stale_as_soon_as_its_fork_is_out_of_reach() {
    let mut world = World::together(&[1, 2, 3]);
    let mut lost = Vec::new();
    for _ in 0..2 {
        lost.extend(world.commit(1, Intent::SelfUpdate));
        world.tick(1);
    }
    for name in ["a", "b", "c"] {
        world.commit(0, rename(name));
        world.tick(0);
    }
    world.settle();
    let fates = |world: &World| lost.iter().map(|id| world.group_of(2).disposition(*id)).collect::<Vec<_>>();
    assert_eq!(world.group_of(2).facts().epoch, 6, "three renames, then two commits made again");
    assert_eq!(fates(&world), [Some(Disposition::Deferred); 2], "the fork was at epoch 1");
    world.commit(0, Intent::SelfUpdate);
    world.settle();
    assert_eq!(fates(&world), [Some(Disposition::Stale); 2]);
    world.assert_equal();
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
fn a_removed_member_on_a_rival_branch_cannot_see_what_outranks_it() {
    // The third member's self-update, with its own message on it, outranks its removal alone. Two commits outrank it, and the
    // second of them is sealed for those who are left: the removed member stays behind and believes that it is in.
    let mut world = World::together(&[1, 2, 3]);
    let removal = Intent::Remove { accounts: BTreeSet::from([id(3)]) };
    let commits = race(&mut world, &[(0, removal), (2, Intent::SelfUpdate)]);
    world.tick(0);
    world.commit(0, rename("without you"));
    world.tick(0);
    world.tick(2);
    world.say(2, "still here");
    world.settle();
    assert!(is_canonical(&world, 0, commits[0]) && is_canonical(&world, 1, commits[0]));
    assert_eq!(world.group_of(1).facts().members.len(), 2);
    assert!(is_canonical(&world, 2, commits[1]));
    assert!(world.group_of(2).is_settled(), "nobody tells it");
    assert_eq!(count(&world, 2, |effect| *effect == Effect::Removed), 0);
}

/// Two own commits of device 1, a self-update and a rename, stand on its branch; device 0 has a branch of its own. A quorum of
/// messages takes both to the branch of device 0.
fn two_of_device_1_lose(world: &mut World) {
    promote(world, 2);
    race(world, &[(0, rename("journey")), (1, Intent::SelfUpdate)]);
    world.tick(0);
    world.tick(1);
    world.commit(1, rename("voyage")).expect("a second one on top");
    world.tick(1);
    let of_0 = publish(world, 0);
    for device in [2, 3] {
        of_0.iter().for_each(|event| drop(world.ingest(device, event)));
    }
    world.ms += 1_000;
    for device in [0, 2, 3] {
        world.tick(device);
        world.say(device, "on the branch of device 0");
    }
}

/// What the commits of a device were made for, along the canonical path.
fn own_intents(world: &World, device: usize) -> Vec<Intent> {
    let group = world.group_of(device);
    let path = group.tree().path(group.canonical().id);
    path.iter().filter_map(|id| Some(group.tree().get(*id)?.edge.as_ref()?.own.as_ref()?.intent.clone())).collect()
}

#[test]
fn own_commits_that_lose_are_made_again_in_their_order_and_before_what_was_queued() {
    let mut world = World::together(&[1, 2, 3, 4]);
    world.commit(1, Intent::SelfUpdate).expect("one that never loses");
    world.settle();
    two_of_device_1_lose(&mut world);
    // Another wish, equal to one that is about to lose, waits while the pass is open.
    world.exchange();
    assert_eq!(world.commit(1, Intent::SelfUpdate), None, "it is queued");
    world.settle();
    world.assert_equal();
    let expected = [Intent::SelfUpdate, rename("voyage"), Intent::SelfUpdate];
    assert_eq!(count(&world, 1, |effect| matches!(effect, Effect::Superseded { own: true, .. })), 2, "both lost");
    let made = own_intents(&world, 1);
    assert!(made.ends_with(&expected), "{made:?}");
    assert_eq!(hex::encode(&world.group_of(3).facts().dictionary[&0x8001]), "06766f7961676500");
}

#[test]
fn a_wish_equal_to_the_own_commit_under_way_is_a_wish_of_its_own() {
    let mut world = World::together(&[1, 2]);
    world.commit(1, Intent::SelfUpdate).expect("under way");
    assert_eq!(world.commit(1, Intent::SelfUpdate), None, "it is queued");
    world.settle();
    assert_eq!(world.group_of(0).facts().epoch, 3, "both were made");
}

/// Device 0 invites device 3 while device 1 makes a self-update that outranks the Add by its message. Device 3 is a newcomer.
fn an_invite_loses(last_resort: bool) -> (World, Intent) {
    let mut world = World::together(&[1, 2, 3]);
    let newcomer = World::of(&[4]).devices.remove(0);
    world.devices.push(newcomer);
    let key_package = world.key_package_with(3, |wish| wish.last_resort = last_resort);
    let invite = Intent::Invite { key_packages: vec![key_package] };
    race(&mut world, &[(0, invite.clone()), (1, Intent::SelfUpdate)]);
    world.devices[3].offline = true;
    world.tick(1);
    world.say(1, "I am here");
    world.settle();
    (world, invite)
}

#[test]
fn an_invite_that_loses_is_not_made_again_with_key_packages_whose_welcomes_went_out() {
    let (mut world, invite) = an_invite_loses(false);
    assert_eq!(world.group_of(0).facts().members.len(), 3);
    assert_eq!(count(&world, 0, |effect| matches!(effect, Effect::Dropped { intent, .. } if *intent == invite)), 1);
    let fresh = world.key_package_with(3, |wish| wish.slot = format!("{:064x}", 99));
    world.commit(0, Intent::Invite { key_packages: vec![fresh] }).expect("with a fresh one it goes on");
    world.settle();
    assert_eq!(world.group_of(2).facts().members.len(), 4);
}

#[test]
fn an_invite_that_loses_is_made_again_with_a_key_package_of_last_resort() {
    let (world, invite) = an_invite_loses(true);
    assert_eq!(world.group_of(2).facts().members.len(), 4);
    assert_eq!(own_intents(&world, 0).last(), Some(&invite));
    assert_eq!(count(&world, 0, |effect| matches!(effect, Effect::Dropped { .. })), 0);
}
