//! What a command found, in the forms of other programs.

pub(crate) mod badge;
pub(crate) mod case;
pub(crate) mod ci;
pub(crate) mod column;
pub(crate) mod github;
pub(crate) mod junit;
pub(crate) mod mermaid;
pub(crate) mod place;
