//! Records of contacts, and registers.

use rusqlite::{Row, params};

use super::Store;
use crate::vocabulary::{ContactName, DeviceName};

/// The record of a contact, without its registers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its id on this device; the name of the conversation.
    pub uid: String,
    /// Whose.
    pub contact: ContactName,
    /// The device whose own queue the contact writes to; none: the queue that all devices know.
    pub queue: Option<DeviceName>,
    /// Who speaks to the contact.
    pub primary: DeviceName,
    /// In which epoch (MR-7).
    pub epoch: u64,
}

/// A value that the user can set, or a key of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// Its name.
    pub field: String,
    /// The value.
    pub value: String,
    /// When it was set, by the logical clock (MR-6).
    pub clock: u64,
    /// The device that set it.
    pub device: DeviceName,
}

const COLUMNS: &str = "SELECT uid, contact, queue, primary_device, epoch FROM peers";

fn peer(row: &Row<'_>) -> rusqlite::Result<Peer> {
    let (uid, contact, queue) = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok(Peer { uid, contact, queue, primary: row.get(3)?, epoch: row.get(4)? })
}

impl Store {
    /// All records, in order of coming.
    pub fn peers(&self) -> Vec<Peer> {
        self.all(&format!("{COLUMNS} ORDER BY id"), [], peer)
    }

    /// The record with this id.
    pub fn peer(&self, uid: &str) -> Option<Peer> {
        self.one(&format!("{COLUMNS} WHERE uid = ?1"), [uid], peer)
    }

    /// The first record of a contact.
    pub fn peer_of(&self, contact: &str) -> Option<Peer> {
        self.one(&format!("{COLUMNS} WHERE contact = ?1 ORDER BY id LIMIT 1"), [contact], peer)
    }

    /// Keeps a record.
    pub fn keep_peer(&self, peer: &Peer) {
        let sql = "INSERT INTO peers (uid, contact, queue, primary_device, epoch) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (uid) DO UPDATE SET primary_device = ?4, epoch = ?5";
        self.run(sql, params![peer.uid, peer.contact, peer.queue, peer.primary, peer.epoch]);
    }

    /// The registers of a record (its id) or of the own card (`identity`), by name.
    pub fn registers(&self, scope: &str) -> Vec<Register> {
        let sql = "SELECT field, value, clock, device FROM registers WHERE scope = ?1 ORDER BY field";
        self.all(sql, [scope], |row| {
            Ok(Register { field: row.get(0)?, value: row.get(1)?, clock: row.get(2)?, device: row.get(3)? })
        })
    }

    /// One register.
    pub fn register(&self, scope: &str, field: &str) -> Option<Register> {
        let sql = "SELECT field, value, clock, device FROM registers WHERE scope = ?1 AND field = ?2";
        self.one(sql, [scope, field], |row| {
            Ok(Register { field: row.get(0)?, value: row.get(1)?, clock: row.get(2)?, device: row.get(3)? })
        })
    }

    /// Sets a register.
    pub fn set_register(&self, scope: &str, register: &Register) {
        let Register { field, value, clock, device } = register;
        let sql = "INSERT OR REPLACE INTO registers VALUES (?1, ?2, ?3, ?4, ?5)";
        self.run(sql, params![scope, field, value, clock, device]);
    }

    /// MR-6: sets a register if its stamp is higher than what is there.
    pub fn merge_register(&self, scope: &str, register: &Register) -> bool {
        let there = self.register(scope, &register.field);
        let newer = there.is_none_or(|there| (there.clock, &there.device) < (register.clock, &register.device));
        if newer {
            self.set_register(scope, register);
        }
        newer
    }
}
