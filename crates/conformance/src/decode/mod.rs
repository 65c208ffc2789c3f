//! What is inside the bytes of a test, field by field, for people who look at them. It judges nothing: what cannot be read says why.
//!
//! ```text
//!   walk ── finds events, KeyPackages and MLS messages anywhere in a test, by the names of members
//!   event ── the content of a Nostr event, by its kind
//!   key_package, message ── MLS structures, read by marmot-rules
//!   names ── what the numbers of the registries are called
//! ```

mod event;
mod field;
mod key_package;
mod message;
mod names;
mod walk;

pub use field::Field;
pub use walk::decode;
