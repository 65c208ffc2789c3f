//! A run for people: a lane for each device and contact, and one for the server.

use std::time::Duration;

use experiment::{Head, Kit, Line, Tell, Verdict};
use sim_engine::{NodeId, Record};

use crate::judge::{Invariant, Judgement};
use crate::model::Span;
use crate::run::Run;
use crate::system::{Message, SiblingSync};
use crate::vocabulary::{About, Action, Fate, Note, On, Unreadable};

/// How queues are called.
const QUEUE: &str = "queue/";

impl Tell for SiblingSync {
    fn head_of(run: &Run) -> Head {
        Self::head(&run.scenario)
    }

    /// Devices, the server in the middle, then contacts.
    fn cast(run: &Run) -> Vec<(usize, String)> {
        let place = |name: &String| Some((run.names.iter().position(|known| known == name)?, name.clone()));
        let devices = run.devices.keys().filter_map(place);
        let server = server(run).map(|place| (place, "server".to_owned()));
        let known: Vec<(usize, String)> =
            devices.chain(server).chain(run.setting.body.contacts.keys().filter_map(place)).collect();
        let others = run
            .names
            .iter()
            .enumerate()
            .filter(|(place, name)| !name.starts_with(QUEUE) && !known.iter().any(|(there, _)| there == place));
        known.iter().cloned().chain(others.map(|(place, name)| (place, name.clone()))).collect()
    }

    fn tell(run: &Run, entry: usize, verbose: bool) -> Option<Line> {
        match &run.transcript.entries.get(entry)?.record {
            Record::Step(step) => Some(Line::step(words(step.index, step.label.as_deref(), &step.action))),
            Record::Note(who, note) => noted(run, *who, note, verbose),
            Record::Delivered { from, to, message } => delivered(run, *from, *to, message, verbose),
            Record::Done(who, _, Err(why)) => Some(Line::by(lane(run, *who), format!("cannot: {why}"))),
            Record::Fault { from, to, fault, effect, .. } => {
                Some(Line::between(lane(run, *from), lane(run, *to), format!("fault {fault}: {effect:?}")))
            }
            _ => None,
        }
    }

    fn verdicts(judgement: &Judgement) -> Vec<Verdict> {
        let verdict = |invariant: Invariant| {
            let broken = judgement.violations.iter().filter(|one| one.invariant == invariant);
            Verdict {
                name: invariant.id().to_owned(),
                exercised: judgement.exercised.contains(&invariant),
                violations: broken.map(|one| (one.entry, one.cause.to_string())).collect(),
            }
        };
        Invariant::ALL.into_iter().map(verdict).collect()
    }

    /// Rows of devices, and what contacts read.
    fn ends(run: &Run) -> Vec<(String, String)> {
        let devices = run.devices.iter().map(|(name, view)| {
            let row = |row: &crate::vocabulary::RowView| {
                format!("{} {}{}", row.uuid, row.state, if row.shown { "" } else { ", shown by no record" })
            };
            let rows: Vec<String> = view.rows.iter().map(row).collect();
            (name.clone(), if rows.is_empty() { "no messages".to_owned() } else { rows.join("; ") })
        });
        let contacts = run.contacts.iter().map(|(name, view)| {
            let read: Vec<&str> = view.read.iter().map(|read| read.uuid.as_str()).collect();
            (
                name.clone(),
                if read.is_empty() { "read nothing".to_owned() } else { format!("read {}", read.join(", ")) },
            )
        });
        devices.chain(contacts).collect()
    }

    fn duration(run: &Run) -> Duration {
        Duration::from_millis(run.scenario.end_ms)
    }

    fn invariants() -> Vec<[String; 3]> {
        let row =
            |one: Invariant| [one.id(), one.sentence(), "docs/spec/sibling-sync.md, section 7"].map(str::to_owned);
        Invariant::ALL.into_iter().map(row).collect()
    }
}

/// The lane of the server: that of its first queue.
fn server(run: &Run) -> Option<usize> {
    run.names.iter().position(|name| name.starts_with(QUEUE))
}

/// The lane of a participant: all queues share one.
fn lane(run: &Run, who: NodeId) -> usize {
    let is_queue = run.names.get(who.0).is_some_and(|name| name.starts_with(QUEUE));
    server(run).filter(|_| is_queue).unwrap_or(who.0)
}

fn delivered(run: &Run, from: NodeId, to: NodeId, message: &Message, verbose: bool) -> Option<Line> {
    let text = match message {
        Message::Push(_, about) if verbose => format!("push: {}", what(about)),
        Message::Item { about, .. } => what(about),
        Message::Poll if verbose => "poll".to_owned(),
        Message::Leave if verbose => "no longer".to_owned(),
        Message::Release(item) if verbose => format!("has item {item}"),
        _ => return None,
    };
    Some(Line::between(lane(run, from), lane(run, to), text))
}

/// What an item is about: `forward of u1, from B`.
fn what(about: &About) -> String {
    let kind = about.sync_type.map_or("message", crate::vocabulary::SyncType::id);
    let of = about.uuid.as_ref().or(about.contact.as_ref()).map(|of| format!(" of {of}")).unwrap_or_default();
    format!("{kind}{of}, from {}", about.from)
}

fn noted(run: &Run, who: NodeId, note: &Note, verbose: bool) -> Option<Line> {
    let by = |text: String| Some(Line::by(lane(run, who), text));
    let to = |name: &str, text: String| {
        let place = run.names.iter().position(|known| known == name).unwrap_or(who.0);
        Some(Line::between(lane(run, who), place, text))
    };
    match note {
        Note::SyncSent { to: sibling, sync_type, uuid, passed_on, .. } => {
            let of = uuid.as_ref().map(|uuid| format!(" of {uuid}")).unwrap_or_default();
            let again = if *passed_on { " passed on" } else { "" };
            to(sibling, format!("seals {sync_type}{of}{again}"))
        }
        Note::Wire { contact, uuid, ratchet_key, chain_index, .. } => {
            let key: String = ratchet_key.chars().take(6).collect();
            to(contact, format!("seals {uuid} under key {key}…, index {chain_index}"))
        }
        Note::Ratchet { .. } | Note::Pushed { .. } | Note::Polled { .. } | Note::End(_) => None,
        Note::Handed { .. } | Note::Typed { .. } | Note::Heard { .. } if !verbose => None,
        _ => by(said(note)),
    }
}

/// What somebody reports, in words.
fn said(note: &Note) -> String {
    match note {
        Note::Typed { peer, uuid } => format!("writes {uuid} to {peer}"),
        Note::Stranded { peer, uuid } => format!("has nobody to hand {uuid} for {peer} to"),
        Note::SyncTook { from, sync_type, uuid, fate, .. } => {
            let of = uuid.as_ref().map(|uuid| format!(" of {uuid}")).unwrap_or_default();
            format!("{sync_type}{of} from {from}: {}", fated(*fate))
        }
        Note::Unread { why, .. } => format!("cannot read it: {}", unreadable(*why)),
        Note::Row { uuid, state, added, .. } => {
            format!("{} {uuid}: {state}", if *added { "new row of" } else { "row of" })
        }
        Note::Guarded { contact, fork } => {
            format!("refuses a copy of the state with {contact}{}", if *fork { ": a fork" } else { "" })
        }
        Note::Pointer { contact, primary, epoch } => {
            format!("takes {primary} for primary of {contact} (epoch {epoch})")
        }
        Note::Paired { with, .. } => format!("is paired with {with}"),
        Note::MeshIncomplete { missing } => {
            let pairs: Vec<String> = missing.iter().map(|(a, b)| format!("{a}–{b}")).collect();
            format!("mesh-incomplete: {} are not paired", pairs.join(", "))
        }
        Note::Heard { contact, uuid } => format!("hears {uuid} of {contact}"),
        Note::Pruned { entries } => format!("throws {entries} entries of the seen table away"),
        Note::Crashed(point) => format!("crashes, {}", point.id().replace('_', " ")),
        Note::NotCrashed(point) => format!("was to crash {}, and never came there", point.id().replace('_', " ")),
        Note::Unsealed { to, sync_type, .. } => format!("has no session to seal a {sync_type} for {to} in"),
        Note::Restarted => "is started again".to_owned(),
        Note::Online(true) => "is connected".to_owned(),
        Note::Online(false) => "has no connection".to_owned(),
        Note::Destroyed => "is gone for ever".to_owned(),
        Note::TookOver { peer, done: true } => format!("is primary of {peer} from here on"),
        Note::TookOver { peer, done: false } => format!("cannot take {peer} over"),
        Note::Read { uuid, again: true, .. } => format!("knows {uuid} already"),
        Note::Read { uuid, .. } => format!("reads {uuid}"),
        Note::ContactWrote { uuid, copies: 1 } => format!("writes {uuid}"),
        Note::ContactWrote { uuid, copies } => format!("writes {uuid}, {copies} times sealed"),
        Note::Handed { key, item, to, .. } => format!("hands item {item} of {key} to {to}"),
        Note::Forgot { key, item, expired: true } => format!("throws item {item} of {key} away: too old"),
        Note::Forgot { key, item, .. } => format!("forgets item {item} of {key}"),
        other => format!("{other:?}"),
    }
}

fn fated(fate: Fate) -> &'static str {
    match fate {
        Fate::Applied => "applied",
        Fate::Seen => "its id was seen before, skipped",
        Fate::NoConversation => "marked as seen, and there is no such conversation",
        Fate::Parked => "kept until its conversation comes",
        Fate::NoRow => "marked as seen, and there is no such message",
        Fate::NotMine => "nothing to do here",
        Fate::Reserved => "a reserved type, ignored",
    }
}

fn unreadable(why: Unreadable) -> &'static str {
    match why {
        Unreadable::KeyUsed => "the key of its index was used already",
        Unreadable::WrongChain => "it is of another chain",
        Unreadable::NoSession => "there is no session for it",
        Unreadable::Other => "it cannot be decrypted",
    }
}

fn words(index: usize, label: Option<&str>, action: &Action) -> String {
    let label = label.map(|label| format!(" ({label})")).unwrap_or_default();
    format!("step {}{label}: {}", index + 1, step(action))
}

fn fields<F>(fields: &[(F, String)], name: impl Fn(&F) -> String) -> String {
    fields.iter().map(|(field, value)| format!("{} = {value}", name(field))).collect::<Vec<_>>().join(", ")
}

fn step(action: &Action) -> String {
    let span = |ms: &u64| Span::from_millis(*ms);
    match action {
        Action::Type { device, peer, text } => format!("{device} writes to {peer}: {text:?}"),
        Action::ContactSends { contact, text } => format!("{contact} writes: {text:?}"),
        Action::Status { device, uuid, state, .. } => format!("{device} learns that {uuid} is {state}"),
        Action::EditPeer { device, peer, fields: set } => {
            format!("{device} edits {peer}: {}", fields(set, |field| field.id().to_owned()))
        }
        Action::EditIdentity { device, fields: set } => {
            format!("{device} edits the own card: {}", fields(set, Clone::clone))
        }
        Action::Pair { device, with } => format!("{device} is to be paired with {with}"),
        Action::Meet { device, contact } => format!("{device} completes an invitation of {contact}"),
        Action::Offline { device, until_ms: None } => format!("{device} loses its connection for ever"),
        Action::Offline { device, until_ms: Some(until) } => {
            format!("{device} loses its connection until {}", span(until))
        }
        Action::Crash { device, point, on, down_ms } => {
            let point = point.id().replace('_', " ");
            format!("{device} is to crash {point}{}, and to stay down for {}", on_what(on), span(down_ms))
        }
        Action::Destroy { device } => format!("{device} is destroyed"),
        Action::TakeOver { device, peer } => format!("{device} takes {peer} over"),
        Action::Repeat { device } => format!("{device} will seal its next items twice"),
        Action::AskHistory { device, from } => format!("{device} asks {from} for the last messages"),
        Action::Aware { device, act } => format!("{device}: {act:?}"),
    }
}

fn on_what(on: &On) -> String {
    let sync_type = on.sync_type.map(|one| format!(" on a {one}")).unwrap_or_default();
    let uuid = on.uuid.as_ref().map(|uuid| format!(" of {uuid}")).unwrap_or_default();
    format!("{sync_type}{uuid}")
}
