//! The message arrives twice. Opening a connection twice is opening it once.

use sim_engine::Verdict;

use super::kind::{At, Kind};

pub(super) const KIND: Kind =
    Kind { words: "duplicate", ..Kind::of(At::Links { verdict: |_| Verdict::Duplicate, openings: false }) };
