//! What a tree refuses, how it is written down, and what pruning leaves.

use marmot_rules::adopted::convergence::{
    Account, Digest, ForkBase, Message, ResolveError, Rules, State, Tree, TreeError, resolve,
};
use proptest::prelude::*;

use crate::worlds::{ORDINARY, World, message, seeds, state};

fn parts(world: &World) -> (Vec<State>, Vec<Message>) {
    (world.tree.states().cloned().collect(), world.tree.messages().cloned().collect())
}

fn two() -> World {
    World::at(7).chain(&["a", "b"], "root", 1, 1).write("a", &[1])
}

#[test]
fn a_tree_of_its_own_parts_is_the_same_in_any_order() {
    let (mut states, messages) = parts(&two());
    states.reverse();
    assert_eq!(Tree::build(states, messages).unwrap(), two().tree);
}

#[test]
fn a_tree_without_an_anchor_is_refused() {
    let (states, messages) = parts(&two());
    let states = states.into_iter().filter(|state| state.commit.is_some());
    assert_eq!(Tree::build(states, messages), Err(TreeError::NoAnchor));
    assert_eq!(Tree::build([], []), Err(TreeError::NoAnchor));
}

#[test]
fn a_second_anchor_is_refused() {
    let (mut states, messages) = parts(&two());
    states.push(State { id: "other".into(), epoch: 9, commit: None, lost: false });
    assert!(matches!(Tree::build(states.clone(), messages), Err(TreeError::TwoAnchors { .. })));
    assert!(matches!(two().tree.grow(states.pop().unwrap()), Err(TreeError::TwoAnchors { .. })));
}

#[test]
fn an_unknown_parent_is_refused() {
    let mut tree = two().tree;
    let orphan = state(&tree, "c", "nowhere", ORDINARY, 1, 9);
    let error = TreeError::UnknownParent { state: "c".into(), parent: "nowhere".into() };
    assert_eq!(tree.grow(orphan), Err(error));
}

#[test]
fn an_epoch_that_is_not_the_next_is_refused() {
    for wrong in [0, 8, 10, u64::MAX] {
        let mut tree = two().tree;
        let late = State { epoch: wrong, ..state(&tree, "c", "a", ORDINARY, 1, 9) };
        let error = TreeError::WrongEpoch { state: "c".into(), epoch: wrong, parent_epoch: 8 };
        assert_eq!(tree.grow(late), Err(error));
    }
}

#[test]
fn nothing_follows_the_last_epoch_that_there_is() {
    let mut tree = Tree::new("root", u64::MAX);
    let next = State { epoch: 0, ..state(&two().tree, "c", "root", ORDINARY, 1, 9) };
    assert!(matches!(tree.grow(next), Err(TreeError::WrongEpoch { .. })));
}

#[test]
fn states_that_follow_each_other_in_a_circle_are_refused() {
    let (mut states, messages) = parts(&two());
    let closed = states.iter_mut().find(|state| state.id == "a".into()).unwrap();
    closed.commit.as_mut().unwrap().parent = "b".into();
    assert!(Tree::build(states, messages).is_err());
}

#[test]
fn one_commit_cannot_lead_to_two_states() {
    let mut tree = two().tree;
    let twin = state(&tree, "c", "a", ORDINARY, 1, 2);
    assert!(matches!(tree.grow(twin), Err(TreeError::DuplicateCommit { .. })));
}

#[test]
fn two_states_of_one_name_are_refused() {
    let mut tree = two().tree;
    let twin = state(&tree, "b", "a", ORDINARY, 1, 9);
    assert_eq!(tree.grow(twin), Err(TreeError::DuplicateState { id: "b".into() }));
}

#[test]
fn a_message_needs_a_state_and_an_id_of_its_own() {
    let mut tree = two().tree;
    let lost = Message { id: message(9), state: "nowhere".into(), account: Account([1; 32]) };
    assert!(matches!(tree.hear(lost), Err(TreeError::UnknownState { .. })));
    let again = Message { id: message(1), state: "b".into(), account: Account([1; 32]) };
    assert_eq!(tree.hear(again), Err(TreeError::DuplicateMessage { id: message(1) }));
}

#[test]
fn a_file_with_a_wrong_tree_is_refused_when_it_is_read() {
    let text = serde_json::to_string(&two().tree).unwrap();
    assert_eq!(serde_json::from_str::<Tree>(&text).unwrap(), two().tree);
    for (find, put) in [("\"epoch\":9", "\"epoch\":10"), ("\"parent\":\"a\"", "\"parent\":\"z\""), ("0202", "02")] {
        assert!(text.contains(find));
        assert!(serde_json::from_str::<Tree>(&text.replacen(find, put, 1)).is_err(), "{put}");
    }
    let upper = text.replacen("eeee", "EEee", 1);
    assert!(serde_json::from_str::<Tree>(&upper).is_err(), "capital digits would give one id two names");
}

#[test]
fn a_canonical_state_that_is_not_there_is_an_error() {
    let error = ResolveError::UnknownCanonical { id: "z".into() };
    assert_eq!(resolve(&two().tree, &"z".into(), 7, &Rules::default()), Err(error));
}

#[test]
fn a_group_that_nobody_changed_stays_as_it_is() {
    for fork_base in ForkBase::ALL {
        let resolution = World::at(7).resolve("root", fork_base);
        assert_eq!((resolution.winner.0.as_str(), resolution.contests.len()), ("root", 0));
    }
}

/// `a` and its rivals, with one state lost.
fn with_lost(id: &str) -> Tree {
    let (mut states, messages) = parts(&World::at(7).chain(&["a", "b"], "root", 1, 1).chain(&["c", "d"], "root", 2, 9));
    states.iter_mut().find(|state| state.id == id.into()).unwrap().lost = true;
    Tree::build(states, messages).unwrap()
}

#[test]
fn a_lost_state_that_a_branch_needs_is_an_error() {
    for lost in ["root", "c", "d"] {
        let error = ResolveError::MissingRetainedAnchor { tip: "d".into(), state: lost.into() };
        assert_eq!(resolve(&with_lost(lost), &"b".into(), 9, &Rules::default()), Err(error));
    }
}

#[test]
fn a_lost_state_that_no_branch_needs_is_none() {
    assert!(resolve(&with_lost("a"), &"b".into(), 9, &Rules::default()).is_ok());
    let outside = resolve(&with_lost("c"), &"b".into(), 13, &Rules::default()).unwrap();
    assert_eq!(outside.winner.0, "b", "the branch is beyond the horizon");
}

#[test]
fn pruning_leaves_five_epochs_and_the_branches_that_forked_in_them() {
    let stem = ["s2", "s3", "s4", "s5", "s6", "s7", "s8"];
    let world = World::at(1).chain(&stem, "root", 1, 1).chain(&["x3"], "s2", 2, 60).chain(&["y4"], "s3", 2, 70);
    let mut tree = world.write("x3", &[1]).write("y4", &[1]).tree;
    tree.prune(&"s8".into());
    let left: Vec<&str> = tree.states().map(|state| state.id.0.as_str()).collect();
    assert_eq!(left, ["s3", "s4", "s5", "s6", "s7", "s8", "y4"]);
    assert_eq!((tree.anchor().0.as_str(), tree.messages().count()), ("s3", 1));
    let again = tree.clone();
    tree.prune(&"s8".into());
    assert_eq!(tree, again);
}

proptest! {
    #[test]
    fn a_tree_survives_a_file(seeds in seeds(12, 8)) {
        let tree = seeds.tree(0, 9);
        let text = serde_json::to_string(&tree).unwrap();
        prop_assert_eq!(serde_json::from_str::<Tree>(&text).unwrap(), tree);
    }

    #[test]
    fn what_is_pruned_was_outside_the_horizon(seeds in seeds(16, 8), pick in any::<prop::sample::Index>()) {
        let tree = seeds.tree(0, 12);
        let canonical = pick.get(&tree.tips()).id.clone();
        let tip = tree.state(&canonical).unwrap().epoch;
        let mut pruned = tree.clone();
        pruned.prune(&canonical);
        for state in tree.states() {
            let fork = tree.meet(&state.id, &canonical).unwrap().epoch;
            prop_assert_eq!(pruned.state(&state.id).is_some(), tip - fork <= 5, "{}", state.id);
        }
        let parts = (pruned.states().cloned().collect::<Vec<_>>(), pruned.messages().cloned().collect::<Vec<_>>());
        prop_assert_eq!(Tree::build(parts.0, parts.1), Ok(pruned), "it is a tree still");
    }
}

#[test]
fn digests_are_read_as_they_are_written() {
    let text = String::from(Digest([0xab; 32]));
    assert_eq!(Digest::try_from(text), Ok(Digest([0xab; 32])));
    assert!(matches!(Digest::try_from("ab".to_owned()), Err(TreeError::MalformedBytes { .. })));
}
