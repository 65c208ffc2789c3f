//! Exploring: scenarios that nobody wrote.
//!
//! A [`CaseId`] names a case; [`case`] makes its scenario, which is a scenario like any other and can be saved, edited and
//! added to the corpus. [`run_case`] runs and judges it, [`Fingerprint`]s say in which ways it failed, [`shrink`] looks
//! for the smallest scenario that fails in the same way. What is not Marmot's own of it is in the crate `experiment`.

mod careless;
mod deployed;
mod draft;
mod everyday;
mod family;
mod fingerprint;
mod frozen;
mod generate;
mod known;
mod marks;
mod order_outcome;
mod rivals;
mod shrink;

use experiment::explore as shared;
pub use experiment::explore::{CaseRecord, Failure, Fingerprint};

use crate::model::Scenario;
use crate::run::{RunOptions, SimulateError};
use crate::world::Marmot;

pub(crate) use draft::{Draft, DraftGroup};
pub(crate) use everyday::some_relays;
pub use family::{FAMILIES, Family};
pub use fingerprint::{explained, failures, fingerprints};
pub use generate::{Case, CaseId, GENERATOR, case};
pub use known::finding_of;
pub use marks::{MARKS, marks};
pub use order_outcome::{Agreed, OrderOutcome};
pub(crate) use shrink::PASSES;

/// What shrinking came to.
pub type Shrunk = shared::Shrunk<Marmot>;

/// A campaign added up.
pub type Summary = shared::Summary;

/// Runs and judges a case.
///
/// # Errors
/// As [`crate::simulate`].
pub fn run_case(case: &Case) -> Result<CaseRecord, SimulateError> {
    shared::run_case::<Marmot>((case.id.family.id(), case.id.index), &case.scenario, &case.options)
}

/// Shrinks a scenario that fails with this fingerprint, in at most this many runs.
pub fn shrink(scenario: &Scenario, options: &RunOptions, target: &Fingerprint, most_runs: usize) -> Shrunk {
    shared::shrink::<Marmot>(scenario, options, target, most_runs)
}
