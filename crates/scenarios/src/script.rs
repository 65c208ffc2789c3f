//! Carries out the steps of a scenario on a world.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use rand::Rng;
use sim_device::{Backup, Command, DeviceView, Invitee, Membership};
use sim_env::UnixNanos;

use crate::engine::{Blocker, Chooser, NodeId, OpId, Part, Record, RuleId};
use crate::faults;
use crate::model::{Action, ClientId, Scenario, Step};
use crate::world::{DeviceNode, Marmot, RelayNode, ScriptEntry, Wire, World};

/// 2500-01-01: virtual time is kept in 64 bits of nanoseconds, which end in 2554.
const END_OF_TIME: UnixNanos = 16_725_225_600 * 1_000_000_000;
/// How long a step waits for its command before the script goes on without it.
const PATIENCE: Duration = Duration::from_secs(120);
/// Parallel steps of one moment begin within this time of each other: shorter than a trip to a relay and back, so that they race.
const PARALLEL_JITTER_NANOS: u64 = 100_000_000;
/// How long the world may take to become quiet before and after the closing roll call.
const CLOSING: Duration = Duration::from_secs(600);

/// A moment at which the world was asked to be quiet.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    /// Number of transcript entries before it.
    pub entries: usize,
    /// Engine time since the start.
    pub at: Duration,
    /// Every device then.
    pub views: BTreeMap<String, DeviceView>,
    /// Was the world asked to become quiet, and did it?
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

/// For which steps, from 1, a chooser decides what comes next, and how to make it: it belongs to the run's thread.
pub(crate) type Choosing = (RangeInclusive<usize>, Box<dyn FnOnce() -> Box<dyn Chooser<Marmot>> + Send>);

pub(crate) struct Script<'a> {
    scenario: &'a Scenario,
    pub world: World,
    choosing: Option<Choosing>,
    last_choice: Option<usize>,
    started: UnixNanos,
    backups: BTreeMap<String, Backup>,
    rules: BTreeMap<String, RuleId>,
    /// Faults that end by themselves: when and which.
    expiring: Vec<(UnixNanos, String)>,
    pub checkpoints: Vec<Checkpoint>,
    pub assertions: Vec<Assertion>,
    /// First transcript entry of the closing roll call.
    pub roll_call: usize,
    /// A step would have gone beyond the scenario's budget.
    pub over_budget: bool,
}

impl<'a> Script<'a> {
    pub(crate) fn new(scenario: &'a Scenario, world: World, choosing: Option<Choosing>) -> Self {
        Self {
            scenario,
            world,
            last_choice: choosing.as_ref().map(|(steps, _)| *steps.end()),
            choosing,
            started: sim_env::now(),
            backups: BTreeMap::new(),
            rules: BTreeMap::new(),
            expiring: Vec::new(),
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
            self.step(step);
            if self.world.engine.is_given_up() {
                return;
            }
            if self.over_budget {
                self.note_step(ScriptEntry::OutOfBudget);
                break;
            }
        }
        self.settle(CLOSING);
        if self.world.engine.is_given_up() {
            return;
        }
        self.world.engine.let_time_decide();
        self.note_crashes_to_come();
        self.roll_call = self.world.engine.transcript.entries.len();
        self.call_the_roll();
        self.settle(CLOSING);
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
        self.wait_for(&ops);
    }

    /// A crash that never came would let a scenario hold for the wrong reason.
    fn note_crashes_to_come(&mut self) {
        for (name, view) in self.world.views() {
            for point in view.crashes_to_come {
                self.note_step(ScriptEntry::CrashNeverCame { device: name.clone(), at: point });
            }
        }
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
        self.wait_for(&ops);
    }

    fn note_step(&mut self, entry: ScriptEntry) {
        let at = self.world.engine.uptime();
        self.world.engine.transcript.step(at, entry);
    }

    fn wait_for(&mut self, ops: &[OpId]) {
        let until = self.world.later(PATIENCE);
        for op in ops {
            self.advance_while(until, |script, until| script.world.engine.run_until_done(*op, until).is_some());
        }
    }

    /// Runs until `done` says so or `until` is reached, ending faults whose time is over on the way.
    fn advance_while(&mut self, until: UnixNanos, mut done: impl FnMut(&mut Self, UnixNanos) -> bool) {
        loop {
            let next = self.expiring.iter().map(|(at, _)| *at).min().filter(|at| *at <= until);
            if done(self, next.unwrap_or(until)) {
                return;
            }
            let Some(at) = next else { return };
            self.world.engine.run_until(at);
            let over: Vec<_> = self.expiring.iter().filter(|(t, _)| *t <= at).map(|(_, name)| name.clone()).collect();
            over.iter().for_each(|name| self.lift(name));
        }
    }

    /// Runs until `until`, but never beyond the scenario's budget.
    fn advance_to(&mut self, until: UnixNanos) {
        let last = self.last_moment();
        self.over_budget |= until > last;
        let until = until.min(last);
        self.advance_while(until, |script, until| {
            script.world.engine.run_until(until);
            false
        });
    }

    fn step(&mut self, step: &Step) {
        let begin = match (step.at, step.after) {
            (Some(at), _) => self.started.saturating_add(nanos(at.into())).max(sim_env::now()),
            (None, Some(after)) => self.world.later(after.into()),
            (None, None) => sim_env::now(),
        };
        let every = step.every.map_or(0, |every| nanos(every.into()));
        for turn in 0..u64::from(step.times.unwrap_or(1)) {
            if self.over_budget {
                return;
            }
            self.advance_to(begin.saturating_add(turn.saturating_mul(every)));
            if let Some(op) = self.perform(step) {
                self.wait_for(&[op]);
            }
        }
    }

    /// Every turn of every inner step, at its own time plus a moment that the seed draws, so that the seed decides who is first.
    /// Where a chooser decides, they begin in the same moment, before anything that they send arrives.
    fn parallel(&mut self, steps: &[Step]) {
        let mut moments = sim_env::stream(&format!("parallel/{}", self.world.engine.transcript.entries.len()));
        let now = sim_env::now();
        let choosing = self.world.engine.is_choosing();
        let mut turns = Vec::new();
        for (place, step) in steps.iter().enumerate() {
            let begin = match (step.at, step.after) {
                (Some(at), _) => self.started.saturating_add(nanos(at.into())).max(now),
                (None, after) => now.saturating_add(after.map_or(0, |after| nanos(after.into()))),
            };
            let every = step.every.map_or(0, |every| nanos(every.into()));
            for turn in 0..u64::from(step.times.unwrap_or(1)) {
                let jitter = if choosing { 0 } else { moments.gen_range(0..PARALLEL_JITTER_NANOS) };
                turns.push((begin.saturating_add(turn.saturating_mul(every)).saturating_add(jitter), place));
            }
        }
        turns.sort_unstable();
        let mut ops = Vec::new();
        for (at, place) in turns {
            if !choosing || at > sim_env::now() {
                self.advance_to(at);
            }
            ops.extend(self.perform(&steps[place]));
        }
        self.wait_for(&ops);
    }

    fn perform(&mut self, step: &Step) -> Option<OpId> {
        self.note_step(ScriptEntry::Step { step: Box::new(step.clone()) });
        match &step.action {
            Action::Advance(span) => self.advance_to(self.world.later((*span).into())),
            Action::Settle(limit) => self.settle((*limit).into()),
            Action::Parallel(steps) => self.parallel(steps),
            Action::Fault(fault) => self.fault(fault),
            Action::Lift { fault } => self.lift(fault),
            Action::SetRelay { relay, set, skew } => self.set_relay(relay, set, *skew),
            Action::Assert { .. } => self.assert_later(&step.action),
            action => return self.device_step(step.device.as_deref()?, action),
        }
        None
    }

    fn device_step(&mut self, device: &str, action: &Action) -> Option<OpId> {
        let id = *self.world.devices.get(device)?;
        self.world.engine.touch(Part::Participant(id));
        match action {
            Action::Skew { seconds } => self.world.engine.set_skew(id, seconds * 1_000_000_000),
            Action::Backup { name } => self.backup(id, name),
            Action::Restore { name } => return self.restore(id, self.backups.get(name).cloned()),
            Action::Clone { from } => {
                let source = self.world.devices.get(from).copied()?;
                self.world.engine.touch(Part::Participant(source));
                let backup = self.world.engine.participant::<DeviceNode>(source).and_then(DeviceNode::backup);
                return self.restore(id, backup);
            }
            Action::Replay { kinds, relay } => self.replay(id, kinds, relay.as_deref()),
            Action::Restart | Action::Reinstall { .. } | Action::Offline => {
                self.cut_off(id);
                return Some(self.world.engine.command(id, self.command(action)?));
            }
            Action::Retire => {
                let op = self.world.engine.command(id, Command::Retire);
                self.cut_off(id);
                return Some(op);
            }
            action => return Some(self.world.engine.command(id, self.command(action)?)),
        }
        None
    }

    fn command(&self, action: &Action) -> Option<Command> {
        let span = |span: &Option<crate::model::Span>| span.map(Duration::from).unwrap_or_default();
        Some(match action {
            Action::PublishKeyPackage(options) => Command::PublishKeyPackage(options.clone()),
            Action::Rotate => Command::Rotate,
            Action::DeleteKeyPackages => Command::DeleteKeyPackages,
            Action::Restart => Command::Restart,
            Action::Crash { at } => Command::Crash(*at),
            Action::Reinstall { client_id } => Command::Reinstall { keep_client_id: *client_id == ClientId::Stale },
            Action::Offline => Command::GoOffline,
            Action::Online => Command::GoOnline,
            Action::CreateGroup { group, invite, admins, relays, use_after } => Command::CreateGroup {
                group: group.clone(),
                invite: self.invitees(invite, span(use_after)),
                relays: match relays {
                    Some(names) => names.iter().filter_map(|name| self.world.urls.get(name).cloned()).collect(),
                    None => self.world.urls.values().cloned().collect(),
                },
                admins: admins.iter().filter_map(|name| self.world.accounts.get(name).copied()).collect(),
            },
            Action::Invite { group, invite, use_after } => {
                Command::Invite { group: group.clone(), invite: self.invitees(invite, span(use_after)) }
            }
            Action::RemoveAccount { group, account } => {
                Command::RemoveAccount { group: group.clone(), account: *self.world.accounts.get(account)? }
            }
            Action::Leave { group } => Command::Leave { group: group.clone() },
            Action::SelfUpdate { group } => Command::SelfUpdate { group: group.clone() },
            Action::Send { group, text } => {
                Command::Send { group: group.clone(), text: text.clone(), roll_call: false }
            }
            _ => return None,
        })
    }

    fn invitees(&self, names: &[String], use_after: Duration) -> Vec<Invitee> {
        let invitee = |name: &String| {
            let account = *self.world.accounts.get(name)?;
            Some(Invitee { name: name.clone(), account, use_after })
        };
        names.iter().filter_map(invitee).collect()
    }

    /// Cuts every connection and lets both ends notice.
    fn cut_off(&mut self, id: NodeId) {
        self.world.engine.cut_all(id);
        self.world.engine.run_until(sim_env::now());
    }

    fn backup(&mut self, id: NodeId, name: &str) {
        if let Some(backup) = self.world.engine.participant::<DeviceNode>(id).and_then(DeviceNode::backup) {
            self.backups.insert(name.to_owned(), backup);
        }
    }

    fn restore(&mut self, id: NodeId, backup: Option<Backup>) -> Option<OpId> {
        let backup = backup?;
        self.cut_off(id);
        Some(self.world.engine.command(id, Command::Restore(backup)))
    }

    /// Puts before the device again what it received before.
    fn replay(&mut self, id: NodeId, kinds: &[u16], relay: Option<&str>) {
        let from_relay = relay.and_then(|name| self.world.relays.get(name).copied());
        let entries = &self.world.engine.transcript.entries;
        let again: Vec<(NodeId, Wire)> = entries
            .iter()
            .filter_map(|entry| match &entry.record {
                Record::Delivered { from, to, message } if *to == id && from_relay.is_none_or(|r| r == *from) => {
                    let event = message.event()?;
                    (kinds.is_empty() || kinds.contains(&event.kind.as_u16())).then(|| (*from, message.clone()))
                }
                _ => None,
            })
            .collect();
        again.into_iter().for_each(|(from, message)| self.world.engine.inject(from, id, message));
    }

    fn fault(&mut self, fault: &crate::model::Fault) {
        if let Some(rule) = faults::install(&mut self.world, fault) {
            self.rules.insert(fault.name.clone(), rule);
        }
        if let Some(lasts) = fault.lasts {
            self.expiring.push((self.world.later(lasts.into()), fault.name.clone()));
        }
    }

    fn lift(&mut self, name: &str) {
        self.expiring.retain(|(_, fault)| fault != name);
        if let Some(rule) = self.rules.remove(name) {
            self.world.engine.lift(rule);
        }
        for id in self.world.relays.values().copied().collect::<Vec<_>>() {
            if let Some(node) = self.world.engine.participant_mut::<RelayNode>(id) {
                node.lift(name);
            }
        }
    }

    fn set_relay(&mut self, relay: &str, set: &BTreeMap<String, serde_json::Value>, skew: Option<i64>) {
        let Some(&id) = self.world.relays.get(relay) else { return };
        if let Some(node) = self.world.engine.participant_mut::<RelayNode>(id) {
            let base = node.relay().personality().clone();
            if let Ok(personality) = crate::model::override_personality(base, set) {
                node.set_personality(personality);
            }
        }
        if let Some(skew) = skew {
            self.world.engine.set_skew(id, skew * 1_000_000_000);
        }
    }

    /// The end of the budget, or of what the virtual clock can show.
    fn last_moment(&self) -> UnixNanos {
        let budget = self.scenario.budget.map_or(u64::MAX, |span| nanos(span.into()));
        self.started.saturating_add(budget).min(END_OF_TIME)
    }

    fn settle(&mut self, limit: Duration) {
        let until = self.world.later(limit).min(self.last_moment().max(sim_env::now()));
        let mut blockers = Vec::new();
        self.advance_while(until, |script, until| match script.world.engine.settle(until) {
            Ok(()) => {
                blockers.clear();
                true
            }
            Err(waiting) => {
                blockers = waiting;
                false
            }
        });
        let quiet = blockers.is_empty() && self.world.engine.held_back() == 0;
        self.checkpoint(quiet, blockers);
    }

    fn checkpoint(&mut self, quiet: bool, blockers: Vec<Blocker>) {
        let devices: Vec<_> = self.world.devices.values().copied().collect();
        devices.into_iter().for_each(|id| self.world.engine.touch(Part::Participant(id)));
        let checkpoint = Checkpoint {
            entries: self.world.engine.transcript.entries.len(),
            at: self.world.engine.uptime(),
            views: self.world.views(),
            quiet,
            blockers,
        };
        self.checkpoints.push(checkpoint);
    }

    fn assert_later(&mut self, step: &Action) {
        self.checkpoint(false, Vec::new());
        self.assertions.push(Assertion { checkpoint: self.checkpoints.len() - 1, step: step.clone() });
    }
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
