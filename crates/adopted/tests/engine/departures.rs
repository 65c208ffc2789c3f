//! Members who leave.

use adopted::group::{CommitError, Phase};
use adopted::message::Content;
use adopted::{Category, Effect, GroupError, Intent, PrepareError};

use crate::common::{World, id};

fn phases(world: &World) -> Vec<bool> {
    (0..world.devices.len()).map(|device| matches!(world.group_of(device).phase(), Phase::Removed)).collect()
}

#[test]
fn a_member_who_leaves_is_committed_by_another_after_a_short_wait() {
    let mut world = World::together(&[1, 2, 3]);
    world.leave(2);
    world.exchange();
    assert_eq!(world.group_of(0).facts().members.len(), 3);
    let due = world.group_of(0).deadline().expect("it will commit");
    assert!((10..50).contains(&due));
    world.settle();
    assert_eq!(phases(&world), [false, false, true]);
    assert_eq!(world.group_of(0).facts().members.len(), 2);
    world.assert_equal();
}

#[test]
fn three_committers_of_one_departure_race_and_the_leaver_is_gone_once() {
    let mut world = World::together(&[1, 2, 3, 4]);
    world.leave(3);
    world.exchange();
    for device in 0..3 {
        world.commit(device, Intent::Departures).expect("a commit");
    }
    world.settle();
    assert_eq!(phases(&world), [false, false, false, true]);
    assert_eq!(world.group_of(0).facts().epoch, 2, "nobody had to commit it a second time");
    world.assert_equal();
}

#[test]
fn whoever_leaves_neither_writes_nor_commits() {
    let mut world = World::together(&[1, 2]);
    world.leave(1);
    let (now, group) = (world.now(), world.group.clone());
    let event = crate::common::chat(world.devices[1].keys.public_key(), "one more", now.unix);
    assert!(world.devices[1].engine.send(&group, event, now).is_err());
    assert_eq!(world.try_commit(1, Intent::SelfUpdate), Err(GroupError::Refused(CommitError::Over)));
}

#[test]
fn an_admin_cannot_leave_and_can_after_giving_up_the_role() {
    let mut world = World::together(&[1, 2, 3]);
    world.commit(0, Intent::Admins { grant: [id(2)].into(), revoke: [].into() });
    world.settle();
    let (now, group) = (world.now(), world.group.clone());
    let refused = world.devices[0].engine.leave(&group, now).expect_err("an admin");
    assert!(matches!(
        refused,
        GroupError::Refused(CommitError::Prepare(PrepareError::Forbidden(Category::AuthorizationFailed, _)))
    ));
    world.commit(0, Intent::Admins { grant: [].into(), revoke: [id(1)].into() });
    world.settle();
    world.leave(0);
    world.settle();
    assert_eq!(phases(&world), [true, false, false]);
    world.assert_equal();
}

#[test]
fn a_departure_that_met_another_commit_is_asked_for_again_in_the_next_epoch() {
    let mut world = World::together(&[1, 2, 3]);
    world.commit(1, Intent::SelfUpdate);
    world.leave(2);
    world.settle();
    assert_eq!(phases(&world), [false, false, true]);
    world.assert_equal();
}

#[test]
fn messages_go_on_while_somebody_waits_to_be_removed() {
    let mut world = World::together(&[1, 2, 3]);
    world.leave(2);
    world.exchange();
    world.say(0, "still here");
    world.exchange();
    assert_eq!(world.texts(1), ["still here"]);
}

#[test]
fn a_sibling_leaf_may_commit_the_departure_and_stays() {
    let mut world = World::together(&[1, 2, 2]);
    world.leave(1);
    world.exchange();
    world.commit(2, Intent::Departures).expect("a commit");
    world.settle();
    assert_eq!(phases(&world), [false, true, false]);
    assert_eq!(world.group_of(0).facts().leaves_of(id(2)).count(), 1);
    world.assert_equal();
}

fn revoke(account: u8) -> Intent {
    Intent::Admins { grant: [].into(), revoke: [id(account)].into() }
}

/// Devices 0 and 1 are admins. Device 1 gives up the role and leaves; a commit of device 0, with a message on it, outranks that.
fn a_revoke_loses_after_its_admin_left(rival: Intent) -> World {
    let mut world = World::together(&[1, 2, 3]);
    world.commit(0, Intent::Admins { grant: [id(2)].into(), revoke: [].into() });
    world.settle();
    world.commit(0, rival);
    world.tick(0);
    world.say(0, "I am here");
    world.commit(1, revoke(2));
    world.tick(1);
    world.leave(1);
    world.settle();
    world
}

#[test]
fn a_leaver_whose_commit_that_gave_up_the_role_loses_gives_it_up_again_and_leaves() {
    let world = a_revoke_loses_after_its_admin_left(Intent::SelfUpdate);
    assert_eq!(phases(&world), [false, true, false]);
    assert_eq!(world.group_of(0).facts().admins, [id(1)].into());
    world.assert_equal();
}

#[test]
fn a_leaver_who_is_the_only_admin_again_stays_and_is_told() {
    let mut world = a_revoke_loses_after_its_admin_left(revoke(1));
    assert_eq!(phases(&world), [false, false, false]);
    assert!(!world.group_of(1).is_leaving());
    let dropped = |effect: &&Effect| matches!(effect, Effect::Dropped { intent, .. } if *intent == revoke(2));
    assert_eq!(world.devices[1].told.iter().filter(dropped).count(), 1);
    world.commit(1, Intent::SelfUpdate).expect("it takes part again");
    world.settle();
    world.assert_equal();
}

#[test]
fn a_departure_whose_commit_no_relay_took_is_committed_again() {
    let mut world = World::together(&[1, 2, 3]);
    world.leave(2);
    world.exchange();
    world.devices[1].offline = true;
    world.devices[0].unanswered = true;
    world.ms = world.group_of(0).deadline().expect("it will commit");
    world.tick(0);
    let commit = world.group_of(0).pending().expect("under way").id();
    world.lose_last(0);
    let (now, group) = (world.now(), world.group.clone());
    world.devices[0].engine.fail(&group, commit, now).expect("it is under way");
    world.devices[0].unanswered = false;
    assert_eq!(world.group_of(0).deadline(), Some(now.monotonic + 5_000));
    world.settle();
    assert_eq!(phases(&world), [false, false, true]);
}

#[test]
fn what_waits_when_a_device_leaves_is_given_back() {
    let mut world = World::together(&[1, 2]);
    world.commit(0, Intent::SelfUpdate);
    world.exchange();
    assert_eq!(world.say(1, "late"), None, "a pass is open");
    assert_eq!(world.commit(1, Intent::SelfUpdate), None);
    world.leave(1);
    let told = &world.devices[1].told;
    assert!(told.iter().any(|effect| matches!(effect, Effect::Unsent { event, .. } if event.content == "late")));
    assert!(told.iter().any(|effect| matches!(effect, Effect::Dropped { intent: Intent::SelfUpdate, .. })));
}

/// The device after a restart in which the storage of its newest State came back changed by `change`.
fn restart_with_newest(world: &mut World, device: usize, change: impl FnOnce(&mut serde_json::Value)) {
    let mut saved = serde_json::to_value(world.devices[device].engine.save()).expect("it is saved");
    let newest = world.group_of(device).tree().tips()[0].to_string();
    change(&mut saved["groups"][world.group.as_str()]["tree"]["states"][newest.as_str()]["snapshot"]);
    world.restart_from(device, &saved.to_string());
}

fn asks(world: &World, device: usize) -> usize {
    let told = world.devices[device].told.iter();
    told.filter(|effect| matches!(effect, Effect::Publish { content: Content::Proposal, .. })).count()
}

#[test]
fn a_leaver_who_cannot_ask_tries_again_by_itself() {
    let mut world = World::together(&[1, 2, 3]);
    world.commit(0, Intent::SelfUpdate);
    world.exchange();
    world.leave(2);
    assert_eq!(asks(&world, 2), 0, "a pass is open");
    let mut whole = serde_json::Value::Null;
    restart_with_newest(&mut world, 2, |snapshot| whole = std::mem::replace(snapshot, serde_json::json!([])));
    world.ms = world.group_of(2).deadline().expect("the pass ends");
    world.tick(2);
    assert!(world.group_of(2).is_settled() && world.group_of(2).facts().epoch == 2);
    assert_eq!((asks(&world, 2), world.group_of(2).deadline()), (0, Some(world.ms + 5_000)), "nothing can be loaded");
    restart_with_newest(&mut world, 2, |snapshot| *snapshot = whole);
    world.ms += 5_000;
    world.tick(2);
    assert_eq!(asks(&world, 2), 1);
    world.settle();
    assert_eq!(phases(&world), [false, false, true]);
}

#[test]
fn a_wish_to_leave_that_fails_at_once_changes_nothing() {
    let mut world = World::together(&[1, 2]);
    let mut whole = serde_json::Value::Null;
    restart_with_newest(&mut world, 1, |snapshot| whole = std::mem::replace(snapshot, serde_json::json!([])));
    let (now, group) = (world.now(), world.group.clone());
    let refused = world.devices[1].engine.leave(&group, now).expect_err("nothing can be loaded");
    assert!(matches!(refused, GroupError::Refused(CommitError::Prepare(PrepareError::Mls(_)))), "{refused}");
    assert!(!world.group_of(1).is_leaving());
    restart_with_newest(&mut world, 1, |snapshot| *snapshot = whole);
    world.say(1, "still here").expect("it takes part");
}
