//! With all repairs: every order, every item twice, and a crash at every point lead to one outcome (section 8, last paragraph).

use std::collections::{BTreeMap, BTreeSet};

use experiment::orders::{Reduction, Scope, explore};
use sibling_sync::model::{RunOptions, Scenario, Variant};
use sibling_sync::system::SiblingSync;
use sibling_sync::vocabulary::{Action, Copies, CrashPoint, Note, On, Order, Step, SyncType};
use sibling_sync::{Run, RunOutcome, simulate};
use sim_engine::Record;

/// The scenarios that section 8 names.
const NAMED: [&str; 11] =
    ["m-s1", "m-s4", "m-s4-line", "m-s5", "m-s5-three", "m-s6", "m-s7", "m-s8", "m-s9", "m-s14", "m-s17"];
/// Those of them that have many orders if every item comes twice.
const MANY_ORDERS: [&str; 5] = ["m-s1", "m-s4-line", "m-s5-three", "m-s9", "m-s17"];
/// Orders of one scenario that are more than any has.
const MOST: usize = 20_000;
/// How long a device stays down.
const DOWN_MS: u64 = 30_000;

fn scenario(id: &str) -> Scenario {
    let all = sibling_sync::corpus::scenarios().unwrap_or_else(|error| panic!("{error}"));
    let mut found = all.into_iter().find(|one| one.id == id).unwrap_or_else(|| panic!("no scenario `{id}`"));
    found.server.order = Order::Any;
    found
}

fn options() -> RunOptions {
    RunOptions { variant: Variant::repaired(), ..RunOptions::default() }
}

/// What a person sees in the end, without the order in which a contact read.
type Seen = (BTreeMap<String, BTreeMap<String, usize>>, BTreeMap<String, Vec<Vec<String>>>, String);

fn seen(outcome: &RunOutcome) -> Seen {
    let read = outcome.contact.iter().map(|(contact, uuids)| {
        let mut times = BTreeMap::new();
        uuids.iter().for_each(|uuid| *times.entry(uuid.clone()).or_default() += 1);
        (contact.clone(), times)
    });
    let rows =
        outcome.rows.iter().map(|(device, rows)| (device.clone(), rows.iter().cloned().map(Vec::from).collect()));
    let others = format!("{:?} {:?} {:?}", outcome.pointers, outcome.registers, outcome.broke);
    (read.collect(), rows.collect(), others)
}

/// How all orders end.
fn ends(scenario: &Scenario) -> BTreeSet<Seen> {
    let scope = Scope::of::<SiblingSync>();
    let explored = explore::<SiblingSync>(scenario, &options(), &scope, Reduction::Commuting, MOST, |_, _| ())
        .unwrap_or_else(|error| panic!("{}: {error}", scenario.id));
    assert!(explored.exhaustive, "{}: more than {MOST} orders", scenario.id);
    explored.outcomes.iter().map(|summary| seen(&summary.outcome)).collect()
}

#[test]
fn every_order_ends_alike_and_nothing_breaks() {
    for id in NAMED {
        let ends = ends(&scenario(id));
        assert_eq!(ends.len(), 1, "{id}: {ends:#?}");
        assert!(ends.first().is_some_and(|(_, _, others)| others.ends_with("{}")), "{id}: {ends:#?}");
    }
}

fn twice_ends_as_once(id: &str) {
    let once = scenario(id);
    let mut twice = once.clone();
    (twice.server.duplicates, twice.server.copies) = (true, Copies::InLine);
    assert_eq!(ends(&twice), ends(&once), "{id}");
}

#[test]
fn every_order_with_every_item_twice_ends_as_with_every_item_once() {
    NAMED.into_iter().filter(|id| !MANY_ORDERS.contains(id)).for_each(twice_ends_as_once);
}

#[test]
#[ignore = "many orders: cargo test --release -p sibling-sync --test repaired -- --ignored"]
fn every_order_with_every_item_twice_ends_as_with_every_item_once_where_there_are_many() {
    MANY_ORDERS.into_iter().for_each(twice_ends_as_once);
}

#[test]
fn a_crash_at_every_point_over_every_item_ends_as_without_it() {
    let mut crashed = 0;
    for id in NAMED {
        let calm = scenario(id);
        let run = simulate(&calm, &options()).unwrap();
        let wanted = seen(&RunOutcome::of(&run));
        // What the user does is not handed out again: a crash over it undoes it.
        for (device, sync_type) in taken(&run) {
            for point in CrashPoint::ALL {
                let mut scenario = calm.clone();
                let on = On { sync_type: Some(sync_type), ..On::default() };
                let action = Action::Crash { device: device.clone(), point, on, down_ms: DOWN_MS };
                scenario.steps.insert(0, Step { at_ms: 0, index: usize::MAX, label: None, action });
                let run = simulate(&scenario, &options()).unwrap();
                crashed += notes(&run).filter(|(_, note)| matches!(note, Note::Crashed(_))).count();
                assert_eq!(seen(&RunOutcome::of(&run)), wanted, "{id}: {device} {} {sync_type}", point.id());
            }
        }
    }
    assert!(crashed > 60, "only {crashed} of the crashes came about");
}

/// Which device took which kinds of items.
fn taken(run: &Run) -> BTreeSet<(String, SyncType)> {
    let took = notes(run).filter_map(|(who, note)| match note {
        Note::SyncTook { sync_type, .. } => Some((who.to_owned(), *sync_type)),
        _ => None,
    });
    took.collect()
}

fn notes(run: &Run) -> impl Iterator<Item = (&str, &Note)> {
    run.transcript.entries.iter().filter_map(|entry| match &entry.record {
        Record::Note(who, note) => Some((run.names[who.0].as_str(), note)),
        _ => None,
    })
}
