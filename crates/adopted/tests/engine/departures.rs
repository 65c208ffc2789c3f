//! Members who leave.

use adopted::group::{CommitError, Phase};
use adopted::{Category, GroupError, Intent, PrepareError};

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
