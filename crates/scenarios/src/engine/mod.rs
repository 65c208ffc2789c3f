//! The engine: participants, links, virtual time and a transcript. It knows nothing of Nostr, MLS or Marmot.
//!
//! ```text
//!   queue (time, sequence) ──pop──> participant.handle(now, input) ──> outbox ──> links + fault rules ──> queue
//!                                          └─ notes ──> transcript (rolling digest)
//! ```
//!
//! A kind of system is a [`System`]: its message, command and note types. A new kind of participant implements
//! [`Participant`] in a module of its own; nothing here changes.

mod chooser;
mod link;
mod transcript;

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use sim_env::{Actor, UnixNanos};

use chooser::Next;
pub use chooser::{Candidate, Chooser, Part, Way};
pub use link::{Effect, Exchange, Rule, RuleId, Verdict};
use link::{LinkKey, Links};
pub use transcript::{Digest, Entry, Fact, Record, Transcript, first_difference};

/// The vocabulary of one kind of simulated system.
pub trait System: Sized + 'static {
    /// What travels on links.
    type Message: Fact + Clone + std::fmt::Debug;
    /// What the script tells a participant to do.
    type Command: std::fmt::Debug;
    /// What a participant reports for the transcript.
    type Note: Fact + Clone + std::fmt::Debug;
    /// What the script writes into the transcript.
    type Step: Fact + Clone + std::fmt::Debug;
    /// Why a command was not carried out.
    type Failure: Fact + Clone + std::fmt::Debug;
}

/// Index of a participant, in order of addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct NodeId(pub usize);

/// Names a command until its participant reports it done.
pub type OpId = u64;

/// When an input arrives at a participant.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// The participant's own wall clock, skew included.
    pub wall: UnixNanos,
    /// Engine time since the start of the run.
    pub uptime: Duration,
}

/// What a participant is handed.
#[derive(Debug)]
pub enum Input<S: System> {
    /// A link to this peer is open.
    Opened(NodeId),
    /// The link to this peer is gone.
    Closed(NodeId),
    /// The peer sent this.
    Message(NodeId, S::Message),
    /// The time asked for has come.
    Wake,
    /// The script says so.
    Command(OpId, S::Command),
}

/// What a participant wants to happen.
#[derive(Debug)]
pub enum Output<S: System> {
    /// Open a link to this peer.
    Open(NodeId),
    /// Close the link to this peer.
    Close(NodeId),
    /// Send on the open link; lost if there is none.
    Send(NodeId, S::Message),
    /// Hand in [`Input::Wake`] after this long.
    WakeAfter(Duration),
    /// Write this into the transcript.
    Note(S::Note),
    /// The command is finished.
    Done(OpId, Result<(), S::Failure>),
    /// A fault of the participant itself acted on this message, which came from `from`.
    Fault {
        /// Who sent it.
        from: NodeId,
        /// Name of the fault.
        fault: String,
        /// What was done.
        effect: Effect,
        /// The message.
        message: S::Message,
    },
}

/// Unfinished work of a participant.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Blocker {
    /// Name of the participant.
    pub who: String,
    /// Id of the kind of work.
    pub kind: &'static str,
    /// What it does.
    pub what: String,
    /// Whom it waits for.
    pub waits_for: String,
    /// The participant that it waits for, if it is one.
    #[serde(skip)]
    pub peer: Option<NodeId>,
    /// Engine time at which it goes on by itself, if it does.
    #[serde(skip)]
    pub due: Option<Duration>,
}

/// What [`Engine::settle`] came to.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// Work that everybody waited for while nothing was under way, each once.
    pub waited_for: Vec<Blocker>,
    /// Work that was still unfinished at the limit.
    pub unfinished: Vec<Blocker>,
    /// Work that nobody waited for.
    pub in_vain: Vec<Blocker>,
}

impl Settled {
    fn note(&mut self, waits: Vec<Blocker>) {
        for wait in waits {
            let same = |known: &Blocker| {
                (&known.who, known.kind, &known.what, &known.waits_for)
                    == (&wait.who, wait.kind, &wait.what, &wait.waits_for)
            };
            if !self.waited_for.iter().any(same) {
                self.waited_for.push(wait);
            }
        }
    }
}

/// Unfinished work, as the participant tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Id of the kind of work.
    pub kind: &'static str,
    /// What it does, for a person.
    pub what: String,
    /// Whom it waits for, for a person.
    pub waits_for: String,
    /// The participant that it waits for, if it is one.
    pub peer: Option<NodeId>,
    /// Engine time at which it goes on by itself, if it does.
    pub due: Option<Duration>,
}

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

/// What a message is spared by its receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sparing {
    /// The receiver's own faults.
    Fault,
    /// The receiver's own judgement and limits.
    Judgement,
}

/// A sans-IO state machine that takes part in a run.
pub trait Participant<S: System>: Any {
    /// Takes one input and says what should happen.
    fn handle(&mut self, now: Now, input: Input<S>) -> Vec<Output<S>>;

    /// Spares the next message something, if it knows how.
    fn spare(&mut self, _how: Sparing) {}

    /// What is unfinished.
    fn pending(&self) -> Vec<Waiting> {
        Vec::new()
    }

    /// Owner of the entropy it draws. May change over its life: a reinstalled device is a new owner.
    fn actor_name(&self) -> &str;
}

enum Due<S: System> {
    Deliver { link: LinkKey, generation: u64, to: NodeId, from: NodeId, message: S::Message, waits: bool },
    Opened { link: LinkKey, generation: u64, to: NodeId, from: NodeId },
    Closed { to: NodeId, from: NodeId },
    Wake(NodeId),
}

struct Node<S: System> {
    name: String,
    actor: Actor,
    actor_name: String,
    skew_nanos: i64,
    participant: Box<dyn Participant<S>>,
}

/// The event queue and everything it drives. Lives inside a [`sim_env::run`].
pub struct Engine<S: System> {
    start: UnixNanos,
    nodes: Vec<Node<S>>,
    queue: BTreeMap<(UnixNanos, u64), Due<S>>,
    sequence: u64,
    in_flight: usize,
    links: Links<S>,
    next_op: OpId,
    /// Results, and when in the sequence they came.
    finished: BTreeMap<OpId, (Result<(), S::Failure>, u64)>,
    /// Commands that were reported done.
    ended: BTreeSet<OpId>,
    /// Links whose last attempt to open, or whose life, a fault ended: which.
    thwarted: BTreeMap<LinkKey, String>,
    chooser: Option<Box<dyn Chooser<S>>>,
    given_up: bool,
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
            links: Links::new(latency_min, latency_max),
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
            let waits = self.waits_for_choice(held.to, &held.message);
            let at = sim_env::now() + self.links.latency(held.link).as_nanos() as u64;
            let due = Due::Deliver {
                link: held.link,
                generation: held.generation,
                to: held.to,
                from: held.from,
                message: held.message,
                waits,
            };
            self.push(at, due);
        }
    }

    /// Cuts the link between two participants now; both learn of it.
    pub fn cut(&mut self, a: NodeId, b: NodeId) {
        self.touch(Part::Participant(a));
        self.touch(Part::Participant(b));
        if self.links.close(LinkKey::new(a, b)) {
            let at = sim_env::now();
            self.push(at, Due::Closed { to: a, from: b });
            self.push(at, Due::Closed { to: b, from: a });
        }
    }

    /// Cuts every link of a participant.
    pub fn cut_all(&mut self, id: NodeId) {
        for peer in self.links.open_peers(id) {
            self.cut(id, peer);
        }
    }

    /// Puts a message in front of a participant out of the blue, as if `from` had sent it.
    pub fn inject(&mut self, from: NodeId, to: NodeId, message: S::Message) {
        self.transcript.delivered(self.uptime(), from, to, &message);
        self.dispatch(to, Input::Message(from, message));
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

    /// Processes events until nothing is under way and nobody waits for anything, or until `limit`. Nobody waits for work that
    /// is `in_vain`; it is asked when nothing else is under way.
    pub fn settle(&mut self, limit: UnixNanos, in_vain: &dyn Fn(&Self, &Blocker) -> bool) -> Settled {
        let mut settled = Settled::default();
        loop {
            if self.in_flight == 0 {
                let (vain, waits): (Vec<_>, Vec<_>) =
                    self.blockers().into_iter().partition(|blocker| in_vain(self, blocker));
                if waits.is_empty() {
                    assert!(self.nothing_is_due_but_wakes(), "nothing is under way in a quiet world");
                    self.quiet();
                    return Settled { in_vain: vain, ..settled };
                }
                settled.note(waits);
            }
            if !self.step(limit) {
                sim_env::advance_to(limit.max(sim_env::now()));
                (settled.in_vain, settled.unfinished) =
                    self.blockers().into_iter().partition(|blocker| in_vain(self, blocker));
                if settled.unfinished.is_empty() && self.in_flight > 0 {
                    settled.unfinished.push(self.under_way());
                }
                return settled;
            }
        }
    }

    /// What travels, as unfinished work.
    fn under_way(&self) -> Blocker {
        Blocker {
            who: "links".to_owned(),
            kind: "in-flight",
            what: match self.in_flight {
                1 => "deliver what is under way".to_owned(),
                n => format!("deliver {n} things that are under way"),
            },
            waits_for: "time".to_owned(),
            peer: None,
            due: None,
        }
    }

    /// The fault that thwarted the last attempt to link these two, or that broke their link; none if the last attempt went well.
    pub fn thwarted_by(&self, a: NodeId, b: NodeId) -> Option<&str> {
        self.thwarted.get(&LinkKey::new(a, b)).map(String::as_str)
    }

    /// The fault rules that hold messages back, by name, and how many each.
    pub fn held_back(&self) -> Vec<(&str, usize)> {
        self.links.held_back()
    }

    fn nothing_is_due_but_wakes(&self) -> bool {
        self.queue.values().all(|due| matches!(due, Due::Wake(_)))
    }

    /// Everybody's unfinished work.
    pub fn blockers(&self) -> Vec<Blocker> {
        let of = |node: &Node<S>| {
            let who = node.name.clone();
            node.participant.pending().into_iter().map(move |waiting| Blocker {
                who: who.clone(),
                kind: waiting.kind,
                what: waiting.what,
                waits_for: waiting.waits_for,
                peer: waiting.peer,
                due: waiting.due,
            })
        };
        self.nodes.iter().flat_map(of).collect()
    }

    /// Processes the next event due at or before `until`. False if there is none.
    fn step(&mut self, until: UnixNanos) -> bool {
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
            Due::Closed { to, from } => {
                self.transcript.closed(self.uptime(), to, from);
                self.dispatch(to, Input::Closed(from));
            }
            Due::Opened { link, generation, to, from } => {
                if self.links.is_current(link, generation) {
                    self.transcript.opened(self.uptime(), to, from);
                    self.dispatch(to, Input::Opened(from));
                }
            }
            Due::Deliver { link, generation, to, from, message, .. } => {
                if self.links.is_current(link, generation) && !self.is_left_out(|entry| LeaveOut::Delivery { entry }) {
                    self.spare(to);
                    self.transcript.delivered(self.uptime(), from, to, &message);
                    self.dispatch(to, Input::Message(from, message));
                }
            }
        }
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
            Output::Open(peer) => self.open(id, peer),
            Output::Close(peer) => self.cut(id, peer),
            Output::Send(peer, message) => self.send(id, peer, message),
            Output::WakeAfter(after) => {
                let after = u64::try_from(after.as_nanos()).unwrap_or(u64::MAX);
                self.push(sim_env::now().saturating_add(after), Due::Wake(id));
            }
            Output::Note(note) => self.transcript.note(self.uptime(), id, note),
            Output::Fault { from, fault, effect, message } => {
                self.transcript.push(self.uptime(), Record::Fault { from, to: id, fault, effect, message });
            }
            Output::Done(op, result) => {
                assert!(
                    op < self.next_op && self.ended.insert(op),
                    "command {op} is reported done once, and was given"
                );
                self.transcript.done(self.uptime(), id, op, &result);
                self.finished.insert(op, (result, self.sequence));
                self.sequence += 1;
            }
        }
    }

    /// The peer learns of the link after one trip, the caller after two.
    fn open(&mut self, caller: NodeId, peer: NodeId) {
        let exchange = Exchange { from: caller, to: peer, at: self.uptime(), message: None };
        let link = LinkKey::new(caller, peer);
        let (rule, verdict) = self.judge(&exchange);
        if let Some(effect) = verdict.effect() {
            let fault = self.links.rule_name(rule).to_owned();
            self.transcript.push(self.uptime(), Record::FaultOnOpen { from: caller, to: peer, fault, effect });
        }
        match verdict {
            Verdict::Drop | Verdict::Hold | Verdict::Disconnect => {
                // Nothing answers: the caller gives up after a while.
                self.thwarted.insert(link, self.links.rule_name(rule).to_owned());
                let at = sim_env::now() + CONNECT_TIMEOUT.as_nanos() as u64;
                self.push(at, Due::Closed { to: caller, from: peer });
            }
            Verdict::Pass | Verdict::Deliver(_) | Verdict::Duplicate => {
                self.thwarted.remove(&link);
                let extra = if let Verdict::Deliver(after) = verdict { after } else { Duration::ZERO };
                let generation = self.links.open(link);
                let there = sim_env::now() + (self.links.latency(link) + extra).as_nanos() as u64;
                let back = there + self.links.latency(link).as_nanos() as u64;
                self.push(there, Due::Opened { link, generation, to: peer, from: caller });
                self.push(back, Due::Opened { link, generation, to: caller, from: peer });
                self.links.not_before(link, there, back, peer);
            }
        }
    }

    fn send(&mut self, from: NodeId, to: NodeId, message: S::Message) {
        let link = LinkKey::new(from, to);
        let Some(generation) = self.links.generation(link) else { return };
        let waits = self.waits_for_choice(to, &message);
        let exchange = Exchange { from, to, at: self.uptime(), message: Some(&message) };
        let (rule, verdict) = self.judge(&exchange);
        if let Some(effect) = verdict.effect() {
            let fault = self.links.rule_name(rule).to_owned();
            self.transcript.push(self.uptime(), Record::Fault { from, to, fault, effect, message: message.clone() });
        }
        match verdict {
            Verdict::Drop => {}
            Verdict::Hold => self.links.hold(rule, link, generation, from, to, message),
            Verdict::Disconnect => {
                self.thwarted.insert(link, self.links.rule_name(rule).to_owned());
                self.cut(from, to);
            }
            Verdict::Deliver(after) => {
                let at = sim_env::now() + (self.links.latency(link) + after).as_nanos() as u64;
                self.push(at, Due::Deliver { link, generation, to, from, message, waits });
            }
            Verdict::Pass | Verdict::Duplicate => {
                for _ in 0..if verdict == Verdict::Duplicate { 2 } else { 1 } {
                    let at = self.links.arrival(link, to, sim_env::now());
                    self.push(at, Due::Deliver { link, generation, to, from, message: message.clone(), waits });
                }
            }
        }
    }

    fn judge(&mut self, exchange: &Exchange<'_, S>) -> (RuleId, Verdict) {
        if self.links.has_rules() {
            self.touch(Part::Rules);
        }
        match self.links.judge(exchange) {
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
