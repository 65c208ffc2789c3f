//! The engine: participants, links, virtual time and a transcript. It knows nothing of any system that runs on it.
//!
//! ```text
//!   queue (time, sequence) ──pop──> participant.handle(now, input) ──> outputs ──> links + fault rules ──> queue
//!                                          └─ notes ──> transcript (rolling digest)
//! ```
//!
//! A kind of system is a [`System`]: its message, command and note types. A new kind of participant implements
//! [`Participant`]; nothing here changes. `examples/toy_system.rs` is the page to read first.
//!
//! The engine asserts at its own border, since a broken engine must not judge anybody: nothing is due in the past, what arrives
//! was under way, nothing is under way in a quiet world, a command is reported done once and was given, a message that is held
//! back belongs to a rule in force, and nobody sends after saying that nothing more will come.

mod chooser;
mod engine;
mod link;
mod participant;
mod settle;
mod transcript;
mod wrap;

pub use chooser::{Candidate, Chooser, Part, Way};
pub use engine::{Engine, LeaveOut};
pub use link::{Attempt, Effect, Exchange, Rule, RuleId, Verdict};
pub use participant::{Input, Link, NodeId, Now, OpId, Output, Participant, Port, Sparing, System};
pub use settle::{Blocker, Settled, Waiting};
pub use transcript::{Digest, Entry, Fact, Record, Transcript, first_difference};
pub use wrap::{Crashing, Freezing, Restart, Stalling};
