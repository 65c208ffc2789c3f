//! The machine on stateright 0.31.
//!
//! Conditions are plain functions, so what they need and what they count lives in the model. stateright looks at every unique
//! state once as long as one property waits for a discovery: [`COUNTED`] waits for ever. Counts are the same over
//! threads only because the space is exhausted.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use stateright::{Checker, Model, Property};

use super::input::{RaceError, RaceInput, RaceResult, Survey};
use super::machine::{Act, apply, deliveries, steps};
use super::shape::Shape;
use super::sight::{Sight, fork_depth, one_step_heals};
use super::state::State;

/// It always holds, and counts what it is shown.
const COUNTED: &str = "counted";

/// Numbers that conditions add to.
#[derive(Debug, Default)]
struct Tally {
    states: AtomicU64,
    quiescent: AtomicU64,
    users_differ: AtomicU64,
    split: AtomicU64,
    dead: AtomicU64,
    stuck: AtomicU64,
    lost: AtomicU64,
    undecrypted: AtomicU64,
    rejected: AtomicU64,
    mixed: AtomicU64,
    fork_depth: AtomicU64,
}

impl Tally {
    fn add(&self, sight: &Sight) {
        let seen = [
            (&self.quiescent, true),
            (&self.users_differ, sight.users_differ),
            (&self.split, sight.split),
            (&self.dead, sight.dead),
            (&self.stuck, sight.stuck),
            (&self.lost, sight.lost),
            (&self.undecrypted, sight.undecrypted),
            (&self.rejected, sight.rejected),
            (&self.mixed, sight.mixed),
        ];
        for (number, seen) in seen {
            number.fetch_add(u64::from(seen), Ordering::Relaxed);
        }
    }
}

/// The tree machine as stateright wants it.
#[derive(Debug)]
struct TreeModel {
    shape: Shape,
    tally: Tally,
    /// After so many states nothing more is looked for.
    most: usize,
}

impl Model for TreeModel {
    type State = State;
    type Action = Act;

    fn init_states(&self) -> Vec<State> {
        vec![State::start(&self.shape)]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Act>) {
        if self.tally.states.load(Ordering::Relaxed) > self.most as u64 {
            return;
        }
        deliveries(&self.shape, state, actions);
        actions.extend(steps(&self.shape, state));
    }

    fn next_state(&self, state: &State, act: Act) -> Option<State> {
        Some(apply(&self.shape, state, act))
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut all = vec![
            Property::always(COUNTED, |model: &Self, state| {
                model.tally.states.fetch_add(1, Ordering::Relaxed);
                if let Some(sight) = model.sight(state) {
                    model.tally.add(&sight);
                }
                let depth = fork_depth(&model.shape, state) as u64;
                model.tally.fork_depth.fetch_max(depth, Ordering::Relaxed);
                true
            }),
            Property::always("P1", |model: &Self, state| model.sight(state).is_none_or(|sight| !sight.mixed)),
            Property::always("P2", |model: &Self, state| model.sight(state).is_none_or(|sight| !sight.split)),
            Property::sometimes("P3", |model: &Self, state| model.sight(state).is_some_and(|sight| sight.users_differ)),
            Property::always("P5", |model: &Self, state| {
                model.sight(state).is_none() || one_step_heals(&model.shape, state)
            }),
            Property::always("P7", |model: &Self, state| model.sight(state).is_none_or(|sight| !sight.undecrypted)),
        ];
        if self.shape.marker {
            all.push(Property::always("P4", |_, state: &State| !state.broken));
        }
        if self.shape.removed.contains(&true) {
            all.push(Property::always("P8", |model: &Self, state| {
                model.sight(state).is_none_or(|sight| !sight.leaked)
            }));
        }
        all
    }
}

impl TreeModel {
    fn sight(&self, state: &State) -> Option<Sight> {
        Sight::of(&self.shape, state)
    }
}

/// Counts on `threads` threads of stateright.
pub(super) fn run(input: &RaceInput, threads: usize, most: usize) -> Result<Survey, RaceError> {
    let model = TreeModel { shape: Shape::new(input)?, tally: Tally::default(), most };
    let properties: Vec<_> =
        model.properties().iter().map(|property| (property.name, property.expectation.clone())).collect();
    let checker = model.checker().threads(threads).spawn_bfs().join();
    if checker.unique_state_count() > most {
        return Err(RaceError::States(most));
    }
    let found: BTreeSet<&str> = checker.discoveries().into_keys().collect();
    let named = |sometimes: bool, discovered: bool| {
        let of_form = |(_, form): &&(&str, _)| matches!(form, stateright::Expectation::Sometimes) == sometimes;
        let names = properties.iter().filter(of_form).map(|(name, _)| *name);
        let mut names: Vec<String> =
            names.filter(|name| *name != COUNTED && found.contains(name) == discovered).map(str::to_owned).collect();
        names.sort();
        names
    };
    let tally = &checker.model().tally;
    let number = |number: &AtomicU64| number.load(Ordering::Relaxed);
    Ok(Survey {
        result: RaceResult {
            states: checker.unique_state_count() as u64,
            quiescent: number(&tally.quiescent),
            users_differ: number(&tally.users_differ),
            same_user_split: number(&tally.split),
            dead: number(&tally.dead),
            stuck: number(&tally.stuck),
            lost: number(&tally.lost),
            fork_depth_max: number(&tally.fork_depth) as u32,
            always: named(false, false),
            sometimes: named(true, true),
            fails: named(false, true),
        },
        undecrypted: number(&tally.undecrypted),
        rejected: number(&tally.rejected),
        mixed_ties: number(&tally.mixed),
    })
}
