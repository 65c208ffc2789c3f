//! Three machines, one text: what the search machine finds as a shortest trace is played by the machine of traces, and a walk at
//! random is enabled in the one as in the other.

use shared_ratchet::tree::table::rows;
use shared_ratchet::tree::{TraceInput, TraceResult, replay, witness};

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
            let differ = end.selection.values().collect::<std::collections::BTreeSet<_>>().len() > 1;
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
