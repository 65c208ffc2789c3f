//! Insert and query at a thousand, a hundred thousand and a million stored events. A query must not feel the size of the
//! store: at a million within three times of a thousand, for the same number of results.
#![allow(missing_docs)] // criterion's macros

#[path = "../../crates/sim-relay/tests/support/synthetic.rs"]
mod synthetic;

use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use sim_relay::{ClientMsg, Filter, Relay};
use synthetic::{CLOCK, SHARED, look_ups, relay_with, synthetic};

const SIZES: [u64; 3] = [1_000, 100_000, 1_000_000];
/// Different queries per look-up; the smallest store has so many owners.
const QUERIES: u64 = 25;

fn relay(criterion: &mut Criterion) {
    for size in SIZES {
        let mut relay = relay_with(size);
        query(criterion, &relay, size);
        insert(criterion, &mut relay, size);
    }
}

fn query(criterion: &mut Criterion, relay: &Relay, size: u64) {
    let owners = size / 4 / SHARED;
    for row in 0..look_ups(0).len() {
        // The same number of different queries at every size: how many caches they fill is not what is compared.
        let asked = (0..QUERIES).map(|query| query * owners / QUERIES);
        let filters: Vec<[Filter; 1]> = asked.map(|owner| [look_ups(owner)[row].1.clone()]).collect();
        let (name, _, ranges, results) = look_ups(0)[row];
        check_cost(relay, size, &filters, ranges, results);
        let mut next = filters.iter().cycle();
        criterion.benchmark_group(format!("query {name}")).bench_function(
            BenchmarkId::from_parameter(size),
            |bencher| {
                bencher.iter(|| next.next().map(|filter| relay.query(CLOCK, filter)));
            },
        );
    }
}

/// The bound of the tests in `scale.rs`, for the size that is too slow for them.
fn check_cost(relay: &Relay, size: u64, filters: &[[Filter; 1]], ranges: usize, results: usize) {
    for filter in filters {
        let found = relay.query(CLOCK, filter);
        assert_eq!(found.events.len(), results);
        assert!(found.entries_visited as f64 <= results as f64 + 8.0 * ranges as f64 * (size as f64).log2());
    }
}

/// One EVENT into a store of about this size: after a tenth of growth it is put back, outside the measured time.
fn insert(criterion: &mut Criterion, relay: &mut Relay, size: u64) {
    let (conn, _) = relay.connect(CLOCK);
    let before = relay.snapshot();
    let chunk = (size / 10).min(10_000);
    let mut grown = 0;
    criterion.benchmark_group("insert").bench_function(BenchmarkId::from_parameter(size), |bencher| {
        bencher.iter_custom(|iterations| {
            let (mut left, mut spent) = (iterations, Duration::ZERO);
            while left > 0 {
                if grown + chunk > size / 10 {
                    relay.restore(&before);
                    grown = 0;
                }
                // The first write after a snapshot copies the indexes: not what is measured.
                relay.handle(CLOCK, conn, ClientMsg::Event(synthetic(size + grown)));
                let count = left.min(chunk - 1);
                let numbers = size + grown + 1..size + grown + 1 + count;
                let events: Vec<_> = numbers.map(synthetic).collect();
                let start = Instant::now();
                for event in events {
                    relay.handle(CLOCK, conn, ClientMsg::Event(event));
                }
                spent += start.elapsed();
                grown += chunk;
                left -= count;
            }
            spent
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = relay
}
criterion_main!(benches);
