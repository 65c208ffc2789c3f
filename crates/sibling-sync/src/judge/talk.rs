//! INV-M3, INV-M8, INV-M9, INV-M11: what goes between the user and contacts.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{Cause, Lost};
use super::facts::{End, Facts, Moment, Talk};
use super::{Findings, Invariant, lost};
use crate::vocabulary::{Fate, Note, QueueKey, SyncType};

pub(super) fn check(facts: &Facts<'_>, findings: &mut Findings) {
    outbound(facts, findings);
    inbound(facts, findings);
    keys(facts, findings);
    positions(facts, findings);
    line(facts, findings);
}

fn outbound(facts: &Facts<'_>, findings: &mut Findings) {
    for ((contact, uuid), (typed, device)) in &facts.typed {
        findings.exercise(Invariant::ReadOnce);
        let silence = Talk::default();
        let talk = facts.out.get(&(contact.as_str(), uuid.as_str())).unwrap_or(&silence);
        let (contact, uuid) = ((*contact).clone(), (*uuid).clone());
        match talk.read.as_slice() {
            [] => {
                let (at, why) = not_read(facts, (&contact, &uuid), (*typed, device), talk);
                findings.broke(Invariant::ReadOnce, at, Cause::NotRead { contact, uuid, why });
            }
            [_] => {}
            [_, again, ..] => {
                findings.broke(Invariant::ReadOnce, *again, Cause::ReadAgain { contact, uuid, times: talk.read.len() });
            }
        }
    }
}

fn not_read(
    facts: &Facts<'_>,
    (contact, uuid): (&str, &str),
    (typed, device): (Moment, &str),
    talk: &Talk<'_>,
) -> (Moment, Lost) {
    if let Some((at, end)) = talk.unread.first() {
        return (*at, unread(*end));
    }
    if let Some((at, _)) = talk.wired.first() {
        let thrown = facts.expired_for(|key| matches!(key, QueueKey::Contact(name) if name == contact));
        return (*at, if thrown { Lost::Expired } else { Lost::Waits });
    }
    let forwards =
        || facts.items.iter().filter(|(key, item)| key.sync_type == SyncType::Forward && item.uuid == Some(uuid));
    let stuck = forwards().filter_map(|(key, item)| lost::of_item(facts, key.to, item));
    // Forwards are passed on from device to device: the last one that got stuck is the reason.
    if let Some(last) = stuck.max_by_key(|(at, _)| *at) {
        return last;
    }
    let stranded =
        |(_, _, note): &&(Moment, &str, &Note)| matches!(note, Note::Stranded { uuid: lost, .. } if lost == uuid);
    if let Some((at, ..)) = facts.notes.iter().find(stranded) {
        return (*at, Lost::Stranded);
    }
    let taken = forwards().flat_map(|(key, item)| item.came.iter().map(|(at, end)| (*at, *end, key.to)));
    let taken = taken.filter(|(_, end, _)| *end == End::Took(Fate::Applied)).max_by_key(|(at, ..)| *at);
    let (at, holder) = taken.map_or((typed, device), |(at, _, holder)| (at, holder));
    let crash = facts.notes_of(holder).find_map(|(crashed, note)| match note {
        Note::Crashed(point) if crashed >= at => Some((crashed, Lost::Crash(*point))),
        _ => None,
    });
    crash.unwrap_or((at, Lost::Waits))
}

fn unread(end: End) -> Lost {
    match end {
        End::Unread(why) => Lost::Unreadable(why),
        End::Crashed(point) => Lost::Crash(point),
        End::Took(_) => Lost::NotMine,
    }
}

fn inbound(facts: &Facts<'_>, findings: &mut Findings) {
    for ((contact, uuid), wrote) in &facts.wrote {
        findings.exercise(Invariant::ReadOnce);
        let silence = Talk::default();
        let talk = facts.back.get(&(*contact, uuid.as_str())).unwrap_or(&silence);
        if !talk.read.is_empty() {
            continue;
        }
        let thrown = || facts.expired_for(|key| matches!(key, QueueKey::User(name, _) if name == contact));
        let waits = || (*wrote, if thrown() { Lost::Expired } else { Lost::Waits });
        let (at, why) = talk.unread.first().map_or_else(waits, |(at, end)| (*at, unread(*end)));
        let cause = Cause::NotHeard { contact: (*contact).to_owned(), uuid: (*uuid).clone(), why };
        findings.broke(Invariant::ReadOnce, at, cause);
    }
}

/// A ciphertext for a contact.
struct Wired<'a> {
    at: Moment,
    by: &'a str,
    contact: &'a str,
    uuid: &'a str,
    session: &'a str,
    key: &'a str,
    index: u64,
}

/// Ciphertexts for contacts. Only the first of a session names it: of later ones it is the session that the device stepped last.
fn wired<'a>(facts: &Facts<'a>) -> Vec<Wired<'a>> {
    let mut stepped: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    let mut wired = Vec::new();
    for (at, by, note) in &facts.notes {
        match note {
            Note::Ratchet { contact, session, .. } => _ = stepped.insert((by, contact), session),
            Note::Wire { contact, uuid, session, ratchet_key: key, chain_index, .. } => {
                let known = stepped.get(&(*by, contact.as_str())).copied();
                let session = if session.is_empty() { known.unwrap_or_default() } else { session };
                wired.push(Wired { at: *at, by, contact, uuid, session, key, index: *chain_index });
            }
            _ => {}
        }
    }
    wired
}

fn keys(facts: &Facts<'_>, findings: &mut Findings) {
    let mut used: BTreeMap<(&str, &str, u64), Wired<'_>> = BTreeMap::new();
    for wire in wired(facts) {
        findings.exercise(Invariant::KeyOnce);
        match used.get(&(wire.contact, wire.key, wire.index)) {
            // The same ciphertext again is no second use.
            Some(first) if (first.by, first.uuid) == (wire.by, wire.uuid) => {}
            Some(first) => {
                let name = |wire: &Wired<'_>| format!("{} of {}", wire.uuid, wire.by);
                let cause = Cause::KeyReused {
                    contact: wire.contact.to_owned(),
                    first: name(first),
                    second: name(&wire),
                    index: wire.index,
                };
                findings.broke(Invariant::KeyOnce, wire.at, cause);
            }
            None => _ = used.insert((wire.contact, wire.key, wire.index), wire),
        }
    }
}

fn positions(facts: &Facts<'_>, findings: &mut Findings) {
    let mut places: BTreeMap<(&str, &str, &str), (u64, u64)> = BTreeMap::new();
    for (at, who, note) in &facts.notes {
        let Note::Ratchet { contact, session, count, index, .. } = note else { continue };
        findings.exercise(Invariant::RatchetRises);
        let to = (*count, *index);
        let from = places.insert((who, contact, session), to).unwrap_or(to);
        if to < from {
            let cause = Cause::FellBack { device: (*who).to_owned(), contact: contact.clone(), from, to };
            findings.broke(Invariant::RatchetRises, *at, cause);
        }
    }
}

/// A device alone has one session with a contact, goes from index to index, and takes a new ratchet key only after the contact wrote.
/// A hand-over (MR-14) is one visible new session.
fn line(facts: &Facts<'_>, findings: &mut Findings) {
    let handed_over =
        facts.notes.iter().filter(|(_, _, note)| matches!(note, Note::TookOver { done: true, .. })).count();
    let mut sessions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut last: BTreeMap<(&str, &str), Wired<'_>> = BTreeMap::new();
    for wire in wired(facts) {
        findings.exercise(Invariant::LooksLikeOne);
        let of_contact = sessions.entry(wire.contact).or_default();
        let (contact, at) = (wire.contact, wire.at);
        if of_contact.insert(wire.session) && of_contact.len() > 1 + handed_over {
            let cause = Cause::SeveralSessions { contact: contact.to_owned(), sessions: of_contact.len() };
            findings.broke(Invariant::LooksLikeOne, at, cause);
        }
        let uuid = wire.uuid;
        let before = last.get(&(wire.contact, wire.session));
        if before.is_some_and(|before| !follows(facts, before, &wire)) {
            let cause = Cause::OutOfLine { contact: contact.to_owned(), uuid: uuid.to_owned() };
            findings.broke(Invariant::LooksLikeOne, at, cause);
        }
        last.insert((wire.contact, wire.session), wire);
    }
}

fn follows(facts: &Facts<'_>, before: &Wired<'_>, wire: &Wired<'_>) -> bool {
    let same_ciphertext = (before.by, before.uuid, before.index) == (wire.by, wire.uuid, wire.index);
    if before.key == wire.key {
        return wire.index == before.index + 1 || same_ciphertext;
    }
    // A status is an answer, too: the ratchet steps with it.
    let answered = |(at, who, note): &(Moment, &str, &Note)| {
        let said = match note {
            Note::ContactWrote { .. } => *who == wire.contact,
            Note::Pushed { key: QueueKey::User(..), by, .. } => by == wire.contact,
            _ => false,
        };
        said && *at < wire.at
    };
    wire.index == 0 && facts.notes.iter().any(answered)
}
