//! Four invariants of docs/spec/streams.md, section 10, as they read for a Marmot device that listens to Nostr relays. Each is judged from
//! the transcript alone, and gives how many situations could have broken it, or the first that did.
//!
//! Rows are the gift wraps with Welcomes for the device's own KeyPackages, and the messages of others in epochs that it reached. A row is
//! processed when the device noted what came of it. The cursor that it saves is the `since` of its subscription to gift wraps.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use nostr::EventId;
use scenarios::Run;
use scenarios::facts::Facts;
use scenarios::world::Wire;
use sim_device::{Note, RelayTrouble};
use sim_engine::{NodeId, Record};
use sim_relay::{ClientMsg, RelayMsg, VerifiedEvent};

pub type Judged<T = usize> = Result<T, String>;

/// The subscription to gift wraps.
const INBOX: &str = "inbox";

/// Gift wraps that some relay holds at the end, and that carry a Welcome for a KeyPackage of the device.
fn own_wraps(run: &Run, device: &str) -> BTreeMap<EventId, VerifiedEvent> {
    let chronicle = Facts::of(run).chronicle;
    let sent: BTreeSet<EventId> = run
        .notes()
        .filter_map(|(_, _, note)| match note {
            Note::WelcomeSent { wrap, key_package, .. } => Some((wrap, chronicle.maker(key_package)?)),
            _ => None,
        })
        .filter_map(|(wrap, (maker, _))| (maker == device).then_some(*wrap))
        .collect();
    let held = run.stored.values().flatten().filter(|event| sent.contains(&event.id));
    held.map(|event| (event.id, event.clone())).collect()
}

/// The gift wrap that a note says was dealt with.
fn dealt_with(note: &Note) -> Option<EventId> {
    match note {
        Note::Joined { wrap, .. } | Note::WelcomeIgnored { wrap, .. } | Note::InvitationHeld { wrap, .. } => {
            Some(*wrap)
        }
        _ => None,
    }
}

/// Messages of other devices that a relay holds, of epochs that the device reached first or later, by rumor id.
fn rows_of_groups(run: &Run, device: &str) -> BTreeSet<EventId> {
    let held: BTreeSet<EventId> = run.stored.values().flatten().map(|event| event.id).collect();
    let mut from: BTreeMap<&str, u64> = BTreeMap::new();
    for (_, who, note) in run.notes() {
        if let Note::Epoch { group, state, .. } = note
            && who == device
        {
            from.entry(group).or_insert(state.epoch);
        }
    }
    let rows = run.notes().filter_map(|(_, who, note)| match note {
        Note::MessageSent { group, message, event, epoch, .. } => {
            let readable = from.get(group.as_str()).is_some_and(|first| epoch >= first);
            (who != device && readable && held.contains(event)).then_some(*message)
        }
        _ => None,
    });
    rows.collect()
}

fn read(run: &Run, device: &str) -> BTreeMap<EventId, usize> {
    let mut read = BTreeMap::new();
    for (_, who, note) in run.notes() {
        if let Note::MessageRead { message, .. } = note
            && who == device
        {
            *read.entry(*message).or_default() += 1;
        }
    }
    read
}

/// INV-X1: every row that a relay holds is processed by the end.
pub fn nothing_is_lost(run: &Run, device: &str) -> Judged {
    let noted: BTreeSet<EventId> =
        run.notes().filter(|(_, who, _)| *who == device).filter_map(|(_, _, note)| dealt_with(note)).collect();
    let wraps = own_wraps(run, device);
    if let Some(lost) = wraps.keys().find(|wrap| !noted.contains(wrap)) {
        return Err(format!("gift wrap {lost} was never dealt with"));
    }
    let (rows, read) = (rows_of_groups(run, device), read(run, device));
    match rows.iter().find(|row| !read.contains_key(row)) {
        Some(lost) => Err(format!("message {lost} was never read")),
        None => Ok(wraps.len() + rows.len()),
    }
}

/// INV-X3: what comes again is dated at or after the saved cursor, and has its effect once. Counts what came again.
pub fn again_only_above_the_cursor(run: &Run, device: &str) -> Judged {
    if let Some((row, times)) = read(run, device).into_iter().find(|(_, times)| *times > 1) {
        return Err(format!("message {row} was read {times} times"));
    }
    let mut joined = BTreeSet::new();
    for (_, _, note) in run.notes().filter(|(_, who, _)| *who == device) {
        if let Note::Joined { wrap, .. } = note
            && !joined.insert(*wrap)
        {
            return Err(format!("gift wrap {wrap} was joined with twice"));
        }
    }
    let node = run.devices[device];
    let (mut since, mut seen, mut again) = (0, BTreeSet::new(), 0);
    for (entry, record) in run.entries() {
        match &record.record {
            Record::Delivered { from, message: Wire::ToRelay(msg), .. } if *from == node => {
                since = asked_since(msg).unwrap_or(since);
            }
            Record::Delivered { to, message: Wire::ToDevice(RelayMsg::Event { sub, event }), .. } if *to == node => {
                let date = event.created_at.as_secs();
                if sub.as_str() == INBOX && date < since {
                    return Err(format!("entry {entry}: gift wrap {} is from below the cursor {since}", event.id));
                }
                again += usize::from(!seen.insert(event.id));
            }
            _ => {}
        }
    }
    Ok(again)
}

/// The cursor of a question for gift wraps: 0 if it has none.
fn asked_since(msg: &ClientMsg) -> Option<u64> {
    match msg {
        ClientMsg::Req { sub, filters } if sub.as_str() == INBOX => {
            Some(filters.iter().map(|filter| filter.since.unwrap_or(0)).min().unwrap_or(0))
        }
        _ => None,
    }
}

/// INV-X9: how long after the first message that `fault` kept from the device, or that it kept the relay from answering, the device
/// noticed: its connection closed, or it noted that a question was not answered.
pub fn death_is_noticed(run: &Run, device: &str, fault: &str, within: Duration) -> Judged<Duration> {
    let node = run.devices[device];
    let acted = run.entries().find_map(|(entry, record)| match &record.record {
        Record::Fault { from, to, fault: name, .. } if name == fault && (*from == node || *to == node) => {
            Some((entry, record.at))
        }
        _ => None,
    });
    let (died, at) = acted.ok_or_else(|| format!("the fault {fault} never acted"))?;
    let later = run.transcript.entries[died..].iter();
    let noticed = later.filter(|record| tells_of_death(&record.record, node)).map(|record| record.at - at).next();
    match noticed {
        Some(after) if after <= within => Ok(after),
        Some(after) => Err(format!("noticed only after {after:?}")),
        None => Err("never noticed".to_owned()),
    }
}

fn tells_of_death(record: &Record<scenarios::world::Marmot>, node: NodeId) -> bool {
    match record {
        Record::Closed(one, other) => *one == node || *other == node,
        Record::Note(who, Note::Relay { what, .. }) => {
            *who == node && matches!(what, RelayTrouble::EventUnanswered { .. } | RelayTrouble::QueryUnanswered)
        }
        _ => false,
    }
}

/// INV-X12: what the device saved is never ahead of what it processed. A gift wrap that it passes over in silence was saved as read; one
/// that is older than the cursor of a question, and not dealt with, is behind a cursor that ran ahead. Counts wraps and questions.
pub fn nothing_is_saved_ahead(run: &Run, device: &str) -> Judged {
    let node = run.devices[device];
    let wraps = own_wraps(run, device);
    let (mut done, mut on_relay, mut open, mut looked_at) = (BTreeSet::new(), BTreeSet::new(), None, 0);
    for (entry, record) in run.entries() {
        match &record.record {
            Record::Note(who, Note::Crashed { .. }) if *who == node => open = None,
            Record::Note(who, note) if *who == node => {
                done.extend(dealt_with(note));
                open = open.filter(|wrap| !done.contains(wrap));
            }
            Record::Delivered { to, message: Wire::ToDevice(msg), .. } if *to == node => {
                if let Some(wrap) = open {
                    return Err(format!("entry {entry}: gift wrap {wrap} was passed over, and nothing came of it"));
                }
                if let RelayMsg::Event { event, .. } = msg
                    && wraps.contains_key(&event.id)
                {
                    looked_at += 1;
                    open = (!done.contains(&event.id)).then_some(event.id);
                }
            }
            Record::Delivered { message: Wire::ToRelay(ClientMsg::Event(event)), .. } => {
                on_relay.insert(event.id);
            }
            Record::Delivered { from, message: Wire::ToRelay(msg), .. } if *from == node => {
                let Some(since) = asked_since(msg) else { continue };
                looked_at += 1;
                let behind = |(id, wrap): &(&EventId, &VerifiedEvent)| {
                    on_relay.contains(*id) && !done.contains(*id) && wrap.created_at.as_secs() < since
                };
                if let Some((wrap, _)) = wraps.iter().find(behind) {
                    return Err(format!("entry {entry}: the cursor {since} is ahead of gift wrap {wrap}"));
                }
            }
            _ => {}
        }
    }
    match open {
        Some(wrap) => Err(format!("gift wrap {wrap} was passed over, and nothing came of it")),
        None => Ok(looked_at),
    }
}
