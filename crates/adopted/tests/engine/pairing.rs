//! Step 8 of joining under the overlay of PR #417 (SA-08, SA-09): the approved sponsor's leaf, or an admin, and never either.

use crate::common::{World, account, id as account_id, new_group};
use crate::joining::welcomes;
use adopted::welcome::Arrival;
use adopted::{Intent, JoinError, NewGroup, Reference, Settings};
use marmot_rules::adopted::components::id;
use nostr::Event;

/// Desktop of account 1, phone of account 2, and a second device of each that is not in the group yet.
const OUTSIDE: [usize; 2] = [2, 3];

fn group_of_two() -> World {
    let mut settings = Settings::default();
    settings.rules.same_account = true;
    let mut world = World::with(&[1, 2, 1, 2], &settings);
    let invited = vec![world.key_package(1)];
    let (now, wish) = (world.now(), NewGroup { required: [id::SAME_ACCOUNT].into(), ..new_group() });
    world.group = world.devices[0].engine.found(&wish, invited, now).expect("a group");
    world.exchange();
    world
}

fn reference(world: &World, device: usize, event: &Event) -> Reference {
    world.devices[device].engine.key_packages().published_as(&event.id).expect("its own").reference
}

fn leaf_key(world: &World, device: usize) -> Vec<u8> {
    let facts = world.group_of(device).facts();
    facts.member(facts.own_leaf.expect("a member")).expect("its leaf").signature_key.clone()
}

/// The sponsor adds the newcomer, and the Welcome is handed to it by hand.
fn add(world: &mut World, sponsor: usize, key_package: Event) -> Arrival {
    let before = welcomes(world, sponsor).len();
    world.commit(sponsor, Intent::Invite { key_packages: vec![key_package] });
    world.settle();
    let (_, rumor) = welcomes(world, sponsor).remove(before);
    let who = account(sponsor as u8 + 1).public_key();
    Arrival { receiver: who, seal_author: who, rumor }
}

#[test]
fn a_sponsor_who_is_no_admin_is_followed_where_its_leaf_was_approved() {
    let mut world = group_of_two();
    let [_, laptop] = OUTSIDE;
    let key_package = world.key_package(laptop);
    let (own, sponsor) = (reference(&world, laptop, &key_package), leaf_key(&world, 1));
    let until = world.now().unix + 600;
    world.devices[laptop].engine.approvals_mut().approve(own, [sponsor].into(), until);
    world.restart(laptop);
    let arrival = add(&mut world, 1, key_package);
    assert!(world.devices[laptop].engine.group(&world.group).is_some());
    assert_eq!(world.devices[laptop].engine.approvals_mut().sponsors_of(own), None, "it is closed");
    // SA-10: the same bytes, or others for this KeyPackage, lead nowhere.
    assert_eq!(world.devices[laptop].engine.join(&arrival), Err(JoinError::NotMine));
    world.say(laptop, "in");
    world.exchange();
    assert_eq!(world.texts(0), ["in"]);
}

#[test]
fn without_an_approval_the_sponsor_has_to_be_an_admin() {
    let mut world = group_of_two();
    let [notebook, laptop] = OUTSIDE;
    let key_package = world.key_package(laptop);
    let arrival = add(&mut world, 1, key_package);
    assert_eq!(world.devices[laptop].engine.join(&arrival), Err(JoinError::InviterNotAdmin));
    let key_package = world.key_package(notebook);
    add(&mut world, 0, key_package);
    assert!(world.devices[notebook].engine.group(&world.group).is_some(), "its sponsor is one");
}

#[test]
fn an_approval_that_is_over_approves_nobody() {
    let mut world = group_of_two();
    let [_, laptop] = OUTSIDE;
    let key_package = world.key_package(laptop);
    let (own, sponsor, now) = (reference(&world, laptop, &key_package), leaf_key(&world, 1), world.now().unix);
    let approvals = world.devices[laptop].engine.approvals_mut();
    approvals.approve(own, [sponsor].into(), now + 600);
    approvals.expire(now + 599);
    assert!(approvals.sponsors_of(own).is_some());
    approvals.expire(now + 600);
    let arrival = add(&mut world, 1, key_package);
    assert_eq!(world.devices[laptop].engine.join(&arrival), Err(JoinError::InviterNotAdmin));
}

#[test]
fn another_leaf_than_the_approved_one_is_refused_even_if_it_is_an_admins() {
    let mut world = group_of_two();
    let [notebook, _] = OUTSIDE;
    let key_package = world.key_package(notebook);
    let (own, other) = (reference(&world, notebook, &key_package), leaf_key(&world, 1));
    let until = world.now().unix + 600;
    world.devices[notebook].engine.approvals_mut().approve(own, [other].into(), until);
    let arrival = add(&mut world, 0, key_package);
    assert!(world.group_of(0).facts().admins.contains(&account_id(1)));
    assert_eq!(world.devices[notebook].engine.join(&arrival), Err(JoinError::NotTheSponsor));
}
