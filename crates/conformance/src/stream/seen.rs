//! What is seen at the border of a machine, in the words of the vectors.

use std::collections::BTreeMap;

use crate::format::topics::stream::{Kind, Machine, Value};

/// Everything that was seen, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Seen {
    pub events: Vec<Event>,
}

/// Something that was seen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Event {
    pub at_ms: u64,
    pub what: What,
}

/// What it was. Calls are counted from 1.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    /// A step of the script.
    Step(Option<String>),
    /// Somebody sent a frame: to the client or to the node.
    Frame(Machine, u32, Sent),
    /// The client sends nothing more.
    HalfClosed(u32),
    /// The client took a frame.
    Heard(u32, Sent),
    /// The client learned that its call is over.
    HeardEnd(u32, String),
    /// The client called.
    Called(u32),
    /// The node ended a call.
    Ended(u32, String),
    /// Right now a topic would resume from here.
    Saved(String, u64),
    /// A consumer has a row.
    Processed(String, String, u64),
    /// The client is in another state.
    State(String),
}

/// A frame, with labels for topics.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sent {
    Mutate { adds: Vec<(String, u64)>, removes: Vec<String>, history_only: bool, mutate_id: u64 },
    Started(u32),
    Messages(u64, Vec<(Kind, u64, String)>),
    TopicsLive(Vec<String>),
    CatchupComplete(u64),
    Ping(u64),
    Pong(u64),
    Empty,
    UnknownVersion,
}

impl Sent {
    /// Its name in files.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Mutate { .. } => "mutate",
            Self::Started(_) => "started",
            Self::Messages(..) => "messages",
            Self::TopicsLive(_) => "topics_live",
            Self::CatchupComplete(_) => "catchup_complete",
            Self::Ping(_) => "ping",
            Self::Pong(_) => "pong",
            Self::Empty => "empty",
            Self::UnknownVersion => "unknown_version",
        }
    }
}

impl Seen {
    pub fn add(&mut self, at_ms: u64, what: What) {
        self.events.push(Event { at_ms, what });
    }

    /// Frames in one direction, with their places.
    pub fn frames(&self, to: Machine) -> impl Iterator<Item = (usize, u64, u32, &Sent)> {
        self.events.iter().enumerate().filter_map(move |(place, event)| match &event.what {
            What::Frame(own, call, sent) if *own == to => Some((place, event.at_ms, *call, sent)),
            _ => None,
        })
    }

    /// The number behind a value: `$ping1` and `$mutate1` are those that the machine under test chose.
    pub fn number(&self, value: &Value, under_test: Machine) -> Option<u64> {
        let name = match value {
            Value::Is(number) => return Some(*number),
            Value::Named(name) => name,
        };
        let to = if under_test == Machine::Node { Machine::Client } else { Machine::Node };
        let (pings, place) = match (name.strip_prefix("$ping"), name.strip_prefix("$mutate")) {
            (Some(place), _) => (true, place),
            (_, Some(place)) => (false, place),
            _ => return None,
        };
        let mut chosen = self.frames(to).filter_map(|(_, _, _, sent)| match sent {
            Sent::Ping(nonce) if pings => Some(*nonce),
            Sent::Mutate { mutate_id, .. } if !pings => Some(*mutate_id),
            _ => None,
        });
        chosen.nth(place.parse::<usize>().ok()?.checked_sub(1)?)
    }

    /// From where each topic would resume right after the first step with this label.
    pub fn durable_after(&self, label: &str) -> Option<BTreeMap<String, u64>> {
        let step = self.step(label)?;
        let at = self.events[step].at_ms;
        let later = |event: &Event| event.at_ms > at || matches!(event.what, What::Step(_));
        let end = self.events[step + 1..].iter().position(later).map_or(self.events.len(), |more| step + 1 + more);
        let mut durable = BTreeMap::new();
        for event in &self.events[..end] {
            if let What::Saved(topic, cursor) = &event.what {
                durable.insert(topic.clone(), *cursor);
            }
        }
        Some(durable)
    }

    /// The place of the first step with this label.
    pub fn step(&self, label: &str) -> Option<usize> {
        self.events.iter().position(|event| matches!(&event.what, What::Step(Some(own)) if own == label))
    }

    /// How the node ended the first call, and when.
    pub fn close(&self) -> Option<(u64, &str)> {
        self.events.iter().find_map(|event| match &event.what {
            What::Ended(1, code) => Some((event.at_ms, code.as_str())),
            _ => None,
        })
    }

    /// Acknowledgements on the first call.
    pub fn acks(&self) -> Vec<u64> {
        let first = self.frames(Machine::Client).filter(|(_, _, call, _)| *call == 1);
        first.filter_map(|(.., sent)| if let Sent::CatchupComplete(id) = sent { Some(*id) } else { None }).collect()
    }

    /// Rows of a topic that the node sent on the first call: wave (0 is live) and id.
    pub fn delivered(&self, topic: &str) -> Vec<(u64, u64)> {
        let mut rows = Vec::new();
        for (_, _, call, sent) in self.frames(Machine::Client) {
            if let (1, Sent::Messages(wave, own)) = (call, sent) {
                rows.extend(own.iter().filter(|(_, _, other)| other == topic).map(|(_, id, _)| (*wave, *id)));
            }
        }
        rows
    }

    /// Rows of a lane that the node sent on the first call, by kind, without some.
    pub fn merged(&self, lane: &str, without: impl Fn(&str, u64) -> bool) -> BTreeMap<Kind, Vec<u64>> {
        let mut kinds: BTreeMap<Kind, Vec<u64>> = BTreeMap::new();
        for (_, _, call, sent) in self.frames(Machine::Client) {
            let Sent::Messages(wave, rows) = sent else { continue };
            let own = if *wave == 0 { "live".to_owned() } else { format!("wave:{wave}") };
            for (kind, id, topic) in rows.iter().filter(|_| call == 1 && own == lane) {
                if !without(topic, *id) {
                    kinds.entry(*kind).or_default().push(*id);
                }
            }
        }
        kinds
    }

    /// What consumers have, in the order of ids.
    pub fn processed(&self) -> BTreeMap<String, BTreeMap<String, Vec<u64>>> {
        let mut all: BTreeMap<String, BTreeMap<String, Vec<u64>>> = BTreeMap::new();
        for event in &self.events {
            if let What::Processed(consumer, topic, id) = &event.what {
                all.entry(consumer.clone()).or_default().entry(topic.clone()).or_default().push(*id);
            }
        }
        all.values_mut().flat_map(|topics| topics.values_mut()).for_each(|ids| ids.sort_unstable());
        all
    }

    /// When the client called.
    pub fn calls(&self) -> Vec<u64> {
        self.events.iter().filter(|event| matches!(event.what, What::Called(_))).map(|event| event.at_ms).collect()
    }

    /// State of the client at the end.
    pub fn state(&self) -> Option<&str> {
        self.events.iter().rev().find_map(|event| match &event.what {
            What::State(state) => Some(state.as_str()),
            _ => None,
        })
    }
}
