//! welcome-join of the adopted text: groups of every shape, what else a group may be, and Welcomes that break a rule.

use adopted::NewGroup;
use adopted::key_package::Wish;
use ed25519_dalek::SigningKey;
use marmot_rules::Profile;
use serde_json::Value;

use super::super::group_info::{Opened, of_mls};
use super::super::welcome_join::broken;
use super::super::{EmitError, GROUP_AT, NOW, START, id, in_run, wait_until};
use super::{Device, SHAPES, Scene, Then, build, forged};
use crate::format::topics::welcome_join::{Expect, File, Input, Test};
use crate::format::{Answer, Reason, Rumor, Topic};

const ADOPTED: Profile = Profile::Adopted2026_07;

/// The file of what MLS takes and the adopted text forbids.
pub(in crate::emit) fn forged_file() -> Result<File, EmitError> {
    super::super::file(ADOPTED, in_run(forged::tests)?)
}

/// The file of what is valid, and of what MLS forbids.
pub(in crate::emit) fn file() -> Result<File, EmitError> {
    let mut tests = Vec::new();
    for shape in SHAPES {
        tests.push(in_run(|| build(shape).test)?);
    }
    for choice in CHOICES {
        tests.push(in_run(|| choice.scene().test)?);
    }
    tests.push(in_run(old_leaf)?);
    let baseline = tests[0].clone();
    tests.extend(in_run(|| {
        let stranger = Device::new(&format!("{}/stranger", baseline.id)).key_package().keys;
        broken(ADOPTED, &baseline, &stranger)
    })?);
    tests.extend(in_run(|| {
        let scene = build(&SHAPES[0]);
        let opened = opened(&scene);
        scene.creator.enter(|| of_mls(ADOPTED, &scene.test, &opened))
    })?);
    super::super::file(ADOPTED, tests)
}

/// The Welcome of a scene, opened; its creator signs it anew.
pub(super) fn opened(scene: &Scene) -> Opened {
    Opened::of(&scene.test, seed(&scene.creator)).expect("the joiner opens it")
}

/// The key with which a device signs in its group.
pub(super) fn seed(device: &Device) -> SigningKey {
    let key = serde_json::to_value(device.group().key()).expect("a key is stored");
    let bytes = key["secret"].as_array().into_iter().flatten().filter_map(Value::as_u64).map(|byte| byte as u8);
    SigningKey::from_bytes(&bytes.collect::<Vec<_>>().try_into().expect("a seed"))
}

/// What a founder, and those whom it invites, may choose.
pub(super) struct Choice {
    pub number: u16,
    pub flag: &'static str,
    pub comment: &'static str,
    pub group: fn(&mut NewGroup),
    /// About the KeyPackages of joiner and witness.
    pub key_package: fn(&mut Wish),
}

const USUAL: Choice = Choice { number: 0, flag: "", comment: "", group: |_| (), key_package: |_| () };

const CHOICES: &[Choice] = &[
    Choice {
        number: 21,
        flag: "Retention",
        comment: "messages live for a day",
        group: |group| group.retention = Some(86_400),
        ..USUAL
    },
    Choice {
        number: 22,
        flag: "OpaqueComponents",
        comment: "components that nobody requires: two that are frozen or experimental, and one that no text knows",
        group: |group| {
            group.components.extend([(0x8006, vec![1, 2, 3]), (0x8008, vec![0]), (0xf123, (0..=255).collect())]);
        },
        ..USUAL
    },
    Choice {
        number: 23,
        flag: "NoProfile",
        comment: "a group without name and description",
        group: |group| group.profile = None,
        ..USUAL
    },
    Choice {
        number: 24,
        flag: "NoLifecycle",
        comment: "a group of before the lifecycle, which neither has nor requires it",
        group: |group| group.without_lifecycle = true,
        ..USUAL
    },
    Choice {
        number: 25,
        flag: "LastResort",
        comment: "joiner and witness were invited by KeyPackages of last resort",
        key_package: |wish| wish.last_resort = true,
        ..USUAL
    },
];

/// The parent of a test in which the group requires what its members say that they support.
pub(super) const SUPPORTS_MORE: Choice = Choice {
    number: 26,
    flag: "SupportsMore",
    comment: "joiner and witness support a component that no text knows, and that nobody requires",
    key_package: |wish| wish.supported.push(0xf123),
    ..USUAL
};

impl Choice {
    /// Creator, joiner and witness, one commit, and what usually follows.
    pub(super) fn scene(&self) -> Scene {
        let id = id(Topic::WelcomeJoin, ADOPTED, self.number);
        let device = |name: &str| Device::new(&format!("{id}/{name}"));
        let (mut creator, mut joiner, mut witness) = (device("creator"), device("joiner"), device("witness"));
        let made = joiner.key_package_with(self.key_package);
        let seen = witness.key_package_with(self.key_package);
        wait_until(GROUP_AT);
        let rumors = creator.found_with(&[&made, &seen], self.group);
        joiner.join(&rumors[0]);
        witness.join(&rumors[1]);
        let test = Test::valid(
            id,
            &[self.flag],
            self.comment,
            Input { rumor: Rumor::from(&rumors[0]), joiner: made.keys, witness: seen.keys, then: Vec::new() },
            Expect { state: joiner.state(), then: Vec::new() },
        );
        let mut scene = Scene { creator, joiner, witness, others: Vec::new(), test };
        for then in [Then::CreatorSays("hello"), Then::CreatorUpdates, Then::JoinerSends("hi")] {
            scene.go_on(then);
        }
        scene
    }
}

/// Decision D20: a leaf that was added long ago, and never changed, has a lifetime that is over.
fn old_leaf() -> Test {
    let id = id(Topic::WelcomeJoin, ADOPTED, 27);
    let device = |name: &str| Device::new(&format!("{id}/{name}"));
    let (mut creator, mut joiner, mut witness) = (device("creator"), device("joiner"), device("witness"));
    let mut old = device("old");
    let (made, seen) = (joiner.key_package(), witness.key_package());
    let short = old.key_package_with(|wish| wish.not_after = START + 5_400);
    wait_until(GROUP_AT);
    let rumors = creator.found(&[&short, &made, &seen]);
    joiner.join(&rumors[1]);
    witness.join(&rumors[2]);
    let input = Input { rumor: Rumor::from(&rumors[1]), joiner: made.keys, witness: seen.keys, then: Vec::new() };
    let reason = Reason::LifetimeExpired;
    let by = [
        ("old-leaves-skipped".to_owned(), Answer::Expect(Expect { state: joiner.state(), then: Vec::new() })),
        ("old-leaves-verified".to_owned(), Answer::Fails { reason, stage: reason.stage() }),
    ];
    const { assert!(NOW > START + 5_400, "the lifetime is over") };
    Test::policy(id, &["OldLeaf"], "the lifetime of another member's leaf is over", input, by.into())
}
