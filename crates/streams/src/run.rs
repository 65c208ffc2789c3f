//! One run of a scenario.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use experiment::{Choosing, Kit};
use sim_engine::{Engine, Freezing, NodeId, Transcript};
use sim_env::Seed;

use crate::client::{Client, State};
use crate::dialect::Dialect;
use crate::model::{Action, Knobs, Party, Scenario, Step};
use crate::node::{Mark, Node, NodeOptions};
use crate::part::pipe::Mode;
use crate::part::{ClientPart, Hand, NodePart, Pipe, Watch, Writer};
use crate::system::{self, Act, Command, NotDone, Note, Streams, What};
use crate::watchdog::Watchdog;
use crate::{Ms, client, watchdog};

/// Virtual time at which runs begin, in Unix seconds: 2026-06-15.
const START: u64 = 1_781_481_600;

/// What a run is a function of, besides its scenario.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// The dialect that everybody speaks.
    pub dialect: Dialect,
    /// A variant of the scenario.
    pub variant: Option<String>,
    /// Knobs that are turned on top of everything.
    pub knobs: Knobs,
    /// In place of the scenario's own seed.
    pub seed: Option<Seed>,
}

/// Why there was no run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// The scenario cannot be run under this dialect.
    #[error("`{0}` is not run under {1}")]
    Dialect(String, Dialect),
    /// The scenario has no such variant.
    #[error("`{0}` has no variant `{1}`")]
    Variant(String, String),
    /// A step could not be carried out.
    #[error("step {index} cannot be carried out: {why}")]
    Step {
        /// Place in the file, from 0.
        index: usize,
        /// Why.
        why: NotDone,
    },
    /// The environment could not be made deterministic.
    #[error(transparent)]
    Environment(#[from] sim_env::RunError),
}

/// A finished run.
pub struct Run {
    /// What was run.
    pub scenario: Scenario,
    /// Under which options.
    pub options: RunOptions,
    /// What the node was like.
    pub node: NodeOptions,
    /// What clients were like.
    pub clients: BTreeMap<String, Party>,
    /// Everything that happened.
    pub transcript: Transcript<Streams>,
    /// Names of participants, by [`NodeId`].
    pub names: Vec<String>,
    /// The pipe of every client.
    pub pipes: BTreeMap<NodeId, String>,
    /// In which state clients ended.
    pub states: BTreeMap<String, State>,
    /// How late may be what happens by a clock? 0 in a simulation; real programs are never quite in time.
    pub slack_ms: Ms,
}

/// Who takes part in a run, with dialect and knobs.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The node.
    pub node: NodeOptions,
    /// Clients by name.
    pub clients: BTreeMap<String, Party>,
}

impl Setting {
    /// Of a scenario under these options.
    ///
    /// # Errors
    /// The scenario has no such dialect or variant.
    pub fn of(scenario: &Scenario, options: &RunOptions) -> Result<Self, RunError> {
        if !scenario.dialects.contains(&options.dialect) {
            return Err(RunError::Dialect(scenario.id.clone(), options.dialect));
        }
        let unknown = |name: &String| RunError::Variant(scenario.id.clone(), name.clone());
        let variant = options.variant.as_ref().map(|name| scenario.variants.get(name).ok_or_else(|| unknown(name)));
        let knobs = variant.transpose()?.cloned().unwrap_or_default().with(&options.knobs);
        let (node, clients) = scenario.under(options.dialect, &knobs);
        Ok(Self { node, clients })
    }
}

impl Run {
    /// Did something happen at the moment that was expected? A real clock may be late, and is rounded.
    pub(crate) fn is_at(&self, expected: Ms, got: Ms) -> bool {
        self.is_within((expected, expected), got)
    }

    /// The same for a moment between two others.
    pub(crate) fn is_within(&self, (first, last): (Ms, Ms), got: Ms) -> bool {
        first <= got + self.rounding_ms() && got <= last + self.slack_ms
    }

    /// A time may look this much too short.
    pub(crate) fn rounding_ms(&self) -> Ms {
        u64::from(self.slack_ms > 0)
    }
}

impl Run {
    /// What happened inside the node.
    pub fn marks(&self) -> BTreeSet<Mark> {
        let mark = |entry: &sim_engine::Entry<_>| match &entry.record {
            sim_engine::Record::Note(_, Note::Mark(_, mark)) => Some(*mark),
            _ => None,
        };
        self.transcript.entries.iter().filter_map(mark).collect()
    }
}

/// The node's place among the participants.
pub(crate) const NODE: NodeId = NodeId(0);

/// Runs a scenario: a function of the scenario, the options and this program.
///
/// # Errors
/// See [`RunError`].
pub fn simulate(scenario: &Scenario, options: &RunOptions) -> Result<Run, RunError> {
    Streams::run(scenario, options)
}

/// As [`simulate`], with a chooser for some of the steps. `None` if it gave the run up.
pub(crate) fn simulate_with(
    scenario: &Scenario,
    options: &RunOptions,
    choosing: Option<Choosing<Streams>>,
) -> Result<Option<Run>, RunError> {
    let setting = Setting::of(scenario, options)?;
    let seed = options.seed.unwrap_or_else(|| scenario.seed.unwrap_or(1).into());
    sim_env::run(seed, START, || World::new(scenario, options, setting, choosing).play())?
}

struct World<'a> {
    scenario: &'a Scenario,
    options: &'a RunOptions,
    node: NodeOptions,
    parties: BTreeMap<String, Party>,
    engine: Engine<Streams>,
    clients: BTreeMap<String, NodeId>,
    pipes: BTreeMap<String, NodeId>,
    /// Who publishes, if a chooser is to decide when that reaches the node.
    writer: Option<NodeId>,
    choosing: Option<Choosing<Streams>>,
    last_choice: Option<usize>,
}

impl<'a> World<'a> {
    fn new(
        scenario: &'a Scenario,
        options: &'a RunOptions,
        setting: Setting,
        choosing: Option<Choosing<Streams>>,
    ) -> Self {
        let Setting { node, clients: parties } = setting;
        let mut engine = Engine::new(Duration::ZERO, Duration::ZERO);
        engine.add("node", Box::new(NodePart::new("node", Node::new(node.clone()))));
        let (mut clients, mut pipes) = (BTreeMap::new(), BTreeMap::new());
        for (name, party) in &parties {
            let pipe_name = format!("pipe/{name}");
            let pipe = engine.add(&pipe_name, Box::new(Pipe::new(&pipe_name, scenario.pipe.clone(), NODE)));
            let jitter = sim_env::stream(&format!("jitter/{name}"));
            let id = match party {
                Party::Hand => engine.add(name, Box::new(Hand::new(name, pipe))),
                Party::Client(options) => {
                    let part = ClientPart::new(name, Client::new(options.clone(), jitter), pipe, NODE);
                    engine.add(name, Box::new(Freezing::<Streams, _>::new(part)))
                }
                Party::Watchdog(options) => {
                    engine.add(name, Box::new(Watch::new(name, Watchdog::new(*options, jitter), pipe)))
                }
            };
            clients.insert(name.clone(), id);
            pipes.insert(name.clone(), pipe);
        }
        let writer = choosing.as_ref().map(|_| engine.add("writer", Box::new(Writer::new("writer", NODE))));
        let last_choice = choosing.as_ref().map(|(steps, _)| *steps.end());
        Self { scenario, options, node, parties, engine, clients, pipes, writer, choosing, last_choice }
    }

    /// A chooser decides from the first of its steps on, and no longer after the last of them.
    fn let_choose(&mut self, step: usize) {
        if let Some((_, make)) = self.choosing.take_if(|(steps, _)| *steps.start() <= step) {
            self.engine.let_choose(make());
        }
        if self.last_choice.is_some_and(|last| last < step) {
            self.engine.let_time_decide();
        }
    }

    fn play(mut self) -> Result<Option<Run>, RunError> {
        let start = sim_env::now();
        for step in &self.scenario.steps {
            let at = start + step.at_ms * 1_000_000;
            // Where a chooser decides, what begins in one moment begins before anything that it sends arrives.
            if !self.engine.is_choosing() || at > sim_env::now() {
                self.engine.run_until(at);
            }
            self.let_choose(step.index.saturating_add(1));
            let at = self.engine.uptime();
            self.engine
                .transcript
                .step(at, system::Step { index: step.index, label: step.label.clone(), what: what(&step.action) });
            self.perform(step).map_err(|why| RunError::Step { index: step.index, why })?;
        }
        self.engine.run_until(start + self.scenario.end_ms * 1_000_000);
        if self.engine.is_given_up() {
            return Ok(None);
        }
        let states = self.clients.iter().filter_map(|(name, id)| {
            let part = self.engine.participant::<Freezing<Streams, ClientPart>>(*id)?;
            Some((name.clone(), part.inner().client().state()))
        });
        Ok(Some(Run {
            scenario: self.scenario.clone(),
            options: self.options.clone(),
            states: states.collect(),
            node: self.node,
            clients: self.parties,
            names: self.engine.names(),
            pipes: self.pipes.into_iter().map(|(name, pipe)| (pipe, name)).collect(),
            transcript: self.engine.transcript,
            slack_ms: 0,
        }))
    }

    fn perform(&mut self, step: &Step) -> Result<(), NotDone> {
        match &step.action {
            Action::Commit(rows) => {
                let to = self.writer.unwrap_or(NODE);
                rows.iter().try_for_each(|row| self.tell(to, Command::Commit(row.clone())))
            }
            Action::Allot(kind, ids) => ids.iter().try_for_each(|id| self.tell(NODE, Command::Allot(*kind, *id))),
            Action::Lose(topic) => self.tell(NODE, Command::Lose(topic.clone())),
            Action::Hand(who, act) => self.tell(self.clients[who], Command::Hand(act.clone())),
            Action::Client(who, input) => self.tell(self.clients[who], Command::Client(input.clone())),
            Action::Watch(who) => self.tell(self.clients[who], Command::Watch(watchdog::In::Start)),
            Action::Pipe(who, mode) => self.tell(self.pipes[who], Command::Pipe(mode.clone())),
            Action::Freeze(who, _) => {
                self.machine(who)?.freeze();
                Ok(())
            }
            Action::Thaw(who) => {
                self.machine(who)?.thaw();
                self.engine.wake(self.clients[who]);
                Ok(())
            }
        }
    }

    fn tell(&mut self, who: NodeId, command: Command) -> Result<(), NotDone> {
        let op = self.engine.command(who, command);
        self.engine.finished(op).unwrap_or(Ok(()))
    }

    fn machine(&mut self, who: &str) -> Result<&mut Freezing<Streams, ClientPart>, NotDone> {
        self.engine.participant_mut(self.clients[who]).ok_or(NotDone::Foreign)
    }
}

/// What an observer must know of an action.
pub(crate) fn what(action: &Action) -> What {
    match action {
        Action::Pipe(who, Mode::BlackholeUp | Mode::BlackholeDown | Mode::ProxyAck)
        | Action::Hand(who, Act::Answer(false)) => What::Dead(who.clone()),
        Action::Hand(who, Act::Answer(true)) => What::Alive(who.clone()),
        Action::Freeze(who, _) => What::Frozen(who.clone(), true),
        Action::Thaw(who) => What::Frozen(who.clone(), false),
        Action::Client(who, client::In::Crash) => What::Parked(who.clone(), false),
        Action::Client(who, client::In::Park(parked)) => What::Parked(who.clone(), *parked),
        _ => What::Other,
    }
}
