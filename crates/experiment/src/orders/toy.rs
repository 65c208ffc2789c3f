//! The search against every single order, on systems of a few participants that nobody designed: what each of them does follows
//! from everything that it took, in that order.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use super::{Reduction, lock, search::Search};
use sim_engine::{Candidate, Chooser, Part};

#[path = "../../../sim-engine/examples/toy_system.rs"]
#[expect(dead_code, reason = "the example runs by itself too")]
mod toy_system;

use toy_system::{Node, Parcel, Toy};

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
    let (mut engine, nodes) = toy_system::world();
    let later = |seconds: u64| sim_env::now() + seconds * 1_000_000_000;
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
    let history = |node: &sim_engine::NodeId| {
        engine.participant::<Node>(*node).map(|node| node.history.clone()).unwrap_or_default()
    };
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
