//! welcome-fanout of the adopted text. What is not for a device is ignored, and a KeyPackage that was used is gone, unless it is a
//! last resort.

use std::collections::BTreeMap;

use marmot_rules::Profile;
use nostr::{EventId, Tag, UnsignedEvent};

use super::super::{EmitError, GROUP_AT, id, in_run, wait_until};
use super::{Device, Made};
use crate::format::topics::welcome_fanout::{Delivery, Expect, File, Input, Test};
use crate::format::{Answer, Keys, Reason, Rumor, Topic};

use Delivery::{Duplicate, Ignored, Joined};

const ADOPTED: Profile = Profile::Adopted2026_07;
const NAMES: [&str; 3] = ["phone", "laptop", "tablet"];

/// A creator and Bob's devices, before anything happened.
struct World {
    id: String,
    creator: Device,
    devices: Vec<Device>,
    last_resort: bool,
}

/// What happened, as input of a test.
struct Story {
    devices: BTreeMap<String, Keys>,
    rumors: BTreeMap<String, Rumor>,
    leaves: u32,
}

impl World {
    fn new(number: u16) -> Self {
        let id = id(Topic::WelcomeFanout, ADOPTED, number);
        let name = |name: &str| format!("{id}/{name}");
        let phone = Device::new(&name(NAMES[0]));
        let account = phone.account.clone();
        let more: Vec<_> = NAMES[1..].iter().map(|device| Device::of(&name(device), &account)).collect();
        let devices = std::iter::once(phone).chain(more).collect();
        let creator = Device::new(&name("creator"));
        Self { id, creator, devices, last_resort: false }
    }

    fn other(&self, name: &str) -> Device {
        Device::new(&format!("{}/{name}", self.id))
    }

    fn key_packages(&mut self, count: usize) -> Vec<Made> {
        let last_resort = self.last_resort;
        let make = |device: &mut Device| device.key_package_with(|wish| wish.last_resort = last_resort);
        let made = self.devices[..count].iter_mut().map(make).collect();
        wait_until(GROUP_AT);
        made
    }

    /// All KeyPackages by one commit: rumors `w1`, `w2` and so on, in their order.
    fn one_commit(&mut self, count: usize) -> Story {
        let made = self.key_packages(count);
        let rumors = self.creator.found(&made.iter().collect::<Vec<_>>());
        Story::of(&made, &rumors, 1 + count)
    }

    /// One commit for each KeyPackage.
    fn commits(&mut self, count: usize) -> Story {
        let made = self.key_packages(count);
        let mut rumors = self.creator.found(&[&made[0]]);
        for next in &made[1..] {
            rumors.push(self.creator.add(&[next]).welcome(next));
        }
        Story::of(&made, &rumors, 1 + count)
    }

    /// Two groups, by one KeyPackage.
    fn two_groups(&mut self) -> Story {
        let made = self.key_packages(1);
        let mut rumors = self.creator.found(&[&made[0]]);
        rumors.extend(self.other("another creator").found(&[&made[0]]));
        Story::of(&made, &rumors, 2)
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

    /// The rumor `w1` with other tags, or at another time.
    fn changed(&self, change: impl FnOnce(&mut UnsignedEvent, &mut Vec<Vec<String>>)) -> Rumor {
        let mut rumor = self.rumors["w1"].to_nostr().expect("a rumor of the engine");
        let mut rows: Vec<Vec<String>> = rumor.tags.iter().map(|tag| tag.as_slice().to_vec()).collect();
        change(&mut rumor, &mut rows);
        rumor.tags = rows.into_iter().map(|row| Tag::parse(row).expect("a row with a name")).collect();
        rumor.id = None;
        Rumor::from(&rumor)
    }

    /// The same Welcome in another rumor, a minute later, as `w2`.
    fn said_again(mut self) -> Self {
        let again = self.changed(|rumor, _| rumor.created_at = (rumor.created_at.as_secs() + 60).into());
        self.rumors.insert("w2".to_owned(), again);
        self
    }

    /// The test, from `device rumor` pairs and what each policy makes of them.
    fn test(
        self,
        world: &World,
        (flag, comment): (&str, &str),
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
        let by =
            [("by-ref", by_ref), ("by-e", by_e)].map(|(policy, all)| (policy.to_owned(), Answer::Expect(expect(all))));
        Test::policy(id, &[flag], comment, input, by.into())
    }

    /// The same where all policies agree.
    fn agreed(self, world: &World, about: (&str, &str), deliveries: &str, outcomes: &[Delivery]) -> Test {
        self.test(world, about, deliveries, outcomes, outcomes)
    }
}

type Build = fn(&mut World) -> Test;

/// Every test by its number.
const TESTS: &[(u16, Build)] = &[
    (1, |w| {
        let about = ("Baseline", "two devices, one commit, each wrap to the device that it is for");
        w.one_commit(2).agreed(w, about, "phone w1 laptop w2", &[Joined, Joined])
    }),
    (2, |w| {
        let about = ("OneCommitTwoAdds", "two devices, one commit: the sibling's wrap comes first");
        w.one_commit(2).test(w, about, "laptop w1 laptop w2", &[Joined, Ignored], &[Ignored, Joined])
    }),
    (3, |w| {
        let about = ("OneCommitTwoAdds", "two devices, one commit, every wrap to both, and one again");
        let by_ref = [Joined, Ignored, Joined, Ignored, Ignored];
        let by_e = [Ignored, Joined, Ignored, Joined, Ignored];
        w.one_commit(2).test(w, about, "laptop w1 laptop w2 phone w2 phone w1 phone w1", &by_ref, &by_e)
    }),
    (4, |w| {
        let about = ("OneCommitTwoAdds", "three devices, one commit, every wrap to every device, own ones last");
        let all = "phone w3 phone w2 phone w1 laptop w1 laptop w3 laptop w2 tablet w1 tablet w2 tablet w3";
        let (by_ref, by_e) = ([Joined, Ignored, Ignored].repeat(3), [Ignored, Ignored, Joined].repeat(3));
        w.one_commit(3).test(w, about, all, &by_ref, &by_e)
    }),
    (5, |w| {
        let about = ("TwoCommits", "two devices, a commit each, every wrap to both");
        w.commits(2).agreed(w, about, "phone w2 phone w1 laptop w1 laptop w2", &[Ignored, Joined, Ignored, Joined])
    }),
    (6, |w| {
        let about = ("Replay", "one wrap, three times: the private keys went with the first");
        w.one_commit(1).agreed(w, about, "phone w1 phone w1 phone w1", &[Joined, Ignored, Ignored])
    }),
    (7, |w| {
        let mut story = w.one_commit(1);
        let foreign = EventId::all_zeros().to_hex();
        let renamed = story.changed(|_, rows| {
            rows.iter_mut().filter(|row| row[0] == "e").for_each(|row| row[1].clone_from(&foreign));
        });
        story.rumors.insert("w1".to_owned(), renamed);
        story.test(w, ("WrongE", "e names an event that is not there"), "phone w1", &[Joined], &[Ignored])
    }),
    (8, |w| {
        let mut story = w.one_commit(1);
        let without = story.changed(|_, rows| rows.retain(|row| row[0] != "e"));
        story.rumors.insert("w1".to_owned(), without);
        let rejected = [Delivery::Rejected(Reason::TagMissing)];
        story.agreed(w, ("MissingE", "no e tag"), "phone w1", &rejected).about("e")
    }),
    (9, |w| {
        let mut other = w.other("somebody else");
        let theirs = other.key_package();
        let made = w.key_packages(1);
        let rumors = w.creator.found(&[&theirs]);
        let about = ("OtherAccount", "a Welcome for another account is delivered");
        Story::of(&made, &rumors, 2).agreed(w, about, "phone w1", &[Ignored])
    }),
    (10, |w| {
        let old = w.devices[0].key_package();
        let new = w.key_packages(1);
        let rumors = w.creator.found(&[&old]);
        let about = ("AfterRotation", "the Welcome is for a KeyPackage that was replaced");
        Story::of(&new, &rumors, 2).agreed(w, about, "phone w1", &[Ignored])
    }),
    (11, |w| {
        let about = ("GroupHeld", "the same Welcome in another rumor, a minute later: the private keys are gone");
        w.one_commit(1).said_again().agreed(w, about, "phone w1 phone w2", &[Joined, Ignored])
    }),
    (12, |w| {
        let about = ("TwoCommits", "the sibling's Welcome first, then both again");
        let outcomes = [Ignored, Ignored, Joined, Ignored];
        w.commits(2).agreed(w, about, "laptop w1 laptop w1 laptop w2 laptop w2", &outcomes)
    }),
    (13, |w| {
        w.last_resort = true;
        let about = ("Replay", "one wrap to a KeyPackage of last resort, three times");
        w.one_commit(1).agreed(w, about, "phone w1 phone w1 phone w1", &[Joined, Duplicate, Duplicate])
    }),
    (14, |w| {
        w.last_resort = true;
        let about = ("GroupHeld", "the same Welcome to a KeyPackage of last resort in another rumor, a minute later");
        w.one_commit(1).said_again().agreed(w, about, "phone w1 phone w2", &[Joined, Duplicate])
    }),
    (15, |w| {
        let about = ("SecondGroup", "two groups by one KeyPackage");
        w.two_groups().agreed(w, about, "phone w1 phone w2", &[Joined, Ignored])
    }),
    (16, |w| {
        w.last_resort = true;
        let about = ("SecondGroup", "two groups by one KeyPackage of last resort");
        w.two_groups().agreed(w, about, "phone w1 phone w2", &[Joined, Joined])
    }),
    (17, |w| {
        w.last_resort = true;
        let about = ("OneCommitTwoAdds", "two devices with KeyPackages of last resort, one commit, every wrap to both");
        let by_ref = [Joined, Duplicate, Joined, Duplicate];
        let by_e = [Ignored, Joined, Ignored, Joined];
        w.one_commit(2).test(w, about, "laptop w1 laptop w2 phone w2 phone w1", &by_ref, &by_e)
    }),
];

/// The file.
pub(in crate::emit) fn file() -> Result<File, EmitError> {
    let mut tests = Vec::new();
    for (number, build) in TESTS {
        tests.push(in_run(|| build(&mut World::new(*number)))?);
    }
    super::super::file(ADOPTED, tests)
}
