//! A smaller scenario that fails in the same way.

use std::collections::BTreeSet;

use super::run;
use crate::judge::Invariant;
use crate::model::{Action, Scenario};
use crate::node::Slip;

/// Leaves out what is not needed for one of the same invariants to break: runs of steps, long ones first, then single rows and adds.
/// At most `tries` runs are made.
pub fn shrink(scenario: &Scenario, slip: Option<Slip>, tries: usize) -> Scenario {
    let broken = |candidate: &Scenario| run(candidate, slip).map(|outcome| outcome.violated()).unwrap_or_default();
    let wanted: BTreeSet<Invariant> = broken(scenario);
    let mut left = tries;
    let mut fails = |candidate: &Scenario| {
        left = left.saturating_sub(1);
        left > 0 && !broken(candidate).is_disjoint(&wanted)
    };
    let mut smallest = scenario.clone();
    let mut length = smallest.steps.len().div_ceil(2);
    while length > 0 {
        let mut start = 0;
        while start < smallest.steps.len() {
            let mut candidate = smallest.clone();
            candidate.steps.drain(start..(start + length).min(smallest.steps.len()));
            if fails(&candidate) {
                smallest = candidate;
            } else {
                start += length;
            }
        }
        length /= 2;
    }
    let mut place = 0;
    while place < smallest.steps.len() {
        match thinner(&smallest, place).into_iter().find(|candidate| fails(candidate)) {
            Some(candidate) => smallest = candidate,
            None => place += 1,
        }
    }
    smallest
}

/// The same with one row less in a step.
fn thinner(scenario: &Scenario, place: usize) -> Vec<Scenario> {
    let Action::Commit(rows) = &scenario.steps[place].action else { return Vec::new() };
    if rows.len() < 2 {
        return Vec::new();
    }
    let without = |left_out: usize| {
        let mut thinner = scenario.clone();
        let mut rows = rows.clone();
        rows.remove(left_out);
        thinner.steps[place].action = Action::Commit(rows);
        thinner
    };
    (0..rows.len()).map(without).collect()
}
