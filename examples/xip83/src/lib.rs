//! XIP-83 over gRPC: [`streams::node::Node`] and [`streams::client::Client`], which do no IO, behind a real socket.
//!
//! ```text
//!  connect ── streams::client ──┐                                          ┌── streams::node ── serve
//!      timers of tokio          └─ Call ══ HTTP/2 (tonic), proxies ══ Down ┘      timers of tokio
//! ```
//!
//! Nothing of the protocol is decided here. This crate hands the two machines time, frames and the end of calls, and carries out what they
//! say. [`wire`] has the messages of section 3 of `docs/spec/streams.md`, written by hand, so no protobuf compiler is needed.
#![forbid(unsafe_code)]

pub mod client;
mod clock;
mod convert;
pub mod node;
pub mod proxy;
pub mod service;
mod status;
pub mod topic;
pub mod trace;
pub mod wire;
mod witness;

pub use clock::Clock;
pub use status::{code_of, status_of};
pub use witness::{Nobody, Witness};
