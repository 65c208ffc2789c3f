//! Devices as participants of the engine: copies between siblings, data between users, acknowledgements, and who may send.

mod device;
mod hear;
mod lead;
mod settle;
mod slip;
mod speak;

pub use device::{DevicePart, Role, Seating};
pub use lead::Lead;
pub use slip::Slip;

use sim_engine::Now;

use crate::Ms;
use crate::system::NANOS_PER_MS;

/// A participant's own clock in milliseconds.
pub(crate) fn clock(now: Now) -> Ms {
    now.wall / NANOS_PER_MS
}
