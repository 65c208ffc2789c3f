//! A device in a seeded run: the real engine of the adopted text, an entropy stream of its own, and its account's keys.

use std::collections::BTreeSet;

use adopted::group::{Group, Now};
use adopted::key_package::Wish;
use adopted::message::Content;
use adopted::welcome::Arrival;
use adopted::{Account, Effect, Engine, Intent, MessageId, NewGroup, Settings};
use nostr::{EventBuilder, EventId, Kind, UnsignedEvent};
use sim_env::Actor;

use crate::emit::party::RELAYS;
use crate::format::{Keys, State};
use crate::mls::adopted as inside;

/// One device, in one group at most.
pub(in crate::emit) struct Device {
    pub account: nostr::Keys,
    pub engine: Engine,
    actor: Actor,
    slot: String,
    /// The monotonic clock, in milliseconds. It runs when the engine waits for it, and the wall clock does not.
    ms: u64,
    group: String,
}

/// A KeyPackage that a device made, with the event that publishes it and everything private.
#[derive(Clone)]
pub(in crate::emit) struct Made {
    pub event: nostr::Event,
    pub keys: Keys,
}

/// What a device published, and the Welcomes that go with it by the KeyPackage event that each is for.
pub(in crate::emit) struct Sent {
    pub event: nostr::Event,
    pub welcomes: Vec<(EventId, UnsignedEvent)>,
}

impl Sent {
    /// The Welcome for this KeyPackage.
    pub(in crate::emit) fn welcome(&self, made: &Made) -> UnsignedEvent {
        welcome(&self.welcomes, made)
    }
}

fn welcome(welcomes: &[(EventId, UnsignedEvent)], made: &Made) -> UnsignedEvent {
    let own = welcomes.iter().find(|(event, _)| *event == made.event.id);
    own.expect("everybody who is invited is welcome").1.clone()
}

impl Device {
    /// A device of a new account.
    pub(in crate::emit) fn new(name: &str) -> Self {
        let account = Actor::register(name).enter(nostr::Keys::generate);
        Self::of(name, &account)
    }

    /// A device of this account.
    pub(in crate::emit) fn of(name: &str, account: &nostr::Keys) -> Self {
        Self::with(name, account, Settings::default())
    }

    /// The same with other settings than the text's.
    pub(in crate::emit) fn with(name: &str, account: &nostr::Keys, settings: Settings) -> Self {
        let actor = Actor::register(name);
        let slot = actor.enter(|| nostr::Keys::generate().secret_key().to_secret_hex());
        let engine = actor.enter(|| Engine::new(account.clone(), settings)).expect("a device");
        Self { account: account.clone(), engine, actor, slot, ms: 0, group: String::new() }
    }

    /// Whose device it is.
    pub(in crate::emit) fn id(&self) -> Account {
        self.engine.account()
    }

    fn now(&self) -> Now {
        Now { monotonic: self.ms, unix: sim_env::now() / 1_000_000_000 }
    }

    /// Lets the engine act, with this device's entropy and its time.
    pub(in crate::emit) fn act<T>(&mut self, act: impl FnOnce(&mut Engine, &str, Now) -> T) -> T {
        self.actor.enter(|| {
            let now = self.now();
            act(&mut self.engine, &self.group, now)
        })
    }

    /// A KeyPackage in its event; `change` sets what is not usual.
    pub(in crate::emit) fn key_package_with(&mut self, change: impl FnOnce(&mut Wish)) -> Made {
        let (slot, account) = (self.slot.clone(), self.account.clone());
        self.act(|engine, _, now| {
            let mut wish = Wish::new(slot, now.unix);
            change(&mut wish);
            let event = engine.new_key_package(&wish).expect("a KeyPackage");
            let keys = inside::secrets_of(engine, &account, &event).expect("made a line ago");
            Made { event, keys }
        })
    }

    pub(in crate::emit) fn key_package(&mut self) -> Made {
        self.key_package_with(|_| ())
    }

    /// Founds the usual group with these KeyPackages by one commit that is never published; the Welcomes are in their order.
    pub(in crate::emit) fn found(&mut self, invited: &[&Made]) -> Vec<UnsignedEvent> {
        self.found_with(invited, |_| ())
    }

    /// The same; `change` sets what is not usual about the group.
    pub(in crate::emit) fn found_with(
        &mut self,
        invited: &[&Made],
        change: impl FnOnce(&mut NewGroup),
    ) -> Vec<UnsignedEvent> {
        let mut wish = NewGroup {
            profile: Some(("vectors".to_owned(), "a group of test vectors".to_owned())),
            relays: RELAYS.map(str::to_owned).to_vec(),
            ..NewGroup::default()
        };
        change(&mut wish);
        let events = invited.iter().map(|made| made.event.clone()).collect();
        self.group = self.act(|engine, _, now| engine.found(&wish, events, now)).expect("a group");
        let welcomes = self.settle().1;
        invited.iter().map(|made| welcome(&welcomes, made)).collect()
    }

    /// Commits for an intent; a relay takes the commit, and the device applies it.
    pub(in crate::emit) fn commit(&mut self, intent: Intent) -> Sent {
        let commit = self.act(|engine, group, now| engine.commit(group, intent, now));
        let commit = commit.expect("the text allows it").expect("the group is settled");
        self.act(|engine, group, _| engine.acknowledge(group, commit)).expect("it is under way");
        let (mut events, welcomes) = self.settle();
        Sent { event: events.remove(&commit).expect("a commit is published"), welcomes }
    }

    /// Adds these KeyPackages by one commit.
    pub(in crate::emit) fn add(&mut self, invited: &[&Made]) -> Sent {
        self.commit(Intent::Invite { key_packages: invited.iter().map(|made| made.event.clone()).collect() })
    }

    /// Removes every leaf of an account.
    pub(in crate::emit) fn remove(&mut self, account: Account) -> Sent {
        self.commit(Intent::Remove { accounts: BTreeSet::from([account]) })
    }

    /// A chat message: its event and its rumor.
    pub(in crate::emit) fn say(&mut self, text: &str) -> (nostr::Event, UnsignedEvent) {
        let rumor = self.chat(text);
        let sent = self.act(|engine, group, now| engine.send(group, rumor.clone(), now));
        let sent = sent.expect("a member may speak").expect("no pass is open");
        (self.settle().0.remove(&sent).expect("a message is published"), rumor)
    }

    /// A chat message that is not sent.
    pub(in crate::emit) fn chat(&self, text: &str) -> UnsignedEvent {
        self.actor.enter(|| {
            let mut rumor = EventBuilder::new(Kind::Custom(9), text).build(self.account.public_key());
            rumor.ensure_id();
            rumor
        })
    }

    /// Asks the others to remove this leaf: the event of the SelfRemove proposal.
    pub(in crate::emit) fn leave(&mut self) -> nostr::Event {
        self.act(|engine, group, now| engine.leave(group, now)).expect("a member who is no admin may leave");
        let of_proposal = |effect| match effect {
            Effect::Publish { content: Content::Proposal, event, .. } => Some(event),
            _ => None,
        };
        let effects = self.act(|engine, _, _| engine.effects());
        effects.into_iter().find_map(|(_, effect)| of_proposal(effect)).expect("a proposal is published")
    }

    /// Joins by a Welcome.
    pub(in crate::emit) fn join(&mut self, rumor: &UnsignedEvent) {
        let arrival = self.arrival(rumor);
        self.group = self.act(|engine, _, _| engine.join(&arrival)).expect("the Welcome is for this device").group;
        self.settle();
    }

    /// The rumor as it comes out of a wrap to this account, sealed by its author.
    pub(in crate::emit) fn arrival(&self, rumor: &UnsignedEvent) -> Arrival {
        Arrival { receiver: self.account.public_key(), seal_author: rumor.pubkey, rumor: rumor.clone() }
    }

    /// Takes a group event and does what is due because of it. Own commits that this leads to (departures) are published, applied
    /// and returned.
    pub(in crate::emit) fn receive(&mut self, event: &nostr::Event) -> Vec<nostr::Event> {
        self.act(|engine, _, now| engine.ingest(event, now)).expect("a member reads what is sent in order");
        self.settle().0.into_values().collect()
    }

    /// Lets time pass until nothing is due any more. Relays take every commit. What was published by message, and the Welcomes.
    fn settle(&mut self) -> (std::collections::BTreeMap<MessageId, nostr::Event>, Vec<(EventId, UnsignedEvent)>) {
        let (mut events, mut welcomes) = Default::default();
        self.take(&mut events, &mut welcomes);
        for _ in 0..100 {
            self.act(|engine, _, now| engine.tick(now));
            let before = events.len();
            self.take(&mut events, &mut welcomes);
            match self.engine.deadline() {
                // What was acknowledged a line ago is applied by the next tick.
                _ if events.len() > before => {}
                Some(next) => self.ms = self.ms.max(next),
                None => return (events, welcomes),
            }
        }
        panic!("it never settles");
    }

    fn take(
        &mut self,
        events: &mut std::collections::BTreeMap<MessageId, nostr::Event>,
        welcomes: &mut Vec<(EventId, UnsignedEvent)>,
    ) {
        for (group, effect) in self.act(|engine, _, _| engine.effects()) {
            match effect {
                Effect::Publish { message, content, event, .. } => {
                    if content == Content::Commit {
                        // The commit that was asked for is acknowledged already.
                        let _ = self.act(|engine, _, _| engine.acknowledge(&group, message));
                    }
                    events.insert(message, event);
                }
                Effect::Welcome { key_package, rumor, .. } => welcomes.push((key_package, rumor)),
                _ => {}
            }
        }
    }

    /// Its group.
    pub(in crate::emit) fn group(&self) -> &Group {
        self.engine.group(&self.group).expect("it is in a group")
    }

    /// The key of the outer encryption of the current epoch.
    pub(in crate::emit) fn group_event_key(&self) -> Vec<u8> {
        self.group().facts().event_key().expect("a member exports").0.to_vec()
    }

    /// The MLS message inside a group event of the current epoch.
    pub(in crate::emit) fn open(&self, event: &nostr::Event) -> Vec<u8> {
        crate::mls::open(&event.content, &self.group_event_key()).expect("encrypted in this epoch")
    }

    /// Any bytes in an event of the current epoch, as if they were a message of the group.
    pub(in crate::emit) fn seal(&mut self, message: &[u8]) -> nostr::Event {
        self.act(|engine, group, now| {
            let facts = engine.group(group).expect("it is in a group").facts();
            let key = facts.event_key().expect("a member exports");
            adopted::envelope::seal(engine.crypto(), key, &facts.address, message, now.unix, None).expect("an event")
        })
    }

    /// Everything that a vector asserts about a member's state.
    pub(in crate::emit) fn state(&self) -> State {
        self.actor.enter(|| inside::state_of(&self.engine, &self.group)).expect("a member")
    }

    /// The exporter secret of the current epoch.
    pub(in crate::emit) fn exporter_secret(&self) -> Vec<u8> {
        self.actor.enter(|| inside::exporter_secret(&self.engine, &self.group)).expect("a member")
    }

    /// `MLS-Exporter(label, context, length)` of the current epoch.
    pub(in crate::emit) fn export(&self, label: &str, context: &[u8], length: u16) -> Vec<u8> {
        self.actor.enter(|| inside::export(&self.engine, &self.group, label, context, length)).expect("a member")
    }

    /// With this device's entropy.
    pub(in crate::emit) fn enter<T>(&self, f: impl FnOnce() -> T) -> T {
        self.actor.enter(f)
    }
}
