//! Devices around a table: what one publishes, the others get when the test says so.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{SystemTime, UNIX_EPOCH};

use adopted::group::{Group, Now, Phase, Verdict};
use adopted::key_package::Wish;
use adopted::message::Content;
use adopted::welcome::Arrival;
use adopted::{Account, Effect, Engine, Facts, Intent, MessageId, NewGroup, Settings};
use nostr::{Event, EventBuilder, Keys, Kind, PublicKey, SecretKey, UnsignedEvent};

/// Seconds since 1970 on the clock that openmls reads.
pub fn unix() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

/// The keys of account number `n`, from 1.
pub fn account(n: u8) -> Keys {
    let mut secret = [0; 32];
    secret[31] = n;
    Keys::new(SecretKey::from_slice(&secret).expect("a small number is a key"))
}

pub fn id(n: u8) -> Account {
    account(n).public_key().into()
}

/// What every test group is.
pub fn new_group() -> NewGroup {
    NewGroup {
        profile: Some(("trip".to_owned(), String::new())),
        relays: vec!["wss://relay-a.example".to_owned()],
        ..NewGroup::default()
    }
}

/// A payload of kind 9.
pub fn chat(author: PublicKey, text: &str, at: u64) -> UnsignedEvent {
    EventBuilder::new(Kind::from(9), text).custom_created_at(nostr::Timestamp::from_secs(at)).build(author)
}

/// One device, and everything that it told its user.
pub struct Device {
    pub engine: Engine,
    pub keys: Keys,
    pub told: Vec<Effect>,
    /// Answers of relays are held back, so that own commits stay under way.
    pub unanswered: bool,
    /// It neither gets nor publishes anything.
    pub offline: bool,
    outbox: Vec<Event>,
    unacknowledged: Vec<(String, MessageId)>,
    got: usize,
    mail: Vec<Arrival>,
}

/// Devices, the wire, and one clock.
pub struct World {
    pub devices: Vec<Device>,
    pub wire: Vec<Event>,
    pub ms: u64,
    pub started: u64,
    pub group: String,
}

impl World {
    /// One device for each number; equal numbers are devices of one account.
    pub fn of(accounts: &[u8]) -> Self {
        Self::with(accounts, &Settings::default())
    }

    pub fn with(accounts: &[u8], settings: &Settings) -> Self {
        let device = |n: &u8| Device {
            engine: Engine::new(account(*n), settings.clone()).expect("a device"),
            keys: account(*n),
            told: Vec::new(),
            unanswered: false,
            offline: false,
            outbox: Vec::new(),
            unacknowledged: Vec::new(),
            got: 0,
            mail: Vec::new(),
        };
        Self {
            devices: accounts.iter().map(device).collect(),
            wire: Vec::new(),
            ms: 0,
            started: unix(),
            group: String::new(),
        }
    }

    /// The first device founds a group with all others, and everybody joins.
    pub fn together(accounts: &[u8]) -> Self {
        Self::together_with(accounts, &Settings::default())
    }

    pub fn together_with(accounts: &[u8], settings: &Settings) -> Self {
        let mut world = Self::with(accounts, settings);
        let invited: Vec<Event> = (1..accounts.len()).map(|device| world.key_package(device)).collect();
        let now = world.now();
        world.group = world.devices[0].engine.found(&new_group(), invited, now).expect("a group");
        world.exchange();
        world
    }

    pub fn now(&self) -> Now {
        Now { monotonic: self.ms, unix: self.started + self.ms / 1000 }
    }

    pub fn key_package(&mut self, device: usize) -> Event {
        self.key_package_with(device, |_| {})
    }

    pub fn key_package_with(&mut self, device: usize, change: impl FnOnce(&mut Wish)) -> Event {
        let mut wish = Wish::new(format!("{:064x}", device + 1), self.now().unix);
        change(&mut wish);
        self.devices[device].engine.new_key_package(&wish).expect("a KeyPackage")
    }

    pub fn group_of(&self, device: usize) -> &Group {
        self.devices[device].engine.group(&self.group).expect("a group")
    }

    pub fn commit(&mut self, device: usize, intent: Intent) -> Option<MessageId> {
        self.try_commit(device, intent).expect("a commit")
    }

    pub fn try_commit(
        &mut self,
        device: usize,
        intent: Intent,
    ) -> Result<Option<MessageId>, adopted::GroupError<adopted::group::CommitError>> {
        let (now, group) = (self.now(), self.group.clone());
        let made = self.devices[device].engine.commit(&group, intent, now);
        self.collect(device);
        made
    }

    pub fn say(&mut self, device: usize, text: &str) -> Option<MessageId> {
        let (now, group) = (self.now(), self.group.clone());
        let event = chat(self.devices[device].keys.public_key(), text, now.unix);
        let sent = self.devices[device].engine.send(&group, event, now).expect("a message");
        self.collect(device);
        sent
    }

    pub fn leave(&mut self, device: usize) {
        let (now, group) = (self.now(), self.group.clone());
        self.devices[device].engine.leave(&group, now).expect("a departure");
        self.collect(device);
    }

    /// The device stops, keeps what it saved, and starts again: through the bytes of a file, and with a new generator.
    pub fn restart(&mut self, device: usize) {
        let saved = serde_json::to_string(&self.devices[device].engine.save()).expect("it is saved");
        self.restart_from(device, &saved);
    }

    pub fn restart_from(&mut self, device: usize, saved: &str) {
        let saved = serde_json::from_str(saved).expect("it is read");
        self.devices[device].engine = Engine::restore(self.devices[device].keys.clone(), saved, self.now());
    }

    pub fn ingest(&mut self, device: usize, event: &Event) -> Verdict {
        let now = self.now();
        let verdict = self.devices[device].engine.ingest(event, now);
        self.collect(device);
        verdict
    }

    /// Takes a device's effects: events go to its outbox, commits are acknowledged unless the device waits for answers.
    pub fn collect(&mut self, device: usize) {
        for (group, effect) in self.devices[device].engine.effects() {
            match &effect {
                Effect::Publish { event, .. } => self.devices[device].outbox.push(event.clone()),
                Effect::Welcome { account, rumor, .. } => self.mail(device, *account, rumor.clone()),
                _ => {}
            }
            if let Effect::Publish { message, content: adopted::message::Content::Commit, .. } = &effect
                && !self.devices[device].unanswered
            {
                self.devices[device].unacknowledged.push((group, *message));
            }
            self.devices[device].told.push(effect);
        }
        self.answer(device);
    }

    /// Relays answer a device that is online.
    fn answer(&mut self, device: usize) {
        if !self.devices[device].offline {
            for (group, commit) in std::mem::take(&mut self.devices[device].unacknowledged) {
                // An event that went out twice, before and after a restart, is answered twice.
                let _ = self.devices[device].engine.acknowledge(&group, commit);
            }
        }
    }

    /// What a device wanted to publish and did not yet, nobody ever gets.
    pub fn lose_outbox(&mut self, device: usize) {
        self.devices[device].outbox.clear();
    }

    fn mail(&mut self, from: usize, to: Account, rumor: UnsignedEvent) {
        let seal_author = self.devices[from].keys.public_key();
        for device in self.devices.iter_mut().filter(|device| device.engine.account() == to) {
            let receiver = device.keys.public_key();
            device.mail.push(Arrival { receiver, seal_author, rumor: rumor.clone() });
        }
    }

    /// Everybody who is online publishes, gets everything, and does what is due; no time passes.
    pub fn exchange(&mut self) {
        loop {
            for device in 0..self.devices.len() {
                self.tick(device);
                if !self.devices[device].offline {
                    let out = std::mem::take(&mut self.devices[device].outbox);
                    self.wire.extend(out);
                }
            }
            let busy = (0..self.devices.len()).filter(|device| self.receive(*device)).count();
            if busy == 0 && self.devices.iter().all(|device| device.offline || device.outbox.is_empty()) {
                return;
            }
        }
    }

    pub fn tick(&mut self, device: usize) {
        self.answer(device);
        let now = self.now();
        self.devices[device].engine.tick(now);
        self.collect(device);
    }

    /// A device gets its mail and all events that it has not got; true if there were any.
    pub fn receive(&mut self, device: usize) -> bool {
        if self.devices[device].offline {
            return false;
        }
        let mail = std::mem::take(&mut self.devices[device].mail);
        let joined = mail.iter().filter(|arrival| self.devices[device].engine.join(arrival).is_ok()).count();
        let new: Vec<Event> = self.wire[self.devices[device].got..].to_vec();
        self.devices[device].got = self.wire.len();
        for event in &new {
            let _ = self.ingest(device, event);
        }
        joined > 0 || !new.is_empty()
    }

    /// Lets time pass until nothing is due any more.
    pub fn settle(&mut self) {
        for _ in 0..200 {
            self.exchange();
            let online = self.devices.iter().filter(|device| !device.offline);
            let Some(next) = online.filter_map(|device| device.engine.deadline()).min() else { return };
            self.ms = self.ms.max(next);
        }
        panic!("it never settles");
    }

    pub fn texts(&self, device: usize) -> Vec<String> {
        let mut shown: BTreeMap<MessageId, String> = BTreeMap::new();
        let mut order = Vec::new();
        for effect in &self.devices[device].told {
            match effect {
                Effect::Delivered { message, event, .. } => {
                    shown.insert(*message, event.content.clone());
                    order.push(*message);
                }
                Effect::Withdrawn { message } => drop(shown.remove(message)),
                _ => {}
            }
        }
        let mut seen = BTreeSet::new();
        order.into_iter().filter(|id| seen.insert(*id)).filter_map(|id| shown.get(&id).cloned()).collect()
    }

    /// All devices that are members are settled, and equal by CV-11. Who is a member, the device that got farthest says: a member
    /// whose removal won may not have been able to see it win.
    pub fn assert_equal(&self) {
        let joined = |device: &usize| self.devices[*device].engine.group(&self.group).is_some();
        let devices: Vec<usize> = (0..self.devices.len()).filter(joined).collect();
        let over = |device: &&usize| matches!(self.group_of(**device).phase(), Phase::Removed);
        let farthest = devices.iter().filter(|device| !over(device));
        let first = farthest.max_by_key(|device| self.group_of(**device).facts().epoch).expect("a live member");
        let first = self.group_of(*first);
        for device in devices {
            let group = self.group_of(device);
            let who = format!("device {device}, {}", self.devices[device].engine.account());
            if first.facts().members.iter().any(|member| member.signature_key == group.key().public()) {
                assert!(group.is_settled() || first.facts().disbanded, "{who} is in {:?}", group.phase());
                assert_eq!(first.id(), group.id(), "{who}");
                // All but the index of the own leaf is the same for everybody, the commitment among it.
                let shared = |facts: &Facts| {
                    let mut facts = facts.clone();
                    facts.own_leaf = None;
                    facts
                };
                assert_eq!(shared(first.facts()), shared(group.facts()), "{who}");
                assert_same_dispositions(first, group, &who);
            } else {
                let stays_behind = group.is_settled() && group.facts().epoch <= first.facts().epoch + 1;
                assert!(stays_behind || matches!(group.phase(), Phase::Removed), "{who} is in {:?}", group.phase());
            }
        }
    }

    /// openmls itself refuses a second message with one generation. So everything that each State opened is opened once more, on
    /// one copy for all, as an ordinary receiver would.
    pub fn assert_no_generation_twice(&self) {
        for device in 0..self.devices.len() {
            let engine = &self.devices[device].engine;
            let group = engine.group(&self.group).expect("a group");
            for state in group.tree().iter() {
                let (provider, mut copy) = state.scratch(engine.crypto(), group.id()).expect("a copy");
                let opened = group.inputs().values().filter(|input| !input.own);
                let here = opened.filter(|input| input.opened.as_ref().is_some_and(|opened| opened.state == state.id));
                for input in here {
                    copy.process_message(&provider, input.message.protocol().expect("a message"))
                        .expect("every generation is used once");
                }
            }
        }
    }
}

/// What two members both know became the same for both. Only a payload that came to one of them too late is stale for that one.
fn assert_same_dispositions(one: &Group, other: &Group, who: &str) {
    use adopted::group::Disposition::{Accepted, Stale};
    for (id, input) in one.inputs() {
        let Some(known) = other.inputs().get(id) else { continue };
        let late = [input.disposition, known.disposition].iter().all(|found| matches!(found, Accepted | Stale));
        let same = input.disposition == known.disposition || (late && input.message.content == Content::Payload);
        assert!(
            same,
            "{who}: {:?} of epoch {} is {:?} and {:?}",
            input.message.content, input.message.epoch, input.disposition, known.disposition
        );
    }
}
