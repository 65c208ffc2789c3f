//! What a client keeps over its own death: cursors, and what was done with rows.

use std::collections::{BTreeMap, BTreeSet};

use super::options::{ClientOptions, Cursors};
use crate::frame::{Kind, Row, Topic};

/// A topic that somebody wants.
#[derive(Clone, Debug, Default)]
struct Wanted {
    /// The cursor it was added with.
    added: u64,
    /// The wave in which it is, if that has not ended.
    wave: Option<u64>,
    /// It was live; it resumes from the live mark.
    live: bool,
    /// The highest id processed.
    floor: u64,
}

/// One consumer's interest in a topic.
#[derive(Clone, Debug)]
pub(super) struct Lease {
    from: u64,
    seen: BTreeSet<u64>,
}

/// What is durable.
#[derive(Clone, Debug, Default)]
pub(super) struct Durable {
    live: BTreeMap<Kind, u64>,
    /// How far each open wave came: by kind, and by topic.
    progress: BTreeMap<u64, BTreeMap<Kind, u64>>,
    progress_of: BTreeMap<(u64, Topic), u64>,
    topics: BTreeMap<Topic, Wanted>,
    pub leases: BTreeMap<(Topic, String), Lease>,
}

impl Durable {
    /// A consumer wants a topic from a cursor on; the topic goes into a wave.
    pub fn lease(&mut self, consumer: &str, topic: &Topic, from: u64) {
        let new = || Lease { from, seen: BTreeSet::new() };
        let lease = self.leases.entry((topic.clone(), consumer.to_owned())).or_insert_with(new);
        lease.from = lease.from.min(from);
    }

    /// The topic is asked for from `cursor` on, in a wave.
    pub fn ask(&mut self, topic: &Topic, cursor: u64, wave: u64) {
        let wanted = self.topics.entry(topic.clone()).or_default();
        (wanted.added, wanted.wave, wanted.live) = (cursor, Some(wave), false);
        wanted.floor = wanted.floor.min(cursor);
    }

    /// Nobody wants the topic any more.
    pub fn drop_topic(&mut self, topic: &Topic) {
        self.topics.remove(topic);
        self.leases.retain(|(other, _), _| other != topic);
    }

    /// Topics that are wanted.
    pub fn topics(&self) -> Vec<Topic> {
        self.topics.keys().cloned().collect()
    }

    /// The wave in which this topic is, if that has not ended.
    pub fn wave(&self, topic: &Topic) -> Option<u64> {
        self.topics.get(topic)?.wave
    }

    /// Does anybody want this topic?
    pub fn wants(&self, topic: &Topic) -> bool {
        self.topics.contains_key(topic)
    }

    /// Up to where everything of a topic was processed, by what was processed of it.
    pub fn has(&self, topic: &Topic) -> u64 {
        self.topics.get(topic).map_or(0, |wanted| wanted.added.max(wanted.floor))
    }

    /// From where a topic resumes (X-C3).
    pub fn cursor(&self, topic: &Topic, options: &ClientOptions) -> u64 {
        let Some(wanted) = self.topics.get(topic) else { return 0 };
        let kind = topic.kind().unwrap_or(Kind::Group);
        let mark = self.live.get(&kind).copied().unwrap_or_default();
        let interrupted = wanted.added.max(wanted.wave.map_or(0, |wave| self.progress(wave, topic, kind, options)));
        match options.cursors {
            Cursors::HighWater => wanted.added.max(wanted.floor),
            Cursors::Marks if wanted.live => mark,
            Cursors::Floors if wanted.live => mark.max(wanted.added).max(wanted.floor),
            Cursors::Marks | Cursors::Floors => interrupted,
        }
    }

    fn progress(&self, wave: u64, topic: &Topic, kind: Kind, options: &ClientOptions) -> u64 {
        if options.progress_per_topic {
            return self.progress_of.get(&(wave, topic.clone())).copied().unwrap_or_default();
        }
        self.progress.get(&wave).and_then(|marks| marks.get(&kind)).copied().unwrap_or_default()
    }

    /// Saves how far a row brings its lane: `wave` is the wave it came with, none if it came live.
    pub fn advance(&mut self, row: &Row, wave: Option<u64>, high_water: bool) {
        match wave {
            Some(wave) => {
                raise(self.progress.entry(wave).or_default().entry(row.kind).or_default(), row.id);
                raise(self.progress_of.entry((wave, row.topic.clone())).or_default(), row.id);
            }
            None => raise(self.live.entry(row.kind).or_default(), row.id),
        }
        if let Some(wanted) = self.topics.get_mut(&row.topic)
            && (high_water || wanted.live || wanted.wave == wave)
        {
            raise(&mut wanted.floor, row.id);
        }
    }

    /// Hands a row to whoever wants it and has not had it: their names, and the names of those who had.
    pub fn process(&mut self, row: &Row) -> (Vec<String>, Vec<String>) {
        let (mut took, mut had) = (Vec::new(), Vec::new());
        for ((topic, consumer), lease) in &mut self.leases {
            if *topic == row.topic && row.id > lease.from {
                if lease.seen.insert(row.id) { &mut took } else { &mut had }.push(consumer.clone());
            }
        }
        (took, had)
    }

    /// A wave ended: its topics are live, or were only replayed. The topics.
    pub fn complete(&mut self, wave: u64, replay: bool) -> Vec<Topic> {
        self.progress.remove(&wave);
        self.progress_of.retain(|(other, _), _| *other != wave);
        let mut done = Vec::new();
        for (topic, wanted) in self.topics.iter_mut().filter(|(_, wanted)| wanted.wave == Some(wave)) {
            wanted.wave = None;
            wanted.live = !replay;
            if replay {
                wanted.added = wanted.added.max(wanted.floor);
            }
            done.push(topic.clone());
        }
        done
    }

    /// A new stream begins: no wave of the old one goes on. How far each came is kept as the cursor of its topics.
    pub fn restart_waves(&mut self, options: &ClientOptions) {
        let waits = |(_, wanted): &(&Topic, &Wanted)| wanted.wave.is_some();
        let came = |(topic, _): (&Topic, &Wanted)| (topic.clone(), self.cursor(topic, options));
        let came: Vec<_> = self.topics.iter().filter(waits).map(came).collect();
        for (topic, added) in came {
            self.topics.entry(topic).and_modify(|wanted| (wanted.added, wanted.wave) = (added, Some(0)));
        }
        self.progress.clear();
        self.progress_of.clear();
    }

    /// Consumers of a topic.
    pub fn consumers(&self, topic: &Topic) -> Vec<String> {
        self.leases.keys().filter(|(other, _)| other == topic).map(|(_, consumer)| consumer.clone()).collect()
    }
}

fn raise(mark: &mut u64, to: u64) {
    *mark = (*mark).max(to);
}
