//! The search against every single order, on systems of a few participants that nobody designed: what each of them does follows
//! from everything that it took, in that order.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{Reduction, lock, search::Search};
use crate::engine::{Candidate, Chooser, Engine, Fact, Input, NodeId, Now, OpId, Output, Part, Participant, System};

const NODES: usize = 3;

#[derive(Debug)]
struct Toy;

impl System for Toy {
    type Message = Parcel;
    type Command = Parcel;
    type Note = Parcel;
    type Step = Parcel;
    type Failure = Parcel;
}

/// A message. What it leads to gets smaller; some are no choice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Parcel {
    tag: u64,
    left: u8,
}

impl Fact for Parcel {
    fn feed(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.tag.to_be_bytes());
    }
}

/// Remembers everything, and lets it decide what it does.
struct Node {
    own: usize,
    history: Vec<(usize, Parcel)>,
    waiting: Vec<OpId>,
}

impl Node {
    fn mood(&self) -> u64 {
        let mix = |mood: u64, (from, parcel): &(usize, Parcel)| {
            (mood ^ parcel.tag ^ *from as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
        };
        self.history.iter().fold(self.own as u64, mix)
    }

    fn send(&mut self, left: u8) -> Vec<Output<Toy>> {
        let Some(left) = left.checked_sub(1) else { return Vec::new() };
        let mood = self.mood();
        let to = NodeId((self.own + 1 + (mood % 2) as usize) % NODES);
        vec![Output::Send(to, Parcel { tag: mood >> 8, left })]
    }
}

impl Participant<Toy> for Node {
    fn handle(&mut self, _: Now, input: Input<Toy>) -> Vec<Output<Toy>> {
        match input {
            Input::Command(_, Parcel { left: 0, .. }) => {
                (self.own + 1..NODES).map(|peer| Output::Open(NodeId(peer))).collect()
            }
            Input::Command(op, parcel) => {
                self.waiting.push(op);
                self.history.push((NODES, parcel.clone()));
                self.send(parcel.left)
            }
            Input::Message(from, parcel) => {
                self.history.push((from.0, parcel.clone()));
                let done = std::mem::take(&mut self.waiting).into_iter().map(|op| Output::Done(op, Ok(())));
                self.send(parcel.left).into_iter().chain(done).collect()
            }
            Input::Opened(_) | Input::Closed(_) | Input::Wake => Vec::new(),
        }
    }

    fn actor_name(&self) -> &str {
        ["a", "b", "c"][self.own]
    }
}

struct Searching(Arc<Mutex<Search>>);

impl Chooser<Toy> for Searching {
    fn matters(&mut self, message: &Parcel) -> bool {
        !message.tag.is_multiple_of(4)
    }

    fn choose(&mut self, candidates: &[Candidate], born: u64) -> Option<usize> {
        lock(&self.0).choose(candidates, born)
    }

    fn touches(&mut self, part: Part) {
        lock(&self.0).touches(part);
    }

    fn quiet(&mut self) {
        lock(&self.0).quiet();
    }
}

/// What each participant took, in order.
type Histories = Vec<Vec<(usize, Parcel)>>;

/// Two commands at once, a third when the first of them is done, quiet, and two more.
fn run(system: u64, search: &Arc<Mutex<Search>>) -> Option<Histories> {
    lock(search).begin();
    let mut engine = Engine::<Toy>::new(Duration::from_millis(1), Duration::from_millis(1));
    let nodes: Vec<_> = (0..NODES)
        .map(|own| engine.add(["a", "b", "c"][own], Box::new(Node { own, history: Vec::new(), waiting: Vec::new() })))
        .collect();
    let later = |seconds: u64| sim_env::now() + seconds * 1_000_000_000;
    for node in &nodes {
        engine.command(*node, Parcel { tag: 0, left: 0 });
    }
    engine.run_until(later(1));
    engine.let_choose(Box::new(Searching(Arc::clone(search))));
    let parcel = |place: u64| Parcel { tag: system * 8 + place, left: 1 + (system + place) as u8 % 3 };
    let first = engine.command(nodes[0], parcel(0));
    engine.command(nodes[1], parcel(1));
    engine.run_until_done(first, later(1));
    engine.command(nodes[2], parcel(2));
    engine.settle(later(1), &|_, _| false);
    engine.command(nodes[0], parcel(3));
    engine.command(nodes[2], parcel(4));
    engine.run_until(later(1));
    let history =
        |node: &NodeId| engine.participant::<Node>(*node).map(|node| node.history.clone()).unwrap_or_default();
    (!engine.is_given_up()).then(|| nodes.iter().map(history).collect())
}

/// Orders that ran to the end, and how they can end. `None` if there are too many.
fn explore(system: u64, reduction: Reduction) -> Option<(usize, BTreeSet<Histories>)> {
    let search = Arc::new(Mutex::new(Search::new(reduction)));
    sim_env::run(1.into(), 0, || {
        let (mut orders, mut ends) = (0, BTreeSet::new());
        loop {
            if let Some(end) = run(system, &search) {
                orders += 1;
                ends.insert(end);
            }
            if !lock(&search).advance() {
                return Some((orders, ends));
            }
            if orders > 4_000 {
                return None;
            }
        }
    })
    .expect("the environment is deterministic")
}

#[test]
fn what_is_left_out_changes_no_end() {
    let (mut all, mut run, mut ways_to_end) = (0, 0, 0);
    for system in 0..400 {
        let Some((orders, ends)) = explore(system, Reduction::None) else { continue };
        let (reduced, same_ends) = explore(system, Reduction::Commuting).expect("fewer than all");
        assert_eq!(same_ends, ends, "system {system}: {orders} orders, {reduced} run");
        all += orders;
        run += reduced;
        ways_to_end += ends.len();
    }
    assert!(all > 5 * run && run < 2 * ways_to_end && run > 1_000, "{all} orders, {run} run, {ways_to_end} ends");
}
