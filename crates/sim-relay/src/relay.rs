//! The relay: one state machine, messages and time in, messages out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use nostr::{PublicKey, RelayUrl};

use crate::message::Prefix;
use crate::query::{QueryResult, select};
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

    /// Whether `conn` is connected.
    pub fn is_connected(&self, conn: ConnId) -> bool {
        self.sessions.contains_key(&conn)
    }
}

/// Messages.
impl Relay {
    /// Takes one message. What reaches a closed connection is lost: the outbox is empty.
    pub fn handle(&mut self, now: u64, conn: ConnId, msg: ClientMsg) -> Outbox {
        if !self.sessions.contains_key(&conn) {
            return Outbox::new();
        }
        // Only a limit makes the length worth computing.
        if let Some(max) = self.personality.max_message_length
            && msg.to_json().len() > max
        {
            return self.reject(conn, wire::too_long(&msg, max));
        }
        self.dispatch(now, conn, msg)
    }

    /// Takes one message as it came over the wire: [`wire::parse`], then [`Relay::handle`], or the reply that rejects
    /// it.
    pub fn handle_text(&mut self, now: u64, conn: ConnId, text: &str) -> Outbox {
        if !self.sessions.contains_key(&conn) {
            return Outbox::new();
        }
        match wire::parse(text, &self.personality) {
            Ok(msg) => self.dispatch(now, conn, msg),
            Err(reject) => self.reject(conn, reject),
        }
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

    fn reject(&mut self, conn: ConnId, reject: wire::Reject) -> Outbox {
        if let Some(sub) = &reject.ends {
            self.unsubscribe(conn, sub);
        }
        vec![(conn, reject.reply)]
    }

    /// Lets time act: drops expired events from memory. Reads do not see them from their second on anyway;
    /// what changes is that an older version of their address is no longer outranked. There is nothing to send
    /// so far.
    pub fn tick(&mut self, now: u64) -> Outbox {
        if self.personality.has_nip(40) && self.store.has_expired(now) {
            self.store_mut().purge(now);
        }
        Outbox::new()
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
            |event| visible(event, keys, now, &self.personality),
        )
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
        let (accepted, message) = (verdict.is_ok(), verdict.err().unwrap_or_default());
        vec![(conn, RelayMsg::Ok { id: event.id, accepted, message })]
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
