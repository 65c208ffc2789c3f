//! A run for people.
