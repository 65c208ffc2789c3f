//! What members say and do, over several epochs. Each chain begins with a scene, and each test goes on from the one before.

use std::collections::{BTreeMap, BTreeSet};

use adopted::Intent;
use marmot_rules::adopted::components::{NostrRouting, Retention, State as _, id as component};
use nostr::{EventBuilder, Tag};

use super::super::{Device, Scene, rename, scene};
use super::{Test, full, gev, handshake, spoken};
use crate::emit::party::RELAYS;
use crate::emit::{EmitError, in_run};
use crate::format::topics::group_event::ContentType;
use crate::format::{Event, Reason};

/// Who acts.
#[derive(Clone, Copy, PartialEq)]
enum Who {
    Creator,
    Witness,
    Other,
}

use Who::{Creator, Other, Witness};

/// A scene, the tests that go on from it, and the id of the last one.
pub(super) struct Chain {
    pub scene: Scene,
    pub after: String,
    tests: Vec<Test>,
}

impl Chain {
    pub(super) fn of(number: u16) -> Self {
        let scene = scene(number);
        Self { after: scene.test.id.clone(), scene, tests: Vec::new() }
    }

    fn device(&mut self, who: Who) -> &mut Device {
        match who {
            Creator => &mut self.scene.creator,
            Witness => &mut self.scene.witness,
            Other => &mut self.scene.others[0],
        }
    }

    /// Hands an event to everybody but its sender.
    fn tell(&mut self, by: Who, event: &nostr::Event) {
        let others = self.scene.others.iter_mut().map(|other| (Other, other));
        let all = others.chain([(Creator, &mut self.scene.creator), (Witness, &mut self.scene.witness)]);
        all.filter(|(who, _)| *who != by).for_each(|(_, device)| drop(device.receive(event)));
        self.scene.joiner.receive(event);
    }

    fn push(&mut self, test: Test) {
        self.after.clone_from(&test.id);
        self.tests.push(test);
    }

    fn commit(&mut self, number: u16, flag: &str, comment: &str, by: Who, intent: Intent) {
        let expect = handshake(self.device(by), ContentType::Commit);
        let event = self.device(by).commit(intent).event;
        let input = full(Event::from(&event), self.after.clone());
        self.push(Test::valid(gev(number), &[flag], comment, input, expect));
        self.tell(by, &event);
    }

    fn say(&mut self, number: u16, flag: &str, comment: &str, by: Who) {
        let (event, rumor) = self.device(by).say(&format!("message {number}"));
        let expect = spoken(self.device(by), &rumor);
        let input = full(Event::from(&event), self.after.clone());
        self.push(Test::valid(gev(number), &[flag], comment, input, expect));
    }

    /// A SelfRemove of the witness; the commit that this member makes of it by itself, once it has heard of it.
    fn departure(&mut self, numbers: [u16; 2], taker: Who, comment: &str) {
        let expect = handshake(&self.scene.witness, ContentType::Proposal);
        let proposal = self.scene.witness.leave();
        let input = full(Event::from(&proposal), self.after.clone());
        let what = "the witness asks to be removed: a proposal that stands alone";
        self.push(Test::valid(gev(numbers[0]), &["Departure"], what, input, expect));
        let expect = handshake(self.device(taker), ContentType::Commit);
        let commits = self.device(taker).receive(&proposal);
        let [commit] = commits.as_slice() else { panic!("one member takes it up, {} commits", commits.len()) };
        let input = full(Event::from(commit), self.after.clone());
        self.push(Test::valid(gev(numbers[1]), &["Departure"], comment, input, expect));
    }
}

fn changes(component: u16, data: Vec<u8>) -> Intent {
    Intent::Update { changes: BTreeMap::from([(component, Some(data))]) }
}

pub(super) fn tests() -> Result<Vec<Test>, EmitError> {
    let chains: [fn() -> Vec<Test>; 8] =
        [messages, too_early, siblings, administration, departures, departure_of_a_sibling, elsewhere, expiring_commit];
    let mut tests = Vec::new();
    for chain in chains {
        tests.extend(in_run(chain)?);
    }
    Ok(tests)
}

/// Application messages after the join and a commit.
fn messages() -> Vec<Test> {
    let mut scene = scene(1);
    let said: Vec<_> = (1..=5).map(|n| scene.creator.say(&format!("message {n}"))).collect();
    let message = |number, flag, comment: &str, (event, rumor): &(nostr::Event, nostr::UnsignedEvent)| {
        let input = full(Event::from(event), scene.test.id.clone());
        Test::valid(gev(number), &[flag], comment, input, spoken(&scene.creator, rumor))
    };
    vec![
        message(41, "ApplicationMessage", "the creator speaks", &said[0]),
        message(42, "SkippedGeneration", "the creator's fifth message arrives alone", &said[4]),
    ]
}

/// A message of an epoch that the reader has not reached, and the commit that leads there.
fn too_early() -> Vec<Test> {
    let mut chain = Chain::of(11);
    chain.say(40, "ApplicationMessage", "the creator speaks in the epoch of the join", Creator);
    let after = chain.scene.test.id.clone();
    let expect = handshake(&chain.scene.creator, ContentType::Commit);
    let commit = chain.scene.creator.commit(Intent::SelfUpdate).event;
    let (message, _) = chain.scene.creator.say("message 54");
    let comment = format!("a commit, the event of {}, lies between the reader and this message", gev(55));
    let input = full(Event::from(&message), after.clone());
    let reason = Reason::OuterDecryptFailed;
    chain.tests.push(Test::deferred(gev(54), &["NextEpoch"], &comment, input, &gev(40), reason));
    let comment = format!("the commit after which the event of {} opens", gev(54));
    chain.tests.push(Test::valid(gev(55), &["NextEpoch"], &comment, full(Event::from(&commit), after), expect));
    chain.tests
}

/// The joiner's other device speaks.
fn siblings() -> Vec<Test> {
    let mut chain = Chain::of(2);
    chain.say(43, "SiblingSpeaks", "the joiner's other device speaks", Witness);
    chain.tests
}

/// Commits of an admin and of members, with a message in most epochs.
fn administration() -> Vec<Test> {
    let mut chain = Chain::of(11);
    chain.commit(
        64,
        "Rename",
        "an admin renames the group, by a commit without UpdatePath",
        Creator,
        rename("renamed"),
    );
    chain.say(65, "Rename", "the next epoch", Creator);
    let grant = BTreeSet::from([chain.scene.witness.id()]);
    let appoint = Intent::Admins { grant, revoke: BTreeSet::new() };
    chain.commit(66, "AdminList", "an admin makes the witness an admin", Creator, appoint);
    let made = Device::new("gev/newcomer").key_package();
    let gone = adopted::Account::from(made.event.pubkey);
    let invite = Intent::Invite { key_packages: vec![made.event] };
    chain.commit(67, "AdminList", "the new admin adds an account", Witness, invite);
    chain.commit(72, "MemberUpdates", "a self-update", Witness, Intent::SelfUpdate);
    chain.say(73, "MemberUpdates", "after four commits by two members", Witness);
    chain.commit(
        74,
        "CommitRemoves",
        "the account that was added is removed again",
        Creator,
        Intent::Remove { accounts: BTreeSet::from([gone]) },
    );
    chain.say(75, "CommitRemoves", "the next epoch", Creator);
    chain.tests
}

/// Members leave: an admin or another member takes the SelfRemove up.
fn departures() -> Vec<Test> {
    let mut chain = Chain::of(11);
    chain.departure([61, 62], Creator, "an admin commits the SelfRemove");
    chain.say(63, "Departure", "the epoch without the witness", Creator);
    chain.tests
}

/// The same by a member that is no admin.
fn departure_of_a_sibling() -> Vec<Test> {
    let mut chain = Chain::of(12);
    chain.departure([76, 77], Other, "a member that is no admin commits the SelfRemove of the joiner's other device");
    chain.tests
}

/// A new address, and lifetimes of messages.
fn elsewhere() -> Vec<Test> {
    let mut chain = Chain::of(11);
    let routing = NostrRouting::new([0x5a; 32], RELAYS.map(str::to_owned)).expect("routing").encode();
    let intent = changes(component::NOSTR_ROUTING, routing);
    chain.commit(68, "NewAddress", "another address, announced at the old one", Creator, intent);
    chain.say(69, "NewAddress", "a message at the new address", Creator);
    let intent = changes(component::RETENTION, Retention { seconds: 86_400 }.encode());
    chain.commit(70, "Expiration", "messages are to live for a day", Creator, intent);
    chain.say(71, "Expiration", "a message that expires", Creator);
    chain.tests
}

/// A commit with a tag that is for messages.
fn expiring_commit() -> Vec<Test> {
    let mut chain = Chain::of(11);
    let expect = handshake(&chain.scene.creator, ContentType::Commit);
    let event = chain.scene.creator.commit(Intent::SelfUpdate).event;
    let expiring = chain.scene.creator.enter(|| {
        let tags = event.tags.iter().cloned().chain([Tag::parse(["expiration", "1781568000"]).expect("a tag")]);
        let again = EventBuilder::new(event.kind, &event.content).tags(tags).custom_created_at(event.created_at);
        again.sign_with_keys(&nostr::Keys::generate()).expect("a key signs")
    });
    let input = full(Event::from(&expiring), chain.after.clone());
    let comment = "a commit with an expiration, which nobody may write and receivers do not look at";
    chain.push(Test::valid(gev(78), &["Expiration"], comment, input, expect));
    chain.tests
}
