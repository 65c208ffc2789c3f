//! The outbox of a device: events that some relay has still to answer about, published until every relay has answered or has been silent
//! for so long that it counts as silent.
//!
//! It is stored, so a device that is started again goes on with it. It speaks through the device's [`Net`], which knows nothing of it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use nostr::{EventId, RelayUrl};
use sim_relay::{ClientMsg, VerifiedEvent};

use crate::api::{Pending, RelayTrouble, Task};
use crate::error::{Answer, Answers, LookUp};
use crate::net::{ANSWER_TIMEOUT, Net, TRIES, backoff, short};

/// A relay may show a gift wrap to its receiver alone, so its sender cannot look whether it is there (NIP-59).
const KIND_GIFT_WRAP: u16 = 1059;

/// What the outbox learned.
#[derive(Debug)]
pub(crate) enum Settled {
    /// First relay that acknowledged this event.
    Accepted(EventId, RelayUrl),
    /// Every relay has answered or stayed silent: what each said.
    Finished(EventId, Answers),
}

/// How an event is published.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Manner {
    /// Silence is no answer: goes on asking until some relay has taken or refused it.
    pub stubborn: bool,
    /// It was published before, and what became of that is not known.
    pub again: bool,
}

/// Where one relay is with one event.
#[derive(Clone)]
enum State {
    /// It is asked again at `next_try`. So many copies are on their way, or lost, or were taken in silence.
    Waiting { tries: u32, next_try: Duration, copies: u32 },
    /// It refused a copy in these words, but may have taken one before: the device looks whether it holds the event.
    Looking { said: String },
    /// It has answered, or counts as silent.
    Known(Answer),
}

/// An event on its way to relays.
#[derive(Clone)]
struct Publication {
    event: VerifiedEvent,
    states: BTreeMap<RelayUrl, State>,
    accepted: bool,
    stubborn: bool,
}

impl Publication {
    /// Relays that are still to answer, and when each is asked again.
    fn open(&self) -> impl Iterator<Item = (&RelayUrl, Option<Duration>)> {
        self.states.iter().filter_map(|(relay, state)| match state {
            State::Waiting { next_try, .. } => Some((relay, Some(*next_try))),
            State::Looking { .. } => Some((relay, None)),
            State::Known(_) => None,
        })
    }

    /// Publishes once more where the device was looking whether the event is there.
    fn stop_looking(&mut self, at: Duration) {
        for state in self.states.values_mut().filter(|state| matches!(state, State::Looking { .. })) {
            *state = State::Waiting { tries: 1, next_try: at + ANSWER_TIMEOUT, copies: 1 };
        }
    }

    /// The event, if this relay is waited for; counts the copy.
    fn copy_for(&mut self, relay: &RelayUrl) -> Option<ClientMsg> {
        let Some(State::Waiting { copies, .. }) = self.states.get_mut(relay) else { return None };
        *copies += 1;
        Some(ClientMsg::Event(self.event.clone()))
    }
}

/// Events that some relay has still to answer about.
#[derive(Clone, Default)]
pub(crate) struct Outbox(BTreeMap<EventId, Publication>);

impl Outbox {
    /// What the application finds again when it is started anew. A relay that was being looked at is told once more.
    pub(crate) fn stored(&self, at: Duration) -> Self {
        let mut stored = self.clone();
        stored.0.values_mut().for_each(|publication| publication.stop_looking(at));
        stored
    }

    /// Whether some relay has still to answer about this event.
    pub(crate) fn holds(&self, id: EventId) -> bool {
        self.0.contains_key(&id)
    }

    /// Relays that are still to answer about anything.
    pub(crate) fn relays(&self) -> BTreeSet<RelayUrl> {
        self.0.values().flat_map(Publication::open).map(|(relay, _)| relay.clone()).collect()
    }

    /// When [`Self::due`] should be called next.
    pub(crate) fn next_due(&self) -> Option<Duration> {
        self.0.values().flat_map(Publication::open).filter_map(|(_, due)| due).min()
    }

    /// Every relay that is waited for has an entry of its own.
    pub(crate) fn pending(&self) -> impl Iterator<Item = Pending> {
        self.0.values().flat_map(|publication| {
            publication.open().map(|(relay, due)| Pending {
                task: Task::Publish,
                what: format!("publish kind {} {}", publication.event.kind, short(&publication.event.id)),
                waits_for: relay.to_string(),
                due,
            })
        })
    }

    pub(crate) fn publish(
        &mut self,
        event: VerifiedEvent,
        relays: &[RelayUrl],
        manner: Manner,
        at: Duration,
        net: &mut Net,
    ) {
        let copies = u32::from(manner.again);
        let waiting = |_: &RelayUrl| State::Waiting { tries: 1, next_try: at + ANSWER_TIMEOUT, copies };
        let states = relays.iter().map(|relay| (relay.clone(), waiting(relay))).collect();
        let id = event.id;
        self.0.insert(id, Publication { event, states, accepted: false, stubborn: manner.stubborn });
        relays.iter().for_each(|relay| self.send_copy(relay, id, net));
    }

    fn send_copy(&mut self, relay: &RelayUrl, id: EventId, net: &mut Net) {
        if !net.is_up(relay) {
            return net.ensure_open(relay);
        }
        if let Some(copy) = self.0.get_mut(&id).and_then(|publication| publication.copy_for(relay)) {
            net.send(relay, copy);
        }
    }

    /// A connection is open: everything that its relay has not answered is sent.
    pub(crate) fn opened(&mut self, relay: &RelayUrl, net: &mut Net) {
        for copy in self.0.values_mut().filter_map(|publication| publication.copy_for(relay)) {
            net.send(relay, copy);
        }
    }

    /// The network is back: nobody has been silent yet.
    pub(crate) fn start_over(&mut self, at: Duration) {
        for publication in self.0.values_mut() {
            publication.stop_looking(at);
            for state in publication.states.values_mut() {
                if let State::Waiting { tries, next_try, .. } = state {
                    (*tries, *next_try) = (1, at + ANSWER_TIMEOUT);
                }
            }
        }
    }

    /// A relay's OK.
    pub(crate) fn answered(
        &mut self,
        relay: &RelayUrl,
        id: EventId,
        (accepted, message): (bool, String),
        at: Duration,
        net: &mut Net,
    ) -> Vec<Settled> {
        let Some(publication) = self.0.get_mut(&id) else { return Vec::new() };
        let Some(State::Waiting { tries, next_try, copies }) = publication.states.get_mut(relay) else {
            return Vec::new();
        };
        if accepted {
            return self.settle(relay, id, Answer::Taken, net);
        }
        if message.starts_with("auth-required:") {
            let msg = ClientMsg::Event(publication.event.clone());
            if net.authenticate(relay, msg) {
                return Vec::new();
            }
        } else if message.starts_with("rate-limited:") && *tries < TRIES {
            *tries += 1;
            *next_try = at + backoff(*tries + 2);
            *copies = copies.saturating_sub(1);
            return Vec::new();
        } else if *copies > 1 {
            return self.refused_a_copy(relay, id, message, at, net);
        }
        self.settle(relay, id, Answer::Refused(message), net)
    }

    /// The relay was silent before, so it may hold the event that it refuses now.
    fn refused_a_copy(
        &mut self,
        relay: &RelayUrl,
        id: EventId,
        said: String,
        at: Duration,
        net: &mut Net,
    ) -> Vec<Settled> {
        let Some(publication) = self.0.get_mut(&id) else { return Vec::new() };
        if publication.event.kind.as_u16() == KIND_GIFT_WRAP {
            net.note_relay(relay, RelayTrouble::EventRefused { event: id, said });
            return self.settle(relay, id, Answer::Silent, net);
        }
        publication.states.insert(relay.clone(), State::Looking { said });
        net.look_for(id, relay, at);
        Vec::new()
    }

    /// The device has looked whether the relay holds the event.
    pub(crate) fn looked_for(
        &mut self,
        relay: &RelayUrl,
        id: EventId,
        (found, outcome): (bool, LookUp),
        at: Duration,
        net: &mut Net,
    ) -> Vec<Settled> {
        let Some(publication) = self.0.get_mut(&id) else { return Vec::new() };
        let Some(State::Looking { said }) = publication.states.get(relay) else { return Vec::new() };
        let said = said.clone();
        let answer = match outcome {
            _ if found => Answer::Taken,
            LookUp::Complete | LookUp::Cut { .. } => Answer::Refused(said),
            LookUp::Refused { .. } => Answer::Silent,
            LookUp::Silent | LookUp::Unreachable if !publication.stubborn || publication.accepted => Answer::Silent,
            LookUp::Silent | LookUp::Unreachable | LookUp::Offline => {
                let waiting = State::Waiting { tries: 1, next_try: at + backoff(TRIES), copies: 1 };
                publication.states.insert(relay.clone(), waiting);
                return Vec::new();
            }
        };
        self.settle(relay, id, answer, net)
    }

    /// A relay that sends an event to us holds it, whatever became of its answer.
    pub(crate) fn seen_back(&mut self, relay: &RelayUrl, id: EventId, net: &mut Net) -> Vec<Settled> {
        let open = |publication: &Publication| publication.open().any(|(waiting, _)| waiting == relay);
        match self.0.get(&id).is_some_and(open) {
            true => self.settle(relay, id, Answer::Taken, net),
            false => Vec::new(),
        }
    }

    fn settle(&mut self, relay: &RelayUrl, id: EventId, answer: Answer, net: &mut Net) -> Vec<Settled> {
        match &answer {
            Answer::Taken => {}
            Answer::Refused(said) => {
                net.note_relay(relay, RelayTrouble::EventRefused { event: id, said: said.clone() });
            }
            Answer::Silent => net.note_relay(relay, RelayTrouble::EventUnanswered { event: id }),
        }
        let Some(publication) = self.0.get_mut(&id) else { return Vec::new() };
        let mut settled = Vec::new();
        if answer == Answer::Taken && !publication.accepted {
            publication.accepted = true;
            settled.push(Settled::Accepted(id, relay.clone()));
        }
        publication.states.insert(relay.clone(), State::Known(answer));
        if publication.open().next().is_none() {
            let publication = self.0.remove(&id).expect("found above");
            let answers = publication.states.into_iter().filter_map(|(relay, state)| match state {
                State::Known(answer) => Some((relay, answer)),
                State::Waiting { .. } | State::Looking { .. } => None,
            });
            settled.push(Settled::Finished(id, answers.collect()));
        }
        settled
    }

    /// Sends again what a relay has not answered for too long, or gives the relay up.
    pub(crate) fn due(&mut self, at: Duration, net: &mut Net) -> Vec<Settled> {
        let mut again = Vec::new();
        let mut silent = Vec::new();
        for publication in self.0.values_mut() {
            let stubborn = publication.stubborn && !publication.accepted;
            for (relay, state) in &mut publication.states {
                let State::Waiting { tries, next_try, .. } = state else { continue };
                if *next_try > at {
                    continue;
                }
                if *tries >= TRIES && !stubborn {
                    silent.push((relay.clone(), publication.event.id));
                } else {
                    (*tries, *next_try) = (*tries + 1, at + ANSWER_TIMEOUT.max(backoff(*tries)));
                    again.push((relay.clone(), publication.event.id));
                }
            }
        }
        again.into_iter().for_each(|(relay, id)| self.send_copy(&relay, id, net));
        silent.into_iter().flat_map(|(relay, id)| self.settle(&relay, id, Answer::Silent, net)).collect()
    }
}
