//! Records of contacts and the own card: snapshots that go out and come in, primaries, hand-over.

use std::collections::BTreeSet;

use super::{Dead, Device, of_peer};
use crate::payload::{ConversationStatus, DeviceSyncPayload, Field, Snapshot};
use crate::session;
use crate::slip::Slip;
use crate::store::{Peer, StoredRow};
use crate::system::NotDone;
use crate::vocabulary::{Fate, Note, PeerField, Phase, Repair, RowState, SyncType};

/// Members of `peer_data` that MR-8 leaves out.
const PRIVATE: [&str; 6] =
    ["DrKpPrivate", "DrRootKey", "DrStateJson", "MyEncryptionKp.private", "MyLookupKp.private", "MySymKey"];

/// Members that MR-7 adds.
const PRIMARY: [&str; 2] = ["primary_device_uid", "primary_epoch"];

/// Does MR-8 leave this member out? The identity key stays if a sibling may have to take over (MR-14).
pub fn is_private(field: &str, hand_over: bool) -> bool {
    PRIVATE.contains(&field) || field == "MyIdentity.private" && !hand_over
}

impl Device {
    /// Is this member of a record kept from siblings?
    fn is_withheld(&self, field: &str) -> bool {
        let relay = self.options.readings.phase == Phase::Relay;
        self.has(Repair::Mr8) && relay && is_private(field, self.has(Repair::Mr14))
    }

    /// A `peer_update`: the whole record, or with MR-6 only these fields.
    pub(super) fn peer_payload(&self, peer: &Peer, changed: Option<&BTreeSet<String>>) -> DeviceSyncPayload {
        let changed = changed.filter(|_| self.has(Repair::Mr6));
        let mut registers = self.store.registers(&peer.uid);
        if let Some(pickle) = self.store.session(&of_peer(&peer.uid)) {
            registers.retain(|register| register.field != "DrStateJson");
            let state = Field::Plain(pickle);
            registers.push(Self::as_register("DrStateJson", &state));
        }
        registers.retain(|register| {
            !self.is_withheld(&register.field) && changed.is_none_or(|changed| changed.contains(&register.field))
        });
        let mut snapshot = self.as_snapshot(registers);
        if self.has(Repair::Mr7) {
            snapshot.insert(PRIMARY[0].to_owned(), Field::Plain(peer.primary.clone()));
            snapshot.insert(PRIMARY[1].to_owned(), Field::Plain(peer.epoch.to_string()));
        }
        if self.slips(Slip::PasswordInRecord) {
            snapshot.insert("dbPassword".to_owned(), Field::Plain("correct horse".to_owned()));
        }
        DeviceSyncPayload {
            sync_type: SyncType::PeerUpdate.id().to_owned(),
            peer_uid: peer.uid.clone(),
            dedup_id: self.event(SyncType::PeerUpdate, None),
            peer_data: serde_json::to_vec(&snapshot).expect("a snapshot is plain data"),
            ..DeviceSyncPayload::default()
        }
    }

    pub(super) fn edit_peer(&mut self, contact: &str, fields: &[(PeerField, String)]) {
        let Some(peer) = self.store.peer_of(contact) else {
            return self.refuse(NotDone::NoRecord(self.name.clone(), contact.to_owned()));
        };
        let clock = self.store.count("clock");
        for (field, value) in fields {
            self.edit(&peer.uid, field.id(), value, clock);
        }
        let changed = fields.iter().map(|(field, _)| field.id().to_owned()).collect();
        let payload = self.peer_payload(&peer, Some(&changed));
        self.dispatch(&payload);
    }

    pub(super) fn edit_identity(&mut self, fields: &[(String, String)]) {
        let clock = self.store.count("clock");
        for (field, value) in fields {
            self.edit("identity", field, value, clock);
        }
        let changed = fields.iter().map(|(field, _)| field.clone()).collect();
        let payload = self.identity_payload(Some(&changed));
        self.dispatch(&payload);
    }

    /// An `identity_update`: the four members of the card, or with MR-6 only these.
    pub(super) fn identity_payload(&self, changed: Option<&BTreeSet<String>>) -> DeviceSyncPayload {
        let changed = changed.filter(|_| self.has(Repair::Mr6));
        let mut registers = self.store.registers("identity");
        registers.retain(|register| changed.is_none_or(|changed| changed.contains(&register.field)));
        DeviceSyncPayload {
            sync_type: SyncType::IdentityUpdate.id().to_owned(),
            dedup_id: self.event(SyncType::IdentityUpdate, None),
            identity_data: serde_json::to_vec(&self.as_snapshot(registers)).expect("a snapshot is plain data"),
            ..DeviceSyncPayload::default()
        }
    }

    pub(super) fn apply_identity(&mut self, payload: &DeviceSyncPayload) {
        let snapshot: Snapshot = serde_json::from_slice(&payload.identity_data).unwrap_or_default();
        for (name, field) in &snapshot {
            self.apply_field("identity", name, field);
        }
    }

    /// A member of a snapshot: the last one that came, or with MR-6 the one with the higher stamp.
    fn apply_field(&self, scope: &str, name: &str, field: &Field) {
        let register = Self::as_register(name, field);
        self.store.hear_clock(register.clock);
        if self.has(Repair::Mr6) {
            self.store.merge_register(scope, &register);
        } else {
            self.store.set_register(scope, &register);
        }
    }

    pub(super) fn apply_peer(&mut self, from: &str, payload: &DeviceSyncPayload) -> Result<Fate, Dead> {
        let snapshot: Snapshot = serde_json::from_slice(&payload.peer_data).unwrap_or_default();
        let value = |name: &str| snapshot.get(name).map(|field| Self::as_register(name, field).value);
        let there = self.store.peer(&payload.peer_uid);
        let is_new = there.is_none();
        let first = || {
            let contact = value("Contact")?;
            Some(Peer { uid: payload.peer_uid.clone(), contact, queue: None, primary: from.to_owned(), epoch: 0 })
        };
        let Some(mut peer) = there.or_else(first) else {
            return Ok(self.no_conversation(from, &payload.peer_uid, payload));
        };
        let claim = value(PRIMARY[0]).zip(value(PRIMARY[1]).and_then(|epoch| epoch.parse().ok()));
        let before = peer.primary.clone();
        let moved = self.adopt_primary(&mut peer, from, claim) || is_new;
        self.store.keep_peer(&peer);
        for (name, field) in snapshot.iter().filter(|(name, _)| !PRIMARY.contains(&name.as_str())) {
            self.apply_field(&peer.uid, name, field);
        }
        if let Some(pickle) = value("DrStateJson").filter(|_| self.options.readings.phase == Phase::Shared) {
            self.adopt_session(&peer, &pickle);
        }
        if moved {
            self.poll_anew = true;
            self.note_pointer(&peer);
        }
        self.unpark(&peer.uid)?;
        if before != peer.primary && self.has(Repair::Mr14) {
            self.forward_pending(&peer)?;
        }
        Ok(Fate::Applied)
    }

    /// Literally whoever sends the record is its primary (M-14); with MR-7 the epoch decides. True if it is another now.
    fn adopt_primary(&self, peer: &mut Peer, from: &str, claim: Option<(String, u64)>) -> bool {
        let (primary, epoch) = match claim {
            Some((primary, epoch)) if self.has(Repair::Mr7) && !self.slips(Slip::SenderIsPrimary) => {
                let is_later = epoch > peer.epoch || epoch == peer.epoch && primary < peer.primary;
                if !is_later {
                    return false;
                }
                (primary, epoch)
            }
            None if self.has(Repair::Mr7) => return false,
            _ => (from.to_owned(), peer.epoch),
        };
        let is_other = (&primary, epoch) != (&peer.primary, peer.epoch);
        (peer.primary, peer.epoch) = (primary, epoch);
        is_other
    }

    pub(super) fn note_pointer(&mut self, peer: &Peer) {
        let Peer { contact, primary, epoch, .. } = peer.clone();
        self.note(Note::Pointer { contact, primary, epoch });
    }

    /// Phase 6: the copy takes the place of what is there; `dr_guard` (MR-8) refuses what would fall back.
    fn adopt_session(&mut self, peer: &Peer, pickle: &str) {
        let key = of_peer(&peer.uid);
        let mine = self.store.session(&key);
        if mine.as_deref() == Some(pickle) {
            return;
        }
        let positions = mine.as_deref().and_then(session::position).zip(session::position(pickle));
        if let Some((mine, theirs)) = positions.filter(|_| self.has(Repair::Mr8)) {
            let fork = mine.count == theirs.count && mine.key != theirs.key;
            let falls = (theirs.count, theirs.index) < (mine.count, mine.index);
            if mine.session == theirs.session && (fork || falls) {
                self.note(Note::Guarded { contact: peer.contact.clone(), fork });
                return;
            }
        }
        self.store.keep_session(&key, pickle);
        self.note_ratchet(peer, pickle, true);
    }

    /// MR-14: the device makes itself the primary, with a new session.
    pub(super) fn take_over(&mut self, contact: &str) -> Result<(), Dead> {
        let taken = self.store.peer_of(contact).filter(|_| self.has(Repair::Mr14)).and_then(|peer| {
            let value = |field: &str| self.store.register(&peer.uid, field).map(|register| register.value);
            let account = session::unpickle_account(&value("MyIdentity.private")?)?;
            let keys = value("ContactKeys")?;
            let (identity, one_time) = keys.split_once(':')?;
            let (identity, one_time) = (hex::decode(identity).ok()?, hex::decode(one_time).ok()?);
            let session = session::begin(&account, &identity, &one_time)?;
            Some((peer, session::pickle(&session)))
        });
        let done = taken.is_some();
        self.note(Note::TookOver { peer: contact.to_owned(), done });
        let Some((mut peer, pickle)) = taken else { return Ok(()) };
        self.store.keep_session(&of_peer(&peer.uid), &pickle);
        (peer.primary, peer.epoch) = (self.name.clone(), peer.epoch + 1);
        self.store.keep_peer(&peer);
        self.note_pointer(&peer);
        self.poll_anew = true;
        let payload = self.peer_payload(&peer, Some(&BTreeSet::new()));
        self.dispatch(&payload);
        self.forward_pending(&peer)
    }

    /// What waits for a primary goes to the present one, which may be this device.
    fn forward_pending(&mut self, peer: &Peer) -> Result<(), Dead> {
        let waits = |row: &StoredRow| {
            row.conversation == peer.uid && row.outbound && row.status.state() == RowState::PendingForward
        };
        for row in self.store.rows().into_iter().filter(waits) {
            let mut message = row.db_message();
            message.status = Some(ConversationStatus::pending(&row.status.uuid));
            if peer.primary == self.name {
                self.send_and_tell(peer, &mut message)?;
            } else {
                self.forward(peer, &message);
            }
        }
        Ok(())
    }
}
