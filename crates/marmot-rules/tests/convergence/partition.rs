//! CV-01 and CV-02: what arrives decides, and neither its order nor the passes into which it is cut.

use marmot_rules::adopted::convergence::{ForkBase, Horizon, Rules, State, Tree, resolve};
use proptest::prelude::*;

use crate::worlds::{World, all_rules, items, passes, play, seeds};

/// An order and cuts for up to 40 things.
fn schedule() -> impl Strategy<Value = (Vec<u16>, Vec<bool>)> {
    (prop::collection::vec(any::<u16>(), 40), prop::collection::vec(prop::bool::weighted(0.3), 40))
}

/// The epoch of the lowest state with two children; the highest epoch if there is none.
fn lowest_fork(tree: &Tree) -> u64 {
    let children = |at: &State| tree.states().filter(|s| s.commit.as_ref().is_some_and(|c| c.parent == at.id)).count();
    let forks = tree.states().filter(|state| children(state) > 1).map(|state| state.epoch);
    forks.min().unwrap_or_else(|| highest(tree))
}

fn highest(tree: &Tree) -> u64 {
    tree.states().map(|state| state.epoch).max().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// The whole tree is inside one horizon: nothing at all depends on the passes.
    #[test]
    fn within_five_epochs_passes_change_nothing(seeds in seeds(12, 10), (order, cuts) in schedule()) {
        let tree = seeds.tree(0, 5);
        for rules in all_rules(ForkBase::InnermostFirst) {
            let at_once = play(&tree, rules, vec![items(&tree)], 0);
            let in_passes = play(&tree, rules, passes(&tree, &order, &cuts), 0);
            prop_assert_eq!(in_passes.canonical(), at_once.canonical(), "{:?}", rules);
            prop_assert_eq!(in_passes.fates(), at_once.fates(), "{:?}", rules);
            prop_assert_eq!(in_passes.known(), at_once.known(), "{:?}", rules);
        }
    }

    /// However long the stem is, if every fork is within five epochs of the highest tip: the branch, and what becomes of every
    /// commit, do not depend on the passes. (Messages on the stem do: they may come too late.)
    #[test]
    fn with_every_fork_inside_the_horizon_passes_do_not_change_the_branch(
        seeds in seeds(16, 10), stem in 0..8usize, (order, cuts) in schedule(),
    ) {
        let tree = seeds.tree(stem, 5);
        prop_assert!(highest(&tree) - lowest_fork(&tree) <= 5);
        for rules in all_rules(ForkBase::InnermostFirst) {
            let at_once = play(&tree, rules, vec![items(&tree)], 0);
            let in_passes = play(&tree, rules, passes(&tree, &order, &cuts), 0);
            prop_assert_eq!(in_passes.canonical(), at_once.canonical(), "{:?}", rules);
            prop_assert_eq!(&in_passes.fates().commits, &at_once.fates().commits, "{:?}", rules);
        }
    }

    /// A second look at the same things changes nothing (CV-10: a restart is one).
    #[test]
    fn a_pass_in_which_nothing_arrives_changes_nothing(seeds in seeds(16, 10), (order, cuts) in schedule()) {
        let tree = seeds.tree(0, 12);
        for rules in all_rules(ForkBase::InnermostFirst) {
            let once = play(&tree, rules, passes(&tree, &order, &cuts), 0);
            let again = play(&tree, rules, passes(&tree, &order, &cuts), 1);
            prop_assert_eq!(once.canonical(), again.canonical());
            prop_assert_eq!(once.fates(), again.fates());
        }
    }

    /// With the horizon measured from the highest tip, the branch is a function of the tree alone.
    #[test]
    fn measured_from_the_highest_tip_whoever_is_canonical_does_not_matter(seeds in seeds(16, 10)) {
        let tree = seeds.tree(0, 12);
        let rules = Rules { horizon: Horizon::MaxTip, ..Rules::default() };
        let from = |state: &State| resolve(&tree, &state.id, state.epoch, &rules).unwrap();
        let winners: Vec<_> = tree.states().map(from).collect();
        prop_assert!(winners.windows(2).all(|pair| pair[0] == pair[1]));
    }
}

/// E4 as passes: the horizon does depend on them, under both answers to D18.
#[test]
fn at_six_epochs_who_saw_the_longer_branch_first_cannot_go_back() {
    let [a, b] = [["a1", "a2", "a3", "a4", "a5", "a6"], ["b1", "b2", "b3", "b4", "b5", "b6"]];
    let world = World::at(0).chain(&a, "root", 0x20, 1).chain(&b, "root", 0x10, 50);
    let [a, b] = [a.join(" "), b.join(" ")];
    for horizon in Horizon::ALL {
        let rules = Rules { horizon, ..Rules::default() };
        assert_eq!(world.ends(rules, &[&format!("{a} {b}")]), "b6", "at once: the lower committer");
        assert_eq!(world.ends(rules, &[&a, &b]), "a6", "six commits later its fork is pruned");
    }
}

/// One commit fewer, and it does not.
#[test]
fn at_five_epochs_who_saw_one_branch_first_can_go_back() {
    let [a, b] = [["a1", "a2", "a3", "a4", "a5"], ["b1", "b2", "b3", "b4", "b5"]];
    let world = World::at(0).chain(&a, "root", 0x20, 1).chain(&b, "root", 0x10, 50);
    let [a, b] = [a.join(" "), b.join(" ")];
    for horizon in Horizon::ALL {
        let rules = Rules { horizon, ..Rules::default() };
        assert_eq!(world.ends(rules, &[&format!("{a} {b}")]), "b5");
        assert_eq!(world.ends(rules, &[&a, &b]), "b5");
    }
}

/// E4: measured from the own canonical state both sides stay, measured from the highest tip they meet.
#[test]
fn the_horizon_edge_is_healed_by_the_highest_tip_where_the_other_side_is_still_known() {
    let [a, b] = [["a1", "a2", "a3", "a4", "a5", "a6"], ["b1", "b2", "b3", "b4", "b5", "m1 m2"]];
    let world = World::at(0).chain(&a, "root", 0x10, 1).chain(&b[..5], "root", 0x20, 50).write("b2", &[1, 2]);
    let [a, b] = [a.join(" "), b.join(" ")];
    let ends = |horizon, first: &str, then: &str| world.ends(Rules { horizon, ..Rules::default() }, &[first, then]);
    assert_eq!([ends(Horizon::Base, &a, &b), ends(Horizon::Base, &b, &a)], ["a6", "b5"]);
    assert_eq!([ends(Horizon::MaxTip, &a, &b), ends(Horizon::MaxTip, &b, &a)], ["a6", "a6"]);
}
