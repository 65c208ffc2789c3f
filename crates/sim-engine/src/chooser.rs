//! Who decides which of several deliveries comes first. Without a [`Chooser`] it is time; with one, time stands still while
//! anything is under way.
//!
//! With a chooser every link takes no time at all, so that everything sent is due at once, and the chooser says what arrives
//! next: of each directed link only the first message, since a connection keeps its order. What does not matter to the chooser
//! (handshakes, say) arrives as soon as nothing that matters is in front of it. Timers, and steps of the script that name a
//! time, come when nothing is due; a step of the script that waits for a command goes on when the chooser says so.

use std::collections::BTreeSet;
use std::ops::Bound;

use sim_env::UnixNanos;

use crate::engine::{Due, Engine};
use crate::link::Parcel;
use crate::{NodeId, OpId, Port, System};

/// A way on which something can come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// The script goes on: the command that it waited for is done.
    Script,
    /// The first message on its way from one participant to another arrives.
    Link {
        /// Sender.
        from: NodeId,
        /// Receiver.
        to: NodeId,
        /// Which of the links between them.
        port: Port,
    },
}

/// Something that can come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// On which way it comes.
    pub way: Way,
    /// When it came into being: everything that the engine gets to do is numbered.
    pub born: u64,
}

/// What a choice can act on, or what it can look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A participant, its links included.
    Participant(NodeId),
    /// The script.
    Script,
    /// The fault rules, which may count.
    Rules,
}

/// Decides which of several deliveries comes next.
pub trait Chooser<S: System> {
    /// Is it this message's turn only when it is chosen? Asked once, when it is sent.
    fn matters(&mut self, message: &S::Message) -> bool;

    /// Which of these comes next, by its place in the list; the first is what would come by order of sending. `born` is the
    /// number of the next thing that comes into being. `None` gives the run up.
    fn choose(&mut self, candidates: &[Candidate], born: u64) -> Option<usize>;

    /// What was chosen last, or what followed from it, acts on this.
    fn touches(&mut self, part: Part);

    /// Nothing is under way: everything before this comes before everything after it.
    fn quiet(&mut self);
}

/// What the engine does next.
pub(crate) enum Next {
    /// The entry of the queue.
    Entry((UnixNanos, u64)),
    /// Nothing: the script goes on.
    Script,
    /// Nothing until the time that was given.
    Nothing,
}

impl<S: System> Engine<S> {
    /// Lets `chooser` decide from now on what comes next. From now on links take no time.
    pub fn let_choose(&mut self, chooser: Box<dyn Chooser<S>>) {
        self.links.take_no_time(true);
        self.chooser = Some(chooser);
    }

    /// Time decides again.
    pub fn let_time_decide(&mut self) {
        self.links.take_no_time(false);
        self.chooser = None;
    }

    /// Whether a [`Chooser`] decides.
    pub fn is_choosing(&self) -> bool {
        self.chooser.is_some()
    }

    /// Did the chooser give this run up? Nothing happens in it any more.
    pub fn is_given_up(&self) -> bool {
        self.given_up
    }

    /// Says that what happens now acts on a part, or looks at it, behind the engine's back.
    pub fn touch(&mut self, part: Part) {
        if let Some(chooser) = &mut self.chooser {
            chooser.touches(part);
        }
    }

    pub(crate) fn quiet(&mut self) {
        if let Some(chooser) = &mut self.chooser {
            chooser.quiet();
        }
    }

    /// Does this wait to be chosen? If not, it may arrive within the choice in which it is sent.
    pub(crate) fn waits_for_choice(&mut self, to: NodeId, parcel: &Parcel<S>) -> bool {
        let Some(chooser) = &mut self.chooser else { return false };
        let matters = match parcel {
            Parcel::Message(message) => chooser.matters(message),
            Parcel::Finish | Parcel::Window(_) => false,
        };
        if !matters {
            chooser.touches(Part::Participant(to));
        }
        matters
    }

    /// What comes next, not later than `until`. A script that waits for `op` may be what comes next if that is done.
    pub(crate) fn next(&mut self, until: UnixNanos, op: Option<OpId>) -> Next {
        if self.given_up {
            return Next::Nothing;
        }
        if self.chooser.is_none() {
            return match op {
                Some(op) if self.finished.contains_key(&op) => Next::Script,
                _ => self.first(until),
            };
        }
        loop {
            if let Some(next) = self.next_now(op) {
                return next;
            }
            self.quiet();
            match self.first(until) {
                Next::Entry((at, _)) => sim_env::advance_to(at),
                nothing => return nothing,
            }
        }
    }

    fn first(&self, until: UnixNanos) -> Next {
        match self.queue.first_key_value() {
            Some((key, _)) if key.0 <= until => Next::Entry(*key),
            _ => Next::Nothing,
        }
    }

    /// What comes next without any time passing.
    fn next_now(&mut self, op: Option<OpId>) -> Option<Next> {
        let done = op.and_then(|op| self.finished.get(&op));
        let mut nexts: Vec<_> = done.iter().map(|(_, born)| Next::Script.on(Way::Script, *born)).collect();
        let mut ways = BTreeSet::new();
        for (key, due) in self.queue.range((Bound::Unbounded, Bound::Included((sim_env::now(), u64::MAX)))) {
            let Due::Deliver { link, generation, to, from, waits, .. } = due else { return Some(Next::Entry(*key)) };
            let way = Way::Link { from: *from, to: *to, port: link.port };
            if !self.links.is_current(*link, *generation) {
                return Some(Next::Entry(*key));
            }
            if ways.contains(&way) {
                continue;
            }
            if !waits {
                return Some(Next::Entry(*key));
            }
            ways.insert(way);
            nexts.push(Next::Entry(*key).on(way, key.1));
        }
        if nexts.is_empty() {
            return None;
        }
        let candidates: Vec<_> = nexts.iter().map(|(candidate, _)| *candidate).collect();
        let chosen = self.chooser.as_mut().and_then(|chooser| chooser.choose(&candidates, self.sequence));
        self.given_up = chosen.is_none();
        Some(chosen.map_or(Next::Nothing, |place| nexts.swap_remove(place).1))
    }
}

impl Next {
    fn on(self, way: Way, born: u64) -> (Candidate, Self) {
        (Candidate { way, born }, self)
    }
}
