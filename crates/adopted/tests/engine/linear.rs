//! A group without rivals: commits of every kind, and everybody follows.

use std::collections::BTreeSet;

use crate::common::{World, id};
use adopted::group::{CommitError, Phase};
use adopted::{Category, Effect, GroupError, Intent, PrepareError};
use marmot_rules::adopted::components::{GroupProfile, State};

fn rename(name: &str) -> Intent {
    let profile = GroupProfile::new(name, "").expect("a profile");
    Intent::Update { changes: [(0x8001, Some(profile.encode()))].into() }
}

fn epochs(world: &World) -> Vec<u64> {
    (0..world.devices.len()).map(|device| world.group_of(device).facts().epoch).collect()
}

#[test]
fn self_updates_renames_and_promotions_are_followed_by_all() {
    let mut world = World::together(&[1, 2, 3]);
    world.commit(1, Intent::SelfUpdate);
    world.settle();
    world.commit(0, rename("journey"));
    world.settle();
    world.commit(0, Intent::Admins { grant: BTreeSet::from([id(2)]), revoke: BTreeSet::new() });
    world.settle();
    world.commit(1, rename("voyage"));
    world.settle();
    assert_eq!(epochs(&world), [5, 5, 5]);
    world.assert_equal();
    assert_eq!(hex::encode(&world.group_of(2).facts().dictionary[&0x8001]), "06766f7961676500");
    world.say(2, "after all that");
    world.settle();
    assert_eq!(world.texts(0), ["after all that"]);
}

#[test]
fn a_linear_commit_waits_for_the_cutoff_of_its_pass() {
    let mut world = World::together(&[1, 2]);
    world.commit(0, rename("journey"));
    world.exchange();
    assert_eq!(epochs(&world), [2, 1]);
    assert_eq!(world.group_of(1).pass().expect("a pass").cutoff(), 1_000);
    world.ms = 999;
    world.exchange();
    assert_eq!(epochs(&world), [2, 1]);
    world.ms = 1_000;
    world.exchange();
    assert_eq!(epochs(&world), [2, 2]);
}

#[test]
fn a_member_who_is_no_admin_prepares_only_what_members_may() {
    let mut world = World::together(&[1, 2, 3]);
    let refused = |error| match error {
        GroupError::Refused(CommitError::Prepare(PrepareError::Forbidden(category, _))) => category,
        other => panic!("{other}"),
    };
    for intent in [
        rename("mine"),
        Intent::Remove { accounts: BTreeSet::from([id(3)]) },
        Intent::Admins { grant: BTreeSet::from([id(2)]), revoke: BTreeSet::new() },
        Intent::Disband,
    ] {
        let error = world.try_commit(1, intent).expect_err("it is refused");
        assert_eq!(refused(error), Category::AuthorizationFailed);
    }
    assert!(world.group_of(1).is_settled());
}

#[test]
fn a_removed_member_is_told_once_and_hears_nothing_more() {
    let mut world = World::together(&[1, 2, 3]);
    world.commit(0, Intent::Remove { accounts: BTreeSet::from([id(2)]) });
    world.settle();
    assert!(matches!(world.group_of(1).phase(), Phase::Removed));
    assert_eq!(world.devices[1].told.iter().filter(|effect| **effect == Effect::Removed).count(), 1);
    world.say(0, "without you");
    world.settle();
    assert_eq!(world.texts(2), ["without you"]);
    assert!(world.texts(1).is_empty());
    world.assert_equal();
}

#[test]
fn removing_an_admin_takes_the_role_in_the_same_commit_and_a_sibling_leaf_keeps_it() {
    let mut world = World::together(&[1, 2, 2, 3]);
    world.commit(0, Intent::Admins { grant: BTreeSet::from([id(2)]), revoke: BTreeSet::new() });
    world.settle();
    let one_leaf = world.group_of(0).facts().leaves_of(id(2)).next().expect("a leaf").signature_key.clone();
    world.commit(0, Intent::RemoveLeaves { signature_keys: BTreeSet::from([one_leaf]) });
    world.settle();
    assert!(world.group_of(0).facts().admins.contains(&id(2)), "a sibling leaf is left");
    world.commit(0, Intent::Remove { accounts: BTreeSet::from([id(2)]) });
    world.settle();
    assert_eq!(world.group_of(3).facts().admins, BTreeSet::from([id(1)]));
    world.assert_equal();
}

#[test]
fn disbanding_leaves_one_leaf_and_ends_the_group_for_everybody() {
    let mut world = World::together(&[1, 1, 2]);
    world.commit(0, Intent::Disband);
    world.settle();
    assert!(matches!(world.group_of(0).phase(), Phase::Disbanded));
    assert!(matches!(world.group_of(1).phase(), Phase::Removed));
    assert!(matches!(world.group_of(2).phase(), Phase::Removed));
    assert!(world.try_commit(0, Intent::SelfUpdate).is_err());
}

#[test]
fn events_that_come_before_their_commit_are_opened_after_it() {
    let mut world = World::together(&[1, 2]);
    world.devices[1].offline = true;
    world.commit(0, rename("journey"));
    world.tick(0);
    world.say(0, "in epoch 2");
    world.exchange();
    let (commit, message) = (world.wire[0].clone(), world.wire[1].clone());
    let early = world.ingest(1, &message).expect_err("no key opens it");
    assert_eq!(early.category, Category::TransportDeferred);
    world.ingest(1, &commit).expect("it follows");
    world.ms += 1_000;
    world.tick(1);
    assert_eq!(world.texts(1), ["in epoch 2"]);
}

#[test]
fn a_commit_that_nobody_took_never_happened() {
    let mut world = World::together(&[1, 2]);
    world.devices[0].unanswered = true;
    let commit = world.commit(0, rename("journey")).expect("it is under way");
    let (now, group) = (world.now(), world.group.clone());
    world.devices[0].engine.fail(&group, commit, now).expect("it is under way");
    assert!(world.group_of(0).is_settled());
    assert_eq!(world.group_of(0).facts().epoch, 1);
    world.devices[0].unanswered = false;
    world.commit(0, rename("voyage"));
    world.settle();
    world.assert_equal();
}

#[test]
fn who_was_away_for_twenty_epochs_catches_up() {
    let mut world = World::together(&[1, 2, 3]);
    world.devices[2].offline = true;
    for round in 0..20 {
        world.commit(round % 2, Intent::SelfUpdate);
        world.settle();
    }
    world.say(0, "done");
    world.settle();
    world.devices[2].offline = false;
    world.settle();
    world.assert_equal();
    assert_eq!(world.texts(2), ["done"]);
}

#[test]
fn an_own_disband_waits_for_its_pass_and_is_made_again_where_it_loses() {
    let mut world = World::together(&[1, 2, 3]);
    world.commit(1, Intent::SelfUpdate);
    world.tick(1);
    world.say(1, "I am here");
    let disband = world.commit(0, Intent::Disband).expect("it is under way");
    world.tick(0);
    assert!(matches!(world.group_of(0).phase(), Phase::Recovering), "acknowledged and not applied");
    assert_eq!(world.group_of(0).facts().epoch, 1);
    world.settle();
    let undone = |effect: &Effect| matches!(effect, Effect::Superseded { commit, .. } if *commit == disband);
    assert!(!world.devices[0].told.iter().any(undone), "it was never canonical");
    assert_eq!(world.texts(0), ["I am here"], "the message outranks the end, as it would outrank any other commit");
    assert!(matches!(world.group_of(0).phase(), Phase::Disbanded), "and then the group ends all the same");
    assert_eq!(world.group_of(0).facts().epoch, 3);
    assert!(matches!(world.group_of(1).phase(), Phase::Removed));
    assert!(matches!(world.group_of(2).phase(), Phase::Removed));
}

#[test]
fn a_commit_that_was_given_up_and_comes_back_is_followed_by_its_maker_too() {
    for restarts in [false, true] {
        let mut world = World::together(&[1, 2, 3]);
        let commit = world.give_up(0, Intent::SelfUpdate).expect("it was under way");
        if restarts {
            world.restart(0);
        }
        world.settle();
        assert_eq!(epochs(&world), [2, 2, 2]);
        world.say(1, "after it");
        world.settle();
        assert_eq!(world.texts(0), ["after it"]);
        world.assert_equal();
        let applied = |effect: &&Effect| matches!(effect, Effect::Applied { commit: one, .. } if *one == commit);
        assert_eq!(world.devices[0].told.iter().filter(applied).count(), 1);
    }
}

#[test]
fn whom_a_commit_adds_that_was_given_up_and_comes_back_is_welcome() {
    let mut world = World::together(&[1, 2]);
    let newcomer = World::of(&[3]).devices.remove(0);
    world.devices.push(newcomer);
    let key_package = world.key_package(2);
    let welcomes =
        |world: &World| world.devices[0].told.iter().filter(|effect| matches!(effect, Effect::Welcome { .. })).count();
    world.give_up(0, Intent::Invite { key_packages: vec![key_package] }).expect("it was under way");
    assert_eq!(welcomes(&world), 1, "that of the founding");
    world.settle();
    assert_eq!(welcomes(&world), 2);
    assert_eq!(epochs(&world), [2, 2, 2]);
    world.assert_equal();
}

#[test]
fn a_message_that_comes_after_many_later_ones_is_read_all_the_same() {
    // A copy of the group that reads on tolerates 100 messages out of order; the State itself has read none.
    let mut world = World::together(&[1, 2]);
    world.devices[1].offline = true;
    for number in 0..150 {
        world.say(0, &number.to_string());
    }
    world.exchange();
    let events = world.wire.clone();
    for event in events.iter().rev() {
        world.ingest(1, event).expect("it is read");
    }
    assert_eq!(world.texts(1).len(), 150);
}
