//! What consumers have, and what clients save: INV-X1, X3, X12.

use std::collections::{BTreeMap, BTreeSet};

use super::Findings;
use super::cause::Cause;
use super::facts::{Facts, Moment, What};
use super::invariant::Invariant;
use crate::client::{self, Told};
use crate::frame::{Mutate, Request, Row, Topic};
use crate::model::{Action, Party, Scenario};
use crate::node::StreamId;
use crate::system::{Frame, Note};

/// Checks every client.
pub(super) fn check(facts: &Facts<'_>, findings: &mut Findings) {
    for (name, party) in &facts.run.clients {
        if matches!(party, Party::Client(_)) {
            let mut client = Consumers::new(name);
            client.follow(facts, findings);
            client.end(facts.end(), findings);
        }
    }
}

/// What one client's consumers asked for, and what they have.
struct Consumers<'f> {
    name: &'f str,
    /// Cursor by topic and consumer.
    asked: BTreeMap<(Topic, String), u64>,
    has: BTreeMap<(Topic, String), BTreeSet<u64>>,
    visible: BTreeMap<Topic, BTreeSet<u64>>,
    /// The highest row of each topic whose replay was complete.
    done: BTreeMap<Topic, u64>,
    /// The call whose first Mutate is yet to come.
    begins: Option<StreamId>,
    calls: usize,
}

impl<'f> Consumers<'f> {
    fn new(name: &'f str) -> Self {
        let (asked, has) = (BTreeMap::new(), BTreeMap::new());
        let (visible, done) = (BTreeMap::new(), BTreeMap::new());
        Self { name, asked, has, visible, done, begins: None, calls: 0 }
    }

    fn follow(&mut self, facts: &Facts<'_>, findings: &mut Findings) {
        for (at, what) in &facts.events {
            match what {
                What::Node(Note::Visible(Row { topic, id, readable: true, .. })) => {
                    self.visible.entry(topic.clone()).or_default().insert(*id);
                }
                What::Step(step) => self.step(&facts.run.scenario, *at, step.index),
                What::Client(name, note) if *name == self.name => self.note(*at, note, findings),
                _ => {}
            }
        }
    }

    /// What the script has this client ask for. What nobody wants any more is nobody's affair, and begins anew if it is asked for again.
    fn step(&mut self, scenario: &Scenario, at: Moment, index: usize) {
        for step in scenario.steps.iter().filter(|step| step.index == index && step.at_ms == at.ms) {
            match &step.action {
                Action::Client(who, client::In::Subscribe { consumer, adds }) if who == self.name => {
                    for (topic, cursor) in adds {
                        let known = self.asked.entry((topic.clone(), consumer.clone())).or_insert(*cursor);
                        *known = (*known).min(*cursor);
                        self.done.entry(topic.clone()).and_modify(|done| *done = cursor.min(done).to_owned());
                    }
                }
                Action::Client(who, client::In::Unsubscribe(topics)) if who == self.name => {
                    self.asked.retain(|(topic, _), _| !topics.contains(topic));
                    self.has.retain(|(topic, _), _| !topics.contains(topic));
                    self.done.retain(|topic, _| !topics.contains(topic));
                }
                _ => {}
            }
        }
    }

    fn note(&mut self, at: Moment, note: &Note, findings: &mut Findings) {
        match note {
            Note::Opened(stream) => (self.begins, self.calls) = (Some(*stream), self.calls + 1),
            Note::Sent(stream, Frame::Up(Request::Mutate(mutate))) if self.begins == Some(*stream) => {
                self.begins = None;
                if self.calls > 1 {
                    cursors(mutate).for_each(|(topic, cursor)| self.resumes(at, topic, cursor, findings));
                }
            }
            Note::Sent(_, Frame::Up(Request::Mutate(mutate))) => {
                // Somebody wants rows from further back: they are to be done again.
                for (topic, cursor) in cursors(mutate) {
                    self.done.entry(topic.clone()).and_modify(|done| *done = cursor.min(*done));
                }
            }
            Note::Told(Told::Processed { consumer, topic, id }) => {
                findings.exercise(Invariant::EffectOnce);
                if !self.has.entry((topic.clone(), consumer.clone())).or_default().insert(*id) {
                    let (consumer, topic) = (consumer.clone(), topic.clone());
                    findings.broke(Invariant::EffectOnce, at, Cause::TakenTwice { consumer, topic, id: *id });
                }
            }
            Note::Told(Told::CaughtUp { topic, .. }) => {
                let highest = self.has.iter().filter(|((other, _), _)| other == topic);
                let highest = highest.filter_map(|(_, ids)| ids.last()).max().copied().unwrap_or_default();
                self.done.insert(topic.clone(), highest);
            }
            Note::Told(Told::Saved { topic, cursor }) => self.saved(at, topic, *cursor, findings),
            _ => {}
        }
    }

    /// A later call begins where the earlier one left off (X-I32).
    fn resumes(&self, at: Moment, topic: &Topic, cursor: u64, findings: &mut Findings) {
        findings.exercise(Invariant::EffectOnce);
        let first = self.asked.iter().filter(|((other, _), _)| other == topic).map(|(_, cursor)| *cursor).min();
        let done = self.done.get(topic).copied().unwrap_or_default().max(first.unwrap_or_default());
        if cursor < done {
            let topic = topic.clone();
            findings.broke(Invariant::EffectOnce, at, Cause::AsksBelow { topic, cursor, done });
        }
    }

    fn saved(&self, at: Moment, topic: &Topic, cursor: u64, findings: &mut Findings) {
        findings.exercise(Invariant::SavedIsProcessed);
        for ((other, consumer), from) in self.asked.iter().filter(|((other, _), _)| other == topic) {
            let key = (other.clone(), consumer.clone());
            let nothing = BTreeSet::new();
            let has = self.has.get(&key).unwrap_or(&nothing);
            let covered = self.visible.get(topic).into_iter().flatten().filter(|id| **id > *from && **id <= cursor);
            let ids: Vec<u64> = covered.filter(|id| !has.contains(id)).copied().collect();
            if !ids.is_empty() {
                let topic = topic.clone();
                findings.broke(Invariant::SavedIsProcessed, at, Cause::Ahead { topic, cursor, ids });
            }
        }
    }

    /// At the end everybody has everything that was asked for, and nothing else.
    fn end(&self, at: Moment, findings: &mut Findings) {
        for ((topic, consumer), from) in &self.asked {
            findings.exercise(Invariant::NoLoss);
            let wanted: BTreeSet<u64> =
                self.visible.get(topic).into_iter().flatten().filter(|id| **id > *from).copied().collect();
            let has = self.has.get(&(topic.clone(), consumer.clone())).cloned().unwrap_or_default();
            let (consumer, topic) = (format!("{}/{consumer}", self.name), topic.clone());
            let lacks: Vec<u64> = wanted.difference(&has).copied().collect();
            let extra: Vec<u64> = has.difference(&wanted).copied().collect();
            if !lacks.is_empty() {
                let cause = Cause::Lacks { consumer: consumer.clone(), topic: topic.clone(), ids: lacks };
                findings.broke(Invariant::NoLoss, at, cause);
            }
            if !extra.is_empty() {
                findings.broke(Invariant::NoLoss, at, Cause::Has { consumer, topic, ids: extra });
            }
        }
    }
}

/// What a client's machine asks for. It speaks v3 alone.
fn cursors(mutate: &Mutate) -> impl Iterator<Item = (&Topic, u64)> {
    mutate.adds.iter().filter_map(|add| Some((&add.topic, add.id_cursor.id()?)))
}
