//! Carries out the steps of a scenario on a world.

mod failing;
mod settle;

use std::collections::BTreeMap;
use std::time::Duration;

use experiment::Choosing;
use nostr::{PublicKey, RelayUrl};
use rand::Rng;
use sim_device::{Backup, Command, DeviceView, Invitee, Membership};
use sim_env::UnixNanos;

use crate::actions::{Action, Actor, Turn};
use crate::faults::InForce;
use crate::model::{Scenario, Span, Step};
use crate::world::{DeviceNode, Marmot, Place, RelayNode, ScriptEntry, StepFailure, World};
use failing::Failures;
use sim_engine::{Blocker, NodeId, OpId, Part};

/// 2500-01-01: virtual time is kept in 64 bits of nanoseconds, which end in 2554.
const END_OF_TIME: UnixNanos = 16_725_225_600 * 1_000_000_000;
/// How long a step waits for its command before the script goes on without it.
const PATIENCE: Duration = Duration::from_secs(120);
/// Parallel steps of one moment begin within this time of each other: shorter than a trip to a relay and back, so that they race.
const PARALLEL_JITTER_NANOS: u64 = 100_000_000;

/// A moment at which the world was asked to be quiet.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    /// Number of transcript entries before it.
    pub entries: usize,
    /// Engine time since the start.
    pub at: Duration,
    /// Every device then.
    pub views: BTreeMap<String, DeviceView>,
    /// Whether the world was asked to become quiet, and did.
    pub quiet: bool,
    /// What was still unfinished, if it was asked and did not become quiet.
    pub blockers: Vec<Blocker>,
}

/// A mid-script `assert` step, judged after the run.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// Index of the checkpoint it speaks of.
    pub checkpoint: usize,
    /// The step.
    pub step: Action,
}

pub(crate) struct Script<'a> {
    scenario: &'a Scenario,
    pub world: World,
    choosing: Option<Choosing<Marmot>>,
    last_choice: Option<usize>,
    started: UnixNanos,
    pub backups: BTreeMap<String, Backup>,
    /// By name.
    faults: BTreeMap<String, InForce>,
    /// The transcript entry before which a fault or a relay last changed.
    changed: usize,
    failures: Failures,
    pub checkpoints: Vec<Checkpoint>,
    pub assertions: Vec<Assertion>,
    /// First transcript entry of the closing roll call.
    pub roll_call: usize,
    /// A step would have gone beyond the scenario's budget.
    pub over_budget: bool,
}

impl<'a> Script<'a> {
    pub(crate) fn new(scenario: &'a Scenario, world: World, choosing: Option<Choosing<Marmot>>) -> Self {
        Self {
            scenario,
            world,
            last_choice: choosing.as_ref().map(|(steps, _)| *steps.end()),
            choosing,
            started: sim_env::now(),
            backups: BTreeMap::new(),
            faults: BTreeMap::new(),
            changed: 0,
            failures: Failures::default(),
            checkpoints: Vec::new(),
            assertions: Vec::new(),
            roll_call: 0,
            over_budget: false,
        }
    }

    /// Starts every device, carries out every step, lets the world become quiet, and closes with a roll call: every device that
    /// believes it is in a group says so there, which shows who can read whom.
    pub(crate) fn run(&mut self) {
        self.start_devices();
        for (place, step) in self.scenario.steps.iter().enumerate() {
            self.let_choose(place + 1);
            self.step(Place { step: place + 1, inner: None, turn: None }, step);
            if self.world.engine.is_given_up() {
                return;
            }
            if self.over_budget {
                self.note_step(ScriptEntry::OutOfBudget);
                break;
            }
        }
        self.settle_at_the_end();
        if self.world.engine.is_given_up() {
            return;
        }
        self.world.engine.let_time_decide();
        self.close_failures();
        self.roll_call = self.world.engine.transcript.entries.len();
        self.call_the_roll();
        self.settle_at_the_end();
    }

    /// A chooser decides from the first of its steps on, and no longer after the last of them.
    fn let_choose(&mut self, step: usize) {
        if let Some((_, make)) = self.choosing.take_if(|(steps, _)| *steps.start() == step) {
            self.world.engine.let_choose(make());
        }
        if self.last_choice.is_some_and(|last| last < step) {
            self.world.engine.let_time_decide();
        }
    }

    fn start_devices(&mut self) {
        self.note_step(ScriptEntry::DevicesStart);
        let devices: Vec<_> = self.world.devices.values().copied().collect();
        let ops: Vec<_> = devices.into_iter().map(|id| self.world.engine.command(id, Command::Start)).collect();
        self.wait_for(ops.into_iter().map(|op| (op, None)).collect());
    }

    fn call_the_roll(&mut self) {
        self.note_step(ScriptEntry::RollCall);
        let mut calls = Vec::new();
        for (name, view) in self.world.views() {
            for (group, seen) in &view.groups {
                if view.alive && view.online && seen.membership == Membership::Active {
                    let text = format!("{group}: {name} is here");
                    calls.push((
                        self.world.devices[&name],
                        Command::Send { group: group.clone(), text, roll_call: true },
                    ));
                }
            }
        }
        let ops: Vec<_> = calls.into_iter().map(|(id, command)| self.world.engine.command(id, command)).collect();
        self.wait_for(ops.into_iter().map(|op| (op, None)).collect());
    }

    fn note_step(&mut self, entry: ScriptEntry) {
        let at = self.world.engine.uptime();
        self.world.engine.transcript.step(at, entry);
    }

    /// Waits for commands, those of steps with their places, and notes what became of them.
    fn wait_for(&mut self, ops: Vec<(OpId, Option<Place>)>) {
        let until = self.world.later(PATIENCE);
        for (op, place) in ops {
            let mut result = None;
            self.advance_while(until, |script, until| {
                result = script.world.engine.run_until_done(op, until);
                result.is_some()
            });
            if let Some(place) = place {
                self.ended(op, place, result);
            }
        }
        self.look_at_open_commands();
    }

    /// Runs until `done` says so or `until` is reached, ending faults whose time is over on the way.
    fn advance_while(&mut self, until: UnixNanos, mut done: impl FnMut(&mut Self, UnixNanos) -> bool) {
        loop {
            let next = self.faults.values().filter_map(|fault| fault.ends).min().filter(|at| *at <= until);
            if done(self, next.unwrap_or(until)) {
                return;
            }
            let Some(at) = next else { return };
            self.world.engine.run_until(at);
            let is_over = |fault: &InForce| fault.ends.is_some_and(|ends| ends <= at);
            let over = self.faults.iter().filter(|(_, fault)| is_over(fault)).map(|(name, _)| name.clone());
            over.collect::<Vec<_>>().iter().for_each(|name| _ = self.end_fault(name, true));
        }
    }

    /// Runs until `until`, but never beyond the scenario's budget.
    pub(crate) fn advance_to(&mut self, until: UnixNanos) {
        let last = self.last_moment();
        self.over_budget |= until > last;
        let until = until.min(last);
        self.advance_while(until, |script, until| {
            script.world.engine.run_until(until);
            false
        });
    }

    fn step(&mut self, place: Place, step: &Step) {
        let begin = match (step.at, step.after) {
            (Some(at), _) => self.moment(place, at),
            (None, Some(after)) => self.world.later(after.into()),
            (None, None) => sim_env::now(),
        };
        let every = step.every.map_or(0, |every| nanos(every.into()));
        for turn in 0..step.times.unwrap_or(1) {
            if self.over_budget {
                return;
            }
            self.advance_to(begin.saturating_add(u64::from(turn).saturating_mul(every)));
            let place = Place { turn: step.times.map(|_| turn + 1), ..place };
            if let Some(op) = self.perform(place, step) {
                self.wait_for(vec![(op, Some(place))]);
            }
        }
        self.look_at_open_commands();
    }

    /// The moment that a step names, or now if that is over, which is a failure.
    fn moment(&mut self, place: Place, at: Span) -> UnixNanos {
        let now = sim_env::now();
        let moment = self.started.saturating_add(nanos(at.into()));
        if moment < now {
            self.fail(place, StepFailure::PastTime { at, late_ms: (now - moment).div_ceil(1_000_000) });
        }
        moment.max(now)
    }

    /// Every turn of every inner step, at its own time plus a moment that the seed draws, so that the seed decides who is first.
    /// Where a chooser decides, they begin in the same moment, before anything that they send arrives.
    pub(crate) fn parallel(&mut self, outer: Place, steps: &[Step]) {
        let mut moments = sim_env::stream(&format!("parallel/{}", self.world.engine.transcript.entries.len()));
        let now = sim_env::now();
        let choosing = self.world.engine.is_choosing();
        let mut turns = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            let place = Place { inner: Some(index + 1), ..outer };
            let begin = match (step.at, step.after) {
                (Some(at), _) => self.moment(place, at),
                (None, after) => now.saturating_add(after.map_or(0, |after| nanos(after.into()))),
            };
            let every = step.every.map_or(0, |every| nanos(every.into()));
            for turn in 0..step.times.unwrap_or(1) {
                let jitter = if choosing { 0 } else { moments.gen_range(0..PARALLEL_JITTER_NANOS) };
                let at = begin.saturating_add(u64::from(turn).saturating_mul(every)).saturating_add(jitter);
                turns.push((at, Place { turn: step.times.map(|_| turn + 1), ..place }, step));
            }
        }
        turns.sort_by_key(|(at, place, _)| (*at, *place));
        let mut ops = Vec::new();
        for (at, place, step) in turns {
            if !choosing || at > sim_env::now() {
                self.advance_to(at);
            }
            ops.extend(self.perform(place, step).map(|op| (op, Some(place))));
        }
        self.wait_for(ops);
    }

    fn perform(&mut self, place: Place, step: &Step) -> Option<OpId> {
        self.note_step(ScriptEntry::Step { place, step: Box::new(step.clone()) });
        self.begin(place);
        let device = match step.action.kind().actor {
            Actor::World => None,
            Actor::Device => {
                let id = *self.world.devices.get(step.device.as_deref()?)?;
                self.world.engine.touch(Part::Participant(id));
                Some(id)
            }
        };
        step.action.perform(self, Turn { place, step, device })
    }

    /// Gives the acting device a command.
    pub(crate) fn order(&mut self, turn: Turn<'_>, command: Command) -> Option<OpId> {
        Some(self.world.engine.command(turn.device?, command))
    }

    pub(crate) fn relay_urls(&self, names: &[String]) -> Vec<RelayUrl> {
        names.iter().filter_map(|name| self.world.urls.get(name).cloned()).collect()
    }

    pub(crate) fn keys_of(&self, accounts: &[String]) -> Vec<PublicKey> {
        accounts.iter().filter_map(|name| self.world.accounts.get(name).copied()).collect()
    }

    pub(crate) fn invitees(&self, names: &[String], use_after: Duration) -> Vec<Invitee> {
        let invitee = |name: &String| {
            let account = *self.world.accounts.get(name)?;
            Some(Invitee { name: name.clone(), account, use_after })
        };
        names.iter().filter_map(invitee).collect()
    }

    /// Cuts every connection and lets both ends notice.
    pub(crate) fn cut_off(&mut self, id: NodeId) {
        self.world.engine.cut_all(id);
        self.world.engine.run_until(sim_env::now());
    }

    /// The stored state of a device.
    pub(crate) fn stored(&mut self, device: &str) -> Result<Backup, StepFailure> {
        let nothing = || StepFailure::NothingStored { device: device.to_owned() };
        let id = *self.world.devices.get(device).ok_or_else(nothing)?;
        self.world.engine.touch(Part::Participant(id));
        self.world.engine.participant::<DeviceNode>(id).and_then(DeviceNode::backup).ok_or_else(nothing)
    }

    /// Puts a stored state in place of that of the acting device, if there is one.
    pub(crate) fn restore(&mut self, turn: Turn<'_>, backup: Result<Backup, StepFailure>) -> Option<OpId> {
        match backup {
            Ok(backup) => {
                self.cut_off(turn.device?);
                self.order(turn, Command::Restore(backup))
            }
            Err(failure) => {
                self.fail(turn.place, failure);
                None
            }
        }
    }

    /// Takes note of a fault that was installed.
    pub(crate) fn begin_fault(&mut self, name: &str, installed: InForce) {
        self.faults.insert(name.to_owned(), installed);
        self.something_changed();
    }

    /// A fault or a relay is not what it was.
    pub(crate) fn something_changed(&mut self) {
        self.changed = self.world.engine.transcript.entries.len();
    }

    /// Ends a fault; false if it is not in force.
    pub(crate) fn end_fault(&mut self, name: &str, by_itself: bool) -> bool {
        let Some(fault) = self.faults.remove(name) else { return false };
        self.note_step(ScriptEntry::FaultEnded { fault: name.to_owned(), by_itself });
        if let Some(rule) = fault.rule {
            self.world.engine.lift(rule);
        }
        for id in self.world.relays.values().copied().collect::<Vec<_>>() {
            if let Some(node) = self.world.engine.participant_mut::<RelayNode>(id) {
                node.lift(name);
            }
        }
        self.something_changed();
        true
    }

    /// The end of the budget, or of what the virtual clock can show.
    fn last_moment(&self) -> UnixNanos {
        let budget = self.scenario.budget.map_or(u64::MAX, |span| nanos(span.into()));
        self.started.saturating_add(budget).min(END_OF_TIME)
    }

    pub(crate) fn assert_later(&mut self, step: &Action) {
        self.checkpoint(false, Vec::new());
        self.assertions.push(Assertion { checkpoint: self.checkpoints.len() - 1, step: step.clone() });
    }
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
