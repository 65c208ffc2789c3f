//! A machine that sleeps: nothing reaches what runs on it, and no time passes for it.

use crate::{Input, Now, Output, Participant, Sparing, System, Waiting};

/// Wraps a participant whose machine can freeze. While it is frozen the transport below goes on: what arrives is kept, in order,
/// and handed on when it thaws; the times it asked to be woken at are past then, and it is woken once.
pub struct Freezing<S: System, P> {
    inner: P,
    frozen: bool,
    kept: Vec<Input<S>>,
    wake: bool,
}

impl<S: System, P: Participant<S>> Freezing<S, P> {
    /// Not frozen.
    pub fn new(inner: P) -> Self {
        Self { inner, frozen: false, kept: Vec::new(), wake: false }
    }

    /// The participant itself.
    pub fn inner(&self) -> &P {
        &self.inner
    }

    /// The participant itself, to change what the world changes.
    pub fn inner_mut(&mut self) -> &mut P {
        &mut self.inner
    }

    /// From now on nothing is handed on.
    pub fn freeze(&mut self) {
        self.frozen = true;
    }

    /// What was kept is handed on at the next wake.
    pub fn thaw(&mut self) {
        self.frozen = false;
        self.wake = true;
    }

    /// Is it frozen?
    pub fn is_frozen(&self) -> bool {
        self.frozen
    }
}

impl<S: System, P: Participant<S>> Participant<S> for Freezing<S, P> {
    fn handle(&mut self, now: Now, input: Input<S>) -> Vec<Output<S>> {
        match input {
            Input::Wake if self.frozen => self.wake = true,
            input if self.frozen => self.kept.push(input),
            input => {
                let mut outputs = Vec::new();
                for kept in std::mem::take(&mut self.kept) {
                    outputs.extend(self.inner.handle(now, kept));
                }
                let woken = std::mem::take(&mut self.wake) && !matches!(input, Input::Wake);
                if woken {
                    outputs.extend(self.inner.handle(now, Input::Wake));
                }
                outputs.extend(self.inner.handle(now, input));
                return outputs;
            }
        }
        Vec::new()
    }

    fn spare(&mut self, how: Sparing) {
        self.inner.spare(how);
    }

    fn pending(&self) -> Vec<Waiting> {
        self.inner.pending()
    }

    fn actor_name(&self) -> &str {
        self.inner.actor_name()
    }
}
