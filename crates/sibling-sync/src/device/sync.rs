//! Sync messages that come in: seen? mark, persist the ratchet, apply (M-4).

use prost::Message as _;

use super::dispatch::uuid_of;
use super::{Cause, Dead, Device, Item, of_sibling};
use crate::payload::{DEVICE_SYNC, DeviceSyncPayload, Envelope, UserMessage};
use crate::session;
use crate::slip::Slip;
use crate::store::{Merge, seen_key};
use crate::vocabulary::{CrashPoint, Fate, Note, Repair, SyncType, Unreadable};

impl Device {
    /// An item of its own queue. Nobody else can read it, so it is released even if it cannot be read.
    pub(super) fn sync_item(&mut self, item: &Item, envelope: &Envelope) -> Result<(), Dead> {
        if envelope.kind == Envelope::CARD {
            self.card(&envelope.from, &envelope.body);
            return Ok(());
        }
        let opened = match session::message(envelope) {
            None => Err(Unreadable::Other),
            Some(message) => {
                let pickle = self.store.session(&of_sibling(&envelope.from));
                if envelope.kind == Envelope::PRE_KEY && self.pairing_answer(&envelope.from, &message) {
                    return Ok(());
                }
                pickle.ok_or(Unreadable::NoSession).and_then(|pickle| session::open(&pickle, &message))
            }
        };
        let (plaintext, pickle) = match opened {
            Ok(opened) => opened,
            Err(why) => {
                self.note(Note::Unread { key: item.key.clone(), item: item.id, why });
                return Ok(());
            }
        };
        let Ok(message) = UserMessage::decode(plaintext.as_slice()) else { return Ok(()) };
        if message.r#type != DEVICE_SYNC {
            self.store.keep_session(&of_sibling(&envelope.from), &pickle);
            self.pairing_end(&envelope.from, &message);
            self.send_history(&envelope.from, &message);
            return Ok(());
        }
        match DeviceSyncPayload::decode(message.appdata.as_slice()) {
            Ok(payload) => self.sync(&envelope.from, &payload, &pickle),
            Err(_) => Ok(()),
        }
    }

    fn sync(&mut self, from: &str, payload: &DeviceSyncPayload, pickle: &str) -> Result<(), Dead> {
        let Some(sync_type) = SyncType::of(&payload.sync_type) else { return Ok(()) };
        let (event, uuid) = (payload.dedup_id.clone(), uuid_of(payload));
        self.cause = Some(Cause { from: from.to_owned(), sync_type, event: event.clone(), uuid: uuid.clone() });
        self.point(CrashPoint::AfterDecrypt)?;
        let key = seen_key(sync_type, &event, self.has(Repair::Mr1));
        let session = of_sibling(from);
        let fate = if self.store.is_seen(&key) {
            self.store.keep_session(&session, pickle);
            Fate::Seen
        } else {
            self.store.mark_seen(&key, self.now_ms);
            self.point(CrashPoint::AfterMarkSeen)?;
            self.store.keep_session(&session, pickle);
            self.point(CrashPoint::AfterRatchetPersisted)?;
            let fate = self.apply(from, sync_type, payload)?;
            self.flood(payload, &fate);
            fate
        };
        self.note(Note::SyncTook { from: from.to_owned(), sync_type, event, uuid, fate });
        Ok(())
    }

    /// MR-5: what is applied for the first time goes to all links but the one that it came from. A forward that reached the
    /// primary goes no further.
    fn flood(&mut self, payload: &DeviceSyncPayload, fate: &Fate) {
        let arrived = payload.sync_type == SyncType::Forward.id() && *fate == Fate::Applied;
        let Some(from) = self.cause.as_ref().map(|cause| cause.from.clone()).filter(|_| self.options.flood && !arrived)
        else {
            return;
        };
        let others: Vec<_> = self.store.siblings().into_iter().filter(|sibling| *sibling != from).collect();
        self.pass_on(&others, payload);
    }

    /// Applies a sync message, whatever the seen table says.
    pub(super) fn apply(&mut self, from: &str, sync_type: SyncType, payload: &DeviceSyncPayload) -> Result<Fate, Dead> {
        match sync_type {
            SyncType::Msg | SyncType::Status => Ok(self.apply_row(from, sync_type, payload)),
            SyncType::Forward => self.apply_forward(from, payload),
            SyncType::PeerUpdate => self.apply_peer(from, payload),
            SyncType::IdentityUpdate => {
                self.apply_identity(payload);
                Ok(Fate::Applied)
            }
            SyncType::ServerAdd => Ok(Fate::Reserved),
        }
    }

    fn apply_row(&mut self, from: &str, sync_type: SyncType, payload: &DeviceSyncPayload) -> Fate {
        let Some(peer) = self.store.peer(&payload.peer_uid) else {
            return self.no_conversation(from, &payload.peer_uid, payload);
        };
        let message = payload.db_message.clone().unwrap_or_default();
        if sync_type == SyncType::Msg {
            let (row, added) = self.store.put(&peer.uid, &message, self.merge());
            self.note_row(&peer, &row, added);
            if added && self.slips(Slip::DispatchSynced) {
                self.dispatch_row(SyncType::Msg, &peer, &message);
            }
            return Fate::Applied;
        }
        let join = self.has(Repair::Mr3) && !self.slips(Slip::LastStatusWins);
        let merge = Merge { join, ..self.merge() };
        let (rows, added) = self.store.put_status(&peer.uid, &message.status.unwrap_or_default(), merge);
        rows.iter().for_each(|row| self.note_row(&peer, row, added));
        if rows.is_empty() { Fate::NoRow } else { Fate::Applied }
    }

    /// There is nothing that it could be applied to.
    pub(super) fn no_conversation(&mut self, from: &str, conversation: &str, payload: &DeviceSyncPayload) -> Fate {
        if !self.has(Repair::Mr11) {
            return Fate::NoConversation;
        }
        self.store.park(conversation, from, &payload.encode_to_vec());
        Fate::Parked
    }

    /// What waited for a conversation is applied.
    pub(super) fn unpark(&mut self, conversation: &str) -> Result<(), Dead> {
        for parked in self.store.unpark(conversation) {
            let Ok(payload) = DeviceSyncPayload::decode(parked.payload.as_slice()) else { continue };
            let Some(sync_type) = SyncType::of(&payload.sync_type) else { continue };
            let (event, uuid) = (payload.dedup_id.clone(), uuid_of(&payload));
            let fate = self.apply(&parked.from, sync_type, &payload)?;
            self.note(Note::SyncTook { from: parked.from, sync_type, event, uuid, fate });
        }
        Ok(())
    }
}
