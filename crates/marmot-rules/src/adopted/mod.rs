//! The text adopted in July 2026 as pure functions.

pub mod convergence;
