//! Random worlds: the refined theorem (section 4) looked for where no search can go.

use std::collections::BTreeSet;

use rand::Rng;
use rand::seq::SliceRandom;
use sim_env::Seed;

use super::chains::settle;
use super::name::{Device, Node, User};
use super::policy::{Order, Policy, Ranker};
use super::trace::{Disabled, Event, World};

/// What many worlds came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worlds {
    /// Quiescent points at which the theorem was checked.
    pub quiescent: u64,
    /// Of those: the two users selected differently.
    pub users_differ: u64,
    /// What the theorem says otherwise, in words. Empty, or the theorem is wrong.
    pub violations: Vec<String>,
}

/// The most devices of a user, and of steps of a device.
const DEVICES: u8 = 4;
const STEPS: u32 = 4;
/// Quiescent points of a world, at most, and events between two of them.
const POINTS: usize = 8;
const EVENTS: usize = 24;

/// Runs worlds of up to 4×4 devices whose users rank in orders drawn at random.
pub fn worlds(seed: Seed, runs: u32) -> Result<Worlds, Disabled> {
    let mut worlds = Worlds::default();
    for run in 0..runs {
        let mut stream = seed.stream(&format!("tree/random/{run}"));
        one(&mut stream, &mut worlds)?;
    }
    Ok(worlds)
}

fn one(rng: &mut impl Rng, worlds: &mut Worlds) -> Result<(), Disabled> {
    let (m, n) = (rng.gen_range(1..=DEVICES), rng.gen_range(1..=DEVICES));
    let policy = policy(rng, m, n);
    let mut world = World::new(m, n, STEPS, &policy);
    let mut last: Option<Final> = None;
    for _ in 0..POINTS {
        for _ in 0..rng.gen_range(1..=EVENTS) {
            let Some(event) = draw(rng, &world) else { break };
            world.apply(event)?;
        }
        settle(&mut world)?;
        let point = Point::of(&world);
        worlds.quiescent += 1;
        worlds.users_differ += u64::from(point.differ);
        worlds.violations.extend(point.violations(&world, last.as_ref())?);
        last = point.tip.map(|tip| (tip, world.tree().nodes().collect()));
        if world.steps().is_empty() {
            break;
        }
    }
    Ok(())
}

/// Each user's devices share one order over all nodes that there can be.
fn policy(rng: &mut impl Rng, m: u8, n: u8) -> Policy {
    let mut policy = Policy::agree();
    for user in User::BOTH {
        let mut nodes = vec![Node::Root];
        for (of, most) in [(User::A, m), (User::B, n)] {
            let devices = (1..=most).map(|number| Device::new(of, number));
            nodes.extend(devices.flat_map(|device| (1..=STEPS).map(move |k| Node::step(device, k))));
        }
        nodes.shuffle(rng);
        policy = policy.ranked(Ranker::User(user), Order::List(nodes));
    }
    policy
}

/// One of the events that are enabled: a step and a delivery are as likely.
fn draw(rng: &mut impl Rng, world: &World) -> Option<Event> {
    let first = if rng.gen_bool(0.5) { world.steps() } else { world.deliveries() };
    first
        .choose(rng)
        .copied()
        .or_else(|| world.steps().choose(rng).copied())
        .or_else(|| world.deliveries().choose(rng).copied())
}

/// What a quiescent point made final, and the nodes that there were.
type Final = (Node, BTreeSet<Node>);

/// A quiescent world.
struct Point {
    /// The owner of the deepest nodes, if it is one.
    owner: Option<User>,
    /// What the other user's devices select, if it is one.
    tip: Option<Node>,
    /// The two users select differently.
    differ: bool,
}

impl Point {
    fn of(world: &World) -> Self {
        let tree = world.tree();
        let deepest = tree.nodes().map(|node| tree.depth(node)).max().unwrap_or(0);
        let owners: BTreeSet<User> =
            tree.nodes().filter(|node| tree.depth(*node) == deepest).map(Node::owner).collect();
        let owner = owners.first().copied().filter(|_| owners.len() == 1);
        let choices = |user| {
            let devices = world.devices().filter(move |device| device.user == user);
            devices.filter_map(|device| world.selection(device)).collect::<BTreeSet<_>>()
        };
        let tips = choices(owner.map_or(User::A, User::other));
        let tip = tips.first().copied().filter(|_| tips.len() == 1);
        Self { owner, tip, differ: choices(User::A) != choices(User::B) }
    }

    /// (i) to (v) of section 4, where `last` is what the quiescent point before made final.
    fn violations(&self, world: &World, last: Option<&Final>) -> Result<Vec<String>, Disabled> {
        let mut out = Vec::new();
        let tree = world.tree();
        if world.devices().any(|device| tree.nodes().any(|node| !world.knows(device, node))) {
            out.push("(i) devices hold different trees".to_owned());
        }
        let Some(owner) = self.owner else { return Ok(vec!["(ii) the deepest tips have two owners".to_owned()]) };
        if self.tip.is_none() {
            return Ok(vec!["(iii) the other user's devices select different tips".to_owned()]);
        };
        let steps = world.steps();
        if steps.iter().any(|event| event.device().user == owner) {
            out.push("(iii) the owner of the tips can step".to_owned());
        }
        if let Some((last, before)) = last {
            let new = tree.nodes().filter(|node| !before.contains(node));
            let strays = new.filter(|node| !tree.descends(*node, *last));
            out.extend(strays.map(|node| format!("(iv) {node} does not descend from {last}")));
        }
        for step in steps {
            let Event::Step { node, .. } = step else { continue };
            let mut next = world.clone();
            next.apply(step)?;
            settle(&mut next)?;
            if next.selections().values().any(|selected| *selected != node) {
                out.push(format!("(v) after {step} not everybody selects {node}"));
            }
        }
        Ok(out)
    }
}
