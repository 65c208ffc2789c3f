//! Three machines, one text: the machine of traces reaches as many worlds as the searches count states, and plays the shortest
//! traces that they find.

use std::collections::BTreeSet;

use shared_ratchet::tree::table::rows;
use shared_ratchet::tree::{Event, RaceError, RaceInput, TraceInput, TraceResult, World, replay, witness};

/// Plays the shortest trace to what a row says of a property.
fn shortest(name: &str, property: &str) -> (usize, TraceResult) {
    let row = rows().into_iter().find(|row| row.name == name).unwrap_or_else(|| panic!("no row {name}"));
    let found = witness(&row.input, property, 100_000).unwrap_or_else(|error| panic!("{name}: {error}"));
    let trace = found.unwrap_or_else(|| panic!("{name}: {property} is not shown"));
    let input = &row.input;
    let played = TraceInput {
        m: input.m,
        n: input.n,
        steps_max: input.steps_max,
        policy: input.policy.clone(),
        trace: trace.clone(),
        cycle: None,
    };
    let end = replay(&played).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(end.quiescent, "{name}: {trace:?}");
    (trace.len(), end)
}

#[test]
fn the_shortest_trace_to_two_selections_is_ce1() {
    let (events, end) = shortest("2×1 s 1: opposite orders over Tip", "P3");
    assert_eq!(events, 6, "as many as CE1 has");
    assert_eq!(end.fork_depth, 1);
}

#[test]
fn every_row_that_fails_a_property_has_a_trace_that_shows_it() {
    let mut shown = 0;
    for row in rows().iter().filter(|row| row.states < 50_000) {
        for property in row.fails {
            let (_, end) = shortest(&row.name, property);
            let differ = end.selection.values().collect::<BTreeSet<_>>().len() > 1;
            match *property {
                "P2" => assert!(differ, "{}", row.name),
                "P8" => assert!(!end.leaked.is_empty(), "{}", row.name),
                _ => {}
            }
            shown += 1;
        }
    }
    assert_eq!(shown, 20, "failing cells in the small rows");
}

#[test]
fn what_holds_has_no_trace_against_it() {
    for row in rows().iter().filter(|row| row.states < 5_000) {
        for property in row.holds {
            assert_eq!(witness(&row.input, property, 100_000), Ok(None), "{} {property}", row.name);
        }
    }
}

#[test]
fn a_property_that_no_state_can_show_is_refused() {
    let with_marker = RaceInput { marker: true, ..RaceInput::opposite(1, 1, 1) };
    let without = RaceInput { marker: false, ..with_marker.clone() };
    for (input, property) in [(&with_marker, "p1"), (&with_marker, "P6"), (&with_marker, "P8"), (&without, "P4")] {
        let refused = witness(input, property, 100).expect_err("no property");
        assert_eq!(refused, RaceError::Property(property.to_owned()));
    }
    assert_eq!(witness(&with_marker, "P4", 100), Ok(None));
}

/// Worlds that the machine of traces can reach, and the quiescent ones among them.
fn reached(input: &RaceInput) -> (u64, u64) {
    let mut start = World::new(input.m, input.n, input.steps_max, &input.policy);
    for device in &input.removed {
        start.apply(Event::Remove(*device)).unwrap_or_else(|why| panic!("{why}"));
    }
    let mut open = vec![start.clone()];
    let mut seen = BTreeSet::from([start]);
    let mut quiescent = 0;
    while let Some(world) = open.pop() {
        quiescent += u64::from(world.quiescent());
        for event in world.deliveries().into_iter().chain(world.steps()) {
            let mut next = world.clone();
            next.apply(event).unwrap_or_else(|why| panic!("{event}: {why}"));
            if seen.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    (seen.len() as u64, quiescent)
}

#[test]
fn the_machine_of_traces_reaches_as_many_worlds_as_the_searches_count() {
    let rows = rows();
    let small = rows.iter().filter(|row| row.states < 6_000 && !row.input.marker);
    let mut counted = 0;
    for row in small {
        assert_eq!(reached(&row.input), (row.states, row.quiescent), "{}", row.name);
        counted += 1;
    }
    assert!(counted > 20, "{counted} rows");
}
