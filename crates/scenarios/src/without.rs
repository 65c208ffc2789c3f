//! A run without one of its effects: what would have happened if that message had arrived, or had not.
//!
//! Up to the entry that is left out both runs are the same, record by record; from there on they may differ.

use sim_relay::{ClientMsg, Filter, Personality, RelayMsg, SubId};

use crate::actions;
use crate::model::{Action, override_personality};
use crate::run::Run;
use crate::world::{ScriptEntry, Wire};
use sim_engine::{LeaveOut, NodeId, Record, Sparing};

/// One effect of a run that is left out of another run of the same options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Without {
    /// Index of the transcript entry that tells the effect.
    pub entry: usize,
    pub(crate) what: LeaveOut,
}

/// Why an entry cannot be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnEffect {
    /// The run has no such entry.
    #[error("the run has no entry {entry}; its last is {last}")]
    NoSuchEntry {
        /// What was asked for.
        entry: usize,
        /// Index of the last entry.
        last: usize,
    },
    /// The entry tells what somebody did or noticed.
    #[error(
        "entry {entry} is no effect that can be left out; expected one that tells a fault at work, a message that arrives, a \
         refusal (OK false or CLOSED), or the end of an answer that was cut"
    )]
    OfAnotherKind {
        /// What was asked for.
        entry: usize,
    },
}

/// What to leave out of another run so that the effect of this entry is missing there: a fault does not act on that one message, a
/// message does not arrive, a relay takes a request that it refused, or answers without a limit where it cut its answer.
///
/// # Errors
/// See [`NotAnEffect`].
pub fn without(run: &Run, entry: usize) -> Result<Without, NotAnEffect> {
    let last = run.transcript.entries.len().saturating_sub(1);
    let record = &run.transcript.entries.get(entry).ok_or(NotAnEffect::NoSuchEntry { entry, last })?.record;
    let what = match record {
        Record::Fault { from, to, effect, .. } if effect.is_of_receiver() => {
            let request = request(run, entry, *from, *to, |_| true);
            request.map(|request| LeaveOut::Treatment { entry: request, how: Sparing::Fault })
        }
        Record::Fault { .. } | Record::FaultOnOpen { .. } => Some(LeaveOut::Fault { entry }),
        Record::Delivered { from, to, message: Wire::ToDevice(answer) } => {
            Some(of_answer(run, entry, (*from, *to), answer))
        }
        Record::Delivered { .. } => Some(LeaveOut::Delivery { entry }),
        _ => None,
    };
    Ok(Without { entry, what: what.ok_or(NotAnEffect::OfAnotherKind { entry })? })
}

/// A refusal or the end of a cut answer: the relay treats the request in another way. Anything else does not arrive.
fn of_answer(run: &Run, entry: usize, (relay, device): (NodeId, NodeId), answer: &RelayMsg) -> LeaveOut {
    let asked = match answer {
        RelayMsg::Ok { id, accepted: false, .. } => request(run, entry, device, relay, |msg| match msg {
            ClientMsg::Event(event) | ClientMsg::Auth(event) => event.id == *id,
            _ => false,
        }),
        RelayMsg::Closed { sub, .. } => request(run, entry, device, relay, |msg| asks(msg, sub)),
        RelayMsg::Eose(sub) => {
            let asked = request(run, entry, device, relay, |msg| asks(msg, sub));
            asked.filter(|asked| was_cut(run, (*asked, entry), (relay, device), sub))
        }
        _ => None,
    };
    match asked {
        Some(asked) => LeaveOut::Treatment { entry: asked, how: treatment(run, asked) },
        None => LeaveOut::Delivery { entry },
    }
}

/// The last request of this kind that arrived before an entry.
fn request(run: &Run, before: usize, device: NodeId, relay: NodeId, is: impl Fn(&ClientMsg) -> bool) -> Option<usize> {
    run.transcript.entries[..before].iter().rposition(|entry| match &entry.record {
        Record::Delivered { from, to, message: Wire::ToRelay(msg) } => (*from, *to) == (device, relay) && is(msg),
        _ => false,
    })
}

fn asks(msg: &ClientMsg, wanted: &SubId) -> bool {
    matches!(msg, ClientMsg::Req { sub, .. } | ClientMsg::Count { sub, .. } if sub == wanted)
}

/// Whether a fault of the relay refused the request, or the relay itself.
fn treatment(run: &Run, request: usize) -> Sparing {
    match run.transcript.entries.get(request + 1).map(|entry| &entry.record) {
        Some(Record::Fault { effect, .. }) if effect.is_of_receiver() => Sparing::Fault,
        _ => Sparing::Judgement,
    }
}

/// Whether the relay stopped because of a limit of its own.
fn was_cut(run: &Run, (asked, ended): (usize, usize), (relay, device): (NodeId, NodeId), wanted: &SubId) -> bool {
    let Record::Delivered { message: Wire::ToRelay(ClientMsg::Req { filters, .. }), .. } =
        &run.transcript.entries[asked].record
    else {
        return false;
    };
    let personality = personality(run, asked, run.name(relay));
    let cap = |filter: &Filter| match (filter.limit.or(personality.default_limit), personality.max_limit) {
        (Some(wanted), Some(most)) => Some(wanted.min(most)),
        (wanted, most) => wanted.or(most),
    };
    let caps = filters.iter().filter_map(|filter| cap(filter).filter(|cap| filter.limit.is_none_or(|own| *cap < own)));
    let Some(least) = caps.min() else { return false };
    let sent = run.transcript.entries[asked..ended].iter().filter(|entry| match &entry.record {
        Record::Delivered { from, to, message: Wire::ToDevice(RelayMsg::Event { sub, .. }) } => {
            (*from, *to) == (relay, device) && sub == wanted
        }
        _ => false,
    });
    sent.count() >= least
}

/// The personality of a relay before an entry.
fn personality(run: &Run, before: usize, name: &str) -> Personality {
    let first = run.scenario.relays.get(name).and_then(|spec| spec.personality().ok()).unwrap_or_default();
    run.entries().take(before).fold(first, |now, (_, entry)| match &entry.record {
        Record::Step(ScriptEntry::Step { step, .. }) => match &step.action {
            Action::SetRelay(actions::SetRelay { relay, set, .. }) if relay == name => {
                override_personality(now.clone(), set).unwrap_or(now)
            }
            _ => now,
        },
        _ => now,
    })
}
