//! One run of a scenario.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use experiment::{Choosing, Kit};
use sim_engine::{Candidate, Chooser, Engine, NodeId, Part, Record, Transcript};
use sim_env::Seed;

use crate::aware;
use crate::contact::{Contact, ContactOptions};
use crate::device::{Device, DeviceOptions, In};
use crate::model::{RunOptions, Scenario, Setting};
use crate::part::{ContactPart, DevicePart, Ports, QueuePart};
use crate::server::Queue;
use crate::session;
use crate::setup::setup;
use crate::storage::Databases;
use crate::store::Store;
use crate::system::{self, Command, Message, NotDone, SiblingSync};
use crate::vocabulary::{
    Action, ContactName, ContactView, DeviceName, DeviceView, Note, QueueKey, Repair, Step, Storage,
};
use crate::{Ms, listed};

/// Virtual time at which runs begin, in Unix seconds: 2026-06-15.
const START: u64 = 1_781_481_600;

/// Milliseconds of a day.
const DAY_MS: u64 = 86_400_000;

/// How long something is under way, where time decides.
const LATENCY: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(50));

/// Why there was no run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// The scenario has no such variant.
    #[error("`{0}` has no variant `{1}`")]
    Variant(String, String),
    /// The scenario has no such order.
    #[error("`{0}` has no order `{1}`")]
    Order(String, String),
    /// A step could not be carried out.
    #[error("step {number}{} of `{scenario}` cannot be carried out: {why}", label.as_ref().map(|label| format!(" (`{label}`)")).unwrap_or_default())]
    Step {
        /// Of which scenario.
        scenario: String,
        /// Place in the file, from 1.
        number: usize,
        /// Its label.
        label: Option<String>,
        /// Why.
        why: NotDone,
    },
    /// Somebody could not begin, or could not say at the end what it came to.
    #[error("`{0}` cannot be played: {1}")]
    Cast(String, NotDone),
    /// A database could not be made, or could not be used.
    #[error("no database: {0}")]
    Database(String),
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
    /// What it was like.
    pub setting: Setting,
    /// Everything that happened.
    pub transcript: Transcript<SiblingSync>,
    /// Names of participants, by [`NodeId`].
    pub names: Vec<String>,
    /// What devices came to.
    pub devices: BTreeMap<DeviceName, DeviceView>,
    /// What contacts came to.
    pub contacts: BTreeMap<ContactName, ContactView>,
}

/// Runs a scenario: a function of the scenario, the options and this program.
///
/// # Errors
/// See [`RunError`].
pub fn simulate(scenario: &Scenario, options: &RunOptions) -> Result<Run, RunError> {
    SiblingSync::run(scenario, options)
}

/// As [`simulate`], with a chooser for some of the steps. `None` if it gave the run up.
///
/// # Errors
/// See [`RunError`].
pub fn simulate_with(
    scenario: &Scenario,
    options: &RunOptions,
    choosing: Option<Choosing<SiblingSync>>,
) -> Result<Option<Run>, RunError> {
    let unknown = || RunError::Variant(scenario.id.clone(), options.variant.to_string());
    let setting = scenario.setting(options).ok_or_else(unknown)?;
    if let Some(name) = options.order.as_ref().filter(|name| !scenario.orders.contains_key(*name)) {
        return Err(RunError::Order(scenario.id.clone(), name.clone()));
    }
    let seed = options.seed.unwrap_or_else(|| Seed::from(scenario.seed.unwrap_or(1)));
    aware::warm_up();
    let databases = match setting.storage {
        Storage::Memory => Databases::in_memory(),
        Storage::File => Databases::in_files().map_err(RunError::Database)?,
    };
    sim_env::run(seed, START, || {
        // The thread's generator is drawn by nobody who takes part.
        drop(rand_0_10::rng());
        World::new(scenario, options, setting, &databases, seed, choosing)?.play()
    })?
}

struct World<'a> {
    scenario: &'a Scenario,
    options: &'a RunOptions,
    setting: Setting,
    engine: Engine<SiblingSync>,
    devices: BTreeMap<DeviceName, NodeId>,
    contacts: BTreeMap<ContactName, NodeId>,
    choosing: Option<Choosing<SiblingSync>>,
    last_choice: Option<usize>,
}

impl<'a> World<'a> {
    fn new(
        scenario: &'a Scenario,
        options: &'a RunOptions,
        setting: Setting,
        databases: &Databases,
        seed: Seed,
        choosing: Option<Choosing<SiblingSync>>,
    ) -> Result<Self, RunError> {
        if let Some(aware) = &setting.body.aware {
            let mut engine = Engine::new(LATENCY.0, LATENCY.1);
            let (devices, contacts) = aware::cast(&mut engine, &setting.body, aware);
            let last_choice = choosing.as_ref().map(|(steps, _)| *steps.end());
            return Ok(Self { scenario, options, setting, engine, devices, contacts, choosing, last_choice });
        }
        let setup = setup(seed, &setting);
        let mut engine = Engine::new(LATENCY.0, LATENCY.1);
        let mut queues = BTreeMap::new();
        for key in keys(&setting) {
            let queue = Queue::new(key.clone(), setting.server, setting.slips.clone());
            let part = QueuePart::new(key.clone(), queue, setting.server);
            queues.insert(key.clone(), engine.add(&format!("queue/{key}"), Box::new(part)));
        }
        let (mut devices, mut contacts) = (BTreeMap::new(), BTreeMap::new());
        let device_options = device_options(scenario, &setting);
        for (name, beginning) in &setup.devices {
            let path = databases.path(name);
            let store = Store::new(path.as_deref(), setting.repairs.has(Repair::Mr2));
            let store = store.map_err(|error| RunError::Database(error.to_string()))?;
            beginning.write(&store);
            let options = DeviceOptions { missing: missing(&setting, name), ..device_options.clone() };
            let device = Device::new(name, options, store);
            let ports = Ports::new(seen_by(&queues, name));
            devices.insert(name.clone(), engine.add(name, Box::new(DevicePart::new(device, ports))));
        }
        for (name, (account, sessions)) in &setup.contacts {
            let account = session::unpickle_account(account).expect("it was pickled here");
            let options = contact_options(&setting, name);
            let contact = Contact::new(name, options, account, sessions.clone(), START * 1000);
            let ports = Ports::new(seen_by(&queues, name));
            contacts.insert(name.clone(), engine.add(name, Box::new(ContactPart::new(contact, ports))));
        }
        let clients: BTreeMap<_, _> =
            devices.iter().chain(&contacts).map(|(name, node)| (*node, name.clone())).collect();
        for node in queues.values() {
            if let Some(queue) = engine.participant_mut::<QueuePart>(*node) {
                queue.know(clients.clone());
            }
        }
        let last_choice = choosing.as_ref().map(|(steps, _)| *steps.end());
        Ok(Self { scenario, options, setting, engine, devices, contacts, choosing, last_choice })
    }

    /// Everybody connects and polls, in no time.
    fn begin(&mut self) -> Result<(), NotDone> {
        self.engine.let_choose(Box::new(AtOnce));
        let everybody: Vec<_> = self.devices.values().chain(self.contacts.values()).copied().collect();
        everybody.into_iter().try_for_each(|node| self.tell(node, Command::Start))?;
        self.engine.run_until(sim_env::now());
        self.engine.let_time_decide();
        if let (None, Some(name)) = (&self.choosing, &self.options.order) {
            let names = self.engine.names();
            self.engine.let_choose(listed::chooser(&self.scenario.orders[name], &names));
        }
        Ok(())
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
        self.begin().map_err(|why| self.not_played(why))?;
        for step in &self.scenario.steps {
            let at = start + step.at_ms * 1_000_000;
            // Where a chooser decides, what begins in one moment begins before anything that it sends arrives.
            if !self.engine.is_choosing() || at > sim_env::now() {
                self.engine.run_until(at);
            }
            self.let_choose(step.index.saturating_add(1));
            let Step { index, label, action, .. } = step.clone();
            self.engine.transcript.step(self.engine.uptime(), system::Step { index, label, action });
            self.perform(step).map_err(|why| self.not_done(step, why))?;
        }
        self.engine.run_until(start + self.scenario.end_ms * 1_000_000);
        if self.engine.is_given_up() {
            return Ok(None);
        }
        self.databases_hold()?;
        for node in self.devices.values().copied().collect::<Vec<_>>() {
            self.tell(node, Command::End).map_err(|why| self.not_played(why))?;
        }
        Ok(Some(self.end()))
    }

    /// # Errors
    /// A device could not use its database.
    fn databases_hold(&self) -> Result<(), RunError> {
        for (name, node) in &self.devices {
            let part = self.engine.participant::<DevicePart>(*node);
            if let Some(why) = part.and_then(|part| part.device().failure()) {
                return Err(RunError::Database(format!("{name}: {why}")));
            }
        }
        Ok(())
    }

    fn not_done(&self, step: &Step, why: NotDone) -> RunError {
        let (scenario, number) = (self.scenario.id.clone(), step.index.saturating_add(1));
        RunError::Step { scenario, number, label: step.label.clone(), why }
    }

    fn not_played(&self, why: NotDone) -> RunError {
        RunError::Cast(self.scenario.id.clone(), why)
    }

    fn end(self) -> Run {
        let names = self.engine.names();
        let view = |(name, node): (&ContactName, &NodeId)| {
            let plain = self.engine.participant::<ContactPart>(*node).map(|part| part.contact().view());
            let aware = || self.engine.participant::<aware::DevicePart>(*node).map(aware::DevicePart::contact);
            Some((name.clone(), plain.or_else(aware)?))
        };
        let contacts = self.contacts.iter().filter_map(view).collect();
        let ended = self.engine.transcript.entries.iter().filter_map(|entry| match &entry.record {
            Record::Note(node, Note::End(view)) => Some((names[node.0].clone(), (**view).clone())),
            _ => None,
        });
        let devices = ended.collect();
        Run {
            scenario: self.scenario.clone(),
            options: self.options.clone(),
            setting: self.setting,
            transcript: self.engine.transcript,
            names,
            devices,
            contacts,
        }
    }

    fn perform(&mut self, step: &Step) -> Result<(), NotDone> {
        let for_ms = |until: Ms| Duration::from_millis(until.saturating_sub(step.at_ms));
        if self.setting.body.aware.is_some() && !matches!(step.action, Action::Offline { .. }) {
            let (who, input) = aware::input(step).ok_or(NotDone::Foreign)?;
            let node = self.devices.get(who).or_else(|| self.contacts.get(who)).ok_or(NotDone::Foreign)?;
            return self.tell(*node, Command::Aware(input));
        }
        let (device, command) = match step.action.clone() {
            Action::Aware { .. } => return Err(NotDone::Foreign),
            Action::ContactSends { contact, text } => {
                return self.tell(self.contacts[&contact], Command::Write(step.uuid(), text));
            }
            Action::Type { device, peer, text } => (device, In::Type { peer, uuid: step.uuid(), text }),
            Action::Status { device, peer, uuid, state } => (device, In::Status { peer, uuid, state }),
            Action::EditPeer { device, peer, fields } => (device, In::EditPeer { peer, fields }),
            Action::EditIdentity { device, fields } => (device, In::EditIdentity(fields)),
            Action::Pair { device, with } => (device, In::Pair(with)),
            Action::Meet { device, contact } => {
                let card = self.card(&contact).ok_or(NotDone::Foreign)?;
                (device, In::Meet(contact, card))
            }
            Action::TakeOver { device, peer } => (device, In::TakeOver(peer)),
            Action::AskHistory { device, from } => (device, In::AskHistory(from)),
            Action::Repeat { device } => (device, In::Repeat),
            Action::Crash { device, point, on, down_ms } => {
                self.tell(self.devices[&device], Command::DownFor(Duration::from_millis(down_ms)))?;
                (device, In::Arm(point, on))
            }
            Action::Offline { device, until_ms } => {
                return self.tell(self.devices[&device], Command::Offline(until_ms.map(for_ms)));
            }
            Action::Destroy { device } => return self.tell(self.devices[&device], Command::Destroy),
        };
        self.tell(self.devices[&device], Command::Device(command))
    }

    fn card(&self, contact: &str) -> Option<crate::payload::Card> {
        let part = self.engine.participant::<ContactPart>(*self.contacts.get(contact)?)?;
        Some(part.contact().card())
    }

    fn tell(&mut self, who: NodeId, command: Command) -> Result<(), NotDone> {
        let op = self.engine.command(who, command);
        self.engine.finished(op).unwrap_or(Ok(()))
    }
}

/// Everything comes at once, in the order in which it was sent.
struct AtOnce;

impl Chooser<SiblingSync> for AtOnce {
    fn matters(&mut self, _: &Message) -> bool {
        false
    }

    fn choose(&mut self, _: &[Candidate], _: u64) -> Option<usize> {
        Some(0)
    }

    fn touches(&mut self, _: Part) {}

    fn quiet(&mut self) {}
}

/// The queues of a run.
fn keys(setting: &Setting) -> BTreeSet<QueueKey> {
    let mut keys: BTreeSet<_> = setting.body.devices.iter().cloned().map(QueueKey::Device).collect();
    for (name, contact) in &setting.body.contacts {
        keys.insert(QueueKey::Contact(name.clone()));
        keys.insert(QueueKey::User(name.clone(), None));
        if contact.apart {
            let own = |device: &DeviceName| QueueKey::User(name.clone(), Some(device.clone()));
            keys.extend(contact.known_by.iter().map(own));
        }
    }
    keys
}

/// The queues that somebody may push to or poll: a contact knows its own and those of the user, a device those of no other's own.
fn seen_by(queues: &BTreeMap<QueueKey, NodeId>, who: &str) -> BTreeMap<QueueKey, NodeId> {
    let is_contact = queues.contains_key(&QueueKey::Contact(who.to_owned()));
    let of_contact = |key: &QueueKey| match key {
        QueueKey::Contact(contact) | QueueKey::User(contact, _) => contact == who,
        QueueKey::Device(_) => false,
    };
    let of_device = |key: &QueueKey| !matches!(key, QueueKey::User(_, Some(device)) if device != who);
    let seen = queues.iter().filter(|(key, _)| if is_contact { of_contact(key) } else { of_device(key) });
    seen.map(|(key, node)| (key.clone(), *node)).collect()
}

fn device_options(scenario: &Scenario, setting: &Setting) -> DeviceOptions {
    let body = &setting.body;
    // MR-12: the window covers what the server keeps and the longest time that anybody is away.
    let away = scenario.steps.iter().map(|step| match step.action {
        Action::Offline { until_ms: Some(until), .. } => until.saturating_sub(step.at_ms),
        Action::Crash { down_ms, .. } => down_ms,
        _ => 0,
    });
    let window = setting.server.retention_days + away.max().unwrap_or_default().div_ceil(DAY_MS) + 1;
    let wide = setting.repairs.has(Repair::Mr12);
    DeviceOptions {
        readings: setting.readings,
        repairs: setting.repairs.clone(),
        flood: body.flood && setting.repairs.has(Repair::Mr5),
        backfill: body.backfill,
        missing: BTreeSet::new(),
        prune_days: if wide { body.prune_days.max(window) } else { body.prune_days },
        slips: setting.slips.clone(),
    }
}

/// Pairs that this device lacks in the graph that the run begins with. A device that is in no pair yet is paired later.
fn missing(setting: &Setting, device: &str) -> BTreeSet<(DeviceName, DeviceName)> {
    let paired = &setting.body.paired;
    let is_in = |name: &str| paired.iter().any(|(a, b)| a == name || b == name);
    let others = setting.body.devices.iter().filter(|other| *other != device && is_in(other) && is_in(device));
    let pair = |other: &DeviceName| (other.as_str().min(device).to_owned(), other.as_str().max(device).to_owned());
    others.map(pair).filter(|pair| !paired.contains(pair)).collect()
}

fn contact_options(setting: &Setting, name: &str) -> ContactOptions {
    ContactOptions {
        acknowledges: setting.body.contacts.get(name).is_some_and(|contact| contact.acknowledges),
        by_uuid: setting.repairs.has(Repair::Mr14),
    }
}
