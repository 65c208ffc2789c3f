//! The message waits until the fault ends.

use sim_engine::Verdict;

use super::kind::{At, Kind};

pub(super) const KIND: Kind =
    Kind { words: "hold", ..Kind::of(At::Links { verdict: |_| Verdict::Hold, openings: true }) };
