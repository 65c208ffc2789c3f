//! What somebody learns who can only read relays, or who runs them, below the story of a run.

use clap::ValueEnum;
use scenarios::facts::observer::{AccountSeen, Linkable, MarkerKind};
use scenarios::facts::operator::{AccountLinked, Operator, Tell, operators};
use scenarios::{Judgement, Run};

use crate::output::Output;
use crate::story::printable;
use crate::words::{count, thousands};

/// Whose eyes a run is looked at with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Eyes {
    /// Somebody who reads the events of all relays.
    #[default]
    Reader,
    /// Somebody who runs a relay, and all who run one together: connections, AUTH, who asks for what and when.
    Operator,
}

/// What the operators of relays can link.
pub(crate) fn tell_operators(run: &Run, output: &mut Output) {
    for operator in operators(run) {
        let relays: Vec<String> = operator.relays.iter().map(|relay| printable(relay)).collect();
        let head = match relays.as_slice() {
            [one] => format!("operator of {one}"),
            several => format!("operators of {} together", several.join(", ")),
        };
        output.detail(format!("{head}: {}", connections(&operator)));
        for (name, account) in &operator.accounts {
            output.detail(format!("  {}: {}", printable(name), linked(account)));
        }
        for (group, accounts) in &operator.groups {
            let id: String = printable(group).chars().take(8).collect();
            let names: Vec<String> = accounts.iter().map(|name| printable(name)).collect();
            output.detail(format!("  group {id}: linked to {}", names.join(", ")));
        }
    }
}

fn connections(operator: &Operator) -> String {
    let all = count(operator.connections, "connection", "connections");
    match operator.nameless {
        0 => all,
        nameless if nameless == operator.connections => format!("{all}, none of which says whose it is"),
        nameless => format!("{all}, of which {} whose", count(nameless, "does not say", "do not say")),
    }
}

fn linked(account: &AccountLinked) -> String {
    let by = account.by.iter().map(|tell| match tell {
        Tell::Auth => "AUTH",
        Tell::Signed => "what it signs",
        Tell::Inbox => "whose gift wraps it asks for",
    });
    let mut parts = vec![format!(
        "{} known by {}",
        count(account.connections, "connection", "connections"),
        by.collect::<Vec<_>>().join(", ")
    )];
    parts.push(format!("{} at once, online for {}", account.at_once, duration(account.online_ms / 1_000)));
    let names = |what: &str, of: &std::collections::BTreeSet<String>| {
        let names: Vec<String> = of.iter().map(|name| printable(name)).collect();
        (!names.is_empty()).then(|| format!("{what} {}", names.join(", ")))
    };
    parts.extend((!account.groups.is_empty()).then(|| count(account.groups.len(), "group", "groups")));
    parts.extend(names("looked up", &account.looked_up));
    parts.extend(names("brought gift wraps to", &account.wrapped_to));
    parts.join(" · ")
}

pub(crate) fn tell(judgement: &Judgement, output: &mut Output) {
    let observer = &judgement.observer;
    let mut lines = vec![format!("can read {}", count(observer.events, "event", "events"))];
    for (name, account) in &observer.accounts {
        lines.push(format!("{}: {}", printable(name), account_text(account)));
    }
    for (id, group) in &observer.groups {
        let id: String = printable(id).chars().take(8).collect();
        let again = if group.authors == group.events { "each by another key" } else { "some by the same key" };
        let events = count(group.events, "event", "events");
        lines.push(format!("group {id}: {events}, {again}, over {}", span(group.seen_ms)));
    }
    for (place, line) in lines.into_iter().enumerate() {
        let head = if place == 0 { "relay readers" } else { "" };
        output.detail(format!("{head:13}  {line}"));
    }
}

fn account_text(account: &AccountSeen) -> String {
    let mut parts = Vec::new();
    if account.key_packages > 0 {
        parts.push(count(account.key_packages, "KeyPackage", "KeyPackages"));
        parts.push(markers(account));
    }
    if let Some(percent) = account.linkable.percent() {
        parts.push(linkable(&account.linkable, percent));
    }
    if account.gift_wraps > 0 {
        parts.push(count(account.gift_wraps, "gift wrap", "gift wraps"));
    }
    if parts.is_empty() { "relay lists only".to_owned() } else { parts.join(" · ") }
}

/// How many devices it looks like, and how often each refreshes.
fn markers(account: &AccountSeen) -> String {
    let named = |kind: MarkerKind, one: &str, many: &str| {
        let of: Vec<_> = account.markers.iter().filter(|marker| marker.kind == kind).collect();
        let every: Vec<_> = of.iter().filter_map(|m| m.cadence_s.map(every)).collect();
        let every = match every.len() {
            0 => String::new(),
            1..=3 => format!(" ({})", every.join(", ")),
            n => format!(" ({n} of them refresh)"),
        };
        (!of.is_empty()).then(|| format!("{}{every}", count(of.len(), one, many)))
    };
    let untagged = account.markers.iter().find(|marker| marker.kind == MarkerKind::None);
    let parts = [
        named(MarkerKind::ClientId, "client_id", "client_ids"),
        named(MarkerKind::Slot, "slot", "slots"),
        untagged.map(|marker| format!("{} without a marker", thousands(marker.events))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" and ")
}

fn linkable(linkable: &Linkable, percent: usize) -> String {
    let Linkable { of, by_client_id, by_slot, by_content, by_nothing } = linkable;
    let by = [("client_id", by_client_id), ("slot", by_slot), ("equal content", by_content)];
    let by: Vec<_> = by.iter().filter(|(_, n)| **n > 0).map(|(what, _)| *what).collect();
    let by = if by.is_empty() { String::new() } else { format!(" by {}", by.join(", ")) };
    format!("{} of {of} linked to an earlier one{by} ({percent} %)", of - by_nothing)
}

/// `one every 30 d`
fn every(seconds: u64) -> String {
    match seconds {
        0 => "several within a second".to_owned(),
        seconds => format!("one every {}", duration(seconds)),
    }
}

fn span((first, last): (u64, u64)) -> String {
    if last - first < 1_000 { "less than a second".to_owned() } else { duration((last - first) / 1_000) }
}

fn duration(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    }
}
