//! Several devices behind one Double Ratchet.

#![forbid(unsafe_code)]

pub mod tree;
