//! Waves of the node, and what is live behind them.

use std::collections::BTreeMap;

use super::node::Node;
use crate::format::topics::stream::{Kind, Row};
use crate::stream::Sent;

impl Node<'_> {
    /// A topic leaves its waves; a replay only if it is cancelled.
    pub(super) fn leave(&mut self, topic: &str, cancels: bool) {
        let log = &self.input.log;
        for wave in self.waves.iter_mut().filter(|wave| !wave.replays || cancels) {
            wave.topics.remove(topic);
            wave.waiting.retain(|place| log[*place].topic != topic);
        }
    }

    pub(super) fn heads(&self) -> BTreeMap<Kind, u64> {
        let mut heads = BTreeMap::new();
        for row in self.visible.iter().map(|place| &self.input.log[*place]) {
            let head = heads.entry(row.kind).or_default();
            *head = row.id.max(*head);
        }
        heads
    }

    /// A page of a wave, and its end if nothing is left.
    pub(super) fn read_on(&mut self, at: u64, place: usize) {
        let heads = self.heads();
        let wave = &mut self.waves[place];
        if wave.replays && !self.tagged {
            wave.ends = heads;
        }
        let wave = &self.waves[place];
        let furthest = |kind: Kind| wave.read.iter().filter(|(own, ..)| *own == kind).map(|(_, id, _)| *id).max();
        let rows = self.visible.iter().map(|place| &self.input.log[*place]).filter(|row| {
            let above = wave.topics.get(&row.topic).is_some_and(|above| row.id > *above);
            above && Some(row.id) > furthest(row.kind) && wave.ends.get(&row.kind).is_some_and(|end| row.id <= *end)
        });
        let mut rows: Vec<&Row> = rows.collect();
        rows.sort_by_key(|row| (row.kind, row.id, &row.topic));
        let most = self.input.policy.page.map_or(100, |page| page.rows as usize);
        let left = rows.len() > most;
        rows.truncate(most);
        let (rows, mutate_id, replays): (Vec<Row>, _, _) =
            (rows.into_iter().cloned().collect(), wave.mutate_id, wave.replays);
        let keys = rows.iter().map(|row| (row.kind, row.id, row.topic.clone()));
        self.waves[place].read.extend(keys);
        self.waves[place].next = at + self.input.policy.page.map_or(0, |page| page.every_ms);
        self.send(at, &rows, mutate_id, !replays);
        if !left && self.open {
            self.complete(at, place);
        }
    }

    fn complete(&mut self, at: u64, place: usize) {
        let wave = self.waves.remove(place);
        let rows = wave.waiting.iter().map(|place| self.input.log[*place].clone());
        let mut waiting: Vec<Row> = rows.collect();
        waiting.sort_by_key(|row| (row.kind, row.id));
        let below = |row: &Row| self.tagged && self.live.get(&row.kind).is_some_and(|live| row.id <= *live);
        let (fold, rest): (Vec<Row>, Vec<Row>) = waiting.into_iter().partition(below);
        self.send(at, &fold, wave.mutate_id, true);
        if !wave.topics.is_empty() {
            self.say(at, Sent::TopicsLive(wave.topics.keys().cloned().collect()));
        }
        self.say(at, Sent::CatchupComplete(wave.mutate_id));
        for reads in self.reads.values_mut().filter(|reads| reads.wave == Some(wave.number)) {
            (reads.wave, reads.was_live) = (None, false);
        }
        for row in &rest {
            self.send_live(at, row);
        }
    }

    /// Rows of a wave. `counts` raises the floors.
    pub(super) fn send(&mut self, at: u64, rows: &[Row], mutate_id: u64, counts: bool) {
        let most = self.input.policy.limits.and_then(|limits| limits.max_row_bytes);
        let readable: Vec<&Row> = rows.iter().filter(|row| !row.unreadable).collect();
        if readable.iter().any(|row| most.is_some_and(|most| row.bytes.unwrap_or(100) > most)) {
            return self.end("RESOURCE_EXHAUSTED");
        }
        for row in readable.iter().filter(|_| counts) {
            if let Some(reads) = self.reads.get_mut(&row.topic) {
                reads.floor = reads.floor.max(row.id);
            }
        }
        if !readable.is_empty() {
            let rows = readable.iter().map(|row| (row.kind, row.id, row.topic.clone())).collect();
            self.say(at, Sent::Messages(if self.tagged { mutate_id } else { 0 }, rows));
        }
    }

    pub(super) fn send_live(&mut self, at: u64, row: &Row) {
        let mark = self.live.get(&row.kind).copied().unwrap_or_default();
        let floor = self.reads.get(&row.topic).map_or(0, |reads| reads.floor);
        if row.id > floor && (!self.tagged || row.id > mark) {
            self.live.insert(row.kind, mark.max(row.id));
            self.send(at, std::slice::from_ref(row), 0, true);
        }
    }

    /// A row of the log is there now.
    pub(super) fn visible(&mut self, at: u64, place: usize) {
        self.visible.push(place);
        let row = &self.input.log[place];
        let Some(reads) = self.reads.get(&row.topic).filter(|_| self.open) else { return };
        let Some(number) = reads.wave.filter(|_| self.tagged || !reads.was_live) else {
            return self.send_live(at, &row.clone());
        };
        let held: usize = self.waves.iter().map(|wave| wave.waiting.len()).sum();
        let most = self.input.policy.limits.and_then(|limits| limits.max_held_rows);
        let Some(wave) = self.waves.iter_mut().find(|wave| wave.number == number) else { return };
        if wave.ends.get(&row.kind).is_some_and(|end| row.id <= *end) {
            return;
        }
        if most.is_some_and(|most| held >= most as usize) {
            return self.end("RESOURCE_EXHAUSTED");
        }
        wave.waiting.push(place);
    }
}
