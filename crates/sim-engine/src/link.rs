//! Links between participants: latency, order, and the fault rules that act on what travels.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::time::Duration;

use rand::Rng;
use sim_env::{Stream, UnixNanos};

use crate::{Link, NodeId, Port, System};

/// A link, named by its two ends and its port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LinkKey {
    ends: (NodeId, NodeId),
    pub(crate) port: Port,
}

impl LinkKey {
    pub(crate) fn new(a: NodeId, link: Link) -> Self {
        Self { ends: (a.min(link.peer), a.max(link.peer)), port: link.port }
    }

    fn other(self, end: NodeId) -> NodeId {
        if self.ends.0 == end { self.ends.1 } else { self.ends.0 }
    }

    fn has(self, end: NodeId) -> bool {
        self.ends.0 == end || self.ends.1 == end
    }
}

/// What travels on an open link.
pub(crate) enum Parcel<S: System> {
    Message(S::Message),
    Finish,
    Window(bool),
}

impl<S: System> Clone for Parcel<S> {
    fn clone(&self) -> Self {
        match self {
            Self::Message(message) => Self::Message(message.clone()),
            Self::Finish => Self::Finish,
            Self::Window(open) => Self::Window(*open),
        }
    }
}

/// What somebody attempts.
pub enum Attempt<'a, S: System> {
    /// To open a link.
    Open,
    /// To send a message.
    Send(&'a S::Message),
    /// To say that nothing more will be sent: a half-close.
    Finish,
}

/// What a fault rule is shown.
pub struct Exchange<'a, S: System> {
    /// Who sends.
    pub from: NodeId,
    /// Who should receive.
    pub to: NodeId,
    /// Which of the links between these two.
    pub port: Port,
    /// Engine time since the start.
    pub at: Duration,
    /// What the sender attempts.
    pub attempt: Attempt<'a, S>,
}

impl<'a, S: System> Exchange<'a, S> {
    /// The message, if one is sent.
    pub fn message(&self) -> Option<&'a S::Message> {
        match self.attempt {
            Attempt::Send(message) => Some(message),
            Attempt::Open | Attempt::Finish => None,
        }
    }
}

/// What becomes of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This rule has no opinion.
    Pass,
    /// It arrives this much later, and others may overtake it.
    Deliver(Duration),
    /// It arrives twice.
    Duplicate,
    /// It is lost.
    Drop,
    /// It waits until the rule is lifted.
    Hold,
    /// The link breaks instead.
    Disconnect,
}

impl Verdict {
    /// What it does to a message; none for [`Verdict::Pass`].
    pub(crate) fn effect(self) -> Option<Effect> {
        match self {
            Self::Pass => None,
            Self::Deliver(_) => Some(Effect::Delay),
            Self::Duplicate => Some(Effect::Duplicate),
            Self::Drop => Some(Effect::Drop),
            Self::Hold => Some(Effect::Hold),
            Self::Disconnect => Some(Effect::Disconnect),
        }
    }
}

/// What a fault did to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It arrives later.
    Delay,
    /// It arrives twice.
    Duplicate,
    /// It is lost.
    Drop,
    /// It waits until the fault ends.
    Hold,
    /// The link breaks instead.
    Disconnect,
    /// The receiver refuses it.
    Refuse,
    /// The receiver says that it took it, and forgets it.
    Forget,
    /// The receiver says nothing.
    Silence,
    /// The receiver takes it, and breaks the link before it answers.
    TakeAndCut,
    /// The receiver does something else with it, which has this name.
    Other(&'static str),
}

impl Effect {
    /// The name used in reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Delay => "delay",
            Self::Duplicate => "duplicate",
            Self::Drop => "drop",
            Self::Hold => "hold",
            Self::Disconnect => "disconnect",
            Self::Refuse => "refuse",
            Self::Forget => "forget",
            Self::Silence => "silence",
            Self::TakeAndCut => "take-and-cut",
            Self::Other(name) => name,
        }
    }

    /// Whether the message arrived, and its receiver did otherwise than it should.
    pub const fn is_of_receiver(self) -> bool {
        matches!(self, Self::Refuse | Self::Forget | Self::Silence | Self::TakeAndCut | Self::Other(_))
    }
}

impl serde::Serialize for Effect {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

/// A fault rule: a value that looks at each exchange and says what becomes of it.
pub type Rule<S> = Box<dyn FnMut(&Exchange<'_, S>) -> Verdict>;

/// Names an installed rule.
pub type RuleId = u64;

/// A rule in force, and what it holds back.
struct Installed<S: System> {
    id: RuleId,
    name: String,
    rule: Rule<S>,
    held: Vec<Held<S>>,
}

pub(crate) struct Held<S: System> {
    pub link: LinkKey,
    pub generation: u64,
    pub from: NodeId,
    pub to: NodeId,
    pub parcel: Parcel<S>,
}

/// A link's state.
struct Wire {
    generation: u64,
    up: bool,
    /// Who has said that nothing more will come.
    finished: BTreeSet<NodeId>,
    /// Arrival of the last message in each direction: a connection keeps its order.
    last: BTreeMap<NodeId, UnixNanos>,
    latency: Stream,
}

pub(crate) struct Links<S: System> {
    latency: RangeInclusive<Duration>,
    /// What differs from `latency`, by link and receiver.
    latencies: BTreeMap<(LinkKey, NodeId), RangeInclusive<Duration>>,
    no_time: bool,
    links: BTreeMap<LinkKey, Wire>,
    rules: Vec<Installed<S>>,
    next_rule: RuleId,
}

impl<S: System> Links<S> {
    pub(crate) fn new(latency: RangeInclusive<Duration>) -> Self {
        Self {
            latency: proper(latency),
            latencies: BTreeMap::new(),
            no_time: false,
            links: BTreeMap::new(),
            rules: Vec::new(),
            next_rule: 1,
        }
    }

    fn link(&mut self, key: LinkKey) -> &mut Wire {
        let LinkKey { ends: (a, b), port } = key;
        let suffix = if port == Port::default() { String::new() } else { format!("/{}", port.0) };
        self.links.entry(key).or_insert_with(|| Wire {
            generation: 0,
            up: false,
            finished: BTreeSet::new(),
            last: BTreeMap::new(),
            latency: sim_env::stream(&format!("latency/{}/{}{suffix}", a.0, b.0)),
        })
    }

    pub(crate) fn set_latency(&mut self, key: LinkKey, to: NodeId, latency: RangeInclusive<Duration>) {
        self.latencies.insert((key, to), proper(latency));
    }

    /// Messages arrive in the moment in which they are sent, or take the time of their link again.
    pub(crate) fn take_no_time(&mut self, no_time: bool) {
        self.no_time = no_time;
    }

    /// How long the next thing takes to `to`.
    pub(crate) fn latency(&mut self, key: LinkKey, to: NodeId) -> Duration {
        if self.no_time {
            return Duration::ZERO;
        }
        let range = self.latencies.get(&(key, to)).unwrap_or(&self.latency).clone();
        self.link(key).latency.gen_range(range)
    }

    /// Arrival of a message sent now: after the latency, and after everything sent before it in the same direction.
    pub(crate) fn arrival(&mut self, key: LinkKey, to: NodeId, now: UnixNanos) -> UnixNanos {
        let latency = self.latency(key, to).as_nanos() as u64;
        let apart = u64::from(!self.no_time);
        let last = self.link(key).last.entry(to).or_insert(0);
        *last = (now + latency).max(*last + apart);
        *last
    }

    pub(crate) fn open(&mut self, key: LinkKey) -> u64 {
        let link = self.link(key);
        link.generation += 1;
        link.up = true;
        link.last.clear();
        link.finished.clear();
        link.generation
    }

    /// Nothing overtakes the handshake.
    pub(crate) fn not_before(&mut self, key: LinkKey, there: UnixNanos, back: UnixNanos, peer: NodeId) {
        self.link(key).last.extend([(peer, there), (key.other(peer), back)]);
    }

    /// False if there was nothing to close.
    pub(crate) fn close(&mut self, key: LinkKey) -> bool {
        self.links.get_mut(&key).is_some_and(|link| std::mem::replace(&mut link.up, false))
    }

    /// The open links of a participant.
    pub(crate) fn open_links(&self, id: NodeId) -> Vec<Link> {
        let open = self.links.iter().filter(|(key, link)| link.up && key.has(id));
        open.map(|(key, _)| key.other(id).at(key.port)).collect()
    }

    /// Nothing more will come from this end. False if that was said already, or if the link is not up.
    pub(crate) fn finish(&mut self, key: LinkKey, from: NodeId) -> bool {
        self.links.get_mut(&key).is_some_and(|link| link.up && link.finished.insert(from))
    }

    pub(crate) fn has_finished(&self, key: LinkKey, from: NodeId) -> bool {
        self.links.get(&key).is_some_and(|link| link.up && link.finished.contains(&from))
    }

    pub(crate) fn generation(&self, key: LinkKey) -> Option<u64> {
        self.links.get(&key).filter(|link| link.up).map(|link| link.generation)
    }

    pub(crate) fn is_current(&self, key: LinkKey, generation: u64) -> bool {
        self.generation(key) == Some(generation)
    }

    pub(crate) fn install(&mut self, name: &str, rule: Rule<S>) -> RuleId {
        let id = self.next_rule;
        self.next_rule += 1;
        self.rules.push(Installed { id, name: name.to_owned(), rule, held: Vec::new() });
        id
    }

    pub(crate) fn lift(&mut self, id: RuleId) -> Vec<Held<S>> {
        let place = self.rules.iter().position(|installed| installed.id == id);
        place.map(|place| self.rules.remove(place).held).unwrap_or_default()
    }

    /// The rules that hold messages back, by name, and how many each.
    pub(crate) fn held_back(&self) -> Vec<(&str, usize)> {
        let holding = self.rules.iter().filter(|installed| !installed.held.is_empty());
        holding.map(|installed| (installed.name.as_str(), installed.held.len())).collect()
    }

    /// Name of a rule in force.
    pub(crate) fn rule_name(&self, id: RuleId) -> &str {
        self.rules.iter().find(|installed| installed.id == id).map_or("", |installed| &installed.name)
    }

    pub(crate) fn has_rules(&self) -> bool {
        !self.rules.is_empty()
    }

    pub(crate) fn judge(&mut self, exchange: &Exchange<'_, S>) -> (RuleId, Verdict) {
        for installed in &mut self.rules {
            let verdict = (installed.rule)(exchange);
            if verdict != Verdict::Pass {
                return (installed.id, verdict);
            }
        }
        (0, Verdict::Pass)
    }

    pub(crate) fn hold(
        &mut self,
        rule: RuleId,
        link: LinkKey,
        generation: u64,
        from: NodeId,
        to: NodeId,
        parcel: Parcel<S>,
    ) {
        let installed = self.rules.iter_mut().find(|installed| installed.id == rule);
        let installed = installed.expect("a rule that holds a message back is in force");
        installed.held.push(Held { link, generation, from, to, parcel });
    }
}

/// A range that is not empty.
fn proper(latency: RangeInclusive<Duration>) -> RangeInclusive<Duration> {
    assert!(latency.start() <= latency.end(), "the shortest latency is longer than the longest");
    latency
}
