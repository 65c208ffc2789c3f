//! Carries out the steps of a scenario on a world.

mod carry;
mod failing;
mod settle;

use std::collections::BTreeMap;
use std::time::Duration;

use experiment::Choosing;
use nostr::{PublicKey, RelayUrl};
use rand::Rng;
use sim_device::{Backup, Command, DeviceView, GroupChange, Invitee, Membership};
use sim_env::UnixNanos;

use crate::faults::{self, InForce};
use crate::model::{Action, ClientId, Scenario, Span, Step};
use crate::world::{DeviceNode, Marmot, Place, RelayNode, ScriptEntry, StepFailure, Wire, World};
use carry::{OFFER_LASTS, siblings};
use failing::Failures;
use sim_engine::{Blocker, NodeId, OpId, Part, Record};

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
    backups: BTreeMap<String, Backup>,
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
            over.collect::<Vec<_>>().iter().for_each(|name| self.end_fault(name, true));
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
    fn parallel(&mut self, outer: Place, steps: &[Step]) {
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
        match &step.action {
            Action::Advance(span) => self.advance_to(self.world.later((*span).into())),
            Action::Settle(limit) => self.settle((*limit).into()),
            Action::Parallel(steps) => self.parallel(place, steps),
            Action::Fault(fault) => self.fault(fault),
            Action::Lift { fault } if !self.faults.contains_key(fault) => {
                self.fail(place, StepFailure::NothingToLift { fault: fault.clone() });
            }
            Action::Lift { fault } => self.end_fault(fault, false),
            Action::SetRelay { relay, set, skew } => self.set_relay(relay, set, *skew),
            Action::Assert { .. } => self.assert_later(&step.action),
            action => return self.device_step(place, step.device.as_deref()?, action),
        }
        None
    }

    fn device_step(&mut self, place: Place, device: &str, action: &Action) -> Option<OpId> {
        let id = *self.world.devices.get(device)?;
        self.world.engine.touch(Part::Participant(id));
        match action {
            Action::Skew { seconds } => self.world.engine.set_skew(id, seconds * 1_000_000_000),
            Action::Backup { name } => match self.stored(device) {
                Ok(backup) => _ = self.backups.insert(name.clone(), backup),
                Err(failure) => self.fail(place, failure),
            },
            Action::Restore { name } => {
                let backup = self.backups.get(name).cloned();
                let backup = backup.ok_or_else(|| StepFailure::NoBackup { name: name.clone() });
                return self.restore(place, id, backup);
            }
            Action::Clone { from } => {
                let backup = self.stored(from);
                return self.restore(place, id, backup);
            }
            Action::Replay { kinds, relay } => {
                if !self.replay(id, kinds, relay.as_deref()) {
                    self.fail(place, StepFailure::NothingToReplay);
                }
            }
            Action::Offer { to, arrives, .. } => {
                let op = self.world.engine.command(id, self.command(action)?);
                self.carry(id, to, *arrives, None);
                return Some(op);
            }
            Action::Sponsor { of, arrives, late } => {
                let op = self.world.engine.command(id, self.command(action)?);
                self.carry(id, of, *arrives, *late);
                return Some(op);
            }
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
            Action::Extension { runs } => Command::Extension { runs: *runs },
            Action::Crash { at } => Command::Crash(*at),
            Action::Reinstall { client_id } => Command::Reinstall { keep_client_id: *client_id == ClientId::Stale },
            Action::Offline => Command::GoOffline,
            Action::Online => Command::GoOnline,
            Action::CreateGroup { group, invite, admins, relays, use_after } => Command::CreateGroup {
                group: group.clone(),
                invite: self.invitees(invite, span(use_after)),
                relays: match relays {
                    Some(names) => self.relay_urls(names),
                    None => self.world.urls.values().cloned().collect(),
                },
                admins: self.keys_of(admins),
            },
            Action::Invite { group, invite, use_after } => {
                Command::Invite { group: group.clone(), invite: self.invitees(invite, span(use_after)) }
            }
            Action::RemoveAccount { group, account } => {
                Command::RemoveAccount { group: group.clone(), account: *self.world.accounts.get(account)? }
            }
            Action::SignOut { deletes } => Command::SignOut(*deletes),
            Action::MoveRelays { relays, key_package_relays } => Command::MoveRelays {
                relays: self.relay_urls(relays),
                key_package_relays: self.relay_urls(key_package_relays.as_ref().unwrap_or(relays)),
            },
            Action::Accept { group } => Command::Accept { group: group.clone() },
            Action::Decline { group } => Command::Decline { group: group.clone() },
            Action::UpdateGroup { group, title, relays, admins } => {
                let relays = relays.as_ref().map(|names| self.relay_urls(names));
                let admins = admins.as_ref().map(|names| self.keys_of(names));
                let change = GroupChange::Update { title: title.clone(), relays, admins };
                Command::ChangeGroup { group: group.clone(), change }
            }
            Action::Promote { group, account } => {
                let change = GroupChange::Promote(*self.world.accounts.get(account)?);
                Command::ChangeGroup { group: group.clone(), change }
            }
            Action::Demote { group, account } => {
                let change = GroupChange::Demote(*self.world.accounts.get(account)?);
                Command::ChangeGroup { group: group.clone(), change }
            }
            Action::Disband { group } => Command::ChangeGroup { group: group.clone(), change: GroupChange::Disband },
            Action::AllowSiblings { group } => siblings(group, true),
            Action::ForbidSiblings { group } => siblings(group, false),
            Action::RemoveDevice { group, of } => {
                Command::RemoveLeaves { group: group.clone(), signature_keys: self.leaf_keys_of(of) }
            }
            Action::Offer { groups, lasts, .. } => {
                let lasts = lasts.map_or(OFFER_LASTS, Duration::from);
                Command::Offer { groups: groups.iter().cloned().collect(), lasts }
            }
            Action::Sponsor { of, .. } => Command::Sponsor { device: of.clone() },
            Action::Leave { group } => Command::Leave { group: group.clone() },
            Action::SelfUpdate { group } => Command::SelfUpdate { group: group.clone() },
            Action::Send { group, text } => {
                Command::Send { group: group.clone(), text: text.clone(), roll_call: false }
            }
            _ => return None,
        })
    }

    fn relay_urls(&self, names: &[String]) -> Vec<RelayUrl> {
        names.iter().filter_map(|name| self.world.urls.get(name).cloned()).collect()
    }

    fn keys_of(&self, accounts: &[String]) -> Vec<PublicKey> {
        accounts.iter().filter_map(|name| self.world.accounts.get(name).copied()).collect()
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

    /// The stored state of a device.
    fn stored(&mut self, device: &str) -> Result<Backup, StepFailure> {
        let nothing = || StepFailure::NothingStored { device: device.to_owned() };
        let id = *self.world.devices.get(device).ok_or_else(nothing)?;
        self.world.engine.touch(Part::Participant(id));
        self.world.engine.participant::<DeviceNode>(id).and_then(DeviceNode::backup).ok_or_else(nothing)
    }

    fn restore(&mut self, place: Place, id: NodeId, backup: Result<Backup, StepFailure>) -> Option<OpId> {
        match backup {
            Ok(backup) => {
                self.cut_off(id);
                Some(self.world.engine.command(id, Command::Restore(backup)))
            }
            Err(failure) => {
                self.fail(place, failure);
                None
            }
        }
    }

    /// Puts before the device again what it received before. False if there is nothing.
    fn replay(&mut self, id: NodeId, kinds: &[u16], relay: Option<&str>) -> bool {
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
        let any = !again.is_empty();
        again.into_iter().for_each(|(from, message)| self.world.engine.inject(from, id, message));
        any
    }

    fn fault(&mut self, fault: &crate::model::Fault) {
        let installed = faults::install(&mut self.world, fault);
        self.faults.insert(fault.name.clone(), installed);
        self.changed = self.world.engine.transcript.entries.len();
    }

    fn end_fault(&mut self, name: &str, by_itself: bool) {
        let Some(fault) = self.faults.remove(name) else { return };
        self.note_step(ScriptEntry::FaultEnded { fault: name.to_owned(), by_itself });
        if let Some(rule) = fault.rule {
            self.world.engine.lift(rule);
        }
        for id in self.world.relays.values().copied().collect::<Vec<_>>() {
            if let Some(node) = self.world.engine.participant_mut::<RelayNode>(id) {
                node.lift(name);
            }
        }
        self.changed = self.world.engine.transcript.entries.len();
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
        self.changed = self.world.engine.transcript.entries.len();
    }

    /// The end of the budget, or of what the virtual clock can show.
    fn last_moment(&self) -> UnixNanos {
        let budget = self.scenario.budget.map_or(u64::MAX, |span| nanos(span.into()));
        self.started.saturating_add(budget).min(END_OF_TIME)
    }

    fn assert_later(&mut self, step: &Action) {
        self.checkpoint(false, Vec::new());
        self.assertions.push(Assertion { checkpoint: self.checkpoints.len() - 1, step: step.clone() });
    }
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
