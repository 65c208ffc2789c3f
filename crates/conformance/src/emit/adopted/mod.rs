//! The adopted text: devices on the engine `adopted` (openmls 0.9.2), groups of theirs, and what one of them can forge.

mod device;
mod forger;
mod group_event;
mod scene;

pub(in crate::emit) use device::{Device, Made, Sent};
pub(in crate::emit) use forger::Forger;
pub(in crate::emit) use group_event::file as group_events;
pub(in crate::emit) use scene::{BASELINE, SHAPES, Same, Scene, Shape, Then, build, rename, scene};
