//! Does what was seen fit what a test demands? Only what stands in `expect` is compared.

use super::{Seen, Sent, What};
use crate::format::topics::stream::{Ending, Expect, Fields, Input, Machine, Pattern, Wanted};

/// Compares.
///
/// # Errors
/// The first thing that does not fit, in words.
pub(crate) fn check(input: &Input, expect: &Expect, seen: &Seen) -> Result<(), String> {
    let here = Here { input, seen };
    expect.frames.iter().try_for_each(|wanted| here.frame(wanted))?;
    for (label, later) in &expect.before {
        here.before(expect, label, later)?;
    }
    for pattern in &expect.never {
        let to = here.direction(pattern);
        if let Some((_, at_ms)) = here.all(to, pattern).next() {
            return Err(format!("{pattern:?} comes at {at_ms} ms"));
        }
    }
    for (topic, lanes) in &expect.delivered {
        let got = seen.delivered(topic);
        if !fits(lanes.iter(), &got) {
            return Err(format!("of {topic} come {got:?} (wave and id)"));
        }
    }
    for (lane, kinds) in &expect.merged {
        let got = seen.merged(lane, |topic, id| may_be_either(expect, topic, id));
        same(&format!("the rows of lane {lane}"), Some(kinds), &got)?;
    }
    let acks = seen.acks();
    same("acks", expect.acks.as_ref(), &acks)?;
    here.close(expect)?;
    same("what consumers have", expect.processed.as_ref(), &seen.processed())?;
    for (label, cursors) in &expect.durable {
        let got = seen.durable_after(label).ok_or_else(|| format!("there is no step {label}"))?;
        for (topic, cursor) in cursors {
            same(&format!("the cursor of {topic} after {label}"), Some(&Some(cursor)), &got.get(topic))?;
        }
    }
    same("state", expect.state.as_deref().map(Some).as_ref(), &seen.state())?;
    reconnects(expect, seen)
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, expected: Option<&T>, got: &T) -> Result<(), String> {
    match expected {
        Some(expected) if expected != got => Err(format!("{what}: expected {expected:?}, got {got:?}")),
        _ => Ok(()),
    }
}

fn reconnects(expect: &Expect, seen: &Seen) -> Result<(), String> {
    let Some(windows) = &expect.reconnect_at_ms else { return Ok(()) };
    let calls: Vec<u64> = seen.calls().into_iter().skip(1).collect();
    let fit = calls.len() == windows.len()
        && windows.iter().zip(&calls).all(|([first, last], at)| (first..=last).contains(&at));
    if fit { Ok(()) } else { Err(format!("calls after the first at {calls:?}, expected {windows:?}")) }
}

/// When the frames come that are like this.
pub(crate) fn times_of(input: &Input, seen: &Seen, to: Machine, pattern: &Pattern) -> Vec<u64> {
    Here { input, seen }.all(to, pattern).map(|(_, at_ms)| at_ms).collect()
}

struct Here<'a> {
    input: &'a Input,
    seen: &'a Seen,
}

impl Here<'_> {
    fn frame(&self, wanted: &Wanted) -> Result<(), String> {
        let Wanted { to, frame, within_ms, times, .. } = wanted;
        let at: Vec<u64> = self.all(*to, frame).map(|(_, at_ms)| at_ms).collect();
        let in_time = within_ms.is_none_or(|[first, last]| at.first().is_some_and(|at| (first..=last).contains(at)));
        let number = times.map_or(!at.is_empty(), |times| times as usize == at.len());
        if in_time && number { Ok(()) } else { Err(format!("{frame:?} comes at {at:?} ms, expected {wanted:?}")) }
    }

    fn before(&self, expect: &Expect, label: &str, later: &Pattern) -> Result<(), String> {
        let wanted = expect.frames.iter().find(|wanted| wanted.label.as_deref() == Some(label));
        let wanted = wanted.ok_or_else(|| format!("`before` names {label}, which no frame is called"))?;
        let first = self.all(wanted.to, &wanted.frame).next();
        match self.all(self.direction(later), later).next() {
            Some((place, at_ms)) if first.is_none_or(|(first, _)| place < first) => {
                Err(format!("{later:?} comes at {at_ms} ms, before {label}"))
            }
            _ => Ok(()),
        }
    }

    fn close(&self, expect: &Expect) -> Result<(), String> {
        let Some(expected) = &expect.close else { return Ok(()) };
        let got = self.seen.close();
        let fits = match (expected, got) {
            (Ending::Open(()), None) => true,
            (Ending::Ends(close), Some((at_ms, code))) => {
                close.code == code && close.within_ms.is_none_or(|[first, last]| (first..=last).contains(&at_ms))
            }
            _ => false,
        };
        if fits { Ok(()) } else { Err(format!("the call ends with {got:?}, expected {expected:?}")) }
    }

    /// Which way a frame goes that `before` or `never` names: away from the machine under test, and down if both are.
    fn direction(&self, pattern: &Pattern) -> Machine {
        match pattern.name() {
            Some("mutate" | "half_close") => Machine::Node,
            _ if self.input.under_test == Machine::Client => Machine::Node,
            _ => Machine::Client,
        }
    }

    /// Places and times of the frames that are like this.
    fn all(&self, to: Machine, pattern: &Pattern) -> impl Iterator<Item = (usize, u64)> {
        let fields = pattern.fields();
        let on_call = move |call: u32| fields.call.is_none_or(|own| own == call);
        let after = fields.after.as_ref().map(|label| self.seen.step(label));
        let events = self.seen.events.iter().enumerate();
        events
            .filter(move |(place, event)| {
                let in_time = after.is_none_or(|after| after.is_some_and(|after| *place > after));
                let alike = match &event.what {
                    What::Frame(own, call, sent) if *own == to => on_call(*call) && self.is_like(pattern, sent),
                    What::HalfClosed(call) if to == Machine::Node => {
                        on_call(*call) && matches!(pattern.name(), Some("half_close") | None)
                    }
                    _ => false,
                };
                in_time && alike
            })
            .map(|(place, event)| (place, event.at_ms))
    }

    fn is_like(&self, pattern: &Pattern, sent: &Sent) -> bool {
        let Fields { mutate_id, nonce, topic, rows, adds, removes, history_only, call: _, after: _ } = pattern.fields();
        let number = |value| self.seen.number(value, self.input.under_test);
        let id_of = match sent {
            Sent::Mutate { mutate_id, .. } | Sent::Messages(mutate_id, _) | Sent::CatchupComplete(mutate_id) => {
                Some(*mutate_id)
            }
            _ => None,
        };
        let nonce_of = if let Sent::Ping(nonce) | Sent::Pong(nonce) = sent { Some(*nonce) } else { None };
        let names = |label: &String| match sent {
            Sent::Mutate { adds, removes, .. } => {
                adds.iter().any(|(topic, _)| topic == label) || removes.contains(label)
            }
            Sent::Messages(_, rows) => rows.iter().any(|(_, _, topic)| topic == label),
            Sent::TopicsLive(topics) => topics.contains(label),
            _ => false,
        };
        let carries = |wanted: &Vec<_>| match sent {
            Sent::Messages(_, own) => own.iter().any(|(kind, id, _)| wanted.contains(&(*kind, *id))),
            _ => false,
        };
        let asks = match sent {
            Sent::Mutate { adds: own, removes: gone, history_only: only, .. } => {
                adds.as_ref().is_none_or(|adds| sorted(adds) == sorted(own))
                    && removes.as_ref().is_none_or(|removes| sorted(removes) == sorted(gone))
                    && history_only.is_none_or(|wanted| wanted == *only)
            }
            _ => adds.is_none() && removes.is_none() && history_only.is_none(),
        };
        pattern.name().is_none_or(|name| name == sent.name())
            && mutate_id.as_ref().is_none_or(|value| id_of.is_some() && number(value) == id_of)
            && nonce.as_ref().is_none_or(|value| nonce_of.is_some() && number(value) == nonce_of)
            && topic.as_ref().is_none_or(names)
            && rows.as_ref().is_none_or(carries)
            && asks
    }
}

fn sorted<T: Ord + Clone>(list: &[T]) -> Vec<T> {
    let mut list = list.to_vec();
    list.sort();
    list
}

/// Does the test leave it open whether this row comes live or in a wave?
fn may_be_either(expect: &Expect, topic: &str, id: u64) -> bool {
    let lanes = expect.delivered.get(topic).into_iter().flatten();
    lanes.filter(|(lane, _)| lane.ends_with("|live")).any(|(_, ids)| ids.contains(&id))
}

/// Every expected row comes, in the order of its lane, in a lane where it may be; and no other row comes.
fn fits<'a>(lanes: impl Iterator<Item = (&'a String, &'a Vec<u64>)>, got: &[(u64, u64)]) -> bool {
    // Narrow lanes first: a row that may be in either is taken for one of the wide lane only if no narrow one waits for it.
    let mut lanes: Vec<(&str, &[u64])> = lanes.map(|(lane, ids)| (lane.as_str(), ids.as_slice())).collect();
    lanes.sort_by_key(|(lane, _)| (*lane == "any", lane.ends_with("|live")));
    for (wave, id) in got {
        let waits = lanes.iter_mut().find(|(lane, ids)| ids.first() == Some(id) && admits(lane, *wave));
        match waits {
            Some((_, ids)) => *ids = &ids[1..],
            None => return false,
        }
    }
    lanes.iter().all(|(_, ids)| ids.is_empty())
}

/// May a row of this wave (0 is live) be in this lane?
fn admits(lane: &str, wave: u64) -> bool {
    match lane.strip_suffix("|live") {
        Some(either) => wave == 0 || either == format!("wave:{wave}"),
        None if lane == "any" => true,
        None if lane == "live" => wave == 0,
        None => wave != 0 && lane == format!("wave:{wave}"),
    }
}
