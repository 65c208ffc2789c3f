//! Why a device did not read a message: what several invariants ask.

use nostr::EventId;
use sim_device::Note;

use crate::facts::{Call, End, Facts};
use crate::invariants::window::{Reading, Seen};
use crate::run::Run;
use crate::verdict::{Cause, Part, What};

/// A message that somebody said in a group.
pub(super) struct Message<'r> {
    pub group: &'r str,
    pub sender: &'r str,
    /// Transcript entry of the sending.
    pub said: usize,
    /// Rumor id.
    pub message: EventId,
    /// Group event that carries it.
    pub event: EventId,
}

impl<'r> Message<'r> {
    /// A call of the closing roll call.
    pub(super) fn of(group: &'r str, call: &Call<'r>) -> Self {
        Self { group, sender: call.sender, said: call.entry, message: call.message, event: call.event }
    }
}

/// What kept a device from reading a message, and the entry that shows it.
pub(super) fn unread(run: &Run, facts: &Facts, message: &Message<'_>, device: &str) -> (usize, Cause) {
    let named = |what| {
        Cause::new(what)
            .with("device", Part::device(device))
            .with("message", Part::Event(message.message))
            .with("event", Part::Event(message.event))
            .with("sender", Part::device(message.sender))
            .with("group", Part::group(message.group))
            .with("said", Part::Entry(message.said))
    };
    let Some(&node) = run.devices.get(device) else { return (message.said, named(What::MessageLost)) };
    let ended = facts.roads.end(&message.event, node);
    if ended.end != End::Arrived {
        let cause = named(What::MessageLost)
            .because(ended.end.id())
            .with("end", Part::Term(ended.end.words()))
            .with_some("relay", ended.relay.map(|relay| Part::Relay(run.name(relay).to_owned())))
            .with_some("also", ended.also.map(Part::Entry));
        return (ended.entry.unwrap_or(message.said), cause);
    }
    let arrived = ended.entry.unwrap_or(message.said);
    let sent_in = run.notes().find_map(|(_, _, note)| match note {
        Note::MessageSent { event, epoch, .. } if *event == message.event => Some(*epoch),
        _ => None,
    });
    let sent_in = sent_in.unwrap_or_default();
    let reading = Reading { run, facts, group: message.group, device };
    if let Seen::Outside { epoch } = reading.seen(&message.event, message.sender, message.said, sent_in) {
        let cause = named(What::MessageOutsideTheWindow);
        return (arrived, cause.with("epoch", Part::Number(epoch)).with("sent_in", Part::Number(sent_in)));
    }
    if let Some((entry, why, epochs)) = refused(run, &message.event, device) {
        let cause = named(What::MessageNotUsable)
            .because(why.means.id())
            .with("words", Part::said(why))
            .with_some("epochs", epochs.filter(|epochs| *epochs > 0).map(Part::Number));
        return (entry, cause);
    }
    if let Some(entry) = taken_back(run, message, device) {
        return (entry, named(What::MessageTakenBack));
    }
    let epoch = run.final_views()[device].groups.get(message.group).map_or(0, |seen| seen.state.epoch);
    let what = if sent_in == epoch && !is_apart(run, message, device) {
        What::MessageNotRead
    } else {
        What::MessageOfOtherEpoch
    };
    let cause = named(what).with("epoch", Part::Number(epoch)).with("sent_in", Part::Number(sent_in));
    (arrived, cause)
}

/// The note in which the device says that it cannot use the event, and how many epochs late that was.
fn refused<'r>(run: &'r Run, event: &EventId, device: &str) -> Option<(usize, &'r sim_device::Said, Option<u64>)> {
    let said = run.notes().filter_map(|(entry, who, note)| match note {
        Note::Unreadable { event: of, why, epoch, sent_in, .. } if who == device && of == event => {
            Some((entry, why, sent_in.map(|sent| epoch.saturating_sub(sent))))
        }
        _ => None,
    });
    said.last()
}

/// Are the device and the sender in different states of the group at the end?
fn is_apart(run: &Run, message: &Message<'_>, device: &str) -> bool {
    let views = run.final_views();
    let state = |name: &str| views.get(name)?.groups.get(message.group).map(|seen| &seen.state.authenticator);
    state(device) != state(message.sender)
}

/// The rollback after which the device no longer counts a message that it had read.
fn taken_back(run: &Run, message: &Message<'_>, device: &str) -> Option<usize> {
    let read = run.notes().find_map(|(entry, who, note)| match note {
        Note::MessageRead { message: id, .. } if who == device && *id == message.message => Some(entry),
        _ => None,
    })?;
    run.notes().find_map(|(entry, who, note)| match note {
        Note::RolledBack { group, .. } if who == device && group == message.group && entry > read => Some(entry),
        _ => None,
    })
}
