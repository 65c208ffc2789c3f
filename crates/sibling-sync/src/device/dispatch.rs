//! Sync messages that go out.

use std::collections::BTreeSet;

use prost::Message as _;
use sim_engine::Port;

use super::{Device, of_sibling};
use crate::payload::{ConversationStatus, DEVICE_SYNC, DbMessage, DeviceSyncPayload, Snapshot, UserMessage};
use crate::session;
use crate::store::{Peer, seen_key};
use crate::vocabulary::{About, DedupId, EventId, Note, QueueKey, Repair, SyncType, Uuid};

impl Device {
    /// The id of a new event: literally the message's uuid where it is about a message.
    pub(super) fn event(&self, sync_type: SyncType, uuid: Option<&Uuid>) -> EventId {
        let by_uuid = match sync_type {
            SyncType::Msg => true,
            SyncType::Status | SyncType::Forward => self.options.readings.dedup_id == DedupId::Uuid,
            SyncType::PeerUpdate | SyncType::IdentityUpdate | SyncType::ServerAdd => false,
        };
        match uuid {
            Some(uuid) if by_uuid && !self.has(Repair::Mr1) => uuid.clone(),
            _ => self.store.new_event(&self.name),
        }
    }

    /// `msg` or `status` to every sibling.
    pub(super) fn dispatch_row(&mut self, sync_type: SyncType, peer: &Peer, message: &DbMessage) {
        let payload = self.row_payload(sync_type, peer, message);
        self.dispatch(&payload);
    }

    /// A `msg` or `status` as a payload.
    pub(super) fn row_payload(&self, sync_type: SyncType, peer: &Peer, message: &DbMessage) -> DeviceSyncPayload {
        let uuid = message.status.as_ref().map(|status| &status.uuid);
        DeviceSyncPayload {
            sync_type: sync_type.id().to_owned(),
            peer_uid: peer.uid.clone(),
            db_message: Some(message.clone()),
            dedup_id: self.event(sync_type, uuid),
            ..DeviceSyncPayload::default()
        }
    }

    /// To every sibling.
    pub(super) fn dispatch(&mut self, payload: &DeviceSyncPayload) {
        let siblings = self.store.siblings();
        self.send_to(&siblings, payload);
    }

    /// A new event to these siblings. Where events are passed on, one's own come back: they are seen already.
    pub(super) fn send_to(&mut self, siblings: &[String], payload: &DeviceSyncPayload) {
        if self.options.flood
            && let Some(sync_type) = SyncType::of(&payload.sync_type)
        {
            let key = seen_key(sync_type, &payload.dedup_id, self.has(Repair::Mr1));
            self.store.mark_seen(&key, self.now_ms);
        }
        siblings.iter().for_each(|to| self.send(to, payload, false));
    }

    /// Passes the event at hand on, as it is, to these siblings.
    pub(super) fn pass_on(&mut self, siblings: &[String], payload: &DeviceSyncPayload) {
        siblings.iter().for_each(|to| self.send(to, payload, true));
    }

    fn send(&mut self, to: &str, payload: &DeviceSyncPayload, passed_on: bool) {
        self.seal_and_push(to, payload, passed_on);
        if self.repeat {
            self.repeated = true;
            self.seal_and_push(to, payload, passed_on);
        }
    }

    fn seal_and_push(&mut self, to: &str, payload: &DeviceSyncPayload, passed_on: bool) {
        let (key, queue) = (of_sibling(to), QueueKey::Device(to.to_owned()));
        let status = ConversationStatus { uuid: payload.dedup_id.clone(), ..ConversationStatus::default() };
        let appdata = payload.encode_to_vec();
        let message = UserMessage {
            destination: queue.to_string(),
            r#type: DEVICE_SYNC.to_owned(),
            data: Vec::new(),
            status: Some(status),
            appdata: appdata.clone(),
        };
        let pickle = self.store.session(&key);
        let sealed = pickle.and_then(|pickle| session::seal(&pickle, &self.name, &message.encode_to_vec()));
        let Some(sync_type) = SyncType::of(&payload.sync_type) else { return };
        let Some(sealed) = sealed else {
            self.note(Note::Unsealed { to: to.to_owned(), sync_type, event: payload.dedup_id.clone() });
            return;
        };
        let blob = sealed.envelope.encode_to_vec();
        self.note(Note::SyncSent {
            to: to.to_owned(),
            sync_type,
            event: payload.dedup_id.clone(),
            uuid: uuid_of(payload),
            cause: self.cause.as_ref().map(|cause| (cause.sync_type, cause.event.clone())),
            passed_on,
            members: members(payload),
            payload: hex::encode(appdata),
            size: blob.len(),
        });
        // M-2: stored after every send. With MR-10 the session and what it sealed are durable together.
        let about = self.about(to, sync_type, payload);
        self.push(queue, blob, about);
        self.store.keep_session(&key, &sealed.pickle);
    }

    fn about(&self, to: &str, sync_type: SyncType, payload: &DeviceSyncPayload) -> About {
        let of_record = (sync_type == SyncType::PeerUpdate).then_some(&payload.peer_uid);
        let peer = of_record.and_then(|uid| self.store.peer(uid));
        About {
            from: self.name.clone(),
            to: to.to_owned(),
            sync_type: Some(sync_type),
            contact: peer.map(|peer| peer.contact),
            event: payload.dedup_id.clone(),
            uuid: uuid_of(payload),
            port: Port::default(),
        }
    }
}

/// The message that a payload is about.
pub(super) fn uuid_of(payload: &DeviceSyncPayload) -> Option<Uuid> {
    let of_row = payload.db_message.as_ref().and_then(|message| message.status.as_ref());
    let of_forward = || UserMessage::decode(payload.forward_payload.as_slice()).ok()?.status;
    of_row.cloned().or_else(of_forward).map(|status| status.uuid).filter(|uuid| !uuid.is_empty())
}

/// Names of the members of its snapshot.
fn members(payload: &DeviceSyncPayload) -> BTreeSet<String> {
    let of = |bytes: &[u8]| serde_json::from_slice::<Snapshot>(bytes).unwrap_or_default().into_keys();
    of(&payload.peer_data).chain(of(&payload.identity_data)).collect()
}
