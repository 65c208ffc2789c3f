//! The message arrives later.

use std::time::Duration;

use sim_engine::Verdict;

use super::kind::{At, Kind};
use crate::model::Fault;

pub(super) const KIND: Kind =
    Kind { words: "delay", needs_delay: true, ..Kind::of(At::Links { verdict: late, openings: true }) };

fn late(fault: &Fault) -> Verdict {
    Verdict::Deliver(fault.delay.map_or(Duration::from_secs(5), Into::into))
}
