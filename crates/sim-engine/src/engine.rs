//! The event queue and everything it drives.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::time::Duration;

use sim_env::{Actor, UnixNanos};

use crate::chooser::Next;
use crate::link::{Attempt, LinkKey, Links, Parcel};
use crate::{
    Chooser, Exchange, Input, Link, NodeId, Now, OpId, Output, Part, Participant, Record, Rule, RuleId, Sparing,
    System, Transcript, Verdict,
};

/// One effect that does not come about in a run: it is named by the transcript entry that would tell it, and up to there the run is
/// the same as with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaveOut {
    /// The fault rule whose work this entry tells does not act.
    Fault {
        /// Index of the entry.
        entry: usize,
    },
    /// The message of this entry does not arrive.
    Delivery {
        /// Index of the entry.
        entry: usize,
    },
    /// The receiver of the message of this entry treats it in another way.
    Treatment {
        /// Index of the entry.
        entry: usize,
        /// In which.
        how: Sparing,
    },
}

pub(crate) enum Due<S: System> {
    Deliver { link: LinkKey, generation: u64, to: NodeId, from: NodeId, parcel: Parcel<S>, waits: bool },
    Opened { link: LinkKey, generation: u64, to: NodeId, from: NodeId },
    Closed { link: LinkKey, to: NodeId, from: NodeId },
    Wake(NodeId),
}

pub(crate) struct Node<S: System> {
    pub(crate) name: String,
    actor: Actor,
    actor_name: String,
    skew_nanos: i64,
    pub(crate) participant: Box<dyn Participant<S>>,
}

/// The event queue and everything it drives. Lives inside a [`sim_env::run`].
pub struct Engine<S: System> {
    start: UnixNanos,
    pub(crate) nodes: Vec<Node<S>>,
    pub(crate) queue: BTreeMap<(UnixNanos, u64), Due<S>>,
    pub(crate) sequence: u64,
    pub(crate) in_flight: usize,
    pub(crate) links: Links<S>,
    next_op: OpId,
    /// Results, and when in the sequence they came.
    pub(crate) finished: BTreeMap<OpId, (Result<(), S::Failure>, u64)>,
    /// Commands that were reported done.
    ended: BTreeSet<OpId>,
    /// Links whose last attempt to open, or whose life, a fault ended: which.
    thwarted: BTreeMap<LinkKey, String>,
    pub(crate) chooser: Option<Box<dyn Chooser<S>>>,
    pub(crate) given_up: bool,
    leave_out: Option<LeaveOut>,
    /// Everything that happened so far.
    pub transcript: Transcript<S>,
}

impl<S: System> Engine<S> {
    /// An engine at the present virtual time, whose links take between `latency_min` and `latency_max`.
    pub fn new(latency_min: Duration, latency_max: Duration) -> Self {
        Self {
            start: sim_env::now(),
            nodes: Vec::new(),
            queue: BTreeMap::new(),
            sequence: 0,
            in_flight: 0,
            links: Links::new(latency_min..=latency_max),
            next_op: 1,
            finished: BTreeMap::new(),
            ended: BTreeSet::new(),
            thwarted: BTreeMap::new(),
            chooser: None,
            given_up: false,
            leave_out: None,
            transcript: Transcript::default(),
        }
    }

    /// Leaves one effect out of the run.
    pub fn leave_out(&mut self, what: LeaveOut) {
        self.leave_out = Some(what);
    }

    /// Is this what is to be left out, if it would be the next entry? Only once.
    fn is_left_out(&mut self, what: impl Fn(usize) -> LeaveOut) -> bool {
        let next = what(self.transcript.entries.len());
        self.leave_out.take_if(|left_out| *left_out == next).is_some()
    }

    /// Asks the receiver of the next message to spare it what it is to be spared.
    fn spare(&mut self, to: NodeId) {
        for how in [Sparing::Fault, Sparing::Judgement] {
            if self.is_left_out(|entry| LeaveOut::Treatment { entry, how }) {
                self.nodes[to.0].participant.spare(how);
            }
        }
    }

    /// Adds a participant.
    pub fn add(&mut self, name: &str, participant: Box<dyn Participant<S>>) -> NodeId {
        let actor_name = participant.actor_name().to_owned();
        let actor = Actor::register(&actor_name);
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node { name: name.to_owned(), actor, actor_name, skew_nanos: 0, participant });
        id
    }

    /// Name of a participant.
    pub fn name(&self, id: NodeId) -> &str {
        &self.nodes[id.0].name
    }

    /// Names of all participants, by [`NodeId`].
    pub fn names(&self) -> Vec<String> {
        self.nodes.iter().map(|node| node.name.clone()).collect()
    }

    /// The participant as its own type.
    pub fn participant<P: Participant<S>>(&self, id: NodeId) -> Option<&P> {
        let any: &dyn Any = self.nodes[id.0].participant.as_ref();
        any.downcast_ref()
    }

    /// The participant as its own type, to change what the world, not the protocol, changes.
    pub fn participant_mut<P: Participant<S>>(&mut self, id: NodeId) -> Option<&mut P> {
        self.touch(Part::Participant(id));
        let any: &mut dyn Any = self.nodes[id.0].participant.as_mut();
        any.downcast_mut()
    }

    /// Sets how far a participant's wall clock is ahead of engine time.
    pub fn set_skew(&mut self, id: NodeId, nanos: i64) {
        self.touch(Part::Participant(id));
        let node = &mut self.nodes[id.0];
        node.skew_nanos = nanos;
        node.actor.set_skew(nanos);
    }

    /// Engine time since the start of the run.
    pub fn uptime(&self) -> Duration {
        Duration::from_nanos(sim_env::now() - self.start)
    }

    /// Sets how long what is sent on one link takes from `from` to the other end, instead of what all links take. The order of
    /// what is sent is kept.
    pub fn set_latency(&mut self, from: NodeId, link: impl Into<Link>, latency: RangeInclusive<Duration>) {
        let link = link.into();
        self.links.set_latency(LinkKey::new(from, link), link.peer, latency);
    }

    /// Installs a fault rule under a name; rules are asked in the order of installation, and the first verdict other than
    /// `Pass` counts.
    pub fn install(&mut self, name: &str, rule: Rule<S>) -> RuleId {
        self.touch(Part::Rules);
        self.links.install(name, rule)
    }

    /// Ends a fault rule. What it held back is delivered now.
    pub fn lift(&mut self, rule: RuleId) {
        self.touch(Part::Rules);
        for held in self.links.lift(rule) {
            let waits = self.waits_for_choice(held.to, &held.parcel);
            let at = sim_env::now() + self.links.latency(held.link, held.to).as_nanos() as u64;
            let due = Due::Deliver {
                link: held.link,
                generation: held.generation,
                to: held.to,
                from: held.from,
                parcel: held.parcel,
                waits,
            };
            self.push(at, due);
        }
    }

    /// Cuts a link now; both ends learn of it.
    pub fn cut(&mut self, a: NodeId, link: impl Into<Link>) {
        let link = link.into();
        self.touch(Part::Participant(a));
        self.touch(Part::Participant(link.peer));
        let key = LinkKey::new(a, link);
        if self.links.close(key) {
            let at = sim_env::now();
            self.push(at, Due::Closed { link: key, to: a, from: link.peer });
            self.push(at, Due::Closed { link: key, to: link.peer, from: a });
        }
    }

    /// Cuts every link of a participant.
    pub fn cut_all(&mut self, id: NodeId) {
        for link in self.links.open_links(id) {
            self.cut(id, link);
        }
    }

    /// Puts a message in front of a participant out of the blue, as if `from` had sent it.
    pub fn inject(&mut self, from: impl Into<Link>, to: NodeId, message: S::Message) {
        self.deliver(from.into(), to, message);
    }

    /// Wakes a participant now. A wrapper that was told to change does so ([`crate::Freezing`] and its like).
    pub fn wake(&mut self, id: NodeId) {
        self.dispatch(id, Input::Wake);
    }

    /// Hands a command to a participant.
    pub fn command(&mut self, id: NodeId, command: S::Command) -> OpId {
        let op = self.next_op;
        self.next_op += 1;
        self.dispatch(id, Input::Command(op, command));
        op
    }

    /// The result of a command, once.
    pub fn finished(&mut self, op: OpId) -> Option<Result<(), S::Failure>> {
        self.finished.remove(&op).map(|(result, _)| result)
    }

    /// Processes everything due up to `until`, then stands at `until`.
    pub fn run_until(&mut self, until: UnixNanos) {
        while self.step(until) {}
        sim_env::advance_to(until.max(sim_env::now()));
    }

    /// Processes events until the command is done or `until` is reached.
    pub fn run_until_done(&mut self, op: OpId, until: UnixNanos) -> Option<Result<(), S::Failure>> {
        loop {
            match self.next(until, Some(op)) {
                Next::Script => {
                    self.touch(Part::Script);
                    return self.finished(op);
                }
                Next::Entry(key) => self.process(key),
                Next::Nothing => return None,
            }
        }
    }

    /// The fault that thwarted the last attempt to link these two, or that broke their link; none if the last attempt went well.
    pub fn thwarted_by(&self, a: NodeId, link: impl Into<Link>) -> Option<&str> {
        self.thwarted.get(&LinkKey::new(a, link.into())).map(String::as_str)
    }

    /// The fault rules that hold messages back, by name, and how many each.
    pub fn held_back(&self) -> Vec<(&str, usize)> {
        self.links.held_back()
    }

    /// Processes the next event due at or before `until`. False if there is none.
    pub(crate) fn step(&mut self, until: UnixNanos) -> bool {
        match self.next(until, None) {
            Next::Entry(key) => self.process(key),
            Next::Script | Next::Nothing => return false,
        }
        true
    }

    fn process(&mut self, key: (UnixNanos, u64)) {
        let Some(due) = self.queue.remove(&key) else { return };
        if !matches!(due, Due::Wake(_)) {
            assert!(self.in_flight > 0, "whatever arrives was under way");
            self.in_flight -= 1;
        }
        sim_env::advance_to(key.0.max(sim_env::now()));
        match due {
            Due::Wake(id) => self.dispatch(id, Input::Wake),
            Due::Closed { link, to, from } => {
                self.transcript.push_on(self.uptime(), link.port, Record::Closed(to, from));
                self.dispatch(to, Input::Closed(from.at(link.port)));
            }
            Due::Opened { link, generation, to, from } => {
                if self.links.is_current(link, generation) {
                    self.transcript.push_on(self.uptime(), link.port, Record::Opened(to, from));
                    self.dispatch(to, Input::Opened(from.at(link.port)));
                }
            }
            Due::Deliver { link, generation, to, from, parcel, .. } => {
                if self.links.is_current(link, generation) {
                    self.arrive(from.at(link.port), to, parcel);
                }
            }
        }
    }

    fn arrive(&mut self, from: Link, to: NodeId, parcel: Parcel<S>) {
        match parcel {
            Parcel::Message(message) => {
                if !self.is_left_out(|entry| LeaveOut::Delivery { entry }) {
                    self.spare(to);
                    self.deliver(from, to, message);
                }
            }
            Parcel::Finish => {
                self.transcript.push_on(self.uptime(), from.port, Record::Finished(to, from.peer));
                self.dispatch(to, Input::Finished(from));
            }
            Parcel::Window(open) => {
                self.transcript.push_on(self.uptime(), from.port, Record::Window(to, from.peer, open));
                self.dispatch(to, Input::Window(from, open));
            }
        }
    }

    fn deliver(&mut self, from: Link, to: NodeId, message: S::Message) {
        let record = Record::Delivered { from: from.peer, to, message: message.clone() };
        self.transcript.push_on(self.uptime(), from.port, record);
        self.dispatch(to, Input::Message(from, message));
    }

    fn dispatch(&mut self, id: NodeId, input: Input<S>) {
        self.touch(Part::Participant(id));
        let uptime = self.uptime();
        let node = &mut self.nodes[id.0];
        let now = Now { wall: node.actor.wall_clock(), uptime };
        let participant = &mut node.participant;
        let outputs = node.actor.enter(|| participant.handle(now, input));
        if node.participant.actor_name() != node.actor_name {
            node.actor_name = node.participant.actor_name().to_owned();
            node.actor = Actor::register(&node.actor_name);
            node.actor.set_skew(node.skew_nanos);
        }
        outputs.into_iter().for_each(|output| self.output(id, output));
    }

    fn output(&mut self, id: NodeId, output: Output<S>) {
        match output {
            Output::Open(link) => self.open(id, link),
            Output::Close(link) => self.cut(id, link),
            Output::Send(link, message) => {
                assert!(
                    !self.links.has_finished(LinkKey::new(id, link), id),
                    "{} sends after saying that nothing more will come",
                    self.name(id)
                );
                self.send(id, link, Parcel::Message(message));
            }
            Output::Finish(link) => {
                if self.links.finish(LinkKey::new(id, link), id) {
                    self.send(id, link, Parcel::Finish);
                }
            }
            Output::Window(link, open) => self.send(id, link, Parcel::Window(open)),
            Output::WakeAfter(after) => {
                let after = u64::try_from(after.as_nanos()).unwrap_or(u64::MAX);
                self.push(sim_env::now().saturating_add(after), Due::Wake(id));
            }
            Output::Note(note) => self.transcript.push(self.uptime(), Record::Note(id, note)),
            Output::Fault { from, fault, effect, message } => {
                let record = Record::Fault { from: from.peer, to: id, fault, effect, message };
                self.transcript.push_on(self.uptime(), from.port, record);
            }
            Output::Done(op, result) => self.done(id, op, result),
        }
    }

    fn done(&mut self, id: NodeId, op: OpId, result: Result<(), S::Failure>) {
        assert!(op < self.next_op && self.ended.insert(op), "command {op} is reported done once, and was given");
        self.transcript.push(self.uptime(), Record::Done(id, op, result.clone()));
        self.finished.insert(op, (result, self.sequence));
        self.sequence += 1;
    }

    /// The peer learns of the link after one trip, the caller after two.
    fn open(&mut self, caller: NodeId, link: Link) {
        let (key, peer) = (LinkKey::new(caller, link), link.peer);
        let (rule, verdict) = self.judge(caller, link, Attempt::Open);
        if let Some(effect) = verdict.effect() {
            let fault = self.links.rule_name(rule).to_owned();
            let record = Record::FaultOnOpen { from: caller, to: peer, fault, effect };
            self.transcript.push_on(self.uptime(), link.port, record);
        }
        match verdict {
            Verdict::Drop | Verdict::Hold | Verdict::Disconnect => {
                // Nothing answers: the caller gives up after a while.
                self.thwarted.insert(key, self.links.rule_name(rule).to_owned());
                let at = sim_env::now() + CONNECT_TIMEOUT.as_nanos() as u64;
                self.push(at, Due::Closed { link: key, to: caller, from: peer });
            }
            Verdict::Pass | Verdict::Deliver(_) | Verdict::Duplicate => {
                self.thwarted.remove(&key);
                let extra = if let Verdict::Deliver(after) = verdict { after } else { Duration::ZERO };
                let generation = self.links.open(key);
                let there = sim_env::now() + (self.links.latency(key, peer) + extra).as_nanos() as u64;
                let back = there + self.links.latency(key, caller).as_nanos() as u64;
                self.push(there, Due::Opened { link: key, generation, to: peer, from: caller });
                self.push(back, Due::Opened { link: key, generation, to: caller, from: peer });
                self.links.not_before(key, there, back, peer);
            }
        }
    }

    fn send(&mut self, from: NodeId, link: Link, parcel: Parcel<S>) {
        let (key, to) = (LinkKey::new(from, link), link.peer);
        let Some(generation) = self.links.generation(key) else { return };
        let waits = self.waits_for_choice(to, &parcel);
        let (rule, verdict) = self.judge_parcel(from, link, &parcel);
        match verdict {
            Verdict::Drop => {}
            Verdict::Hold => self.links.hold(rule, key, generation, from, to, parcel),
            Verdict::Disconnect => {
                self.thwarted.insert(key, self.links.rule_name(rule).to_owned());
                self.cut(from, link);
            }
            Verdict::Deliver(after) => {
                let at = sim_env::now() + (self.links.latency(key, to) + after).as_nanos() as u64;
                self.push(at, Due::Deliver { link: key, generation, to, from, parcel, waits });
            }
            Verdict::Pass | Verdict::Duplicate => {
                for _ in 0..if verdict == Verdict::Duplicate { 2 } else { 1 } {
                    let at = self.links.arrival(key, to, sim_env::now());
                    self.push(at, Due::Deliver { link: key, generation, to, from, parcel: parcel.clone(), waits });
                }
            }
        }
    }

    /// What the fault rules say of something on an open link, written down. What a transport says of its buffers is not theirs.
    fn judge_parcel(&mut self, from: NodeId, link: Link, parcel: &Parcel<S>) -> (RuleId, Verdict) {
        let attempt = match parcel {
            Parcel::Message(message) => Attempt::Send(message),
            Parcel::Finish => Attempt::Finish,
            Parcel::Window(_) => return (0, Verdict::Pass),
        };
        let (rule, verdict) = self.judge(from, link, attempt);
        if let Some(effect) = verdict.effect() {
            let (to, fault) = (link.peer, self.links.rule_name(rule).to_owned());
            let record = match parcel {
                Parcel::Message(message) => Record::Fault { from, to, fault, effect, message: message.clone() },
                Parcel::Finish | Parcel::Window(_) => Record::FaultOnFinish { from, to, fault, effect },
            };
            self.transcript.push_on(self.uptime(), link.port, record);
        }
        (rule, verdict)
    }

    fn judge(&mut self, from: NodeId, link: Link, attempt: Attempt<'_, S>) -> (RuleId, Verdict) {
        if self.links.has_rules() {
            self.touch(Part::Rules);
        }
        let exchange = Exchange { from, to: link.peer, port: link.port, at: self.uptime(), attempt };
        match self.links.judge(&exchange) {
            (_, verdict) if verdict.effect().is_some() && self.is_left_out(|entry| LeaveOut::Fault { entry }) => {
                (0, Verdict::Pass)
            }
            judged => judged,
        }
    }

    fn push(&mut self, at: UnixNanos, due: Due<S>) {
        assert!(at >= sim_env::now(), "nothing is due in the past");
        if !matches!(due, Due::Wake(_)) {
            self.in_flight += 1;
        }
        self.queue.insert((at, self.sequence), due);
        self.sequence += 1;
    }
}

/// How long a caller waits for a connection that a fault swallows.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
