//! Exhaustive runs of the tree machine (shared-ratchet.md sections 5 and 7): every order of every event.

mod checker;
mod input;
mod machine;
mod shape;
mod sight;
mod state;
mod witness;

use crate::tree::trace::Event;
pub use input::{MOST_DEVICES, MOST_NODES, MOST_STATES, Model, RaceError, RaceInput, RaceResult, Survey};

/// What an exhaustive run finds, on one thread.
pub fn race(input: &RaceInput) -> Result<RaceResult, RaceError> {
    survey(input, 1).map(|survey| survey.result)
}

/// The same with what vectors do not carry, on `threads` threads. Counts do not depend on their number.
pub fn survey(input: &RaceInput, threads: usize) -> Result<Survey, RaceError> {
    survey_within(input, threads, MOST_STATES)
}

/// The same with another limit of states.
pub fn survey_within(input: &RaceInput, threads: usize, most: usize) -> Result<Survey, RaceError> {
    checker::run(input, threads, most)
}

/// The shortest trace to a state in which a property fails (P1, P2, P4, P5, P7, P8) or is reached (P3), looked for among `most`
/// states. None if no state shows it.
///
/// # Errors
/// [`RaceError::Property`] for another name, for P4 without the marker, and for P8 without a removed device.
pub fn witness(input: &RaceInput, property: &str, most: usize) -> Result<Option<Vec<Event>>, RaceError> {
    witness::find(input, property, most)
}
