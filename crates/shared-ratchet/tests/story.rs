//! Runs told to people, and what the other user can tell of a user's devices.

use std::collections::BTreeSet;

use experiment::orders::{Reduction, Scope, explore};
use experiment::{Kit, Tell};
use shared_ratchet::system::{Message, SharedRatchet};
use shared_ratchet::{Run, RunOptions, Scenario, parse, simulate};
use sim_engine::Record;

fn scenario(id: &str) -> Scenario {
    let all = shared_ratchet::corpus::scenarios().unwrap_or_else(|error| panic!("{error}"));
    all.into_iter().find(|scenario| scenario.id == id).unwrap()
}

fn run(id: &str) -> Run {
    simulate(&scenario(id), &RunOptions::default()).unwrap()
}

/// Every line: who, to whom, what.
fn story(run: &Run) -> Vec<String> {
    let cast = SharedRatchet::cast(run);
    let name = |place: Option<usize>| {
        cast.iter().find(|(known, _)| Some(*known) == place).map_or("", |(_, name)| name.as_str()).to_owned()
    };
    let entries = 0..SharedRatchet::transcript(run).entries.len();
    let lines = entries.filter_map(|entry| SharedRatchet::tell(run, entry, false));
    lines.map(|line| format!("{} > {}: {}", name(line.who), name(line.to), line.text)).collect()
}

/// Each of these is told, in this order.
fn is_told(id: &str, expected: &[&str]) {
    let story = story(&run(id));
    let mut lines = story.iter();
    for wanted in expected {
        assert!(lines.any(|line| line.contains(wanted)), "{wanted}\n{}", story.join("\n"));
    }
}

#[test]
fn a_fork_is_told_with_its_branches_and_the_step_that_heals_it() {
    is_told(
        "ce1",
        &[
            "a1 > : steps: a1.1 on R (depth 1; key ",
            "a2 > : steps: a2.1 on R (depth 1, branch of a2.1; key ",
            "a2 > a1: copy of a2.1",
            "a1 > b1: a1.1",
            "b1 > : reads a2.1",
            "b1 > : builds on a2.1 (depth 1, branch of a2.1)",
            "b1 > : steps: b1.1 on a2.1 (depth 2, branch of a2.1; key ",
            "a2 > : builds on b1.1 (depth 2, branch of a2.1)",
        ],
    );
}

#[test]
fn two_chains_are_told_round_by_round() {
    is_told(
        "ce2",
        &[
            "a1 > : steps: a1.1 on R",
            "a2 > : steps: a2.1 on R",
            ": round 1 is over",
            "b1 > : steps: b1.1 on a1.1 (depth 2, branch of a1.1; key ",
            "b2 > : steps: b2.1 on a2.1 (depth 2, branch of a2.1; key ",
            ": round 2 is over",
            ": round 6 is over",
            ": everything that waits arrives",
            "a1 > : steps: a1.4 on b1.3 (depth 7, branch of a1.1; key ",
            "b2 > : builds on a1.4 (depth 7, branch of a1.1)",
        ],
    );
}

#[test]
fn a_lock_is_told_and_so_is_a_lost_branch() {
    is_told(
        "ce3",
        &["a1 > : says n1 on a2.1, index 2", "b1 > : says x1 on b1.1, index 1", "a1 > : says n4 on a2.1, index 5"],
    );
    is_told(
        "ce4",
        &[
            "no longer takes a2 for a sibling",
            "b1 > : builds on a2.2 (depth 3, branch of a2.1)",
            "a2 > : reads b1.2",
            "a1 > : cannot open b1.2: InvalidMAC with b1.1, InvalidMAC with a1.1, InvalidMAC with R; it waits",
        ],
    );
}

#[test]
fn every_device_has_a_lane_and_a_leader_has_an_outbox_between_the_users() {
    let names = |id| SharedRatchet::cast(&run(id)).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    assert_eq!(names("ce4"), ["a1", "a2", "b1", "b2"]);
    assert_eq!(names("leader-away"), ["a1", "a2", "a3", "outbox", "b1"]);
}

/// PR-1: what the contact gets of a user with so many devices behind one holder, without times, keys and bytes.
fn contacts_log(devices: u8) -> (Vec<(String, u64)>, BTreeSet<String>) {
    let text = format!(
        "format = \"shared-ratchet-scenario/1\"\nid = \"a\"\ntitle = \"A\"\ndevices = {{ A = {devices}, B = 1 }}\nstrategy = \"fan-out\"\n\
         links = {{ latency = [\"10ms\", \"20ms\"] }}\nsteps = [\n  {{ at = \"1s\", send = [\"a{devices}\", \"m1\"] }},\n  \
         {{ at = \"2s\", send = [\"b1\", \"r1\"] }},\n  {{ at = \"3s\", send = [\"a{devices}\", \"m2\"] }},\n  \
         {{ at = \"4s\", send = [\"a1\", \"m3\"] }},\n]\n"
    );
    let run = simulate(&parse(&text, "a.toml").unwrap(), &RunOptions::default()).unwrap();
    let name = |place: sim_engine::NodeId| run.names[place.0].clone();
    let (mut log, mut senders) = (Vec::new(), BTreeSet::new());
    for entry in &run.transcript.entries {
        if let Record::Delivered { from, to, message: Message::Data { item, sealed } } = &entry.record
            && name(*to) == "b1"
        {
            log.push((item.clone(), sealed.index));
            senders.insert(name(*from));
        }
    }
    (log, senders)
}

#[test]
fn behind_one_holder_the_contacts_log_is_the_same_for_one_device_and_for_three() {
    let (alone, of_one) = contacts_log(1);
    assert_eq!(alone, [("m1".to_owned(), 0), ("m2".to_owned(), 0), ("m3".to_owned(), 1)]);
    for devices in [2, 3] {
        assert_eq!(contacts_log(devices), (alone.clone(), of_one.clone()));
    }
}

#[test]
fn in_every_order_of_arrival_all_come_to_the_same() {
    let (scenario, scope) = (scenario("orders"), Scope::of::<SharedRatchet>());
    let all = |reduction| {
        explore::<SharedRatchet>(&scenario, &RunOptions::default(), &scope, reduction, 20_000, |_, _| ()).unwrap()
    };
    let (every, reduced) = (all(Reduction::None), all(Reduction::Commuting));
    assert!(every.exhaustive && reduced.exhaustive);
    assert!(reduced.orders < every.orders, "{} of {}", reduced.orders, every.orders);
    assert_eq!(every.outcomes.len(), 1);
    assert!(every.outcomes.iter().all(|summary| summary.outcome.as_expected));
}
