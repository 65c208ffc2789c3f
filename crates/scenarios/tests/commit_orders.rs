//! Two commits of one epoch, in every order in which three devices can meet them, dated alike and apart (MD-09).

use marmot_rules::{Policy, Profile};
use nostr::EventId;
use scenarios::model::Scenario;
use scenarios::{Run, RunOptions, judge, simulate};
use sim_device::Note;

/// How the messages of the race come back to a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arrival {
    /// As they are.
    Plain,
    /// The first message of any kind waits: for a committer that is the relay's OK.
    FirstMessageLate,
    /// The first group event waits, so that the second overtakes it.
    FirstEventLate,
}

impl Arrival {
    fn fault(self, device: &str) -> String {
        let kinds = match self {
            Self::Plain => return String::new(),
            Self::FirstMessageLate => "",
            Self::FirstEventLate => "kinds = [445], ",
        };
        let name = device.replace('/', "-");
        format!(
            "[[steps]]\nfault = {{ name = \"{name}\", device = \"{device}\", {kinds}direction = \"to-device\", does = \"delay\", \
             delay = \"2s\", times = 1 }}\n"
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

#[test]
fn in_every_order_of_delivery_the_earlier_commit_stands_and_the_lower_id_where_both_are_of_one_second() {
    use Arrival::{FirstEventLate, FirstMessageLate, Plain};
    let (mut equal, mut apart) = (0, 0);
    for (profile, policy) in [(Profile::Pr40, Policy::ClientId), (Profile::Mip2026_04, Policy::DSlot { limit: None })] {
        for alice in [Plain, FirstMessageLate, FirstEventLate] {
            for phone in [Plain, FirstMessageLate, FirstEventLate] {
                for (laptop, skew) in [Plain, FirstEventLate].into_iter().flat_map(|l| [-2, 0, 2].map(|s| (l, s))) {
                    let case = format!("{profile}: {alice:?}, {phone:?}, {laptop:?}, {skew} s");
                    let run = simulate(&race(alice, phone, laptop, skew), &RunOptions::new(profile, policy, 7))
                        .unwrap_or_else(|error| panic!("{case}: {error}"));
                    let judgement = judge(&run);
                    assert!(judgement.as_expected(), "{case}: {:?}", judgement.failures);
                    let commits = commits(&run);
                    let epoch = commits[0].3;
                    let racing: Vec<_> = commits.iter().filter(|(.., of)| *of == epoch).collect();
                    assert_eq!(racing.len(), 2, "{case}: {commits:?}");
                    let winner = racing.iter().min_by_key(|(_, id, at, _)| (*at, *id)).expect("two");
                    let again: Vec<_> =
                        commits.iter().filter(|(.., of)| *of > epoch).map(|(device, ..)| device.as_str()).collect();
                    assert_eq!(again.len(), 1, "{case}: the loser commits again, the winner does not: {commits:?}");
                    assert_ne!(again[0], winner.0, "{case}");
                    if racing[0].2 == racing[1].2 { equal += 1 } else { apart += 1 }
                }
            }
        }
    }
    assert_eq!((equal, apart), (36, 72), "both kinds of race took place");
}
