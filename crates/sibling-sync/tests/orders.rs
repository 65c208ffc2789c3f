//! Every order of delivery: how many of them end in which way (section 8, "n/m"), and that the reduction leaves no outcome out.

use std::collections::BTreeSet;

use experiment::orders::{Explored, Reduction, Scope, explore, run_order};
use sibling_sync::model::{Check, RunOptions, Scenario, Variant};
use sibling_sync::system::SiblingSync;
use sibling_sync::{MessageKind, RunOutcome, unexpected_outcomes};

/// More than any scenario has, M-S16 excepted.
const MOST: usize = 20_000;

fn scenarios() -> Vec<Scenario> {
    sibling_sync::corpus::scenarios().unwrap_or_else(|error| panic!("{error}"))
}

fn scenario(id: &str) -> Scenario {
    scenarios().into_iter().find(|one| one.id == id).unwrap_or_else(|| panic!("no scenario `{id}`"))
}

fn options(variant: &Variant) -> RunOptions {
    RunOptions::of(&Check { variant: variant.clone(), order: None })
}

fn explored(scenario: &Scenario, variant: &Variant, reduction: Reduction) -> Explored<RunOutcome, MessageKind> {
    let scope = Scope::of::<SiblingSync>();
    explore::<SiblingSync>(scenario, &options(variant), &scope, reduction, MOST, |_, _| ())
        .unwrap_or_else(|error| panic!("{} under {variant}: {error}", scenario.id))
}

fn ends(explored: &Explored<RunOutcome, MessageKind>) -> BTreeSet<&RunOutcome> {
    explored.outcomes.iter().map(|summary| &summary.outcome).collect()
}

#[test]
fn as_many_orders_end_in_each_way_as_the_files_say() {
    let mut wrong = String::new();
    for scenario in scenarios() {
        for variant in scenario.counted().iter().filter(|_| scenario.id != "m-s16") {
            let expected = scenario.outcomes(variant).unwrap_or_default();
            for line in unexpected_outcomes(&expected, &explored(&scenario, variant, Reduction::None)) {
                wrong += &format!("{} under {variant}: {line}\n", scenario.id);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_the_reduction_leaves_out_ends_as_something_that_was_run() {
    for scenario in scenarios() {
        for variant in scenario.counted().iter().filter(|_| scenario.id != "m-s16") {
            let (every, some) =
                (explored(&scenario, variant, Reduction::None), explored(&scenario, variant, Reduction::Commuting));
            assert!(some.exhaustive && some.orders <= every.orders, "{} under {variant}", scenario.id);
            assert_eq!(ends(&some), ends(&every), "{} under {variant}", scenario.id);
        }
    }
}

#[test]
#[ignore = "21,510 orders: cargo test --release -p sibling-sync --test orders -- --ignored"]
fn three_forwards_in_any_order_reach_the_contact_as_often_as_section_8_counts() {
    let scenario = scenario("m-s16");
    let variant = Variant::read("any", &scenario.variants).unwrap();
    let scope = Scope::of::<SiblingSync>();
    let every =
        explore::<SiblingSync>(&scenario, &options(&variant), &scope, Reduction::None, 30_000, |_, _| ()).unwrap();
    assert_eq!(every.orders, 21_510);
    let wrong = unexpected_outcomes(&scenario.outcomes(&variant).unwrap_or_default(), &every);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn one_order_can_be_run_again() {
    let (scenario, variant, scope) = (scenario("m-s5-three"), Variant::literal(), Scope::of::<SiblingSync>());
    for summary in explored(&scenario, &variant, Reduction::Commuting).outcomes {
        let run = run_order::<SiblingSync>(&scenario, &options(&variant), &scope, &summary.first).unwrap();
        assert_eq!(RunOutcome::of(&run), summary.outcome, "{}", summary.first);
    }
}
