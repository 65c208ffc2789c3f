//! The device's side of its relay connections: sessions, subscriptions and one-shot queries.
//!
//! Knows Nostr, not Marmot. What it wants to be true (subscribed, answered) is kept as state and said again after
//! every reconnect, so a lost connection costs time and nothing else.

mod auth;
mod pages;
mod query;
mod subscription;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use nostr::{EventId, Keys, RelayUrl};
use sim_relay::{ClientMsg, RelayMsg, SubId, VerifiedEvent};

use crate::api::{DeviceConfig, Note, Output, Pending, RelayTrouble, Task};
use crate::behaviour::{Auth, Paging};
use crate::error::{LookUp, LookUps};
use pages::Pages;
use query::Query;
use subscription::Live;

/// A publication or query that a relay does not answer is tried again after this long.
pub(crate) const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// How often a silent or rate-limiting relay is asked before it counts as silent.
pub(crate) const TRIES: u32 = 3;
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
    /// Relay lists of the own account.
    OwnLists,
}

/// What the net layer learned.
#[derive(Debug)]
pub(crate) enum NetEvent {
    /// A relay's OK: about which event, whether it took it, and its words.
    Ok(RelayUrl, EventId, (bool, String)),
    /// The device has looked whether a relay holds an event: whether it does, and what became of the question.
    LookedFor(RelayUrl, EventId, (bool, LookUp)),
    /// An event of a standing subscription; `stored` until the relay said that it had sent what it holds.
    Event { topic: Topic, event: VerifiedEvent, stored: bool },
    /// A relay has sent everything it holds for a standing subscription.
    CaughtUp(Topic),
    /// A query is answered by every relay, or timed out: events by id, and what became of it on each relay.
    Answered(QueryId, Vec<VerifiedEvent>, LookUps),
}

#[derive(Default)]
struct Session {
    up: bool,
    opening: bool,
    reopen_at: Option<Duration>,
    /// Connections that ended and questions that were refused since the relay last answered one: a relay that hangs up after each
    /// question is asked ever more seldom.
    failures: u32,
    challenge: Option<String>,
    auth: Option<EventId>,
    after_auth: Vec<ClientMsg>,
    /// What each subscription has sent since it was opened; nothing once the device has caught up.
    stored: BTreeMap<SubId, Pages>,
    caught_up: BTreeSet<SubId>,
    resubscribe: BTreeMap<SubId, Duration>,
}

pub(crate) struct Net {
    keys: Keys,
    paging: Paging,
    auth: Auth,
    /// How many events a relay answers with at most, as its information document says.
    limits: BTreeMap<RelayUrl, usize>,
    online: bool,
    sessions: BTreeMap<RelayUrl, Session>,
    live: BTreeMap<SubId, Live>,
    queries: BTreeMap<SubId, Query>,
    next_query: QueryId,
    pub(crate) out: Vec<Output>,
}

impl Net {
    pub(crate) fn new(config: &DeviceConfig) -> Self {
        let behaviour = &config.behaviour;
        Self::with(config.keys.clone(), (behaviour.paging, behaviour.auth), config.limits.clone())
    }

    fn with(keys: Keys, (paging, auth): (Paging, Auth), limits: BTreeMap<RelayUrl, usize>) -> Self {
        Self {
            keys,
            paging,
            auth,
            limits,
            online: true,
            sessions: BTreeMap::new(),
            live: BTreeMap::new(),
            queries: BTreeMap::new(),
            next_query: 0,
            out: Vec::new(),
        }
    }

    /// Forgets subscriptions and queries. The world closes the connections.
    pub(crate) fn begin_again(&mut self) {
        let fresh = Self::with(self.keys.clone(), (self.paging, self.auth), std::mem::take(&mut self.limits));
        let (online, next_query) = (self.online, self.next_query);
        *self = Self { online, next_query, out: std::mem::take(&mut self.out), ..fresh };
    }

    /// The network comes or goes. `others` are relays that somebody beside subscriptions and queries wants a connection to.
    pub(crate) fn set_online(&mut self, online: bool, others: BTreeSet<RelayUrl>) {
        self.online = online;
        if online {
            let relays = self.wanted_relays(others);
            relays.iter().for_each(|relay| self.ensure_open(relay));
        } else {
            self.sessions.clear();
            self.stop_asking_for_older(|_, _| true);
        }
    }

    pub(crate) fn opened(&mut self, relay: &RelayUrl) {
        let failures = self.sessions.get(relay).map_or(0, |session| session.failures);
        self.sessions.insert(relay.clone(), Session { up: true, failures, ..Session::default() });
        let mut say = Vec::new();
        for (sub, live) in self.live.iter().filter(|(_, live)| live.relays.contains(relay)) {
            say.push(ClientMsg::Req { sub: sub.clone(), filters: live.filters.clone() });
        }
        say.extend(self.queries.iter_mut().filter_map(|(sub, query)| query.question_for(sub, relay)));
        self.out.extend(say.into_iter().map(|msg| Output::Send(relay.clone(), msg)));
    }

    pub(crate) fn closed(&mut self, relay: &RelayUrl, at: Duration) {
        let session = self.sessions.entry(relay.clone()).or_default();
        let failures = session.failures + 1;
        let reopen_at = self.online.then(|| at + backoff(failures));
        *session = Session { failures, reopen_at, ..Session::default() };
        self.stop_asking_for_older(|closed, _| closed == relay);
    }

    pub(crate) fn received(&mut self, relay: &RelayUrl, msg: RelayMsg, at: Duration) -> Vec<NetEvent> {
        if matches!(msg, RelayMsg::Eose(_) | RelayMsg::Ok { accepted: true, .. }) {
            self.sessions.entry(relay.clone()).or_default().failures = 0;
        }
        match msg {
            RelayMsg::Event { sub, event } if self.live.contains_key(&sub) => self.subscribed(relay, &sub, event),
            RelayMsg::Event { sub, event } => self.found(relay, &sub, event),
            RelayMsg::Eose(sub) if self.live.contains_key(&sub) => self.end_of_stored(relay, &sub, at),
            RelayMsg::Eose(sub) => self.page_ended(relay, &sub, at),
            RelayMsg::Ok { id, accepted, message } if self.authenticated(relay, id, accepted, &message) => Vec::new(),
            RelayMsg::Ok { id, accepted, message } => vec![NetEvent::Ok(relay.clone(), id, (accepted, message))],
            RelayMsg::Closed { sub, message } => self.refused(relay, &sub, &message, at),
            RelayMsg::Auth(challenge) => {
                self.sessions.entry(relay.clone()).or_default().challenge = Some(challenge);
                Vec::new()
            }
            // Nobody can tell what a refusal without an id is about: its event counts as unanswered.
            RelayMsg::Notice(said) | RelayMsg::NamelessOk { message: said } => {
                self.note_relay(relay, RelayTrouble::Notice { said });
                Vec::new()
            }
            RelayMsg::Count { .. } => Vec::new(),
        }
    }

    /// When [`Net::reopen_and_resubscribe`] or [`Net::late_query`] should be called next.
    pub(crate) fn next_due(&self) -> Option<Duration> {
        let queries = self.queries.values().map(|query| query.deadline);
        if !self.online {
            return queries.min();
        }
        let sessions =
            self.sessions.values().flat_map(|s| s.reopen_at.into_iter().chain(s.resubscribe.values().copied()));
        sessions.chain(queries).min()
    }

    /// Every relay that is waited for has an entry of its own. Without network nothing but the end of a query is due.
    pub(crate) fn pending(&self, others: BTreeSet<RelayUrl>) -> Vec<Pending> {
        let queries = self.queries.values().flat_map(|query| {
            query.open().map(|relay| Pending {
                task: Task::LookUp,
                what: query.describe().to_owned(),
                waits_for: relay.to_string(),
                due: Some(query.deadline),
            })
        });
        queries.chain(self.reconnects(others)).chain(self.resubscriptions()).collect()
    }

    fn reconnects(&self, others: BTreeSet<RelayUrl>) -> impl Iterator<Item = Pending> {
        let broken = self.wanted_relays(others).into_iter().filter_map(|relay| {
            let session = self.sessions.get(&relay).filter(|session| !session.up)?;
            Some((relay, session.reopen_at?))
        });
        broken.map(|(relay, due)| Pending {
            task: Task::Reconnect,
            what: "reconnect".to_owned(),
            waits_for: relay.to_string(),
            due: Some(due),
        })
    }

    fn resubscriptions(&self) -> impl Iterator<Item = Pending> {
        let closed =
            self.sessions.iter().flat_map(|(relay, session)| session.resubscribe.iter().map(move |r| (relay, r)));
        closed.filter(|(_, (sub, _))| self.live.contains_key(sub)).map(|(relay, (_, due))| Pending {
            task: Task::Resubscribe,
            what: "subscribe again".to_owned(),
            waits_for: relay.to_string(),
            due: Some(*due),
        })
    }

    /// Relays that a connection is open to.
    pub(crate) fn connected(&self) -> impl Iterator<Item = &RelayUrl> {
        self.sessions.iter().filter(|(_, session)| session.up).map(|(relay, _)| relay)
    }

    fn wanted_relays(&self, others: BTreeSet<RelayUrl>) -> BTreeSet<RelayUrl> {
        let live = self.live.values().flat_map(|live| live.relays.iter());
        let queries = self.queries.values().flat_map(Query::open);
        live.chain(queries).cloned().chain(others).collect()
    }

    pub(crate) fn is_up(&self, relay: &RelayUrl) -> bool {
        self.sessions.get(relay).is_some_and(|session| session.up)
    }

    pub(crate) fn ensure_open(&mut self, relay: &RelayUrl) {
        let session = self.sessions.entry(relay.clone()).or_default();
        if self.online && !session.up && !session.opening && session.reopen_at.is_none() {
            session.opening = true;
            self.out.push(Output::Open(relay.clone()));
        }
    }

    /// Sends now if the connection is up; otherwise opens it, after which everything wanted is said anyway.
    fn transmit(&mut self, relay: &RelayUrl, msg: ClientMsg) {
        if self.is_up(relay) {
            self.out.push(Output::Send(relay.clone(), msg));
        } else {
            self.ensure_open(relay);
        }
    }

    /// Says something on an open connection.
    pub(crate) fn send(&mut self, relay: &RelayUrl, msg: ClientMsg) {
        self.out.push(Output::Send(relay.clone(), msg));
    }

    pub(crate) fn note_relay(&mut self, relay: &RelayUrl, what: RelayTrouble) {
        self.out.push(Output::Note(Note::Relay { relay: relay.clone(), what }));
    }

    /// A relay closes a subscription or does not open it.
    fn refused(&mut self, relay: &RelayUrl, sub: &SubId, message: &str, at: Duration) -> Vec<NetEvent> {
        let again = match self.live.get(sub) {
            Some(live) => Some(ClientMsg::Req { sub: sub.clone(), filters: live.filters.clone() }),
            None => self.queries.get_mut(sub).and_then(|query| query.question_for(sub, relay)),
        };
        let Some(again) = again else { return Vec::new() };
        if message.starts_with("auth-required:") && self.authenticate(relay, again) {
            return Vec::new();
        }
        let said = message.to_owned();
        if !self.live.contains_key(sub) {
            return self.answer_over(relay, sub, LookUp::Refused { said });
        }
        self.note_relay(relay, RelayTrouble::SubscriptionClosed { said });
        self.subscribe_again_later(relay, sub, at);
        Vec::new()
    }

    /// Opens connections and subscriptions again whose time has come.
    pub(crate) fn reopen_and_resubscribe(&mut self, at: Duration, others: BTreeSet<RelayUrl>) {
        if !self.online {
            return;
        }
        let wanted = self.wanted_relays(others);
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
}

pub(crate) fn backoff(failures: u32) -> Duration {
    BACKOFF_MAX.min(BACKOFF * 2u32.saturating_pow(failures.saturating_sub(1)))
}

/// First eight digits of an id: enough to tell events apart in a story.
pub(crate) fn short(id: &EventId) -> String {
    id.to_hex()[..8].to_owned()
}
