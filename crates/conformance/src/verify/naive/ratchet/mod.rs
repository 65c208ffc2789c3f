//! tree and race, by a machine written from vectors/shared-ratchet/README.md without a line of the crate `shared-ratchet`: nodes are
//! numbers in the order of their names, sets are bits, and everything else is asked anew each time.

mod enabled;
mod lasso;
mod names;
mod race;
mod slips;
mod trace;
mod world;

pub(crate) use slips::{SLIPS, Slip};

use crate::format::topics::{race as races, tree as trees};
use crate::verify::{Verdict, judge};

/// Plays a trace. With a slip, it makes that mistake.
pub(crate) fn tree(test: &trees::Test, slip: Option<Slip>) -> Verdict {
    match trace::play(&test.input, test.expect.as_ref().and_then(|expect| expect.then.as_ref()), slip) {
        Ok(came) => judge(test, came),
        Err(names::TooLarge(what)) => Verdict::unsupported(what),
    }
}

/// Counts a world, up to so many states.
pub(crate) fn race(test: &races::Test, most: usize, slip: Option<Slip>) -> Verdict {
    match race::count(&test.input, most, slip) {
        Ok(came) => judge(test, came),
        Err(names::TooLarge(what)) => Verdict::unsupported(what),
    }
}
