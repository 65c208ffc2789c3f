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
pub mod dialect;
pub mod frame;
pub mod node;
mod size;
pub mod watchdog;

/// Milliseconds since the start of the run, or a length of time in milliseconds.
pub type Ms = u64;
