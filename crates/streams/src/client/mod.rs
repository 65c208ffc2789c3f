//! The client's end: what it wants is durable, its wire is not (section 4).

mod connect;
mod durable;
mod options;
mod receive;
mod vocabulary;
mod wire;

use std::collections::BTreeMap;

pub use options::{Backoff, ClientOptions, Cursors, Healthy, OnResume, Saves};
pub use vocabulary::{In, Out, State, Told};

use crate::Ms;
use crate::frame::{Mutate, Request, Subscription, Topic};
use durable::Durable;
use wire::Wire;

/// A client.
#[derive(Debug)]
pub struct Client {
    options: ClientOptions,
    jitter: sim_env::Stream,
    durable: Durable,
    state: State,
    wire: Option<Wire>,
    /// In the background since.
    suspended: Option<Ms>,
    parked: bool,
    /// The call that a background window needs.
    fetch: Option<Vec<(Topic, u64)>>,
    last_attempt: Option<Ms>,
    next_attempt: Option<Ms>,
    failures: u32,
    next_reconcile: Option<Ms>,
    /// Topics that a reconcile found behind, and where they stood.
    behind: BTreeMap<Topic, u64>,
    saved: BTreeMap<Topic, u64>,
    out: Vec<Out>,
}

impl Client {
    /// A client that wants nothing yet. `jitter` is what its waiting times are drawn from.
    pub fn new(options: ClientOptions, jitter: sim_env::Stream) -> Self {
        Self {
            options,
            jitter,
            durable: Durable::default(),
            state: State::Closed,
            wire: None,
            suspended: None,
            parked: false,
            fetch: None,
            last_attempt: None,
            next_attempt: None,
            failures: 0,
            next_reconcile: None,
            behind: BTreeMap::new(),
            saved: BTreeMap::new(),
            out: Vec::new(),
        }
    }

    /// What it is like.
    pub fn options(&self) -> &ClientOptions {
        &self.options
    }

    /// In which state it is.
    pub fn state(&self) -> State {
        self.state
    }

    /// Takes an input.
    pub fn handle(&mut self, now: Ms, input: In) -> Vec<Out> {
        match input {
            In::Opened => self.opened(now),
            In::Frame(response) => self.arrived(now, response),
            In::Closed(code) => self.call_ended(now, code),
            In::Tick => self.tick(now),
            In::Subscribe { consumer, adds } => self.subscribe(now, &consumer, adds),
            In::Unsubscribe(topics) => self.unsubscribe(topics),
            In::Fetch { consumer, adds } => self.fetch(now, &consumer, adds),
            In::Suspend => self.suspend(now),
            In::Resume => self.resume(now),
            In::Crash => self.crash(now),
            In::Park(parked) => self.park(now, parked),
            In::Heads(heads) => self.reconcile(heads),
        }
        self.tell_what_is_saved();
        std::mem::take(&mut self.out)
    }

    fn subscribe(&mut self, now: Ms, consumer: &str, adds: Vec<(Topic, u64)>) {
        let adds = lowest(adds);
        for (topic, cursor) in &adds {
            self.durable.lease(consumer, topic, *cursor);
        }
        // What comes anyway is not asked for: the node would take no notice (X-S5e), and the cursor would be too high.
        let comes = |topic: &Topic, cursor: u64| self.durable.wants(topic) && cursor >= self.durable.has(topic);
        let adds: Vec<_> = adds.into_iter().filter(|(topic, cursor)| !comes(topic, *cursor)).collect();
        if adds.is_empty() {
            return;
        }
        if self.next_reconcile.is_none() {
            self.next_reconcile = self.options.reconcile_ms.map(|every| now + every);
        }
        if self.is_ready() {
            self.ask(adds, Vec::new(), false);
        } else {
            adds.iter().for_each(|(topic, cursor)| self.durable.ask(topic, *cursor, 0));
            if self.wire.is_none() && self.suspended.is_none() && self.next_attempt.is_none() {
                self.connect(now);
            }
        }
    }

    fn unsubscribe(&mut self, topics: Vec<Topic>) {
        topics.iter().for_each(|topic| self.durable.drop_topic(topic));
        if let Some(window) = &mut self.fetch {
            window.retain(|(topic, _)| !topics.contains(topic));
        }
        if self.is_ready() {
            self.ask(Vec::new(), topics, false);
        }
    }

    /// A call that is there brings these rows, too; without one there is one for them alone, and for what an earlier one still owes.
    fn fetch(&mut self, now: Ms, consumer: &str, adds: Vec<(Topic, u64)>) {
        if self.wire.is_some() {
            return self.subscribe(now, consumer, adds);
        }
        adds.iter().for_each(|(topic, cursor)| self.durable.lease(consumer, topic, *cursor));
        let owed = self.fetch.take().unwrap_or_default();
        self.fetch = Some(lowest(owed.into_iter().chain(adds)));
        self.connect(now);
    }

    /// One Mutate. What it adds is in its wave from now on.
    fn ask(&mut self, adds: Vec<(Topic, u64)>, removes: Vec<Topic>, history_only: bool) {
        let Some(wire) = &mut self.wire else { return };
        let mutate_id = wire.next_mutate;
        wire.next_mutate += 1;
        if !adds.is_empty() {
            wire.waves.insert(mutate_id, history_only);
        }
        for (topic, cursor) in &adds {
            wire.first.entry(topic.clone()).or_insert(mutate_id);
            self.durable.ask(topic, *cursor, mutate_id);
        }
        let adds = adds.into_iter().map(|(topic, cursor)| Subscription { topic, id_cursor: cursor.into() }).collect();
        self.send(Request::Mutate(Mutate { adds, removes, history_only, mutate_id }));
        self.settle_state();
    }

    /// Compares with what the node has. A topic that is behind twice, and at the same place, is asked for again.
    fn reconcile(&mut self, heads: BTreeMap<Topic, u64>) {
        let mut behind = BTreeMap::new();
        for (topic, head) in heads {
            let cursor = self.durable.has(&topic);
            if head <= cursor || self.durable.wave(&topic).is_some() {
                continue;
            }
            if self.behind.get(&topic) == Some(&cursor) && self.is_ready() {
                self.tell(Told::Owed(topic.clone()));
                self.ask(vec![(topic.clone(), cursor)], vec![topic], false);
            } else {
                behind.insert(topic, cursor);
            }
        }
        self.behind = behind;
    }

    fn tell_what_is_saved(&mut self) {
        for topic in self.durable.topics() {
            let cursor = self.durable.cursor(&topic, &self.options);
            if self.saved.insert(topic.clone(), cursor) != Some(cursor) {
                self.tell(Told::Saved { topic, cursor });
            }
        }
    }

    fn send(&mut self, request: Request) {
        self.out.push(Out::Send(request));
    }

    fn tell(&mut self, told: Told) {
        self.out.push(Out::Told(told));
    }

    /// Is in this state now. Who fell back stays so, and whatever happens in the background, it is suspended.
    fn enter(&mut self, state: State) {
        let state = match (self.state, state) {
            (State::FellBack, _) | (_, State::FellBack) => State::FellBack,
            _ if self.suspended.is_some() => State::Suspended,
            (_, state) => state,
        };
        if self.state != state {
            self.state = state;
            self.tell(Told::State(state));
        }
    }
}

/// Of several cursors of a topic the lowest, where the topic first stands.
fn lowest(adds: impl IntoIterator<Item = (Topic, u64)>) -> Vec<(Topic, u64)> {
    let mut once: Vec<(Topic, u64)> = Vec::new();
    for (topic, cursor) in adds {
        match once.iter_mut().find(|(known, _)| *known == topic) {
            Some((_, lowest)) => *lowest = cursor.min(*lowest),
            None => once.push((topic, cursor)),
        }
    }
    once
}
