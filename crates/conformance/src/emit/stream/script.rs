//! Tests of a client alone that are written down as scripts: their nodes do what no node of the crate `streams` does, or
//! the time of each frame matters. A line is a moment and what happens then; `#2 …` is what the node does on the
//! client's second call.

use std::collections::BTreeMap;

use streams::dialect::Dialect;

use super::scenario::at;
use crate::format::topics::stream::{
    App, Binding, Fault, Frame, From, Input, Kind, Machine, Mode, Policy, Row, RowRef, Step, Value, Wish,
};

/// A script.
pub(super) struct Script {
    pub name: &'static str,
    pub title: &'static str,
    /// Settings, as JSON.
    pub policy: &'static str,
    pub end_ms: u64,
    pub text: &'static str,
}

/// The input that it is under a dialect.
pub(super) fn input(script: &Script, dialect: Dialect) -> Result<Input, String> {
    let policy: Policy = serde_json::from_str(script.policy).map_err(|error| format!("{}: {error}", script.name))?;
    let mut reader = Reader { tags: dialect.rules().tags, topics: BTreeMap::new(), log: Vec::new() };
    let lines = script.text.lines().map(str::trim).filter(|line| !line.is_empty());
    let steps = lines.map(|line| reader.step(line).ok_or_else(|| format!("{}: `{line}` is no step", script.name)));
    let steps = steps.collect::<Result<Vec<_>, _>>()?;
    Ok(Input {
        binding: Binding::V3,
        under_test: Machine::Client,
        interval_ms: 30_000,
        pong_deadline_ms: 30_000,
        watchdog_n: 3,
        policy,
        topics: reader.topics,
        log: reader.log,
        script: steps,
        end_ms: script.end_ms,
    })
}

struct Reader {
    /// Does the dialect tell lanes?
    tags: bool,
    topics: BTreeMap<String, String>,
    log: Vec<Row>,
}

impl Reader {
    fn step(&mut self, line: &str) -> Option<Step> {
        let (moment, rest) = line.split_once(' ')?;
        let at_ms = moment.parse().ok()?;
        let words: Vec<&str> = rest.split_whitespace().collect();
        let (first, rest) = words.split_first()?;
        let mut step = at(at_ms, From::App);
        match first.strip_prefix('#') {
            Some(call) => {
                (step.from, step.call) = (From::Node, Some(call.parse().ok()?));
                match rest {
                    ["close", code] => step.close = Some((*code).to_owned()),
                    _ => step.frame = Some(self.frame(at_ms, rest)?),
                }
            }
            None if *first == "dies" => {
                let [after, until] = rest else { return None };
                step.from = From::Pipe;
                let (until_ms, after_ms) = (Some(until.parse().ok()?), Some(after.parse().ok()?));
                step.fault =
                    Some(Fault { mode: Mode::AcceptThenDie, until_ms, buffer_bytes: None, frames: None, after_ms });
            }
            None => self.app(first, rest, &mut step)?,
        }
        Some(step)
    }

    fn app(&mut self, verb: &str, rest: &[&str], step: &mut Step) -> Option<()> {
        match verb {
            "subscribe" => step.subscribe = Some(self.wish(rest)?),
            "fetch" => step.fetch = Some(self.wish(rest)?),
            "unsubscribe" => step.unsubscribe = Some(rest.iter().map(|label| self.topic(label)).collect()),
            "suspend" => step.app = Some(App::Suspend),
            "resume" => step.app = Some(App::Resume),
            "crash" => step.app = Some(App::Crash),
            "park" => step.app = Some(App::Park),
            "unpark" => step.app = Some(App::Unpark),
            _ => return None,
        }
        Some(())
    }

    fn wish(&mut self, words: &[&str]) -> Option<Wish> {
        let (consumer, topics) = words.split_first()?;
        let mut pair = |word: &&str| {
            let (label, cursor) = word.split_once('@')?;
            Some((self.topic(label), cursor.parse().ok()?))
        };
        Some(Wish { consumer: (*consumer).to_owned(), topics: topics.iter().map(&mut pair).collect::<Option<_>>()? })
    }

    /// `g7` is a group, whose identifier is a7.
    fn topic(&mut self, label: &str) -> String {
        let number = label.trim_start_matches('g');
        self.topics.entry(label.to_owned()).or_insert_with(|| format!("00a{number}"));
        label.to_owned()
    }

    fn frame(&mut self, at_ms: u64, words: &[&str]) -> Option<Frame> {
        Some(match words {
            ["started", interval] => {
                Frame::Started { keepalive_interval_ms: interval.parse().ok()?, capabilities: Vec::new() }
            }
            ["rows", lane, rows @ ..] => {
                let mutate_id = if self.tags && *lane != "live" { value(lane)? } else { Value::Is(0) };
                let rows = rows.iter().map(|row| self.row(at_ms, row)).collect::<Option<_>>()?;
                Frame::Messages { mutate_id, rows }
            }
            ["ends", wave] => Frame::CatchupComplete { mutate_id: value(wave)? },
            ["ping", nonce] => Frame::Ping { nonce: value(nonce)? },
            ["pong", nonce] => Frame::Pong { nonce: value(nonce)? },
            _ => return None,
        })
    }

    /// `g1:5` is row 5, of the topic g1. It is visible from when it is first sent.
    fn row(&mut self, visible_at_ms: u64, word: &str) -> Option<RowRef> {
        let (label, id) = word.split_once(':')?;
        let (topic, id) = (self.topic(label), id.parse().ok()?);
        let known = self.log.iter().find(|row| row.id == id);
        if known.is_some_and(|row| row.topic != topic) {
            return None;
        }
        if known.is_none() {
            let row = Row {
                kind: Kind::Group,
                id,
                topic,
                visible_at_ms,
                allotted_at_ms: None,
                bytes: None,
                unreadable: false,
            };
            self.log.push(row);
        }
        Some((Kind::Group, id))
    }
}

fn value(word: &str) -> Option<Value> {
    if word.starts_with('$') { Some(Value::Named(word.to_owned())) } else { word.parse().ok().map(Value::Is) }
}
