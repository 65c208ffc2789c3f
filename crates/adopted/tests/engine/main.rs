//! The engine from outside: real devices that talk over a list of events.

mod common;
mod cost;
mod departures;
mod envelopes;
mod forge;
mod forged_leaves;
mod forged_welcomes;
mod forgeries;
mod joining;
mod key_packages;
mod linear;
mod memory;
mod pairing;
mod proof;
mod races;
mod restarts;
