//! What goes on for ever (shared-ratchet.md sections 4 and 6): CE2 as a lasso and unrolled, CE3's lock, lockstep.

use shared_ratchet::tree::chains::{Lock, ce2, common_prefix, lock, lockstep, on_chain, settle, turn, two_chains};
use shared_ratchet::tree::stories::at_odds;
use shared_ratchet::tree::trace::{Abstract, Seen};
use shared_ratchet::tree::{Device, Event, Node, Policy, User, World, replay};

fn device(name: &str) -> Device {
    name.parse().expect("a device")
}

/// Plays rounds of CE2 and looks at the world after each event; the policy does not matter before the end.
fn rounds(policy: &Policy, last: u32, mut look: impl FnMut(u32, &World)) -> World {
    let mut world = World::new(2, 2, last.div_ceil(2), policy);
    for round in 1..=last {
        for event in two_chains(round) {
            world.apply(event).unwrap_or_else(|why| panic!("round {round}, {event}: {why}"));
            look(round, &world);
        }
    }
    world
}

#[test]
fn ce2_is_a_lasso_under_any_orders() {
    let all = [Policy::agree(), Policy::opposite(), at_odds(&[User::A]), at_odds(&[User::B]), at_odds(&User::BOTH)];
    for policy in all {
        let result = replay(&ce2(4, &policy)).unwrap_or_else(|error| panic!("{error}"));
        assert!(!result.quiescent);
        assert_eq!(result.fork_depth, 4, "both chains are four deep and share the root only");
    }
}

#[test]
fn after_each_round_every_device_is_on_its_own_tip_and_one_behind_on_the_other_chain() {
    let mut ends = Vec::new();
    let mut world = World::new(2, 2, 3, &Policy::opposite());
    for round in 1..=6 {
        for event in two_chains(round) {
            world.apply(event).unwrap_or_else(|why| panic!("round {round}, {event}: {why}"));
            assert!(!world.quiescent(), "round {round}, after {event}");
        }
        ends.push(Abstract::of(&world));
        assert_eq!(common_prefix(&world), 0);
        for name in ["a1", "a2", "b1", "b2"] {
            let device = device(name);
            assert_eq!(world.selection(device), Some(on_chain(device.number, round)), "{name} after round {round}");
            assert_eq!(world.waiting(device).collect::<Vec<_>>(), [on_chain(3 - device.number, round)]);
        }
    }
    for (place, pair) in ends.windows(3).enumerate().skip(1) {
        assert_eq!(pair[0].devices, pair[2].devices, "rounds {} and {}", place + 1, place + 3);
        assert_eq!(pair[0].deepest + 2, pair[2].deepest);
        let seen = Seen { tips: vec![(0, true), (1, false)], waiting: vec![0] };
        assert_eq!(pair[2].devices, vec![seen; 4], "(own, other) = (0, -1), one node undelivered");
    }
}

#[test]
fn in_ce2_nothing_waits_longer_than_three_steps_of_its_chain() {
    let mut made = std::collections::BTreeMap::new();
    let mut longest = 0;
    let mut steps = 0;
    for round in 1..=20 {
        for event in two_chains(round) {
            match event {
                Event::Step { node, .. } => {
                    steps += 1;
                    made.insert(node, steps);
                }
                Event::Deliver(_, node) => longest = longest.max(steps - made[&node]),
                _ => panic!("{event} is no event of CE2"),
            }
        }
    }
    assert!(longest <= 3, "{longest} steps");
    assert_eq!(longest, 3, "a node of the first chain waits for its partner and for the two steps of the next round");
}

#[test]
fn unrolled_ce2_loses_two_thousand_levels_at_last() {
    let mut quiet = 0;
    let mut world = rounds(&Policy::opposite(), 2_000, |_, world| quiet += u32::from(world.quiescent()));
    assert_eq!(quiet, 0, "no quiescent state inside");
    let (one, two) = (on_chain(1, 2_000), on_chain(2, 2_000));
    assert_eq!((one.to_string(), two.to_string()), ("b1.1000".into(), "b2.1000".into()));
    assert_eq!((world.tree().depth(one), world.tree().depth(two)), (2_000, 2_000));
    assert_eq!(world.fork_depth(), 2_000);
    settle(&mut world).expect("delivered");
    assert_eq!((world.selection(device("a1")), world.selection(device("a2"))), (Some(one), Some(one)));
    assert_eq!((world.selection(device("b1")), world.selection(device("b2"))), (Some(two), Some(two)));
}

#[test]
fn after_unrolled_ce2_a_steps_next_and_all_follow() {
    let mut world = World::new(2, 2, 11, &Policy::opposite());
    for event in (1..=20).flat_map(two_chains) {
        world.apply(event).unwrap_or_else(|why| panic!("{event}: {why}"));
    }
    settle(&mut world).expect("delivered");
    assert_eq!(turn(21), User::A);
    let next = Node::step(device("a1"), 11);
    world.apply(Event::Step { by: device("a1"), node: next, parent: on_chain(1, 20) }).expect("A steps next");
    settle(&mut world).expect("delivered");
    assert!(world.selections().values().all(|selected| *selected == next));
    assert!(!world.tree().descends(next, on_chain(2, 1)), "chain 2 is lost from its first step on");
}

#[test]
fn ce3_locks_lengths_in_messages_for_ever() {
    assert_eq!(lock(300, true, false), Ok(Lock { disagree: 300, steps: 0 }));
    assert_eq!(lock(300, false, true), Ok(Lock { disagree: 300, steps: 2 }), "preferences swapped");
    assert_eq!(lock(300, true, true), Ok(Lock { disagree: 0, steps: 300 }));
    assert_eq!(lock(300, false, false), Ok(Lock { disagree: 0, steps: 300 }));
}

#[test]
fn in_lockstep_one_consistent_user_is_enough() {
    assert_eq!(lockstep(1_000, &Policy::opposite()), Ok(999), "both users consistent");
    assert_eq!(lockstep(1_000, &at_odds(&[User::B])), Ok(998), "only A");
    assert_eq!(lockstep(1_000, &at_odds(&User::BOTH)), Ok(0), "neither");
}
