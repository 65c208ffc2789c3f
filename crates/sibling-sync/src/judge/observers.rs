//! The observers of section 11. Each sees its part of the transcript as a table; what it can count is what is asserted.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use crate::Ms;
use crate::run::Run;
use crate::vocabulary::{ContactName, DeviceView, Note, QueueKey};

/// Every observer with the names of its counts.
pub const OBSERVERS: &[(&str, &[&str])] = &[
    ("contact", &["messages", "sessions", "ratchet_keys", "bursts"]),
    ("server", &["connections", "connections_per_contact_key", "tied_keys", "echoes"]),
    ("network", &["connections", "messages", "echoes"]),
    (
        "stolen",
        &["contact_secrets", "ratchet_states", "identity_keys", "own_sessions", "foreign_sessions", "root_keys"],
    ),
    ("removed", &["queues", "readable"]),
];

/// What comes within this time of something else belongs to one moment.
const MOMENT_MS: Ms = 1_000;
/// Sizes that differ by less than this share, in percent, are alike.
const ALIKE_PERCENT: usize = 50;

/// What an observer sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<&'static str>,
    /// Rows, in the order in which it sees them.
    pub rows: Vec<Vec<String>>,
    /// What it can count.
    pub counts: BTreeMap<&'static str, u64>,
}

/// What an observer sees of a run; empty for an observer that there is not.
pub fn observe(run: &Run, observer: &str) -> Table {
    table(&Facts::of(run), observer)
}

pub(super) fn table(facts: &Facts<'_>, observer: &str) -> Table {
    match observer {
        "contact" => contact(facts),
        "server" => server(facts),
        "network" => network(facts),
        "stolen" => stolen(facts),
        "removed" => removed(facts),
        _ => Table::default(),
    }
}

fn number(count: usize) -> u64 {
    count as u64
}

/// Everything that contacts read, with what a contact can tell of its sender.
fn contact(facts: &Facts<'_>) -> Table {
    let (mut rows, mut sessions, mut keys, mut last) = (Vec::new(), BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
    let (mut messages, mut bursts) = (0, 0);
    for (at, who, note) in &facts.notes {
        let Note::Read { session, ratchet_key, chain_index, again, .. } = note else { continue };
        sessions.insert((who, session));
        keys.insert((who, ratchet_key));
        messages += usize::from(!again);
        let near = last.insert(who, at.ms).is_some_and(|before: Ms| at.ms - before <= MOMENT_MS);
        bursts += usize::from(near);
        let (session, key) = (short(session), short(ratchet_key));
        rows.push(vec![at.ms.to_string(), (*who).to_owned(), session, key, chain_index.to_string()]);
    }
    let counts = [
        ("messages", number(messages)),
        ("sessions", number(sessions.len())),
        ("ratchet_keys", number(keys.len())),
        ("bursts", number(bursts)),
    ];
    Table { columns: vec!["ms", "contact", "session", "ratchet key", "index"], rows, counts: counts.into() }
}

/// The first eight digits of something long.
fn short(text: &str) -> String {
    text.chars().take(8).collect()
}

/// What the operator of the server sees: who pushes and polls which key, and how much.
fn server(facts: &Facts<'_>) -> Table {
    let mut rows = Vec::new();
    let mut polls: BTreeMap<&str, BTreeSet<&QueueKey>> = BTreeMap::new();
    let mut connections = BTreeSet::new();
    let mut pushes: Vec<Push<'_>> = Vec::new();
    for (at, _, note) in &facts.notes {
        match note {
            Note::Pushed { key, by, size, .. } => {
                connections.insert(by.as_str());
                pushes.push(Push { ms: at.ms, by, key: Some(key), size: *size });
                rows.push(vec![at.ms.to_string(), by.clone(), "push".to_owned(), key.to_string(), size.to_string()]);
            }
            Note::Polled { key, by } => {
                connections.insert(by);
                polls.entry(by).or_default().insert(key);
                rows.push(vec![at.ms.to_string(), by.clone(), "poll".to_owned(), key.to_string(), String::new()]);
            }
            _ => {}
        }
    }
    let is_user = |key: &&&QueueKey| matches!(key, QueueKey::User(..));
    let mut readers: BTreeMap<&QueueKey, usize> = BTreeMap::new();
    polls.values().flatten().filter(is_user).for_each(|key| *readers.entry(key).or_default() += 1);
    // A connection that polls a device's key and a contact's ties the two.
    let tied = polls.values().map(|keys| {
        let users = keys.iter().filter(is_user).count();
        if users < keys.len() { users } else { 0 }
    });
    let counts = [
        ("connections", number(connections.len())),
        ("connections_per_contact_key", number(readers.values().copied().max().unwrap_or_default())),
        ("tied_keys", number(tied.sum())),
        ("echoes", number(echoes(&pushes))),
    ];
    Table { columns: vec!["ms", "connection", "does", "key", "bytes"], rows, counts: counts.into() }
}

/// What the network between devices and the server sees: the same without keys.
fn network(facts: &Facts<'_>) -> Table {
    let pushed = facts.notes.iter().filter_map(|(at, _, note)| match note {
        Note::Pushed { by, size, .. } => Some(Push { ms: at.ms, by, key: None, size: *size }),
        _ => None,
    });
    let pushes: Vec<Push<'_>> = pushed.collect();
    let connections: BTreeSet<&str> = pushes.iter().map(|push| push.by).collect();
    let counts = [
        ("connections", number(connections.len())),
        ("messages", number(pushes.len())),
        ("echoes", number(echoes(&pushes))),
    ];
    let rows = pushes.iter().map(|push| vec![push.ms.to_string(), push.by.to_owned(), push.size.to_string()]).collect();
    Table { columns: vec!["ms", "connection", "bytes"], rows, counts: counts.into() }
}

struct Push<'a> {
    ms: Ms,
    by: &'a str,
    key: Option<&'a QueueKey>,
    size: usize,
}

/// Pushes that follow another of the same connection within a moment, are of like size, and go elsewhere: one event, told to siblings.
fn echoes(pushes: &[Push<'_>]) -> usize {
    let echo = |place: usize, push: &Push<'_>| {
        let like = |before: &Push<'_>| {
            let apart = before.size.abs_diff(push.size) * 100;
            before.by == push.by
                && push.ms - before.ms <= MOMENT_MS
                && apart <= before.size.max(push.size) * ALIKE_PERCENT
                && (push.key.is_none() || before.key != push.key)
        };
        pushes[..place].iter().any(like)
    };
    pushes.iter().enumerate().filter(|(place, push)| echo(*place, push)).count()
}

/// Siblings: devices that are primary of nobody.
fn siblings<'a>(facts: &Facts<'a>) -> impl Iterator<Item = (&'a String, &'a DeviceView)> {
    let run = facts.run;
    let is_sibling =
        |(name, _): &(&String, &DeviceView)| !run.setting.body.contacts.values().any(|setup| setup.primary == **name);
    run.devices.iter().filter(is_sibling)
}

/// What the database of a stolen sibling holds; the worst of all siblings.
fn stolen(facts: &Facts<'_>) -> Table {
    let contacts = &facts.run.setting.body.contacts;
    let mut rows = Vec::new();
    let mut counts: BTreeMap<&'static str, u64> = BTreeMap::new();
    for (name, view) in siblings(facts) {
        rows.extend(view.secrets.iter().map(|secret| vec![name.clone(), secret.clone()]));
        let of_contact = |secret: &str| secret.split_once('/').is_some_and(|(whose, _)| contacts.contains_key(whose));
        let named =
            |what: &str| number(view.secrets.iter().filter(|one| of_contact(one) && one.contains(what)).count());
        let sessions = view.secrets.iter().filter_map(|secret| secret.strip_prefix("sibling/"));
        let (own, foreign): (Vec<&str>, Vec<&str>) = sessions.partition(|with| view.siblings.contains(*with));
        let here = [
            ("contact_secrets", number(view.secrets.iter().filter(|secret| of_contact(secret)).count())),
            ("ratchet_states", named("DrStateJson")),
            ("identity_keys", named("MyIdentity")),
            ("own_sessions", number(own.len())),
            ("foreign_sessions", number(foreign.len())),
            ("root_keys", number(view.secrets.iter().filter(|secret| secret.contains("RootKp")).count())),
        ];
        for (count, value) in here {
            let worst = counts.entry(count).or_default();
            *worst = value.max(*worst);
        }
    }
    Table { columns: vec!["sibling", "secret"], rows, counts }
}

/// What a sibling can still do that is removed and keeps its old keys: queues of contacts that it can poll, and those of which it can also
/// read what comes.
fn removed(facts: &Facts<'_>) -> Table {
    let mut rows = Vec::new();
    let (mut most_queues, mut most_readable) = (0, 0);
    for (name, view) in siblings(facts) {
        let keeps =
            |contact: &&ContactName, what: &str| view.secrets.iter().any(|one| *one == format!("{contact}/{what}"));
        let contacts = || facts.run.setting.body.contacts.keys();
        let queues: Vec<&ContactName> = contacts().filter(|contact| keeps(contact, "MyLookupKp")).collect();
        let readable = queues.iter().filter(|contact| keeps(contact, "DrStateJson")).count();
        rows.extend(queues.iter().map(|contact| vec![name.clone(), (*contact).clone()]));
        (most_queues, most_readable) = (most_queues.max(queues.len()), most_readable.max(readable));
    }
    let counts = [("queues", number(most_queues)), ("readable", number(most_readable))];
    Table { columns: vec!["sibling", "polls"], rows, counts: counts.into() }
}
