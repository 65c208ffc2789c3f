//! What a run came to, for two orders that nobody could tell apart afterwards.

use std::collections::{BTreeMap, BTreeSet};

use experiment::explore::{Failure, Fingerprint};
use serde::Serialize;

use super::facts::Facts;
use super::{Judgement, judge_by};
use crate::client::Told;
use crate::frame::{Response, Topic};
use crate::run::Run;
use crate::system::{Frame, Note};

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RunOutcome {
    /// What each client heard, in order: `g1 wave 1: 2 3`, `wave 1 ended`, `OK`. Rows that came one after the other in one lane of a topic
    /// share a line.
    pub heard: BTreeMap<String, Vec<String>>,
    /// Rows that each consumer has, by topic.
    pub has: BTreeMap<String, BTreeMap<String, BTreeSet<u64>>>,
    /// What broke.
    pub broke: BTreeSet<Failure>,
    /// Whether everything came out as the scenario expects.
    pub as_expected: bool,
}

impl RunOutcome {
    /// What this run came to.
    pub fn of(run: &Run) -> Self {
        let facts = Facts::of(run);
        let judgement = judge_by(&facts);
        let clients = run.clients.keys();
        Self {
            heard: clients.map(|client| (client.clone(), heard(&facts, client))).collect(),
            has: has(&facts),
            broke: broke(&judgement),
            as_expected: judgement.passed(),
        }
    }
}

/// Every way in which a run failed. No finding explains any of them: none is known to be a fault of the text that no knob closes, and
/// generated cases run with those knobs turned.
pub(crate) fn broke(judgement: &Judgement) -> BTreeSet<Failure> {
    fingerprints(judgement).into_iter().map(|fingerprint| Failure { fingerprint, finding: None }).collect()
}

/// Invariants that broke, each with the kind of its cause.
pub(crate) fn fingerprints(judgement: &Judgement) -> BTreeSet<Fingerprint> {
    let fingerprint = |violation: &super::Violation| Fingerprint {
        invariant: violation.invariant.id().to_owned(),
        cause: violation.cause.id().to_owned(),
    };
    judgement.violations.iter().map(fingerprint).collect()
}

fn name(facts: &Facts<'_>, topic: &Topic) -> String {
    let topics = facts.run.scenario.topics.iter();
    topics.into_iter().find(|(_, known)| *known == topic).map_or_else(|| format!("{topic:?}"), |(name, _)| name.clone())
}

fn heard(facts: &Facts<'_>, client: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (_, note) in facts.notes_of(client) {
        match note {
            Note::Took(_, Frame::Down(Response::Messages(messages))) => {
                for row in messages.rows() {
                    let mutate_id = messages.mutate_id;
                    let lane = if mutate_id == 0 { "live".to_owned() } else { format!("wave {mutate_id}") };
                    let head = format!("{} {lane}:", name(facts, &row.topic));
                    match lines.last_mut().filter(|line| line.starts_with(&head)) {
                        Some(line) => *line += &format!(" {}", row.key()),
                        None => lines.push(format!("{head} {}", row.key())),
                    }
                }
            }
            Note::Took(_, Frame::Down(Response::CatchupComplete(mutate_id))) => {
                lines.push(format!("wave {mutate_id} ended"));
            }
            Note::Ended(_, code) => lines.push(code.id().to_owned()),
            _ => {}
        }
    }
    lines
}

fn has(facts: &Facts<'_>) -> BTreeMap<String, BTreeMap<String, BTreeSet<u64>>> {
    let mut has: BTreeMap<String, BTreeMap<String, BTreeSet<u64>>> = BTreeMap::new();
    for client in facts.run.clients.keys() {
        for (_, note) in facts.notes_of(client) {
            if let Note::Told(Told::Processed { consumer, topic, id }) = note {
                let topics = has.entry(format!("{client}/{consumer}")).or_default();
                topics.entry(name(facts, topic)).or_default().insert(*id);
            }
        }
    }
    has
}
