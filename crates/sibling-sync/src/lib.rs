//! Devices of one user that copy every event to each other, and a primary device that alone speaks to a contact.
//! The rules are those of `docs/spec/sibling-sync.md`; every `M-…` and `MR-…` id leads there.

#![forbid(unsafe_code)]

pub mod vocabulary;

/// Milliseconds since the start of the run, or a length of time in milliseconds.
pub type Ms = u64;
