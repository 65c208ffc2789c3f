//! Wrappers: a participant in a machine that freezes, stalls or crashes. A wrapper is a participant; the script changes it by
//! [`crate::Engine::participant_mut`], and wakes it ([`crate::Engine::wake`]) where what it kept is to be handed on.

mod crash;
mod freeze;
mod stall;

pub use crash::{Crashing, Restart};
pub use freeze::Freezing;
pub use stall::Stalling;
