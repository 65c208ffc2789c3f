//! Scenario files, the engine, invariants, outcomes and the transcript.

#![forbid(unsafe_code)]

pub mod model;
