//! What there is to see in a state: the properties of section 7, and what is counted.

use std::collections::BTreeSet;

use super::machine::{Act, apply, deliveries, quiescent, steps};
use super::shape::{Nodes, Shape, numbers};
use super::state::State;

/// What a quiescent state looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sight {
    pub users_differ: bool,
    pub split: bool,
    pub dead: bool,
    pub stuck: bool,
    pub lost: bool,
    pub undecrypted: bool,
    pub rejected: bool,
    pub mixed: bool,
    /// Readable by a removed device and not by a living one of its user.
    pub leaked: bool,
}

impl Sight {
    /// None unless the state is quiescent.
    pub fn of(shape: &Shape, state: &State) -> Option<Self> {
        quiescent(shape, state).then(|| Self::look(shape, state))
    }

    fn look(shape: &Shape, state: &State) -> Self {
        let choices = |user| shape.living(user).map(|device| state.choice(shape, device)).collect::<BTreeSet<_>>();
        let (a, b) = (choices(0), choices(1));
        let split = a.len() > 1 || b.len() > 1;
        let stands = |device| shape.owner(state.choice(shape, device)) == shape.users[device];
        let exist = state.exist(shape);
        let got = |device: usize| state.known[device] | if shape.acks { state.processed[device] } else { 0 };
        let mut sight = Self {
            users_differ: !split && !a.is_empty() && !b.is_empty() && a != b,
            split,
            dead: (0..shape.devices).all(stands),
            stuck: [0, 1].into_iter().flat_map(|user| shape.living(user)).any(|device| exist & !got(device) != 0),
            mixed: mixed(shape, state, exist),
            leaked: leaked(shape, state),
            ..Self::default()
        };
        for user in [0, 1] {
            let sent = exist & shape.of_user[1 - user];
            let opened = || shape.living(user).map(|device| opened(shape, state, device));
            let never = sent & !opened().fold(0, |all, some| all | some);
            let refused = shape.living(user).fold(sent, |all, device| all & state.processed[device]);
            sight.lost |= never != 0;
            sight.undecrypted |= opened().any(|opened| sent & !opened != 0);
            sight.rejected |= shape.acks && never & refused != 0;
        }
        sight
    }
}

/// Nodes that a device has opened, or has made.
fn opened(shape: &Shape, state: &State, device: usize) -> Nodes {
    if shape.acks { state.decrypted[device] } else { state.known[device] }
}

/// The deepest steps are of both users.
fn mixed(shape: &Shape, state: &State, exist: Nodes) -> bool {
    let deepest = numbers(exist).map(|node| state.depth(shape, node)).max();
    let owns = |user: usize| numbers(exist & shape.of_user[user]).any(|node| Some(state.depth(shape, node)) == deepest);
    owns(0) && owns(1)
}

/// A node of the other user is open to a removed device and not to a living one of its user.
fn leaked(shape: &Shape, state: &State) -> bool {
    let removed = (0..shape.devices).filter(|device| shape.removed[*device]);
    removed.into_iter().any(|gone| {
        let user = shape.users[gone];
        let read = opened(shape, state, gone) & shape.of_user[1 - user];
        shape.living(user).any(|device| read & !opened(shape, state, device) != 0)
    })
}

/// P5: in a quiescent state, whatever one step, fully delivered in any order, leads all living devices to one selection.
pub(super) fn one_step_heals(shape: &Shape, state: &State) -> bool {
    steps(shape, state).all(|step| {
        let mut seen = BTreeSet::new();
        let mut open = vec![apply(shape, state, step)];
        let mut acts: Vec<Act> = Vec::new();
        while let Some(state) = open.pop() {
            acts.clear();
            deliveries(shape, &state, &mut acts);
            let living = (0..shape.devices).filter(|device| !shape.removed[*device]);
            let choices: BTreeSet<usize> = living.map(|device| state.choice(shape, device)).collect();
            if acts.is_empty() && choices.len() > 1 {
                return false;
            }
            open.extend(acts.iter().map(|act| apply(shape, &state, *act)).filter(|next| seen.insert(*next)));
        }
        true
    })
}

/// Over all pairs of tips: the shorter way from a tip to their fork.
pub(super) fn fork_depth(shape: &Shape, state: &State) -> usize {
    let exist = state.exist(shape);
    let inner = numbers(exist).fold(0, |inner: Nodes, node| inner | 1 << state.parent[node]);
    let tips: Vec<usize> = numbers(exist & !inner).collect();
    let mut deepest = 0;
    for (place, left) in tips.iter().enumerate() {
        for right in &tips[place + 1..] {
            let shared = state.ancestry(shape, *right).find(|node| state.descends(shape, *left, *node as u8));
            let Some(shared) = shared else { continue };
            let way = |tip: usize| state.depth(shape, tip) - state.depth(shape, shared);
            deepest = deepest.max(way(*left).min(way(*right)));
        }
    }
    deepest
}
