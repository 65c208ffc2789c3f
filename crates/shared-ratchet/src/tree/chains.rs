//! Rounds that can go on for ever: two chains side by side (CE2), a lock of lengths (CE3), lockstep (section 4).

use super::name::{Device, Node, User};
use super::policy::{Compare, Length, Policy};
use super::stories::prefer;
use super::trace::{Cycle, Disabled, Event, TraceInput, World};

/// The user whose turn a round is: A's are the odd ones.
pub const fn turn(round: u32) -> User {
    if round % 2 == 1 { User::A } else { User::B }
}

/// The node that a chain (1 or 2) has after a round; before the first, the root.
pub fn on_chain(chain: u8, round: u32) -> Node {
    match round {
        0 => Node::Root,
        _ => Node::step(Device::new(turn(round), chain), round.div_ceil(2)),
    }
}

/// The events of a round of CE2, from 1: each device steps on its own chain, the partner of each hears of it, and what the other
/// chain did a round ago reaches everybody.
pub fn two_chains(round: u32) -> Vec<Event> {
    let (u, w) = (turn(round), turn(round).other());
    let step = |chain| {
        let by = Device::new(u, chain);
        Event::Step { by, node: on_chain(chain, round), parent: on_chain(chain, round - 1) }
    };
    let mut events = vec![step(1), step(2)];
    events.extend([1, 2].map(|chain| Event::Deliver(Device::new(w, chain), on_chain(chain, round))));
    if round > 1 {
        let late = |user, chain| Event::Deliver(Device::new(user, chain), on_chain(3 - chain, round - 1));
        events.extend([late(User::A, 1), late(User::A, 2), late(User::B, 1), late(User::B, 2)]);
    }
    events
}

/// CE2: the first rounds. From round 2 on it says that it repeats itself every two rounds, two levels deeper.
pub fn ce2(rounds: u32, policy: &Policy) -> TraceInput {
    let mut trace = Vec::new();
    let mut ends = Vec::new();
    for round in 1..=rounds {
        trace.extend(two_chains(round));
        ends.push(trace.len());
    }
    let cycle = (rounds >= 4).then_some(Cycle { from: 2, rounds: 2, shift: 2, ends });
    TraceInput { m: 2, n: 2, steps_max: rounds.div_ceil(2), policy: policy.clone(), trace, cycle }
}

/// Delivers until nothing is left, in the order of devices and nodes.
pub fn settle(world: &mut World) -> Result<(), Disabled> {
    while let Some(event) = world.deliveries().first() {
        world.apply(*event)?;
    }
    Ok(())
}

/// What a device sends on its selection: a DH step if that is the other user's, a symmetric message if not.
pub fn send(world: &mut World, device: Device) -> Result<Event, Disabled> {
    let on = world.selection(device).ok_or(Disabled::NoDevice(device))?;
    let event = if on.owner() == device.user {
        Event::Message(device, on)
    } else {
        Event::Step { by: device, node: Node::step(device, world.made(device) + 1), parent: on }
    };
    world.apply(event).map(|()| event)
}

/// What came of rounds in which lengths can lock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// Rounds after which the users selected differently.
    pub disagree: u32,
    /// DH steps in all rounds together.
    pub steps: u32,
}

/// CE3: two branches of equal length in messages; then both users send in each round, and everything is delivered.
pub fn lock(rounds: u32, a_second: bool, b_second: bool) -> Result<Lock, Disabled> {
    let policy = Policy { length: Length::Messages, order: Compare::Path, ..prefer(a_second, b_second) };
    let mut world = World::new(2, 1, rounds + 2, &policy);
    let (a1, a2, b1) = (Device::new(User::A, 1), Device::new(User::A, 2), Device::new(User::B, 1));
    send(&mut world, a1)?;
    let n1 = Node::step(a1, 1);
    send(&mut world, a2)?;
    send(&mut world, a2)?;
    world.apply(Event::Deliver(b1, n1))?;
    send(&mut world, b1)?;
    settle(&mut world)?;
    let mut lock = Lock::default();
    for _ in 0..rounds {
        let sent = [send(&mut world, a1)?, send(&mut world, b1)?];
        settle(&mut world)?;
        lock.steps += sent.iter().filter(|event| matches!(event, Event::Step { .. })).count() as u32;
        lock.disagree += u32::from(world.selection(a1) != world.selection(b1));
    }
    Ok(lock)
}

/// Lockstep: in each round all devices of a user send, then everything is delivered. How deep what all deepest nodes share is.
pub fn lockstep(rounds: u32, policy: &Policy) -> Result<u32, Disabled> {
    let mut world = World::new(2, 2, rounds, policy);
    for round in 1..=rounds {
        for number in [1, 2] {
            send(&mut world, Device::new(turn(round), number))?;
        }
        settle(&mut world)?;
    }
    Ok(common_prefix(&world))
}

/// DH steps on the path that all deepest nodes share.
pub fn common_prefix(world: &World) -> u32 {
    let tree = world.tree();
    let deepest = tree.nodes().map(|node| tree.depth(node)).max().unwrap_or(0);
    let mut deepest = tree.nodes().filter(|node| tree.depth(*node) == deepest);
    let Some(first) = deepest.next() else { return 0 };
    deepest
        .map(|node| tree.fork_point(first, node).map_or(0, |shared| tree.depth(shared)))
        .min()
        .unwrap_or(tree.depth(first))
}
