//! The same counts by a plain breadth-first search. It shares names, switches and the shape of the answer with `race`, and no rule:
//! its events, its choice and its judgement are written from the text a second time, over another form of state.

mod judge;
mod pack;
mod rules;
mod seen;
mod world;

use crate::tree::race::{MOST_STATES, RaceError, RaceInput, Survey};
use judge::Count;
use pack::Packing;
use rules::Rules;
use seen::Seen;
use world::World;

/// Counts every state that can be reached.
pub fn census(input: &RaceInput) -> Result<Survey, RaceError> {
    census_within(input, MOST_STATES)
}

/// The same with another limit of states.
pub fn census_within(input: &RaceInput, most: usize) -> Result<Survey, RaceError> {
    input.check()?;
    let rules = Rules::new(input);
    let packing = Packing::new(&rules)?;
    let mut seen = Seen::default();
    seen.add(packing.pack(&World::new()));
    let mut count = Count::default();
    let mut place = 0;
    while let Some(word) = seen.get(place) {
        place += 1;
        let world = packing.unpack(word);
        let heard = rules.heard(&world);
        count.see(&rules, &world, heard.is_empty());
        for next in heard.into_iter().chain(rules.stepped(&world)) {
            seen.add(packing.pack(&next));
        }
        if seen.len() > most {
            return Err(RaceError::States(most));
        }
    }
    Ok(count.into_survey(&rules, seen.len() as u64))
}

/// Names of properties by whether they hold.
fn split(verdicts: &[(&str, bool)], wanted: bool) -> Vec<String> {
    let mut names: Vec<String> =
        verdicts.iter().filter(|(_, holds)| *holds == wanted).map(|(name, _)| (*name).to_owned()).collect();
    names.sort();
    names
}
