//! The nine crash and restart boundaries of foundation/conformance.md.

use std::collections::BTreeSet;

use adopted::group::{Disposition, Phase};
use adopted::{Category, Effect, Intent, MessageId};
use marmot_rules::adopted::components::{GroupProfile, State};
use nostr::Event;

use crate::common::{World, id, new_group};

fn rename(name: &str) -> Intent {
    let profile = GroupProfile::new(name, "").expect("a profile");
    Intent::Update { changes: [(0x8001, Some(profile.encode()))].into() }
}

/// Device 0 has prepared a commit and nobody has answered.
fn prepared() -> (World, MessageId, Event) {
    let mut world = World::together(&[1, 2]);
    world.devices[0].unanswered = true;
    let commit = world.commit(0, rename("journey")).expect("it is under way");
    let event = published(&world, commit).remove(0);
    (world, commit, event)
}

/// The events that device 0 wanted to publish for a commit.
fn published(world: &World, commit: MessageId) -> Vec<Event> {
    let told = world.devices[0].told.iter();
    told.filter_map(|effect| match effect {
        Effect::Publish { message, event, .. } if *message == commit => Some(event.clone()),
        _ => None,
    })
    .collect()
}

fn acknowledge(world: &mut World, commit: MessageId) {
    let group = world.group.clone();
    world.devices[0].engine.acknowledge(&group, commit).expect("it is under way");
}

fn applied(world: &World, device: usize, commit: MessageId) -> usize {
    let told = world.devices[device].told.iter();
    told.filter(|effect| matches!(effect, Effect::Applied { commit: one, .. } if *one == commit)).count()
}

#[test]
fn prepared_and_not_published_the_same_commit_goes_out_and_nothing_is_canonical_before() {
    let (mut world, commit, event) = prepared();
    world.restart(0);
    assert_eq!(world.group_of(0).facts().epoch, 1);
    world.collect(0);
    assert_eq!(published(&world, commit), [event.clone(), event]);
    acknowledge(&mut world, commit);
    world.devices[0].unanswered = false;
    world.settle();
    assert_eq!(applied(&world, 0, commit), 1);
    world.assert_equal();
}

#[test]
fn with_an_uncertain_answer_no_second_commit_is_made_and_the_first_is_applied_once() {
    let (mut world, commit, event) = prepared();
    world.settle();
    assert_eq!(world.group_of(1).facts().epoch, 2, "the others have it");
    world.restart(0);
    assert_eq!(world.try_commit(0, rename("another")), Ok(None), "it is queued, not made");
    assert_eq!(world.ingest(0, &event).expect_err("our own").category, Category::OwnEcho);
    assert_eq!(world.group_of(0).facts().epoch, 1);
    acknowledge(&mut world, commit);
    world.devices[0].unanswered = false;
    world.settle();
    assert_eq!(applied(&world, 0, commit), 1);
    assert_eq!(world.group_of(1).facts().epoch, 3, "then the queued one");
    world.assert_equal();
}

#[test]
fn confirmed_and_not_applied_it_is_applied_exactly_once() {
    let (mut world, commit, _) = prepared();
    acknowledge(&mut world, commit);
    assert!(matches!(world.group_of(0).phase(), Phase::Merging(_)));
    world.restart(0);
    assert_eq!(world.group_of(0).facts().epoch, 1);
    world.tick(0);
    world.restart(0);
    world.settle();
    assert_eq!(applied(&world, 0, commit), 1);
    world.assert_equal();
}

#[test]
fn effects_that_nobody_took_come_again_and_taken_ones_do_not() {
    let mut world = World::together(&[1, 2]);
    world.say(0, "hello");
    world.devices[1].offline = true;
    world.exchange();
    let event = world.wire[0].clone();
    let now = world.now();
    world.devices[1].engine.ingest(&event, now).expect("a message");
    world.restart(1);
    world.collect(1);
    assert_eq!(world.texts(1), ["hello"]);
    world.restart(1);
    assert!(world.devices[1].engine.effects().is_empty());
    assert_eq!(world.ingest(1, &event).expect_err("known").category, Category::Duplicate);
}

#[test]
fn a_collecting_pass_goes_on_with_all_that_it_had() {
    let mut world = World::together(&[1, 2, 3]);
    world.commit(1, Intent::SelfUpdate);
    world.commit(0, rename("journey"));
    world.exchange();
    assert!(matches!(world.group_of(2).phase(), Phase::Recovering));
    for step in [0, 1, 999] {
        world.ms = step;
        world.restart(2);
        world.tick(2);
        assert!(world.group_of(2).pass().is_some());
    }
    world.settle();
    world.assert_equal();
}

#[test]
fn a_pass_selects_and_applies_in_one_step_so_a_restart_sees_all_or_nothing() {
    let mut world = World::together(&[1, 2, 3]);
    world.commit(1, Intent::SelfUpdate);
    world.commit(0, rename("journey"));
    world.tick(1);
    world.say(1, "on the branch that loses its admin's favour");
    world.exchange();
    let before = serde_json::to_string(&world.devices[2].engine.save()).expect("it is saved");
    world.ms = 10_000;
    let now = world.now();
    world.devices[2].engine.tick(now);
    let once = world.group_of(2).facts().clone();
    let effects = world.devices[2].engine.effects();
    world.restart_from(2, &before);
    world.devices[2].engine.tick(now);
    assert_eq!(*world.group_of(2).facts(), once);
    assert_eq!(world.devices[2].engine.effects(), effects, "the same effects under the same names");
    world.settle();
    world.assert_equal();
}

#[test]
fn a_branch_whose_middle_is_missing_makes_the_copy_unrecoverable() {
    let mut world = World::together(&[1, 2, 3]);
    world.commit(1, Intent::SelfUpdate);
    world.commit(0, rename("journey"));
    world.tick(1);
    world.say(1, "a witness");
    world.settle();
    let group = world.group_of(2);
    let path = group.tree().path(group.canonical().id);
    let missing = path[path.len() - 2];
    assert_ne!(missing, group.tree().anchor().id);
    let mut saved = serde_json::to_value(world.devices[2].engine.save()).expect("it is saved");
    let states = &mut saved["groups"][world.group.as_str()]["tree"]["states"];
    states.as_object_mut().expect("states by id").remove(&missing.to_string()).expect("it was there");
    world.restart_from(2, &saved.to_string());
    assert!(matches!(world.group_of(2).phase(), Phase::Unrecoverable));
    world.collect(2);
    assert!(world.devices[2].told.contains(&Effect::Unrecoverable));
}

#[test]
fn a_leaver_stays_a_leaver_and_is_told_of_the_removal_once() {
    let mut world = World::together(&[1, 2, 3]);
    world.leave(2);
    world.restart(2);
    assert!(world.group_of(2).is_leaving());
    assert!(world.try_commit(2, Intent::SelfUpdate).is_err());
    world.settle();
    world.restart(2);
    world.settle();
    assert!(matches!(world.group_of(2).phase(), Phase::Removed));
    assert_eq!(world.devices[2].told.iter().filter(|effect| **effect == Effect::Removed).count(), 1);
}

#[test]
fn an_ended_group_stays_ended_after_a_restart() {
    let mut world = World::together(&[1, 2]);
    world.commit(0, Intent::Disband);
    world.settle();
    for device in 0..2 {
        world.restart(device);
    }
    assert!(matches!(world.group_of(0).phase(), Phase::Disbanded));
    assert!(matches!(world.group_of(1).phase(), Phase::Removed));
    assert!(world.devices[0].engine.effects().is_empty());
}

#[test]
fn both_committers_of_a_race_restart_and_follow_the_winner() {
    let mut world = World::together(&[1, 2, 3]);
    world.commit(0, Intent::Admins { grant: BTreeSet::from([id(2)]), revoke: BTreeSet::new() });
    world.settle();
    world.commit(0, rename("a"));
    world.commit(1, rename("b"));
    world.tick(0);
    world.tick(1);
    world.restart(0);
    world.restart(1);
    world.settle();
    world.assert_equal();
    for device in 0..3 {
        let inputs = world.group_of(device).inputs().values();
        let rivals = inputs.filter(|input| input.message.epoch == 2 && input.disposition == Disposition::Accepted);
        assert_eq!(rivals.count(), 1, "one of two commits of an epoch is accepted");
    }
}

#[test]
fn a_group_that_lacks_its_canonical_state_is_set_aside_and_the_others_go_on() {
    let mut world = World::together(&[1, 2]);
    let now = world.now();
    let other = world.devices[1].engine.found(&new_group(), Vec::new(), now).expect("a second group");
    let mut saved = serde_json::to_value(world.devices[1].engine.save()).expect("it is saved");
    let states = &mut saved["groups"][world.group.as_str()]["tree"]["states"];
    states.as_object_mut().expect("states by id").clear();
    world.restart_from(1, &saved.to_string());
    for _ in 0..2 {
        let engine = &world.devices[1].engine;
        assert_eq!(engine.damaged().collect::<Vec<_>>(), [&world.group]);
        assert!(engine.group(&world.group).is_none());
        assert_eq!(engine.groups().map(|(name, _)| name).collect::<Vec<_>>(), [&other]);
        world.restart(1);
    }
    assert_eq!(world.devices[1].engine.effects(), [(world.group.clone(), Effect::Unrecoverable)]);
    world.devices[1].engine.commit(&other, Intent::SelfUpdate, now).expect("the other group goes on");
    world.devices[1].engine.discard(&world.group).expect("it is known");
    assert_eq!(world.devices[1].engine.damaged().count(), 0);
}

#[test]
fn a_pass_ends_in_time_on_a_monotonic_clock_that_began_again() {
    let mut world = World::together(&[1, 2]);
    world.ms = 1_000_000;
    world.commit(0, rename("journey"));
    world.exchange();
    world.ms += 400;
    world.tick(1);
    assert_eq!(world.group_of(1).deadline(), Some(1_001_000));
    let before = serde_json::to_string(&world.devices[1].engine.save()).expect("it is saved");
    world.ms = 7;
    world.restart_from(1, &before);
    assert_eq!(world.group_of(1).deadline(), Some(1_000), "its beginning lies before that of the clock");
    world.ms = 500;
    world.restart_from(1, &before);
    assert_eq!(world.group_of(1).deadline(), Some(1_100), "of a second 400 ms were over");
    world.ms = 1_100;
    world.tick(1);
    assert_eq!(world.group_of(1).facts().epoch, 2);
}
