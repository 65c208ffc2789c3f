//! What a module says of its fault.

use std::rc::Rc;

use sim_engine::Verdict;

use crate::model::Fault;
use crate::world::Misbehaviour;

/// What is known of a kind of fault.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    /// What it does to messages, in words that the messages follow.
    pub words: &'static str,
    /// Whether a file says by how long.
    pub needs_delay: bool,
    /// Whether a file may say what the relay answers.
    pub may_have_text: bool,
    /// Where it acts.
    pub at: At,
}

/// Where a fault acts, and how.
#[derive(Clone, Copy)]
pub(crate) enum At {
    /// On the links between devices and relays, in the direction that it names.
    Links {
        /// What becomes of a message.
        verdict: fn(&Fault) -> Verdict,
        /// Whether it acts on the opening of connections too.
        openings: bool,
    },
    /// In front of a relay, on what devices send there.
    Relay(fn(&Fault) -> Rc<dyn Misbehaviour>),
}

impl Kind {
    pub(super) const fn of(at: At) -> Self {
        Self { words: "", needs_delay: false, may_have_text: false, at }
    }
}
