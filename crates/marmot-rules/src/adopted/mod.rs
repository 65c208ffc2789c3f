//! The text adopted in July 2026 as pure functions: canonical bytes, components, and who may commit what.
//!
//! [`codec`] reads and writes Marmot's own bytes in their one form, [`components`] gives each application component a typed
//! value, and [`authority`] judges commits, groups and leaves.

pub mod authority;
pub mod codec;
pub mod components;
