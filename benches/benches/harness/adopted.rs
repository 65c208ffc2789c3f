//! The work of the three-device case under the adopted text without the harness: the same calls of the engine on openmls 0.9.2, and
//! what any Nostr client does around them.

use std::time::{SystemTime, UNIX_EPOCH};

use adopted::group::Now;
use adopted::key_package::Wish;
use adopted::message::Content;
use adopted::welcome::Arrival;
use adopted::{Effect, Engine, Intent, NewGroup, Settings};
use nostr::{Event, EventBuilder, Keys, Kind, RelayUrl, Tag, UnsignedEvent};

use super::direct::{open, verified, wrap};

/// How long a pass stays open, in milliseconds.
const PASS: u64 = 1_000;

/// An app on one device.
struct Device {
    keys: Keys,
    engine: Engine,
    /// Milliseconds on its own clock.
    clock: u64,
}

/// Runs the case; call it inside [`sim_env::run`].
pub fn three_devices(messages: usize) {
    let (alice, bob) = (Keys::generate(), Keys::generate());
    let mut all = [Device::new(&alice), Device::new(&bob), Device::new(&bob)];
    all.iter().for_each(Device::log_in);
    all[..2].iter().for_each(Device::publish_lists);
    let invited = vec![all[2].publish_key_package(), all[1].publish_key_package()];

    let wish = NewGroup {
        profile: Some(("trip".to_owned(), String::new())),
        relays: vec!["wss://r1.example".to_owned()],
        ..NewGroup::default()
    };
    let now = all[0].now();
    let group = all[0].engine.found(&wish, invited, now).expect("the group is made");
    let rumors = all[0].engine.effects().into_iter().filter_map(|(_, effect)| match effect {
        Effect::Welcome { rumor, .. } => Some(rumor),
        _ => None,
    });
    let wraps: Vec<Event> = rumors.map(|rumor| verified(wrap(&alice, &bob.public_key(), &rumor))).collect();
    all[1..].iter_mut().for_each(|device| wraps.iter().for_each(|wrap| device.take_welcome(wrap)));

    for turn in 0..messages {
        if turn == messages / 2 {
            let commit = all[1].update(&group);
            [0, 2].into_iter().for_each(|other| all[other].read(&commit));
            all.iter_mut().for_each(Device::end_pass);
        }
        let message = all[turn % 3].say(&group, &format!("message {turn}"));
        (0..3).filter(|other| *other != turn % 3).for_each(|other| all[other].read(&message));
    }
}

impl Device {
    fn new(keys: &Keys) -> Self {
        let engine = Engine::new(keys.clone(), Settings::default()).expect("entropy is there");
        Self { keys: keys.clone(), engine, clock: 0 }
    }

    fn now(&self) -> Now {
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
        Now { monotonic: self.clock, unix }
    }

    fn sign(&self, event: EventBuilder) -> Event {
        verified(event.sign_with_keys(&self.keys).expect("signing cannot fail"))
    }

    /// NIP-42: relays show gift wraps only to whom they are addressed.
    fn log_in(&self) {
        let relay = RelayUrl::parse("wss://r1.example").expect("a literal URL");
        self.sign(EventBuilder::auth("challenge", relay));
    }

    fn publish_lists(&self) {
        for kind in [10002, 10050, 10051] {
            let tag = Tag::parse(["relay", "wss://r1.example"]).expect("two values");
            self.sign(EventBuilder::new(Kind::Custom(kind), "").tags([tag]));
        }
    }

    fn publish_key_package(&mut self) -> Event {
        let wish = Wish { last_resort: true, ..Wish::new("00".repeat(32), self.now().unix) };
        verified(self.engine.new_key_package(&wish).expect("a KeyPackage can be made"))
    }

    /// Joins if the Welcome is for this device; then a new KeyPackage takes the place of the used one.
    fn take_welcome(&mut self, sealed: &Event) {
        let rumor = open(&self.keys, sealed);
        let arrival = Arrival { receiver: self.keys.public_key(), seal_author: rumor.pubkey, rumor };
        if self.engine.join(&arrival).is_ok() {
            self.publish_key_package();
        }
    }

    fn say(&mut self, group: &str, text: &str) -> Event {
        let rumor: UnsignedEvent = EventBuilder::new(Kind::Custom(9), text).build(self.keys.public_key());
        let now = self.now();
        self.engine.send(group, rumor, now).expect("a member may write");
        self.published(Content::Payload)
    }

    /// Commits, and hears at once that a relay took it.
    fn update(&mut self, group: &str) -> Event {
        let now = self.now();
        let commit = self.engine.commit(group, Intent::SelfUpdate, now).expect("a member may update");
        let event = self.published(Content::Commit);
        self.engine.acknowledge(group, commit.expect("nothing is under way")).expect("it is under way");
        self.engine.tick(now);
        event
    }

    fn published(&mut self, what: Content) -> Event {
        let event = self.engine.effects().into_iter().find_map(|(_, effect)| match effect {
            Effect::Publish { content, event, .. } if content == what => Some(event),
            _ => None,
        });
        verified(event.expect("it is published"))
    }

    fn read(&mut self, event: &Event) {
        let now = self.now();
        self.engine.ingest(event, now).expect("members can read");
        self.engine.tick(now);
        self.engine.effects();
    }

    fn end_pass(&mut self) {
        self.clock += PASS;
        let now = self.now();
        self.engine.tick(now);
        self.engine.effects();
    }
}
