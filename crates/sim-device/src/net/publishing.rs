//! Publications: said until every relay has answered, or has been silent for so long that it counts as silent.

use std::collections::BTreeMap;
use std::time::Duration;

use nostr::{EventBuilder, EventId, RelayUrl};
use sim_relay::{ClientMsg, Filter, VerifiedEvent};

use super::query::Asker;
use super::{ANSWER_TIMEOUT, Net, NetEvent, TRIES, backoff};
use crate::api::{Note, Output, RelayTrouble};
use crate::behaviour::Auth;
use crate::envelope;
use crate::error::{Answer, LookUp};

/// A relay may show a gift wrap to its receiver alone, so its sender cannot look whether it is there (NIP-59).
const KIND_GIFT_WRAP: u16 = 1059;

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
pub(super) enum State {
    /// It is asked again at `next_try`. So many copies are on their way, or lost, or were taken in silence.
    Waiting { tries: u32, next_try: Duration, copies: u32 },
    /// It refused a copy in these words, but may have taken one before: the device looks whether it holds the event.
    Looking { said: String },
    /// It has answered, or counts as silent.
    Known(Answer),
}

/// An event on its way to relays.
#[derive(Clone)]
pub(crate) struct Publication {
    pub(super) event: VerifiedEvent,
    pub(super) states: BTreeMap<RelayUrl, State>,
    accepted: bool,
    stubborn: bool,
}

impl Publication {
    /// Relays that are still to answer, and when each is asked again.
    pub(super) fn open(&self) -> impl Iterator<Item = (&RelayUrl, Option<Duration>)> {
        self.states.iter().filter_map(|(relay, state)| match state {
            State::Waiting { next_try, .. } => Some((relay, Some(*next_try))),
            State::Looking { .. } => Some((relay, None)),
            State::Known(_) => None,
        })
    }

    /// The network is back: nobody has been silent yet.
    pub(super) fn start_over(&mut self, at: Duration) {
        self.stop_looking(at);
        for state in self.states.values_mut() {
            if let State::Waiting { tries, next_try, .. } = state {
                (*tries, *next_try) = (1, at + ANSWER_TIMEOUT);
            }
        }
    }

    /// Publishes once more where the device was looking whether the event is there.
    pub(super) fn stop_looking(&mut self, at: Duration) {
        for state in self.states.values_mut().filter(|state| matches!(state, State::Looking { .. })) {
            *state = State::Waiting { tries: 1, next_try: at + ANSWER_TIMEOUT, copies: 1 };
        }
    }

    /// The event, if this relay is waited for; counts the copy.
    pub(super) fn copy_for(&mut self, relay: &RelayUrl) -> Option<ClientMsg> {
        let Some(State::Waiting { copies, .. }) = self.states.get_mut(relay) else { return None };
        *copies += 1;
        Some(ClientMsg::Event(self.event.clone()))
    }
}

impl Net {
    pub(crate) fn publish(&mut self, event: VerifiedEvent, relays: &[RelayUrl], at: Duration, manner: Manner) {
        let copies = u32::from(manner.again);
        let waiting = |_: &RelayUrl| State::Waiting { tries: 1, next_try: at + ANSWER_TIMEOUT, copies };
        let states = relays.iter().map(|relay| (relay.clone(), waiting(relay))).collect();
        let id = event.id;
        self.publications.insert(id, Publication { event, states, accepted: false, stubborn: manner.stubborn });
        relays.iter().for_each(|relay| self.send_copy(relay, id));
    }

    fn send_copy(&mut self, relay: &RelayUrl, id: EventId) {
        if !self.is_up(relay) {
            return self.ensure_open(relay);
        }
        if let Some(copy) = self.publications.get_mut(&id).and_then(|publication| publication.copy_for(relay)) {
            self.out.push(Output::Send(relay.clone(), copy));
        }
    }

    /// A relay's OK.
    pub(super) fn answered(
        &mut self,
        relay: &RelayUrl,
        id: EventId,
        accepted: bool,
        message: String,
        at: Duration,
    ) -> Vec<NetEvent> {
        let session = self.sessions.entry(relay.clone()).or_default();
        if session.auth == Some(id) {
            self.authenticated(relay, accepted, message);
            return Vec::new();
        }
        let Some(publication) = self.publications.get_mut(&id) else { return Vec::new() };
        let Some(State::Waiting { tries, next_try, copies }) = publication.states.get_mut(relay) else {
            return Vec::new();
        };
        if accepted {
            return self.settle(relay, id, Answer::Taken);
        }
        if message.starts_with("auth-required:") {
            let msg = ClientMsg::Event(publication.event.clone());
            if self.authenticate(relay, msg) {
                return Vec::new();
            }
        } else if message.starts_with("rate-limited:") && *tries < TRIES {
            *tries += 1;
            *next_try = at + backoff(*tries + 2);
            *copies = copies.saturating_sub(1);
            return Vec::new();
        } else if *copies > 1 {
            return self.refused_a_copy(relay, id, message, at);
        }
        self.settle(relay, id, Answer::Refused(message))
    }

    /// The relay was silent before, so it may hold the event that it refuses now.
    fn refused_a_copy(&mut self, relay: &RelayUrl, id: EventId, said: String, at: Duration) -> Vec<NetEvent> {
        let Some(publication) = self.publications.get_mut(&id) else { return Vec::new() };
        if publication.event.kind.as_u16() == KIND_GIFT_WRAP {
            self.note_relay(relay, RelayTrouble::EventRefused { event: id, said });
            return self.settle(relay, id, Answer::Silent);
        }
        publication.states.insert(relay.clone(), State::Looking { said });
        self.ask(Asker::Publication(id), vec![Filter::new().id(id)], std::slice::from_ref(relay), at);
        Vec::new()
    }

    /// The device has looked whether the relay holds the event.
    pub(super) fn looked_for(
        &mut self,
        relay: &RelayUrl,
        id: EventId,
        found: bool,
        outcome: LookUp,
        at: Duration,
    ) -> Vec<NetEvent> {
        let Some(publication) = self.publications.get_mut(&id) else { return Vec::new() };
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
        self.settle(relay, id, answer)
    }

    /// A relay that sends an event to us holds it, whatever became of its answer.
    pub(super) fn seen_back(&mut self, relay: &RelayUrl, id: EventId) -> Vec<NetEvent> {
        let open = |publication: &Publication| publication.open().any(|(waiting, _)| waiting == relay);
        match self.publications.get(&id).is_some_and(open) {
            true => self.settle(relay, id, Answer::Taken),
            false => Vec::new(),
        }
    }

    fn settle(&mut self, relay: &RelayUrl, id: EventId, answer: Answer) -> Vec<NetEvent> {
        match &answer {
            Answer::Taken => {}
            Answer::Refused(said) => {
                self.note_relay(relay, RelayTrouble::EventRefused { event: id, said: said.clone() });
            }
            Answer::Silent => self.note_relay(relay, RelayTrouble::EventUnanswered { event: id }),
        }
        let Some(publication) = self.publications.get_mut(&id) else { return Vec::new() };
        let mut events = Vec::new();
        if answer == Answer::Taken && !publication.accepted {
            publication.accepted = true;
            events.push(NetEvent::Accepted(id, relay.clone()));
        }
        publication.states.insert(relay.clone(), State::Known(answer));
        if publication.open().next().is_none() {
            let publication = self.publications.remove(&id).expect("found above");
            let answers = publication.states.into_iter().filter_map(|(relay, state)| match state {
                State::Known(answer) => Some((relay, answer)),
                State::Waiting { .. } | State::Looking { .. } => None,
            });
            events.push(NetEvent::Finished(id, answers.collect()));
        }
        events
    }

    /// NIP-42: answers the relay's challenge and says `msg` again afterwards. False if the relay gave no challenge, or the device never
    /// answers one.
    pub(super) fn authenticate(&mut self, relay: &RelayUrl, msg: ClientMsg) -> bool {
        let session = self.sessions.entry(relay.clone()).or_default();
        let Some(challenge) = session.challenge.clone().filter(|_| self.auth == Auth::Answer) else { return false };
        session.after_auth.push(msg);
        if session.auth.is_none() {
            let event = envelope::sign(EventBuilder::auth(challenge, relay.clone()), &self.keys);
            session.auth = Some(event.id);
            self.out.push(Output::Send(relay.clone(), ClientMsg::Auth(event)));
        }
        true
    }

    fn authenticated(&mut self, relay: &RelayUrl, accepted: bool, message: String) {
        let session = self.sessions.entry(relay.clone()).or_default();
        session.auth = None;
        let again = std::mem::take(&mut session.after_auth);
        if accepted {
            self.out.extend(again.into_iter().map(|msg| Output::Send(relay.clone(), msg)));
        } else {
            self.note_relay(relay, RelayTrouble::AuthRefused { said: message });
        }
    }

    pub(super) fn retry_publications(&mut self, at: Duration) -> Vec<NetEvent> {
        let mut again = Vec::new();
        let mut silent = Vec::new();
        for publication in self.publications.values_mut() {
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
        again.into_iter().for_each(|(relay, id)| self.send_copy(&relay, id));
        silent.into_iter().flat_map(|(relay, id)| self.settle(&relay, id, Answer::Silent)).collect()
    }

    pub(super) fn note_relay(&mut self, relay: &RelayUrl, what: RelayTrouble) {
        self.out.push(Output::Note(Note::Relay { relay: relay.clone(), what }));
    }
}
