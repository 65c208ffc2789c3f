//! The machines of the crate `streams`: each alone, or both on the engine with the pipe in between.

mod alone;
mod mutants;
mod names;
mod settings;
mod translate;
mod watch;
mod world;

pub(crate) use mutants::{ALL as MUTANTS, Mutant};
pub(crate) use world::play_between;

use streams::dialect::Dialect;

use super::Seen;
use crate::format::topics::stream::{Input, Machine};

/// Lets the machines play a script.
///
/// # Errors
/// In words, if the script cannot be played.
pub(crate) fn play(input: &Input, dialect: Dialect, mutant: Option<&Mutant>) -> Result<Seen, String> {
    match (input.under_test, &input.policy.watchdog) {
        (Machine::Client, Some(watchdog)) => watch::play(input, watchdog, mutant),
        (Machine::Client, None) => alone::play(input, dialect, mutant),
        (Machine::Node | Machine::Pair, _) => world::play(input, dialect, mutant),
    }
}
