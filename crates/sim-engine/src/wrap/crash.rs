//! A process that dies and is started again.

use crate::{Input, Now, Output, Participant, Sparing, System, Waiting};

/// What a participant keeps over a crash is its own affair.
pub trait Restart {
    /// Forgets everything that is not durable.
    fn restart(&mut self);
}

/// Wraps a participant whose process can die. A dead one takes nothing and says nothing; commands given to it are never done. Its
/// links are the engine's affair: cut them ([`crate::Engine::cut_all`]) if the machine below lives on and tells the peers, leave them
/// if it went with the process.
pub struct Crashing<P> {
    inner: P,
    dead: bool,
}

impl<P: Restart> Crashing<P> {
    /// Alive.
    pub fn new(inner: P) -> Self {
        Self { inner, dead: false }
    }

    /// The participant itself.
    pub fn inner(&self) -> &P {
        &self.inner
    }

    /// The participant itself, to change what the world changes.
    pub fn inner_mut(&mut self) -> &mut P {
        &mut self.inner
    }

    /// It dies; what is not durable is gone.
    pub fn crash(&mut self) {
        self.inner.restart();
        self.dead = true;
    }

    /// It is started again; wake it, so that it goes on.
    pub fn start(&mut self) {
        self.dead = false;
    }

    /// Is it dead?
    pub fn is_dead(&self) -> bool {
        self.dead
    }
}

impl<S: System, P: Participant<S> + Restart> Participant<S> for Crashing<P> {
    fn handle(&mut self, now: Now, input: Input<S>) -> Vec<Output<S>> {
        if self.dead { Vec::new() } else { self.inner.handle(now, input) }
    }

    fn spare(&mut self, how: Sparing) {
        self.inner.spare(how);
    }

    fn pending(&self) -> Vec<Waiting> {
        if self.dead { Vec::new() } else { self.inner.pending() }
    }

    fn actor_name(&self) -> &str {
        self.inner.actor_name()
    }
}
