//! A relay with a client at its counter, and events to hand over. Each test binary uses a part of it.
#![allow(dead_code)]

use std::collections::BTreeSet;

use nostr::{EventId, JsonUtil, Keys, Kind, PublicKey, RelayUrl, SecretKey, Tag, Timestamp, UnsignedEvent};
use sim_relay::{ClientMsg, ConnId, Filter, Outbox, Personality, Prefix, Relay, RelayMsg, VerifiedEvent};

/// The relay's clock, unless a test moves it.
pub const NOW: u64 = 1_780_000_000;
pub const URL: &str = "wss://relay.example.com";

/// Fixed keys, one set per number.
pub fn keys(number: u8) -> Keys {
    Keys::new(SecretKey::from_slice(&[number; 32]).expect("a small number is a secret key"))
}

pub fn alice() -> Keys {
    keys(1)
}

pub fn bob() -> Keys {
    keys(2)
}

pub fn carol() -> Keys {
    keys(3)
}

/// A signed event.
pub fn event(author: &Keys, kind: u16, at: u64, tags: &[&[&str]], content: &str) -> VerifiedEvent {
    VerifiedEvent::check(raw_event(author, kind, at, tags, content)).expect("just signed")
}

pub fn raw_event(author: &Keys, kind: u16, at: u64, tags: &[&[&str]], content: &str) -> nostr::Event {
    let tags = tags.iter().map(|tag| Tag::parse(tag.iter().copied()).expect("not empty"));
    UnsignedEvent::new(author.public_key(), Timestamp::from_secs(at), Kind::from_u16(kind), tags, content)
        .sign_with_keys(author)
        .expect("signing works")
}

/// A text note of alice's.
pub fn note(content: &str) -> VerifiedEvent {
    event(&alice(), 1, NOW, &[], content)
}

/// Two versions of one thing at the same second, lowest id first.
pub fn tie(kind: u16, tags: &[&[&str]]) -> [VerifiedEvent; 2] {
    let mut both = ["heads", "tails"].map(|content| event(&alice(), kind, NOW, tags, content));
    both.sort();
    both
}

/// A deletion request.
pub fn deletion(author: &Keys, at: u64, tags: &[&[&str]]) -> VerifiedEvent {
    event(author, 5, at, tags, "")
}

pub fn delete_id(author: &Keys, at: u64, id: EventId) -> VerifiedEvent {
    deletion(author, at, &[&["e", &id.to_hex()]])
}

pub fn delete_address(author: &Keys, at: u64, kind: u16, owner: &PublicKey, d: &str) -> VerifiedEvent {
    deletion(author, at, &[&["a", &format!("{kind}:{owner}:{d}")]])
}

/// A gift wrap by a key of one use.
pub fn wrap(kind: u16, at: u64, to: &PublicKey) -> VerifiedEvent {
    event(&keys(99), kind, at, &[&["p", &to.to_hex()]], "sealed")
}

pub fn prefix(message: &str) -> Option<Prefix> {
    Prefix::of(message)
}

/// A relay and one connection to it.
pub struct Desk {
    pub relay: Relay,
    pub conn: ConnId,
    pub now: u64,
}

impl Desk {
    pub fn new(personality: Personality) -> Self {
        let url = RelayUrl::parse(URL).expect("a good url");
        let mut relay = Relay::new(url, personality, [7; 32]);
        let (conn, _) = relay.connect(NOW);
        Self { relay, conn, now: NOW }
    }

    pub fn conforming() -> Self {
        Self::new(Personality::conforming())
    }

    /// Changes one knob or a few.
    pub fn with(change: impl FnOnce(&mut Personality)) -> Self {
        let mut personality = Personality::conforming();
        change(&mut personality);
        Self::new(personality)
    }

    pub fn connect(&mut self) -> ConnId {
        self.relay.connect(self.now).0
    }

    /// Everything the relay sends on receiving `msg`.
    pub fn send(&mut self, msg: ClientMsg) -> Outbox {
        self.relay.handle(self.now, self.conn, msg)
    }

    /// The messages of one connection when the relay receives `text` from it.
    pub fn say(&mut self, text: &str) -> Vec<RelayMsg> {
        let outbox = self.relay.handle_text(self.now, self.conn, text);
        outbox.into_iter().map(|(_, msg)| msg).collect()
    }

    /// The only reply to `text`.
    pub fn ask(&mut self, text: &str) -> RelayMsg {
        let mut replies = self.say(text);
        assert_eq!(replies.len(), 1, "one reply to {text}: {replies:?}");
        replies.remove(0)
    }

    /// The OK that answers an event.
    pub fn publish(&mut self, event: &VerifiedEvent) -> (bool, String) {
        ok_of(&self.send(ClientMsg::Event(event.clone())))
    }

    pub fn accept(&mut self, event: &VerifiedEvent) {
        assert_eq!(self.publish(event), (true, String::new()), "{event:?} is accepted");
    }

    pub fn accept_all<'a>(&mut self, events: impl IntoIterator<Item = &'a VerifiedEvent>) {
        events.into_iter().for_each(|event| self.accept(event));
    }

    pub fn refuse(&mut self, event: &VerifiedEvent, with: Prefix) {
        let (accepted, message) = self.publish(event);
        assert!(!accepted, "{event:?} is refused");
        assert_eq!(prefix(&message), Some(with), "{message}");
    }

    /// Opens a subscription; the stored events before EOSE.
    pub fn req(&mut self, sub: &str, filters: &[Filter]) -> Vec<VerifiedEvent> {
        let outbox = self.send(ClientMsg::Req { sub: sub.into(), filters: filters.to_vec() });
        let (last, stored) = outbox.split_last().expect("a REQ is answered");
        assert_eq!(last, &(self.conn, RelayMsg::Eose(sub.into())));
        stored.iter().map(|(_, msg)| event_of(msg)).collect()
    }

    /// What a REQ with this one filter is served.
    pub fn find(&mut self, filter: Filter) -> Vec<VerifiedEvent> {
        self.req("find", &[filter])
    }

    pub fn finds(&mut self, filter: Filter, expected: &[&VerifiedEvent]) {
        let expected: Vec<_> = expected.iter().copied().cloned().collect();
        assert_eq!(self.find(filter), expected);
    }

    /// The CLOSED text that refuses a REQ.
    pub fn closed(&mut self, filters: &[Filter]) -> String {
        let outbox = self.send(ClientMsg::Req { sub: "refused".into(), filters: filters.to_vec() });
        closed_of(&outbox)
    }

    pub fn count(&mut self, filters: &[Filter]) -> u64 {
        match self.send(ClientMsg::Count { sub: "count".into(), filters: filters.to_vec() }).as_slice() {
            [(_, RelayMsg::Count { count, .. })] => *count,
            other => panic!("a COUNT is answered by a count: {other:?}"),
        }
    }

    /// Asks for a challenge and answers it.
    pub fn authenticate(&mut self, who: &Keys) {
        let (_, RelayMsg::Auth(challenge)) = self.relay.challenge(self.conn).remove(0) else {
            panic!("a challenge is an AUTH message");
        };
        let (accepted, message) = self.auth(&auth_event(who, NOW, URL, &challenge));
        assert!(accepted, "{message}");
    }

    pub fn auth(&mut self, event: &VerifiedEvent) -> (bool, String) {
        ok_of(&self.send(ClientMsg::Auth(event.clone())))
    }

    pub fn stored(&self) -> Vec<VerifiedEvent> {
        self.relay.stored().cloned().collect()
    }
}

pub fn auth_event(who: &Keys, at: u64, relay: &str, challenge: &str) -> VerifiedEvent {
    event(who, 22242, at, &[&["relay", relay], &["challenge", challenge]], "")
}

pub fn ok_of(outbox: &Outbox) -> (bool, String) {
    let mut answers = outbox.iter().filter_map(|(_, msg)| match msg {
        RelayMsg::Ok { accepted, message, .. } => Some((*accepted, message.clone())),
        _ => None,
    });
    let answer = answers.next().expect("an EVENT is answered by OK");
    assert_eq!(answers.next(), None, "by one OK");
    answer
}

pub fn closed_of(outbox: &Outbox) -> String {
    assert!(!outbox.iter().any(|(_, msg)| matches!(msg, RelayMsg::Eose(_))), "no EOSE with a CLOSED");
    match outbox.last() {
        Some((_, RelayMsg::Closed { message, .. })) => message.clone(),
        other => panic!("expected CLOSED, not {other:?}"),
    }
}

pub fn event_of(msg: &RelayMsg) -> VerifiedEvent {
    match msg {
        RelayMsg::Event { event, .. } => event.clone(),
        other => panic!("expected EVENT, not {other:?}"),
    }
}

/// Live copies in an outbox: connection, subscription id, event id.
pub fn copies(outbox: &Outbox) -> Vec<(ConnId, String, EventId)> {
    let copies = outbox.iter().filter_map(|(conn, msg)| match msg {
        RelayMsg::Event { sub, event } => Some((*conn, sub.to_string(), event.id)),
        _ => None,
    });
    copies.collect()
}

/// `["EVENT", …]` of an event whose JSON a test has tampered with.
pub fn event_message(event: &serde_json::Value) -> String {
    serde_json::json!(["EVENT", event]).to_string()
}

pub fn as_value(event: &nostr::Event) -> serde_json::Value {
    serde_json::from_str(&event.as_json()).expect("events are JSON")
}

pub fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    items.into_iter().collect()
}
