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
    for device in 0..shape.devices {
        let heard = Heard::by(shape, state, device);
        let act = |act: fn(u8, u8) -> Act| move |node: usize| act(device as u8, node as u8);
        out.extend(numbers(heard.data).map(act(Act::Data)));
        out.extend(numbers(heard.copies).map(act(Act::Copy)));
        out.extend(numbers(heard.acks).map(act(Act::Ack)));
        out.extend(numbers(heard.news).map(act(Act::News)));
        out.extend(numbers(heard.orphans).map(act(Act::Drop)));
    }
}

/// No delivery is enabled.
pub(super) fn quiescent(shape: &Shape, state: &State) -> bool {
    (0..shape.devices).all(|device| Heard::by(shape, state, device) == Heard::default())
}

/// What a device can hear now: nodes by the kind of event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Heard {
    data: Nodes,
    copies: Nodes,
    acks: Nodes,
    news: Nodes,
    orphans: Nodes,
}

impl Heard {
    fn by(shape: &Shape, state: &State, device: usize) -> Self {
        let own = shape.of_user[shape.users[device]];
        let (known, processed) = (state.known[device], state.processed[device]);
        let exist = state.exist(shape);
        let joined = |nodes| {
            numbers(nodes)
                .filter(|node| known >> state.parent[*node] & 1 == 1)
                .fold(0, |set: Nodes, node| set | 1 << node)
        };
        let passes = |nodes: Nodes| nodes & !shape.apart[device];
        let data = exist & !own & !if shape.acks { processed } else { known | processed };
        let copies = passes(exist & own & !known & !processed);
        let told = shape.acks && shape.accept != Accept::FirstUnshared;
        let heard = Self {
            data: joined(data),
            copies: joined(copies),
            acks: if shape.acks { passes(own & state.announced & !state.acked[device]) } else { 0 },
            news: if told { joined(exist & !own & state.announced & !known) } else { 0 },
            orphans: 0,
        };
        let waiting = (data | copies) & !(heard.data | heard.copies);
        Self { orphans: if shape.drops { waiting } else { 0 }, ..heard }
    }
}

/// Devices that can step.
pub(super) fn steps<'a>(shape: &'a Shape, state: &'a State) -> impl Iterator<Item = Act> + 'a {
    let able = |device: &usize| {
        state.made(shape, *device) < shape.steps && shape.owner(state.choice(shape, *device)) != shape.users[*device]
    };
    (0..shape.devices).filter(able).map(|device| Act::Step(device as u8))
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
    let leaves = quiescent(shape, state).then(|| agreed(shape, state)).flatten();
    if let Some(marker) = leaves {
        next.broken |= state.marker != NONE && !state.descends(shape, marker, state.marker);
        next.marker = marker as u8;
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
