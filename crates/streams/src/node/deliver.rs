//! Rows on their way out: live, in waves, and across the seam between the two (X-S4).

use super::slip::Slip;
use super::stream::{Around, Stream};
use super::{Held, Mark};
use crate::code::Code;
use crate::cursor::Cursor;
use crate::frame::{Messages, Response, Row, Topic};

impl Stream {
    /// A row became visible.
    pub(super) fn arrive(&mut self, around: &Around<'_>, row: Row) -> Result<(), Code> {
        let Some(registration) = self.registrations.get(&row.topic) else { return Ok(()) };
        let Some(key) = registration.wave else { return self.send_live(around, vec![row]) };
        let seam = around.options.dialect.rules().seam;
        if around.options.slips(Slip::Leapfrog) || (!seam && registration.was_live) {
            self.mark(Mark::Overtook);
            return self.send_live(around, vec![row]);
        }
        let held: usize = self.waves.iter().map(|wave| wave.held.len()).sum();
        let Some(wave) = self.waves.iter_mut().find(|wave| wave.key == key) else { return Ok(()) };
        if wave.will_read(&row, around) {
            if wave.has_passed(&row) {
                self.mark(Mark::Missed);
            }
            return Ok(());
        }
        if held >= around.options.limits.held_rows {
            return if around.options.slips(Slip::DropsHeld) { Ok(()) } else { Err(Code::ResourceExhausted) };
        }
        wave.held.insert((row.sequence(), row.id, row.topic.clone()), row);
        self.mark(Mark::Held);
        Ok(())
    }

    /// Gives every wave that is due its turn.
    pub(super) fn turn(&mut self, around: &Around<'_>) -> Result<(), Code> {
        while let Some(at) = self.waves.iter().position(|wave| wave.next_turn <= around.now) {
            let reading = self.waves[at].read(around);
            let stuck = !reading.done && reading.rows.iter().all(|row| !row.readable);
            let (id, replay) = (self.waves[at].mutate_id, self.waves[at].history_only);
            self.send_rows(around, reading.rows, id, replay)?;
            if reading.done {
                self.complete(around, at)?;
                continue;
            }
            let pause = around.options.page.every_ms;
            let slipped = stuck && around.options.slips(Slip::PlaceOfParsedRow);
            self.waves[at].next_turn = around.now + if slipped { pause.max(1_000) } else { pause };
        }
        Ok(())
    }

    /// A wave ends: what may not be live any more is folded in, then marker, acknowledgement, and the rest is live.
    fn complete(&mut self, around: &Around<'_>, at: usize) -> Result<(), Code> {
        if self.waves.len() > 1 {
            self.mark(Mark::WavesOverlap);
        }
        let mut wave = self.waves.remove(at);
        let below = |row: &Row| self.live_mark(around, row).is_some_and(|mark| row.id <= mark);
        let ordered = around.options.dialect.rules().lanes;
        let (fold, rest): (Held, Held) =
            std::mem::take(&mut wave.held).into_iter().partition(|(_, row)| ordered && below(row));
        if !fold.is_empty() {
            self.mark(Mark::Folded);
        }
        self.send_rows(around, fold.into_values().collect(), wave.mutate_id, wave.history_only)?;
        let topics: Vec<Topic> = wave.topics.keys().cloned().collect();
        if !topics.is_empty() {
            let everybody = around.options.slips(Slip::MarkerToEverybody);
            let named = if everybody { self.registrations.keys().cloned().collect() } else { topics.clone() };
            self.send(around, Response::TopicsLive(named))?;
        }
        self.send(around, Response::CatchupComplete(wave.mutate_id))?;
        let stale = around.options.slips(Slip::StaleGate);
        for topic in topics.iter().filter(|_| !wave.history_only) {
            if let Some(registration) = self.registrations.get_mut(topic)
                && (registration.wave == Some(wave.key) || stale)
            {
                (registration.wave, registration.was_live) = (None, false);
            }
        }
        self.send_live(around, rest.into_values().collect())
    }

    /// Rows of a wave, frame by frame. A `history_only` replay raises no floor.
    fn send_rows(&mut self, around: &Around<'_>, rows: Vec<Row>, mutate_id: u64, replay: bool) -> Result<(), Code> {
        let rows = self.servable(around, rows)?;
        let tag = if around.options.dialect.rules().tags { mutate_id } else { 0 };
        for frame in rows.chunks(around.options.frame_rows.max(1)) {
            if !replay {
                self.raise_floors(frame);
            }
            self.send(around, Response::Messages(Messages::of(frame.to_vec(), tag)))?;
        }
        Ok(())
    }

    /// Live rows, frame by frame. A row that became visible too late is passed over: its place in the lane is taken (X-I22).
    fn send_live(&mut self, around: &Around<'_>, rows: Vec<Row>) -> Result<(), Code> {
        let ordered = around.options.dialect.rules().lanes && !around.options.slips(Slip::Leapfrog);
        let mut servable = Vec::new();
        for row in self.servable(around, rows)? {
            let mark = self.live_mark(around, &row).unwrap_or_default();
            let known = self.registrations.get(&row.topic);
            let above = |cursor: &Cursor| cursor.above(row.sequence());
            let (cursor, floor) = known.map_or((0, 0), |known| (above(&known.cursor), above(&known.floor)));
            if row.id <= floor || (ordered && row.id <= mark) {
                if row.id > cursor {
                    self.mark(Mark::Missed);
                }
                continue;
            }
            self.live.insert(row.sequence(), mark.max(row.id));
            self.raise_floors(std::slice::from_ref(&row));
            servable.push(row);
        }
        for frame in servable.chunks(around.options.frame_rows.max(1)) {
            self.send(around, Response::Messages(Messages::of(frame.to_vec(), 0)))?;
        }
        Ok(())
    }

    /// The highest live id sent of this row's sequence.
    fn live_mark(&self, around: &Around<'_>, row: &Row) -> Option<u64> {
        let own = self.live.get(&row.sequence());
        let marks = around.options.slips(Slip::OneMark).then(|| self.live.values()).into_iter().flatten();
        marks.chain(own).max().copied()
    }

    /// The rows that can be sent. One that is too large ends the stream: a hole under an acknowledgement would be worse (X-I20).
    fn servable(&self, around: &Around<'_>, mut rows: Vec<Row>) -> Result<Vec<Row>, Code> {
        rows.retain(|row| row.readable);
        let fits = |row: &Row| row.bytes <= around.options.row_bytes;
        if !around.options.slips(Slip::SkipsOversize) && !rows.iter().all(fits) {
            return Err(Code::ResourceExhausted);
        }
        rows.retain(fits);
        Ok(rows)
    }

    fn raise_floors(&mut self, rows: &[Row]) {
        for row in rows {
            if let Some(registration) = self.registrations.get_mut(&row.topic) {
                registration.floor.raise(row.sequence(), row.id);
            }
        }
    }
}
