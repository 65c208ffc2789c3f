//! Exploring: scenarios that nobody wrote.
//!
//! A [`CaseId`] names a case; [`case`] makes its scenario, which is a scenario like any other and can be saved, edited and
//! added to the corpus. [`run_case`] runs and judges it, [`Fingerprint`]s say in which ways it failed, [`shrink`] looks
//! for the smallest scenario that fails in the same way, and [`Summary`] adds a campaign up.

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
pub mod orders;
mod record;
mod replay;
mod rivals;
mod shrink;

pub(crate) use draft::{Draft, DraftGroup};
pub(crate) use everyday::some_relays;
pub use family::Family;
pub use fingerprint::{Fingerprint, explained, fingerprints};
pub use generate::{Case, CaseId, GENERATOR, case};
pub use known::finding_of;
pub use marks::{MARKS, marks};
pub use record::{CaseRecord, Failure, FailureSummary, Summary, run_case};
pub use replay::{Header, Replayed, Saved, replay};
pub use shrink::{Shrunk, shrink};
