//! The database of a device: SQLite, in memory or in a file.

mod peers;
mod rows;
mod schema;

use std::cell::RefCell;

use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use crate::vocabulary::{About, EventId, QueueKey, SyncType};

pub use peers::{Peer, Register};
pub use rows::{Merge, StoredRow};

/// Milliseconds of a day.
const DAY_MS: u64 = 86_400_000;

/// What waits to be pushed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Number.
    pub id: i64,
    /// Where.
    pub key: QueueKey,
    /// What.
    pub blob: Vec<u8>,
    /// What it is about.
    pub about: About,
}

/// A sync message that waits for its conversation (MR-11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// The sibling that sent it.
    pub from: String,
    /// The payload, encoded.
    pub payload: Vec<u8>,
}

/// A database. Statements are prepared once. What goes wrong first is kept, and from then on nothing is found.
pub struct Store {
    connection: Connection,
    failure: RefCell<Option<String>>,
}

impl Store {
    /// A new database; `unique` makes the index of MR-2.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn new(path: Option<&std::path::Path>, unique: bool) -> rusqlite::Result<Self> {
        let connection = match path {
            None => Connection::open_in_memory()?,
            Some(path) => Connection::open(path)?,
        };
        connection.set_prepared_statement_cache_capacity(64);
        connection.execute_batch(schema::PRAGMAS)?;
        connection.execute_batch(&format!(
            "BEGIN; {} {} COMMIT;",
            schema::TABLES,
            if unique { schema::UNIQUE } else { "" }
        ))?;
        Ok(Self { connection, failure: RefCell::new(None) })
    }

    fn run(&self, sql: &str, params: impl Params) -> usize {
        let changed = self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute(params));
        self.done(changed).unwrap_or_default()
    }

    fn one<T>(&self, sql: &str, params: impl Params, of: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>) -> Option<T> {
        let one = |mut statement: rusqlite::CachedStatement<'_>| statement.query_row(params, of).optional();
        self.done(self.connection.prepare_cached(sql).and_then(one)).flatten()
    }

    fn all<T>(&self, sql: &str, params: impl Params, of: impl FnMut(&Row<'_>) -> rusqlite::Result<T>) -> Vec<T> {
        let all = |mut statement: rusqlite::CachedStatement<'_>| statement.query_map(params, of)?.collect();
        self.done(self.connection.prepare_cached(sql).and_then(all)).unwrap_or_default()
    }

    fn done<T>(&self, result: rusqlite::Result<T>) -> Option<T> {
        result.map_err(|error| self.fail(&error.to_string())).ok()
    }

    /// The database cannot be used: it is full, broken, or holds what it should not.
    pub fn fail(&self, why: &str) {
        self.failure.borrow_mut().get_or_insert_with(|| why.to_owned());
    }

    /// What went wrong first, in SQLite's words.
    pub fn failure(&self) -> Option<String> {
        self.failure.borrow().clone()
    }

    /// Everything from here to [`Store::commit`] is durable together (MR-10).
    pub fn begin(&self) {
        self.run("BEGIN", []);
    }

    /// It is durable.
    pub fn commit(&self) {
        self.run("COMMIT", []);
    }

    /// What a process that dies leaves to SQLite: a transaction that was not committed is gone.
    pub fn die(&self) {
        if !self.connection.is_autocommit() {
            self.run("ROLLBACK", []);
        }
    }

    /// Is this id in the seen table?
    pub fn is_seen(&self, id: &str) -> bool {
        self.one("SELECT 1 FROM seen WHERE id = ?1", [id], |_| Ok(())).is_some()
    }

    /// Marks an id as seen.
    pub fn mark_seen(&self, id: &str, now_ms: u64) {
        self.run("INSERT OR IGNORE INTO seen VALUES (?1, ?2)", params![id, now_ms]);
    }

    /// Entries of the seen table.
    pub fn seen(&self) -> usize {
        self.one("SELECT count(*) FROM seen", [], |row| row.get(0)).unwrap_or_default()
    }

    /// About weekly: throws away what was seen more than `days` ago (M-5). How many entries, if it is time.
    pub fn prune(&self, now_ms: u64, days: u64) -> Option<usize> {
        let last = self.number("last_prune").unwrap_or_default();
        if now_ms < last + 7 * DAY_MS {
            return None;
        }
        self.set("last_prune", &now_ms.to_string());
        Some(self.run("DELETE FROM seen WHERE seen_at < ?1", [now_ms.saturating_sub(days * DAY_MS)]))
    }

    /// A value by name.
    pub fn get(&self, key: &str) -> Option<String> {
        self.one("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))
    }

    /// Sets a value.
    pub fn set(&self, key: &str, value: &str) {
        self.run("INSERT OR REPLACE INTO meta VALUES (?1, ?2)", [key, value]);
    }

    fn number(&self, key: &str) -> Option<u64> {
        self.get(key)?.parse().ok()
    }

    /// The next number of a counter, from 1; never twice.
    pub fn count(&self, key: &str) -> u64 {
        let next = self.number(key).unwrap_or_default() + 1;
        self.set(key, &next.to_string());
        next
    }

    /// The logical clock is not behind this (MR-6).
    pub fn hear_clock(&self, clock: u64) {
        if self.number("clock").unwrap_or_default() < clock {
            self.set("clock", &clock.to_string());
        }
    }

    /// A new id of an event.
    pub fn new_event(&self, device: &str) -> EventId {
        format!("{device}#{}", self.count("events"))
    }

    /// The pickle of a session.
    pub fn session(&self, key: &str) -> Option<String> {
        self.one("SELECT pickle FROM sessions WHERE key = ?1", [key], |row| row.get(0))
    }

    /// Keeps the pickle of a session.
    pub fn keep_session(&self, key: &str, pickle: &str) {
        self.run("INSERT OR REPLACE INTO sessions VALUES (?1, ?2)", [key, pickle]);
    }

    /// Keys of all sessions.
    pub fn sessions(&self) -> Vec<String> {
        self.all("SELECT key FROM sessions ORDER BY key", [], |row| row.get(0))
    }

    /// Siblings that the device is paired with.
    pub fn siblings(&self) -> Vec<String> {
        self.all("SELECT device FROM siblings ORDER BY device", [], |row| row.get(0))
    }

    /// The device is paired with this one. False if it was before.
    pub fn add_sibling(&self, device: &str) -> bool {
        self.run("INSERT OR IGNORE INTO siblings VALUES (?1)", [device]) > 0
    }

    /// Something is to be pushed.
    pub fn add_job(&self, key: &QueueKey, blob: &[u8], about: &About) {
        let (kind, name, device) = schema::key_parts(key);
        let about = serde_json::to_string(about).expect("names are plain data");
        let sql = "INSERT INTO jobs (kind, name, device, blob, about) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.run(sql, params![kind, name, device, blob, about]);
    }

    /// Everything that is to be pushed, in order.
    pub fn jobs(&self) -> Vec<Job> {
        self.all("SELECT id, kind, name, device, blob, about FROM jobs ORDER BY id", [], |row| {
            let key = schema::key_of(row.get(1)?, row.get(2)?, row.get(3)?);
            let text: String = row.get(5)?;
            let about = serde_json::from_str(&text).map_err(|error| {
                rusqlite::Error::FromSqlConversionFailure(5, rusqlite::types::Type::Text, Box::new(error))
            })?;
            Ok(Job { id: row.get(0)?, key, blob: row.get(4)?, about })
        })
    }

    /// It is pushed.
    pub fn end_job(&self, id: i64) {
        self.run("DELETE FROM jobs WHERE id = ?1", [id]);
    }

    /// Keeps a sync message for its conversation.
    pub fn park(&self, conversation: &str, from: &str, payload: &[u8]) {
        let sql = "INSERT INTO parked (conversation, sender, payload) VALUES (?1, ?2, ?3)";
        self.run(sql, params![conversation, from, payload]);
    }

    /// What waited for a conversation; it waits no longer.
    pub fn unpark(&self, conversation: &str) -> Vec<Parked> {
        let sql = "SELECT sender, payload FROM parked WHERE conversation = ?1 ORDER BY id";
        let parked = self.all(sql, [conversation], |row| Ok(Parked { from: row.get(0)?, payload: row.get(1)? }));
        if !parked.is_empty() {
            self.run("DELETE FROM parked WHERE conversation = ?1", [conversation]);
        }
        parked
    }

    /// How many sync messages wait.
    pub fn parked(&self) -> usize {
        self.one("SELECT count(*) FROM parked", [], |row| row.get(0)).unwrap_or_default()
    }

    /// What the device answered last in a pairing (M-P), to be said again if a card comes twice.
    pub fn answer(&self, with: &str) -> Option<(Vec<u8>, Vec<u8>)> {
        self.one("SELECT card, answer FROM pairing WHERE device = ?1", [with], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Keeps what it answered.
    pub fn keep_answer(&self, with: &str, card: &[u8], answer: &[u8]) {
        self.run("INSERT OR REPLACE INTO pairing VALUES (?1, ?2, ?3)", params![with, card, answer]);
    }
}

/// What the seen table is keyed by: the id, or with MR-1 the type and the id.
pub fn seen_key(sync_type: SyncType, event: &str, by_type: bool) -> String {
    if by_type { format!("{sync_type}|{event}") } else { event.to_owned() }
}
