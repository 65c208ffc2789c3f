//! Section 9 of shared-ratchet.md: what removing a device keeps from it. `r` is `a2`, `a1` stays; B has one or two devices.

use shared_ratchet::tree::chains::{send, settle};
use shared_ratchet::tree::trace::Disabled;
use shared_ratchet::tree::{
    Accept, Device, Event, Length, Node, Order, Policy, Ranker, RootOrder, User, World, events,
};

const A1: Device = Device::new(User::A, 1);
const R: Device = Device::new(User::A, 2);
const B1: Device = Device::new(User::B, 1);
const B2: Device = Device::new(User::B, 2);

fn node(name: &str) -> Node {
    name.parse().expect("a node")
}

fn world(n: u8, policy: &Policy, trace: &str) -> World {
    let mut world = World::new(2, n, 9, policy);
    go(&mut world, trace);
    world
}

fn go(world: &mut World, trace: &str) {
    for event in events(trace).expect("events") {
        world.apply(event).unwrap_or_else(|why| panic!("{event}: {why}"));
    }
}

/// A conversation in which everybody has everything: a1.1, b1.1.
const TALK: &str =
    "step a1 a1.1 R; deliver a2 a1.1; deliver b1 a1.1; step b1 b1.1 a1.1; deliver a1 b1.1; deliver a2 b1.1";

#[test]
fn stop_copy_leaves_replies_on_known_nodes_open_to_r() {
    let mut world = world(1, &Policy::agree(), "step a1 a1.1 R; deliver a2 a1.1; deliver b1 a1.1; remove a2");
    go(&mut world, "step b1 b1.1 a1.1; deliver a1 b1.1; deliver a2 b1.1");
    assert!(world.opened(R, node("b1.1")), "the reply is on a node that r knows");
    assert_eq!(world.readable_only_by(R), [], "and a1 reads it, too: P8 holds so far");
    let step = Event::Step { by: A1, node: node("a1.2"), parent: node("b1.1") };
    world.apply(step).expect("a step that r is not told of");
    go(&mut world, "deliver b1 a1.2; step b1 b1.2 a1.2");
    let why = world.check(Event::Deliver(R, node("b1.2"))).expect_err("r cannot read it");
    assert_eq!(why.to_string(), "a2 does not know a1.2, on which b1.2 grew");
}

#[test]
fn heal_keeps_a_silent_r_out() {
    let mut world = world(1, &Policy::agree(), &format!("{TALK}; remove a2; step a1 a1.2 b1.1; deliver b1 a1.2"));
    go(&mut world, "step b1 b1.2 a1.2; deliver a1 b1.2");
    settle(&mut world).expect("delivered");
    assert!(!world.opened(R, node("b1.2")));
    assert_eq!(world.readable_only_by(R), []);
}

#[test]
fn a_racing_r_loses_a_tie_and_wins_by_depth() {
    let agree = Policy::agree();
    let race = format!("{TALK}; remove a2; step a1 a1.2 b1.1; step a2 a2.1 b1.1");
    let mut tie = world(1, &agree, &race);
    settle(&mut tie).expect("delivered");
    assert_eq!(tie.selection(B1), Some(node("a1.2")), "all prefer a1's nodes on ties");
    assert_eq!(tie.readable_only_by(R), []);
    let mut deeper = world(1, &agree, &race);
    go(&mut deeper, "deliver b1 a2.1; step b1 b1.2 a2.1; deliver a2 b1.2; step a2 a2.2 b1.2");
    settle(&mut deeper).expect("delivered");
    assert_eq!(deeper.selection(B1), Some(node("a2.2")), "r was faster");
    assert_eq!(deeper.readable_only_by(R), [node("b1.2")], "P8 fails");
}

#[test]
fn under_first_healing_holds_only_where_it_arrives_before_r() {
    let first = Policy { accept: Accept::First, ..Policy::agree() };
    let race = format!("{TALK}; remove a2; step a1 a1.2 b1.1; step a2 a2.1 b1.1");
    let mut healed = world(1, &first, &race);
    go(&mut healed, "deliver b1 a1.2; reject b1 a2.1; step b1 b1.2 a1.2");
    settle(&mut healed).expect("delivered");
    assert_eq!(healed.readable_only_by(R), []);
    let mut late = world(1, &first, &race);
    go(&mut late, "deliver b1 a2.1; reject b1 a1.2; step b1 b1.2 a2.1");
    settle(&mut late).expect("delivered");
    assert_eq!(late.readable_only_by(R), [node("b1.2")], "P8 fails");
    assert!(!late.opened(A1, node("b1.2")));
}

#[test]
fn a_stale_b2_lets_r_back_in_and_a_roll_shuts_it_out() {
    let ce4 = shared_ratchet::tree::stories::ce4().expect("a story");
    let mut world = World::new(2, 2, 9, &ce4.input.policy);
    for event in &ce4.input.trace {
        world.apply(*event).expect("enabled");
    }
    go(&mut world, "step b1 b1.2 a2.2; deliver b2 b1.2; deliver a2 b1.2");
    assert_eq!(world.readable_only_by(R), [node("b1.2"), node("b2.1")], "P8 fails: CE4");
    go(&mut world, "roll a1 R:a1.1; deliver b1 R:a1.1; deliver b2 R:a1.1");
    let before = world.readable_only_by(R);
    for round in 0..3 {
        for device in [A1, B1, B2] {
            send(&mut world, device).unwrap_or_else(|why| panic!("round {round}: {why}"));
        }
        let root = world.selection(B1).map(|tip| world.tree().root_of(tip));
        assert_eq!(root, Some(node("R:a1.1")), "a device that knows the new root selects only below it");
        settle(&mut world).expect("delivered");
    }
    assert_eq!(world.readable_only_by(R), before, "nothing new for r; what was readable before stays so");
    assert!(world.tree().nodes().filter(|node| world.tree().generation(*node) > 0).count() > 4);
}

#[test]
fn a_roll_holds_from_the_moment_each_remote_device_has_it() {
    let mut world = world(2, &Policy::agree(), &format!("{TALK}; deliver b2 a1.1; deliver b2 b1.1; remove a2"));
    go(
        &mut world,
        "roll a1 R:a1.1; deliver b1 R:a1.1; step a2 a2.1 b1.1; deliver b2 a2.1; step b2 b2.1 a2.1; deliver a2 b2.1",
    );
    assert_eq!(world.readable_only_by(R), [node("b2.1")], "b2 has not heard of the roll: P8 fails");
    go(&mut world, "deliver b1 a2.1");
    assert_eq!(world.selection(B1), Some(node("R:a1.1")), "b1 has, and does not follow r");
    go(&mut world, "deliver b2 R:a1.1; step a2 a2.2 b2.1; deliver b2 a2.2");
    assert_eq!(world.selection(B2), Some(node("R:a1.1")), "now b2 does not, either");
}

#[test]
fn r_is_out_for_good_after_thirty_days_if_all_rolled_and_back_in_if_they_only_healed() {
    let healed = format!("{TALK}; remove a2; step a1 a1.2 b1.1; deliver b1 a1.2");
    let mut only = world(1, &Policy::agree(), &healed);
    go(&mut only, "step a2 a2.1 b1.1; deliver b1 a2.1");
    assert_eq!(only.selection(B1), Some(node("a1.2")), "as deep as the healing step, and ranked behind it");
    let mut reversed = Policy::agree();
    reversed = reversed.ranked(Ranker::User(User::B), Order::Descending);
    let mut other = world(1, &reversed, &healed);
    go(&mut other, "step a2 a2.1 b1.1; deliver b1 a2.1; step b1 b1.2 a2.1; deliver a2 b1.2");
    settle(&mut other).expect("delivered");
    assert_eq!(other.readable_only_by(R), [node("b1.2")], "B ranks the other way: r is back after any time");
    let mut rolled = world(1, &reversed, &format!("{TALK}; remove a2; roll a1 R:a1.1; deliver b1 R:a1.1"));
    go(&mut rolled, "step a2 a2.1 b1.1; deliver b1 a2.1; step a1 a1.2 R:a1.1; deliver b1 a1.2; step b1 b1.2 a1.2");
    settle(&mut rolled).expect("delivered");
    assert_eq!(rolled.readable_only_by(R), []);
    assert!(!rolled.opened(R, node("b1.2")));
}

#[test]
fn two_rolls_at_once_are_dead_unless_both_users_share_an_order_of_roots() {
    let rolls =
        "roll a1 R:a1.1; roll b1 R:b1.1; deliver b1 R:a1.1; deliver a1 R:b1.1; deliver a2 R:a1.1; deliver a2 R:b1.1";
    let own = Policy { root_order: RootOrder::Own, ..Policy::opposite() };
    let mut dead = world(1, &own, rolls);
    assert!(dead.quiescent());
    for device in [A1, B1] {
        send(&mut dead, device).expect("sent");
    }
    settle(&mut dead).expect("delivered");
    assert_eq!(dead.selection(A1).map(Node::owner), Some(User::A), "each sits on its own tip");
    assert_eq!(dead.selection(B1).map(Node::owner), Some(User::B));
    let live = dead.steps().iter().any(|event| event.device() != R && event.device() != A1);
    assert!(!live, "B cannot step again");
    let mut shared = world(1, &Policy::opposite(), rolls);
    send(&mut shared, A1).expect("sent");
    settle(&mut shared).expect("delivered");
    let tips = shared.selections();
    assert!(tips.values().all(|tip| *tip == node("a1.1")), "{tips:?}");
    assert_eq!(shared.steps().len(), 1, "b1 steps next");
}

#[test]
fn p8_is_about_each_legitimate_device_and_not_about_one_of_them() {
    let mut world = World::new(3, 1, 9, &Policy::agree());
    go(&mut world, "step a2 a2.1 R; deliver a3 a2.1; deliver b1 a2.1; remove a2; step b1 b1.1 a2.1; deliver a2 b1.1");
    go(&mut world, "deliver a3 b1.1");
    assert!(world.quiescent(), "a1 never hears of a2.1");
    assert!(!world.opened(A1, node("b1.1")));
    assert_eq!(world.readable_only_by(R), [node("b1.1")], "a3 reads it, and a1 does not: P8 fails");
}

#[test]
fn symmetric_messages_do_not_pass_between_a_removed_device_and_its_former_siblings() {
    let by_messages = Policy { length: Length::Messages, ..Policy::agree() };
    let mut world = world(1, &by_messages, "step a1 a1.1 R; deliver a2 a1.1; deliver b1 a1.1; message a2 a1.1");
    let heard = Event::Deliver(A1, node("a1.1"));
    assert_eq!(world.check(heard), Ok(()), "while a2 is a sibling");
    go(&mut world, "remove a2; message a1 a1.1; message a2 a1.1");
    for device in [A1, R] {
        let why = world.check(Event::Deliver(device, node("a1.1"))).expect_err("nothing passes");
        assert_eq!(why, Disabled::Apart(device, node("a1.1")));
    }
    go(&mut world, "deliver b1 a1.1");
    assert!(world.quiescent(), "b1 has heard all three");
    assert!(world.check(Event::Deliver(B1, node("a1.1"))).is_err());
}
