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
    let property = Property::named(input, property).ok_or_else(|| RaceError::Property(property.to_owned()))?;
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

/// What is looked for.
#[derive(Clone, Copy)]
enum Property {
    OneOwner,
    SiblingsAgree,
    UsersDiffer,
    Finality,
    OneStepHeals,
    EveryMessageOpened,
    RemovedReadsNothingAlone,
}

impl Property {
    /// None for another name, and for a property about which states of this input say nothing.
    fn named(input: &RaceInput, name: &str) -> Option<Self> {
        Some(match name {
            "P1" => Self::OneOwner,
            "P2" => Self::SiblingsAgree,
            "P3" => Self::UsersDiffer,
            "P4" if input.marker => Self::Finality,
            "P5" => Self::OneStepHeals,
            "P7" => Self::EveryMessageOpened,
            "P8" if !input.removed.is_empty() => Self::RemovedReadsNothingAlone,
            _ => return None,
        })
    }
}

/// Whether a state shows what is looked for.
fn shown(shape: &Shape, state: &State, property: Property) -> bool {
    let sees = |what: fn(&Sight) -> bool| Sight::of(shape, state).is_some_and(|sight| what(&sight));
    match property {
        Property::Finality => state.broken,
        Property::OneOwner => sees(|sight| sight.mixed),
        Property::SiblingsAgree => sees(|sight| sight.split),
        Property::UsersDiffer => sees(|sight| sight.users_differ),
        Property::OneStepHeals => sees(|_| true) && !one_step_heals(shape, state),
        Property::EveryMessageOpened => sees(|sight| sight.undecrypted),
        Property::RemovedReadsNothingAlone => sees(|sight| sight.leaked),
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
