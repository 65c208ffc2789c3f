//! The device's side of its relay connections: sessions, subscriptions, one-shot queries and publications.
//!
//! Knows Nostr, not Marmot. What it wants to be true (subscribed, answered, acknowledged) is kept as state and said again after
//! every reconnect, so a lost connection costs time and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use nostr::{EventBuilder, EventId, Keys, RelayUrl};
use sha2::{Digest, Sha256};
use sim_relay::{ClientMsg, Filter, RelayMsg, SubId, VerifiedEvent};

use crate::api::{Note, Output, Pending, RelayTrouble, Task};
use crate::envelope;
use crate::error::{Answer, Answers};

/// A publication or query that a relay does not answer is tried again after this long.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// How often a silent or rate-limiting relay is asked before it counts as silent.
const TRIES: u32 = 3;
/// Wait before a refused connection, subscription or rate-limited event is tried again; doubles up to [`BACKOFF_MAX`].
const BACKOFF: Duration = Duration::from_secs(5);
const BACKOFF_MAX: Duration = Duration::from_secs(3_600);

/// Names a one-shot query.
pub(crate) type QueryId = u64;

/// What a standing subscription is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    /// Gift wraps for the account.
    Inbox,
    /// Events of the group with this label.
    Group(String),
}

/// What the net layer learned.
#[derive(Debug)]
pub(crate) enum NetEvent {
    /// First relay that acknowledged this event.
    Accepted(EventId, RelayUrl),
    /// Every relay has answered or stayed silent: what each said.
    Finished(EventId, Answers),
    /// An event of a standing subscription; `stored` until the relay said that it had sent what it holds.
    Event { topic: Topic, event: VerifiedEvent, stored: bool },
    /// A relay has sent everything it holds for a standing subscription.
    CaughtUp(Topic),
    /// A query is answered by every relay, or timed out: events by id.
    Answered(QueryId, Vec<VerifiedEvent>),
}

#[derive(Default)]
struct Session {
    up: bool,
    opening: bool,
    reopen_at: Option<Duration>,
    failures: u32,
    challenge: Option<String>,
    auth: Option<EventId>,
    after_auth: Vec<ClientMsg>,
    caught_up: BTreeSet<SubId>,
    resubscribe: BTreeMap<SubId, Duration>,
}

struct Live {
    topic: Topic,
    relays: BTreeSet<RelayUrl>,
    filters: Vec<Filter>,
}

struct Query {
    id: QueryId,
    open: BTreeSet<RelayUrl>,
    filters: Vec<Filter>,
    found: BTreeMap<EventId, VerifiedEvent>,
    deadline: Duration,
}

enum State {
    Waiting { tries: u32, next_try: Duration },
    Known(Answer),
}

struct Publication {
    event: VerifiedEvent,
    answers: BTreeMap<RelayUrl, State>,
    accepted: bool,
    /// Silence is no answer: goes on asking until some relay has taken or refused it.
    stubborn: bool,
}

pub(crate) struct Net {
    keys: Keys,
    online: bool,
    sessions: BTreeMap<RelayUrl, Session>,
    live: BTreeMap<SubId, Live>,
    queries: BTreeMap<SubId, Query>,
    publications: BTreeMap<EventId, Publication>,
    next_query: QueryId,
    pub(crate) out: Vec<Output>,
}

impl Net {
    pub(crate) fn new(keys: Keys) -> Self {
        Self {
            keys,
            online: true,
            sessions: BTreeMap::new(),
            live: BTreeMap::new(),
            queries: BTreeMap::new(),
            publications: BTreeMap::new(),
            next_query: 0,
            out: Vec::new(),
        }
    }

    /// Forgets subscriptions and queries; publications in flight are stored and stay. The world closes the connections.
    pub(crate) fn restart(&mut self) {
        let publications = std::mem::take(&mut self.publications);
        self.wipe();
        self.publications = publications;
    }

    /// Forgets everything.
    pub(crate) fn wipe(&mut self) {
        let keys = self.keys.clone();
        let (online, next_query) = (self.online, self.next_query);
        *self = Self { online, next_query, out: std::mem::take(&mut self.out), ..Self::new(keys) };
    }

    pub(crate) fn publish(&mut self, event: VerifiedEvent, relays: &[RelayUrl], at: Duration, stubborn: bool) {
        let id = event.id;
        let waiting = |_: &RelayUrl| State::Waiting { tries: 1, next_try: at + ANSWER_TIMEOUT };
        let answers = relays.iter().map(|relay| (relay.clone(), waiting(relay))).collect();
        self.publications.insert(id, Publication { event: event.clone(), answers, accepted: false, stubborn });
        for relay in relays {
            self.transmit(relay, ClientMsg::Event(event.clone()));
        }
    }

    pub(crate) fn query(&mut self, filters: Vec<Filter>, relays: &[RelayUrl], at: Duration) -> QueryId {
        let id = self.next_query;
        self.next_query += 1;
        let sub = SubId::from(format!("q{id}"));
        for relay in relays {
            self.transmit(relay, ClientMsg::Req { sub: sub.clone(), filters: filters.clone() });
        }
        let open = relays.iter().cloned().collect();
        self.queries.insert(sub, Query { id, open, filters, found: BTreeMap::new(), deadline: at + ANSWER_TIMEOUT });
        id
    }

    pub(crate) fn listen(&mut self, topic: Topic, relays: &[RelayUrl], filters: Vec<Filter>) {
        let sub = sub_id(&topic);
        for relay in relays {
            if let Some(session) = self.sessions.get_mut(relay) {
                session.caught_up.remove(&sub);
            }
            self.transmit(relay, ClientMsg::Req { sub: sub.clone(), filters: filters.clone() });
        }
        self.live.insert(sub, Live { topic, relays: relays.iter().cloned().collect(), filters });
    }

    pub(crate) fn stop_listening(&mut self, topic: &Topic) {
        let sub = sub_id(topic);
        if let Some(live) = self.live.remove(&sub) {
            for relay in &live.relays {
                if self.sessions.get(relay).is_some_and(|s| s.up) {
                    self.out.push(Output::Send(relay.clone(), ClientMsg::Close(sub.clone())));
                }
            }
        }
    }

    pub(crate) fn set_online(&mut self, online: bool, at: Duration) {
        self.online = online;
        if online {
            for publication in self.publications.values_mut() {
                for answer in publication.answers.values_mut() {
                    if let State::Waiting { tries, next_try } = answer {
                        (*tries, *next_try) = (1, at + ANSWER_TIMEOUT);
                    }
                }
            }
            let relays: Vec<_> = self.wanted_relays().into_iter().collect();
            relays.iter().for_each(|relay| self.ensure_open(relay));
        } else {
            self.sessions.clear();
        }
    }

    pub(crate) fn opened(&mut self, relay: &RelayUrl) {
        let session = self.sessions.entry(relay.clone()).or_default();
        *session = Session { up: true, ..Session::default() };
        let mut say = Vec::new();
        for (sub, live) in self.live.iter().filter(|(_, live)| live.relays.contains(relay)) {
            say.push(ClientMsg::Req { sub: sub.clone(), filters: live.filters.clone() });
        }
        for (sub, query) in self.queries.iter().filter(|(_, query)| query.open.contains(relay)) {
            say.push(ClientMsg::Req { sub: sub.clone(), filters: query.filters.clone() });
        }
        for publication in self.publications.values() {
            if matches!(publication.answers.get(relay), Some(State::Waiting { .. })) {
                say.push(ClientMsg::Event(publication.event.clone()));
            }
        }
        self.out.extend(say.into_iter().map(|msg| Output::Send(relay.clone(), msg)));
    }

    pub(crate) fn closed(&mut self, relay: &RelayUrl, at: Duration) {
        let session = self.sessions.entry(relay.clone()).or_default();
        let failures = session.failures + 1;
        let reopen_at = self.online.then(|| at + backoff(failures));
        *session = Session { failures, reopen_at, ..Session::default() };
    }

    pub(crate) fn received(&mut self, relay: &RelayUrl, msg: RelayMsg, at: Duration) -> Vec<NetEvent> {
        match msg {
            RelayMsg::Event { sub, event } => self.event(relay, sub, event),
            RelayMsg::Eose(sub) => self.end_of_stored(relay, &sub),
            RelayMsg::Ok { id, accepted, message } => self.answered(relay, id, accepted, message, at),
            RelayMsg::Closed { sub, message } => self.refused(relay, &sub, &message, at),
            RelayMsg::Auth(challenge) => {
                self.sessions.entry(relay.clone()).or_default().challenge = Some(challenge);
                Vec::new()
            }
            RelayMsg::Notice(text) => {
                self.out.push(Output::Note(Note::Relay {
                    relay: relay.clone(),
                    what: RelayTrouble::Notice { said: text },
                }));
                Vec::new()
            }
            RelayMsg::Count { .. } => Vec::new(),
        }
    }

    /// Whatever time alone brings about: retries, reconnects, timeouts.
    pub(crate) fn due(&mut self, at: Duration) -> Vec<NetEvent> {
        if !self.online {
            return Vec::new();
        }
        self.reopen_and_resubscribe(at);
        let mut events = self.retry_publications(at);
        let late: Vec<_> = self.queries.iter().filter(|(_, q)| q.deadline <= at).map(|(sub, _)| sub.clone()).collect();
        for sub in late {
            let query = self.queries.remove(&sub).expect("listed above");
            for relay in &query.open {
                self.out.push(Output::Note(Note::Relay { relay: relay.clone(), what: RelayTrouble::QueryUnanswered }));
            }
            events.push(NetEvent::Answered(query.id, query.found.into_values().collect()));
        }
        events
    }

    /// When [`Net::due`] should be called next.
    pub(crate) fn next_due(&self) -> Option<Duration> {
        if !self.online {
            return None;
        }
        let sessions =
            self.sessions.values().flat_map(|s| s.reopen_at.into_iter().chain(s.resubscribe.values().copied()));
        let tries = self.publications.values().flat_map(|p| p.answers.values()).filter_map(|answer| match answer {
            State::Waiting { next_try, .. } => Some(*next_try),
            State::Known(_) => None,
        });
        sessions.chain(tries).chain(self.queries.values().map(|q| q.deadline)).min()
    }

    pub(crate) fn pending(&self) -> Vec<Pending> {
        let waits = |relays: Vec<&RelayUrl>| relays.iter().map(|r| r.to_string()).collect::<Vec<_>>().join(", ");
        let publications = self.publications.values().map(|p| {
            let open =
                p.answers.iter().filter(|(_, a)| matches!(a, State::Waiting { .. })).map(|(relay, _)| relay).collect();
            Pending {
                task: Task::Publish,
                what: format!("publish kind {} {}", p.event.kind, short(&p.event.id)),
                waits_for: waits(open),
            }
        });
        let queries = self.queries.values().map(|q| Pending {
            task: Task::LookUp,
            what: "look up events".to_owned(),
            waits_for: waits(q.open.iter().collect()),
        });
        let broken = self.wanted_relays().into_iter().filter(|relay| {
            let session = self.sessions.get(relay);
            session.is_some_and(|s| !s.up && s.reopen_at.is_some() && s.failures <= TRIES)
        });
        let reconnects = broken.map(|relay| Pending {
            task: Task::Reconnect,
            what: "reconnect".to_owned(),
            waits_for: relay.to_string(),
        });
        publications.chain(queries).chain(reconnects).collect()
    }

    /// Relays that a connection is open to.
    pub(crate) fn connected(&self) -> impl Iterator<Item = &RelayUrl> {
        self.sessions.iter().filter(|(_, session)| session.up).map(|(relay, _)| relay)
    }

    /// Is some relay still to answer about this event?
    pub(crate) fn publishes(&self, id: EventId) -> bool {
        self.publications.contains_key(&id)
    }

    fn wanted_relays(&self) -> BTreeSet<RelayUrl> {
        let live = self.live.values().flat_map(|l| l.relays.iter());
        let queries = self.queries.values().flat_map(|q| q.open.iter());
        let publications = self
            .publications
            .values()
            .flat_map(|p| p.answers.iter().filter(|(_, a)| matches!(a, State::Waiting { .. })).map(|(relay, _)| relay));
        live.chain(queries).chain(publications).cloned().collect()
    }

    fn ensure_open(&mut self, relay: &RelayUrl) {
        let session = self.sessions.entry(relay.clone()).or_default();
        if self.online && !session.up && !session.opening && session.reopen_at.is_none() {
            session.opening = true;
            self.out.push(Output::Open(relay.clone()));
        }
    }

    /// Sends now if the connection is up; otherwise opens it, after which everything wanted is said anyway.
    fn transmit(&mut self, relay: &RelayUrl, msg: ClientMsg) {
        if self.sessions.get(relay).is_some_and(|s| s.up) {
            self.out.push(Output::Send(relay.clone(), msg));
        } else {
            self.ensure_open(relay);
        }
    }

    fn event(&mut self, relay: &RelayUrl, sub: SubId, event: VerifiedEvent) -> Vec<NetEvent> {
        if let Some(query) = self.queries.get_mut(&sub) {
            query.found.insert(event.id, event);
            return Vec::new();
        }
        let Some(live) = self.live.get(&sub) else { return Vec::new() };
        let stored = !self.sessions.get(relay).is_some_and(|s| s.caught_up.contains(&sub));
        vec![NetEvent::Event { topic: live.topic.clone(), event, stored }]
    }

    fn end_of_stored(&mut self, relay: &RelayUrl, sub: &SubId) -> Vec<NetEvent> {
        if let Some(live) = self.live.get(sub) {
            self.sessions.entry(relay.clone()).or_default().caught_up.insert(sub.clone());
            return vec![NetEvent::CaughtUp(live.topic.clone())];
        }
        if self.queries.contains_key(sub) {
            self.out.push(Output::Send(relay.clone(), ClientMsg::Close(sub.clone())));
        }
        self.close_query(relay, sub)
    }

    fn close_query(&mut self, relay: &RelayUrl, sub: &SubId) -> Vec<NetEvent> {
        let Some(query) = self.queries.get_mut(sub) else { return Vec::new() };
        query.open.remove(relay);
        if !query.open.is_empty() {
            return Vec::new();
        }
        let query = self.queries.remove(sub).expect("found above");
        vec![NetEvent::Answered(query.id, query.found.into_values().collect())]
    }

    fn answered(
        &mut self,
        relay: &RelayUrl,
        id: EventId,
        accepted: bool,
        message: String,
        at: Duration,
    ) -> Vec<NetEvent> {
        let session = self.sessions.entry(relay.clone()).or_default();
        if session.auth == Some(id) {
            session.auth = None;
            let again = std::mem::take(&mut session.after_auth);
            if accepted {
                self.out.extend(again.into_iter().map(|msg| Output::Send(relay.clone(), msg)));
            } else {
                self.out.push(Output::Note(Note::Relay {
                    relay: relay.clone(),
                    what: RelayTrouble::AuthRefused { said: message },
                }));
            }
            return Vec::new();
        }
        let Some(publication) = self.publications.get_mut(&id) else { return Vec::new() };
        let Some(answer) = publication.answers.get_mut(relay) else { return Vec::new() };
        let State::Waiting { tries, next_try } = answer else { return Vec::new() };
        if !accepted && message.starts_with("auth-required:") {
            let msg = ClientMsg::Event(publication.event.clone());
            if self.authenticate(relay, msg) {
                return Vec::new();
            }
        } else if !accepted && message.starts_with("rate-limited:") && *tries < TRIES {
            *tries += 1;
            *next_try = at + backoff(*tries + 2);
            return Vec::new();
        }
        self.settle(relay, id, if accepted { Answer::Taken } else { Answer::Refused(message) })
    }

    fn settle(&mut self, relay: &RelayUrl, id: EventId, answer: Answer) -> Vec<NetEvent> {
        let Some(publication) = self.publications.get_mut(&id) else { return Vec::new() };
        let mut events = Vec::new();
        if answer == Answer::Taken && !publication.accepted {
            publication.accepted = true;
            events.push(NetEvent::Accepted(id, relay.clone()));
        }
        publication.answers.insert(relay.clone(), State::Known(answer));
        if publication.answers.values().all(|a| matches!(a, State::Known(_))) {
            let publication = self.publications.remove(&id).expect("found above");
            let answers = publication.answers.into_iter().filter_map(|(relay, answer)| match answer {
                State::Known(answer) => Some((relay, answer)),
                State::Waiting { .. } => None,
            });
            events.push(NetEvent::Finished(id, answers.collect()));
        }
        events
    }

    /// NIP-42: answers the relay's challenge and says `msg` again afterwards. False if the relay gave no challenge.
    fn authenticate(&mut self, relay: &RelayUrl, msg: ClientMsg) -> bool {
        let session = self.sessions.entry(relay.clone()).or_default();
        let Some(challenge) = session.challenge.clone() else { return false };
        session.after_auth.push(msg);
        if session.auth.is_none() {
            let event = envelope::sign(EventBuilder::auth(challenge, relay.clone()), &self.keys);
            session.auth = Some(event.id);
            self.out.push(Output::Send(relay.clone(), ClientMsg::Auth(event)));
        }
        true
    }

    fn refused(&mut self, relay: &RelayUrl, sub: &SubId, message: &str, at: Duration) -> Vec<NetEvent> {
        let filters = self.live.get(sub).map(|l| &l.filters).or_else(|| self.queries.get(sub).map(|q| &q.filters));
        let Some(filters) = filters else { return Vec::new() };
        let again = ClientMsg::Req { sub: sub.clone(), filters: filters.clone() };
        if message.starts_with("auth-required:") && self.authenticate(relay, again) {
            return Vec::new();
        }
        self.out.push(Output::Note(Note::Relay {
            relay: relay.clone(),
            what: RelayTrouble::SubscriptionClosed { said: message.to_owned() },
        }));
        if self.live.contains_key(sub) {
            let session = self.sessions.entry(relay.clone()).or_default();
            session.failures += 1;
            session.caught_up.remove(sub);
            session.resubscribe.insert(sub.clone(), at + backoff(session.failures));
            return Vec::new();
        }
        self.close_query(relay, sub)
    }

    fn reopen_and_resubscribe(&mut self, at: Duration) {
        let wanted = self.wanted_relays();
        let mut open = Vec::new();
        let mut say = Vec::new();
        for (relay, session) in &mut self.sessions {
            if session.reopen_at.is_some_and(|t| t <= at) {
                session.reopen_at = None;
                if wanted.contains(relay) {
                    open.push(relay.clone());
                }
            }
            let due: Vec<_> =
                session.resubscribe.iter().filter(|(_, t)| **t <= at).map(|(sub, _)| sub.clone()).collect();
            for sub in due {
                session.resubscribe.remove(&sub);
                if let Some(live) = self.live.get(&sub) {
                    say.push((relay.clone(), ClientMsg::Req { sub, filters: live.filters.clone() }));
                }
            }
        }
        open.iter().for_each(|relay| self.ensure_open(relay));
        say.into_iter().for_each(|(relay, msg)| self.transmit(&relay, msg));
    }

    fn retry_publications(&mut self, at: Duration) -> Vec<NetEvent> {
        let mut again = Vec::new();
        let mut silent = Vec::new();
        for publication in self.publications.values_mut() {
            for (relay, answer) in &mut publication.answers {
                let State::Waiting { tries, next_try } = answer else { continue };
                if *next_try > at {
                    continue;
                }
                let stubborn = publication.stubborn && !publication.accepted;
                if *tries >= TRIES && !stubborn {
                    silent.push((relay.clone(), publication.event.id));
                } else {
                    (*tries, *next_try) = (*tries + 1, at + ANSWER_TIMEOUT.max(backoff(*tries)));
                    again.push((relay.clone(), ClientMsg::Event(publication.event.clone())));
                }
            }
        }
        again.into_iter().for_each(|(relay, msg)| self.transmit(&relay, msg));
        silent.into_iter().flat_map(|(relay, id)| self.settle(&relay, id, Answer::Silent)).collect()
    }
}

fn sub_id(topic: &Topic) -> SubId {
    match topic {
        Topic::Inbox => SubId::from("inbox"),
        // Labels can be long and alike; a subscription id has at most 64 characters.
        Topic::Group(label) => SubId::from(format!("g:{}", &hex::encode(Sha256::digest(label))[..16])),
    }
}

fn backoff(failures: u32) -> Duration {
    BACKOFF_MAX.min(BACKOFF * 2u32.saturating_pow(failures.saturating_sub(1)))
}

/// First eight digits of an id: enough to tell events apart in a story.
pub(crate) fn short(id: &EventId) -> String {
    id.to_hex()[..8].to_owned()
}
