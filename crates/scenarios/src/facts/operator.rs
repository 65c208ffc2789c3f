//! What somebody learns who runs relays: connections, and what is said on each of them.
//!
//! A reader of relays sees events. An operator sees who brought and who fetched them: every connection, when it was there, what it
//! asked for, and the key by which it authenticated. Addresses are not simulated: two connections are of one account only
//! if what is said on them says so. What was asked on a connection before it said whose it is, is linked all the same.

use std::collections::{BTreeMap, BTreeSet};

use nostr::PublicKey;
use serde::Serialize;
use sim_relay::{ClientMsg, Filter, RelayMsg, VerifiedEvent};

use super::observer::{is_key_package, tag};
use crate::run::Run;
use crate::world::{Wire, relay_url};
use sim_engine::{NodeId, Record};

const DELETION: u16 = 5;
const GROUP_EVENT: u16 = 445;
const GIFT_WRAP: u16 = 1059;
const RELAY_LISTS: [u16; 3] = [10002, 10050, 10051];

/// What gives away whose connection it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tell {
    /// It authenticated with the account's key (NIP-42).
    Auth,
    /// It published an event that the account signed: a KeyPackage or a deletion. A relay list is meant to be found by everybody, and
    /// tells nothing.
    Signed,
    /// It asked for the gift wraps of the account.
    Inbox,
}

/// A connection, as the operator of its relay sees it.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The relay.
    pub relay: String,
    /// The device on it: what the operator does not see, and oracles do.
    pub device: String,
    /// When it was there, in milliseconds since the start of the run; the end is that of the run if it was never closed.
    pub open_ms: (u64, u64),
    /// What first gave each account away: which tell, and the transcript entry.
    pub tells: BTreeMap<PublicKey, BTreeMap<Tell, usize>>,
    /// Groups whose events it asked for or published, by the id in the `h` tag.
    pub groups: BTreeSet<String>,
    /// Accounts whose KeyPackages or relay lists it asked for.
    pub asked_for: BTreeSet<PublicKey>,
    /// Accounts to which it brought a gift wrap.
    pub wrapped_to: BTreeSet<PublicKey>,
}

/// What the operators of some relays can link, together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Operator {
    /// The relays.
    pub relays: Vec<String>,
    /// Connections.
    pub connections: usize,
    /// Of these, those that never said whose they are.
    pub nameless: usize,
    /// By account: its name in the scenario, or its key.
    pub accounts: BTreeMap<String, AccountLinked>,
    /// By group id, the accounts that are linked to it.
    pub groups: BTreeMap<String, BTreeSet<String>>,
}

/// What an operator knows of one account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AccountLinked {
    /// What gave it away.
    pub by: BTreeSet<Tell>,
    /// Its connections.
    pub connections: usize,
    /// Most of them that were open at once on one relay: at least so many devices.
    pub at_once: usize,
    /// How long at least one of them was open, in milliseconds.
    pub online_ms: u64,
    /// Groups whose events it asked for or published on a connection of its own.
    pub groups: BTreeSet<String>,
    /// Accounts whose KeyPackages or relay lists it looked up.
    pub looked_up: BTreeSet<String>,
    /// Accounts to which it brought gift wraps: Welcomes, as far as this world goes.
    pub wrapped_to: BTreeSet<String>,
}

/// What the operator of each relay can link, by relay, and last what all of them can together if there are several.
pub fn operators(run: &Run) -> Vec<Operator> {
    let connections = connections(run);
    let alone = run.relays.keys().map(|relay| vec![relay.clone()]);
    let together = (run.relays.len() > 1).then(|| run.relays.keys().cloned().collect());
    alone.chain(together).map(|relays| Operator::of(run, &connections, relays)).collect()
}

/// Every connection of a run, in the order in which they were opened.
pub fn connections(run: &Run) -> Vec<Connection> {
    let end = run.duration().as_millis() as u64;
    let mut all: Vec<Connection> = Vec::new();
    let mut open: BTreeMap<(NodeId, NodeId), usize> = BTreeMap::new();
    let relays: BTreeMap<NodeId, &str> = run.relays.iter().map(|(name, id)| (*id, name.as_str())).collect();
    for (entry, line) in run.entries() {
        let at = line.at.as_millis() as u64;
        match &line.record {
            Record::Opened(relay, device) if relays.contains_key(relay) => {
                open.insert((*relay, *device), all.len());
                all.push(Connection::new(relays[relay], run.name(*device), (at, end)));
            }
            Record::Closed(relay, device) if relays.contains_key(relay) => {
                if let Some(place) = open.remove(&(*relay, *device)) {
                    all[place].open_ms.1 = at;
                }
            }
            Record::Delivered { from, to, message: Wire::ToRelay(message) } => {
                if let Some(place) = open.get(&(*to, *from)) {
                    all[*place].said(entry, message);
                }
            }
            Record::Delivered { from, to, message: Wire::ToDevice(RelayMsg::Ok { id, accepted: false, .. }) } => {
                // What failed to authenticate proves nothing.
                if let Some(place) = open.get(&(*from, *to)) {
                    all[*place].refused(run, *id);
                }
            }
            _ => {}
        }
    }
    all
}

/// Relays that an account names itself, where everybody can read it: in its relay lists and in its KeyPackages. There a relay is meant
/// to know whom it serves.
pub fn named_by(run: &Run, account: &PublicKey) -> BTreeSet<String> {
    let published = run.published().into_iter().map(|(_, _, event)| event).filter(|event| event.pubkey == *account);
    let lists = published.filter(|event| is_key_package(event) || RELAY_LISTS.contains(&event.kind.as_u16()));
    let urls: BTreeSet<String> = lists
        .flat_map(|event| event.tags.iter().flat_map(|tag| tag.as_slice().iter().skip(1).cloned()).collect::<Vec<_>>())
        .map(|url| url.trim_end_matches('/').to_owned())
        .collect();
    let url_of = |name: &String| relay_url(name).to_string().trim_end_matches('/').to_owned();
    run.relays.keys().filter(|name| urls.contains(&url_of(name))).cloned().collect()
}

impl Connection {
    fn new(relay: &str, device: &str, open_ms: (u64, u64)) -> Self {
        Self {
            relay: relay.to_owned(),
            device: device.to_owned(),
            open_ms,
            tells: BTreeMap::new(),
            groups: BTreeSet::new(),
            asked_for: BTreeSet::new(),
            wrapped_to: BTreeSet::new(),
        }
    }

    fn said(&mut self, entry: usize, message: &ClientMsg) {
        match message {
            ClientMsg::Auth(event) => self.tell(event.pubkey, Tell::Auth, entry),
            ClientMsg::Event(event) => self.published(entry, event),
            ClientMsg::Req { filters, .. } | ClientMsg::Count { filters, .. } => {
                filters.iter().for_each(|filter| self.asked(entry, filter));
            }
            ClientMsg::Close(_) => {}
        }
    }

    fn published(&mut self, entry: usize, event: &VerifiedEvent) {
        match event.kind.as_u16() {
            GROUP_EVENT => self.groups.extend(tag(event, "h").map(ToOwned::to_owned)),
            GIFT_WRAP => self.wrapped_to.extend(tag(event, "p").and_then(|p| PublicKey::from_hex(p).ok())),
            kind if is_key_package(event) || kind == DELETION => self.tell(event.pubkey, Tell::Signed, entry),
            _ => {}
        }
    }

    fn asked(&mut self, entry: usize, filter: &Filter) {
        let asks = |kind: &u16| filter.kinds.as_ref().is_none_or(|kinds| kinds.contains(kind));
        let of = |letter: char| filter.tags.get(&letter).into_iter().flatten();
        if asks(&GROUP_EVENT) {
            self.groups.extend(of('h').cloned());
        }
        if asks(&GIFT_WRAP) {
            let receivers: Vec<PublicKey> = of('p').filter_map(|p| PublicKey::from_hex(p).ok()).collect();
            receivers.into_iter().for_each(|account| self.tell(account, Tell::Inbox, entry));
        }
        let lists = [marmot_rules::KIND_REGULAR, marmot_rules::KIND_ADDRESSABLE].into_iter().chain(RELAY_LISTS);
        if lists.into_iter().any(|kind| asks(&kind)) {
            self.asked_for.extend(filter.authors.iter().flatten());
        }
    }

    fn tell(&mut self, account: PublicKey, tell: Tell, entry: usize) {
        self.tells.entry(account).or_default().entry(tell).or_insert(entry);
    }

    /// An AUTH that the relay did not believe.
    fn refused(&mut self, run: &Run, id: nostr::EventId) {
        let refused = |entry: usize| match &run.transcript.entries[entry].record {
            Record::Delivered { message: Wire::ToRelay(ClientMsg::Auth(event)), .. } => event.id == id,
            _ => false,
        };
        for tells in self.tells.values_mut() {
            tells.retain(|tell, entry| *tell != Tell::Auth || !refused(*entry));
        }
        self.tells.retain(|_, tells| !tells.is_empty());
    }

    /// The account that it speaks for, if it says so. A device speaks for one account.
    pub fn account(&self) -> Option<&PublicKey> {
        let best = |(_, tells): &(&PublicKey, &BTreeMap<Tell, usize>)| tells.keys().next().copied();
        self.tells.iter().min_by_key(best).map(|(account, _)| account)
    }
}

impl Operator {
    fn of(run: &Run, connections: &[Connection], relays: Vec<String>) -> Self {
        let name = |key: &PublicKey| run.account_name(key).map_or_else(|| key.to_hex(), ToOwned::to_owned);
        let mut operator = Self { relays, ..Self::default() };
        let mut open: BTreeMap<String, Vec<(u64, u64)>> = BTreeMap::new();
        for connection in connections.iter().filter(|c| operator.relays.contains(&c.relay)) {
            operator.connections += 1;
            let Some(key) = connection.account() else {
                operator.nameless += 1;
                continue;
            };
            let who = name(key);
            let account = operator.accounts.entry(who.clone()).or_default();
            account.by.extend(connection.tells[key].keys());
            account.connections += 1;
            account.groups.extend(connection.groups.iter().cloned());
            account.looked_up.extend(connection.asked_for.iter().filter(|asked| *asked != key).map(name));
            account.wrapped_to.extend(connection.wrapped_to.iter().filter(|to| *to != key).map(name));
            open.entry(format!("{who}\n{}", connection.relay)).or_default().push(connection.open_ms);
            for group in &connection.groups {
                operator.groups.entry(group.clone()).or_default().insert(who.clone());
            }
        }
        for (who, account) in &mut operator.accounts {
            let on_relay = |key: &String| key.split_once('\n').is_some_and(|(name, _)| name == who);
            let each: Vec<&Vec<(u64, u64)>> = open.iter().filter(|(key, _)| on_relay(key)).map(|(_, v)| v).collect();
            account.at_once = each.iter().map(|spans| at_once(spans)).max().unwrap_or(0);
            account.online_ms = covered(each.into_iter().flatten().copied().collect());
        }
        operator
    }
}

/// Most spans that hold one moment.
fn at_once(spans: &[(u64, u64)]) -> usize {
    let holds = |moment: u64| spans.iter().filter(|(from, to)| *from <= moment && moment < *to).count();
    spans.iter().map(|(from, _)| holds(*from)).max().unwrap_or(0)
}

/// Time that some span covers.
fn covered(mut spans: Vec<(u64, u64)>) -> u64 {
    spans.sort_unstable();
    let (mut sum, mut until) = (0, 0);
    for (from, to) in spans {
        sum += to.saturating_sub(from.max(until));
        until = until.max(to);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_that_two_connections_share_counts_once() {
        assert_eq!(covered(vec![(10, 20), (0, 5), (15, 30), (16, 17)]), 25);
    }

    #[test]
    fn as_many_devices_as_connections_that_are_open_at_once() {
        assert_eq!(at_once(&[(0, 10), (10, 20), (5, 15)]), 2);
    }
}
