//! Every state of a world, and what is counted in it.

use std::collections::BTreeSet;

use super::enabled::{Event, Verb};
use super::names::{Set, TooLarge, members};
use super::slips::Slip;
use super::trace::{leaked, lost, steps_of};
use super::world::{Rules, World};
use crate::format::topics::race::{Expect, Input};
use crate::format::topics::ratchet::Orphan;
use crate::verify::Refusal;

/// A world with its marker.
#[derive(Clone)]
struct State {
    world: World,
    marker: Option<usize>,
    broken: bool,
}

/// What holds so far.
#[derive(Default)]
struct Found {
    expect: Expect,
    mixed: bool,
    unmarked: bool,
    unhealed: bool,
    unread: bool,
    leaked: bool,
}

/// Counts; more than `most` states are too many.
pub(super) fn count(input: &Input, most: usize, slip: Option<Slip>) -> Result<Result<Expect, Refusal>, TooLarge> {
    let rules = Rules::new((input.m, input.n), input.steps_max, &input.policy, slip)?;
    let mut world = rules.start();
    for name in &input.removed {
        match rules.names.device(name) {
            Some(device) => world.removed |= 1 << device,
            None => return Ok(Err(Refusal::broken(format!("{name} is no device here")))),
        }
    }
    let race = Race { rules, input };
    let mut open = vec![State { world, marker: None, broken: false }];
    let mut seen: BTreeSet<Vec<u8>> = open.iter().map(|state| race.key(state)).collect();
    let mut found = Found::default();
    while let Some(state) = open.pop() {
        let heard = race.rules.heard(&state.world);
        race.see(&state, &heard, &mut found);
        let stepped = race.steps(&state.world).into_iter().map(|step| race.step(&state, step));
        let told = heard.iter().map(|event| race.after(&state, *event));
        open.extend(told.chain(stepped).filter(|next| seen.insert(race.key(next))));
        if seen.len() > most {
            return Ok(Err(Refusal::broken(format!("more than {most} states"))));
        }
    }
    found.expect.states = seen.len() as u64;
    Ok(Ok(race.properties(found)))
}

struct Race<'a> {
    rules: Rules<'a>,
    input: &'a Input,
}

impl Race<'_> {
    /// What makes two states one.
    fn key(&self, state: &State) -> Vec<u8> {
        let world = &state.world;
        let mut key = world.above.clone();
        let acks = self.rules.policy.has_acknowledgements();
        let drops = self.rules.policy.orphan == Orphan::Drop;
        for mind in &world.minds {
            let mut add = |set: Set| key.extend(set.to_le_bytes());
            add(mind.known);
            if acks || drops {
                add(mind.processed);
            }
            if acks {
                add(mind.opened);
                add(mind.acked);
            }
        }
        if acks {
            key.extend(world.announced.to_le_bytes());
        }
        key.push(state.marker.map_or(u8::MAX, |marker| marker as u8));
        key.push(state.broken.into());
        key
    }

    fn steps(&self, world: &World) -> Vec<Event> {
        let all = (0..self.rules.names.devices).map(|device| self.rules.next_step(world, device));
        all.filter(|event| self.rules.check(world, *event).is_ok()).collect()
    }

    fn after(&self, state: &State, event: Event) -> State {
        let mut next = state.clone();
        self.rules.apply(&mut next.world, event);
        next
    }

    fn step(&self, state: &State, event: Event) -> State {
        let mut next = self.after(state, event);
        if !self.input.marker {
            return next;
        }
        let descends =
            |node: usize, marker: Option<usize>| marker.is_none_or(|marker| next.world.path(node).contains(&marker));
        let mut marker = state.marker;
        let mut broken = state.broken;
        if self.rules.quiescent(&state.world) || self.rules.slips(Slip::MarksAlways) {
            let turn: BTreeSet<usize> = self.turn(&state.world).collect();
            if let (Some(only), 1) = (turn.first(), turn.len()) {
                broken |= !descends(*only, marker);
                marker = Some(*only);
            }
        }
        broken |= !descends(event.node, marker);
        (next.marker, next.broken) = (marker, broken);
        next
    }

    /// Selections that are owned by the other user.
    fn turn<'w>(&'w self, world: &'w World) -> impl Iterator<Item = usize> + 'w {
        let names = &self.rules.names;
        let own = |device: usize| (self.rules.selection(world, device), names.user(device));
        let all = (0..names.devices).map(own).filter(|(node, user)| names.owner(*node) != *user);
        all.map(|(node, _)| node)
    }

    fn see(&self, state: &State, heard: &[Event], found: &mut Found) {
        let (rules, world) = (&self.rules, &state.world);
        found.unmarked |= state.broken;
        let late = |event: &Event| matches!(event.verb, Verb::Ack | Verb::News) && rules.slips(Slip::QuietTooSoon);
        let quiet = heard.iter().all(late);
        let depth = Rules::fork_depth(world) as u32;
        found.expect.fork_depth_max = found.expect.fork_depth_max.max(depth);
        if !quiet {
            return;
        }
        let expect = &mut found.expect;
        let minds = [0, 1].map(|user| {
            let living = rules.living(world, user);
            living.map(|device| rules.selection(world, device)).collect::<BTreeSet<_>>()
        });
        let split = minds.iter().any(|selections| selections.len() > 1);
        let exist = world.exist & (steps_of(rules, world, 0) | steps_of(rules, world, 1));
        let both = || [0, 1].into_iter().flat_map(|user| rules.living(world, user).map(move |device| (user, device)));
        let acks = rules.policy.has_acknowledgements();
        let got = |device: usize| {
            let mind = world.minds[device];
            mind.known | if acks { mind.processed } else { 0 }
        };
        let unread = |(user, device): (usize, usize)| steps_of(rules, world, 1 - user) & !rules.opened(world, device);
        expect.quiescent += 1;
        expect.same_user_split += u64::from(split);
        expect.users_differ += u64::from(!split && minds[0] != minds[1] && minds.iter().all(|mind| !mind.is_empty()));
        expect.dead += u64::from(self.turn(world).next().is_none());
        expect.stuck += u64::from(both().any(|(_, device)| exist & !got(device) != 0));
        expect.lost += u64::from(lost(rules, world) != 0);
        found.mixed |= self.mixed(world, exist);
        found.unread |= both().any(|reader| unread(reader) != 0);
        found.leaked |= (0..rules.names.devices).any(|device| leaked(rules, world, device) != 0);
        found.unhealed |= !self.steps(world).into_iter().all(|step| self.heals(state, step));
    }

    /// The deepest steps are of both users.
    fn mixed(&self, world: &World, exist: Set) -> bool {
        let deepest = members(exist).map(|node| world.depth(node)).max();
        let tallest = members(exist).filter(|node| Some(world.depth(*node)) == deepest);
        tallest.map(|node| self.rules.names.owner(node)).collect::<BTreeSet<_>>().len() > 1
    }

    /// Wherever everything that follows a step ends, the living select alike.
    fn heals(&self, state: &State, step: Event) -> bool {
        let mut open = vec![self.after(state, step)];
        let mut seen = BTreeSet::new();
        while let Some(state) = open.pop() {
            let heard = self.rules.heard(&state.world);
            if heard.is_empty() {
                let living = [0, 1].into_iter().flat_map(|user| self.rules.living(&state.world, user));
                let selections: BTreeSet<usize> =
                    living.map(|device| self.rules.selection(&state.world, device)).collect();
                if selections.len() > 1 {
                    return false;
                }
            }
            let next = heard.into_iter().map(|event| self.after(&state, event));
            open.extend(next.filter(|next| seen.insert(self.key(next))));
        }
        true
    }

    fn properties(&self, found: Found) -> Expect {
        let mut expect = found.expect;
        let mut all = vec![
            ("P1", !found.mixed),
            ("P2", expect.same_user_split == 0),
            ("P5", !found.unhealed),
            ("P7", !found.unread),
        ];
        if self.input.marker {
            all.insert(2, ("P4", !found.unmarked));
        }
        if !self.input.removed.is_empty() {
            all.push(("P8", !found.leaked));
        }
        let named = |wanted: bool| {
            all.iter().filter(|(_, holds)| *holds == wanted).map(|(name, _)| (*name).to_owned()).collect()
        };
        expect.always = named(true);
        expect.fails = named(false);
        expect.sometimes = if expect.users_differ > 0 { vec!["P3".to_owned()] } else { Vec::new() };
        expect
    }
}
