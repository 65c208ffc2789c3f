//! Every order in which three waves and three rows can reach a node.

use std::collections::BTreeSet;

use experiment::orders::{Reduction, Scope, explore, run_order};
use streams::system::Streams;
use streams::{RunOptions, RunOutcome, Scenario};

fn scenario() -> Scenario {
    let all = streams::corpus::scenarios().unwrap();
    all.into_iter().find(|scenario| scenario.id == "x-orders").unwrap()
}

/// Orders that were run, and how they ended.
fn ends(reduction: Reduction) -> (usize, BTreeSet<RunOutcome>) {
    let scope = Scope::of::<Streams>();
    let explored =
        explore::<Streams>(&scenario(), &RunOptions::default(), &scope, reduction, 20_000, |_, _| ()).unwrap();
    assert!(explored.exhaustive);
    assert_eq!(explored.kinds_met, scope.kinds);
    (explored.orders, explored.outcomes.into_iter().map(|summary| summary.outcome).collect())
}

#[test]
fn in_every_order_everything_comes_once_and_nothing_breaks() {
    let (orders, ends) = ends(Reduction::Commuting);
    assert!(orders >= 20, "{orders}");
    for end in &ends {
        assert!(end.broke.is_empty() && end.as_expected, "{end:?}");
        let rows = end.heard["c"].iter().filter(|line| line.starts_with('g'));
        let mut ids: Vec<u64> =
            rows.flat_map(|line| line.split(": ").nth(1).unwrap().split(' ')).map(|id| id.parse().unwrap()).collect();
        ids.sort_unstable();
        assert_eq!(ids, (1..=9).collect::<Vec<_>>(), "{end:?}");
    }
    let lanes = |end: &RunOutcome| end.heard["c"].iter().filter(|line| line.contains("live")).count();
    assert!(ends.iter().map(lanes).collect::<BTreeSet<_>>().len() > 1, "orders differ in what is live");
}

#[test]
fn what_is_left_out_ends_as_something_that_was_run() {
    let (all, every) = ends(Reduction::None);
    let (run, some) = ends(Reduction::Commuting);
    assert!(run < all, "{run} of {all}");
    assert_eq!(some, every);
}

#[test]
fn one_order_can_be_run_again() {
    let (scenario, options, scope) = (scenario(), RunOptions::default(), Scope::of::<Streams>());
    let explored = explore::<Streams>(&scenario, &options, &scope, Reduction::Commuting, 20_000, |_, _| ()).unwrap();
    for summary in explored.outcomes {
        let run = run_order::<Streams>(&scenario, &options, &scope, &summary.first).unwrap();
        assert_eq!(RunOutcome::of(&run), summary.outcome, "{}", summary.first);
    }
}
