//! The beginning of a device's life, and of each life after a crash.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};
use vodozemac::olm::Account;
use vodozemac::{Curve25519PublicKey, Curve25519SecretKey};

use super::{Device, of_peer, of_sibling};
use crate::payload::{Card, Field, Snapshot};
use crate::session::{self, Pickle};
use crate::store::{Peer, Register, Store};
use crate::system::NotDone;
use crate::vocabulary::{ContactName, DeviceName, Note, Repair};

/// What a device knows of a contact when the run begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The record.
    pub peer: Peer,
    /// Its registers.
    pub registers: Vec<(String, String)>,
    /// The session with the contact, if it is this device's to use.
    pub session: Option<Pickle>,
}

/// Keys of a record that the session does not need, drawn once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys(pub Vec<(String, String)>);

impl Keys {
    /// Names of the members of `peer_data` (section 4) that this model carries without a use for them.
    pub const NAMES: [&'static str; 3] = ["DrKpPrivate", "DrRootKey", "MySymKey"];

    /// Names of pairs; the private half is a member of its own.
    pub const PAIRS: [&'static str; 2] = ["MyEncryptionKp", "MyLookupKp"];

    /// New keys, drawn by the actor at hand.
    pub fn drawn() -> Self {
        let secret = |key: &Curve25519SecretKey| hex::encode(key.to_bytes().as_slice());
        let single = |name: &&str| ((*name).to_owned(), secret(&Curve25519SecretKey::new()));
        let pair = |name: &&str| {
            let key = Curve25519SecretKey::new();
            let public = hex::encode(Curve25519PublicKey::from(&key).to_bytes());
            [((*name).to_owned(), public), (format!("{name}.private"), secret(&key))]
        };
        let singles = Self::NAMES.iter().map(single);
        Self(singles.chain(Self::PAIRS.iter().flat_map(pair)).collect())
    }
}

/// The registers of a new record.
pub fn registers(contact: &str, card: &Card, account: &Account, keys: &Keys) -> Vec<(String, String)> {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    let mut registers = vec![
        pair("Blocked", "false".to_owned()),
        pair("Contact", contact.to_owned()),
        pair("ContactKeys", format!("{}:{}", hex::encode(&card.identity), hex::encode(&card.one_time))),
        pair("MyIdentity", hex::encode(account.curve25519_key().to_bytes())),
        pair("MyIdentity.private", session::pickle_account(account)),
        pair("Name", contact.to_owned()),
        pair("Visible", "true".to_owned()),
    ];
    registers.extend(keys.0.iter().cloned());
    registers
}

/// The id of a record: local, or with MR-13 a hash of the contact's identity key.
pub fn uid(contact: &str, device: &str, card: &Card, by_hash: bool) -> String {
    if by_hash { hex::encode(&Sha256::digest(&card.identity)[..8]) } else { format!("{contact}@{device}") }
}

/// What lies in the database of a device when the run begins.
pub struct Beginning {
    /// Contacts.
    pub known: Vec<Known>,
    /// Siblings with the sessions with them.
    pub siblings: Vec<(DeviceName, Pickle)>,
    /// The account of the device.
    pub account: Pickle,
    /// The own card.
    pub card: Vec<(String, String)>,
}

impl Beginning {
    /// Writes it.
    pub fn write(&self, store: &Store) {
        store.begin();
        store.set("account", &self.account);
        for (field, value) in &self.card {
            store.set_register("identity", &register(field, value, 0, ""));
        }
        for (sibling, pickle) in &self.siblings {
            store.add_sibling(sibling);
            store.keep_session(&of_sibling(sibling), pickle);
        }
        for known in &self.known {
            write_known(store, known);
        }
        store.commit();
    }
}

fn write_known(store: &Store, known: &Known) {
    store.keep_peer(&known.peer);
    for (field, value) in &known.registers {
        store.set_register(&known.peer.uid, &register(field, value, 0, ""));
    }
    if let Some(pickle) = &known.session {
        store.keep_session(&of_peer(&known.peer.uid), pickle);
    }
}

fn register(field: &str, value: &str, clock: u64, device: &str) -> Register {
    Register { field: field.to_owned(), value: value.to_owned(), clock, device: device.to_owned() }
}

impl Device {
    pub(super) fn start(&mut self) {
        if self.store.get("started").is_some() {
            self.note(Note::Restarted);
        } else {
            self.store.set("started", "1");
            self.store.set("last_prune", &self.now_ms.to_string());
            self.check_mesh(self.options.missing.clone());
        }
        self.prune();
        self.poll_anew = true;
    }

    /// MR-5 without `flood`: the graph must be complete.
    pub(super) fn check_mesh(&mut self, missing: BTreeSet<(DeviceName, DeviceName)>) {
        if self.has(Repair::Mr5) && !self.options.flood && !missing.is_empty() {
            self.note(Note::MeshIncomplete { missing });
        }
    }

    /// M-5.
    pub(super) fn prune(&mut self) {
        if let Some(entries) = self.store.prune(self.now_ms, self.options.prune_days) {
            self.note(Note::Pruned { entries });
        }
    }

    /// Completes an invitation: a record, a session, and a `peer_update` that makes the siblings full participants (M-10).
    pub(super) fn meet(&mut self, contact: &ContactName, card: &Card) {
        let account = Account::new();
        let Some(session) = session::begin(&account, &card.identity, &card.one_time) else {
            return self.refuse(NotDone::UnfitCard(self.name.clone(), contact.clone()));
        };
        let peer = Peer {
            uid: uid(contact, &self.name, card, self.has(Repair::Mr13)),
            contact: contact.clone(),
            queue: None,
            primary: self.name.clone(),
            epoch: u64::from(self.has(Repair::Mr7)),
        };
        self.store.keep_peer(&peer);
        let clock = self.store.count("clock");
        for (field, value) in registers(contact, card, &account, &Keys::drawn()) {
            self.store.set_register(&peer.uid, &register(&field, &value, clock, &self.name));
        }
        self.store.keep_session(&of_peer(&peer.uid), &session::pickle(&session));
        self.note_pointer(&peer);
        self.poll_anew = true;
        let payload = self.peer_payload(&peer, None);
        self.dispatch(&payload);
    }

    /// A field of a snapshot as a register.
    pub(super) fn as_register(name: &str, field: &Field) -> Register {
        match field {
            Field::Plain(value) => register(name, value, 0, ""),
            Field::Stamped { value, clock, device } => register(name, value, *clock, device),
        }
    }

    /// Sets a register that the user edits.
    pub(super) fn edit(&self, scope: &str, field: &str, value: &str, clock: u64) {
        self.store.set_register(scope, &register(field, value, clock, &self.name));
    }

    /// Registers as a snapshot, stamped with MR-6.
    pub(super) fn as_snapshot(&self, registers: Vec<Register>) -> Snapshot {
        let stamped = self.has(Repair::Mr6);
        let field = |register: Register| {
            let Register { field, value, clock, device } = register;
            let value = if stamped { Field::Stamped { value, clock, device } } else { Field::Plain(value) };
            (field, value)
        };
        registers.into_iter().map(field).collect()
    }
}
