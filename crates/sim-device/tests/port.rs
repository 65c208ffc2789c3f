//! The port to MLS carries an engine that is nothing like mdk-core: it keeps what it is handed, decides when a pass is over, and then
//! says what came of it. No MLS is in it.

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::{url, world};
use nostr::{Event, EventBuilder, EventId, Keys, Kind, PublicKey, RelayUrl, Tag, Timestamp, UnsignedEvent};
use sim_device::mls::{
    By, Change, Commits, Effect, Entered, Founded, Founding, GroupData, GroupId, Groups, Invited, KeyPackages, Life,
    MakeEngine, Messages, Mls, NewKeyPackage, Obligation, Opaque, Outcome, Prepared, Publish, ReadMessage, Standing,
    Welcomes,
};
use sim_device::{Behaviour, Call, Command, Device, EpochState, MarmotDevice, Moment, Note, Said};
use sim_relay::VerifiedEvent;

/// How long a pass of the toy lasts.
const PASS: Duration = Duration::from_secs(5);
const ADDRESS: &str = "70";

/// One group. An own commit counts one epoch up; the content of an event says what it does.
#[derive(Clone, Default)]
struct Toy {
    data: GroupData,
    epoch: u64,
    branch: String,
    staged: Option<VerifiedEvent>,
    kept: Vec<VerifiedEvent>,
    pass_ends: Option<Duration>,
    /// Own commits lose: they are kept, and may win later.
    behind: bool,
    /// The own commit that lost.
    lost: Option<EventId>,
}

fn group() -> GroupId {
    GroupId::new(*b"toy")
}

fn no() -> Said {
    Said::by(Call::Storage, "a toy cannot do this")
}

fn event(content: &str) -> VerifiedEvent {
    event_by(&Keys::generate(), content, 0)
}

fn event_by(keys: &Keys, content: &str, seconds: u64) -> VerifiedEvent {
    let tag = Tag::parse(["h", ADDRESS]).unwrap();
    let event = EventBuilder::new(Kind::Custom(445), content).tag(tag);
    let event = event.custom_created_at(Timestamp::from(1_781_481_600 + seconds)).sign_with_keys(keys).unwrap();
    VerifiedEvent::check(event).unwrap()
}

impl Toy {
    fn authenticator(&self) -> String {
        hex::encode(format!("{}{}", self.epoch, self.branch))
    }

    fn state(&self) -> Arc<EpochState> {
        Arc::new(EpochState {
            epoch: self.epoch,
            own_leaf: 0,
            tree_hash: String::new(),
            authenticator: self.authenticator(),
            exporter: String::new(),
            leaves: Vec::new(),
        })
    }

    /// What an event does once the pass is over.
    fn read(&mut self, event: &VerifiedEvent) -> Vec<Effect> {
        match event.content.as_str() {
            "a better commit" => {
                self.branch = "better".to_owned();
                let epoch = self.epoch - 1;
                let back = Effect::RolledBack { epoch, withdrawn: Vec::new(), again: Vec::new(), rebuilds: false };
                vec![back, Effect::Moved { by: Some(event.id) }]
            }
            "an Add that lost" => {
                let (account, key_package) = (Keys::generate().public_key(), event.id);
                let rumor = EventBuilder::new(Kind::MlsWelcome, "").build(event.pubkey);
                vec![Effect::Welcome { account, key_package, rumor, commit: Some(event.id) }]
            }
            "the other branch wins" => {
                self.epoch += 1;
                vec![Effect::Moved { by: self.lost }]
            }
            "a hole in the disk" => vec![Effect::Unrecoverable],
            "noise" => vec![Effect::Unreadable { event: event.id, why: no() }],
            text => {
                let rumor = EventBuilder::text_note(text).custom_created_at(Timestamp::from(0));
                let mut rumor = rumor.build(event.pubkey);
                let id = rumor.id();
                vec![Effect::Message(ReadMessage {
                    event: event.id,
                    rumor,
                    id,
                    leaf: Some(3),
                    vouched: text == "again",
                })]
            }
        }
    }
}

impl KeyPackages for Toy {
    fn create_key_package(&mut self, _: Moment, _: &PublicKey, _: &[RelayUrl], _: bool) -> Result<NewKeyPackage, Said> {
        Err(no())
    }
    fn forget_key_package(&mut self, _: &[u8]) {}
    fn signature_key(&self, _: &Event) -> Option<String> {
        None
    }
}

impl Groups for Toy {
    fn found(&mut self, _: Moment, founding: &Founding) -> Result<Founded, Said> {
        let (name, relays) = (founding.name.clone(), founding.relays.clone());
        let (sources, addresses) = (relays.clone(), vec![ADDRESS.to_owned()]);
        self.data = GroupData { name, relays, sources, admins: Default::default(), addresses, siblings: false };
        Ok(Founded { id: group(), address: ADDRESS.to_owned(), welcomes: Vec::new() })
    }
    fn enter(&mut self, _: &GroupId) -> Result<Entered, Said> {
        Ok(Entered { data: self.data.clone(), state: self.state() })
    }
    fn standing(&mut self, _: &GroupId, known: &str, _: Option<EventId>) -> Standing {
        if known == self.authenticator() { Standing::Same } else { Standing::Moved(self.state()) }
    }
    fn data(&self, _: &GroupId) -> Option<GroupData> {
        Some(self.data.clone())
    }
    fn export(&self, _: &GroupId, _: &str, _: &[u8], _: usize) -> Option<Vec<u8>> {
        None
    }
}

impl Commits for Toy {
    fn prepare(&mut self, _: Moment, _: &GroupId, change: &Change<'_>) -> Result<Option<Prepared>, Said> {
        if self.pass_ends.is_some() {
            return Ok(None);
        }
        let event = event(&format!("{change:?} in {} {}", self.epoch, self.branch));
        self.staged = Some(event.clone());
        let welcome = |pick: &Event| EventBuilder::new(Kind::MlsWelcome, "").build(pick.pubkey);
        let picks = if let Change::Add(picks) = change { *picks } else { &[] };
        Ok(Some(Prepared { event, welcomes: picks.iter().map(welcome).collect() }))
    }
    fn leads_to(&self, _: &GroupId) -> Option<Vec<u8>> {
        let next = Toy { epoch: self.epoch + 1, ..self.clone() };
        hex::decode(next.authenticator()).ok()
    }
    fn staged_removes_nobody(&self, _: &GroupId) -> bool {
        false
    }
    fn confirm(&mut self, _: Moment, group: &GroupId, commit: &VerifiedEvent) -> Outcome {
        assert_eq!(self.staged.take().map(|staged| staged.id), Some(commit.id), "what is staged is confirmed");
        if self.behind {
            self.lost = Some(commit.id);
            return Outcome::default();
        }
        self.epoch += 1;
        let moved = Effect::Moved { by: Some(commit.id) };
        Outcome { effects: vec![(group.clone(), moved)], publish: Vec::new() }
    }
    fn keeps(&self, _: &GroupId, commit: EventId) -> bool {
        self.lost == Some(commit)
    }
    fn fail(&mut self, _: Moment, _: &GroupId, _: EventId) -> Outcome {
        self.staged = None;
        Outcome::default()
    }
}

impl Messages for Toy {
    fn is_readable(&self, _: &GroupId, _: &VerifiedEvent) -> bool {
        true
    }
    fn process(&mut self, at: Moment, _: &GroupId, event: &VerifiedEvent) -> Outcome {
        self.kept.push(event.clone());
        self.pass_ends.get_or_insert(at.uptime + PASS);
        Outcome::default()
    }
    fn deferred(&self, _: &GroupId) -> usize {
        self.kept.len()
    }
    fn encrypt(&mut self, _: Moment, _: &GroupId, message: UnsignedEvent) -> Result<Option<VerifiedEvent>, Said> {
        Ok(self.pass_ends.is_none().then(|| event(&message.content)))
    }
    fn leave(&mut self, _: Moment, _: &GroupId) -> Result<Option<VerifiedEvent>, Said> {
        Ok(Some(event("noise")))
    }
    fn next_wake(&self) -> Option<Duration> {
        self.pass_ends
    }
    fn tick(&mut self, at: Moment) -> Outcome {
        assert!(self.pass_ends.take().is_some_and(|ends| ends <= at.uptime), "it is woken when it asked to be");
        let kept = std::mem::take(&mut self.kept);
        let effects = kept.iter().flat_map(|event| self.read(event)).map(|effect| (group(), effect)).collect();
        let publish = Publish { group: group(), event: event("the pass is over"), obligation: Obligation::Proposal };
        Outcome { effects, publish: vec![publish] }
    }
}

impl Welcomes for Toy {
    fn peek(&self, _: &UnsignedEvent) -> Result<(GroupId, u64), Said> {
        Err(no())
    }
    fn open_welcome(&mut self, _: Moment, _: EventId, _: &UnsignedEvent) -> Result<Invited, Said> {
        Err(no())
    }
    fn accept(&mut self, _: Moment, _: &Invited, _: By) -> Result<(), Said> {
        Err(no())
    }
    fn decline(&mut self, _: &Invited) {}
    fn discard(&mut self, _: &Invited) {}
}

impl Life for Toy {
    fn records(&self) -> Opaque {
        Opaque::new(())
    }
    fn put_back(&mut self, _: &Opaque) {}
    fn restart(&mut self) {}
    fn copy(&self) -> Opaque {
        Opaque::new(self.clone())
    }
    fn restore(&mut self, copy: &Opaque) -> bool {
        let Some(toy) = copy.get::<Toy>() else { return false };
        *self = toy.clone();
        true
    }
    fn fingerprint(&self) -> Vec<String> {
        Vec::new()
    }
    fn kill_before(&mut self, _: u64) {}
    fn is_armed(&self) -> bool {
        false
    }
    fn is_killed(&self) -> bool {
        false
    }
}

/// A device on a toy that has founded a group alone, and its relay.
fn founder(world: &mut common::World) -> (usize, RelayUrl) {
    founder_on(world, Toy::default)
}

fn founder_on(world: &mut common::World, toy: fn() -> Toy) -> (usize, RelayUrl) {
    let relay = world.relay("r1", |_| {});
    let engine: MakeEngine = Arc::new(move |_| Box::new(toy()) as Box<dyn Mls>);
    let install = |config, at| MarmotDevice::install_on(engine, config, at);
    let id = world.device_by(install, "alice", &Keys::generate(), &[url("r1")], Behaviour::default());
    world.create_group(id, &[], &[url("r1")]).unwrap();
    (id, relay)
}

fn unread(world: &common::World, id: usize) -> usize {
    world.get(id).view().groups["trip"].unread
}

#[test]
fn what_an_engine_keeps_is_unread_until_it_is_woken() {
    world(|world| {
        let (id, relay) = founder(world);
        let read = |world: &common::World| {
            world.notes_of(id).any(|note| matches!(note, Note::MessageRead { leaf: Some(3), .. }))
        };
        world.inject(&relay, event("hello"));
        assert_eq!((unread(world, id), read(world)), (1, false));
        world.advance(PASS - Duration::from_secs(1));
        assert_eq!((unread(world, id), read(world)), (1, false));
        world.advance(Duration::from_secs(1));
        assert_eq!((unread(world, id), read(world)), (0, true));
    });
}

#[test]
fn what_an_engine_makes_by_itself_is_published() {
    world(|world| {
        let (id, relay) = founder(world);
        world.inject(&relay, event("hello"));
        world.advance(PASS);
        assert_eq!(world.last_group_event(id).content, "the pass is over");
    });
}

#[test]
fn a_message_is_read_twice_only_if_the_engine_vouches_for_it() {
    world(|world| {
        let (id, relay) = founder(world);
        let read = |world: &common::World| world.notes_of(id).filter(|n| matches!(n, Note::MessageRead { .. })).count();
        let signer = Keys::generate();
        for (text, times) in [("hello", 1), ("again", 2)] {
            let before = read(world);
            for second in 0..2 {
                let event = event_by(&signer, text, second);
                world.inject(&relay, event);
            }
            world.advance(PASS);
            assert_eq!(read(world) - before, times, "{text}");
        }
    });
}

#[test]
fn an_event_without_use_is_told_with_the_words_of_the_engine() {
    world(|world| {
        let (id, relay) = founder(world);
        let noise = event("noise");
        world.inject(&relay, noise.clone());
        world.advance(PASS);
        let told =
            |note: &Note| matches!(note, Note::Unreadable { event, why, .. } if *event == noise.id && *why == no());
        assert!(world.notes_of(id).any(told));
    });
}

#[test]
fn an_own_commit_that_a_pass_undoes_is_built_again_on_the_winner() {
    world(|world| {
        let (id, relay) = founder(world);
        world.self_update(id).unwrap();
        let first = world.last_group_event(id);
        assert_eq!(first.content, "SelfUpdate in 0 ");
        let better = event("a better commit");
        world.inject(&relay, better.clone());
        world.advance(PASS);
        let notes: Vec<&Note> = world.notes_of(id).collect();
        assert!(notes.iter().any(|note| matches!(note, Note::RolledBack { epoch: 0, .. })));
        assert!(notes.iter().any(|note| matches!(note, Note::Epoch { by: Some(by), .. } if *by == better.id)));
        assert_eq!((world.last_group_event(id).content.as_str(), world.epoch(id)), ("SelfUpdate in 1 better", 2));
    });
}

#[test]
fn what_an_engine_will_not_do_during_a_pass_is_done_after_it() {
    world(|world| {
        let (id, relay) = founder(world);
        world.inject(&relay, event("hello"));
        let ops = [Command::SelfUpdate { group: "trip".to_owned() }, common::send("later")].map(|c| world.begin(id, c));
        assert!(ops.iter().all(|op| !world.done.contains_key(op)));
        assert!(world.get(id).pending().iter().any(|pending| pending.task.id() == "engine"));
        world.advance(PASS);
        assert!(ops.iter().all(|op| world.done.get(op) == Some(&Ok(()))));
        assert_eq!(world.epoch(id), 1);
    });
}

#[test]
fn a_welcome_that_an_engine_makes_by_itself_is_sent() {
    world(|world| {
        let (id, relay) = founder(world);
        let add = event("an Add that lost");
        world.inject(&relay, add.clone());
        world.advance(PASS);
        let sent = |note: &Note| matches!(note, Note::WelcomeSent { commit, .. } if *commit == Some(add.id));
        assert!(world.notes_of(id).any(sent));
    });
}

#[test]
fn welcomes_of_a_commit_that_lost_before_they_were_sent_go_out_when_its_branch_wins() {
    world(|world| {
        let (id, relay) = founder_on(world, || Toy { behind: true, ..Toy::default() });
        let bob = Keys::generate();
        let phone = world.device("bob", &bob, &[url("r1")], Behaviour::default());
        world.publish_key_package(phone);
        world.invite(id, &[("bob", &bob)]).unwrap();
        let add = world.last_group_event(id).id;
        let sent = |note: &Note| matches!(note, Note::WelcomeSent { commit, .. } if *commit == Some(add));
        assert_eq!(world.notes_of(id).filter(|note| sent(note)).count(), 0, "nobody is welcomed to a branch that lost");
        for _ in 0..2 {
            world.inject(&relay, event("the other branch wins"));
            world.advance(PASS);
        }
        assert_eq!(world.notes_of(id).filter(|note| sent(note)).count(), 1);
    });
}

#[test]
fn a_damaged_copy_is_told() {
    world(|world| {
        let (id, relay) = founder(world);
        world.inject(&relay, event("a hole in the disk"));
        world.advance(PASS);
        assert!(world.notes_of(id).any(|note| *note == Note::CopyDamaged { group: "trip".to_owned() }));
    });
}

#[test]
fn a_backup_brings_the_engine_back_too() {
    world(|world| {
        let (id, _) = founder(world);
        let backup = world.get(id).backup().unwrap();
        world.self_update(id).unwrap();
        assert_eq!(world.epoch(id), 1);
        world.command(id, Command::Restore(backup)).unwrap();
        assert_eq!(world.epoch(id), 0);
        world.self_update(id).unwrap();
        assert_eq!(world.epoch(id), 1);
    });
}
