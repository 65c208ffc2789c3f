//! A run made twice and compared.

use sim_engine::first_difference;

use crate::Kit;

/// A run, and the first record in which a second run of the same scenario and options differs from it.
pub struct Twice<K: Kit> {
    /// The first run.
    pub run: K::Run,
    /// Where the second differs, and the second.
    pub differs: Option<(usize, K::Run)>,
}

/// Runs a scenario twice.
///
/// # Errors
/// As [`Kit::simulate`].
pub fn twice<K: Kit>(scenario: &K::Scenario, options: &K::Options) -> Result<Twice<K>, K::Error> {
    let once = || Ok(K::simulate(scenario, options, None)?.expect("only a chooser gives a run up"));
    let (run, again) = (once()?, once()?);
    let place = first_difference(K::transcript(&run).marks(), K::transcript(&again).marks());
    Ok(Twice { run, differs: place.map(|place| (place, again)) })
}
