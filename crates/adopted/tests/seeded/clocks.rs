//! Clocks and entropy.

use std::collections::BTreeSet;

use crate::common::{World, id};
use crate::{START, in_run};
use adopted::group::{CommitError, Disposition};
use adopted::key_package::KeyPackageError;
use adopted::{GroupError, Intent, OldLeaves, PrepareError, Settings};
use marmot_rules::Reason;
use marmot_rules::adopted::components::{GroupProfile, State};
use sim_env::{Actor, advance_to, now};

const DAY: u64 = 86_400;

/// Moves the clock of the system and that of the world.
fn pass(world: &mut World, seconds: u64) {
    advance_to(now() + seconds * 1_000_000_000);
    world.ms += seconds * 1_000;
}

fn rename(name: &str) -> Intent {
    let profile = GroupProfile::new(name, "").expect("a profile");
    Intent::Update { changes: [(0x8001, Some(profile.encode()))].into() }
}

fn story() -> Vec<String> {
    let mut world = World::together(&[1, 2, 2, 3]);
    world.commit(0, rename("journey"));
    world.commit(1, Intent::SelfUpdate);
    world.tick(1);
    world.say(1, "hello");
    world.settle();
    world.commit(0, Intent::Remove { accounts: BTreeSet::from([id(3)]) });
    world.settle();
    world.assert_equal();
    world.wire.iter().map(nostr::JsonUtil::as_json).collect()
}

#[test]
fn equal_seeds_give_equal_events_and_other_seeds_give_others() {
    let first = in_run(7, story);
    assert!(first.len() > 3);
    for _ in 0..5 {
        assert_eq!(in_run(7, story), first);
    }
    assert_ne!(in_run(8, story), first);
}

#[test]
fn a_member_who_comes_back_after_the_end_of_a_key_package_cannot_follow_its_add() {
    // D19: openmls 0.9.2 and mdk look at the clock when they process an Add.
    in_run(1, || {
        let mut world = World::together(&[1, 2]);
        let newcomer = World::of(&[3]).devices.remove(0);
        world.devices.push(newcomer);
        let key_package = world.key_package_with(2, |wish| wish.not_after = START + 3_600);
        world.devices[1].offline = true;
        world.commit(0, Intent::Invite { key_packages: vec![key_package] });
        world.settle();
        assert_eq!(world.group_of(2).facts().epoch, 2);
        pass(&mut world, 2 * 3_600);
        world.devices[1].offline = false;
        world.settle();
        assert_eq!(world.group_of(1).facts().epoch, 1, "it is cut off");
        assert_eq!(world.group_of(0).facts().epoch, 2);
    });
}

#[test]
fn a_member_whose_clock_was_wrong_follows_an_add_once_the_clock_is_right() {
    in_run(4, || {
        let mut world = World::together(&[1, 2]);
        let newcomer = World::of(&[3]).devices.remove(0);
        world.devices.push(newcomer);
        let key_package = world.key_package(2);
        world.devices[1].offline = true;
        let add = world.commit(0, Intent::Invite { key_packages: vec![key_package] }).expect("a commit");
        world.settle();
        let actor = Actor::register("the one with the clock");
        actor.set_skew(-2 * DAY as i64 * 1_000_000_000);
        world.devices[1].offline = false;
        actor.enter(|| world.receive(1));
        assert_eq!(world.group_of(1).disposition(add), Some(Disposition::Deferred), "nothing is known against it");
        actor.set_skew(0);
        world.say(0, "welcome");
        world.settle();
        world.assert_equal();
        assert_eq!(world.texts(1), ["welcome"]);
    });
}

#[test]
fn leaves_that_never_committed_close_a_group_after_their_lifetime_only_if_joiners_look_at_it() {
    // D20: the third member joins 85 days after the second, who never made a commit.
    for (old_leaves, joins) in [(OldLeaves::Skip, true), (OldLeaves::Verify, false)] {
        in_run(2, || {
            let settings = Settings { old_leaves, ..Settings::default() };
            let mut world = World::together_with(&[1, 2], &settings);
            pass(&mut world, 85 * DAY);
            let newcomer = World::with(&[3], &settings).devices.remove(0);
            world.devices.push(newcomer);
            let key_package = world.key_package(2);
            world.commit(0, Intent::Invite { key_packages: vec![key_package] });
            world.settle();
            assert_eq!(world.devices[2].engine.group(&world.group).is_some(), joins, "{old_leaves:?}");
            world.devices[1].engine.group(&world.group).expect("the second is in it all the same");
        });
    }
}

#[test]
fn an_expired_key_package_is_not_invited() {
    in_run(3, || {
        let mut world = World::together(&[1, 2]);
        let newcomer = World::of(&[3]).devices.remove(0);
        world.devices.push(newcomer);
        let key_package = world.key_package(2);
        pass(&mut world, 85 * DAY);
        let refused = world.try_commit(0, Intent::Invite { key_packages: vec![key_package] }).expect_err("it is over");
        assert!(matches!(
            refused,
            GroupError::Refused(CommitError::Prepare(PrepareError::KeyPackage(KeyPackageError::Refused(
                Reason::LifetimeExpired,
                _
            ))))
        ));
        world.devices[2].engine.key_packages_mut().expire(START + 85 * DAY);
        assert_eq!(world.devices[2].engine.key_packages().iter().count(), 0);
    });
}
