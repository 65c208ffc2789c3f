//! Exploring: scenarios that nobody wrote.
//!
//! A kit draws a case, [`run_case`] runs and judges it, [`Fingerprint`]s say in which ways it failed, [`shrink`] looks for the smallest
//! scenario that fails in the same way, [`Saved`] keeps a failure so that it can be repeated, and [`Summary`] adds a campaign up.

mod record;
mod saved;
mod shrink;

pub use record::{CaseRecord, Failure, FailureSummary, FamilySummary, Fingerprint, Summary, run_case};
pub use saved::{Header, Replayed, Saved};
pub use shrink::{Shrinker, Shrunk, shrink};
