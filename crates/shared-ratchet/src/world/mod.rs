//! A world: devices, their links, what holds messages back, and the script.

mod faults;
mod perform;
mod waiting;

use std::collections::BTreeMap;
use std::time::Duration;

use experiment::Choosing;
use sim_engine::{Engine, NodeId, RuleId};
use sim_env::Actor;

use crate::binding::{Vault, introduce};
use crate::leader::{Claim, LeaderOptions, Outbox};
use crate::model::{Action, Delivery, Scenario, Setting, Strategy};
use crate::part::{DevicePart, Lead, Role, Seating};
use crate::run::{End, Run, RunError, RunOptions, START};
use crate::system::{self, Command, Mark, NANOS_PER_MS, NotDone, Parcel, SharedRatchet};
use crate::tree::{Device, User};

pub(crate) struct World<'a> {
    scenario: &'a Scenario,
    options: &'a RunOptions,
    setting: Setting,
    engine: Engine<SharedRatchet>,
    places: BTreeMap<Device, NodeId>,
    outbox: Option<NodeId>,
    /// What holds which parcel back on its way to whom; the outbox is nobody.
    waits: BTreeMap<(Parcel, Option<Device>), (String, RuleId)>,
    /// Faults in force by name, the oldest first.
    faults: BTreeMap<String, Vec<RuleId>>,
    removed: Vec<Device>,
    choosing: Option<Choosing<SharedRatchet>>,
    last_choice: Option<usize>,
}

impl<'a> World<'a> {
    pub fn new(
        scenario: &'a Scenario,
        options: &'a RunOptions,
        setting: Setting,
        choosing: Option<Choosing<SharedRatchet>>,
    ) -> Result<Self, RunError> {
        let devices = scenario.devices();
        let places: BTreeMap<Device, NodeId> = devices.iter().copied().zip((0..).map(NodeId)).collect();
        let last_choice = choosing.as_ref().map(|(steps, _)| *steps.end());
        let leader = if let Strategy::Leader(options) = setting.strategy { Some(options) } else { None };
        let outbox = leader.map(|_| NodeId(devices.len()));
        let engine = Engine::new(Duration::ZERO, Duration::ZERO);
        let mut world = Self {
            scenario,
            options,
            setting,
            engine,
            places,
            outbox,
            waits: BTreeMap::new(),
            faults: BTreeMap::new(),
            removed: Vec::new(),
            choosing,
            last_choice,
        };
        world.seat()?;
        world.meet(leader);
        Ok(world)
    }

    /// Every device with a copy of its user's sessions.
    fn seat(&mut self) -> Result<(), RunError> {
        let roots = self.setting.policy.first_roots();
        let (a, b) = Actor::register("introduction").enter(|| introduce(roots))?;
        for device in self.scenario.devices() {
            let vault = if device.user == User::A { a.clone() } else { b.clone() };
            let part = self.device(device, vault);
            self.engine.add(&device.to_string(), Box::new(part));
        }
        if let (Strategy::Leader(options), Some(_)) = (self.setting.strategy, self.outbox) {
            let senders = self.places.iter().filter(|(device, _)| device.user == User::A);
            let senders = senders.map(|(device, place)| (*place, *device)).collect();
            let receivers = self.places.clone().into_iter().filter(|(device, _)| device.user == User::B).collect();
            let until = START * 1_000 + options.lease_ms;
            let first = Claim { holder: Device::new(User::A, 1), epoch: 1, until };
            let outbox = Outbox::new(options.fencing, senders, receivers, first).with_slip(self.setting.slip);
            self.engine.add(Outbox::NAME, Box::new(outbox));
        }
        Ok(())
    }

    fn device(&self, me: Device, vault: Vault) -> DevicePart {
        let holder = Device::new(User::A, 1);
        let (slip, fans_out) = (self.setting.slip, self.setting.strategy == Strategy::FanOut);
        let role = match self.setting.strategy {
            Strategy::FanOut if me == holder => Role::Holder,
            Strategy::FanOut if me.user == User::A => Role::Behind(holder),
            Strategy::Leader(options) if me.user == User::A => {
                let outbox = self.outbox.unwrap_or(NodeId(self.places.len()));
                Role::Led(Box::new(Lead::new(me, options, outbox, START * 1_000, slip)))
            }
            _ => Role::Free,
        };
        // Behind the one device with a session nobody is known to the other user.
        let hidden = |other: &Device| {
            let behind = |device: Device| fans_out && device.user == User::A && device != holder;
            me.user != other.user && (behind(me) || behind(*other))
        };
        let roster = self.places.iter().filter(|(other, _)| **other != me && !hidden(other));
        let roster = roster.map(|(device, place)| (*device, *place)).collect();
        DevicePart::new(Seating { me, roster, policy: self.setting.policy.clone(), vault, role, slip })
    }

    /// Links come up in no time; from then on they take what the scenario says.
    fn meet(&mut self, leader: Option<LeaderOptions>) {
        for (device, ahead) in &self.scenario.clocks {
            self.engine.set_skew(self.places[device], ahead * 1_000_000);
        }
        for place in self.places.values().copied().chain(leader.and(self.outbox)) {
            self.engine.command(place, Command::Meet);
        }
        self.engine.run_until(sim_env::now());
        match self.scenario.delivery {
            Delivery::Script => self.hold_everything(),
            Delivery::Links { latency_ms: (least, most), jitter_ms } => {
                let range = Duration::from_millis(least)..=Duration::from_millis(most);
                let all: Vec<NodeId> = self.places.values().copied().chain(self.outbox).collect();
                for from in &all {
                    for to in all.iter().filter(|to| *to != from) {
                        self.engine.set_latency(*from, *to, range.clone());
                    }
                }
                self.jitter(jitter_ms);
            }
        }
    }

    pub fn play(mut self) -> Result<Option<Run>, RunError> {
        let start = sim_env::now();
        for step in &self.scenario.steps {
            let at = start + step.at_ms * NANOS_PER_MS;
            // Where a chooser decides, what begins in one moment begins before anything that it sends arrives.
            if !self.engine.is_choosing() || at > sim_env::now() {
                self.engine.run_until(at);
            }
            self.let_choose(step.index.saturating_add(1));
            let uptime = self.engine.uptime();
            let (what, marks) = (step.action.to_string(), mark(&step.action));
            self.engine.transcript.step(uptime, system::Step { index: step.index, what, marks });
            self.perform(&step.action).map_err(|why| RunError::Step { index: step.index, why })?;
        }
        self.engine.run_until(start + self.scenario.end_ms() * NANOS_PER_MS);
        if self.engine.is_given_up() { Ok(None) } else { Ok(Some(self.finish())) }
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

    fn finish(self) -> Run {
        let end = |(device, place): (&Device, &NodeId)| {
            let part = self.engine.participant::<DevicePart>(*place)?;
            let (pickles, bytes) = (part.vault().nodes().count(), part.vault().size());
            Some((*device, End { selects: part.selects(), pickles, bytes }))
        };
        Run {
            ends: self.places.iter().filter_map(end).collect(),
            devices: self.places.iter().map(|(device, place)| (*place, *device)).collect(),
            scenario: self.scenario.clone(),
            options: self.options.clone(),
            names: self.engine.names(),
            took: self.engine.uptime(),
            setting: self.setting,
            transcript: self.engine.transcript,
        }
    }

    fn part(&self, device: Device) -> Result<&DevicePart, NotDone> {
        self.engine.participant(self.places[&device]).ok_or(NotDone::Foreign)
    }

    fn tell(&mut self, device: Device, command: Command) -> Result<(), NotDone> {
        let op = self.engine.command(self.places[&device], command);
        self.engine.finished(op).unwrap_or(Ok(()))
    }
}

/// What an observer must know of an action.
fn mark(action: &Action) -> Mark {
    match action {
        Action::Round(round) => Mark::Round(*round),
        Action::Destroy(device) => Mark::Gone(*device),
        Action::Check(check) => Mark::Check(*check),
        _ => Mark::None,
    }
}
