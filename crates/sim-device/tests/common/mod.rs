//! Devices and relays on perfect links, for tests that need no engine: whatever is sent arrives at once, unless a rule says otherwise.

#![allow(dead_code, reason = "every test binary uses a part of it")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use marmot_rules::{Knobs, Policy, Profile};
use nostr::{Keys, PublicKey, RelayUrl};
use sim_device::{
    Behaviour, Command, CommandError, Device, DeviceConfig, Input, Invitee, KeyPackageOptions, MarmotDevice, Moment,
    Note, OpId, Output, RelayLists, Storage,
};
use sim_env::{Actor, Seed};
use sim_relay::{ClientMsg, ConnId, Personality, Relay, RelayMsg, VerifiedEvent};

/// 15 June 2026, when every run of Colony starts too.
const START: u64 = 1_781_481_600;

/// What becomes of a message on its way to a relay.
pub enum Act {
    Pass,
    /// It is lost.
    Lose,
    /// The relay refuses it in these words.
    Refuse(&'static str),
    /// The relay takes it, and its OK is lost.
    LoseOk,
}

/// Decides what becomes of a message of this device to this relay.
pub type Rule = Box<dyn FnMut(usize, &RelayUrl, &ClientMsg) -> Act>;

struct Place {
    relay: Relay,
    conns: BTreeMap<usize, ConnId>,
}

pub struct World {
    devices: Vec<(MarmotDevice, Actor)>,
    relays: BTreeMap<RelayUrl, Place>,
    inputs: VecDeque<(usize, Input)>,
    wakes: BTreeSet<(Duration, usize)>,
    uptime: Duration,
    /// By so many seconds the clocks of all devices were set back.
    pub set_back: u64,
    next_op: OpId,
    pub rule: Rule,
    pub notes: Vec<(usize, Note)>,
    pub done: BTreeMap<OpId, Result<(), CommandError>>,
    /// Every message to a relay.
    pub sent: Vec<(usize, RelayUrl, ClientMsg)>,
    /// To which device a person carries what a device hands over; nothing is carried for others.
    pub carried: BTreeMap<usize, usize>,
}

/// Runs a test with a clock of its own.
pub fn world<T: Send>(test: impl FnOnce(&mut World) -> T + Send) -> T {
    sim_device::warm_up();
    let run = || {
        test(&mut World {
            devices: Vec::new(),
            relays: BTreeMap::new(),
            inputs: VecDeque::new(),
            wakes: BTreeSet::new(),
            uptime: Duration::ZERO,
            next_op: 0,
            rule: Box::new(|_, _, _| Act::Pass),
            notes: Vec::new(),
            done: BTreeMap::new(),
            sent: Vec::new(),
            carried: BTreeMap::new(),
            set_back: 0,
        })
    };
    sim_env::run(Seed::from(7), START, run).unwrap()
}

pub fn url(name: &str) -> RelayUrl {
    RelayUrl::parse(&format!("wss://{name}.example")).unwrap()
}

impl World {
    pub fn relay(&mut self, name: &str, set: impl FnOnce(&mut Personality)) -> RelayUrl {
        let mut personality = Personality::conforming();
        set(&mut personality);
        let relay = Relay::new(url(name), personality, [0; 32]);
        self.relays.insert(url(name), Place { relay, conns: BTreeMap::new() });
        url(name)
    }

    /// A started device. It has the account's lists published if it is the account's first.
    pub fn device(&mut self, name: &str, keys: &Keys, relays: &[RelayUrl], behaviour: Behaviour) -> usize {
        self.device_by(MarmotDevice::install, name, keys, relays, behaviour)
    }

    /// The same, made by somebody else.
    pub fn device_by(
        &mut self,
        install: impl FnOnce(DeviceConfig, Moment) -> (MarmotDevice, Vec<Output>),
        name: &str,
        keys: &Keys,
        relays: &[RelayUrl],
        behaviour: Behaviour,
    ) -> usize {
        let actor = Actor::register(name);
        let lists = RelayLists { inbox: relays.to_vec(), key_packages: relays.to_vec() };
        let limit = |place: &Place| {
            let personality = place.relay.personality();
            [personality.max_limit, personality.default_limit].into_iter().flatten().min()
        };
        let config = DeviceConfig {
            name: name.to_owned(),
            keys: keys.clone(),
            relays: relays.to_vec(),
            key_package_relays: relays.to_vec(),
            list_relays: Vec::new(),
            lists: Some(lists),
            profile: Profile::Pr40,
            policy: Policy::ClientId,
            behaviour,
            knobs: Knobs::for_profile(Profile::Pr40),
            overlay: Default::default(),
            adopted: Default::default(),
            limits: self.relays.iter().filter_map(|(url, place)| Some((url.clone(), limit(place)?))).collect(),
            storage: Storage::default(),
        };
        let at = self.moment();
        let (device, outputs) = actor.enter(|| install(config, at));
        let id = self.devices.len();
        self.devices.push((device, actor));
        self.take(id, outputs);
        // Its lists may find no relay.
        let _ = self.command(id, Command::Start);
        id
    }

    pub fn publish_key_package(&mut self, id: usize) {
        self.command(id, Command::PublishKeyPackage(KeyPackageOptions::default())).unwrap();
    }

    /// Gives a command without waiting for its end.
    pub fn begin(&mut self, id: usize, command: Command) -> OpId {
        self.next_op += 1;
        let op = self.next_op;
        self.inputs.push_back((id, Input::Command(op, command)));
        self.pump();
        op
    }

    /// Gives a command and waits for two minutes.
    pub fn command(&mut self, id: usize, command: Command) -> Result<(), CommandError> {
        let op = self.begin(id, command);
        for _ in 0..120 {
            if let Some(result) = self.done.get(&op) {
                return result.clone();
            }
            self.advance(Duration::from_secs(1));
        }
        panic!("command {op} is not done");
    }

    /// Creates a group of which everybody is an admin.
    pub fn create_group(
        &mut self,
        id: usize,
        invite: &[(&str, &Keys)],
        relays: &[RelayUrl],
    ) -> Result<(), CommandError> {
        let admins = invite.iter().map(|(_, keys)| keys.public_key()).collect();
        self.create_group_with(id, invite, relays, admins)
    }

    pub fn create_group_with(
        &mut self,
        id: usize,
        invite: &[(&str, &Keys)],
        relays: &[RelayUrl],
        admins: Vec<PublicKey>,
    ) -> Result<(), CommandError> {
        let command = Command::CreateGroup {
            group: "trip".to_owned(),
            invite: invitees(invite),
            relays: relays.to_vec(),
            admins,
        };
        self.command(id, command)
    }

    pub fn invite(&mut self, id: usize, invite: &[(&str, &Keys)]) -> Result<(), CommandError> {
        self.command(id, Command::Invite { group: "trip".to_owned(), invite: invitees(invite) })
    }

    pub fn send(&mut self, id: usize, text: &str) -> Result<(), CommandError> {
        self.command(id, send(text))
    }

    pub fn self_update(&mut self, id: usize) -> Result<(), CommandError> {
        self.command(id, Command::SelfUpdate { group: "trip".to_owned() })
    }

    pub fn go_offline(&mut self, id: usize) {
        self.command(id, Command::GoOffline).unwrap();
        for place in self.relays.values_mut() {
            if let Some(conn) = place.conns.remove(&id) {
                place.relay.disconnect(conn);
            }
        }
    }

    pub fn go_online(&mut self, id: usize) {
        self.command(id, Command::GoOnline).unwrap();
    }

    /// Breaks the connection of a device to a relay.
    pub fn cut(&mut self, id: usize, relay: &RelayUrl) {
        let place = self.relays.get_mut(relay).unwrap();
        if let Some(conn) = place.conns.remove(&id) {
            place.relay.disconnect(conn);
            self.inputs.push_back((id, Input::Closed(relay.clone())));
            self.pump();
        }
    }

    /// The last group event of a device that was on its way to a relay.
    pub fn last_group_event(&self, id: usize) -> VerifiedEvent {
        let event = |(who, _, msg): &(usize, RelayUrl, ClientMsg)| match msg {
            ClientMsg::Event(event) if *who == id && is_group_event(msg) => Some(event.clone()),
            _ => None,
        };
        self.sent.iter().rev().find_map(event).expect("it has sent one")
    }

    /// Somebody else publishes this event to a relay.
    pub fn inject(&mut self, relay: &RelayUrl, event: VerifiedEvent) {
        let now = START + self.uptime.as_secs();
        let place = self.relays.get_mut(relay).unwrap();
        let (conn, _) = place.relay.connect(now);
        let outbox = place.relay.handle(now, conn, ClientMsg::Event(event));
        self.deliver(relay, outbox, false);
        self.pump();
    }

    /// One device alone is sent this group event.
    pub fn hand(&mut self, id: usize, relay: &RelayUrl, event: VerifiedEvent) {
        let of_group = |(who, _, msg): &(usize, RelayUrl, ClientMsg)| match msg {
            ClientMsg::Req { sub, .. } if *who == id && sub.as_str().starts_with("g:") => Some(sub.clone()),
            _ => None,
        };
        let sub = self.sent.iter().rev().find_map(of_group).expect("it listens to its group");
        self.inputs.push_back((id, Input::Relay(relay.clone(), RelayMsg::Event { sub, event })));
        self.pump();
    }

    pub fn get(&self, id: usize) -> &MarmotDevice {
        &self.devices[id].0
    }

    pub fn epoch(&self, id: usize) -> u64 {
        self.get(id).view().groups["trip"].state.epoch
    }

    /// Notes of one device.
    pub fn notes_of(&self, id: usize) -> impl DoubleEndedIterator<Item = &Note> {
        self.notes.iter().filter(move |(who, _)| *who == id).map(|(_, note)| note)
    }

    pub fn uptime(&self) -> Duration {
        self.uptime
    }

    /// Lets time pass.
    pub fn advance(&mut self, by: Duration) {
        let until = self.uptime + by;
        self.pump();
        while let Some((at, id)) = self.wakes.first().copied().filter(|(at, _)| *at <= until) {
            self.wakes.pop_first();
            self.uptime = self.uptime.max(at);
            sim_env::advance_to(u64::try_from(self.nanos()).unwrap());
            self.inputs.push_back((id, Input::Wake));
            self.pump();
        }
        self.uptime = until;
        sim_env::advance_to(u64::try_from(self.nanos()).unwrap());
    }

    fn nanos(&self) -> u128 {
        u128::from(START) * 1_000_000_000 + self.uptime.as_nanos()
    }

    fn moment(&self) -> Moment {
        Moment { wall: START + self.uptime.as_secs() - self.set_back, uptime: self.uptime }
    }

    fn pump(&mut self) {
        while let Some((id, input)) = self.inputs.pop_front() {
            let at = self.moment();
            let (device, actor) = &mut self.devices[id];
            let outputs = actor.enter(|| device.handle(at, input));
            self.take(id, outputs);
        }
    }

    fn take(&mut self, id: usize, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Open(url) => self.open(id, url),
                Output::Close(url) => self.cut(id, &url),
                Output::Send(url, msg) => self.say(id, url, msg),
                Output::WakeAfter(after) => drop(self.wakes.insert((self.uptime + after, id))),
                Output::Hand(what) => {
                    if let Some(to) = self.carried.get(&id) {
                        self.next_op += 1;
                        self.inputs.push_back((*to, Input::Command(self.next_op, Command::Take(what))));
                    }
                }
                Output::Note(note) => self.notes.push((id, note)),
                Output::Done(op, result) => drop(self.done.insert(op, result)),
            }
        }
    }

    fn open(&mut self, id: usize, url: RelayUrl) {
        let Some(place) = self.relays.get_mut(&url) else {
            return self.inputs.push_back((id, Input::Closed(url)));
        };
        let (conn, greeting) = place.relay.connect(START + self.uptime.as_secs());
        place.conns.insert(id, conn);
        self.inputs.push_back((id, Input::Opened(url.clone())));
        self.deliver(&url, greeting, false);
    }

    fn say(&mut self, id: usize, url: RelayUrl, msg: ClientMsg) {
        self.sent.push((id, url.clone(), msg.clone()));
        let act = (self.rule)(id, &url, &msg);
        let Some(place) = self.relays.get_mut(&url) else { return };
        let Some(&conn) = place.conns.get(&id) else { return };
        let outbox = match (act, &msg) {
            (Act::Lose, _) => return,
            (Act::Refuse(said), ClientMsg::Event(event)) => {
                vec![(conn, RelayMsg::Ok { id: event.id, accepted: false, message: said.to_owned() })]
            }
            (Act::Refuse(said), ClientMsg::Req { sub, .. }) => {
                vec![(conn, RelayMsg::Closed { sub: sub.clone(), message: said.to_owned() })]
            }
            (Act::LoseOk, _) => {
                let outbox = place.relay.handle(START + self.uptime.as_secs(), conn, msg);
                return self.deliver(&url, outbox, true);
            }
            _ => place.relay.handle(START + self.uptime.as_secs(), conn, msg),
        };
        self.deliver(&url, outbox, false);
    }

    fn deliver(&mut self, url: &RelayUrl, outbox: Vec<(ConnId, RelayMsg)>, lose_ok: bool) {
        let conns = &self.relays[url].conns;
        for (conn, msg) in outbox {
            let lost = lose_ok && matches!(msg, RelayMsg::Ok { .. });
            if let Some((id, _)) = conns.iter().find(|(_, known)| **known == conn).filter(|_| !lost) {
                self.inputs.push_back((*id, Input::Relay(url.clone(), msg)));
            }
        }
    }
}

pub fn send(text: &str) -> Command {
    Command::Send { group: "trip".to_owned(), text: text.to_owned(), roll_call: false }
}

fn invitees(accounts: &[(&str, &Keys)]) -> Vec<Invitee> {
    let invitee = |(name, keys): &(&str, &Keys)| Invitee {
        name: (*name).to_owned(),
        account: keys.public_key(),
        use_after: Duration::ZERO,
    };
    accounts.iter().map(invitee).collect()
}

/// Whether this is a group event on its way to a relay.
pub fn is_group_event(msg: &ClientMsg) -> bool {
    matches!(msg, ClientMsg::Event(event) if event.kind.as_u16() == 445)
}
