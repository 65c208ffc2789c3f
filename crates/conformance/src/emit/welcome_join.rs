//! welcome-join: groups of every shape, and who joins them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use marmot_rules::Profile;
use mdk_core::prelude::GroupId;
use nostr::{Tag, UnsignedEvent};

use super::party::{Made, Party};
use super::{Emit, EmitError, GROUP_AT, adopted, flipped, id, in_run, wait_until};
use crate::format::topics::welcome_join::{Expect, File, Input, Op, OpResult, Test};
use crate::format::{Hex, Keys, Reason, Rumor, Topic};
use crate::mls;

/// A group, those who made it, and the test that came out of it. [`scene`] makes the same one every time.
pub(super) struct Scene {
    pub creator: Party,
    pub witness: Party,
    pub group: GroupId,
    pub test: Test,
}

struct Shape {
    number: u16,
    flag: &'static str,
    comment: &'static str,
    /// Members before the joiner, beside the creator.
    others: usize,
    /// How many of them are removed again before the join.
    removed: usize,
    /// Whether the joiner is added to a group that exists.
    later: bool,
    same_account: Same,
    then: &'static [Then],
}

#[derive(Clone, Copy, PartialEq)]
enum Same {
    Nobody,
    JoinerAndWitness,
    JoinerAndCreator,
}

#[derive(Clone, Copy)]
enum Then {
    CreatorSays(&'static str),
    CreatorSaysMuch,
    CreatorUpdates,
    OtherUpdates,
    CreatorRemovesOther,
    CreatorAddsOther,
    JoinerSends(&'static [u8]),
}

use Then::{
    CreatorAddsOther, CreatorRemovesOther, CreatorSays, CreatorSaysMuch, CreatorUpdates, JoinerSends, OtherUpdates,
};

const USUAL: &[Then] = &[CreatorSays("hello"), CreatorUpdates, JoinerSends(b"hi")];

const BASELINE: Shape = Shape {
    number: 1,
    flag: "Baseline",
    comment: "two accounts join a new group by one commit",
    others: 0,
    removed: 0,
    later: false,
    same_account: Same::Nobody,
    then: USUAL,
};

const SHAPES: &[Shape] = &[
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
        comment: "five commits by two members follow, with a message in each epoch",
        others: 1,
        then: &[
            CreatorUpdates,
            CreatorSays("two"),
            OtherUpdates,
            CreatorSays("three"),
            CreatorUpdates,
            CreatorUpdates,
            OtherUpdates,
            CreatorSays("six"),
            JoinerSends(b"still here"),
        ],
        ..BASELINE
    },
    Shape {
        number: 7,
        flag: "CommitRemoves",
        comment: "another account is removed after the join",
        others: 2,
        then: &[CreatorRemovesOther, CreatorSays("we are fewer"), CreatorUpdates, JoinerSends(b"so it seems")],
        ..BASELINE
    },
    Shape {
        number: 8,
        flag: "CommitAdds",
        comment: "another account is added after the join",
        then: &[CreatorAddsOther, CreatorSays("we are more"), CreatorUpdates, JoinerSends(b"welcome")],
        ..BASELINE
    },
    Shape {
        number: 9,
        flag: "LongMessage",
        comment: "long, empty and binary application data",
        then: &[CreatorSaysMuch, CreatorUpdates, JoinerSends(b""), JoinerSends(&[0, 255, 0, 128])],
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
];

/// The welcome-join file of a profile.
pub(super) fn file_tests(profile: Profile) -> Result<Vec<Test>, EmitError> {
    let mut tests = Vec::new();
    for shape in SHAPES {
        tests.push(in_run(|| build(profile, shape).test)?);
    }
    let baseline = tests[0].clone();
    tests.extend(in_run(|| {
        let stranger = Party::new(&format!("{}/stranger", baseline.id)).key_package(profile).keys;
        broken(profile, &baseline, &stranger)
    })?);
    tests.extend(super::group_info::tests(profile)?);
    Ok(tests)
}

impl Emit for File {
    fn file(profile: Profile) -> Result<Option<Self>, EmitError> {
        if profile.is_adopted() {
            return adopted::welcome_join::file().map(Some);
        }
        super::speaks_in_full(profile).then(|| super::file(profile, file_tests(profile)?)).transpose()
    }

    fn files(profile: Profile) -> Result<Vec<(String, Self)>, EmitError> {
        let mut files: Vec<_> =
            Self::file(profile)?.into_iter().map(|file| ("welcome-join".to_owned(), file)).collect();
        if profile.is_adopted() {
            files.push(("welcome-join-forged".to_owned(), adopted::welcome_join::forged_file()?));
        }
        Ok(files)
    }

    fn maker(profile: Profile) -> &'static str {
        super::by_devices(profile)
    }
}

/// The scene of the test with this number, made anew. Call it inside a run.
pub(super) fn scene(profile: Profile, number: u16) -> Scene {
    let shape = SHAPES.iter().find(|shape| shape.number == number).expect("a shape of the list above");
    build(profile, shape)
}

fn build(profile: Profile, shape: &Shape) -> Scene {
    let id = id(Topic::WelcomeJoin, profile, shape.number);
    let party = |name: &str| Party::new(&format!("{id}/{name}"));
    let sibling = |of: &Party, name: &str| Party::of(&format!("{id}/{name}"), &of.account);
    let creator = party("creator");
    let (joiner, witness) = match shape.same_account {
        Same::Nobody => (party("joiner"), party("witness")),
        Same::JoinerAndCreator => (sibling(&creator, "joiner"), party("witness")),
        Same::JoinerAndWitness => {
            let joiner = party("joiner");
            let witness = sibling(&joiner, "witness");
            (joiner, witness)
        }
    };
    let mut others: Vec<Party> = (0..shape.others).map(|n| party(&format!("other {n}"))).collect();
    let (made, seen) = (joiner.key_package(profile), witness.key_package(profile));
    let theirs: Vec<Made> = others.iter().map(|other| other.key_package(profile)).collect();

    wait_until(GROUP_AT);
    let both = [&made, &seen];
    let (group, rumors) = if shape.later {
        let (group, early) = creator.create_group(&theirs.iter().collect::<Vec<_>>());
        others.iter().zip(&early).for_each(|(other, rumor)| _ = other.join(rumor, 1));
        for _ in 0..shape.removed {
            let gone = others.remove(0);
            let event = creator.remove(&group, &gone.account);
            tell(&others, &event);
        }
        let update = creator.self_update(&group);
        tell(&others, &update);
        let (event, rumors) = creator.add(&group, &both);
        tell(&others, &event);
        (group, rumors)
    } else {
        let all: Vec<&Made> = theirs.iter().chain(both).collect();
        let (group, mut rumors) = creator.create_group(&all);
        let last = rumors.split_off(theirs.len());
        others.iter().zip(&rumors).for_each(|(other, rumor)| _ = other.join(rumor, 1));
        (group, last)
    };
    joiner.join(&rumors[0], 2);
    witness.join(&rumors[1], 3);
    let state = joiner.enter(|| mls::state_of(&joiner.mdk, &group)).expect("joined a line ago");

    let mut scene = Continued { profile, id: &id, creator: &creator, others, group: &group, then: Vec::new() };
    let own_leaf = state.own_leaf;
    shape.then.iter().for_each(|then| scene.go_on(*then, own_leaf, &[&joiner, &witness]));
    let (ops, results) = scene.then.into_iter().unzip();
    let input = Input { rumor: Rumor::from(&rumors[0]), joiner: made.keys, witness: seen.keys, then: ops };
    let test = Test::valid(id.clone(), &[shape.flag], shape.comment, input, Expect { state, then: results });
    Scene { creator, witness, group, test }
}

/// Hands a group event to these members.
fn tell(members: &[Party], event: &nostr::Event) {
    for member in members {
        member.enter(|| member.mdk.process_message(event)).expect("a member reads what is sent in order");
    }
}

/// A group after the join.
struct Continued<'a> {
    profile: Profile,
    id: &'a str,
    creator: &'a Party,
    others: Vec<Party>,
    group: &'a GroupId,
    then: Vec<(Op, OpResult)>,
}

impl Continued<'_> {
    fn go_on(&mut self, then: Then, joiner_leaf: u32, newcomers: &[&Party]) {
        let key = self.creator.group_event_key(self.group);
        let open = |event: &nostr::Event| Hex(mls::open(&event.content, &key).expect("encrypted in this epoch"));
        let event = match then {
            CreatorSays(text) => return self.message(text, open),
            CreatorSaysMuch => return self.message(&"long ".repeat(1_600), open),
            JoinerSends(bytes) => {
                let (plaintext, witness_reads) = (Hex::from(bytes), Hex::from(bytes));
                let result = OpResult::Witnessed { witness_reads, sender_leaf: joiner_leaf };
                return self.then.push((Op::JoinerSends { plaintext }, result));
            }
            CreatorUpdates => {
                let event = self.creator.self_update(self.group);
                tell(&self.others, &event);
                event
            }
            OtherUpdates => {
                let event = self.others[0].self_update(self.group);
                self.creator.enter(|| self.creator.mdk.process_message(&event)).expect("the creator reads it");
                event
            }
            CreatorRemovesOther => {
                let gone = self.others.remove(0);
                let event = self.creator.remove(self.group, &gone.account);
                tell(&self.others, &event);
                event
            }
            CreatorAddsOther => {
                let other = Party::new(&format!("{}/newcomer", self.id));
                let (event, rumors) = self.creator.add(self.group, &[&other.key_package(self.profile)]);
                other.join(&rumors[0], 4);
                self.others.push(other);
                event
            }
        };
        for party in newcomers {
            party.enter(|| party.mdk.process_message(&event)).expect("a member reads what is sent in order");
        }
        let after =
            self.creator.enter(|| mls::state_of(&self.creator.mdk, self.group)).expect("the creator is a member");
        let result = OpResult::Committed { epoch: after.epoch, epoch_authenticator: after.epoch_authenticator };
        self.then.push((Op::ReceiveCommit { mls_message: open(&event) }, result));
    }

    fn message(&mut self, text: &str, open: impl Fn(&nostr::Event) -> Hex) {
        let (event, rumor) = self.creator.say(self.group, text);
        let plaintext = nostr::JsonUtil::as_json(&rumor).into_bytes();
        let result = OpResult::Received { plaintext: Hex(plaintext), sender_leaf: 0 };
        self.then.push((Op::Receive { mls_message: open(&event) }, result));
    }
}

/// The baseline with one thing wrong.
pub(super) fn broken(profile: Profile, baseline: &Test, stranger: &Keys) -> Vec<Test> {
    let test = |number, flag, comment, reason, change: &dyn Fn(&mut Input)| {
        let mut input = baseline.input.clone();
        change(&mut input);
        Test::invalid(id(Topic::WelcomeJoin, profile, number), &[flag], comment, input, &baseline.id, reason)
    };
    let content = |input: &Input| STANDARD.decode(&input.rumor.content).expect("base64 of the baseline");
    let with_content = |input: &mut Input, bytes: Vec<u8>| set_content(input, STANDARD.encode(bytes));
    let key = "WrongPrivateKey";
    vec![
        test(101, key, "init_priv has one byte inverted", Reason::PrivateKeyMismatch, &|input| {
            input.joiner.init_priv = flipped(&input.joiner.init_priv.0, 7);
        })
        .any_of(&[Reason::PrivateKeyMismatch, Reason::WelcomeDecryptFailed]),
        test(102, key, "encryption_priv has one byte inverted", Reason::PrivateKeyMismatch, &|input| {
            input.joiner.encryption_priv = flipped(&input.joiner.encryption_priv.0, 7);
        }),
        test(103, key, "signature_priv has one byte inverted", Reason::PrivateKeyMismatch, &|input| {
            input.joiner.signature_priv = flipped(&input.joiner.signature_priv.0, 7);
        }),
        test(
            104,
            "ForeignKeyPackage",
            "another KeyPackage's keys, and e names it",
            Reason::NoMatchingKeyPackage,
            &|input| {
                input.joiner = stranger.clone();
                addressed_to_joiner(input);
            },
        ),
        test(
            105,
            "DamagedWelcome",
            "inverted byte in the encrypted GroupInfo",
            Reason::WelcomeDecryptFailed,
            &|input| {
                let bytes = content(input);
                with_content(input, flipped(&bytes, bytes.len() - 40).0);
            },
        ),
        test(106, "TruncatedWelcome", "the last 100 bytes are missing", Reason::TlsMalformed, &|input| {
            let mut bytes = content(input);
            bytes.truncate(bytes.len() - 100);
            with_content(input, bytes);
        }),
        test(107, "NotBase64", "a character of no alphabet in the base64", Reason::ContentNotBase64, &|input| {
            let text = input.rumor.content.clone();
            set_content(input, format!("{}!{}", &text[..8], &text[9..]));
        }),
        test(108, "WrongWireFormat", "the content is a KeyPackage message", Reason::WireFormatMismatch, &|input| {
            with_content(input, input.joiner.key_package.0.clone());
        })
        .any_of(&[Reason::WireFormatMismatch, Reason::FramingMismatch, Reason::TlsMalformed]),
        test(109, "EmptyContent", "no content", Reason::ContentEmpty, &|input| set_content(input, String::new()))
            .any_of(&[Reason::ContentEmpty, Reason::TlsMalformed]),
        test(110, "UrlSafeBase64", "the URL-safe alphabet", Reason::ContentNotBase64, &|input| {
            let text = input.rumor.content.replace('+', "-").replace('/', "_");
            set_content(input, text);
        }),
        test(111, "TrailingNewline", "a newline after the base64", Reason::ContentNotBase64, &|input| {
            let text = format!("{}\n", input.rumor.content);
            set_content(input, text);
        }),
        test(112, "BareWelcome", "a Welcome without its MLSMessage frame", Reason::FramingMismatch, &|input| {
            let bytes = content(input);
            with_content(input, bytes[4..].to_vec());
        })
        .any_of(&[Reason::FramingMismatch, Reason::WireFormatMismatch, Reason::TlsMalformed]),
        test(113, "OtherCipherSuite", "the Welcome says suite 0x0002", Reason::CiphersuiteUnsupported, &|input| {
            let mut bytes = content(input);
            bytes[5] = 2;
            with_content(input, bytes);
        })
        .any_of(&[Reason::CiphersuiteUnsupported, Reason::WelcomeDecryptFailed]),
    ]
}

/// Lets `e` name the joiner's event, as in a rumor that is meant for it.
fn addressed_to_joiner(input: &mut Input) {
    let mut rumor: UnsignedEvent = input.rumor.to_nostr().expect("the baseline's rumor");
    let named = |row: &[String]| match row[0].as_str() {
        "e" => vec!["e".to_owned(), input.joiner.key_package_event.id.clone()],
        _ => row.to_vec(),
    };
    rumor.tags = rumor.tags.iter().map(|tag| Tag::parse(named(tag.as_slice())).expect("a row with a name")).collect();
    rumor.id = None;
    input.rumor = Rumor::from(&rumor);
}

/// Another content, and the id that goes with it.
pub(super) fn set_content(input: &mut Input, content: String) {
    let mut rumor: UnsignedEvent = input.rumor.to_nostr().expect("the baseline's rumor");
    rumor.content = content;
    rumor.id = None;
    input.rumor = Rumor::from(&rumor);
}
