//! Marmot on the engine: scenario files, world, script, invariants, outcomes and exploration.
//!
//! ```text
//!   Scenario (TOML, JSON, generated) ──> simulate ──> Run ──> judge ──> Judgement: invariants, outcomes, expectations
//!                                          │
//!                    world: devices and relays as participants on the engine
//! ```

#![forbid(unsafe_code)]

pub mod actions;
pub mod corpus;
pub mod coverage;
pub mod explore;
pub mod facts;
mod faults;
pub mod invariants;
pub mod judge;
mod kit;
mod leak;
pub mod matrix;
pub mod model;
pub mod open_points;
pub mod rank;
mod run;
mod script;
pub mod verdict;
mod without;
pub mod world;

pub use judge::{Judgement, judge};
pub use kit::Judged;
#[doc(hidden)]
pub use leak::Leak;
pub use run::{DEFAULT_START, RatchetUsed, Run, RunOptions, SimulateError, simulate};
pub use script::{Assertion, Checkpoint};
pub use without::{NotAnEffect, Without, without};
