//! The node of one call.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::format::topics::stream::{Input, Kind, PingWhen};
use crate::stream::Sent;

/// What a node says.
pub(super) enum Said {
    Frame(Sent),
    End(&'static str),
}

/// A registration: the cursor it began with, the highest id sent of it, and the wave it waits for.
#[derive(Clone)]
pub(super) struct Reads {
    pub floor: u64,
    pub wave: Option<usize>,
    /// It was live before it went into that wave.
    pub was_live: bool,
}

pub(super) struct Wave {
    pub number: usize,
    pub mutate_id: u64,
    pub replays: bool,
    /// Topics, and above which id each is read.
    pub topics: BTreeMap<String, u64>,
    pub ends: BTreeMap<Kind, u64>,
    pub read: BTreeSet<(Kind, u64, String)>,
    pub waiting: Vec<usize>,
    pub next: u64,
}

pub(super) struct Node<'a> {
    pub input: &'a Input,
    pub tagged: bool,
    pub open: bool,
    half_closed: bool,
    pub visible: Vec<usize>,
    pub reads: BTreeMap<String, Reads>,
    pub waves: Vec<Wave>,
    began: usize,
    pub live: BTreeMap<Kind, u64>,
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

    pub fn say(&mut self, at: u64, sent: Sent) {
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
}

/// Are there more than `most` within the second that ends now?
fn too_many(times: &[u64], now: u64, most: Option<u32>) -> bool {
    let recent = times.iter().filter(|at| **at + 1_000 > now).count();
    most.is_some_and(|most| recent > most as usize)
}
