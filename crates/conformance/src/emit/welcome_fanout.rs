//! welcome-fanout: devices of one account and the Welcomes that reach all of them.

use std::collections::BTreeMap;

use marmot_rules::Profile;
use nostr::{EventId, Tag, UnsignedEvent};

use super::party::{Made, Party};
use super::{Emit, EmitError, GROUP_AT, id, in_run, wait_until};
use crate::format::topics::welcome_fanout::{Delivery, Expect, File, Input, Test};
use crate::format::{Answer, Reason, Rumor, Topic};

use Delivery::{Duplicate, Joined, Rejected};

const NO_MATCH: Delivery = Rejected(Reason::NoMatchingKeyPackage);
const NOT_LOCAL: Delivery = Rejected(Reason::KeyPackageNotLocal);
const NO_E: Delivery = Rejected(Reason::TagMissing);

/// A creator, Bob's devices, and a stranger, before anything happened.
struct World {
    id: String,
    profile: Profile,
    creator: Party,
    devices: Vec<Party>,
    stranger: Party,
}

/// What happened, as input of a test.
struct Story {
    devices: BTreeMap<String, crate::format::Keys>,
    rumors: BTreeMap<String, Rumor>,
    leaves: u32,
}

const NAMES: [&str; 3] = ["phone", "laptop", "tablet"];

impl World {
    fn new(profile: Profile, number: u16) -> Self {
        let id = id(Topic::WelcomeFanout, profile, number);
        let name = |name: &str| format!("{id}/{name}");
        let phone = Party::new(&name(NAMES[0]));
        let account = phone.account.clone();
        let more = NAMES[1..].iter().map(|device| Party::of(&name(device), &account));
        let devices = std::iter::once(phone).chain(more.collect::<Vec<_>>()).collect();
        let (creator, stranger) = (Party::new(&name("creator")), Party::new(&name("stranger")));
        Self { id, profile, creator, devices, stranger }
    }

    fn key_packages(&self, count: usize) -> Vec<Made> {
        let made = self.devices[..count].iter().map(|device| device.key_package(self.profile)).collect();
        wait_until(GROUP_AT);
        made
    }

    /// All KeyPackages by one commit: rumors `w1`, `w2` and so on, in their order.
    fn one_commit(&self, made: &[Made]) -> Story {
        let (_, rumors) = self.creator.create_group(&made.iter().collect::<Vec<_>>());
        Story::of(made, &rumors, 1 + made.len())
    }

    /// One commit for each KeyPackage.
    fn commits(&self, made: &[Made]) -> Story {
        let (group, mut rumors) = self.creator.create_group(&[&made[0]]);
        for next in &made[1..] {
            rumors.extend(self.creator.add(&group, &[next]).1);
        }
        Story::of(made, &rumors, 1 + made.len())
    }
}

impl Story {
    fn of(made: &[Made], rumors: &[UnsignedEvent], leaves: usize) -> Self {
        Self {
            devices: NAMES.iter().zip(made).map(|(name, made)| ((*name).to_owned(), made.keys.clone())).collect(),
            rumors: (1..).zip(rumors).map(|(n, rumor)| (format!("w{n}"), Rumor::from(rumor))).collect(),
            leaves: u32::try_from(leaves).expect("a small group"),
        }
    }

    fn change(&mut self, rumor: &str, tags: impl FnOnce(Vec<Vec<String>>) -> Vec<Vec<String>>) {
        let mut unsigned = self.rumors[rumor].to_nostr().expect("a rumor of mdk-core");
        let rows = tags(unsigned.tags.iter().map(|tag| tag.as_slice().to_vec()).collect());
        unsigned.tags = rows.into_iter().map(|row| Tag::parse(row).expect("a row with a name")).collect();
        unsigned.id = None;
        self.rumors.insert(rumor.to_owned(), Rumor::from(&unsigned));
    }

    /// The test, from `device rumor` pairs and what each policy makes of them.
    fn test(
        self,
        world: &World,
        flag: &str,
        comment: &str,
        deliveries: &str,
        by_ref: &[Delivery],
        by_e: &[Delivery],
    ) -> Test {
        let pairs: Vec<&str> = deliveries.split_whitespace().collect();
        let deliveries = pairs.chunks(2).map(|pair| [pair[0].to_owned(), pair[1].to_owned()]).collect();
        let expect = |outcomes: &[Delivery]| {
            let leaves = if outcomes.contains(&Joined) { self.leaves } else { 0 };
            Expect { outcomes: outcomes.to_vec(), leaves }
        };
        let (id, input) = (world.id.clone(), Input { devices: self.devices, rumors: self.rumors, deliveries });
        if by_ref == by_e {
            return Test::valid(id, &[flag], comment, input, expect(by_ref));
        }
        let by = [("by-ref", by_ref), ("by-e", by_e)];
        let by =
            by.into_iter().map(|(policy, outcomes)| (policy.to_owned(), Answer::Expect(expect(outcomes)))).collect();
        Test::policy(id, &[flag], comment, input, by)
    }
}

type Build = fn(&World) -> Test;

/// Every test by its number.
const TESTS: &[(u16, Build)] = &[
    (1, |w| {
        let comment = "two devices, one commit, each wrap to the device that it is for";
        let joined = [Joined, Joined];
        w.one_commit(&w.key_packages(2)).test(w, "Baseline", comment, "phone w1 laptop w2", &joined, &joined)
    }),
    (2, |w| two_adds(w, "laptop w1 laptop w2", &[Joined, Duplicate], &[NOT_LOCAL, Joined])),
    (3, |w| {
        let by_e = [NOT_LOCAL, Joined, NOT_LOCAL, Joined, Duplicate];
        let by_ref = [Joined, Duplicate, Joined, Duplicate, Duplicate];
        two_adds(w, "laptop w1 laptop w2 phone w2 phone w1 phone w1", &by_ref, &by_e)
    }),
    (4, |w| {
        let all = "phone w3 phone w2 phone w1 laptop w1 laptop w3 laptop w2 tablet w1 tablet w2 tablet w3";
        let by_ref = [Joined, Duplicate, Duplicate].repeat(3);
        let by_e = [NOT_LOCAL, NOT_LOCAL, Joined, NOT_LOCAL, NOT_LOCAL, Joined, NOT_LOCAL, NOT_LOCAL, Joined];
        let made = w.key_packages(3);
        let comment = "three devices, one commit, every wrap to every device";
        w.one_commit(&made).test(w, "OneCommitTwoAdds", comment, all, &by_ref, &by_e)
    }),
    (5, |w| {
        let comment = "two devices, a commit each, every wrap to both";
        let made = w.key_packages(2);
        let all = "phone w2 phone w1 laptop w1 laptop w2";
        let by_ref = [NO_MATCH, Joined, NO_MATCH, Joined];
        w.commits(&made).test(w, "TwoCommits", comment, all, &by_ref, &[NOT_LOCAL, Joined, NOT_LOCAL, Joined])
    }),
    (6, |w| {
        let made = w.key_packages(1);
        let outcomes = [Joined, Duplicate, Duplicate];
        w.one_commit(&made).test(
            w,
            "Replay",
            "one wrap, three times",
            "phone w1 phone w1 phone w1",
            &outcomes,
            &outcomes,
        )
    }),
    (7, |w| {
        let mut story = w.one_commit(&w.key_packages(1));
        let foreign = EventId::all_zeros().to_hex();
        story.change("w1", |mut rows| {
            rows.iter_mut().filter(|row| row[0] == "e").for_each(|row| row[1] = foreign.clone());
            rows
        });
        story.test(w, "WrongE", "e names an event that is not there", "phone w1", &[Joined], &[NOT_LOCAL])
    }),
    (8, |w| {
        let mut story = w.one_commit(&w.key_packages(1));
        story.change("w1", |mut rows| {
            rows.retain(|row| row[0] != "e");
            rows
        });
        story.test(w, "MissingE", "no e tag", "phone w1", &[NO_E], &[NO_E]).about("e")
    }),
    (9, |w| {
        let made = w.key_packages(1);
        let theirs = w.stranger.key_package(w.profile);
        let (_, rumors) = w.creator.create_group(&[&theirs]);
        let comment = "a Welcome for another account is delivered";
        Story::of(&made, &rumors, 2).test(w, "OtherAccount", comment, "phone w1", &[NO_MATCH], &[NOT_LOCAL])
    }),
    (10, |w| {
        let old = w.devices[0].key_package(w.profile);
        let new = w.key_packages(1);
        let (_, rumors) = w.creator.create_group(&[&old]);
        let comment = "the Welcome is for a KeyPackage that was replaced";
        Story::of(&new, &rumors, 2).test(w, "AfterRotation", comment, "phone w1", &[NO_MATCH], &[NOT_LOCAL])
    }),
    (11, |w| {
        let mut story = w.one_commit(&w.key_packages(1));
        let mut again = story.rumors["w1"].to_nostr().expect("a rumor of mdk-core");
        again.created_at = nostr::Timestamp::from_secs(again.created_at.as_secs() + 60);
        again.id = None;
        story.rumors.insert("w2".to_owned(), Rumor::from(&again));
        let comment = "the same Welcome in another rumor, a minute later";
        story.test(w, "GroupHeld", comment, "phone w1 phone w2", &[Joined, Duplicate], &[Joined, Duplicate])
    }),
    (12, |w| {
        let comment = "the sibling's Welcome first, then both again";
        let made = w.key_packages(2);
        let all = "laptop w1 laptop w1 laptop w2 laptop w2";
        let by_e = [NOT_LOCAL, NOT_LOCAL, Joined, Duplicate];
        let by_ref = [NO_MATCH, NO_MATCH, Joined, Duplicate];
        w.commits(&made).test(w, "TwoCommits", comment, all, &by_ref, &by_e)
    }),
];

fn two_adds(world: &World, deliveries: &str, by_ref: &[Delivery], by_e: &[Delivery]) -> Test {
    let made = world.key_packages(2);
    let comment = "two devices, one commit";
    world.one_commit(&made).test(world, "OneCommitTwoAdds", comment, deliveries, by_ref, by_e)
}

impl Emit for File {
    fn file(profile: Profile) -> Result<Option<Self>, EmitError> {
        if profile.is_adopted() {
            return super::adopted::welcome_fanout::file().map(Some);
        }
        super::speaks_in_full(profile).then(|| by_mdk(profile)).transpose()
    }

    fn maker(profile: Profile) -> &'static str {
        super::by_devices(profile)
    }
}

/// The file of a profile that mdk-core 0.8.0 speaks in full.
fn by_mdk(profile: Profile) -> Result<File, EmitError> {
    let mut tests = Vec::new();
    for (number, build) in TESTS {
        tests.push(in_run(|| build(&World::new(profile, *number)))?);
    }
    super::file(profile, tests)
}
