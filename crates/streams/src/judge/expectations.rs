//! Is a run as its scenario says? The members mean what they mean in a vector (section 12).

use std::collections::{BTreeMap, BTreeSet};

use super::Judgement;
use super::facts::{Facts, Moment, What};
use super::invariant::Invariant;
use super::seen::{Seen, peak};
use crate::Ms;
use crate::client::Told;
use crate::code::Code;
use crate::cursor::RowId;
use crate::frame::{Request, Response, Row, Topic};
use crate::model::{Expect, Lane, Pattern, Wanted};
use crate::node::Mark;
use crate::system::{Frame, Note};

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// An invariant is broken.
    #[error("{0} is violated")]
    Violated(Invariant),
    /// An invariant is kept that was expected to be broken.
    #[error("{0} holds, and was expected to be violated")]
    Holds(Invariant),
    /// The run says nothing about an invariant.
    #[error("{0} is not exercised")]
    NotExercised(Invariant),
    /// The first call ends otherwise.
    #[error("the call ends with {got:?} at {at_ms:?} ms")]
    Close {
        /// How; none if it is open.
        got: Option<Code>,
        /// When.
        at_ms: Option<Ms>,
    },
    /// Other acknowledgements.
    #[error("acknowledgements are {0:?}")]
    Acks(Vec<u64>),
    /// A frame does not come, or at another time, or another number of times.
    #[error("frames {frame:?} come at {at_ms:?} ms")]
    Frames {
        /// Which.
        frame: Box<Pattern>,
        /// When.
        at_ms: Vec<Ms>,
    },
    /// A frame comes before one that it has to follow.
    #[error("{0:?} comes before `{1}`")]
    Before(Box<Pattern>, String),
    /// A frame comes that must not.
    #[error("{0:?} comes at {1} ms")]
    Never(Box<Pattern>, Ms),
    /// Other rows are delivered.
    #[error("of {topic:?} come {got:?}")]
    Delivered {
        /// Where.
        topic: Topic,
        /// Lane (0 is live) and id.
        got: Vec<(u64, RowId)>,
    },
    /// A consumer has other rows.
    #[error("{consumer} has {got:?} of {topic:?}")]
    Processed {
        /// Who.
        consumer: String,
        /// Where.
        topic: Topic,
        /// Which.
        got: Vec<u64>,
    },
    /// A client is otherwise.
    #[error("{client}: {what} is {got}")]
    Client {
        /// Who.
        client: String,
        /// In what respect.
        what: &'static str,
        /// How it is.
        got: String,
    },
    /// Something did not happen inside the node.
    #[error("`{}` does not happen", .0.id())]
    Mark(Mark),
    /// Too many calls begin at once.
    #[error("{0} calls begin within the window")]
    Reconnects(usize),
}

/// Everything that is not as expected.
pub(super) fn failures(facts: &Facts<'_>, judgement: &Judgement) -> Vec<Failure> {
    let options = &facts.run.options;
    let expect = facts.run.scenario.expect(options.dialect, options.variant.as_deref());
    let mut failures = invariants(&expect, judgement);
    first_call(facts, &expect, &mut failures);
    let frames = Frames::of(facts);
    frames.check(facts, &expect, &mut failures);
    processed(facts, &expect, &mut failures);
    for (client, expected) in &expect.clients {
        let seen = Seen::of(facts, client);
        failures.extend(seen.differs(expected, client, facts.run));
    }
    let marks: BTreeSet<Mark> = facts.events.iter().filter_map(|(_, what)| mark(what)).collect();
    let missing = expect.marks.iter().flatten().filter(|mark| !marks.contains(mark));
    failures.extend(missing.map(|mark| Failure::Mark(*mark)));
    if let Some((window, most)) = expect.reconnects_within {
        let peak = peak(facts, window);
        failures.extend((peak > most).then_some(Failure::Reconnects(peak)));
    }
    failures
}

fn invariants(expect: &Expect, judgement: &Judgement) -> Vec<Failure> {
    let (broken, expected) = (judgement.violated(), expect.violates.clone().unwrap_or_default());
    let unexpected = broken.difference(&expected).map(|one| Failure::Violated(*one));
    let kept = expected.difference(&broken).map(|one| Failure::Holds(*one));
    let silent = expect.exercises.difference(&judgement.exercised).map(|one| Failure::NotExercised(*one));
    unexpected.chain(kept).chain(silent).collect()
}

fn mark(what: &What<'_>) -> Option<Mark> {
    if let What::Node(Note::Mark(_, mark)) = what { Some(*mark) } else { None }
}

/// What a vector says of its one call.
fn first_call(facts: &Facts<'_>, expect: &Expect, failures: &mut Vec<Failure>) {
    let notes = facts.calls.first().map(|call| call.notes.as_slice()).unwrap_or_default();
    let ended = notes.iter().find_map(|(at, note)| match note {
        Note::Ended(_, code) => Some((at.ms, *code)),
        _ => None,
    });
    let (at_ms, got) = (ended.map(|(at, _)| at), ended.map(|(_, code)| code));
    let in_time = |expected: Ms| at_ms.is_some_and(|at| facts.run.is_at(expected, at));
    if expect.close.is_some_and(|expected| expected != got) || !expect.closed_at.is_none_or(in_time) {
        failures.push(Failure::Close { got, at_ms });
    }
    let sent = notes.iter().filter_map(|(_, note)| match note {
        Note::Sent(_, Frame::Down(response)) => Some(response),
        _ => None,
    });
    let ack = |response: &Response| if let Response::CatchupComplete(id) = response { Some(*id) } else { None };
    let acks: Vec<u64> = sent.clone().filter_map(ack).collect();
    if expect.acks.as_ref().is_some_and(|expected| *expected != acks) {
        failures.push(Failure::Acks(acks));
    }
    for (topic, lanes) in &expect.delivered {
        let mut got: Vec<(u64, RowId)> = Vec::new();
        for response in sent.clone() {
            if let Response::Messages(messages) = response {
                let rows = messages.rows().filter(|row| row.topic == *topic);
                got.extend(rows.map(|row| (messages.mutate_id, row.key())));
            }
        }
        if !fits(lanes, &got) {
            failures.push(Failure::Delivered { topic: topic.clone(), got });
        }
    }
}

/// Every expected row is there once, in a lane where it may be, and there is no other.
fn fits(lanes: &BTreeMap<Lane, Vec<RowId>>, got: &[(u64, RowId)]) -> bool {
    let mut left = got.to_vec();
    for (lane, ids) in lanes {
        for id in ids {
            let here = |(wave, row): &(u64, RowId)| {
                row == id
                    && match lane {
                        Lane::Live => *wave == 0,
                        Lane::Wave(expected) => wave == expected,
                        Lane::Either(expected) => *wave == 0 || wave == expected,
                        Lane::Any => true,
                    }
            };
            match left.iter().position(here) {
                Some(place) => left.remove(place),
                None => return false,
            };
        }
    }
    left.is_empty()
}

/// Frames at the node's border, of all calls.
struct Frames<'a>(Vec<(Moment, Border<'a>)>);

#[derive(Clone, Copy)]
enum Border<'a> {
    Down(&'a Response),
    Up(&'a Request),
    HalfClose,
}

impl<'a> Frames<'a> {
    fn of(facts: &Facts<'a>) -> Self {
        let frame = |(at, what): &(Moment, What<'a>)| match what {
            What::Node(Note::Sent(_, Frame::Down(response))) => Some((*at, Border::Down(response))),
            What::Node(Note::Took(_, Frame::Up(request))) => Some((*at, Border::Up(request))),
            What::Node(Note::HalfClosed(_)) => Some((*at, Border::HalfClose)),
            _ => None,
        };
        Self(facts.events.iter().filter_map(frame).collect())
    }

    fn check(&self, facts: &Facts<'_>, expect: &Expect, failures: &mut Vec<Failure>) {
        for wanted in expect.frames.iter().flatten() {
            let at_ms: Vec<Ms> = self.all(facts, &wanted.frame).map(|at| at.ms).collect();
            let Wanted { within, times, .. } = wanted;
            let in_time = within.is_none_or(|window| at_ms.first().is_some_and(|at| facts.run.is_within(window, *at)));
            if !in_time || times.map_or(at_ms.is_empty(), |times| times != at_ms.len()) {
                failures.push(Failure::Frames { frame: Box::new(wanted.frame.clone()), at_ms });
            }
        }
        for (label, later) in expect.before.iter().flatten() {
            let wanted = expect.frames.iter().flatten().find(|wanted| wanted.label.as_deref() == Some(label));
            let first = wanted.and_then(|wanted| self.all(facts, &wanted.frame).next());
            let too_early = self.all(facts, later).next().is_some_and(|at| first.is_none_or(|first| at < first));
            if too_early {
                failures.push(Failure::Before(Box::new(later.clone()), label.clone()));
            }
        }
        for pattern in expect.never.iter().flatten() {
            if let Some(at) = self.all(facts, pattern).next() {
                failures.push(Failure::Never(Box::new(pattern.clone()), at.ms));
            }
        }
    }

    fn all(&self, facts: &Facts<'_>, pattern: &Pattern) -> impl Iterator<Item = Moment> {
        let after = pattern.after.as_ref().map(|label| facts.labelled(label));
        let counts = move |at: &Moment| after.is_none_or(|after| after.is_some_and(|after| *at > after));
        self.0.iter().filter(move |(at, frame)| counts(at) && matches(pattern, frame)).map(|(at, _)| *at)
    }
}

fn matches(pattern: &Pattern, frame: &Border<'_>) -> bool {
    let id = match frame {
        // Both sides have Pings and Pongs; a name means those of the node.
        Border::Up(Request::Ping(_) | Request::Pong(_)) => return false,
        Border::Down(response) => response.id(),
        Border::Up(request) => request.id(),
        Border::HalfClose => "half_close",
    };
    let (mut mutate_id, mut nonce, mut topics, mut ids) = (None, None, Vec::new(), None);
    match frame {
        Border::Down(Response::Messages(messages)) => {
            mutate_id = Some(messages.mutate_id);
            topics = messages.rows().map(|row| &row.topic).collect();
            ids = Some(messages.rows().map(Row::key).collect::<Vec<_>>());
        }
        Border::Down(Response::TopicsLive(live)) => topics = live.iter().collect(),
        Border::Down(Response::CatchupComplete(done)) => mutate_id = Some(*done),
        Border::Down(Response::Ping(value) | Response::Pong(value)) => nonce = Some(*value),
        Border::Up(Request::Mutate(mutate)) => {
            mutate_id = Some(mutate.mutate_id);
            topics = mutate.adds.iter().map(|add| &add.topic).chain(&mutate.removes).collect();
        }
        _ => {}
    }
    (pattern.frame == id || pattern.frame == "any")
        && (pattern.mutate_id.is_none() || pattern.mutate_id == mutate_id)
        && (pattern.nonce.is_none() || pattern.nonce == nonce)
        && pattern.topic.as_ref().is_none_or(|topic| topics.contains(&topic))
        && (pattern.ids.is_none() || pattern.ids == ids)
}

fn processed(facts: &Facts<'_>, expect: &Expect, failures: &mut Vec<Failure>) {
    for (key, topics) in &expect.processed {
        for (topic, ids) in topics {
            let mut got: Vec<u64> = Vec::new();
            for (_, what) in &facts.events {
                if let What::Client(client, Note::Told(Told::Processed { consumer, topic: other, id })) = what
                    && other == topic
                    && (consumer == key || format!("{client}/{consumer}") == *key)
                {
                    got.push(*id);
                }
            }
            got.sort_unstable();
            if got != *ids {
                failures.push(Failure::Processed { consumer: key.clone(), topic: topic.clone(), got });
            }
        }
    }
}
