//! Two commits of one epoch, in every order in which three devices can meet them, dated alike and apart (MD-09).

use std::collections::BTreeSet;

use marmot_rules::{Policy, Profile};
use nostr::EventId;
use scenarios::model::Scenario;
use scenarios::world::Marmot;
use scenarios::{Run, RunOptions, judge, simulate};
use sim_device::Note;
use sim_engine::Record;

/// How the commits of the race reach a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arrival {
    /// As they are sent.
    Plain,
    /// Its own commit is slow on its way to the relay, so that the other's is there before its own is acknowledged.
    OwnCommitLate,
    /// The first group event waits, so that the second overtakes it.
    FirstEventLate,
}

impl Arrival {
    fn fault(self, device: &str) -> String {
        let direction = match self {
            Self::Plain => return String::new(),
            Self::OwnCommitLate => "to-relay",
            Self::FirstEventLate => "to-device",
        };
        let name = device.replace('/', "-");
        format!(
            "[[steps]]\nfault = {{ name = \"{name}\", device = \"{device}\", kinds = [445], direction = \"{direction}\", \
             does = \"delay\", delay = \"2s\", times = 1 }}\n"
        )
    }
}

/// Alice and Bob's phone commit in the same moment; Bob's clock is off by `skew` seconds, Bob's laptop looks on.
fn race(alice: Arrival, phone: Arrival, laptop: Arrival, skew: i64) -> Scenario {
    let faults = [alice.fault("alice/desktop"), phone.fault("bob/phone"), laptop.fault("bob/laptop")].concat();
    let text = format!(
        r#"
format = "marmot-scenario/1"
id = "race"
title = "A race"
profiles = ["pr40", "mip-2026-04"]

[accounts.alice]
devices = ["desktop"]
[accounts.bob]
devices = ["phone", "laptop"]

[defaults.behaviour]
post_join_update = "never"

[[steps]]
device = "bob/laptop"
publish_key_package = {{}}
[[steps]]
device = "bob/phone"
publish_key_package = {{}}
[[steps]]
device = "alice/desktop"
create_group = {{ group = "trip", invite = ["bob"] }}
[[steps]]
settle = "10m"
[[steps]]
device = "bob/phone"
skew = {{ seconds = {skew} }}
[[steps]]
at = "2h"
advance = "500ms"
{faults}
[[steps]]
parallel = [
  {{ device = "alice/desktop", self_update = {{ group = "trip" }} }},
  {{ device = "bob/phone", self_update = {{ group = "trip" }} }},
]
[[steps]]
settle = "10m"

[expect]
holds = "all"
[expect.outcome]
"alice/desktop" = "joined"
"bob/phone" = "joined"
"bob/laptop" = "joined"
"#
    );
    Scenario::parse(&text, "race.toml").unwrap_or_else(|error| panic!("{error}"))
}

/// Commits in the order in which they were built: device, event, time and epoch.
fn commits(run: &Run) -> Vec<(String, EventId, u64, u64)> {
    let published = run.published();
    let time = |id: &EventId| {
        let event = published.iter().find(|(_, _, event)| event.id == *id).expect("it was published").2;
        event.created_at.as_secs()
    };
    let commit = |(_, device, note): (usize, &str, &Note)| match note {
        Note::CommitSent { event, epoch, .. } => Some((device.to_owned(), *event, time(event), *epoch)),
        _ => None,
    };
    run.notes().filter_map(commit).collect()
}

/// Where in the transcript a device first knows of a commit: of its own when it is acknowledged, of another's when it comes.
fn met(run: &Run, device: &str, commit: EventId) -> usize {
    let meets = |record: &Record<Marmot>| match record {
        Record::Note(id, Note::CommitAcknowledged { event, .. }) => run.name(*id) == device && *event == commit,
        Record::Delivered { to, message, .. } => {
            run.name(*to) == device && message.event().is_some_and(|event| event.id == commit)
        }
        _ => false,
    };
    run.entries().find(|(_, entry)| meets(&entry.record)).expect("every device meets both").0
}

#[test]
fn in_every_order_of_delivery_the_earlier_commit_stands_and_the_lower_id_where_both_are_of_one_second() {
    use Arrival::{FirstEventLate, OwnCommitLate, Plain};
    let mut orders = BTreeSet::new();
    for (profile, policy) in [(Profile::Pr40, Policy::ClientId), (Profile::Mip2026_04, Policy::DSlot { limit: None })] {
        for alice in [Plain, OwnCommitLate, FirstEventLate] {
            for phone in [Plain, OwnCommitLate, FirstEventLate] {
                for (laptop, skew) in [Plain, FirstEventLate].into_iter().flat_map(|l| [-2, 0, 2].map(|s| (l, s))) {
                    let case = format!("{profile}: {alice:?}, {phone:?}, {laptop:?}, {skew} s");
                    let run = simulate(&race(alice, phone, laptop, skew), &RunOptions::new(profile, policy, 7))
                        .unwrap_or_else(|error| panic!("{case}: {error}"));
                    let judgement = judge(&run);
                    assert!(judgement.as_expected(), "{case}: {:?}", judgement.failures);
                    let commits = commits(&run);
                    let epoch = commits[0].3;
                    let mut racing: Vec<_> = commits.iter().filter(|(.., of)| *of == epoch).collect();
                    racing.sort_by_key(|(_, id, at, _)| (*at, *id));
                    let [winner, loser] = racing[..] else { panic!("{case}: two race: {commits:?}") };
                    let again: Vec<_> =
                        commits.iter().filter(|(.., of)| *of > epoch).map(|(device, ..)| device.as_str()).collect();
                    assert_eq!(again, [&loser.0], "{case}: the loser commits again, the winner does not: {commits:?}");
                    let dated = if winner.2 == loser.2 { "alike" } else { "apart" };
                    for (role, device) in [("winner", &*winner.0), ("loser", &*loser.0), ("onlooker", "bob/laptop")] {
                        let better_first = met(&run, device, winner.1) < met(&run, device, loser.1);
                        orders.insert((role, dated, better_first));
                    }
                }
            }
        }
    }
    let every =
        ["winner", "loser", "onlooker"].into_iter().flat_map(|role| ["alike", "apart"].map(|dated| (role, dated)));
    let every: BTreeSet<_> = every.flat_map(|(role, dated)| [false, true].map(|first| (role, dated, first))).collect();
    assert_eq!(orders, every, "each device met either commit first, dated alike and apart");
}
