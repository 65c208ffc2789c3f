//! Talk with a contact: typed, forwarded, heard.

use prost::Message as _;
use sim_engine::Port;

use super::{Dead, Device, Item, of_peer};
use crate::payload::{CHAT, ConversationStatus, DbMessage, DeviceSyncPayload, Envelope, STATUS, UserMessage};
use crate::session;
use crate::slip::Slip;
use crate::store::Peer;
use crate::vocabulary::{
    About, CrashPoint, Fate, MsgHook, Note, Phase, QueueKey, Repair, RowState, StepAt, SyncType, Unreadable, Uuid,
};

impl Device {
    /// The user typed.
    pub(super) fn typed(&mut self, contact: &str, uuid: &Uuid, text: &str) -> Result<(), Dead> {
        self.note(Note::Typed { peer: contact.to_owned(), uuid: uuid.clone() });
        let Some(peer) = self.store.peer_of(contact) else {
            self.stranded(contact, uuid);
            return Ok(());
        };
        let status = ConversationStatus::pending(uuid);
        let mut message =
            DbMessage { data: text.to_owned(), outbound: true, status: Some(status), file_paths: Vec::new() };
        if self.speaks(&peer) {
            return self.send_and_tell(&peer, &mut message);
        }
        // 7.3: dispatched (step 5) before the row is stored (step 6).
        self.forward(&peer, &message);
        let (row, added) = self.store.put(&peer.uid, &message, self.merge());
        self.note_row(&peer, &row, added);
        if self.options.readings.msg_hook == MsgHook::All {
            self.dispatch_row(SyncType::Msg, &peer, &message);
        }
        Ok(())
    }

    fn stranded(&mut self, contact: &str, uuid: &Uuid) {
        self.note(Note::Stranded { peer: contact.to_owned(), uuid: uuid.clone() });
    }

    /// Hands a message to the primary; over all links, if it has none to it and events are passed on.
    pub(super) fn forward(&mut self, peer: &Peer, message: &DbMessage) {
        let uuid = message.status.clone().unwrap_or_default().uuid;
        let siblings = self.store.siblings();
        let to = match siblings.contains(&peer.primary) {
            true => vec![peer.primary.clone()],
            false if self.options.flood => siblings,
            false => return self.stranded(&peer.contact, &uuid),
        };
        let chat = self.chat(peer, message);
        let payload = DeviceSyncPayload {
            sync_type: SyncType::Forward.id().to_owned(),
            dedup_id: self.event(SyncType::Forward, Some(&uuid)),
            forward_payload: chat.encode_to_vec(),
            forward_peer_uid: peer.uid.clone(),
            ..DeviceSyncPayload::default()
        };
        self.send_to(&to, &payload);
    }

    /// What the contact gets to read.
    fn chat(&self, peer: &Peer, message: &DbMessage) -> UserMessage {
        UserMessage {
            destination: QueueKey::Contact(peer.contact.clone()).to_string(),
            r#type: CHAT.to_owned(),
            data: message.data.clone().into_bytes(),
            status: message.status.clone(),
            appdata: Vec::new(),
        }
    }

    /// A sibling asks to send a message for it.
    pub(super) fn apply_forward(&mut self, from: &str, payload: &DeviceSyncPayload) -> Result<Fate, Dead> {
        let Some(peer) = self.store.peer(&payload.forward_peer_uid) else {
            return Ok(self.no_conversation(from, &payload.forward_peer_uid, payload));
        };
        let Ok(chat) = UserMessage::decode(payload.forward_payload.as_slice()) else { return Ok(Fate::Reserved) };
        if peer.primary != self.name {
            // Literally its way of sending hands it to the primary; MR-7 says the same. Where all is passed on, this is too.
            if !self.options.flood && self.store.siblings().contains(&peer.primary) {
                self.pass_on(std::slice::from_ref(&peer.primary), payload);
            }
            return Ok(Fate::NotMine);
        }
        let status = chat.status.clone().unwrap_or_default();
        let is_sent = |row: &crate::store::StoredRow| row.status.state() >= RowState::Sent;
        if self.has(Repair::Mr4) && self.store.rows_of(&peer.uid, &status.uuid).iter().any(is_sent) {
            return Ok(Fate::NotMine);
        }
        let data = String::from_utf8_lossy(&chat.data).into_owned();
        let mut message = DbMessage { data, outbound: true, status: Some(status), file_paths: Vec::new() };
        self.send_and_tell(&peer, &mut message)?;
        Ok(Fate::Applied)
    }

    /// Encrypts, queues, stores the row as sent, tells the siblings (M-15).
    pub(super) fn send_and_tell(&mut self, peer: &Peer, message: &mut DbMessage) -> Result<(), Dead> {
        let pending = message.clone();
        message.status.get_or_insert_default().reach(RowState::Sent, self.now_ms);
        let uuid = message.status.clone().unwrap_or_default().uuid;
        // MR-4: the job and the row in one transaction, unless MR-10 has opened one already.
        let own = self.has(Repair::Mr4) && !self.has(Repair::Mr10);
        if own {
            self.store.begin();
        }
        let sent = self.seal_for(peer, message, &uuid);
        if sent && self.slips(Slip::ForwardTwice) && self.cause.is_some() {
            self.seal_for(peer, message, &uuid);
        }
        self.point(CrashPoint::AfterContactJobQueued)?;
        let message = if sent { message } else { &pending };
        let (row, added) = self.store.put(&peer.uid, message, self.merge());
        self.note_row(peer, &row, added);
        if own {
            self.store.commit();
        }
        self.point(CrashPoint::BeforeMsgBack)?;
        if !sent {
            self.stranded(&peer.contact, &uuid);
        }
        self.dispatch_row(SyncType::Msg, peer, message);
        self.share_state(peer);
        Ok(())
    }

    /// Seals a message and queues it. False without a session.
    fn seal_for(&mut self, peer: &Peer, message: &DbMessage, uuid: &Uuid) -> bool {
        let key = of_peer(&peer.uid);
        let plaintext = self.chat(peer, message).encode_to_vec();
        let pickle = self.store.session(&key);
        let sealed = pickle.and_then(|pickle| session::seal(&pickle, &sender(peer), &plaintext));
        let Some(sealed) = sealed else { return false };
        if !self.slips(Slip::ForgetRatchet) {
            self.store.keep_session(&key, &sealed.pickle);
        }
        self.note_ratchet(peer, &sealed.pickle, false);
        let blob = sealed.envelope.encode_to_vec();
        let contact = peer.contact.clone();
        let about = About {
            from: self.name.clone(),
            to: contact.clone(),
            sync_type: None,
            contact: Some(contact.clone()),
            event: uuid.clone(),
            uuid: Some(uuid.clone()),
            port: Port::default(),
        };
        self.store.add_job(&QueueKey::Contact(contact), &blob, &about);
        true
    }

    /// Phase 6: the state of the shared session crosses after every step.
    fn share_state(&mut self, peer: &Peer) {
        if self.options.readings.phase == Phase::Shared {
            let payload = self.peer_payload(peer, Some(&["DrStateJson".to_owned()].into()));
            self.dispatch(&payload);
        }
    }

    pub(super) fn note_ratchet(&mut self, peer: &Peer, pickle: &str, adopted: bool) {
        let Some(position) = session::position(pickle) else { return };
        let (contact, session) = (peer.contact.clone(), position.session);
        self.note(Note::Ratchet { contact, session, count: position.count, index: position.index, adopted });
    }

    pub(super) fn note_wire(&mut self, contact: &str, uuid: &Uuid, blob: &[u8]) {
        let message = Envelope::decode(blob).ok().and_then(|envelope| session::message(&envelope));
        let Some((id, ratchet_key, chain_index)) = message.map(|message| session::header(&message)) else { return };
        let (contact, uuid, session) = (contact.to_owned(), uuid.clone(), id.unwrap_or_default());
        self.note(Note::Wire { contact, uuid, session, ratchet_key, chain_index, size: blob.len() });
    }

    /// An item of a contact. What it cannot read it leaves to the one who speaks to the contact.
    pub(super) fn contact_item(
        &mut self,
        item: &Item,
        envelope: &Envelope,
        contact: &str,
        queue: Option<&String>,
    ) -> Result<bool, Dead> {
        let of_queue = |peer: &Peer| peer.contact == contact && peer.queue.as_ref() == queue;
        let Some(peer) = self.store.peers().into_iter().find(of_queue) else { return Ok(false) };
        let key = of_peer(&peer.uid);
        let pickle = self.store.session(&key).ok_or(Unreadable::NoSession);
        let message = session::message(envelope).ok_or(Unreadable::Other);
        let opened = pickle.and_then(|pickle| session::open(&pickle, &message?));
        let (plaintext, pickle) = match opened {
            Ok(opened) => opened,
            Err(why) => {
                self.note(Note::Unread { key: item.key.clone(), item: item.id, why });
                return Ok(self.speaks(&peer));
            }
        };
        self.point(CrashPoint::AfterDecrypt)?;
        let steps = self.options.readings.phase == Phase::Shared && self.options.readings.step_at == StepAt::Receive;
        let pickle = if steps { session::step(&pickle).unwrap_or(pickle) } else { pickle };
        self.store.keep_session(&key, &pickle);
        self.note_ratchet(&peer, &pickle, false);
        self.point(CrashPoint::AfterRatchetPersisted)?;
        if let Ok(message) = UserMessage::decode(plaintext.as_slice()) {
            self.heard(&peer, &message);
        }
        self.share_state(&peer);
        Ok(true)
    }

    /// A contact says something. The direct path does not look into the seen table.
    fn heard(&mut self, peer: &Peer, message: &UserMessage) {
        let mut status = message.status.clone().unwrap_or_default();
        if message.r#type == STATUS {
            self.further(peer, &status);
            return;
        }
        status.reach(RowState::Received, self.now_ms);
        self.note(Note::Heard { contact: peer.contact.clone(), uuid: status.uuid.clone() });
        let data = String::from_utf8_lossy(&message.data).into_owned();
        let message = DbMessage { data, outbound: false, status: Some(status), file_paths: Vec::new() };
        let (row, added) = self.store.put(&peer.uid, &message, self.merge());
        self.note_row(peer, &row, added);
        self.dispatch_row(SyncType::Msg, peer, &message);
    }

    /// The script says that a message got further.
    pub(super) fn got_further(&mut self, contact: &str, uuid: &Uuid, state: RowState) {
        let Some(peer) = self.store.peer_of(contact) else { return self.stranded(contact, uuid) };
        let known = self.store.rows_of(&peer.uid, uuid).pop().map(|row| row.status);
        let mut status = known.unwrap_or_else(|| ConversationStatus::pending(uuid));
        status.reach(state, self.now_ms);
        self.further(&peer, &status);
    }

    fn further(&mut self, peer: &Peer, status: &ConversationStatus) {
        let known = self.store.rows_of(&peer.uid, &status.uuid).pop().map(|row| row.status);
        let mut joined = known.unwrap_or_else(|| status.clone());
        joined.join(status);
        let (rows, added) = self.store.put_status(&peer.uid, &joined, self.merge());
        rows.iter().for_each(|row| self.note_row(peer, row, added));
        let message = DbMessage { status: Some(joined), outbound: true, ..DbMessage::default() };
        self.dispatch_row(SyncType::Status, peer, &message);
    }
}

/// How the user signs an envelope: as one person, unless the contact has a session of this device's own.
fn sender(peer: &Peer) -> String {
    peer.queue.as_ref().map_or_else(|| "user".to_owned(), |device| format!("user/{device}"))
}
