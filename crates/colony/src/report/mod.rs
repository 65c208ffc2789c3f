//! What a command found, for people (one file to keep, to send and to look at, or text to paste) and for other programs.

pub(crate) mod badge;
pub(crate) mod case;
pub(crate) mod ci;
pub(crate) mod column;
pub(crate) mod embedded;
pub(crate) mod form;
pub(crate) mod github;
pub(crate) mod html;
pub(crate) mod junit;
pub(crate) mod mermaid;
pub(crate) mod overview;
pub(crate) mod place;
pub(crate) mod scene;
pub(crate) mod write;
