//! A consumer that takes nothing for a while: a bounded buffer fills, then the sender is told to wait.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Input, Link, Now, Output, Participant, Sparing, System, Waiting};

/// Wraps a participant that can stall. While it stalls messages are buffered, link by link; a link whose buffer holds `capacity` or
/// more is shut by [`Output::Window`], and opened again when the participant goes on and has taken everything. Whatever was on its
/// way by then is buffered too: a window is news that travels, not a wall. Everything else is handed on at once.
pub struct Stalling<S: System, P> {
    inner: P,
    capacity: usize,
    weight: fn(&S::Message) -> usize,
    stalled: bool,
    /// In order over all links.
    buffered: Vec<(Link, Parcel<S>)>,
    full: BTreeSet<Link>,
}

/// What a peer sends, in its order.
enum Parcel<S: System> {
    Message(S::Message),
    Finish,
}

impl<S: System, P: Participant<S>> Stalling<S, P> {
    /// Not stalled. A buffer of a link is full at `capacity`, in the unit of `weight` (bytes, or 1 for each message).
    pub fn new(inner: P, capacity: usize, weight: fn(&S::Message) -> usize) -> Self {
        Self { inner, capacity, weight, stalled: false, buffered: Vec::new(), full: BTreeSet::new() }
    }

    /// The participant itself.
    pub fn inner(&self) -> &P {
        &self.inner
    }

    /// The participant itself, to change what the world changes.
    pub fn inner_mut(&mut self) -> &mut P {
        &mut self.inner
    }

    /// From now on it takes nothing.
    pub fn stall(&mut self) {
        self.stalled = true;
    }

    /// It takes what is buffered at the next wake, and then what comes.
    pub fn go_on(&mut self) {
        self.stalled = false;
    }

    /// What is buffered, by link, in the unit of its weight.
    pub fn buffered(&self) -> BTreeMap<Link, usize> {
        let mut sums = BTreeMap::new();
        for (link, parcel) in &self.buffered {
            if let Parcel::Message(message) = parcel {
                *sums.entry(*link).or_default() += (self.weight)(message);
            }
        }
        sums
    }

    fn keep(&mut self, link: Link, parcel: Parcel<S>) -> Vec<Output<S>> {
        self.buffered.push((link, parcel));
        let full = self.buffered().get(&link).is_some_and(|sum| *sum >= self.capacity);
        if full && self.full.insert(link) { vec![Output::Window(link, false)] } else { Vec::new() }
    }

    fn drain(&mut self, now: Now) -> Vec<Output<S>> {
        let mut outputs = Vec::new();
        for (link, parcel) in std::mem::take(&mut self.buffered) {
            let input = match parcel {
                Parcel::Message(message) => Input::Message(link, message),
                Parcel::Finish => Input::Finished(link),
            };
            outputs.extend(self.inner.handle(now, input));
        }
        outputs.extend(std::mem::take(&mut self.full).into_iter().map(|link| Output::Window(link, true)));
        outputs
    }
}

impl<S: System, P: Participant<S>> Participant<S> for Stalling<S, P> {
    fn handle(&mut self, now: Now, input: Input<S>) -> Vec<Output<S>> {
        match input {
            Input::Message(link, message) if self.stalled => return self.keep(link, Parcel::Message(message)),
            Input::Finished(link) if self.stalled => return self.keep(link, Parcel::Finish),
            Input::Opened(link) | Input::Closed(link) => {
                self.buffered.retain(|(other, _)| *other != link);
                self.full.remove(&link);
            }
            _ => {}
        }
        let mut outputs = if self.stalled { Vec::new() } else { self.drain(now) };
        outputs.extend(self.inner.handle(now, input));
        outputs
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
