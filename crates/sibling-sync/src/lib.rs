//! Devices of one user that copy every event to each other, and a primary device that alone speaks to a contact.
//! The rules are those of `docs/spec/sibling-sync.md`; every `M-…` and `MR-…` id leads there.
//!
//! ```text
//!  type, edit, crash … ──> Device ──push──> Queue ──item──> Device     every sibling has a queue
//!   (script)                 │  SQLite        one participant each
//!                            └────push──> Queue ──item──> Contact      the primary alone speaks to a contact (7B)
//! ```
//!
//! [`device::Device`], [`contact::Contact`] and [`server::Queue`] do no IO but to the device's database: time and input come in,
//! what should happen comes out. Sessions are Olm's, by vodozemac.

#![forbid(unsafe_code)]

pub mod aware;
pub mod contact;
pub mod corpus;
pub mod device;
pub mod explore;
mod judge;
mod kit;
mod listed;
pub mod model;
mod part;
pub mod payload;
mod run;
pub mod server;
pub mod session;
mod setup;
pub mod slip;
mod storage;
pub mod store;
pub mod system;
mod tell;
pub mod vocabulary;

pub use judge::{
    Cause, Failure, Invariant, Judgement, Lost, OBSERVERS, RunOutcome, Second, Stuck, Table, Violation, judge, observe,
    unexpected_outcomes,
};
pub use kit::MessageKind;
pub use model::{RunOptions, Scenario, parse};
pub use run::{Run, RunError, simulate, simulate_with};

/// Milliseconds since the start of the run, or a length of time in milliseconds.
pub type Ms = u64;
