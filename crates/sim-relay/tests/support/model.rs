//! A relay as the texts of NIP-01, NIP-09 and NIP-40 have it: a list of what came, from which every answer follows. Nothing is
//! ever removed and nothing is indexed; it shares no rule with the relay.

use nostr::Tag;
use sim_relay::{Filter, VerifiedEvent};

use super::naive::Rows;

/// What happens to an event that is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Taken and sent to those who listen.
    New,
    /// It is there already: taken, sent to nobody.
    Known,
    /// Refused, sent to nobody.
    Refused,
}

/// A subscription that is open.
#[derive(Clone, Debug)]
pub struct Listener {
    /// Place of its connection.
    pub conn: usize,
    /// Its name there.
    pub sub: &'static str,
    /// What it asks for.
    pub filters: Vec<Filter>,
}

/// Everything that came, the time, and who listens.
#[derive(Clone, Debug)]
pub struct Model {
    /// What came and was not expired then, in order.
    pub came: Vec<VerifiedEvent>,
    /// The relay's clock, Unix seconds.
    pub now: u64,
    /// Open subscriptions, the oldest first.
    pub listeners: Vec<Listener>,
}

impl Model {
    pub fn take(&mut self, event: &VerifiedEvent) -> Verdict {
        let verdict = if expired(event, self.now) || self.deleted(event) || self.outranked(event) {
            Verdict::Refused
        } else if self.came.contains(event) {
            Verdict::Known
        } else {
            Verdict::New
        };
        if !expired(event, self.now) && !self.came.contains(event) {
            self.came.push(event.clone());
        }
        verdict
    }

    pub fn visible(&self) -> Vec<VerifiedEvent> {
        let shown =
            |event: &&VerifiedEvent| !(expired(event, self.now) || self.deleted(event) || self.outranked(event));
        self.came.iter().filter(shown).cloned().collect()
    }

    /// What a read is answered with, in order.
    pub fn read(&self, filters: &[Filter]) -> Vec<VerifiedEvent> {
        let filters: Vec<_> = filters.iter().map(Filter::to_value).collect();
        Rows::of(&self.visible()).select(&filters)
    }

    /// Listeners that a new event goes to: by connection, then by age. A limit says nothing about what comes later.
    pub fn hearing(&self, event: &VerifiedEvent) -> Vec<(usize, &'static str)> {
        let row = Rows::of(std::slice::from_ref(event));
        let unlimited = |filter: &Filter| Filter { limit: None, ..filter.clone() }.to_value();
        let hears = |l: &&Listener| !row.select(&l.filters.iter().map(unlimited).collect::<Vec<_>>()).is_empty();
        let mut hearing: Vec<_> = self.listeners.iter().filter(hears).map(|l| (l.conn, l.sub)).collect();
        hearing.sort_by_key(|(conn, _)| *conn);
        hearing
    }

    /// NIP-09: a request of the same key names the event, or its address at or after the event's time. A request is never undone.
    /// NIP-59 lets the receiver of a gift wrap delete it, too.
    fn deleted(&self, event: &VerifiedEvent) -> bool {
        let names = |request: &&VerifiedEvent, letter: &str, value: &str| {
            request.tags.iter().map(Tag::as_slice).any(|tag| tag[0] == letter && tag.get(1).is_some_and(|v| v == value))
        };
        let (id, kind) = (event.id.to_hex(), event.kind.as_u16());
        let deletes = |request: &&VerifiedEvent| {
            let own = request.pubkey == event.pubkey;
            let receiver = kind == 1059 && names(&event, "p", &request.pubkey.to_hex());
            let by_address = |address: &String| names(request, "a", address) && event.created_at <= request.created_at;
            (own || receiver) && names(request, "e", &id) || own && address(event).as_ref().is_some_and(by_address)
        };
        ![5, 62].contains(&kind) && self.came.iter().filter(|e| e.kind.as_u16() == 5).any(|request| deletes(&request))
    }

    /// NIP-01: of one address, the latest stays; of two at the same second, the one with the lower id.
    fn outranked(&self, event: &VerifiedEvent) -> bool {
        let rank = |e: &VerifiedEvent| (std::cmp::Reverse(e.created_at), e.id);
        let Some(own) = address(event) else { return false };
        self.came.iter().any(|other| rank(other) < rank(event) && address(other).as_ref() == Some(&own))
    }
}

/// NIP-40: "relays SHOULD NOT send expired events to clients".
fn expired(event: &VerifiedEvent, now: u64) -> bool {
    let value = event.tags.iter().map(Tag::as_slice).find(|tag| tag[0] == "expiration").and_then(|tag| tag.get(1));
    value.is_some_and(|at| at.parse::<u64>().expect("the tests write seconds") <= now)
}

/// `kind:pubkey:d` of a replaceable or addressable event, the way an `a` tag names it.
pub fn address(event: &VerifiedEvent) -> Option<String> {
    let kind = event.kind.as_u16();
    let d = match kind {
        0 | 3 | 10_000..20_000 => "",
        30_000..40_000 => {
            let tag = event.tags.iter().map(Tag::as_slice).find(|tag| tag[0] == "d");
            tag.and_then(|tag| tag.get(1)).map_or("", String::as_str)
        }
        _ => return None,
    };
    Some(format!("{kind}:{}:{d}", event.pubkey))
}
