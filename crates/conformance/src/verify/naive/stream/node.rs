//! The node of one call.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::format::topics::stream::{Input, Kind, PingWhen, Row};
use crate::stream::Sent;

/// What a node says.
pub(super) enum Said {
    Frame(Sent),
    End(&'static str),
}

/// A registration: the cursor it began with, the highest id sent of it, and the wave it waits for.
#[derive(Clone)]
struct Reads {
    floor: u64,
    wave: Option<usize>,
    /// It was live before it went into that wave.
    was_live: bool,
}

struct Wave {
    number: usize,
    mutate_id: u64,
    replays: bool,
    /// Topics, and above which id each is read.
    topics: BTreeMap<String, u64>,
    ends: BTreeMap<Kind, u64>,
    read: BTreeSet<(Kind, u64, String)>,
    waiting: Vec<usize>,
    next: u64,
}

pub(super) struct Node<'a> {
    input: &'a Input,
    tagged: bool,
    open: bool,
    half_closed: bool,
    visible: Vec<usize>,
    reads: BTreeMap<String, Reads>,
    waves: Vec<Wave>,
    began: usize,
    live: BTreeMap<Kind, u64>,
    mutates: Vec<u64>,
    pings: Vec<u64>,
    last_sent: u64,
    proven: u64,
    /// Nonce and time of the Ping that is out.
    out: Option<(u64, u64)>,
    nonce: u64,
    pub said: VecDeque<Said>,
}

impl<'a> Node<'a> {
    pub fn new(input: &'a Input, tagged: bool) -> Self {
        Self {
            input,
            tagged,
            open: false,
            half_closed: false,
            visible: Vec::new(),
            reads: BTreeMap::new(),
            waves: Vec::new(),
            began: 0,
            live: BTreeMap::new(),
            mutates: Vec::new(),
            pings: Vec::new(),
            last_sent: 0,
            proven: 0,
            out: None,
            nonce: 0,
            said: VecDeque::new(),
        }
    }

    pub fn open(&mut self, at: u64) {
        (self.open, self.proven) = (true, at);
        self.say(at, Sent::Started(u32::try_from(self.input.interval_ms).unwrap_or(u32::MAX)));
    }

    pub fn end(&mut self, code: &'static str) {
        if std::mem::take(&mut self.open) {
            self.said.push_back(Said::End(code));
        }
    }

    fn say(&mut self, at: u64, sent: Sent) {
        if self.open {
            self.last_sent = at;
            self.said.push_back(Said::Frame(sent));
        }
    }

    pub fn half_close(&mut self) {
        self.half_closed = true;
        self.drained();
    }

    fn drained(&mut self) {
        if self.half_closed && self.waves.is_empty() {
            self.end("OK");
        }
    }

    pub fn wake(&self) -> Option<u64> {
        if !self.open {
            return None;
        }
        let waves = self.waves.iter().map(|wave| wave.next).min();
        let due = match self.out {
            Some((_, sent)) => sent + self.input.pong_deadline_ms,
            None if self.input.policy.ping_when == Some(PingWhen::Unproven) => {
                self.last_sent.min(self.proven + self.input.interval_ms) + self.input.interval_ms
            }
            None => self.last_sent + self.input.interval_ms,
        };
        [waves, (!self.half_closed).then_some(due)].into_iter().flatten().min()
    }

    pub fn tick(&mut self, at: u64) {
        while let Some(place) = self.waves.iter().position(|wave| wave.next <= at).filter(|_| self.open) {
            self.read_on(at, place);
        }
        self.drained();
        if self.half_closed || !self.open {
            return;
        }
        match self.out {
            Some((_, sent)) if at >= sent + self.input.pong_deadline_ms => self.end("DEADLINE_EXCEEDED"),
            None if self.wake().is_some_and(|due| due <= at) => {
                self.nonce += 1;
                self.out = Some((self.nonce, at));
                self.say(at, Sent::Ping(self.nonce));
            }
            _ => {}
        }
    }

    pub fn take(&mut self, at: u64, sent: &Sent) {
        if !self.open {
            return;
        }
        let limits = self.input.policy.limits.unwrap_or_default();
        match sent {
            Sent::Mutate { adds, removes, history_only, mutate_id } => {
                self.mutates.push(at);
                if too_many(&self.mutates, at, limits.mutates_per_second) {
                    return self.end("RESOURCE_EXHAUSTED");
                }
                match self.refuses(adds, removes, *history_only, *mutate_id) {
                    Some(code) => self.end(code),
                    None => self.mutate(at, adds, removes, *history_only, *mutate_id),
                }
            }
            Sent::Ping(nonce) => {
                self.pings.push(at);
                if too_many(&self.pings, at, limits.pings_per_second) {
                    return self.end("RESOURCE_EXHAUSTED");
                }
                self.say(at, Sent::Pong(*nonce));
            }
            Sent::Pong(nonce) if self.out.is_some_and(|(out, _)| out == *nonce) => (self.out, self.proven) = (None, at),
            Sent::Pong(_) => {}
            _ => self.end("INVALID_ARGUMENT"),
        }
    }

    fn refuses(&self, adds: &[(String, u64)], removes: &[String], replays: bool, id: u64) -> Option<&'static str> {
        let name = |topic: &String| self.input.topics.get(topic).map_or("", String::as_str);
        let known =
            |topic: &String| name(topic).len() >= 4 && ["00", "01"].iter().any(|kind| name(topic).starts_with(kind));
        let replaying = |topic: &String| self.waves.iter().any(|wave| wave.replays && wave.topics.contains_key(topic));
        let cancels = self.input.policy.remove_cancels == Some(true);
        let overlaps = |topic: &String| {
            let removed = removes.contains(topic);
            (replaying(topic) && !(removed && cancels)) || (replays && !removed && self.reads.contains_key(topic))
        };
        let topics: BTreeSet<&String> = adds.iter().map(|(topic, _)| topic).collect();
        let taken = id == 0 && !adds.is_empty() || self.waves.iter().any(|wave| wave.mutate_id == id);
        if !topics.iter().all(|topic| known(topic))
            || !removes.iter().all(known)
            || (self.tagged && taken)
            || adds.iter().any(|(_, cursor)| *cursor > i64::MAX as u64)
            || (self.tagged && topics.iter().any(|topic| overlaps(topic)))
        {
            return Some("INVALID_ARGUMENT");
        }
        if topics.iter().any(|topic| self.input.policy.allow.get(*topic) == Some(&false)) {
            return Some("PERMISSION_DENIED");
        }
        let limits = self.input.policy.limits.unwrap_or_default();
        let all = self.reads.keys().chain(topics).collect::<BTreeSet<_>>().len();
        let beyond = |number: usize, most: Option<u32>| most.is_some_and(|most| number > most as usize);
        (beyond(adds.len(), limits.max_adds) || beyond(all, limits.max_topics)).then_some("RESOURCE_EXHAUSTED")
    }

    fn mutate(&mut self, at: u64, adds: &[(String, u64)], removes: &[String], replays: bool, mutate_id: u64) {
        let cancels = self.input.policy.remove_cancels == Some(true);
        for topic in removes {
            self.reads.remove(topic);
            self.leave(topic, cancels);
        }
        let mut lowest: BTreeMap<&String, u64> = BTreeMap::new();
        for (topic, cursor) in adds {
            let known = lowest.entry(topic).or_insert(*cursor);
            *known = (*known).min(*cursor);
        }
        let mut topics = BTreeMap::new();
        for (topic, cursor) in lowest {
            let known = self.reads.get(topic);
            if !replays && known.is_some_and(|reads| cursor >= reads.floor) {
                continue;
            }
            topics.insert(topic.clone(), cursor);
            if !replays {
                let was_live = known.is_some_and(|reads| reads.wave.is_none() || reads.was_live);
                self.leave(topic, false);
                self.reads.insert(topic.clone(), Reads { floor: cursor, wave: Some(self.began), was_live });
            }
        }
        let first = self.mutates.len() == 1;
        if topics.is_empty() {
            if self.tagged || first || !adds.is_empty() {
                self.say(at, Sent::CatchupComplete(mutate_id));
            }
            return;
        }
        let (number, ends) = (self.began, self.heads());
        self.began += 1;
        let (read, waiting) = (BTreeSet::new(), Vec::new());
        self.waves.push(Wave { number, mutate_id, replays, topics, ends, read, waiting, next: at });
        self.read_on(at, self.waves.len() - 1);
    }

    /// A topic leaves its waves; a replay only if it is cancelled.
    fn leave(&mut self, topic: &str, cancels: bool) {
        let log = &self.input.log;
        for wave in self.waves.iter_mut().filter(|wave| !wave.replays || cancels) {
            wave.topics.remove(topic);
            wave.waiting.retain(|place| log[*place].topic != topic);
        }
    }

    fn heads(&self) -> BTreeMap<Kind, u64> {
        let mut heads = BTreeMap::new();
        for row in self.visible.iter().map(|place| &self.input.log[*place]) {
            let head = heads.entry(row.kind).or_default();
            *head = row.id.max(*head);
        }
        heads
    }

    /// A page of a wave, and its end if nothing is left.
    fn read_on(&mut self, at: u64, place: usize) {
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
    fn send(&mut self, at: u64, rows: &[Row], mutate_id: u64, counts: bool) {
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

    fn send_live(&mut self, at: u64, row: &Row) {
        let mark = self.live.get(&row.kind).copied().unwrap_or_default();
        let floor = self.reads.get(&row.topic).map_or(0, |reads| reads.floor);
        if row.id > floor && (!self.tagged || row.id > mark) {
            self.live.insert(row.kind, mark.max(row.id));
            self.send(at, std::slice::from_ref(row), 0, true);
        }
    }

    /// A row of the log is there now.
    pub fn visible(&mut self, at: u64, place: usize) {
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

/// Are there more than `most` within the second that ends now?
fn too_many(times: &[u64], now: u64, most: Option<u32>) -> bool {
    let recent = times.iter().filter(|at| **at + 1_000 > now).count();
    most.is_some_and(|most| recent > most as usize)
}
