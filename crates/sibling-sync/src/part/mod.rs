//! Participants: machines on the engine.

mod contact;
mod device;
mod port;
mod queue;

use sim_engine::Now;

pub use contact::ContactPart;
pub use device::DevicePart;
pub use port::Ports;
pub use queue::QueuePart;

/// Unix milliseconds.
fn unix_ms(now: Now) -> u64 {
    now.wall / 1_000_000
}

/// What vodozemac draws comes from the thread's generator: it begins anew with whoever acts now (law L7).
fn draw_as_this_actor() {
    rand_0_10::rng().reseed().expect("a run answers every request for entropy");
}
