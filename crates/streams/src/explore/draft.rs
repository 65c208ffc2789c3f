//! From the number of a case to its scenario.

use std::collections::BTreeMap;

use rand::Rng;
use sim_env::Stream;

use super::{Case, Family};
use crate::client::{self, ClientOptions};
use crate::dialect::Dialect;
use crate::frame::{Kind, Mutate, Request, Row, Subscription, Topic};
use crate::model::{Action, Knobs, Party, Scenario, Step};
use crate::node::{NodeOptions, Page};
use crate::part::pipe::Mode;
use crate::system::Act;
use crate::{Ms, code::Code};

/// A change of what is drawn is another version.
pub(crate) const VERSION: u32 = 2;
/// The one client of a generated case.
const CLIENT: &str = "c";
/// Interval and deadline of generated nodes.
const INTERVAL_MS: Ms = 10_000;

/// Draws a scenario.
pub(super) fn draft(case: Case) -> Scenario {
    let mut draft = Draft::new(case);
    match case.family {
        Family::Traffic => draft.traffic(),
        Family::Death => draft.death(),
        Family::Drain => draft.drain(),
    }
    draft.finish(case)
}

struct Draft {
    random: Stream,
    now: Ms,
    steps: Vec<Step>,
    topics: Vec<Topic>,
    heads: BTreeMap<Kind, u64>,
    node: NodeOptions,
    mutates: u64,
}

impl Draft {
    fn new(case: Case) -> Self {
        let mut random = case.seed.stream(&format!("{}/{VERSION}/{}", case.family, case.number));
        let every_ms = [0, 500, 1_000][random.gen_range(0..3)];
        let node = NodeOptions {
            interval_ms: INTERVAL_MS,
            pong_deadline_ms: INTERVAL_MS,
            page: Page { rows: random.gen_range(1..=3), every_ms },
            frame_rows: random.gen_range(1..=3),
            row_bytes: 1_000,
            ..NodeOptions::default()
        };
        let topics = vec![Topic::new([0, 1]), Topic::new([0, 2]), Topic::new([0, 3]), Topic::new([1, 4])];
        Self { random, now: 0, steps: Vec::new(), topics, heads: BTreeMap::new(), node, mutates: 0 }
    }

    fn finish(mut self, case: Case) -> Scenario {
        let party = match case.family {
            Family::Traffic => Party::Client(ClientOptions::default()),
            Family::Death | Family::Drain => Party::Hand,
        };
        self.steps.sort_by_key(|step| step.at_ms);
        let mut scenario = Scenario::empty();
        scenario.id = format!("{}-{}", case.family, case.number);
        scenario.title = format!("Case {} of the family {}", case.number, case.family);
        scenario.dialects = Dialect::ALL.to_vec();
        scenario.seed = Some(case.number);
        scenario.knobs = Knobs::repaired();
        scenario.end_ms = self.now + 20 * INTERVAL_MS;
        scenario.node = self.node;
        scenario.topics =
            self.topics.iter().enumerate().map(|(place, topic)| (format!("t{place}"), topic.clone())).collect();
        scenario.clients = [(CLIENT.to_owned(), party)].into();
        scenario.steps = self.steps;
        scenario
    }

    fn at(&mut self, after: Ms, action: Action) {
        let index = self.steps.len();
        self.steps.push(Step { at_ms: self.now + after, index, label: None, action });
    }

    fn pause(&mut self, longest: Ms) {
        self.now += self.random.gen_range(0..=longest);
    }

    fn topic(&mut self) -> Topic {
        let place = self.random.gen_range(0..self.topics.len());
        self.topics[place].clone()
    }

    /// The next row of a topic.
    fn row(&mut self, topic: &Topic) -> Row {
        let kind = topic.kind().unwrap_or(Kind::Group);
        let head = self.heads.entry(kind).or_default();
        *head += 1;
        let readable = self.random.gen_bool(0.95);
        Row { kind, originator: None, id: *head, topic: topic.clone(), bytes: 100, readable }
    }

    fn publish(&mut self) {
        let topic = self.topic();
        let rows = (0..self.random.gen_range(1..=4)).map(|_| self.row(&topic)).collect();
        self.at(0, Action::Commit(rows));
    }

    /// Two ids are allotted, and become visible in the wrong order.
    fn publish_late(&mut self) {
        let topic = self.topic();
        let (first, second) = (self.row(&topic), self.row(&topic));
        self.at(0, Action::Allot(first.sequence(), vec![first.id, second.id]));
        self.at(100, Action::Commit(vec![second]));
        self.at(1_100, Action::Commit(vec![first]));
    }

    fn adds(&mut self) -> Vec<(Topic, u64)> {
        let mut adds = BTreeMap::new();
        for _ in 0..self.random.gen_range(1..=2) {
            let topic = self.topic();
            let head = topic.kind().and_then(|kind| self.heads.get(&kind)).copied().unwrap_or_default();
            let cursor = if self.random.gen_bool(0.6) { 0 } else { self.random.gen_range(0..=head) };
            adds.insert(topic, cursor);
        }
        adds.into_iter().collect()
    }

    fn client(&mut self, input: client::In) {
        self.at(0, Action::Client(CLIENT.to_owned(), input));
    }

    fn pipe(&mut self, after: Ms, mode: Mode) {
        self.at(after, Action::Pipe(CLIENT.to_owned(), mode));
    }

    fn subscribe(&mut self) {
        let consumer = ["app", "bot"][self.random.gen_range(0..2)].to_owned();
        let adds = self.adds();
        self.client(client::In::Subscribe { consumer, adds });
    }

    fn traffic(&mut self) {
        for _ in 0..self.random.gen_range(1..=5) {
            self.publish();
        }
        self.subscribe();
        for _ in 0..self.random.gen_range(4..=20) {
            let longest = if self.random.gen_bool(0.4) { 300 } else { 4_000 };
            self.pause(longest);
            match self.random.gen_range(0..100) {
                0..45 => self.publish(),
                45..50 => self.publish_late(),
                50..70 => self.subscribe(),
                70..77 => {
                    let topic = self.topic();
                    self.client(client::In::Unsubscribe(vec![topic]));
                }
                77..83 => self.pipe(0, Mode::Close(Code::Unknown)),
                83..88 => {
                    let frames = self.random.gen_range(0..6);
                    self.pipe(0, Mode::CutAfter { frames });
                }
                88..92 => self.client(client::In::Crash),
                92..95 => self.sleep(),
                95..97 => {
                    self.pipe(0, Mode::ProxyAck);
                    self.pipe(2_000, Mode::Ok);
                }
                _ => {
                    self.client(client::In::Park(true));
                    self.pause(20_000);
                    self.client(client::In::Park(false));
                }
            }
        }
        self.now += 2_000;
        self.client(client::In::Park(false));
    }

    fn sleep(&mut self) {
        let length = self.random.gen_range(1_000..60_000);
        self.at(0, Action::Freeze(CLIENT.to_owned(), length));
        self.at(length, Action::Thaw(CLIENT.to_owned()));
        self.now += length + 1;
    }

    fn hand(&mut self, act: Act) {
        self.at(0, Action::Hand(CLIENT.to_owned(), act));
    }

    fn mutate(&mut self, history_only: bool) {
        self.mutates += 1;
        let add = |(topic, cursor): (Topic, u64)| Subscription { topic, id_cursor: cursor.into() };
        let adds = self.adds().into_iter().map(add).collect();
        let mutate = Mutate { adds, removes: Vec::new(), history_only, mutate_id: self.mutates };
        self.hand(Act::Send(Request::Mutate(mutate)));
    }

    fn death(&mut self) {
        self.hand(Act::Open);
        self.mutate(false);
        let busy = self.random.gen_range(0..30);
        for _ in 0..self.random.gen_range(0..4) {
            self.pause(10_000);
            self.publish();
        }
        self.hand(Act::Answer(false));
        for _ in 0..busy {
            self.pause(2 * INTERVAL_MS / 3);
            match self.random.gen_range(0..3) {
                0 => self.publish(),
                1 => self.hand(Act::Send(Request::Ping(1))),
                _ => self.hand(Act::Send(Request::Pong(999))),
            }
        }
    }

    fn drain(&mut self) {
        self.node.limits.send_ms = 20_000;
        for _ in 0..self.random.gen_range(1..=4) {
            self.publish();
        }
        self.hand(Act::Open);
        self.now += 100;
        let stalls = self.random.gen_bool(0.5);
        if stalls {
            let buffer_bytes = self.random.gen_range(1..400);
            self.pipe(0, Mode::Stall { buffer_bytes });
        }
        let history_only = self.random.gen_bool(0.5);
        self.mutate(history_only);
        self.pause(3_000);
        self.publish();
        self.hand(Act::HalfClose);
        if stalls {
            let lasts = self.random.gen_range(1_000..60_000);
            self.pipe(lasts, Mode::Ok);
            self.now += lasts;
        }
    }
}
