//! Forms of a run beside the story and JSON.

pub(crate) mod column;
pub(crate) mod mermaid;
