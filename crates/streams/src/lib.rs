//! XMTP's bidirectional `Subscribe` stream (XIP-83): one long-lived stream whose topic set changes in place, with a challenge
//! and a response that prove both ends alive. The rules are those of `docs/spec/streams.md`; every `X-…` id leads there.
//!
//! ```text
//!  Subscribe, Suspend, Crash … ──> Client ──Request──> pipe ──Request──> Node <── rows that become visible
//!                                    ▲                   │                │
//!                                    └────── Response ───┴── Response ────┘
//! ```
//!
//! [`node::Node`], [`client::Client`] and [`watchdog::Watchdog`] do no IO and ask no clock: time and input come in, frames go out.
//! The control protocol is the subject; what rows carry is not looked at.
#![forbid(unsafe_code)]

pub mod client;
pub mod code;
pub mod corpus;
pub mod cursor;
pub mod dialect;
pub mod explore;
pub mod frame;
mod judge;
mod kit;
mod model;
pub mod node;
mod part;
mod record;
mod run;
mod size;
pub mod system;
mod tell;
pub mod watchdog;

pub use judge::{Cause, Failure, Invariant, Judgement, RunOutcome, Violation, judge};
pub use kit::MessageKind;
pub use model::{
    Action, ClientExpect, Expect, Knobs, LARGEST_FILE, Lane, MOST_STEPS, Party, Pattern, Scenario, ScenarioError, Span,
    Step, Wanted, parse,
};
pub use part::pipe;
pub use record::Recorder;
pub use run::{Run, RunError, RunOptions, Setting, simulate};

/// Milliseconds since the start of the run, or a length of time in milliseconds.
pub type Ms = u64;
