//! What a node may send on one call, followed frame by frame: INV-X2, X4 to X8, X11. It shares no code with the node.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Findings;
use super::cause::Cause;
use super::facts::{Call, Facts, Moment};
use super::invariant::Invariant;
use crate::code::Code;
use crate::cursor::{Cursor, RowId, Sequence};
use crate::dialect::Rules;
use crate::frame::{Messages, Mutate, Request, Response, Row, Topic};
use crate::system::{Frame, Note};

/// Checks every call.
pub(super) fn check(facts: &Facts<'_>, findings: &mut Findings) {
    for call in &facts.calls {
        View::new(findings, facts).follow(call, facts.end());
    }
}

/// A topic that is subscribed.
struct Registration {
    cursor: Cursor,
    wave: Option<usize>,
    sent: BTreeSet<RowId>,
}

impl Registration {
    /// Is the topic wanted from further back than it stands? In d14n that is not asked (X-D3).
    fn stands_above(&self, cursor: &Cursor) -> bool {
        let (Cursor::Id(from), Cursor::Id(cursor)) = (&self.cursor, cursor) else { return false };
        *cursor < self.sent.last().map_or(*from, |last| last.id.max(*from))
    }
}

/// A replay.
struct Wave {
    mutate_id: u64,
    history_only: bool,
    topics: BTreeSet<Topic>,
    /// What a `history_only` replay owes, and from where. What is removed meanwhile is not owed (X-S5g).
    owes: BTreeMap<Topic, Cursor>,
    last: BTreeMap<Sequence, u64>,
    sent: BTreeSet<(Topic, RowId)>,
    open: bool,
    began: Moment,
}

struct View<'f> {
    findings: &'f mut Findings,
    /// When which row became visible.
    visible: &'f BTreeMap<Topic, Vec<(Moment, RowId)>>,
    denied: &'f BTreeSet<Topic>,
    rules: Rules,
    registrations: BTreeMap<Topic, Registration>,
    waves: Vec<Wave>,
    live: BTreeMap<Sequence, u64>,
    /// Mutates that begin no wave and have to be acknowledged.
    owed: VecDeque<u64>,
    mutates: usize,
    frames: usize,
    /// The last thing was a Mutate, and nothing was sent since.
    fresh: bool,
}

impl<'f> View<'f> {
    fn new(findings: &'f mut Findings, facts: &'f Facts<'_>) -> Self {
        Self {
            findings,
            visible: &facts.visible,
            denied: &facts.run.node.denied,
            rules: facts.run.node.dialect.rules(),
            registrations: BTreeMap::new(),
            waves: Vec::new(),
            live: BTreeMap::new(),
            owed: VecDeque::new(),
            mutates: 0,
            frames: 0,
            fresh: false,
        }
    }

    fn follow(&mut self, call: &Call<'_>, end: Moment) {
        let (mut last_mutate, mut ended) = (None, None);
        for (at, note) in &call.notes {
            match note {
                Note::Took(_, Frame::Up(Request::Mutate(mutate))) => {
                    last_mutate = Some(mutate);
                    self.fresh = true;
                    self.mutate(*at, mutate);
                }
                Note::Sent(_, Frame::Down(response)) => {
                    self.fresh = false;
                    self.sent(*at, response);
                }
                Note::Ended(_, code) => ended = Some((*at, *code)),
                _ => {}
            }
        }
        match ended {
            Some((at, code @ (Code::InvalidArgument | Code::PermissionDenied))) if last_mutate.is_some() => {
                self.findings.exercise(Invariant::RefusalIsWhole);
                if !self.fresh {
                    self.findings.broke(Invariant::RefusalIsWhole, at, Cause::AfterRefusal { code });
                }
            }
            Some((_, code)) if code != Code::Ok => {}
            _ => self.all_acknowledged(ended.map_or(end, |(at, _)| at)),
        }
    }

    fn mutate(&mut self, began: Moment, mutate: &Mutate) {
        self.findings.exercise(Invariant::Acknowledged);
        if mutate.adds.iter().any(|add| self.denied.contains(&add.topic)) {
            self.findings.exercise(Invariant::RefusalIsWhole);
        }
        for topic in &mutate.removes {
            self.registrations.remove(topic);
            self.waves.iter_mut().for_each(|wave| _ = wave.owes.remove(topic));
            self.waves.iter_mut().filter(|wave| !wave.history_only).for_each(|wave| {
                wave.topics.remove(topic);
            });
        }
        let adds = merged(mutate);
        let added = !adds.is_empty();
        let (mut topics, mut owes) = (BTreeSet::new(), BTreeMap::new());
        for (topic, cursor) in adds {
            let effective = self.registrations.get(topic).is_none_or(|known| known.stands_above(&cursor));
            if mutate.history_only || effective {
                topics.insert(topic.clone());
            }
            if mutate.history_only && self.rules.tags {
                owes.insert(topic.clone(), cursor.clone());
            }
            if !mutate.history_only && effective {
                self.waves.iter_mut().filter(|wave| !wave.history_only).for_each(|wave| {
                    wave.topics.remove(topic);
                });
                let wave = Some(self.waves.len());
                self.registrations.insert(topic.clone(), Registration { cursor, wave, sent: BTreeSet::new() });
            }
        }
        self.mutates += 1;
        if !topics.is_empty() {
            let (mutate_id, history_only) = (mutate.mutate_id, mutate.history_only);
            let (last, sent) = (BTreeMap::new(), BTreeSet::new());
            self.waves.push(Wave { mutate_id, history_only, topics, owes, last, sent, open: true, began });
        } else if self.rules.acknowledges_all || added || self.mutates == 1 {
            self.owed.push_back(mutate.mutate_id);
        }
    }

    fn sent(&mut self, at: Moment, response: &Response) {
        self.findings.exercise(Invariant::StartedFirst);
        if self.frames == 0 && !matches!(response, Response::Started { .. }) {
            self.findings.broke(Invariant::StartedFirst, at, Cause::NotStarted);
        }
        self.frames += 1;
        match response {
            Response::Messages(messages) => self.messages(at, messages),
            Response::TopicsLive(topics) => self.marker(at, topics),
            Response::CatchupComplete(id) => self.acknowledged(at, *id),
            Response::Started { .. } | Response::Ping(_) | Response::Pong(_) => {}
        }
    }

    fn messages(&mut self, at: Moment, messages: &Messages) {
        self.findings.exercise(Invariant::Purity);
        self.findings.exercise(Invariant::NoIdTwice);
        for row in messages.rows() {
            if self.denied.contains(&row.topic) {
                let cause = Cause::Forbidden { topic: row.topic.clone(), id: row.key() };
                self.findings.broke(Invariant::RefusalIsWhole, at, cause);
            }
            match (self.rules.tags, messages.mutate_id) {
                (false, _) => self.untagged(at, row),
                (true, 0) => self.live(at, row),
                (true, wave) => self.in_wave(at, row, wave),
            }
        }
    }

    /// r5: no lane is told. The row belongs to a registration or to a replay.
    fn untagged(&mut self, at: Moment, row: &Row) {
        if self.registrations.contains_key(&row.topic) {
            return self.once(at, row);
        }
        let replay = |wave: &&mut Wave| wave.open && wave.history_only && wave.topics.contains(&row.topic);
        match self.waves.iter_mut().find(replay) {
            Some(wave) => {
                if !wave.sent.insert((row.topic.clone(), row.key())) {
                    self.again(at, row);
                }
            }
            None => self.foreign(at, &row.topic, 0),
        }
    }

    fn live(&mut self, at: Moment, row: &Row) {
        let Some(registration) = self.registrations.get(&row.topic) else { return self.foreign(at, &row.topic, 0) };
        if let Some(wave) = registration.wave.map(|place| self.waves[place].mutate_id) {
            let cause = Cause::BeforeTheEnd { topic: row.topic.clone(), id: row.key(), wave };
            self.findings.broke(Invariant::Seam, at, cause);
        }
        self.ascends(at, row, None);
        self.once(at, row);
    }

    fn in_wave(&mut self, at: Moment, row: &Row, mutate_id: u64) {
        let here = |wave: &Wave| wave.open && wave.mutate_id == mutate_id && wave.topics.contains(&row.topic);
        let Some(place) = self.waves.iter().position(here) else { return self.foreign(at, &row.topic, mutate_id) };
        self.ascends(at, row, Some(place));
        if !self.waves[place].history_only {
            self.once(at, row);
        } else if !self.waves[place].sent.insert((row.topic.clone(), row.key())) {
            self.again(at, row);
        }
    }

    fn ascends(&mut self, at: Moment, row: &Row, place: Option<usize>) {
        self.findings.exercise(Invariant::LaneOrder);
        let wave = place.map_or(0, |place| self.waves[place].mutate_id);
        let lane = place.map_or(&mut self.live, |place| &mut self.waves[place].last);
        let after = lane.insert(row.sequence(), row.id).unwrap_or_default();
        if row.id < after {
            lane.insert(row.sequence(), after);
            let (id, after) = (row.key(), RowId { id: after, ..row.key() });
            self.findings.broke(Invariant::LaneOrder, at, Cause::Descends { id, after, wave });
        }
    }

    fn once(&mut self, at: Moment, row: &Row) {
        let Some(registration) = self.registrations.get_mut(&row.topic) else { return };
        if registration.cursor.covers(row.key()) || !registration.sent.insert(row.key()) {
            self.again(at, row);
        }
    }

    fn again(&mut self, at: Moment, row: &Row) {
        self.findings.broke(Invariant::NoIdTwice, at, Cause::Again { topic: row.topic.clone(), id: row.key() });
    }

    fn foreign(&mut self, at: Moment, topic: &Topic, wave: u64) {
        self.findings.broke(Invariant::Purity, at, Cause::Foreign { topic: topic.clone(), wave });
    }

    /// A marker names topics whose replay is about to end.
    fn marker(&mut self, at: Moment, topics: &[Topic]) {
        for topic in topics {
            if !self.waves.iter().any(|wave| wave.open && wave.topics.contains(topic)) {
                self.foreign(at, topic, 0);
            }
        }
    }

    fn acknowledged(&mut self, at: Moment, mutate_id: u64) {
        if let Some(place) = self.waves.iter().position(|wave| wave.open && wave.mutate_id == mutate_id) {
            self.waves[place].open = false;
            self.has_no_hole(at, place);
            let mine = |registration: &&mut Registration| registration.wave == Some(place);
            self.registrations.values_mut().filter(mine).for_each(|registration| registration.wave = None);
            self.findings.exercise(Invariant::Seam);
        } else if self.owed.front() == Some(&mutate_id) {
            self.owed.pop_front();
        } else {
            self.findings.broke(Invariant::Acknowledged, at, Cause::OutOfTurn { mutate_id });
        }
    }

    /// What is acknowledged was sent: every row of the log, as it was when the wave began, above the cursor.
    fn has_no_hole(&mut self, at: Moment, place: usize) {
        let wave = &self.waves[place];
        for topic in &wave.topics {
            let registration = self.registrations.get(topic).filter(|known| known.wave == Some(place));
            let sent = |id: RowId| match registration {
                Some(registration) if !wave.history_only => registration.sent.contains(&id),
                _ => wave.sent.contains(&(topic.clone(), id)),
            };
            let registered = registration.filter(|_| !wave.history_only).map(|known| &known.cursor);
            let Some(cursor) = registered.or(wave.owes.get(topic)) else { continue };
            let rows = self.visible.get(topic).into_iter().flatten();
            let missing = |(seen, id): &&(Moment, RowId)| *seen < wave.began && !cursor.covers(*id) && !sent(*id);
            let ids: Vec<RowId> = rows.filter(missing).map(|(_, id)| *id).collect();
            if !ids.is_empty() {
                let cause = Cause::Hole { topic: topic.clone(), mutate_id: wave.mutate_id, ids };
                self.findings.broke(Invariant::NoLoss, at, cause);
            }
        }
    }

    fn all_acknowledged(&mut self, at: Moment) {
        let waves = self.waves.iter().filter(|wave| wave.open).map(|wave| wave.mutate_id);
        for mutate_id in waves.chain(self.owed.iter().copied()) {
            self.findings.broke(Invariant::Acknowledged, at, Cause::NotAcknowledged { mutate_id });
        }
    }
}

/// Every topic once: v3 takes the lowest of its cursors, d14n the first (X-D4).
fn merged(mutate: &Mutate) -> BTreeMap<&Topic, Cursor> {
    let mut adds: BTreeMap<&Topic, Cursor> = BTreeMap::new();
    for add in &mutate.adds {
        let cursor = adds.entry(&add.topic).or_insert_with(|| add.id_cursor.clone());
        if let (Cursor::Id(known), Cursor::Id(id)) = (cursor, &add.id_cursor) {
            *known = *id.min(known);
        }
    }
    adds
}
