//! Several devices behind one Double Ratchet (Proton, section 3.4): a tree of DH steps, of which each device knows a part and builds on one
//! node. The rules are those of `docs/spec/shared-ratchet.md`.
//!
//! ```text
//!  tree      the machine: every state of a small world, counted             (pure)
//!  binding   the same on vodozemac's sessions, one pickle per node          (real cryptography)
//!  part      devices on the engine: copies, data, acknowledgements ── leader: who may send, and what fences an old leader
//!  model     scenarios from files ── world: a run of one ── judge: what became of every property ── explore: cases that nobody wrote
//! ```
#![forbid(unsafe_code)]

pub mod binding;
pub mod corpus;
pub mod explore;
mod judge;
mod kit;
pub mod leader;
mod model;
pub mod part;
mod run;
pub mod system;
mod tell;
pub mod tree;
mod world;

pub use judge::{Cause, Failure, Invariant, Judgement, Loss, Place, RunOutcome, Violation, judge};
pub use kit::MessageKind;
pub use model::{
    Action, Comes, Cycle, Delivery, Expect, LARGEST_FILE, MOST_DEVICES, MOST_STEPS, Scenario, ScenarioError, Setting,
    Span, Step, Strategy, file, parse,
};
pub use run::{End, Run, RunError, RunOptions, simulate};

/// Milliseconds since the start of the run, or a length of time in milliseconds.
pub type Ms = u64;
