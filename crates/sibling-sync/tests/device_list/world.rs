//! Devices and a board, driven by hand: everything that is posted arrives at once, unless a device is offline.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use nostr::Event;
use sibling_sync::aware::{self, Board, Device, In, Keyring, Options, Out, Told};
use sim_env::{Actor, Seed};

/// Virtual time at which tests begin, in Unix seconds: 2026-06-15.
pub const START: u64 = 1_781_481_600;

/// The user's account and the contact's, in every test.
pub const USER: &str = "user";
pub const CONTACT: &str = "P";

/// Everybody.
pub struct World {
    devices: BTreeMap<&'static str, Device>,
    clocks: BTreeMap<&'static str, i64>,
    user: &'static [&'static str],
    /// The relay.
    pub board: Board<&'static str>,
    asked: BTreeMap<&'static str, BTreeSet<String>>,
    outboxes: BTreeMap<&'static str, Vec<Event>>,
    now: u64,
    /// What was told, in order.
    pub told: Vec<(&'static str, Told)>,
}

/// Runs a test in a world with these devices of the user, of which the first `listed` are on the first list, and these of the contact.
pub fn world<T: Send>(
    user: &'static [&'static str],
    listed: usize,
    contact: &'static [&'static str],
    options: Options,
    test: impl FnOnce(&mut World) -> T + Send,
) -> T {
    aware::warm_up();
    let run = || {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let accounts = [(USER.to_owned(), names(user)), (CONTACT.to_owned(), names(contact))].into();
        let ring = Keyring::draw(&accounts);
        let device = |name: &&'static str| (*name, Device::new(name, &ring, options).expect("it is on the ring"));
        let mut world = World {
            devices: user.iter().chain(contact).map(device).collect(),
            clocks: BTreeMap::new(),
            user,
            board: Board::default(),
            asked: BTreeMap::new(),
            outboxes: BTreeMap::new(),
            now: START,
            told: Vec::new(),
        };
        for (place, name) in user.iter().enumerate() {
            world.hand(name, In::Begin((place == 0).then(|| names(&user[..listed]))));
        }
        for (place, name) in contact.iter().enumerate() {
            world.hand(name, In::Begin((place == 0).then(|| names(contact))));
        }
        world.wait(1);
        test(&mut world)
    };
    sim_env::run(Seed::from(11), START, run).expect("the hooks are effective in this binary")
}

impl World {
    /// A device.
    pub fn device(&self, name: &str) -> &Device {
        &self.devices[name]
    }

    /// The devices of the user that a message of the contact's device would go to, sorted.
    pub fn reached(&self) -> Vec<String> {
        self.devices["P1"].reached(USER).into_iter().collect()
    }

    /// Time passes.
    pub fn wait(&mut self, seconds: u64) {
        self.now += seconds;
        sim_env::advance_to(self.now * 1_000_000_000);
    }

    /// A device's clock is this much ahead.
    pub fn ahead(&mut self, device: &'static str, seconds: i64) {
        self.clocks.insert(device, seconds);
    }

    /// These hear nothing from now on, and what they post is kept until they are back.
    pub fn offline(&mut self, devices: &[&'static str]) {
        for device in devices {
            self.board.leave(*device);
            self.outboxes.insert(device, Vec::new());
        }
    }

    /// A device is back: what it has to post goes out, and it hears what it missed.
    pub fn online(&mut self, device: &'static str) {
        for event in self.outboxes.remove(device).unwrap_or_default() {
            self.spread([event].into());
        }
        let missed = self.board.ask(device, self.asked[device].clone());
        for event in missed {
            let posts = self.turn(device, In::Event(Box::new(event)));
            self.spread(posts);
        }
    }

    /// Hands an input to a device, and everything that comes of it to everybody.
    pub fn hand(&mut self, device: &'static str, input: In) {
        let posts = self.turn(device, input);
        match self.outboxes.get_mut(device) {
            Some(outbox) => outbox.extend(posts),
            None => self.spread(posts),
        }
    }

    /// Writes from a device to the other account, and gives the name of the message back.
    pub fn write(&mut self, device: &'static str, uuid: &'static str) {
        let to = if self.user.contains(&device) { CONTACT } else { USER };
        self.hand(device, In::Write { to: to.into(), uuid: uuid.into(), text: format!("text of {uuid}") });
    }

    /// The messages that a device read so far, by name.
    pub fn read(&self, device: &str) -> BTreeSet<&str> {
        let told = self.told.iter().filter(|(who, _)| *who == device);
        let read = told.filter_map(|(_, told)| match told {
            Told::Read { uuid, .. } => Some(uuid.as_str()),
            _ => None,
        });
        read.collect()
    }

    fn spread(&mut self, mut posts: VecDeque<Event>) {
        while let Some(event) = posts.pop_front() {
            assert!(self.board.events().len() < 1_000, "devices answer each other for ever");
            for reader in self.board.post(event.clone()) {
                posts.extend(self.turn(reader, In::Event(Box::new(event.clone()))));
            }
        }
    }

    fn turn(&mut self, device: &'static str, input: In) -> VecDeque<Event> {
        let now = self.now.saturating_add_signed(self.clocks.get(device).copied().unwrap_or(0));
        let machine = self.devices.get_mut(device).expect("it takes part");
        let mut posts = VecDeque::new();
        for out in Actor::register(device).enter(|| machine.handle(now, input)) {
            match out {
                Out::Post(event) => posts.push_back(*event),
                Out::Told(told) => self.told.push((device, told)),
                Out::Ask(keys) => {
                    self.asked.insert(device, keys.clone());
                    if !self.outboxes.contains_key(device) {
                        for event in self.board.ask(device, keys) {
                            posts.extend(self.turn(device, In::Event(Box::new(event))));
                        }
                    }
                }
            }
        }
        posts
    }
}
