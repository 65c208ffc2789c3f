//! The text adopted in July 2026 as pure functions: canonical bytes, components, who may commit what, and which branch wins.
//!
//! [`codec`] reads and writes Marmot's own bytes in their one form, [`components`] gives each application component a typed
//! value, [`authority`] judges commits, groups and leaves, and [`convergence`] selects among branches.

pub mod authority;
mod class;
pub mod codec;
pub mod components;
pub mod convergence;
pub mod decisions;

pub use class::Class;
