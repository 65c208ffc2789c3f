//! What every simulated system shares.
//!
//! ```text
//!   file ──> scenario ──> Kit::simulate ──> run ──> Kit::broke ──> verdict, record, fingerprint
//!              ▲                              ▲
//!   explore ───┘ draws it, or makes it small  └── orders: a chooser decides what arrives next
//! ```
//!
//! A system is a [`Kit`]: what Colony must know of a kind of world in order to run, judge, explore and show it. `scenarios` (Marmot) is
//! the first, `streams` the second. Nothing here knows what travels between participants.

#![forbid(unsafe_code)]

pub mod explore;
pub mod file;
pub mod grid;
mod kit;
mod named;
pub mod orders;
pub mod tell;

pub use kit::{Choosing, FamilyFacts, Head, Kit, OptionFacts};
pub use named::Named;
pub use tell::{Line, Tell, Verdict};
