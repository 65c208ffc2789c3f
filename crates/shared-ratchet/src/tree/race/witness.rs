//! The shortest way to a state in which a property fails (or, of the form *sometimes*, is reached). What stateright reports is not the
//! shortest, so this is a search of its own, breadth first.

use std::collections::BTreeMap;

use super::input::{RaceError, RaceInput};
use super::machine::{Act, apply, deliveries, steps};
use super::shape::Shape;
use super::sight::{Sight, one_step_heals};
use super::state::State;
use crate::tree::name::{Device, Node};
use crate::tree::trace::Event;

/// The events that lead from the start to the first state in which `property` fails, or P3 is reached. None if there is no such state.
pub(super) fn find(input: &RaceInput, property: &str, most: usize) -> Result<Option<Vec<Event>>, RaceError> {
    let shape = Shape::new(input)?;
    let start = State::start(&shape);
    let mut from: BTreeMap<State, Option<(State, Act)>> = BTreeMap::from([(start, None)]);
    let mut level = vec![start];
    while !level.is_empty() {
        let mut next = Vec::new();
        for state in level {
            if shown(&shape, &state, property) {
                return Ok(Some(way(&shape, &from, state)));
            }
            let mut acts = Vec::new();
            deliveries(&shape, &state, &mut acts);
            acts.extend(steps(&shape, &state));
            for act in acts {
                let after = apply(&shape, &state, act);
                from.entry(after).or_insert_with(|| {
                    next.push(after);
                    Some((state, act))
                });
            }
        }
        if from.len() > most {
            return Err(RaceError::States(most));
        }
        level = next;
    }
    Ok(None)
}

/// Whether a state shows what is looked for.
fn shown(shape: &Shape, state: &State, property: &str) -> bool {
    if property == "P4" {
        return state.broken;
    }
    let Some(sight) = Sight::of(shape, state) else { return false };
    match property {
        "P1" => sight.mixed,
        "P2" => sight.split,
        "P3" => sight.users_differ,
        "P5" => !one_step_heals(shape, state),
        "P7" => sight.undecrypted,
        "P8" => sight.leaked,
        _ => false,
    }
}

fn way(shape: &Shape, from: &BTreeMap<State, Option<(State, Act)>>, end: State) -> Vec<Event> {
    let mut events = Vec::new();
    let mut at = end;
    while let Some((before, act)) = from.get(&at).copied().flatten() {
        events.push(event(shape, &before, &at, act));
        at = before;
    }
    events.reverse();
    let removed = (0..shape.devices).filter(|device| shape.removed[*device]);
    removed.map(|device| Event::Remove(shape.device_names[device])).chain(events).collect()
}

/// An act by its names.
fn event(shape: &Shape, before: &State, after: &State, act: Act) -> Event {
    let named = |device: u8, node: u8| (shape.device_names[usize::from(device)], shape.names[usize::from(node)]);
    let to = |event: fn(Device, Node) -> Event, device, node| {
        let (device, node) = named(device, node);
        event(device, node)
    };
    match act {
        Act::Step(device) => {
            let maker = usize::from(device);
            let (by, node) = named(device, (maker * shape.steps + before.made(shape, maker)) as u8);
            Event::Step { by, node, parent: shape.names[before.choice(shape, maker)] }
        }
        Act::Data(device, node) if after.known[usize::from(device)] >> node & 1 == 0 => to(Event::Reject, device, node),
        Act::Data(device, node) | Act::Copy(device, node) => to(Event::Deliver, device, node),
        Act::Ack(device, node) => to(Event::Ack, device, node),
        Act::News(device, node) => to(Event::News, device, node),
        Act::Drop(device, node) => to(Event::Drop, device, node),
    }
}
