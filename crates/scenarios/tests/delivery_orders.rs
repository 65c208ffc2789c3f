//! Every order of delivery of short scripts, against every single order, against orders made by hand, and with a careless device.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use experiment::orders::{Order, OrdersError, Reduction};
use marmot_rules::{Policy, Profile};
use nostr::EventId;
use scenarios::explore::OrderOutcome;
use scenarios::model::Scenario;
use scenarios::world::Marmot;
use scenarios::{Run, RunOptions, corpus};
use sim_device::Note;
use sim_device::behaviour::OwnCommit;
use sim_engine::Record;

type Scope = experiment::orders::Scope<u16>;
type Explored = experiment::orders::Explored<OrderOutcome, u16>;

/// Alice's desktop, Bob's phone and Bob's laptop are in one group. What follows is step 7.
fn in_one_group(skew: i64, step: &str) -> Scenario {
    in_group(skew, step, true)
}

/// The same with or without Bob's laptop.
fn in_group(skew: i64, step: &str, laptop: bool) -> Scenario {
    let (devices, laptop) = match laptop {
        true => ("\"phone\", \"laptop\"", "[[steps]]\ndevice = \"bob/laptop\"\npublish_key_package = {}"),
        false => ("\"phone\"", "[[steps]]\nadvance = \"1s\""),
    };
    let text = format!(
        r#"
format = "marmot-scenario/1"
id = "orders"
title = "Something at once"
profiles = ["pr40"]

[accounts.alice]
devices = ["desktop"]
[accounts.bob]
devices = [{devices}]

[defaults.behaviour]
post_join_update = "never"

{laptop}
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
[[steps]]
{step}
[[steps]]
settle = "10m"
"#
    );
    Scenario::parse(&text, "orders.toml").unwrap_or_else(|error| panic!("{error}"))
}

const RACE: &str = r#"parallel = [
  { device = "alice/desktop", self_update = { group = "trip" } },
  { device = "bob/phone", self_update = { group = "trip" } },
]"#;

fn options() -> RunOptions {
    RunOptions::new(Profile::Pr40, Policy::ClientId, 7)
}

fn steps(steps: RangeInclusive<usize>) -> Scope {
    Scope { steps, ..Scope::of::<Marmot>() }
}

fn every_order(scenario: &Scenario, scope: &Scope, watch: impl FnMut(&Order, Option<&Run>)) -> Explored {
    let explored =
        experiment::orders::explore::<Marmot>(scenario, &options(), scope, Reduction::Commuting, 2_000, watch).unwrap();
    assert!(explored.exhaustive, "{explored:#?}");
    explored
}

/// Commits of the race in their order of precedence: device and event.
fn racing(run: &Run) -> Vec<(String, EventId)> {
    let published = run.published();
    let time = |id: EventId| published.iter().find(|(.., event)| event.id == id).unwrap().2.created_at;
    let commit = |(_, device, note): (usize, &str, &Note)| match note {
        Note::CommitSent { event, epoch, .. } => Some((*epoch, time(*event), *event, device.to_owned())),
        _ => None,
    };
    let mut commits: Vec<_> = run.notes().filter_map(commit).collect();
    commits.sort();
    commits.into_iter().take(2).map(|(_, _, event, device)| (device, event)).collect()
}

/// Where in the transcript a device first knows of a commit: of its own when it is acknowledged, of another's when it comes.
fn met(run: &Run, device: &str, commit: EventId) -> usize {
    let meets = |record: &Record<_>| match record {
        Record::Note(id, Note::CommitAcknowledged { event, .. }) => run.name(*id) == device && *event == commit,
        Record::Delivered { to, message, .. } => {
            run.name(*to) == device && scenarios::world::Wire::event(message).is_some_and(|event| event.id == commit)
        }
        _ => false,
    };
    run.entries().find(|(_, entry)| meets(&entry.record)).expect("every device meets both").0
}

#[test]
fn each_of_three_devices_meets_two_racing_commits_in_either_order_and_all_agree_in_the_end() {
    let mut met_first = BTreeSet::new();
    for skew in [-2, 0, 2] {
        let dated = if skew == 0 { "alike" } else { "apart" };
        let explored = every_order(&in_one_group(skew, RACE), &steps(7..=8), |order, run| {
            let Some(run) = run else { return };
            let [winner, loser] = &racing(run)[..] else { panic!("{order}: two race") };
            for (role, device) in [("winner", &*winner.0), ("loser", &*loser.0), ("onlooker", "bob/laptop")] {
                met_first.insert((role, dated, met(run, device, winner.1) < met(run, device, loser.1)));
            }
        });
        for summary in &explored.outcomes {
            let OrderOutcome { devices, groups, broke, .. } = &summary.outcome;
            assert!(broke.is_empty(), "{skew} s, order {}: {broke:?}", summary.first);
            assert!(devices.values().all(|outcome| outcome == "joined"), "{skew} s: {devices:?}");
            assert_eq!(groups["trip"].len(), 1, "{skew} s: {groups:?}");
        }
    }
    // The orders that commit_orders.rs makes by hand.
    let roles = ["winner", "loser", "onlooker"];
    let by_hand: BTreeSet<_> = roles
        .into_iter()
        .flat_map(|role| ["alike", "apart"].map(|dated| (role, dated)))
        .flat_map(|(role, dated)| [false, true].map(|first| (role, dated, first)))
        .collect();
    assert_eq!(met_first, by_hand);
}

#[test]
fn a_device_that_merges_its_own_commit_at_once_is_caught_by_some_order() {
    let careful = in_one_group(0, RACE);
    let mut careless = careful.clone();
    careless.defaults.behaviour.own_commit = OwnCommit::MergePending;
    careless.devices.values_mut().for_each(|device| device.behaviour.own_commit = OwnCommit::MergePending);
    let (careful, careless) = (&careful, &careless);
    let [careful, careless] = [careful, careless].map(|scenario| every_order(scenario, &steps(7..=8), |_, _| ()));
    let broken = |explored: &Explored| explored.outcomes.iter().filter(|o| !o.outcome.broke.is_empty()).count();
    assert_eq!(broken(&careful), 0, "{careful:#?}");
    assert!(broken(&careless) > 0, "{careless:#?}");
    let came_to = |explored: &Explored| explored.outcomes.iter().map(|o| o.outcome.clone()).collect::<BTreeSet<_>>();
    assert!(came_to(&careful).is_disjoint(&came_to(&careless)), "{careful:#?} {careless:#?}");
}

#[test]
fn what_is_left_out_changes_nothing_that_any_device_sees() {
    let beside = r#"parallel = [
  { device = "alice/desktop", self_update = { group = "trip" } },
  { device = "bob/phone", send = { group = "trip", text = "Packed." } },
]"#;
    let scenario = in_group(0, beside, false);
    let [every, reduced] = [Reduction::None, Reduction::Commuting].map(|reduction| {
        let mut seen = BTreeSet::new();
        let watch = |_: &Order, run: Option<&Run>| seen.extend(run.map(histories));
        let explored =
            experiment::orders::explore::<Marmot>(&scenario, &options(), &steps(7..=7), reduction, 5_000, watch)
                .unwrap();
        assert!(explored.exhaustive, "{explored:#?}");
        let outcomes: BTreeSet<_> = explored.outcomes.into_iter().map(|summary| summary.outcome).collect();
        (explored.orders, seen, outcomes)
    });
    eprintln!("{} {}", every.0, reduced.0);
    assert_eq!((&every.1, &every.2), (&reduced.1, &reduced.2));
    assert!(reduced.0 * 10 < every.0, "{} of {} orders run", reduced.0, every.0);
}

/// What each participant took and reported, in order and with times, up to the closing roll call.
fn histories(run: &Run) -> Vec<Vec<String>> {
    let mut histories = vec![Vec::new(); run.names.len()];
    for (_, entry) in run.entries().take_while(|(place, _)| *place < run.roll_call) {
        match &entry.record {
            Record::Delivered { to, message, .. } => histories[to.0].push(format!("{:?} {message:?}", entry.at)),
            Record::Note(who, note) => histories[who.0].push(format!("{:?} {note:?}", entry.at)),
            _ => {}
        }
    }
    histories
}

#[test]
fn the_same_orders_come_to_the_same_and_each_can_be_run_alone() {
    let scenario = corpus::find("siblings-update-at-once").unwrap().unwrap();
    let scope = Scope::of::<Marmot>();
    let mut digests = Vec::new();
    let keep = |order: &Order, run: Option<&Run>| {
        digests.extend(run.map(|run| (order.clone(), run.transcript.digest().to_hex())));
    };
    let first = every_order(&scenario, &scope, keep);
    assert_eq!(first, every_order(&scenario, &scope, |_, _| ()));
    assert_eq!(digests.len(), first.orders);
    for (order, digest) in &digests[digests.len() - 5..] {
        let again: Order = order.to_string().parse().unwrap();
        let run = experiment::orders::run_order::<Marmot>(&scenario, &options(), &scope, &again).unwrap();
        assert_eq!(run.transcript.digest().to_hex(), *digest, "order {order}");
    }
}

#[test]
fn more_than_three_devices_and_orders_that_do_not_exist_are_refused() {
    let ten = corpus::find("ten-devices").unwrap().unwrap();
    let refused = experiment::orders::explore::<Marmot>(
        &ten,
        &options(),
        &Scope::of::<Marmot>(),
        Reduction::Commuting,
        1,
        |_, _| (),
    );
    assert_eq!(refused, Err(OrdersError::TooMany { there: 10, what: "devices", most: 3 }));
    let scenario = in_one_group(0, RACE);
    let refused = |order: &str| {
        experiment::orders::run_order::<Marmot>(&scenario, &options(), &Scope::of::<Marmot>(), &order.parse().unwrap())
            .err()
    };
    assert!(matches!(refused("1:9"), Some(OrdersError::NoSuchCandidate { choice: 1, candidates: 2.., .. })));
    assert!(matches!(refused("900:1"), Some(OrdersError::NoSuchChoice { choices: 1..900, .. })));
    for text in ["", "1", "1:0", "0:1", "2:1.1:1", "1:1.1:2", "x:1"] {
        assert!(text.parse::<Order>().is_err(), "{text}");
    }
}
