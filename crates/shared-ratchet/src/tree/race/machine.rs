//! What can happen in a state, and what comes of it (shared-ratchet.md section 2).

use super::shape::{Nodes, Shape, numbers};
use super::state::{NONE, State};
use crate::tree::policy::Accept;

/// Something that can happen: to a device, with a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// It makes its next step on its selection.
    Step(u8),
    /// The message of a node of the other user arrives.
    Data(u8, u8),
    /// A sibling's copy arrives.
    Copy(u8, u8),
    /// An acknowledgement of a node of its own user arrives.
    Ack(u8, u8),
    /// It hears that a sibling accepted a node of the other user.
    News(u8, u8),
    /// It discards a message whose parent it does not know.
    Drop(u8, u8),
}

/// Everything but steps: in no particular order, until nothing is left.
pub(super) fn deliveries(shape: &Shape, state: &State, out: &mut Vec<Act>) {
    let exist = state.exist(shape);
    for device in 0..shape.devices {
        let own = shape.of_user[shape.users[device]];
        let (known, processed) = (state.known[device], state.processed[device]);
        for node in numbers(exist & !own & !if shape.acks { processed } else { known | processed }) {
            if joined(state, known, node) {
                out.push(Act::Data(device as u8, node as u8));
            } else if shape.drops {
                out.push(Act::Drop(device as u8, node as u8));
            }
        }
        for node in numbers(exist & own & !known & !processed).filter(|node| !shape.apart(device, *node)) {
            if joined(state, known, node) {
                out.push(Act::Copy(device as u8, node as u8));
            } else if shape.drops {
                out.push(Act::Drop(device as u8, node as u8));
            }
        }
        if shape.acks {
            for node in numbers(own & state.announced & !state.acked[device]).filter(|node| !shape.apart(device, *node))
            {
                out.push(Act::Ack(device as u8, node as u8));
            }
            if shape.accept != Accept::FirstUnshared {
                let told = numbers(exist & !own & state.announced & !known);
                out.extend(
                    told.filter(|node| joined(state, known, *node)).map(|node| Act::News(device as u8, node as u8)),
                );
            }
        }
    }
}

/// Whether the parent of a node is known.
fn joined(state: &State, known: Nodes, node: usize) -> bool {
    known >> state.parent[node] & 1 == 1
}

/// Devices that can step.
pub(super) fn steps<'a>(shape: &'a Shape, state: &'a State) -> impl Iterator<Item = Act> + 'a {
    let able = |device: &usize| {
        state.made(shape, *device) < shape.steps && shape.owner(state.choice(shape, *device)) != shape.users[*device]
    };
    (0..shape.devices).filter(able).map(|device| Act::Step(device as u8))
}

/// No delivery is enabled.
pub(super) fn quiescent(shape: &Shape, state: &State) -> bool {
    let mut out = Vec::new();
    deliveries(shape, state, &mut out);
    out.is_empty()
}

/// What comes of an act that is enabled.
pub(super) fn apply(shape: &Shape, state: &State, act: Act) -> State {
    let mut next = *state;
    match act {
        Act::Step(device) => step(shape, state, &mut next, usize::from(device)),
        Act::Data(device, node) => data(shape, &mut next, usize::from(device), usize::from(node)),
        Act::Copy(device, node) => {
            next.known[usize::from(device)] |= 1 << node;
            if shape.acks || shape.drops {
                next.processed[usize::from(device)] |= 1 << node;
            }
        }
        Act::Ack(device, node) => next.acked[usize::from(device)] |= 1 << node,
        Act::News(device, node) => next.known[usize::from(device)] |= 1 << node,
        Act::Drop(device, node) => next.processed[usize::from(device)] |= 1 << node,
    }
    next
}

fn step(shape: &Shape, state: &State, next: &mut State, device: usize) {
    let parent = state.choice(shape, device);
    let node = device * shape.steps + state.made(shape, device);
    next.parent[node] = parent as u8;
    next.known[device] |= 1 << node;
    if !shape.marker {
        return;
    }
    if quiescent(shape, state) {
        if let Some(marker) = agreed(shape, state) {
            next.broken |= state.marker != NONE && !state.descends(shape, marker, state.marker);
            next.marker = marker as u8;
        }
    }
    next.broken |= next.marker != NONE && !next.descends(shape, node, next.marker);
}

/// The node on which all devices select whose turn it is, if they agree and one of them has a step left.
fn agreed(shape: &Shape, state: &State) -> Option<usize> {
    let turn = |device: &usize| shape.owner(state.choice(shape, *device)) != shape.users[*device];
    let turn: Vec<usize> = (0..shape.devices).filter(turn).collect();
    let node = state.choice(shape, *turn.first()?);
    let agree = turn.iter().all(|device| state.choice(shape, *device) == node);
    let left = turn.iter().any(|device| state.made(shape, *device) < shape.steps);
    (agree && left).then_some(node)
}

fn data(shape: &Shape, next: &mut State, device: usize, node: usize) {
    let bit = 1 << node;
    if shape.acks || shape.drops {
        next.processed[device] |= bit;
    }
    if !shape.acks {
        next.known[device] |= bit;
        return;
    }
    let rival = next.beside(shape, node) & next.known[device] != 0;
    if shape.accept == Accept::All || next.known[device] & bit != 0 || !rival {
        next.known[device] |= bit;
        next.decrypted[device] |= bit;
        next.announced |= bit;
        let parent = usize::from(next.parent[node]);
        if parent < shape.nodes {
            next.acked[device] |= 1 << parent;
        }
    }
}
