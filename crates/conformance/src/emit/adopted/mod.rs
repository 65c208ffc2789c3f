//! The adopted text: devices on the engine `adopted` (openmls 0.9.2), groups of theirs, and what one of them can forge.

mod components;
mod device;
mod forged;
mod forger;
mod group_event;
mod notes;
mod scene;
mod tree;
pub(super) mod welcome_fanout;
pub(super) mod welcome_join;

pub(in crate::emit) use device::{Device, Made};
pub(in crate::emit) use forger::{Forger, bytes};
pub(in crate::emit) use group_event::file as group_events;
pub(in crate::emit) use notes::NOTES;
pub(in crate::emit) use scene::{SHAPES, Scene, Then, build, rename, scene};
