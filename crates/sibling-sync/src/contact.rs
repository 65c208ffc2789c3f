//! Somebody whom the user writes to: a machine that knows of sessions, and nothing of devices.

use std::collections::BTreeSet;

use prost::Message as _;
use sim_engine::Port;
use vodozemac::olm::{Account, OlmMessage};

use crate::device::{Item, Out};
use crate::payload::{CHAT, Card, ConversationStatus, Envelope, STATUS, UserMessage};
use crate::session::{self, Pickle};
use crate::vocabulary::{About, ContactName, ContactRead, ContactView, Note, QueueKey, RowState, Unreadable, Uuid};

/// What a contact is like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContactOptions {
    /// Does it acknowledge what it reads?
    pub acknowledges: bool,
    /// Does it tell messages apart by uuid (MR-14)?
    pub by_uuid: bool,
}

/// Where it writes to, and the sessions that go there; the one that it heard from last is the last.
struct Channel {
    queue: QueueKey,
    sessions: Vec<Pickle>,
}

/// A contact.
pub struct Contact {
    name: ContactName,
    options: ContactOptions,
    account: Account,
    channels: Vec<Channel>,
    known: BTreeSet<Uuid>,
    view: ContactView,
    start_ms: u64,
}

impl Contact {
    /// A contact with its sessions, at a time in Unix milliseconds.
    pub fn new(
        name: &str,
        options: ContactOptions,
        account: Account,
        sessions: Vec<(QueueKey, Pickle)>,
        start_ms: u64,
    ) -> Self {
        let channel = |(queue, pickle)| Channel { queue, sessions: vec![pickle] };
        let channels = sessions.into_iter().map(channel).collect();
        let (name, known, view) = (name.to_owned(), BTreeSet::new(), ContactView::default());
        Self { name, options, account, channels, known, view, start_ms }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The card that it shows: a session can be begun with it at any time.
    pub fn card(&self) -> Card {
        let key = self.account.fallback_key().into_values().next();
        let one_time = key.map(|key| key.to_bytes().to_vec()).unwrap_or_default();
        Card { identity: self.account.curve25519_key().to_bytes().to_vec(), one_time }
    }

    /// What it came to.
    pub fn view(&self) -> ContactView {
        let sessions = self.channels.iter().map(|channel| channel.sessions.len()).sum();
        ContactView { sessions, ..self.view.clone() }
    }

    /// It begins.
    pub fn start(&self) -> Vec<Out> {
        vec![Out::Poll(QueueKey::Contact(self.name.clone()))]
    }

    /// It writes to the user.
    pub fn write(&mut self, now_ms: u64, uuid: &Uuid, text: &str) -> Vec<Out> {
        let status = ConversationStatus { uuid: uuid.clone(), sent: now_ms, received: 0, processed: 0 };
        let last = self.channels.len().saturating_sub(1);
        let sealed = self.seal(last, CHAT.to_owned(), text.as_bytes().to_vec(), status);
        let wrote = Out::Note(Note::ContactWrote { uuid: uuid.clone(), copies: sealed.iter().count() });
        [wrote].into_iter().chain(sealed).collect()
    }

    fn seal(&mut self, place: usize, kind: String, data: Vec<u8>, status: ConversationStatus) -> Option<Out> {
        let uuid = status.uuid.clone();
        let channel = self.channels.get_mut(place)?;
        let (destination, pickle) = (channel.queue.to_string(), channel.sessions.last_mut()?);
        let message = UserMessage { destination, r#type: kind, data, status: Some(status), appdata: Vec::new() };
        let sealed = session::seal(pickle, &self.name, &message.encode_to_vec())?;
        *pickle = sealed.pickle;
        let about = About {
            from: self.name.clone(),
            to: String::new(),
            sync_type: None,
            contact: Some(self.name.clone()),
            event: uuid.clone(),
            uuid: Some(uuid),
            port: Port::default(),
        };
        Some(Out::Push(channel.queue.clone(), sealed.envelope.encode_to_vec(), Box::new(about)))
    }

    /// An item of its queue.
    pub fn take(&mut self, now_ms: u64, item: &Item) -> Vec<Out> {
        let mut outs = match Envelope::decode(item.blob.as_slice()) {
            Ok(envelope) => self.read(now_ms, item, &envelope),
            Err(_) => Vec::new(),
        };
        outs.push(Out::Release(item.key.clone(), item.id));
        outs
    }

    fn read(&mut self, now_ms: u64, item: &Item, envelope: &Envelope) -> Vec<Out> {
        let place = self.channel(&envelope.from);
        let message = session::message(envelope).ok_or(Unreadable::Other);
        let opened = message.and_then(|message| Ok((self.open(place, &message)?, session::header(&message))));
        let (plaintext, (_, ratchet_key, chain_index)) = match opened {
            Ok(opened) => opened,
            Err(why) => {
                self.view.unreadable += 1;
                return vec![Out::Note(Note::Unread { key: item.key.clone(), item: item.id, why })];
            }
        };
        let Ok(message) = UserMessage::decode(plaintext.as_slice()) else { return Vec::new() };
        let status = message.status.unwrap_or_default();
        let again = !self.known.insert(status.uuid.clone()) && self.options.by_uuid;
        let session = self.channels[place].sessions.last().and_then(|pickle| session::unpickle(pickle));
        let session = session.map(|session| session.session_id()).unwrap_or_default();
        let uuid = status.uuid.clone();
        let mut outs = vec![Out::Note(Note::Read { uuid: uuid.clone(), session, ratchet_key, chain_index, again })];
        if !again {
            let text = String::from_utf8_lossy(&message.data).into_owned();
            self.view.read.push(ContactRead { uuid, text, at_ms: now_ms.saturating_sub(self.start_ms) });
        }
        if self.options.acknowledges {
            for state in [RowState::Received, RowState::Processed] {
                let mut reached = status.clone();
                reached.reach(RowState::Received, now_ms);
                reached.reach(state, now_ms);
                outs.extend(self.seal(place, STATUS.to_owned(), Vec::new(), reached));
            }
        }
        outs
    }

    /// The channel to whoever signs like this; a new one if there is none.
    fn channel(&mut self, from: &str) -> usize {
        let device = from.split_once('/').map(|(_, device)| device.to_owned());
        let queue = QueueKey::User(self.name.clone(), device);
        let there = self.channels.iter().position(|channel| channel.queue == queue);
        there.unwrap_or_else(|| {
            self.channels.push(Channel { queue, sessions: Vec::new() });
            self.channels.len() - 1
        })
    }

    /// Tries the sessions of a channel, the last first; a first message may begin a new one.
    fn open(&mut self, place: usize, message: &OlmMessage) -> Result<Vec<u8>, Unreadable> {
        let sessions = &mut self.channels[place].sessions;
        let mut why = Unreadable::NoSession;
        for at in (0..sessions.len()).rev() {
            match session::open(&sessions[at], message) {
                Ok((plaintext, pickle)) => {
                    sessions.remove(at);
                    sessions.push(pickle);
                    return Ok(plaintext);
                }
                Err(error) => why = if why == Unreadable::KeyUsed { why } else { error },
            }
        }
        if !matches!(message, OlmMessage::PreKey(_)) || why == Unreadable::KeyUsed {
            return Err(why);
        }
        let (session, plaintext) = session::accept(&mut self.account, message)?;
        sessions.push(session::pickle(&session));
        Ok(plaintext)
    }
}
