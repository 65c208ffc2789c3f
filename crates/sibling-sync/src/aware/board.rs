//! The relay: it keeps what is posted and hands it to whoever asked for it.

use std::collections::{BTreeMap, BTreeSet};

use nostr::{Event, EventId};
use nostr_double_ratchet::{APP_KEYS_SNAPSHOT_KIND, INVITE_EVENT_KIND, INVITE_RESPONSE_KIND, MESSAGE_EVENT_KIND};

/// How many events of each kind a board has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kinds {
    /// Device lists (kind 37368).
    pub lists: usize,
    /// Invitations of devices (kind 30078).
    pub invitations: usize,
    /// Greetings: answers to an invitation, by which a session begins (kind 1059).
    pub greetings: usize,
    /// Messages, each for one device (kind 1060).
    pub messages: usize,
}

/// A relay that forgets nothing. It never looks inside; every list has a random `d` tag, so none replaces another.
#[derive(Clone, Debug)]
pub struct Board<Reader: Ord> {
    events: Vec<Event>,
    ids: BTreeSet<EventId>,
    readers: BTreeMap<Reader, BTreeSet<String>>,
}

impl<Reader: Ord> Default for Board<Reader> {
    fn default() -> Self {
        Self { events: Vec::new(), ids: BTreeSet::new(), readers: BTreeMap::new() }
    }
}

impl<Reader: Ord + Copy> Board<Reader> {
    /// Somebody asks for what is public and for what is for one of these keys (hex): what there is already.
    pub fn ask(&mut self, reader: Reader, keys: BTreeSet<String>) -> Vec<Event> {
        let there = self.events.iter().filter(|event| is_for(event, &keys)).cloned().collect();
        self.readers.insert(reader, keys);
        there
    }

    /// Somebody is gone; nothing is handed out until the next question.
    pub fn leave(&mut self, reader: Reader) {
        self.readers.remove(&reader);
    }

    /// Somebody posts something: who gets it now, the poster among them if it asked for it.
    pub fn post(&mut self, event: Event) -> Vec<Reader> {
        if !self.ids.insert(event.id) {
            return Vec::new();
        }
        let readers = self.readers.iter().filter(|(_, keys)| is_for(&event, keys)).map(|(reader, _)| *reader);
        let readers = readers.collect();
        self.events.push(event);
        readers
    }

    /// What is there, in the order in which it came.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// How many of each kind.
    pub fn kinds(&self) -> Kinds {
        let mut kinds = Kinds::default();
        for event in &self.events {
            match u32::from(event.kind.as_u16()) {
                APP_KEYS_SNAPSHOT_KIND => kinds.lists += 1,
                INVITE_EVENT_KIND => kinds.invitations += 1,
                INVITE_RESPONSE_KIND => kinds.greetings += 1,
                MESSAGE_EVENT_KIND => kinds.messages += 1,
                _ => {}
            }
        }
        kinds
    }
}

/// Lists and invitations are for everybody, greetings and messages for the key in their `p` tag.
fn is_for(event: &Event, keys: &BTreeSet<String>) -> bool {
    match u32::from(event.kind.as_u16()) {
        APP_KEYS_SNAPSHOT_KIND | INVITE_EVENT_KIND => true,
        _ => event.tags.iter().any(|tag| match tag.as_slice() {
            [name, key, ..] => name == "p" && keys.contains(key),
            _ => false,
        }),
    }
}
