//! The message is lost.

use sim_engine::Verdict;

use super::kind::{At, Kind};

pub(super) const KIND: Kind =
    Kind { words: "drop", ..Kind::of(At::Links { verdict: |_| Verdict::Drop, openings: true }) };
