//! Where no search can go (shared-ratchet.md sections 4 and 7): random worlds, and what concurrency costs.

use shared_ratchet::tree::cost::{Cost, Traffic, cost};
use shared_ratchet::tree::random::worlds;

#[test]
fn the_refined_theorem_holds_in_eight_thousand_random_worlds() {
    let found = worlds(1.into(), 8_000).expect("events that are enabled");
    assert_eq!(found.violations, Vec::<String>::new());
    assert_eq!((found.quiescent, found.users_differ), (33_397, 7_172), "points, and those with A≠B");
}

/// m, n, rate; stated are the share of abandoned steps and the deepest divergence of one run.
const STATED: [(u8, u8, f64, f64, u32); 7] = [
    (2, 2, 0.01, 0.00, 1),
    (2, 2, 0.1, 0.09, 3),
    (2, 2, 1.0, 0.28, 8),
    (2, 2, 3.0, 0.35, 8),
    (3, 3, 0.1, 0.13, 3),
    (3, 3, 1.0, 0.42, 10),
    (3, 3, 3.0, 0.51, 12),
];

#[test]
fn concurrency_costs_what_section_7_says() {
    for (m, n, rate, abandoned, divergence) in STATED {
        let traffic = Traffic { m, n, rate, sends: 2_000 };
        let costs: Vec<Cost> = (1..=20).map(|seed: u64| cost(seed.into(), &traffic)).collect();
        let mean = costs.iter().map(|cost| cost.abandoned).sum::<f64>() / 20.0;
        let depths: Vec<u32> = costs.iter().map(|cost| cost.divergence).collect();
        assert!((mean - abandoned).abs() <= 0.05, "{m}×{n} at {rate}: {mean:.3}, stated {abandoned}");
        let (least, most) = (depths.iter().min(), depths.iter().max());
        // It has no bound and grows with the run, and the text does not say how long its run was.
        let near = least.is_some_and(|least| *least <= divergence + 1) && most.is_some_and(|most| *most >= divergence);
        assert!(near, "{m}×{n} at {rate}: {depths:?}, stated {divergence}");
    }
}

#[test]
fn the_same_seed_costs_the_same() {
    let traffic = Traffic { m: 2, n: 2, rate: 1.0, sends: 300 };
    assert_eq!(cost(7.into(), &traffic), cost(7.into(), &traffic));
    assert_ne!(cost(7.into(), &traffic), cost(8.into(), &traffic));
}
