//! When a world is quiet, and what it waits for if it is not.

use std::time::Duration;

use sim_env::UnixNanos;

use crate::engine::{Due, Engine, Node};
use crate::{NodeId, System};

/// Unfinished work, as the participant tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Id of the kind of work.
    pub kind: &'static str,
    /// What it does, for a person.
    pub what: String,
    /// Whom it waits for, for a person.
    pub waits_for: String,
    /// The participant that it waits for, if it is one.
    pub peer: Option<NodeId>,
    /// Engine time at which it goes on by itself, if it does.
    pub due: Option<Duration>,
}

/// Unfinished work of a participant.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Blocker {
    /// Name of the participant.
    pub who: String,
    /// Id of the kind of work.
    pub kind: &'static str,
    /// What it does.
    pub what: String,
    /// Whom it waits for.
    pub waits_for: String,
    /// The participant that it waits for, if it is one.
    #[serde(skip)]
    pub peer: Option<NodeId>,
    /// Engine time at which it goes on by itself, if it does.
    #[serde(skip)]
    pub due: Option<Duration>,
}

/// What [`Engine::settle`] came to.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// Work that everybody waited for while nothing was under way, each once.
    pub waited_for: Vec<Blocker>,
    /// Work that was still unfinished at the limit.
    pub unfinished: Vec<Blocker>,
    /// Work that nobody waited for.
    pub in_vain: Vec<Blocker>,
}

impl Settled {
    fn note(&mut self, waits: Vec<Blocker>) {
        for wait in waits {
            let same = |known: &Blocker| {
                (&known.who, known.kind, &known.what, &known.waits_for)
                    == (&wait.who, wait.kind, &wait.what, &wait.waits_for)
            };
            if !self.waited_for.iter().any(same) {
                self.waited_for.push(wait);
            }
        }
    }
}

impl<S: System> Engine<S> {
    /// Processes events until nothing is under way and nobody waits for anything, or until `limit`. Nobody waits for work that
    /// is `in_vain`; it is asked when nothing else is under way.
    pub fn settle(&mut self, limit: UnixNanos, in_vain: &dyn Fn(&Self, &Blocker) -> bool) -> Settled {
        let mut settled = Settled::default();
        loop {
            if self.in_flight == 0 {
                let (vain, waits): (Vec<_>, Vec<_>) =
                    self.blockers().into_iter().partition(|blocker| in_vain(self, blocker));
                if waits.is_empty() {
                    assert!(self.nothing_is_due_but_wakes(), "nothing is under way in a quiet world");
                    self.quiet();
                    return Settled { in_vain: vain, ..settled };
                }
                settled.note(waits);
            }
            if !self.step(limit) {
                sim_env::advance_to(limit.max(sim_env::now()));
                (settled.in_vain, settled.unfinished) =
                    self.blockers().into_iter().partition(|blocker| in_vain(self, blocker));
                if settled.unfinished.is_empty() && self.in_flight > 0 {
                    settled.unfinished.push(self.under_way());
                }
                return settled;
            }
        }
    }

    /// What travels, as unfinished work.
    fn under_way(&self) -> Blocker {
        Blocker {
            who: "links".to_owned(),
            kind: "in-flight",
            what: match self.in_flight {
                1 => "deliver what is under way".to_owned(),
                n => format!("deliver {n} things that are under way"),
            },
            waits_for: "time".to_owned(),
            peer: None,
            due: None,
        }
    }

    fn nothing_is_due_but_wakes(&self) -> bool {
        self.queue.values().all(|due| matches!(due, Due::Wake(_)))
    }

    /// Everybody's unfinished work.
    pub fn blockers(&self) -> Vec<Blocker> {
        let of = |node: &Node<S>| {
            let who = node.name.clone();
            node.participant.pending().into_iter().map(move |waiting| Blocker {
                who: who.clone(),
                kind: waiting.kind,
                what: waiting.what,
                waits_for: waiting.waits_for,
                peer: waiting.peer,
                due: waiting.due,
            })
        };
        self.nodes.iter().flat_map(of).collect()
    }
}
