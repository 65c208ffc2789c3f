//! Reports for people: what a command found, as one file to keep, to send and to look at.

pub(crate) mod html;
pub(crate) mod overview;
pub(crate) mod scene;
pub(crate) mod write;
