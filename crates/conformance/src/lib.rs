//! Test vectors for Marmot clients: `marmot-vectors/1`.
//!
//! ```text
//!   expectations ── what tests demand: tables, a reader of its own; apart from every stack
//!   emit ── seeded runs of real mdk-core devices, and expectations ──> Tree (files, manifest, schemas)
//!   format ── the types of the files; strict: an unknown member is refused unless it begins with `x_`
//!   stream ── machines of streams on a bench, and what is seen of them
//!   ratchet ── traces and races of shared ratchets, by the crate of that name
//!   topics ── the table of topics, and topics that stand in one folder each
//!   decode ── what is inside the bytes of a test, for people; judges nothing
//!   verify ── a Suite is loaded, and each Stack says of every test: passed, failed, unsupported
//! ```
//!
//! Emission is a function of nothing but this code: every run has the same seed, so the same bytes come out every time.
//! Private keys in the files were made for them.

#![forbid(unsafe_code)]

pub mod decode;
pub mod emit;
mod expectations;
pub mod format;
mod mls;
mod ratchet;
mod stream;
mod topics;
pub mod verify;
