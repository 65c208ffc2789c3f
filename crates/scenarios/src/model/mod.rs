//! The scenario model and its file format.
