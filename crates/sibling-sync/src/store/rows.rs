//! Rows of conversations.

use rusqlite::{Row, params};

use super::Store;
use crate::payload::{ConversationStatus, DbMessage};
use crate::vocabulary::Uuid;

/// A row as it lies in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRow {
    /// Number.
    pub id: i64,
    /// Its conversation.
    pub conversation: String,
    /// What it says; none in a stub (MR-3).
    pub data: Option<String>,
    /// Did the user write it?
    pub outbound: bool,
    /// How far it got, and which message it is.
    pub status: ConversationStatus,
}

impl StoredRow {
    /// As a sync message carries it.
    pub fn db_message(&self) -> DbMessage {
        let data = self.data.clone().unwrap_or_default();
        DbMessage { data, outbound: self.outbound, status: Some(self.status.clone()), file_paths: Vec::new() }
    }
}

/// How something is merged into what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Into the row with this uuid, if there is one (MR-2).
    pub upsert: bool,
    /// The higher state wins, and a status may come first (MR-3).
    pub join: bool,
}

const COLUMNS: &str = "SELECT id, conversation, uuid, data, outbound, sent, received, processed FROM messages";

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredRow> {
    let status =
        ConversationStatus { uuid: row.get(2)?, sent: row.get(5)?, received: row.get(6)?, processed: row.get(7)? };
    Ok(StoredRow { id: row.get(0)?, conversation: row.get(1)?, data: row.get(3)?, outbound: row.get(4)?, status })
}

impl Store {
    /// All rows, in order of coming.
    pub fn rows(&self) -> Vec<StoredRow> {
        self.all(&format!("{COLUMNS} ORDER BY id"), [], stored)
    }

    /// The rows of a message: more than one only without MR-2.
    pub fn rows_of(&self, conversation: &str, uuid: &Uuid) -> Vec<StoredRow> {
        self.all(&format!("{COLUMNS} WHERE conversation = ?1 AND uuid = ?2 ORDER BY id"), [conversation, uuid], stored)
    }

    /// The last rows of a conversation, the oldest first.
    pub fn last_rows(&self, conversation: &str, most: usize) -> Vec<StoredRow> {
        let sql = format!("{COLUMNS} WHERE conversation = ?1 ORDER BY id DESC LIMIT ?2");
        let mut rows = self.all(&sql, params![conversation, most], stored);
        rows.reverse();
        rows
    }

    /// Stores a message. The row as it is now, and whether it is new.
    pub fn put(&self, conversation: &str, message: &DbMessage, merge: Merge) -> (StoredRow, bool) {
        let status = message.status.clone().unwrap_or_default();
        let there = self.rows_of(conversation, &status.uuid);
        let into = there.into_iter().find(|row| merge.upsert || merge.join && row.data.is_none());
        let Some(mut row) = into else { return (self.insert(conversation, Some(message), status), true) };
        row.data = Some(message.data.clone());
        row.outbound = message.outbound;
        if merge.join {
            row.status.join(&status)
        } else {
            row.status = status
        };
        self.update(&row);
        (row, false)
    }

    /// A status came: the rows that it changed, and whether one is new.
    pub fn put_status(&self, conversation: &str, status: &ConversationStatus, merge: Merge) -> (Vec<StoredRow>, bool) {
        let mut rows = self.rows_of(conversation, &status.uuid);
        if rows.is_empty() && merge.join {
            return (vec![self.insert(conversation, None, status.clone())], true);
        }
        for row in &mut rows {
            if merge.join {
                row.status.join(status)
            } else {
                row.status = status.clone()
            };
            self.update(row);
        }
        (rows, false)
    }

    fn insert(&self, conversation: &str, message: Option<&DbMessage>, status: ConversationStatus) -> StoredRow {
        let data = message.map(|message| message.data.clone());
        let outbound = message.is_none_or(|message| message.outbound);
        let sql = "INSERT INTO messages (conversation, uuid, data, outbound, sent, received, processed)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let ConversationStatus { uuid, sent, received, processed } = &status;
        self.run(sql, params![conversation, uuid, data, outbound, sent, received, processed]);
        let id = self.connection.last_insert_rowid();
        StoredRow { id, conversation: conversation.to_owned(), data, outbound, status }
    }

    fn update(&self, row: &StoredRow) {
        let sql =
            "UPDATE messages SET data = ?2, outbound = ?3, sent = ?4, received = ?5, processed = ?6 WHERE id = ?1";
        let ConversationStatus { sent, received, processed, .. } = &row.status;
        self.run(sql, params![row.id, row.data, row.outbound, sent, received, processed]);
    }
}
