//! Section 6: cost counted in index entries, not in time.

#[path = "support/synthetic.rs"]
mod synthetic;

use sim_relay::{ClientMsg, ConnId, Filter, Relay};
use synthetic::{CLOCK, key, look_ups, relay_with, synthetic};

/// Entries a query may touch besides its results, per range and per doubling of the store.
const PER_RANGE: f64 = 8.0;

fn assert_cost(relay: &Relay, size: u64, name: &str, filter: &Filter, ranges: usize, results: usize) {
    let found = relay.query(CLOCK, std::slice::from_ref(filter));
    assert_eq!(found.events.len(), results, "{name} at {size}");
    let bound = results as f64 + PER_RANGE * ranges as f64 * (size as f64).log2();
    let visited = found.entries_visited;
    assert!(visited as f64 <= bound, "{name} at {size}: {visited} entries visited, at most {bound} allowed");
}

fn assert_costs(size: u64) {
    let relay = relay_with(size);
    assert_eq!(relay.stored().count() as u64, size);
    for owner in [0, size / 4 / synthetic::SHARED / 2] {
        for (name, filter, ranges, results) in look_ups(owner) {
            assert_cost(&relay, size, name, &filter, ranges, results);
        }
    }
    let ids = (0..20).map(|number| synthetic(number).id);
    assert_cost(&relay, size, "ids", &Filter::new().ids(ids), 20, 20);
    assert_cost(&relay, size, "newest", &Filter::new().limit(10), 1, 10);
    assert_cost(&relay, size, "newest of a kind", &Filter::new().kind(445).limit(10), 1, 10);
    assert_cost(&relay, size, "newest of kinds", &Filter::new().kinds([1, 445, 1059]).limit(10), 3, 10);
    let window = Filter::new().since(CLOCK - 1).until(CLOCK);
    assert_cost(&relay, size, "one second", &window, 1, 1);
    let nobody = Filter::new().kind(1).author(key(u64::MAX));
    assert_cost(&relay, size, "nothing", &nobody, 1, 0);
}

#[test]
fn a_query_costs_its_results_and_a_logarithm_with_a_hundred_events() {
    assert_costs(100);
}

#[test]
fn a_query_costs_its_results_and_a_logarithm_with_ten_thousand_events() {
    assert_costs(10_000);
}

/// A million takes some seconds without optimisation: see the benchmark `relay`.
#[test]
fn a_query_costs_its_results_and_a_logarithm_with_a_hundred_thousand_events() {
    assert_costs(100_000);
}

#[test]
fn the_shorter_index_is_chosen_even_where_the_usual_order_would_pick_the_other() {
    let relay = relay_with(4_000);
    let common: Vec<String> = (0..100).map(|number| key(number).to_hex()).collect();
    let rare = Filter::new().kind(7).tag_values('p', common);
    assert!(relay.query(CLOCK, &[rare]).entries_visited <= 2 * 16);
}

#[test]
fn publishing_touches_matching_subscriptions_only() {
    let mut relay = relay_with(0);
    let conns: Vec<ConnId> = (0..50).map(|_| relay.connect(CLOCK).0).collect();
    for number in 0..2_000 {
        let conn = conns[number as usize % conns.len()];
        let filters = look_ups(number).into_iter().map(|(_, filter, ..)| filter).collect();
        relay.handle(CLOCK, conn, ClientMsg::Req { sub: format!("s{number}").into(), filters });
    }
    for number in 0..400 {
        let fan_out = relay.fan_out(CLOCK, &synthetic(number));
        assert!(fan_out.subscriptions_touched <= 1, "{fan_out:?}");
        assert!(fan_out.deliveries.len() <= fan_out.subscriptions_touched);
    }
    conns.into_iter().for_each(|conn| relay.disconnect(conn));
    assert_eq!(relay.fan_out(CLOCK, &synthetic(0)).subscriptions_touched, 0);
}
