//! Reports for people: what a command found, as one file to keep, to send and to look at, or as text to paste.

pub(crate) mod column;
pub(crate) mod html;
pub(crate) mod mermaid;
pub(crate) mod overview;
pub(crate) mod scene;
pub(crate) mod write;
