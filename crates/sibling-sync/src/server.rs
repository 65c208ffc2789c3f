//! A queue of the server: push and poll. It never looks inside, and is the same for chat and sync.

use std::collections::{BTreeMap, BTreeSet};

use crate::slip::Slip;
use crate::vocabulary::{About, Note, QueueKey, Read, ServerOptions};

/// Milliseconds of a day.
const DAY_MS: u64 = 86_400_000;

/// What a queue is handed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum In {
    /// Keep this.
    Push(Vec<u8>, Box<About>),
    /// Hand me what you have and get.
    Poll,
    /// No longer.
    Leave,
    /// I have it.
    Release(u64),
}

/// What a queue wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Out {
    /// Hand this item to a reader.
    Hand {
        /// To whom.
        to: String,
        /// Number.
        item: u64,
        /// What.
        blob: Vec<u8>,
        /// What it is about.
        about: Box<About>,
    },
    /// Tell this.
    Note(Note),
}

struct Stored {
    blob: Vec<u8>,
    about: Box<About>,
    since_ms: u64,
    handed: bool,
}

/// A queue.
pub struct Queue {
    key: QueueKey,
    options: ServerOptions,
    slips: BTreeSet<Slip>,
    items: BTreeMap<u64, Stored>,
    next: u64,
    /// Who is to be handed what comes, in order of polling.
    readers: Vec<String>,
}

impl Queue {
    /// An empty queue.
    pub fn new(key: QueueKey, options: ServerOptions, slips: BTreeSet<Slip>) -> Self {
        Self { key, options, slips, items: BTreeMap::new(), next: 1, readers: Vec::new() }
    }

    /// Takes one request of a connection.
    pub fn handle(&mut self, now_ms: u64, by: &str, input: In) -> Vec<Out> {
        let mut outs = self.expire(now_ms);
        match input {
            In::Push(blob, about) => outs.extend(self.push(now_ms, by, blob, about)),
            In::Poll => outs.extend(self.poll(by)),
            In::Leave => self.readers.retain(|reader| reader != by),
            In::Release(item) => {
                if self.items.remove(&item).is_some() {
                    outs.push(self.forgot(item, false));
                }
            }
        }
        outs
    }

    /// Forgets what was kept long enough.
    fn expire(&mut self, now_ms: u64) -> Vec<Out> {
        let keep = self.options.retention_days * DAY_MS;
        let old = |stored: &Stored| now_ms.saturating_sub(stored.since_ms) > keep;
        let gone: Vec<_> = self.items.iter().filter(|(_, stored)| old(stored)).map(|(item, _)| *item).collect();
        self.items.retain(|item, _| !gone.contains(item));
        gone.into_iter().map(|item| self.forgot(item, true)).collect()
    }

    fn push(&mut self, now_ms: u64, by: &str, blob: Vec<u8>, about: Box<About>) -> Vec<Out> {
        let item = self.next;
        self.next += 1;
        let (key, size) = (self.key.clone(), blob.len());
        let mut outs = vec![Out::Note(Note::Pushed { key, item, by: by.to_owned(), size })];
        if self.readers.is_empty() && self.slips.contains(&Slip::DropForAbsent) {
            return outs;
        }
        self.items.insert(item, Stored { blob, about, since_ms: now_ms, handed: false });
        for reader in self.readers.clone() {
            outs.extend(self.hand(item, &reader));
        }
        outs
    }

    fn poll(&mut self, by: &str) -> Vec<Out> {
        let mut outs = vec![Out::Note(Note::Polled { key: self.key.clone(), by: by.to_owned() })];
        self.readers.retain(|reader| reader != by);
        self.readers.push(by.to_owned());
        let items: Vec<_> = self.items.keys().copied().collect();
        items.into_iter().for_each(|item| outs.extend(self.hand(item, by)));
        outs
    }

    /// Hands an item out, if it is still there; with `pop` it is there no longer.
    fn hand(&mut self, item: u64, to: &str) -> Vec<Out> {
        let Some(stored) = self.items.get_mut(&item) else { return Vec::new() };
        let again = std::mem::replace(&mut stored.handed, true);
        let (blob, mut about) = (stored.blob.clone(), stored.about.clone());
        about.to = to.to_owned();
        let key = self.key.clone();
        let mut outs = vec![Out::Note(Note::Handed { key, item, to: to.to_owned(), again })];
        for _ in 0..if self.options.duplicates { 2 } else { 1 } {
            outs.push(Out::Hand { to: to.to_owned(), item, blob: blob.clone(), about: about.clone() });
        }
        if self.options.read == Read::Pop {
            self.items.remove(&item);
            outs.push(self.forgot(item, false));
        }
        outs
    }

    fn forgot(&self, item: u64, expired: bool) -> Out {
        Out::Note(Note::Forgot { key: self.key.clone(), item, expired })
    }
}
