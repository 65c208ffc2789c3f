//! A simulated Marmot device: one installation on a real mdk-core instance, sans-IO.

#![forbid(unsafe_code)]

mod api;
pub mod behaviour;
