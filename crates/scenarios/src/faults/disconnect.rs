//! The connection is cut, and cannot be opened until the fault ends.

use sim_engine::Verdict;

use super::kind::{At, Kind};

pub(super) const KIND: Kind =
    Kind { words: "disconnect", ..Kind::of(At::Links { verdict: |_| Verdict::Disconnect, openings: true }) };
