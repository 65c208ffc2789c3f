//! What tests demand, found apart from the stacks that verify them.
//!
//! A stack that is compared with its own answer always passes. So nothing here is taken from `verify`, nor from the libraries
//! that its stacks drive: selections are tables that a person reads and changes, KeyPackages are read byte by byte, the
//! exporter is HMAC written out. What only mdk-core can make (group states, Welcomes, messages)
//! is made in `emit`; the independent voice there is mls-rs (vectors/README.md). `tests/apart.rs` keeps the two apart.

pub(crate) mod commit_authority;
pub(crate) mod convergence;
pub(crate) mod exporter;
pub(crate) mod key_package;
pub(crate) mod key_package_event;
pub(crate) mod key_package_select;
pub(crate) mod ratchet;
pub(crate) mod stream;
