//! The relay: one state machine, messages and time in, messages out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use nostr::{PublicKey, RelayUrl};

use crate::arrange::{arranged, is_plain};
use crate::message::Prefix;
use crate::personality::Expiry;
use crate::query::{QueryResult, select};
use crate::refusal::Refusal;
use crate::session::{Challenges, ConnId, Session};
use crate::store::Store;
use crate::subscriptions::Subscriptions;
use crate::visibility::visible;
use crate::{ClientMsg, Filter, Personality, RelayMsg, SubId, VerifiedEvent, wire};

/// Messages to send, in order. Each goes to the connection named.
pub type Outbox = Vec<(ConnId, RelayMsg)>;

/// An in-memory Nostr relay without clock, entropy, socket or thread.
///
/// `now` is always the relay's own clock in Unix seconds, skewed or not; the relay never compares two of them, so it
/// may also go back. Same state, same input, same `now`: same outbox, to the byte (RI-3).
#[derive(Debug, Clone)]
pub struct Relay {
    pub(crate) url: RelayUrl,
    pub(crate) personality: Personality,
    pub(crate) challenges: Challenges,
    pub(crate) sessions: BTreeMap<ConnId, Session>,
    pub(crate) connected: u64,
    pub(crate) subscriptions: Subscriptions,
    pub(crate) store: Arc<Store>,
    /// Answers that are given again, by whom they were given to and the filters (`query_cache`).
    pub(crate) cache: BTreeMap<(BTreeSet<PublicKey>, String), (u64, Vec<VerifiedEvent>)>,
    /// When expired events were swept (`expiry`).
    swept: Option<u64>,
    hung_up: Vec<ConnId>,
}

/// What survives a crash: stored events and what deletions bar. Connections, subscriptions and personality are not
/// part of it.
///
/// Taking one costs a reference count; the relay copies its indexes the next time it changes them. The default is
/// empty, which restored into a relay is amnesia.
#[derive(Clone, Default)]
pub struct RelaySnapshot(Arc<Store>);

impl RelaySnapshot {
    /// Number of events stored.
    pub fn len(&self) -> usize {
        self.0.events.len()
    }

    /// Whether no event is stored.
    pub fn is_empty(&self) -> bool {
        self.0.events.is_empty()
    }
}

impl fmt::Debug for RelaySnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RelaySnapshot({} events)", self.len())
    }
}

/// Life of connections.
impl Relay {
    /// A relay without events at `url`, which AUTH events must name. `challenge_seed` comes from the relay's
    /// own entropy stream; challenges follow from it by counter.
    pub fn new(url: RelayUrl, personality: Personality, challenge_seed: [u8; 32]) -> Self {
        Self {
            url,
            personality,
            challenges: Challenges::new(challenge_seed),
            sessions: BTreeMap::new(),
            connected: 0,
            subscriptions: Subscriptions::default(),
            store: Arc::default(),
            cache: BTreeMap::new(),
            swept: None,
            hung_up: Vec::new(),
        }
    }

    /// Opens a connection. The outbox holds its challenge if the personality sends one on connect.
    pub fn connect(&mut self, _now: u64) -> (ConnId, Outbox) {
        self.connected += 1;
        let conn = ConnId(self.connected);
        self.sessions.insert(conn, Session::default());
        let greeting = match self.personality.challenge_on_connect {
            true => self.challenge(conn),
            false => Outbox::new(),
        };
        (conn, greeting)
    }

    /// Forgets a connection with its subscriptions, challenge and keys. Unknown ones are ignored.
    pub fn disconnect(&mut self, conn: ConnId) {
        for key in self.sessions.remove(&conn).into_iter().flat_map(|session| session.open.into_values()) {
            self.subscriptions.close(key);
        }
    }

    /// Closes a connection from this side.
    pub(crate) fn hang_up(&mut self, conn: ConnId) -> Outbox {
        self.disconnect(conn);
        self.hung_up.push(conn);
        Outbox::new()
    }

    /// Connections that the relay has closed since it was last asked. To be called after every [`Relay::handle`] and [`Relay::tick`]:
    /// what the outbox holds for such a connection is the last that it hears.
    pub fn take_hung_up(&mut self) -> Vec<ConnId> {
        std::mem::take(&mut self.hung_up)
    }

    /// Whether `conn` is connected.
    pub fn is_connected(&self, conn: ConnId) -> bool {
        self.sessions.contains_key(&conn)
    }
}

/// Messages.
impl Relay {
    /// Takes one message. What reaches a closed connection is lost: the outbox is empty.
    pub fn handle(&mut self, now: u64, conn: ConnId, msg: ClientMsg) -> Outbox {
        let mut outbox = self.let_time_act(now);
        outbox.extend(self.take(now, conn, Ok(msg)));
        outbox
    }

    /// Acts on a message or rejects it, unless the connection is made to wait.
    fn take(&mut self, now: u64, conn: ConnId, msg: Result<ClientMsg, wire::Reject>) -> Outbox {
        let Some(session) = self.sessions.get_mut(&conn) else { return Outbox::new() };
        if session.slowed.is_some() {
            session.wait(msg);
            return Outbox::new();
        }
        let msg = match msg {
            Ok(msg) => msg,
            Err(reject) => return self.reject(now, conn, reject),
        };
        // Only a limit makes the length worth computing.
        if let Some(max) = self.personality.max_message_length
            && msg.to_json().len() > max
        {
            return self.reject(now, conn, wire::too_long(&msg, max));
        }
        self.dispatch(now, conn, msg)
    }

    /// Takes one message as it came over the wire: [`wire::parse`], then [`Relay::handle`], or the reply that rejects
    /// it.
    pub fn handle_text(&mut self, now: u64, conn: ConnId, text: &str) -> Outbox {
        if !self.sessions.contains_key(&conn) {
            return Outbox::new();
        }
        let mut outbox = self.let_time_act(now);
        outbox.extend(self.take(now, conn, wire::parse(text, &self.personality)));
        outbox
    }

    fn dispatch(&mut self, now: u64, conn: ConnId, msg: ClientMsg) -> Outbox {
        match msg {
            ClientMsg::Event(event) => self.publish(now, conn, event),
            ClientMsg::Req { sub, filters } => self.subscribe(now, conn, sub, filters),
            ClientMsg::Close(sub) => self.unsubscribe(conn, &sub),
            ClientMsg::Count { sub, filters } => self.count(now, conn, sub, filters),
            ClientMsg::Auth(event) => self.authenticate(now, conn, &event),
        }
    }

    /// Lets time act: drops expired events from memory, and those whose time of retention is over; goes on with connections that were
    /// made to wait. Reads do not see expired events from their second on anyway; what changes is that an older
    /// version of their address is no longer outranked.
    pub fn tick(&mut self, now: u64) -> Outbox {
        if self.store.has_due(now) {
            let knobs = self.personality.clone();
            if self.sweeps(now) {
                self.store_mut().purge(now, &knobs);
            }
            self.store_mut().drop_overdue(now, &knobs);
        }
        self.go_on(now)
    }

    /// The second from which [`Relay::tick`] has something to send, if there is one.
    pub fn next_due(&self) -> Option<u64> {
        self.sessions.values().filter_map(|session| Some(session.slowed.as_ref()?.until)).min()
    }

    /// A relay whose answers depend on what time has done looks at the clock before every message.
    fn let_time_act(&mut self, now: u64) -> Outbox {
        if let (Expiry::Sweep(_), None) = (self.personality.expiry(), self.swept) {
            self.swept = Some(now);
        }
        if self.personality.acts_in_time() { self.tick(now) } else { Outbox::new() }
    }

    /// Whether expired events are dropped now.
    fn sweeps(&mut self, now: u64) -> bool {
        match self.personality.expiry() {
            Expiry::Enforce => true,
            Expiry::OnArrival | Expiry::Off => false,
            Expiry::Sweep(seconds) => {
                let due = self.swept.is_some_and(|at| now >= at.saturating_add(seconds));
                if due {
                    self.swept = Some(now);
                }
                due
            }
        }
    }

    /// Gives late refusals that are due, and takes what their connections have said since.
    fn go_on(&mut self, now: u64) -> Outbox {
        let is_due = |session: &Session| session.slowed.as_ref().is_some_and(|slowed| slowed.until <= now);
        let due: Vec<ConnId> =
            self.sessions.iter().filter(|(_, session)| is_due(session)).map(|(conn, _)| *conn).collect();
        let mut outbox = Outbox::new();
        for conn in due {
            let Some(slowed) = self.sessions.get_mut(&conn).and_then(|session| session.slowed.take()) else { continue };
            outbox.push((conn, slowed.reply));
            for msg in slowed.waiting {
                outbox.extend(self.take(now, conn, msg));
            }
        }
        outbox
    }
}

/// State from outside.
impl Relay {
    /// The address AUTH events must name.
    pub fn url(&self) -> &RelayUrl {
        &self.url
    }

    /// The knobs in force.
    pub fn personality(&self) -> &Personality {
        &self.personality
    }

    /// Changes the knobs from here on. Nothing that happened is judged again.
    pub fn set_personality(&mut self, personality: Personality) {
        self.personality = personality;
    }

    /// Stored events and tombstones as they are now.
    pub fn snapshot(&self) -> RelaySnapshot {
        RelaySnapshot(Arc::clone(&self.store))
    }

    /// Puts stored events and tombstones back. Connections and subscriptions stay; nobody is told.
    pub fn restore(&mut self, snapshot: &RelaySnapshot) {
        self.store = Arc::clone(&snapshot.0);
        self.cache.clear();
    }

    /// What a REQ from a connection without AUTH would be served: expired events and guarded gift wraps are withheld,
    /// limits of the personality apply. Filters are taken as they are, an empty list matches nothing, and no query is
    /// refused.
    pub fn query(&self, now: u64, filters: &[Filter]) -> QueryResult {
        self.query_as(now, &BTreeSet::new(), filters)
    }

    /// [`Relay::query`] for a connection authenticated as `keys`.
    pub fn query_as(&self, now: u64, keys: &BTreeSet<PublicKey>, filters: &[Filter]) -> QueryResult {
        select(
            &self.store,
            filters,
            |filter| self.personality.limit_of(filter.limit),
            |event| self.shows(event, keys, now),
        )
    }

    /// What the relay sends for `filters`, in the order and the number that its knobs make of it.
    pub(crate) fn answer(&mut self, now: u64, conn: ConnId, filters: &[Filter]) -> Vec<VerifiedEvent> {
        let keys = self.keys(conn).clone();
        if self.personality.query_cache == 0 {
            return self.look_up(now, &keys, filters);
        }
        let until = |given: u64| given.saturating_add(self.personality.query_cache);
        self.cache.retain(|_, (given, _)| now < until(*given));
        let question = serde_json::Value::from_iter(filters.iter().map(Filter::to_value)).to_string();
        if let Some((_, answer)) = self.cache.get(&(keys.clone(), question.clone())) {
            return answer.clone();
        }
        let answer = self.look_up(now, &keys, filters);
        self.cache.insert((keys, question), (now, answer.clone()));
        answer
    }

    fn look_up(&self, now: u64, keys: &BTreeSet<PublicKey>, filters: &[Filter]) -> Vec<VerifiedEvent> {
        match is_plain(&self.personality) {
            true => self.query_as(now, keys, filters).events,
            false => arranged(&self.store, filters, &self.personality, |event| self.shows(event, keys, now)),
        }
    }

    /// Whether a stored event is still there for a connection authenticated as `keys`.
    pub(crate) fn shows(&self, event: &VerifiedEvent, keys: &BTreeSet<PublicKey>, now: u64) -> bool {
        visible(event, keys, now, &self.personality) && !self.store.is_overdue(&event.id, now)
    }

    /// Every event in memory in (`created_at`, id) order, visible or not.
    pub fn stored(&self) -> impl Iterator<Item = &VerifiedEvent> {
        let mut events: Vec<_> = self.store.events.values().collect();
        events.sort_by_key(|event| (event.created_at, event.id));
        events.into_iter()
    }

    /// The store, copied first if a snapshot shares it.
    pub(crate) fn store_mut(&mut self) -> &mut Store {
        Arc::make_mut(&mut self.store)
    }
}

/// AUTH (NIP-42).
impl Relay {
    /// Sends a new challenge to `conn`, which voids the one before. Empty if the connection is gone or NIP-42
    /// is off.
    pub fn challenge(&mut self, conn: ConnId) -> Outbox {
        match self.sessions.get_mut(&conn) {
            Some(session) if self.personality.has_nip(42) => {
                let challenge = self.challenges.issue();
                session.challenge = Some(challenge.clone());
                vec![(conn, RelayMsg::Auth(challenge))]
            }
            _ => Outbox::new(),
        }
    }

    fn authenticate(&mut self, now: u64, conn: ConnId, event: &VerifiedEvent) -> Outbox {
        let Some(session) = self.sessions.get_mut(&conn) else { return Outbox::new() };
        let verdict = match self.personality.has_nip(42) {
            true => session.judge_auth(now, &self.url, event).map_err(|why| format!("{}: {why}", Prefix::Invalid)),
            false => Err(format!("{}: AUTH is not offered here", Prefix::Error)),
        };
        if verdict.is_ok() {
            session.keys.insert(event.pubkey);
        }
        match verdict {
            Ok(()) => vec![(conn, RelayMsg::Ok { id: event.id, accepted: true, message: String::new() })],
            Err(message) => self.refuse_event(now, conn, event.id, Refusal::Text(message)),
        }
    }

    /// Keys that `conn` has proved so far.
    pub(crate) fn keys(&self, conn: ConnId) -> &BTreeSet<PublicKey> {
        const NONE: &BTreeSet<PublicKey> = &BTreeSet::new();
        self.sessions.get(&conn).map_or(NONE, |session| &session.keys)
    }

    /// Ids of the open subscriptions of `conn`.
    pub fn open_subscriptions(&self, conn: ConnId) -> impl Iterator<Item = &SubId> {
        self.sessions.get(&conn).into_iter().flat_map(|session| session.open.keys())
    }
}
