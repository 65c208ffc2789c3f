//! A device of the user: a machine without IO. Durable is what lies in its [`Store`]; a crash forgets everything else.

mod direct;
mod dispatch;
mod pairing;
mod record;
mod start;
mod sync;
mod view;

use std::collections::BTreeSet;

use prost::Message as _;

use crate::payload::{Card, Envelope};
use crate::slip::Slip;
use crate::store::{Merge, Peer, Store, StoredRow};
use crate::system::NotDone;
use crate::vocabulary::{
    About, CrashPoint, DeviceName, EventId, Note, On, PeerField, Phase, Poll, QueueKey, Readings, Repair, Repairs,
    RowState, SyncType, Uuid,
};

pub use record::is_private;
pub use start::{Beginning, Keys, Known, registers, uid};

/// What a device is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceOptions {
    /// How the plan is read.
    pub readings: Readings,
    /// What is repaired.
    pub repairs: Repairs,
    /// MR-5: does it pass on what it applies for the first time?
    pub flood: bool,
    /// MR-15: how many of the last messages a late device gets.
    pub backfill: usize,
    /// Pairs of the graph that the run begins with and that the device lacks (MR-5).
    pub missing: BTreeSet<(DeviceName, DeviceName)>,
    /// Window of the seen table, in days.
    pub prune_days: u64,
    /// Mistakes that it makes.
    pub slips: BTreeSet<Slip>,
}

/// An item of a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it lay.
    pub key: QueueKey,
    /// Its number there.
    pub id: u64,
    /// An [`Envelope`], encoded.
    pub blob: Vec<u8>,
}

/// What a device is handed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum In {
    /// It is started, for the first time or again.
    Start,
    /// It has a connection again.
    Online,
    /// The connection is lost.
    Offline,
    /// The user types.
    Type {
        /// To whom.
        peer: String,
        /// Which message.
        uuid: Uuid,
        /// What.
        text: String,
    },
    /// A message got further.
    Status {
        /// With whom.
        peer: String,
        /// Which message.
        uuid: Uuid,
        /// How far.
        state: RowState,
    },
    /// The user edits a record.
    EditPeer {
        /// Whose.
        peer: String,
        /// What of it.
        fields: Vec<(PeerField, String)>,
    },
    /// The user edits the own card.
    EditIdentity(Vec<(String, String)>),
    /// The server hands an item out.
    Queue(Item),
    /// The user completes an invitation of a contact, who showed this card.
    Meet(String, Card),
    /// The user pairs it with a device.
    Pair(DeviceName),
    /// The user makes it the primary of a contact.
    TakeOver(String),
    /// The user asks a sibling for the last messages (MR-15).
    AskHistory(DeviceName),
    /// It dies there, once.
    Arm(CrashPoint, On),
    /// What it sends next is sealed and pushed twice.
    Repeat,
}

/// What a device wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Out {
    /// Push into a queue.
    Push(QueueKey, Vec<u8>, Box<About>),
    /// An item is no longer needed.
    Release(QueueKey, u64),
    /// Be handed what this queue has and gets.
    Poll(QueueKey),
    /// No longer.
    Leave(QueueKey),
    /// Tell this.
    Note(Note),
    /// It is dead.
    Dead(CrashPoint),
}

/// It died.
struct Dead(CrashPoint);

/// What the device handles, if it is a sync message.
#[derive(Clone, Debug)]
struct Cause {
    from: DeviceName,
    sync_type: SyncType,
    event: EventId,
    uuid: Option<Uuid>,
}

/// A device.
pub struct Device {
    name: DeviceName,
    options: DeviceOptions,
    store: Store,
    armed: Option<(CrashPoint, On)>,
    repeat: bool,
    /// It did.
    repeated: bool,
    polled: BTreeSet<QueueKey>,
    /// Whom to poll may have changed.
    poll_anew: bool,
    cause: Option<Cause>,
    now_ms: u64,
    outs: Vec<Out>,
    /// What is said whatever becomes of the rest.
    said: Vec<Out>,
    /// Why it did not do what it was told.
    refused: Option<NotDone>,
}

impl Device {
    /// A device with its database.
    pub fn new(name: &str, options: DeviceOptions, store: Store) -> Self {
        Self {
            name: name.to_owned(),
            options,
            store,
            armed: None,
            repeat: false,
            repeated: false,
            polled: BTreeSet::new(),
            poll_anew: true,
            cause: None,
            now_ms: 0,
            outs: Vec::new(),
            said: Vec::new(),
            refused: None,
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Why its database cannot be used; none as long as it can.
    pub fn failure(&self) -> Option<String> {
        self.store.failure()
    }

    /// Takes why it could not do what it was told last.
    pub fn refusal(&mut self) -> Option<NotDone> {
        self.refused.take()
    }

    /// Takes one input, at a time in Unix milliseconds, and says what should happen.
    pub fn handle(&mut self, now_ms: u64, input: In) -> Vec<Out> {
        self.now_ms = now_ms;
        if self.failure().is_some() {
            return Vec::new();
        }
        let item = if let In::Queue(item) = &input { Some((item.key.clone(), item.id)) } else { None };
        let one_transaction = self.has(Repair::Mr10);
        if one_transaction {
            self.store.begin();
        }
        let dead = match self.take(input) {
            Ok(release) => {
                if one_transaction {
                    self.store.commit();
                }
                self.end(item.filter(|_| release)).err()
            }
            Err(dead) => {
                if one_transaction {
                    self.outs.clear();
                }
                Some(dead)
            }
        };
        if let Some(Dead(point)) = dead {
            self.die(point);
        }
        self.cause = None;
        let mut outs = std::mem::take(&mut self.said);
        outs.append(&mut self.outs);
        outs
    }

    /// Everything is applied: the item is released, what is to go out goes out.
    fn end(&mut self, item: Option<(QueueKey, u64)>) -> Result<(), Dead> {
        if item.is_some() {
            self.point(CrashPoint::AfterApply)?;
        }
        if std::mem::take(&mut self.repeated) {
            self.repeat = false;
        }
        self.flush();
        if let Some((key, id)) = item
            && !self.slips(Slip::ReleaseEarly)
        {
            self.outs.push(Out::Release(key, id));
        }
        if std::mem::take(&mut self.poll_anew) {
            self.poll();
        }
        Ok(())
    }

    /// True if the item that it was about is no longer needed.
    fn take(&mut self, input: In) -> Result<bool, Dead> {
        match input {
            In::Start => self.start(),
            In::Online => {
                self.note(Note::Online(true));
                self.prune();
                self.poll_anew = true;
            }
            In::Offline => {
                self.note(Note::Online(false));
                self.polled.clear();
            }
            In::Type { peer, uuid, text } => self.typed(&peer, &uuid, &text)?,
            In::Status { peer, uuid, state } => self.got_further(&peer, &uuid, state),
            In::EditPeer { peer, fields } => self.edit_peer(&peer, &fields),
            In::EditIdentity(fields) => self.edit_identity(&fields),
            In::Queue(item) => return self.queue(&item),
            In::Meet(contact, card) => self.meet(&contact, &card),
            In::Pair(with) => self.show_card(&with),
            In::AskHistory(from) => self.ask_history(&from),
            In::TakeOver(peer) => self.take_over(&peer)?,
            In::Arm(point, on) => self.armed = Some((point, on)),
            In::Repeat => self.repeat = true,
        }
        Ok(false)
    }

    fn queue(&mut self, item: &Item) -> Result<bool, Dead> {
        if self.slips(Slip::ReleaseEarly) {
            self.said.push(Out::Release(item.key.clone(), item.id));
        }
        let Ok(envelope) = Envelope::decode(item.blob.as_slice()) else { return Ok(true) };
        match &item.key {
            QueueKey::Device(_) => self.sync_item(item, &envelope).map(|()| true),
            QueueKey::User(contact, queue) => self.contact_item(item, &envelope, contact, queue.as_ref()),
            QueueKey::Contact(_) => Ok(true),
        }
    }

    /// Dies here, if the script says so.
    fn point(&mut self, point: CrashPoint) -> Result<(), Dead> {
        let here = |on: &On| {
            let cause = self.cause.as_ref();
            let sync_type = on.sync_type.is_none_or(|wanted| cause.is_some_and(|cause| cause.sync_type == wanted));
            let uuid = on.uuid.as_ref().is_none_or(|wanted| cause.is_some_and(|c| c.uuid.as_ref() == Some(wanted)));
            sync_type && uuid
        };
        let is_here = self.armed.as_ref().is_some_and(|(wanted, on)| *wanted == point && here(on));
        if is_here { Err(Dead(point)) } else { Ok(()) }
    }

    fn die(&mut self, point: CrashPoint) {
        self.store.die();
        (self.armed, self.repeat, self.poll_anew) = (None, false, true);
        self.polled.clear();
        self.note(Note::Crashed(point));
        self.outs.push(Out::Dead(point));
    }

    /// Pushes what is queued.
    fn flush(&mut self) {
        for job in self.store.jobs() {
            if let (QueueKey::Contact(contact), Some(uuid)) = (&job.key, &job.about.uuid) {
                self.note_wire(contact, uuid, &job.blob);
            }
            self.outs.push(Out::Push(job.key, job.blob, Box::new(job.about)));
            self.store.end_job(job.id);
        }
    }

    /// Polls what it should, and leaves what it should no longer.
    fn poll(&mut self) {
        let mut wanted: BTreeSet<_> = [QueueKey::Device(self.name.clone())].into();
        let all = self.options.readings.poll == Poll::AllKeys && !self.has(Repair::Mr9);
        for peer in self.store.peers() {
            let mine = peer.queue.as_ref().map_or(all || peer.primary == self.name, |queue| *queue == self.name);
            if mine {
                wanted.insert(QueueKey::User(peer.contact, peer.queue));
            }
        }
        let left = self.polled.difference(&wanted).cloned().map(Out::Leave);
        let polled = wanted.difference(&self.polled).cloned().map(Out::Poll);
        self.outs.extend(left.chain(polled));
        self.polled = wanted;
    }

    /// A push: with MR-10 a job of the transaction, else at once.
    fn push(&mut self, queue: QueueKey, blob: Vec<u8>, about: About) {
        if self.has(Repair::Mr10) {
            self.store.add_job(&queue, &blob, &about);
        } else {
            self.outs.push(Out::Push(queue, blob, Box::new(about)));
        }
    }

    fn has(&self, repair: Repair) -> bool {
        self.options.repairs.has(repair)
    }

    fn slips(&self, slip: Slip) -> bool {
        self.options.slips.contains(&slip)
    }

    fn note(&mut self, note: Note) {
        self.outs.push(Out::Note(note));
    }

    /// It does not do what it is told.
    fn refuse(&mut self, why: NotDone) {
        self.refused = Some(why);
    }

    /// What it was to die at and did not reach.
    pub fn unreached(&self) -> Option<CrashPoint> {
        self.armed.as_ref().map(|(point, _)| *point)
    }

    fn merge(&self) -> Merge {
        Merge { upsert: self.has(Repair::Mr2), join: self.has(Repair::Mr3) }
    }

    /// Does it speak to this contact itself?
    fn speaks(&self, peer: &Peer) -> bool {
        self.options.readings.phase != Phase::Relay || peer.primary == self.name
    }

    fn note_row(&mut self, peer: &Peer, row: &StoredRow, added: bool) {
        let (uuid, state) = (row.status.uuid.clone(), row.status.state());
        self.note(Note::Row { peer: peer.contact.clone(), uuid, state, added });
    }
}

/// Key of a session with a sibling.
fn of_sibling(device: &str) -> String {
    format!("sibling/{device}")
}

/// Key of a session with a contact.
fn of_peer(uid: &str) -> String {
    format!("peer/{uid}")
}
