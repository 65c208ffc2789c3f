//! One line of a diagram for a transcript entry.

use std::collections::BTreeMap;
use std::time::Duration;

use nostr::EventId;
use scenarios::judge::{CausalStory, causal};
use scenarios::world::Wire;
use scenarios::{DEFAULT_START, Run};
use sim_device::{CommitKind, Note};
use sim_engine::{NodeId, Record};
use sim_relay::{ClientMsg, RelayMsg, VerifiedEvent};

use crate::story::{self, short};

/// The date of an event is told if it lies this many seconds from its publication. That of gift wraps always does
/// (NIP-59).
const MISDATED: u64 = 60;

/// One line of a diagram.
pub(super) enum Drawn {
    /// From, to, how the arrow looks, label.
    Arrow(NodeId, NodeId, &'static str, String),
    /// A note over a participant, or across all.
    Note(Option<NodeId>, String),
}

impl Drawn {
    pub(super) fn text_mut(&mut self) -> &mut String {
        let (Self::Arrow(.., text) | Self::Note(_, text)) = self;
        text
    }
}

/// What a drawing needs to know of the whole run.
pub(super) struct Pen<'r> {
    run: &'r Run,
    makers: BTreeMap<EventId, usize>,
    /// Every published event with the relay that got it first.
    published: BTreeMap<EventId, (NodeId, &'r VerifiedEvent)>,
    /// Does the story tell for what time a device asked? Then it matters how gift wraps are dated.
    tells_cursors: bool,
}

impl<'r> Pen<'r> {
    pub(super) fn of(run: &'r Run, story: &CausalStory) -> Self {
        let mut published = BTreeMap::new();
        for (_, entry) in run.entries() {
            if let Record::Delivered { to, message: Wire::ToRelay(ClientMsg::Event(event)), .. } = &entry.record {
                published.entry(event.id).or_insert((*to, event));
            }
        }
        let asks = |entry: &usize| {
            let record = &run.transcript.entries[*entry].record;
            matches!(record, Record::Delivered { message: Wire::ToRelay(ClientMsg::Req { .. }), .. })
        };
        Self { run, makers: causal::makers(run), published, tells_cursors: story.entries.iter().any(asks) }
    }

    /// `None` for what is not worth a line.
    pub(super) fn draw(&self, index: usize) -> Option<Drawn> {
        let entry = &self.run.transcript.entries[index];
        Some(match &entry.record {
            Record::Step(entry) => Drawn::Note(None, format!("▸ {entry}")),
            Record::Done(who, _, Err(why)) => Drawn::Note(Some(*who), format!("could not: {why}")),
            Record::Note(who, note) => self.note(index, *who, note)?,
            Record::Fault { from, to, fault, effect, message } => {
                let text = format!("fault {fault}: {} {}", effect.id(), self.travels(message, entry.at));
                Drawn::Arrow(*from, *to, "--x", text)
            }
            Record::FaultOnOpen { from, to, fault, effect } => {
                Drawn::Arrow(*from, *to, "--x", format!("fault {fault}: {} the connection", effect.id()))
            }
            Record::Delivered { from, to, message } => {
                Drawn::Arrow(*from, *to, "-->>", self.travels(message, entry.at))
            }
            _ => return None,
        })
    }

    fn travels(&self, message: &Wire, at: Duration) -> String {
        match message {
            Wire::ToDevice(RelayMsg::Event { event, .. }) | Wire::ToRelay(ClientMsg::Event(event)) => {
                self.event(&event.id)
            }
            Wire::ToRelay(ClientMsg::Req { filters, .. }) => {
                let wraps = filters.iter().any(|f| f.kinds.as_ref().is_some_and(|kinds| kinds.contains(&1059)));
                let what = if wraps { "gift wraps" } else { "events" };
                let since = filters.iter().filter_map(|filter| filter.since).max();
                match since {
                    Some(since) => format!("asks only for {what} dated within the last {}", span(self.ago(since, at))),
                    None => format!("asks for {what}"),
                }
            }
            Wire::ToDevice(RelayMsg::Ok { id, accepted, message }) => match accepted {
                true => format!("OK: took {}", self.event(id)),
                false => format!("refuses {}: {message}", self.event(id)),
            },
            other => story::message_text(other),
        }
    }

    fn ago(&self, unix: u64, at: Duration) -> Duration {
        let now = self.run.scenario.start.unwrap_or(DEFAULT_START) + at.as_secs();
        Duration::from_secs(now.saturating_sub(unix))
    }

    /// What an event is, as far as its maker told.
    fn event(&self, id: &EventId) -> String {
        let maker = self.makers.get(id).map(|entry| &self.run.transcript.entries[*entry].record);
        let what = match maker {
            Some(Record::Note(_, Note::MessageSent { text, .. })) => return said(text),
            Some(Record::Note(_, Note::CommitSent { .. })) => "commit",
            Some(Record::Note(_, Note::LeaveProposed { .. })) => "request to leave",
            Some(Record::Note(_, Note::WelcomeSent { .. })) => "gift wrap",
            Some(Record::Note(_, Note::KeyPackagePublished { .. } | Note::KeyPackageRefused { .. })) => "KeyPackage",
            _ => "event",
        };
        format!("{what} {}", short(id))
    }

    /// An arrow for what is published, a note for what a device does or concludes.
    fn note(&self, index: usize, who: NodeId, note: &Note) -> Option<Drawn> {
        let text = self.words(index, who, note).or_else(|| story::note_text(self.run, note, true))?;
        let event = match note {
            Note::KeyPackagePublished { key_package, .. } => Some(&key_package.event),
            Note::CommitSent { event, .. } | Note::LeaveProposed { event, .. } => Some(event),
            Note::WelcomeSent { wrap, .. } => Some(wrap),
            Note::MessageSent { .. } => self.makers.iter().find(|(_, made)| **made == index).map(|(event, _)| event),
            _ => None,
        };
        Some(match event.and_then(|event| self.published.get(event)) {
            Some((relay, _)) => Drawn::Arrow(who, *relay, "->>", text),
            None => Drawn::Note(Some(who), text),
        })
    }

    /// Shorter than in the story: who and where are drawn.
    fn words(&self, index: usize, who: NodeId, note: &Note) -> Option<String> {
        let at = self.run.transcript.entries[index].at;
        let owner = |id: &EventId| story::key_package_owner(self.run, id);
        Some(match note {
            Note::KeyPackagePublished { key_package: kp, .. } => {
                let client_id = kp.client_id.as_deref().map(|id| format!(", client_id {}", story::head(id)));
                let slot = kp.slot.as_deref().map(|slot| format!(", slot {}", story::head(slot)));
                let marks = [client_id, slot, self.misdated(&kp.event, at)].into_iter().flatten().collect::<String>();
                format!("KeyPackage {} (kind {}{marks})", short(&kp.event), kp.kind)
            }
            Note::CommitSent { event, what, epoch, .. } => {
                let what = match what {
                    CommitKind::Add => "adds leaves",
                    CommitKind::Remove => "removes an account",
                    CommitKind::RemoveDevice => "removes a device",
                    CommitKind::SelfUpdate => "updates its own leaf",
                    CommitKind::CommitLeave => "carries out the departure",
                    CommitKind::GroupData => "changes the group",
                };
                let dated = self.misdated(event, at).unwrap_or_default();
                format!("commit {} in epoch {epoch}{dated}: {what}", short(event))
            }
            Note::WelcomeSent { group, key_package, wrap, .. } => {
                let dated = self.misdated(wrap, at).filter(|_| self.tells_cursors).unwrap_or_default();
                let (key_package, owner) = (short(key_package), owner(key_package));
                format!("Welcome to {group} for KeyPackage {key_package} of {owner} (gift wrap {}{dated})", short(wrap))
            }
            Note::WelcomeIgnored { key_package: Some(id), why, unchanged: true, .. } => {
                let own = owner(id) == self.run.name(who);
                let whose = if own { String::new() } else { format!(" of {}", owner(id)) };
                format!("ignores the Welcome for KeyPackage {}{whose}: {}", short(id), story::refusal_text(why))
            }
            Note::Joined { group, key_package, .. } => format!("joins {group} with KeyPackage {}", short(key_package)),
            Note::Epoch { group, state, .. } => {
                format!("is in epoch {} of {group} (tree {})", state.epoch, story::head(&state.tree_hash))
            }
            Note::MessageSent { text, message, .. } => format!("{} ({})", said(text), short(message)),
            Note::Unreadable { event, why, .. } => format!("cannot use {}: {}", self.event(event), why),
            _ => return None,
        })
    }

    /// How far an event is dated from the time of its publication, if that is worth telling.
    fn misdated(&self, id: &EventId, at: Duration) -> Option<String> {
        let (_, event) = self.published.get(id)?;
        let (now, dated) =
            (self.run.scenario.start.unwrap_or(DEFAULT_START) + at.as_secs(), event.created_at.as_secs());
        let apart = span(Duration::from_secs(now.abs_diff(dated)));
        let direction = if dated > now { "ahead" } else { "back" };
        (now.abs_diff(dated) >= MISDATED).then(|| format!(", dated {apart} {direction}"))
    }
}

/// A message by its beginning: it is told more than once.
fn said(text: &str) -> String {
    format!("“{}”", story::cut(text, 60))
}

/// A length of time in its largest unit, rounded down.
pub(super) fn span(time: Duration) -> String {
    match time.as_secs() {
        s if s >= 2 * 86_400 => format!("{} days", s / 86_400),
        s if s >= 2 * 3_600 => format!("{} hours", s / 3_600),
        s if s >= 120 => format!("{} minutes", s / 60),
        s => format!("{s} seconds"),
    }
}
