//! E1 to E4 of docs/spec/adopted.md 6.5.

use marmot_rules::adopted::convergence::{ClassOrder, Disposition, Fates, ForkBase, Horizon, Rules, Step, resolve};

use crate::worlds::{ORDINARY, PRIVILEGED, World, scores, short};

const ALICE: u8 = 0x51;
const BOB: u8 = 0x52;

fn race() -> World {
    World::at(7).commit("A", "root", PRIVILEGED, 0xb0, 0xff).commit("B", "root", ORDINARY, 0x01, 0x00)
}

/// E1 under every base and horizon, seen from the parent and from both sides.
fn e1(world: &World, winner: &str, a: &str, b: &str, step: Step) {
    for fork_base in ForkBase::ALL {
        for horizon in Horizon::ALL {
            for canonical in ["root", "A", "B"] {
                let rules = Rules { fork_base, horizon, ..Rules::default() };
                let resolution = world.resolve_with(canonical, &rules);
                assert_eq!(resolution.winner.0, winner, "{rules:?} {canonical}");
                assert_eq!(scores(&resolution), [("A", a.to_owned()), ("B", b.to_owned())].into());
                assert_eq!(resolution.contests[0].decided_by, step);
            }
        }
    }
}

#[test]
fn e1_without_witnesses_the_privileged_commit_wins() {
    e1(&race(), "A", "1/–/0", "1/–/0", Step::Class);
}

#[test]
fn e1_one_message_outranks_an_admin() {
    e1(&race().write("B", &[ALICE]), "B", "1/–/0", "1/–/1", Step::WitnessScore);
}

#[test]
fn e1_two_leaves_of_one_account_are_one_witness() {
    e1(&race().write("B", &[ALICE, ALICE]), "B", "1/–/0", "1/–/1", Step::WitnessScore);
}

#[test]
fn e1_two_accounts_are_a_quorum() {
    e1(&race().write("B", &[ALICE, BOB]), "B", "1/–/0", "2/q/2", Step::EffectiveDepth);
}

#[test]
fn e1_one_account_on_each_side_leaves_it_to_the_class() {
    e1(&race().write("A", &[ALICE]).write("B", &[BOB]), "A", "1/–/1", "1/–/1", Step::Class);
}

#[test]
fn e1_with_the_class_before_the_score_no_message_outranks_an_admin() {
    let rules = Rules { class_order: ClassOrder::ClassBeforeScore, ..Rules::default() };
    for accounts in [&[][..], &[ALICE], &[ALICE, BOB]] {
        assert_eq!(race().write("B", accounts).winner("B", &rules), "A");
    }
}

#[test]
fn class_first_protects_a_removal_only_until_somebody_builds_on_it() {
    let rules = Rules { class_order: ClassOrder::ClassBeforeScore, ..Rules::default() };
    let world = race().write("B", &[ALICE, BOB]);
    assert_eq!(world.winner("root", &rules), "A");
    assert_eq!(world.commit("A2", "A", ORDINARY, 0xb0, 0xee).winner("root", &rules), "B", "an ordinary tip, and no quorum");
}

/// Fork at epoch 3; L has three commits, P this many.
fn withheld(p: usize) -> World {
    let names = ["p4", "p5", "p6", "p7", "p8"];
    World::at(3).chain(&["l4", "l5", "l6"], "root", 0x10, 1).chain(&names[..p], "root", 0x20, 50)
}

#[test]
fn e2_a_quorum_makes_up_for_one_commit() {
    for fork_base in ForkBase::ALL {
        let world = withheld(4).write("l5", &[ALICE, BOB]);
        let resolution = world.resolve("l6", fork_base);
        assert_eq!(scores(&resolution), [("l6", "4/q/2".to_owned()), ("p7", "4/–/0".to_owned())].into());
        assert_eq!((resolution.winner.0.as_str(), resolution.contests[0].decided_by), ("l6", Step::Quorum));
        assert_eq!(world.write("p5", &[ALICE]).resolve("l6", fork_base).winner.0, "l6", "with one witness");
    }
}

#[test]
fn e2_a_quorum_does_not_make_up_for_two_commits() {
    for fork_base in ForkBase::ALL {
        let resolution = withheld(5).write("l5", &[ALICE, BOB]).resolve("l6", fork_base);
        assert_eq!(scores(&resolution), [("l6", "4/q/2".to_owned()), ("p8", "5/–/0".to_owned())].into());
        assert_eq!(resolution.winner.0, "p8");
    }
}

#[test]
fn e2_the_horizon_is_five_epochs() {
    let world = withheld(5).write("l5", &[ALICE, BOB]);
    for (base_epoch, winner, eligible) in [(8, "p8", true), (9, "l6", false)] {
        let resolution = resolve(&world.tree, &"l6".into(), base_epoch, &Rules::default()).unwrap();
        assert_eq!((resolution.winner.0.as_str(), resolution.tips[&"p8".into()]), (winner, eligible));
    }
}

#[test]
fn e2_what_is_outside_the_horizon_is_stale() {
    for (last, fate) in [("l8", Disposition::Deferred), ("l9", Disposition::Stale)] {
        let world =
            World::at(3).chain(&["l4", "l5", "l6", "l7", "l8", "l9"], "root", 0x10, 1).chain(&["p4"], "root", 0x20, 50);
        let fates = Fates::default().after(&world.tree, &last.into(), &Rules::default());
        let commit = world.tree.state(&"p4".into()).unwrap().commit.as_ref().unwrap();
        assert_eq!(fates.commits[&commit.digest], fate, "{last}");
    }
}

/// The trunk of E3 with I and Y: two accounts write in i3, two in y4.
fn side_branch() -> World {
    World::at(1)
        .chain(&["i2", "i3", "i4", "i5"], "root", 0x20, 1)
        .commit("y4", "i3", ORDINARY, 0x30, 0x40)
        .write("i3", &[ALICE, BOB])
        .write("y4", &[ALICE, BOB])
}

fn with_x() -> World {
    side_branch().commit("x2", "root", ORDINARY, 0x10, 0x50)
}

#[test]
fn e3_two_branches_are_counted_from_their_fork() {
    for fork_base in ForkBase::ALL {
        for canonical in ["i3", "i4", "i5", "y4"] {
            let resolution = side_branch().resolve(canonical, fork_base);
            assert_eq!(scores(&resolution), [("i5", "2/–/0".to_owned()), ("y4", "2/q/2".to_owned())].into());
            assert_eq!(resolution.winner.0, "y4", "{fork_base:?} {canonical}");
        }
    }
}

#[test]
fn e3_own_fork_keeps_whichever_branch_is_canonical() {
    let from_i = with_x().resolve("i5", ForkBase::OwnFork);
    assert_eq!(from_i.winner.0, "i5");
    assert_eq!(scores(&from_i), [("i5", "5/q/2".into()), ("y4", "2/q/2".into()), ("x2", "1/–/0".into())].into());
    let from_y = with_x().resolve("y4", ForkBase::OwnFork);
    assert_eq!(from_y.winner.0, "y4");
    assert_eq!(scores(&from_y), [("i5", "2/–/0".into()), ("y4", "4/q/4".into()), ("x2", "1/–/0".into())].into());
}

#[test]
fn e3_common_base_goes_over_to_i_because_of_x() {
    for canonical in ["i5", "y4"] {
        let resolution = with_x().resolve(canonical, ForkBase::CommonBase);
        assert_eq!(resolution.winner.0, "i5");
        assert_eq!(
            scores(&resolution),
            [("i5", "5/q/2".into()), ("y4", "4/q/4".into()), ("x2", "1/–/0".into())].into()
        );
    }
}

#[test]
fn e3_innermost_first_gives_y_to_everybody() {
    let world = with_x();
    for state in world.tree.states() {
        let resolution = world.resolve(&state.id.0, ForkBase::InnermostFirst);
        assert_eq!(resolution.winner.0, "y4", "{}", state.id);
        let contests: Vec<Vec<_>> = resolution
            .contests
            .iter()
            .map(|contest| contest.ranking.iter().map(|s| (s.tip.0.as_str(), s.from.0.as_str(), short(s))).collect())
            .collect();
        let inner = vec![("y4", "i3", "2/q/2".to_owned()), ("i5", "i3", "2/–/0".to_owned())];
        let outer = vec![("y4", "root", "4/q/4".to_owned()), ("x2", "root", "1/–/0".to_owned())];
        assert_eq!(contests, [inner, outer]);
    }
}

/// E4: fork at 3; A has six silent commits, B five and a quorum.
fn edge() -> World {
    World::at(3)
        .chain(&["a4", "a5", "a6", "a7", "a8", "a9"], "root", 0x10, 1)
        .chain(&["b4", "b5", "b6", "b7", "b8"], "root", 0x20, 50)
        .write("b5", &[ALICE, BOB])
}

#[test]
fn e4_at_the_horizon_each_side_stays_where_it_is() {
    for fork_base in ForkBase::ALL {
        let rules = Rules { fork_base, ..Rules::default() };
        let from_a = edge().resolve_with("a9", &rules);
        assert_eq!((from_a.winner.0.as_str(), from_a.tips[&"b8".into()]), ("a9", false));
        let from_b = edge().resolve_with("b8", &rules);
        assert_eq!((from_b.winner.0.as_str(), from_b.tips[&"a9".into()]), ("b8", true));
        assert_eq!(scores(&from_b), [("a9", "6/–/0".to_owned()), ("b8", "6/q/2".to_owned())].into());
    }
}

#[test]
fn e4_measured_from_the_highest_tip_both_sides_take_it() {
    for fork_base in ForkBase::ALL {
        let rules = Rules { fork_base, horizon: Horizon::MaxTip, ..Rules::default() };
        for canonical in ["root", "a9", "b8"] {
            let resolution = edge().resolve_with(canonical, &rules);
            assert_eq!((resolution.winner.0.as_str(), resolution.tips[&"b8".into()]), ("a9", false), "{canonical}");
        }
    }
}
