//! Is a run as its scenario expects?

use std::collections::BTreeSet;

use super::rounds::Rounds;
use super::state::State;
use super::{Invariant, Judgement};
use crate::model::Expect;
use crate::tree::{Device, Node};

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// An invariant broke.
    #[error("{0} is violated: {1}")]
    Violated(Invariant, String),
    /// An invariant did not break.
    #[error("{0} holds, and was expected to be violated")]
    Holds(Invariant),
    /// An invariant broke for other reasons.
    #[error("{invariant} is violated by {}, and was expected to be by {}", list(.got), list(.expected))]
    OtherCause {
        /// Which.
        invariant: Invariant,
        /// Causes that there are.
        got: BTreeSet<String>,
        /// Causes that were expected.
        expected: BTreeSet<String>,
    },
    /// The run says nothing about an invariant.
    #[error("{0} is not exercised")]
    NotExercised(Invariant),
    /// A device builds on another node.
    #[error("{place}{device} builds on {got}, expected {expected}")]
    Selection {
        /// Where: at a check, or at the end.
        place: Place,
        /// Who.
        device: Device,
        /// The node; `nothing` if none.
        got: String,
        /// The node that was expected.
        expected: Node,
    },
    /// A device has seen a message, or has not.
    #[error("{place}{device} {} {message}", if *seen { "has seen" } else { "has not seen" })]
    Seen {
        /// Where.
        place: Place,
        /// Who.
        device: Device,
        /// Which.
        message: String,
        /// Whether it has.
        seen: bool,
    },
    /// Something else is otherwise.
    #[error("{place}{what} is {got}, expected {expected}")]
    State {
        /// Where.
        place: Place,
        /// What.
        what: &'static str,
        /// How it is.
        got: String,
        /// How it should be.
        expected: String,
    },
    /// The state does not come again.
    #[error("no cycle: {0}")]
    NoCycle(String),
}

/// Where an expectation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the end.
    End,
    /// At a check of the script, by its number from 1.
    Check(usize),
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::End => Ok(()),
            Self::Check(number) => write!(f, "at check {number}: "),
        }
    }
}

/// What of a state is not as expected.
pub(super) fn state(place: Place, state: &State<'_>, expect: &Expect) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (device, expected) in &expect.selection {
        let on = state.selects.get(device);
        if on != Some(expected) {
            let got = on.map_or_else(|| "nothing".to_owned(), ToString::to_string);
            failures.push(Failure::Selection { place, device: *device, got, expected: *expected });
        }
    }
    for (wanted, seen) in [(&expect.seen, true), (&expect.unseen, false)] {
        for (device, message) in wanted.iter().flat_map(|(device, list)| list.iter().map(move |one| (*device, one))) {
            if state.has_seen(device, message) != seen {
                failures.push(Failure::Seen { place, device, message: message.clone(), seen: !seen });
            }
        }
    }
    let mut same = |what: &'static str, got: String, expected: Option<String>| {
        if let Some(expected) = expected.filter(|expected| *expected != got) {
            failures.push(Failure::State { place, what, got, expected });
        }
    };
    same("quiescent", state.is_quiescent().to_string(), expect.quiescent.map(|one| one.to_string()));
    same("dead", state.is_dead().to_string(), expect.dead.map(|one| one.to_string()));
    same("tips", list(&state.tips()), expect.tips.as_ref().map(list));
    same("fork_depth", state.fork_depth().to_string(), expect.fork_depth.map(|one| one.to_string()));
    same("common_prefix", state.common_prefix().to_string(), expect.common_prefix.map(|one| one.to_string()));
    same("reused", state.reused().to_string(), expect.reused.map(|one| one.to_string()));
    same("lost", list(&state.lost()), expect.lost.as_ref().map(list));
    same("leads", list(&state.leads), expect.leads.as_ref().map(list));
    failures
}

/// What of the end, and of the run as a whole, is not as expected.
pub(super) fn end(end: &State<'_>, rounds: &Rounds, judgement: &Judgement) -> Vec<Failure> {
    let run = end.run;
    let expect = run.scenario.expected(run.options.variant.as_deref());
    let mut failures = invariants(&expect, judgement);
    failures.extend(state(Place::End, end, &expect));
    for (device, expected) in &expect.pickles {
        let got = run.ends.get(device).map_or(0, |end| end.pickles);
        if got != *expected {
            let (got, expected) = (format!("{got} at {device}"), expected.to_string());
            failures.push(Failure::State { place: Place::End, what: "number of pickles", got, expected });
        }
    }
    failures.extend(expect.cycle.and_then(|cycle| rounds.differ(cycle)).map(Failure::NoCycle));
    failures
}

fn invariants(expect: &Expect, judgement: &Judgement) -> Vec<Failure> {
    let expected = expect.violates.clone().unwrap_or_default();
    let named: BTreeSet<Invariant> = expected.iter().map(|(invariant, _)| *invariant).collect();
    let broken = judgement.violated();
    let first = |invariant: &Invariant| {
        let violation = judgement.violations.iter().find(|violation| violation.invariant == *invariant);
        Failure::Violated(*invariant, violation.map(|one| one.cause.to_string()).unwrap_or_default())
    };
    let mut failures: Vec<Failure> = broken.difference(&named).map(first).collect();
    failures.extend(named.difference(&broken).map(|one| Failure::Holds(*one)));
    failures.extend(broken.intersection(&named).filter_map(|one| other_causes(*one, &expected, judgement)));
    failures.extend(expect.exercises.difference(&judgement.exercised).map(|one| Failure::NotExercised(*one)));
    failures
}

/// Where causes are named, these and no others must be there.
fn other_causes(
    invariant: Invariant,
    expected: &BTreeSet<(Invariant, Option<String>)>,
    judgement: &Judgement,
) -> Option<Failure> {
    let of = expected.iter().filter(|(one, _)| *one == invariant);
    let expected: BTreeSet<String> = of.map(|(_, cause)| cause.clone()).collect::<Option<_>>()?;
    let of = judgement.violations.iter().filter(|violation| violation.invariant == invariant);
    let got: BTreeSet<String> = of.map(|violation| violation.cause.id().to_owned()).collect();
    (got != expected).then_some(Failure::OtherCause { invariant, got, expected })
}

fn list<T: std::fmt::Display>(items: &BTreeSet<T>) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    if items.is_empty() { "nothing".to_owned() } else { items.join(" ") }
}
