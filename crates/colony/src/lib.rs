//! Command line of Colony
