//! Groups of every shape, and who joins them.

use std::collections::{BTreeMap, BTreeSet};

use adopted::Intent;
use marmot_rules::Profile;
use marmot_rules::adopted::components::{GroupProfile, State as _, id as component};
use nostr::UnsignedEvent;

use super::{Device, Made};
use crate::emit::{GROUP_AT, id, wait_until};
use crate::format::topics::welcome_join::{Expect, Input, Op, OpResult, Test};
use crate::format::{Hex, Rumor, Topic};

/// A group, those who made it, and the `welcome-join` test that came out of it. [`scene`] makes the same one every time.
pub(in crate::emit) struct Scene {
    /// Admin, leaf 0.
    pub creator: Device,
    pub joiner: Device,
    /// Joined by the same commit as the joiner.
    pub witness: Device,
    /// Members before the joiner, but for those who left.
    pub others: Vec<Device>,
    pub test: Test,
}

/// What a scene is.
#[derive(Clone, Copy)]
pub(in crate::emit) struct Shape {
    pub number: u16,
    pub flag: &'static str,
    pub comment: &'static str,
    /// Members before the joiner, beside the creator.
    pub others: usize,
    /// How many of them are removed again before the join.
    pub removed: usize,
    /// Whether the joiner is added to a group that exists.
    pub later: bool,
    pub same_account: Same,
    pub then: &'static [Then],
}

/// Which devices are of one account.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::emit) enum Same {
    Nobody,
    JoinerAndWitness,
    JoinerAndCreator,
}

/// What happens after the join.
#[derive(Clone, Copy)]
pub(in crate::emit) enum Then {
    CreatorSays(&'static str),
    /// 8,000 characters.
    CreatorSaysMuch,
    CreatorUpdates,
    /// By a commit without UpdatePath.
    CreatorRenames(&'static str),
    CreatorAppointsWitness,
    OtherUpdates,
    CreatorRemovesOther,
    CreatorAddsOther,
    /// A chat message of this text, as the joiner's client sends it.
    JoinerSends(&'static str),
}

use Then::{
    CreatorAddsOther, CreatorAppointsWitness, CreatorRemovesOther, CreatorRenames, CreatorSays, CreatorSaysMuch,
    CreatorUpdates, JoinerSends, OtherUpdates,
};

/// The shape of most tests.
pub(in crate::emit) const BASELINE: Shape = Shape {
    number: 1,
    flag: "Baseline",
    comment: "two accounts join a new group by one commit",
    others: 0,
    removed: 0,
    later: false,
    same_account: Same::Nobody,
    then: &[CreatorSays("hello"), CreatorUpdates, JoinerSends("hi")],
};

/// All shapes. Other topics build on 1, 2, 3, 6, 11 and 12.
pub(in crate::emit) const SHAPES: &[Shape] = &[
    BASELINE,
    Shape {
        number: 2,
        flag: "SiblingWitness",
        comment: "two devices of one account join a new group by one commit",
        same_account: Same::JoinerAndWitness,
        ..BASELINE
    },
    Shape {
        number: 3,
        flag: "JoinsLater",
        comment: "joiner and witness are added to a group of three in its third epoch",
        others: 2,
        later: true,
        ..BASELINE
    },
    Shape {
        number: 4,
        flag: "BlankLeaves",
        comment: "two of five others were removed before the join",
        others: 5,
        removed: 2,
        later: true,
        ..BASELINE
    },
    Shape { number: 5, flag: "LargeTree", comment: "a new group of thirteen leaves", others: 10, ..BASELINE },
    Shape {
        number: 6,
        flag: "ManyCommits",
        comment: "six commits by two members follow, two of them without UpdatePath, with a message in most epochs",
        others: 1,
        then: &[
            CreatorUpdates,
            CreatorSays("two"),
            OtherUpdates,
            CreatorSays("three"),
            CreatorRenames("renamed"),
            CreatorSays("four"),
            CreatorAppointsWitness,
            OtherUpdates,
            CreatorUpdates,
            CreatorSays("seven"),
            JoinerSends("still here"),
        ],
        ..BASELINE
    },
    Shape {
        number: 7,
        flag: "CommitRemoves",
        comment: "another account is removed after the join",
        others: 2,
        then: &[CreatorRemovesOther, CreatorSays("we are fewer"), CreatorUpdates, JoinerSends("so it seems")],
        ..BASELINE
    },
    Shape {
        number: 8,
        flag: "CommitAdds",
        comment: "another account is added after the join",
        then: &[CreatorAddsOther, CreatorSays("we are more"), CreatorUpdates, JoinerSends("welcome")],
        ..BASELINE
    },
    Shape {
        number: 9,
        flag: "LongMessage",
        comment: "long and empty messages",
        then: &[CreatorSaysMuch, CreatorSays(""), CreatorUpdates, JoinerSends("")],
        ..BASELINE
    },
    Shape {
        number: 10,
        flag: "CreatorsSibling",
        comment: "the creator's own second device is added to a group that exists",
        others: 1,
        later: true,
        same_account: Same::JoinerAndCreator,
        ..BASELINE
    },
    Shape { number: 11, flag: "NothingFollows", comment: "the group is as the join found it", then: &[], ..BASELINE },
    Shape {
        number: 12,
        flag: "NothingFollows",
        comment: "two devices of one account and another account, and nothing follows",
        others: 1,
        same_account: Same::JoinerAndWitness,
        then: &[],
        ..BASELINE
    },
];

/// The scene of the test with this number, made anew. Call it inside a run.
pub(in crate::emit) fn scene(number: u16) -> Scene {
    build(SHAPES.iter().find(|shape| shape.number == number).expect("a shape of the list above"))
}

/// Makes a scene. Call it inside a run.
pub(in crate::emit) fn build(shape: &Shape) -> Scene {
    let id = id(Topic::WelcomeJoin, Profile::Adopted2026_07, shape.number);
    let device = |name: &str| Device::new(&format!("{id}/{name}"));
    let sibling = |of: &Device, name: &str| Device::of(&format!("{id}/{name}"), &of.account);
    let mut creator = device("creator");
    let (mut joiner, mut witness) = match shape.same_account {
        Same::Nobody => (device("joiner"), device("witness")),
        Same::JoinerAndCreator => (sibling(&creator, "joiner"), device("witness")),
        Same::JoinerAndWitness => {
            let joiner = device("joiner");
            let witness = sibling(&joiner, "witness");
            (joiner, witness)
        }
    };
    let mut others: Vec<Device> = (0..shape.others).map(|n| device(&format!("other {n}"))).collect();
    let (made, seen) = (joiner.key_package(), witness.key_package());
    let theirs: Vec<Made> = others.iter_mut().map(Device::key_package).collect();

    wait_until(GROUP_AT);
    let rumors = if shape.later {
        let early = creator.found(&theirs.iter().collect::<Vec<_>>());
        others.iter_mut().zip(&early).for_each(|(other, rumor)| other.join(rumor));
        for _ in 0..shape.removed {
            let gone = others.remove(0);
            tell(&mut others, &creator.remove(gone.id()).event);
        }
        tell(&mut others, &creator.commit(Intent::SelfUpdate).event);
        let sent = creator.add(&[&made, &seen]);
        tell(&mut others, &sent.event);
        [sent.welcome(&made), sent.welcome(&seen)]
    } else {
        let all: Vec<&Made> = theirs.iter().chain([&made, &seen]).collect();
        let mut rumors = creator.found(&all);
        let last = rumors.split_off(theirs.len());
        others.iter_mut().zip(&rumors).for_each(|(other, rumor)| other.join(rumor));
        <[UnsignedEvent; 2]>::try_from(last).expect("joiner and witness")
    };
    joiner.join(&rumors[0]);
    witness.join(&rumors[1]);
    let state = joiner.state();

    let test = Test::valid(
        id.clone(),
        &[shape.flag],
        shape.comment,
        Input { rumor: Rumor::from(&rumors[0]), joiner: made.keys, witness: seen.keys, then: Vec::new() },
        Expect { state, then: Vec::new() },
    );
    let mut scene = Scene { creator, joiner, witness, others, test };
    shape.then.iter().for_each(|then| scene.go_on(*then));
    scene
}

/// Hands a group event to these members.
fn tell<'a>(members: impl IntoIterator<Item = &'a mut Device>, event: &nostr::Event) {
    for member in members {
        let answers = member.receive(event);
        assert!(answers.is_empty(), "nobody answers to what happens in a scene");
    }
}

impl Scene {
    /// One more thing happens, and everybody in the group sees it.
    pub(in crate::emit) fn go_on(&mut self, then: Then) {
        let key = self.creator.group_event_key();
        let open = |event: &nostr::Event| Hex(crate::mls::open(&event.content, &key).expect("encrypted in this epoch"));
        let event = match then {
            CreatorSays(text) => return self.message(text),
            CreatorSaysMuch => return self.message(&"long ".repeat(1_600)),
            JoinerSends(text) => return self.joiner_sends(text),
            CreatorUpdates => self.creator.commit(Intent::SelfUpdate).event,
            CreatorRenames(name) => self.creator.commit(rename(name)).event,
            CreatorAppointsWitness => {
                let grant = BTreeSet::from([self.witness.id()]);
                self.creator.commit(Intent::Admins { grant, revoke: BTreeSet::new() }).event
            }
            OtherUpdates => {
                let event = self.others[0].commit(Intent::SelfUpdate).event;
                tell([&mut self.creator], &event);
                tell(&mut self.others[1..], &event);
                return self.committed(&event, open(&event));
            }
            CreatorRemovesOther => {
                let gone = self.others.remove(0);
                self.creator.remove(gone.id()).event
            }
            CreatorAddsOther => {
                let mut other = Device::new(&format!("{}/newcomer", self.test.id));
                let made = other.key_package();
                let sent = self.creator.add(&[&made]);
                tell(&mut self.others, &sent.event);
                other.join(&sent.welcome(&made));
                self.others.push(other);
                return self.committed(&sent.event, open(&sent.event));
            }
        };
        tell(&mut self.others, &event);
        self.committed(&event, open(&event));
    }

    fn committed(&mut self, event: &nostr::Event, mls_message: Hex) {
        tell([&mut self.joiner, &mut self.witness], event);
        let facts = self.joiner.group().facts();
        let epoch_authenticator = facts.authenticator.as_slice().into();
        let result = OpResult::Committed { epoch: facts.epoch, epoch_authenticator };
        self.push(Op::ReceiveCommit { mls_message }, result);
    }

    fn message(&mut self, text: &str) {
        let (event, rumor) = self.creator.say(text);
        let mls_message = Hex(self.creator.open(&event));
        tell(&mut self.others, &event);
        tell([&mut self.joiner, &mut self.witness], &event);
        let result = OpResult::Received { plaintext: adopted::payload::write(&rumor).into(), sender_leaf: 0 };
        self.push(Op::Receive { mls_message }, result);
    }

    fn joiner_sends(&mut self, text: &str) {
        let plaintext = Hex(adopted::payload::write(&self.joiner.chat(text)));
        let sender_leaf = self.joiner.group().facts().own_leaf.expect("a member");
        let result = OpResult::Witnessed { witness_reads: plaintext.clone(), sender_leaf };
        self.push(Op::JoinerSends { plaintext }, result);
    }

    fn push(&mut self, op: Op, result: OpResult) {
        self.test.input.then.push(op);
        self.test.expect.as_mut().expect("a valid test").then.push(result);
    }
}

/// Another name for the group.
pub(in crate::emit) fn rename(name: &str) -> Intent {
    let profile = GroupProfile::new(name, "a group of test vectors").expect("a profile").encode();
    Intent::Update { changes: BTreeMap::from([(component::PROFILE, Some(profile))]) }
}
