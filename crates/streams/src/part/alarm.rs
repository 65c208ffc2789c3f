//! The one time at which a participant wants to be woken.

use std::time::Duration;

use sim_engine::{Now, Output};

use crate::Ms;
use crate::system::Streams;

/// What is due now is looked at after everything that arrives in this moment.
const SOON: Duration = Duration::from_micros(1);

/// An alarm clock with one time.
#[derive(Debug, Default)]
pub(super) struct Alarm {
    at: Option<Duration>,
}

impl Alarm {
    /// Sets it; the outputs that do.
    pub fn set(&mut self, now: Now, next: Option<Ms>) -> Option<Output<Streams>> {
        let at = next.map(|next| Duration::from_millis(next).max(now.uptime + SOON));
        // What is due already is never put off again by what arrives in between.
        let soon = now.uptime..=now.uptime + SOON;
        let kept = at.is_some_and(|at| soon.contains(&at)) && self.at.is_some_and(|set| soon.contains(&set));
        if at == self.at || kept {
            return None;
        }
        self.at = at;
        at.map(|at| Output::WakeAfter(at - now.uptime))
    }

    /// Is this wake the one that it was set for? Then it is unset.
    pub fn rings(&mut self, now: Now) -> bool {
        self.at.take_if(|at| *at <= now.uptime).is_some()
    }
}
