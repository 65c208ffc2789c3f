//! Whether a trace repeats itself.

use super::names::members;
use super::slips::Slip;
use super::world::{Rules, World};
use crate::format::Reason;
use crate::format::topics::tree::Cycle;

/// What a device sees: levels of tips, each with whether it is selected, and of what waits.
type Seen = (Vec<(usize, bool)>, Vec<usize>);

/// The rounds of a trace so far.
pub(super) struct Lasso<'a> {
    cycle: Option<&'a Cycle>,
    /// The greatest depth and what every device sees, by round.
    rounds: Vec<(usize, Vec<Seen>)>,
}

impl<'a> Lasso<'a> {
    pub const fn new(cycle: Option<&'a Cycle>) -> Self {
        Self { cycle, rounds: Vec::new() }
    }

    /// So many events have happened.
    pub fn see(&mut self, rules: &Rules<'_>, world: &World, events: usize) -> Result<(), Reason> {
        let Some(cycle) = self.cycle else { return Ok(()) };
        let begins = cycle.from.checked_sub(1).and_then(|round| cycle.ends.get(round));
        let inside = begins.is_some_and(|begins| events >= *begins);
        if inside && rules.quiescent(world) && !rules.slips(Slip::RestlessLasso) {
            return Err(Reason::CycleQuiescent);
        }
        if cycle.ends.contains(&events) {
            self.rounds.push(look(rules, world));
        }
        Ok(())
    }

    /// The trace is over.
    pub fn end(&self, rules: &Rules<'_>) -> Result<(), Reason> {
        let Some(cycle) = self.cycle else { return Ok(()) };
        let at = |round: usize| round.checked_sub(1).and_then(|place| self.rounds.get(place));
        let (Some(first), Some(last)) = (at(cycle.from), at(cycle.from + cycle.rounds)) else {
            return Err(Reason::CycleTooShort);
        };
        if first.1 != last.1 && !rules.slips(Slip::BlindLasso) {
            return Err(Reason::CycleDiffers);
        }
        if last.0 - first.0 != cycle.shift as usize && !rules.slips(Slip::AnyShift) {
            return Err(Reason::CycleShift);
        }
        Ok(())
    }
}

fn look(rules: &Rules<'_>, world: &World) -> (usize, Vec<Seen>) {
    let deepest = members(world.exist).map(|node| world.depth(node)).max().unwrap_or(0);
    let level = |node: usize| deepest - world.depth(node);
    let seen = |device: usize| {
        let mind = world.minds[device];
        let selected = rules.selection(world, device);
        let is_tip = |node: &usize| !members(mind.known).any(|above| world.parent(above) == Some(*node));
        let mut tips: Vec<_> = members(mind.known).filter(is_tip).map(|node| (level(node), node == selected)).collect();
        let others = |node: &usize| rules.names.maker(*node).is_some_and(|maker| maker != device);
        let mut waiting: Vec<_> = members(world.exist & !mind.processed).filter(others).map(level).collect();
        tips.sort_unstable();
        waiting.sort_unstable();
        (tips, waiting)
    };
    (deepest, (0..rules.names.devices).map(seen).collect())
}
