//! A wave: the replay that one Mutate asked for (X-S4b, X-S9).

use std::collections::BTreeMap;

use super::Held;
use super::log::Log;
use super::slip::Slip;
use super::stream::Around;
use crate::Ms;
use crate::cursor::{Cursor, Sequence};
use crate::frame::{Row, Topic};

/// A replay under way.
#[derive(Debug)]
pub(super) struct Wave {
    /// Unique in the stream, unlike the id that the client gave.
    pub key: u64,
    pub mutate_id: u64,
    pub history_only: bool,
    /// Its topics, and from where each is replayed.
    pub topics: BTreeMap<Topic, Cursor>,
    /// Where the replay ends.
    ceiling: BTreeMap<Sequence, u64>,
    /// How far the log was read.
    place: BTreeMap<Sequence, u64>,
    /// Arrivals that wait for the end.
    pub held: Held,
    /// When it goes on.
    pub next_turn: Ms,
}

/// What one reading of the log gave.
pub(super) struct Reading {
    pub rows: Vec<Row>,
    /// Nothing is left below the ceiling.
    pub done: bool,
}

impl Wave {
    /// A wave that begins at the present head of the log.
    pub fn new(
        key: u64,
        mutate_id: u64,
        history_only: bool,
        topics: BTreeMap<Topic, Cursor>,
        around: &Around<'_>,
    ) -> Self {
        let ceiling = around.log.heads().clone();
        let place = BTreeMap::new();
        Self { key, mutate_id, history_only, topics, ceiling, place, held: Held::new(), next_turn: around.now }
    }

    /// Does its end move with the log?
    fn chases(&self, around: &Around<'_>) -> bool {
        let pinned = !self.history_only || around.options.dialect.rules().pins_history;
        !pinned || around.options.slips(Slip::Chasing)
    }

    /// Will the replay come to this row by itself?
    pub fn will_read(&self, row: &Row, around: &Around<'_>) -> bool {
        self.chases(around) || row.id <= self.ceiling.get(&row.sequence()).copied().unwrap_or_default()
    }

    /// Did the replay pass the place of this row?
    pub fn has_passed(&self, row: &Row) -> bool {
        row.id <= self.place.get(&row.sequence()).copied().unwrap_or_default()
    }

    /// A topic leaves (X-S5f).
    pub fn forget(&mut self, topic: &Topic) {
        self.topics.remove(topic);
        self.held.retain(|(_, _, other), _| other != topic);
    }

    /// The next rows of the log, in the order of their ids over all topics.
    pub fn read(&mut self, around: &Around<'_>) -> Reading {
        if self.chases(around) {
            self.ceiling = around.log.heads().clone();
        }
        let most = around.options.page.rows.max(1);
        let mut rows = if around.options.slips(Slip::TopicByTopic) {
            self.of_one_topic(around.log, most + 1)
        } else {
            self.of_all_topics(around, most + 1)
        };
        let done = rows.len() <= most;
        rows.truncate(most);
        self.advance(&rows, around);
        Reading { rows, done }
    }

    fn of_all_topics(&self, around: &Around<'_>, most: usize) -> Vec<Row> {
        let named_alone = self.history_only && around.options.slips(Slip::OnlyNamedOriginators);
        let mut rows: Vec<Row> = Vec::new();
        for (topic, floor) in &self.topics {
            for (sequence, ceiling) in self.ceiling.iter().filter(|(one, _)| !named_alone || floor.names(**one)) {
                let above = self.place.get(sequence).copied().unwrap_or_default().max(floor.above(*sequence));
                rows.extend(around.log.between(topic, *sequence, above, *ceiling).take(most).cloned());
            }
        }
        rows.sort_by(|a, b| (a.sequence(), a.id, &a.topic).cmp(&(b.sequence(), b.id, &b.topic)));
        rows.truncate(most);
        rows
    }

    /// The slip: a whole topic, then the next, from the last one on. Each topic's floor is its place.
    fn of_one_topic(&self, log: &Log, most: usize) -> Vec<Row> {
        let each = self.topics.iter().rev().flat_map(|one| self.ceiling.iter().map(move |ceiling| (one, ceiling)));
        let rows = each.flat_map(|((topic, floor), (sequence, ceiling))| {
            log.between(topic, *sequence, floor.above(*sequence), *ceiling)
        });
        rows.take(most).cloned().collect()
    }

    fn advance(&mut self, rows: &[Row], around: &Around<'_>) {
        let one_by_one = around.options.slips(Slip::TopicByTopic);
        for row in rows.iter().filter(|row| row.readable || !around.options.slips(Slip::PlaceOfParsedRow)) {
            if one_by_one {
                self.topics.entry(row.topic.clone()).and_modify(|floor| floor.raise(row.sequence(), row.id));
            } else {
                self.place.insert(row.sequence(), row.id);
            }
        }
    }
}
