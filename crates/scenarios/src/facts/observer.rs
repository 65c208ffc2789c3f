//! What somebody learns who can only read relays: counts and dates, and what links one event to another.
//!
//! Everything here comes from events that a relay took and from the time at which it took them, never from what devices
//! report. It is an upper bound: this observer reads every relay, all the time, and keeps what is replaced or deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use nostr::{EventId, PublicKey};
use serde::Serialize;
use sim_relay::{ClientMsg, RelayMsg, VerifiedEvent};

use crate::run::Run;
use crate::world::Wire;
use sim_engine::Record;

const DELETION: u16 = 5;
const GROUP_EVENT: u16 = 445;
const GIFT_WRAP: u16 = 1059;
const RELAY_LISTS: [u16; 3] = [10002, 10050, 10051];

/// An event that stood on a relay.
#[derive(Clone, Copy, Debug)]
pub struct Readable<'r> {
    /// Transcript entry of its first arrival at a relay.
    pub entry: usize,
    /// When that was.
    pub at: Duration,
    /// The event.
    pub event: &'r VerifiedEvent,
}

/// Everything that a reader of all relays could read in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Observer {
    /// Events that some relay took.
    pub events: usize,
    /// By account: its name in the scenario, or its key if the scenario knows no such account.
    pub accounts: BTreeMap<String, AccountSeen>,
    /// By the id in the `h` tag of group events.
    pub groups: BTreeMap<String, GroupSeen>,
}

/// What shows of one account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AccountSeen {
    /// KeyPackage events, replaced and deleted ones included.
    pub key_packages: usize,
    /// Different device markers, and what each of them gives away.
    pub markers: Vec<MarkerSeen>,
    /// What links a KeyPackage event to an earlier one of the account, beside the account itself.
    pub linkable: Linkable,
    /// Median time between one KeyPackage event and the next, in seconds.
    pub cadence_s: Option<u64>,
    /// First and last KeyPackage event, in milliseconds since the start of the run.
    pub seen_ms: Option<(u64, u64)>,
    /// Gift wraps whose `p` tag names the account: Welcomes, as far as this world goes.
    pub gift_wraps: usize,
    /// Relay lists.
    pub relay_lists: usize,
    /// Deletion requests.
    pub deletions: usize,
}

/// One device marker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MarkerSeen {
    /// Which tag it is.
    pub kind: MarkerKind,
    /// Its value; empty for what has no marker.
    pub value: String,
    /// KeyPackage events that carry it.
    pub events: usize,
    /// Median time between one and the next, in seconds: how often the device refreshes.
    pub cadence_s: Option<u64>,
    /// First and last one, in milliseconds since the start of the run.
    pub seen_ms: (u64, u64),
}

/// What tells a reader that two KeyPackage events are of one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkerKind {
    /// The `client_id` tag of PR #40.
    ClientId,
    /// The `d` tag of an addressable event.
    Slot,
    /// Neither: all such events of an account count as one entry here, and say nothing about devices.
    None,
}

/// Of an account's KeyPackage events, those that had an earlier one, by what links them to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Linkable {
    /// Events that had an earlier one.
    pub of: usize,
    /// The same `client_id` as an earlier one.
    pub by_client_id: usize,
    /// The same `d` as an earlier one.
    pub by_slot: usize,
    /// No marker in common, but the same KeyPackage: a twin.
    pub by_content: usize,
    /// Nothing: it may be another device.
    pub by_nothing: usize,
}

impl Linkable {
    /// How many of a hundred can be linked to an earlier one; `None` if none has an earlier one.
    pub fn percent(&self) -> Option<usize> {
        ((self.of - self.by_nothing) * 100).checked_div(self.of)
    }
}

/// What shows of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GroupSeen {
    /// Group events: messages, commits and proposals look alike.
    pub events: usize,
    /// Different authors of these.
    pub authors: usize,
    /// First and last one, in milliseconds since the start of the run.
    pub seen_ms: (u64, u64),
}

/// Events that some relay acknowledged or holds, each once, in the order of first arrival.
pub fn readable(run: &Run) -> Vec<Readable<'_>> {
    let mut arrived: BTreeMap<EventId, Readable<'_>> = BTreeMap::new();
    let mut taken: BTreeSet<EventId> = BTreeSet::new();
    for (entry, line) in run.entries() {
        let Record::Delivered { message, .. } = &line.record else { continue };
        match message {
            Wire::ToRelay(ClientMsg::Event(event)) => {
                arrived.entry(event.id).or_insert(Readable { entry, at: line.at, event });
            }
            Wire::ToDevice(RelayMsg::Ok { id, accepted: true, .. }) => drop(taken.insert(*id)),
            _ => {}
        }
    }
    let last = run.transcript.entries.len().saturating_sub(1);
    for event in run.stored.values().flatten() {
        taken.insert(event.id);
        arrived.entry(event.id).or_insert(Readable { entry: last, at: run.duration(), event });
    }
    let mut readable: Vec<_> = arrived.into_values().filter(|seen| taken.contains(&seen.event.id)).collect();
    readable.sort_by_key(|seen| (seen.entry, seen.event.id));
    readable
}

/// Whether the event carries a KeyPackage.
pub fn is_key_package(event: &VerifiedEvent) -> bool {
    matches!(event.kind.as_u16(), marmot_rules::KIND_REGULAR | marmot_rules::KIND_ADDRESSABLE)
}

/// The markers of a KeyPackage event, `client_id` first. Only an addressable event has a slot.
pub fn markers(event: &VerifiedEvent) -> Vec<(MarkerKind, &str)> {
    let client_id = tag(event, "client_id").map(|value| (MarkerKind::ClientId, value));
    let addressable = event.kind.as_u16() == marmot_rules::KIND_ADDRESSABLE;
    let slot = tag(event, "d").filter(|_| addressable).map(|value| (MarkerKind::Slot, value));
    client_id.into_iter().chain(slot).collect()
}

/// First value of the first tag of this name.
pub fn tag<'e>(event: &'e VerifiedEvent, name: &str) -> Option<&'e str> {
    let rows = event.tags.iter().map(|tag| tag.as_slice());
    rows.filter(|row| row[0] == name).find_map(|row| row.get(1)).map(String::as_str)
}

pub(crate) fn observe(run: &Run) -> Observer {
    let readable = readable(run);
    let name = |key: &PublicKey| run.account_name(key).map_or_else(|| key.to_hex(), ToOwned::to_owned);
    let mut observer = Observer { events: readable.len(), ..Observer::default() };
    let mut key_packages: BTreeMap<String, Vec<Readable<'_>>> = BTreeMap::new();
    let mut groups: BTreeMap<&str, Vec<Readable<'_>>> = BTreeMap::new();
    for seen in readable {
        let author = || name(&seen.event.pubkey);
        match seen.event.kind.as_u16() {
            _ if is_key_package(seen.event) => key_packages.entry(author()).or_default().push(seen),
            DELETION => observer.account(author()).deletions += 1,
            kind if RELAY_LISTS.contains(&kind) => observer.account(author()).relay_lists += 1,
            GIFT_WRAP => {
                if let Some(receiver) = tag(seen.event, "p").and_then(|p| PublicKey::from_hex(p).ok()) {
                    observer.account(name(&receiver)).gift_wraps += 1;
                }
            }
            GROUP_EVENT => groups.entry(tag(seen.event, "h").unwrap_or("")).or_default().push(seen),
            _ => {}
        }
    }
    for (account, events) in key_packages {
        let account = observer.account(account);
        account.key_packages = events.len();
        account.markers = markers_seen(&events);
        account.linkable = linkable(&events);
        account.cadence_s = cadence(&events);
        account.seen_ms = Some(first_and_last(&events));
    }
    let group = |(id, events): (&str, Vec<Readable<'_>>)| {
        let authors: BTreeSet<_> = events.iter().map(|seen| seen.event.pubkey).collect();
        let seen = GroupSeen { events: events.len(), authors: authors.len(), seen_ms: first_and_last(&events) };
        (id.to_owned(), seen)
    };
    observer.groups = groups.into_iter().map(group).collect();
    observer
}

impl Observer {
    fn account(&mut self, name: String) -> &mut AccountSeen {
        self.accounts.entry(name).or_default()
    }
}

fn markers_seen(events: &[Readable<'_>]) -> Vec<MarkerSeen> {
    let mut by_marker: BTreeMap<(MarkerKind, &str), Vec<Readable<'_>>> = BTreeMap::new();
    for seen in events {
        let marker = markers(seen.event).into_iter().next().unwrap_or((MarkerKind::None, ""));
        by_marker.entry(marker).or_default().push(*seen);
    }
    let seen = |((kind, value), events): ((MarkerKind, &str), Vec<Readable<'_>>)| MarkerSeen {
        kind,
        value: value.to_owned(),
        events: events.len(),
        cadence_s: cadence(&events),
        seen_ms: first_and_last(&events),
    };
    by_marker.into_iter().map(seen).collect()
}

fn linkable(events: &[Readable<'_>]) -> Linkable {
    let mut known: BTreeSet<(MarkerKind, &str)> = BTreeSet::new();
    let mut contents: BTreeSet<&str> = BTreeSet::new();
    let mut linkable = Linkable { of: events.len().saturating_sub(1), ..Linkable::default() };
    for (place, seen) in events.iter().enumerate() {
        let markers = markers(seen.event);
        let link = markers.iter().find(|marker| known.contains(marker)).map(|(kind, _)| *kind);
        let twin = contents.contains(seen.event.content.as_str());
        match link {
            _ if place == 0 => {}
            Some(MarkerKind::ClientId) => linkable.by_client_id += 1,
            Some(_) => linkable.by_slot += 1,
            None if twin => linkable.by_content += 1,
            None => linkable.by_nothing += 1,
        }
        known.extend(markers);
        contents.insert(&seen.event.content);
    }
    linkable
}

/// Median gap in seconds.
fn cadence(events: &[Readable<'_>]) -> Option<u64> {
    let mut gaps: Vec<_> = events.windows(2).map(|pair| (pair[1].at - pair[0].at).as_secs()).collect();
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).copied()
}

fn first_and_last(events: &[Readable<'_>]) -> (u64, u64) {
    let millis = |seen: Option<&Readable<'_>>| seen.map_or(0, |seen| seen.at.as_millis() as u64);
    (millis(events.first()), millis(events.last()))
}
