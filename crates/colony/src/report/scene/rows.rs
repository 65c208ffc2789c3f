//! The transcript as rows of the diagram.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use scenarios::Run;
use scenarios::engine::{Entry, Record};
use scenarios::world::{Marmot, Wire};
use serde::Serialize;
use serde_json::{Value, json};
use sim_device::Note;
use sim_relay::RelayMsg;

use super::groups::Group;
use super::stakes::rules_of;
use super::{Detail, Ids, Lanes, MOST_ROWS, millis};
use crate::story;

/// One record of the transcript.
#[derive(Serialize)]
pub(crate) struct Row {
    /// Its place in the transcript.
    pub entry: usize,
    pub at: u64,
    pub kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lane: Option<usize>,
    /// Where a message goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<usize>,
    pub text: String,
    /// Everything that the record says, as JSON.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub said: Value,
    /// Events and messages that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
}

/// A device's state of a group before and after a commit; places in the list of states.
#[derive(Serialize)]
pub(crate) struct Change {
    pub group: usize,
    pub before: Option<usize>,
    pub after: Option<usize>,
}

/// What readers filter by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// A step of the script.
    Step,
    /// A command that failed.
    Failed,
    /// A command that ended well.
    Done,
    /// Installed, wiped, restarted, restored, on- and offline.
    Life,
    KeyPackage,
    Selection,
    Group,
    Commit,
    Welcome,
    Epoch,
    Message,
    /// What a device hears from a relay about itself.
    Relay,
    /// An event on its way.
    Event,
    /// REQ, EOSE, OK and the like on their way.
    Chatter,
    /// A connection that opens or closes.
    Link,
    Fault,
}

impl Kind {
    fn of(record: &Record<Marmot>) -> Self {
        match record {
            Record::Step(_) => Self::Step,
            Record::Done(_, _, Ok(())) => Self::Done,
            Record::Done(_, _, Err(_)) => Self::Failed,
            Record::Note(_, note) => Self::of_note(note),
            Record::Delivered { message, .. } if message.event().is_some() => Self::Event,
            Record::Delivered { message: Wire::ToDevice(RelayMsg::Ok { accepted: false, .. }), .. } => Self::Relay,
            Record::Delivered { .. } => Self::Chatter,
            Record::Opened(..) | Record::Closed(..) | Record::Finished(..) | Record::Window(..) => Self::Link,
            Record::Fault { .. } | Record::FaultOnOpen { .. } | Record::FaultOnFinish { .. } => Self::Fault,
        }
    }

    fn of_note(note: &Note) -> Self {
        match note {
            Note::Installed { .. }
            | Note::Wiped { .. }
            | Note::Restarted
            | Note::Extension { .. }
            | Note::Crashed { .. }
            | Note::Moved { .. }
            | Note::Restored { .. }
            | Note::Network { .. } => Self::Life,
            Note::KeyPackagePublished { .. }
            | Note::KeyPackageRefused { .. }
            | Note::KeyPackageDeleted { .. }
            | Note::KeyPackageMissing { .. }
            | Note::KeyPackageForgotten { .. } => Self::KeyPackage,
            Note::Selected { .. } => Self::Selection,
            Note::GroupCreated { .. }
            | Note::AccountInvited { .. }
            | Note::NotReached { .. }
            | Note::AdminLeftOut { .. }
            | Note::GroupChanged { .. }
            | Note::LeaveProposed { .. }
            | Note::Removed { .. } => Self::Group,
            Note::CommitSent { .. }
            | Note::CommitAcknowledged { .. }
            | Note::CommitAbandoned { .. }
            | Note::ChangeGivenUp { .. }
            | Note::RolledBack { .. } => Self::Commit,
            Note::WelcomeSent { .. }
            | Note::WelcomeAcknowledged { .. }
            | Note::WelcomeUndeliverable { .. }
            | Note::WelcomeIgnored { .. }
            | Note::InvitationHeld { .. }
            | Note::InvitationDeclined { .. }
            | Note::GiftWrapDeleted { .. }
            | Note::Joined { .. } => Self::Welcome,
            Note::Epoch { .. } => Self::Epoch,
            Note::MessageSent { .. }
            | Note::MessageNotTaken { .. }
            | Note::MessageRead { .. }
            | Note::Unreadable { .. } => Self::Message,
            Note::Relay { .. } | Note::Answers { .. } => Self::Relay,
        }
    }

    /// Whether it is said beside events, so that a compact page can leave it out.
    fn is_chatter(self) -> bool {
        matches!(self, Self::Done | Self::Chatter | Self::Link)
    }

    fn words(self) -> &'static str {
        match self {
            Self::Done => "commands that ended well",
            Self::Chatter => "REQ, EOSE, OK and the like",
            Self::Link => "connections opened and closed",
            Self::Event => "events on their way",
            _ => "other records",
        }
    }
}

/// What rows are made from.
pub(super) struct Source<'a> {
    pub run: &'a Run,
    pub lanes: &'a Lanes,
    pub ids: &'a Ids,
    pub groups: &'a [Group],
    pub detail: Detail,
    /// Entries that break something or tell how it broke: they are never left out.
    pub telling: BTreeSet<usize>,
}

/// The rows, and what was left out.
pub(super) fn rows(source: &Source<'_>) -> (Vec<Row>, Vec<(String, usize)>) {
    rows_within(source, MOST_ROWS)
}

/// At most this many rows, beside those that tell how something broke: first it goes without chatter, then without
/// events on their way, then without the end.
fn rows_within(source: &Source<'_>, most: usize) -> (Vec<Row>, Vec<(String, usize)>) {
    let kinds: Vec<Kind> = source.run.entries().map(|(_, entry)| Kind::of(&entry.record)).collect();
    let chatter = kinds.iter().filter(|kind| kind.is_chatter()).count();
    let without_chatter = source.detail == Detail::Compact || kinds.len() > most;
    let without_events = kinds.len() - chatter > most;
    let (mut rows, mut left_out, mut beyond) = (Vec::new(), BTreeMap::<Kind, usize>::new(), None);
    for ((index, entry), kind) in source.run.entries().zip(kinds) {
        let folded = without_chatter && kind.is_chatter() || without_events && kind == Kind::Event;
        if source.telling.contains(&index) || !folded && rows.len() < most {
            rows.extend(row(source, index, entry, kind));
        } else if folded {
            *left_out.entry(kind).or_default() += 1;
        } else {
            beyond.get_or_insert((entry.at, 0)).1 += 1;
        }
    }
    let mut left_out: Vec<_> = left_out.into_iter().map(|(kind, count)| (kind.words().to_owned(), count)).collect();
    left_out.extend(beyond.map(|(from, count)| (after(from, source.run.duration()), count)));
    (rows, left_out)
}

/// What a page says in the place of the end of a run.
fn after(from: Duration, ends: Duration) -> String {
    let time = |at| story::time(at).trim().to_owned();
    format!("records from t={} on (the run goes on until t={})", time(from), time(ends))
}

fn row(source: &Source<'_>, index: usize, entry: &Entry<Marmot>, kind: Kind) -> Option<Row> {
    let Source { run, lanes, ids, groups, detail, .. } = *source;
    let (lane, to) = match &entry.record {
        Record::Step(_) => (None, None),
        Record::Done(who, ..) | Record::Note(who, _) => (lanes.place(*who), None),
        Record::Delivered { from, to, .. }
        | Record::Fault { from, to, .. }
        | Record::FaultOnOpen { from, to, .. }
        | Record::FaultOnFinish { from, to, .. } => (lanes.place(*from), lanes.place(*to)),
        Record::Opened(who, peer)
        | Record::Closed(who, peer)
        | Record::Finished(who, peer)
        | Record::Window(who, peer, _) => (lanes.place(*who), lanes.place(*peer)),
    };
    let mut said = said(&entry.record);
    let mut about = Vec::new();
    ids.within(&said, &mut about);
    if detail == Detail::Compact && kind == Kind::Event {
        said = Value::Null;
    }
    let note = match &entry.record {
        Record::Note(_, note) => Some(note),
        _ => None,
    };
    Some(Row {
        entry: index,
        at: millis(entry.at),
        kind,
        lane,
        to,
        text: text(run, index, &entry.record, ids)?,
        said,
        ids: about,
        rules: note.map(|note| rules_of(note, run.options.profile)).unwrap_or_default(),
        change: note.zip(lane).and_then(|(note, lane)| change(note, lane, index, groups)),
    })
}

/// The record in words: an event on its way by what it is, everything else as the story tells it.
fn text(run: &Run, index: usize, record: &Record<Marmot>, ids: &Ids) -> Option<String> {
    let named = match record {
        Record::Delivered { to, message, .. } => {
            message.event().and_then(|event| ids.name(&event.id)).map(|name| format!("→ {}: {name}", run.name(*to)))
        }
        _ => None,
    };
    named.or_else(|| Some(story::entry_line(run, index)?.text))
}

/// The record as JSON. Events stand in full elsewhere, leaves with the states.
fn said(record: &Record<Marmot>) -> Value {
    match record {
        Record::Note(_, note) => {
            let mut value = serde_json::to_value(note).unwrap_or_default();
            if let (Note::Epoch { .. }, Some(fields)) = (note, value.as_object_mut()) {
                fields.remove("leaves");
            }
            value
        }
        Record::Delivered { message, .. } => wire(message),
        Record::Fault { fault, effect, message, .. } => {
            json!({ "fault": effect, "name": fault, "message": wire(message) })
        }
        Record::FaultOnOpen { fault, effect, .. } | Record::FaultOnFinish { fault, effect, .. } => {
            json!({ "fault": effect, "name": fault })
        }
        Record::Window(_, _, open) => json!({ "open": open }),
        Record::Step(_) | Record::Done(..) | Record::Opened(..) | Record::Closed(..) | Record::Finished(..) => {
            Value::Null
        }
    }
}

fn wire(message: &Wire) -> Value {
    crate::json::message_value(message)
}

fn change(note: &Note, lane: usize, entry: usize, groups: &[Group]) -> Option<Change> {
    let (label, commit) = match note {
        Note::Epoch { group, .. } | Note::RolledBack { group, .. } | Note::Removed { group } => (group, None),
        Note::CommitSent { group, epoch, .. } => (group, Some(*epoch)),
        _ => return None,
    };
    let group = groups.iter().position(|group| group.label == *label)?;
    let (before, now) = groups[group].around(lane, entry);
    let after = match commit {
        Some(epoch) => groups[group].after_commit(lane, entry, epoch),
        None => now,
    };
    Some(Change { group, before, after })
}

#[cfg(test)]
mod tests {
    use marmot_rules::{Policy, Profile};
    use scenarios::facts::Facts;
    use scenarios::judge::judge_by;
    use scenarios::{RunOptions, corpus, simulate};

    use super::super::verdicts::{telling, verdicts};
    use super::*;

    fn run() -> Run {
        let scenario = corpus::find("uneven-refresh").unwrap().unwrap();
        simulate(&scenario, &RunOptions::new(Profile::Pr40, Policy::NewestOne, 7)).unwrap()
    }

    #[test]
    fn what_tells_of_a_break_stays_however_few_rows_there_may_be_and_all_that_goes_is_counted() {
        let run = run();
        let (lanes, ids, all) = (Lanes::of(&run), Ids::of(&run), run.transcript.entries.len());
        let telling = {
            let facts = Facts::of(&run);
            telling(&verdicts(&run, &facts, &judge_by(&run, &facts)))
        };
        let source = Source { run: &run, lanes: &lanes, ids: &ids, groups: &[], detail: Detail::Full, telling };
        assert!(source.telling.len() > 10 && source.telling.len() < all / 2, "{} of {all}", source.telling.len());
        for most in [all, all - 1, all / 2, 20, 0] {
            let (rows, left_out) = rows_within(&source, most);
            let has = |entry: &usize| rows.iter().any(|row| row.entry == *entry);
            assert!(source.telling.iter().all(has), "within {most}");
            let missing: usize = left_out.iter().map(|(_, count)| count).sum();
            assert_eq!(rows.len() + missing, all, "within {most}");
            assert!(rows.is_sorted_by_key(|row| row.entry));
        }
    }

    #[test]
    fn chatter_goes_first_then_events_then_the_end_and_the_page_says_so() {
        let run = run();
        let (lanes, ids, all) = (Lanes::of(&run), Ids::of(&run), run.transcript.entries.len());
        let telling = BTreeSet::new();
        let source = Source { run: &run, lanes: &lanes, ids: &ids, groups: &[], detail: Detail::Full, telling };
        let said = |most: usize| -> Vec<String> {
            rows_within(&source, most)
                .1
                .into_iter()
                .map(|(what, _)| what.split(" from").next().unwrap().to_owned())
                .collect()
        };
        let chatter = ["commands that ended well", "REQ, EOSE, OK and the like", "connections opened and closed"];
        assert_eq!(said(all), Vec::<String>::new());
        assert_eq!(said(all - 1), chatter);
        let quiet = rows_within(&source, all - 1).0.len();
        let sorted = |mut list: Vec<String>| {
            list.sort();
            list
        };
        let with = |more: &[&str]| sorted(chatter.iter().chain(more).map(ToString::to_string).collect());
        assert_eq!(sorted(said(quiet - 1)), with(&["events on their way"]));
        assert_eq!(sorted(said(5)), with(&["events on their way", "records"]));
        assert!(rows_within(&source, 5).1[4].0.contains("(the run goes on until t="));
    }
}
