//! Traces as values, and the machine that plays them (shared-ratchet.md sections 6 and 13). Worlds have any size.

mod check;
mod disabled;
mod event;
mod lasso;
mod replay;
mod rules;
mod world;

pub use disabled::Disabled;
pub use event::{Event, EventError, events};
pub use lasso::{Abstract, Cycle, LassoError, Seen};
pub use replay::{Then, TraceError, TraceInput, TraceResult, play, replay};

pub use world::World;
