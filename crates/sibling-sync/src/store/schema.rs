//! Tables, and how queue keys lie in them.

use crate::vocabulary::QueueKey;

/// The process may die; the machine does not.
pub const PRAGMAS: &str = "PRAGMA synchronous = OFF;";

/// Tables.
pub const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE seen (id TEXT PRIMARY KEY, seen_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE messages (id INTEGER PRIMARY KEY, conversation TEXT NOT NULL, uuid TEXT NOT NULL, data TEXT,
  outbound INTEGER NOT NULL, sent INTEGER NOT NULL, received INTEGER NOT NULL, processed INTEGER NOT NULL);
CREATE TABLE peers (id INTEGER PRIMARY KEY, uid TEXT UNIQUE NOT NULL, contact TEXT NOT NULL, queue TEXT,
  primary_device TEXT NOT NULL, epoch INTEGER NOT NULL);
CREATE TABLE registers (scope TEXT, field TEXT, value TEXT NOT NULL, clock INTEGER NOT NULL, device TEXT NOT NULL,
  PRIMARY KEY (scope, field)) WITHOUT ROWID;
CREATE TABLE sessions (key TEXT PRIMARY KEY, pickle TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE siblings (device TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE jobs (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL, device TEXT, blob BLOB NOT NULL,
  about TEXT NOT NULL);
CREATE TABLE parked (id INTEGER PRIMARY KEY, conversation TEXT NOT NULL, sender TEXT NOT NULL, payload BLOB NOT NULL);
CREATE TABLE pairing (device TEXT PRIMARY KEY, card BLOB NOT NULL, answer BLOB NOT NULL) WITHOUT ROWID;
";

/// The index of MR-2.
pub const UNIQUE: &str = "CREATE UNIQUE INDEX one_row ON messages (conversation, uuid);";

/// A queue key as columns.
pub fn key_parts(key: &QueueKey) -> (u8, &str, Option<&str>) {
    match key {
        QueueKey::Device(device) => (0, device, None),
        QueueKey::Contact(contact) => (1, contact, None),
        QueueKey::User(contact, device) => (2, contact, device.as_deref()),
    }
}

/// The queue key of columns.
pub fn key_of(kind: u8, name: String, device: Option<String>) -> QueueKey {
    match kind {
        0 => QueueKey::Device(name),
        1 => QueueKey::Contact(name),
        _ => QueueKey::User(name, device),
    }
}
